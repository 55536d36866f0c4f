"""Copies of this process: one for a piece of work, of which its answer alone is left, and one that stays and answers.

The trusted side's own objects outlive a test case: constants of the test modules, what they cache, default arguments,
registries of warnings, settings of numpy and matplotlib, modules that were imported on the way. A submission cannot
name them, but a test may change them, and what it changes may depend on what the submission returned. So every
submission is graded in a fork of the process that has loaded everything: the next one finds all of it as it was loaded.

What is the same for all of a class is found out in the copy that stays, once: it goes on with what it was when it was
copied, and no value of a submission comes into it, but for what is asked, as JSON.
"""

import contextlib
import json
import os
import signal
from collections.abc import Callable, Mapping
from multiprocessing.connection import Connection, Pipe
from typing import Any, Self

from autograder.engine.jailed.kernel import die_with_parent
from autograder.errors import AutograderError, EngineError
from autograder.system.handle import Handle

Answer = Callable[[Mapping[str, Any]], Any]


class Beside:
    """The copy, to whoever asks; copies of that one may ask it, too, but only one at a time."""

    def __init__(self, connection: Connection, pid: int) -> None:
        self._connection, self._pid, self._handle = connection, pid, Handle.of(pid)

    @classmethod
    def start(cls, answer: Answer) -> Self:
        """Copy this process; the copy answers with what `answer` returns, or raises, until this process ends."""
        ours, theirs = Pipe()
        child = os.fork()
        if child == 0:
            ours.close()
            _serve(theirs, answer)
        theirs.close()
        return cls(ours, child)

    @property
    def alive(self) -> bool:
        """Whether it can be asked."""
        return self._handle is not None and not self._handle.ended()

    def ask(self, request: Mapping[str, Any]) -> Any:
        """Return its answer.

        Raises:
            EngineError: it is not there any more.

        """
        try:
            self._connection.send_bytes(json.dumps(request).encode())
            answer = self._connection.recv()
        except (OSError, EOFError) as error:
            raise EngineError("The process with the solution has gone.") from error
        if isinstance(answer, Exception):
            raise answer
        return answer

    def end(self) -> None:
        """End it; once more does no harm."""
        self._connection.close()
        if self._handle is not None:
            self._handle.send(signal.SIGKILL)
            os.waitpid(self._pid, 0)
            self._handle.close()
            self._handle = None


def _serve(connection: Connection, answer: Answer) -> None:
    """Be the copy. Does not return."""
    try:
        die_with_parent()
        while True:
            request = json.loads(connection.recv_bytes())
            try:
                found = answer(request)
            except AutograderError as error:
                found = error
            connection.send(found)
    finally:
        os._exit(0)


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
