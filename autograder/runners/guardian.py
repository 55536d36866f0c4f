"""A process that outlives a killed grader by a moment, to end what the grader has started.

Otter's kernels, and what submissions start from them, would go on after `kill -9` of the grader, which can then do
nothing about it any more. In the sealed engine everything dies with its parent; here somebody has to look.
"""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import autograder
from autograder.runners.process import kill_all

_START = (
    "import sys; sys.path.insert(0, sys.argv[1]); from autograder.runners.guardian import watch; watch(sys.argv[2])"
)


@contextmanager
def guarded(mark: str) -> Iterator[None]:
    """Have every process with that mark killed when this process ends inside the context, however it ends."""
    process = subprocess.Popen(
        [sys.executable, "-P", "-c", _START, str(Path(autograder.__file__).parents[1]), mark],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd="/",
        start_new_session=True,  # Ctrl-C is not for it
    )
    assert process.stdin is not None
    try:
        yield
    finally:
        process.stdin.close()
        process.wait()


def watch(mark: str) -> None:
    """Wait for the end of standard input, which is the end of whoever holds its other end; then kill what is marked."""
    sys.stdin.read()
    kill_all(mark)
