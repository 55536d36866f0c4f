"""Threads of the notebook, which a copy of this process has not: only the thread that forks goes on in it.

What waits there for another, a pool's for instance, waits for ever.
"""

from __future__ import annotations

import threading
from typing import Final

_IDLE: Final = frozenset({"tqdm"})  # whose thread only looks after the bars, and is not waited for


def would_be_missed() -> bool:
    """Tell whether this process runs other threads than the main one, and code may wait for them."""
    others = (each for each in threading.enumerate() if each is not threading.main_thread())
    return any(type(each).__module__.partition(".")[0] not in _IDLE for each in others)
