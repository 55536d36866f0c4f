"""Calling the otter worker: its command, its clean environment, and its answer checked."""

import json
import os
import shutil
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import autograder
from autograder.runners.process import MARK, Ended, run_bounded
from autograder.system.clocks import Span

MAX_ANSWER_BYTES = 16 << 20
_KEPT = (
    "PATH",
    "LANG",
    "LC_ALL",
    "LC_CTYPE",
    "TZ",
    "LD_LIBRARY_PATH",
    "DYLD_LIBRARY_PATH",
    "VIRTUAL_ENV",
    "CONDA_PREFIX",
)
_THREADS = ("OMP", "OPENBLAS", "MKL", "VECLIB_MAXIMUM", "NUMEXPR")
_START = (
    "import sys; sys.path.insert(0, sys.argv.pop(1)); "
    "from autograder.runners.otter_worker import main; main(sys.argv[1:])"
)


@dataclass(frozen=True, slots=True)
class WorkerAnswer:
    """What a worker said. `outcome` is the worker's own, or "timeout", or "engine_error"; `seconds` is wall time.

    `questions` and `broken` are as `otter_adapter` describes them, and not checked yet.
    """

    outcome: str
    seconds: float
    questions: Any = None
    broken: Any = ()
    cause: str = ""


def call_worker(
    arguments: Sequence[str], *, folder: Path, mark: str, span: Span, caches: Path | None = None
) -> WorkerAnswer:
    """Run the worker with `arguments` in the empty `folder` and return its answer; see `otter_worker.main`.

    `mark` tells the worker's processes from all others. `caches` is a folder of matplotlib's, copied for the worker.
    """
    home = folder / "home"
    (home / "tmp").mkdir(parents=True)
    if caches is not None and caches.is_dir():
        shutil.copytree(caches, home / "matplotlib")
    ended = run_bounded(
        # -P: the current folder is no place to import from. The package's own place is given by hand rather than by
        # PYTHONPATH, which submissions would inherit.
        [sys.executable, "-P", "-c", _START, str(Path(autograder.__file__).parents[1]), *arguments],
        folder=folder,
        environment=_environment(home, mark),
        span=span,
        max_bytes=MAX_ANSWER_BYTES,
    )
    return _read_answer(ended)


def _environment(home: Path, mark: str) -> dict[str, str]:
    """Return the environment of a worker: nothing of the user's but what finds programs and sets the language."""
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    threads = {f"{library}_NUM_THREADS": "1" for library in _THREADS}
    return (
        kept
        | threads
        | {
            MARK: mark,
            "HOME": str(home),
            "TMPDIR": str(home / "tmp"),
            "MPLCONFIGDIR": str(home / "matplotlib"),
            # What a kernel takes when nothing is set: figures as in the student's notebook.
            "MPLBACKEND": "module://matplotlib_inline.backend_inline",
            "PYTHONHASHSEED": "0",
            "PYTHONUTF8": "1",
            "PYTHONDONTWRITEBYTECODE": "1",
            "PYTHONNOUSERSITE": "1",
            "PYDEVD_DISABLE_FILE_VALIDATION": "1",
            "JUPYTER_PLATFORM_DIRS": "1",
        }
    )


def _read_answer(ended: Ended) -> WorkerAnswer:
    if ended.timed_out:
        return WorkerAnswer("timeout", ended.seconds)
    if ended.too_long:
        return WorkerAnswer("engine_error", ended.seconds, cause="the worker's answer is too long")
    try:
        answer = json.loads(ended.answer)
        if not isinstance(answer, Mapping):
            raise TypeError
        outcome, cause = str(answer["outcome"]), str(answer.get("cause", ""))
    except (ValueError, TypeError, KeyError, RecursionError):
        detail = f": {ended.errors.splitlines()[-1]}" if ended.errors else ""
        cause = f"the worker ended with status {ended.returncode} and without an answer{detail}"
        return WorkerAnswer("engine_error", ended.seconds, cause=cause)
    return WorkerAnswer(outcome, ended.seconds, answer.get("questions"), answer.get("broken", ()), cause)
