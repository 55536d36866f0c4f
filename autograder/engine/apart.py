"""Work in a copy of this process, of which nothing is left but its answer.

The trusted side's own objects outlive a test case: constants of the test modules, what they cache, default arguments,
registries of warnings, settings of numpy and matplotlib, modules that were imported on the way. A submission cannot
name them, but a test may change them, and what it changes may depend on what the submission returned. So every
submission is graded in a fork of the process that has loaded everything: the next one finds all of it as it was loaded.
"""

import contextlib
import os
from collections.abc import Callable

from autograder.engine.jailed.kernel import die_with_parent
from autograder.errors import EngineError


def apart(work: Callable[[], bytes]) -> bytes:
    """Return what `work` returns in a copy of this process, which ends then: some bytes; it must not raise.

    Raises:
        EngineError: the copy ended before it had an answer.

    """
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        _answer(work, writing)
    os.close(writing)
    try:
        with os.fdopen(reading, "rb") as answers:
            answer = answers.read()
    finally:
        _, status = os.waitpid(child, 0)
    if status != 0 or not answer:
        raise EngineError("The process that graded a submission ended before it had an answer.")
    return answer


def _answer(work: Callable[[], bytes], writing: int) -> None:
    """Be the copy. Does not return: what this process would do at its end is for the one that was copied."""
    code = 1
    try:
        die_with_parent()
        with os.fdopen(writing, "wb") as answers:
            answers.write(work())
        code = 0
    finally:
        with contextlib.suppress(BaseException):
            os._exit(code)
