"""Names that are almost the one that is missing."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

_CLOSE = 0.8


def close_name(missing: str, names: Iterable[str]) -> str:
    """Return the one of `names` that is closest to a missing one, "" where none is close; case and _ do not count."""
    plain: dict[str, str] = {}
    for name in names:
        plain.setdefault(_plain(name), name)
    near = difflib.get_close_matches(_plain(missing), plain, n=1, cutoff=_CLOSE)
    return plain[near[0]] if near else ""


def _plain(name: str) -> str:
    return name.replace("_", "").lower()
