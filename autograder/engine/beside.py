"""A copy of this process that stays and answers: it goes on with what it was when it was copied, and what it was asked.

Each submission is graded in a copy of the grader, of which nothing is left (see `apart`). What is the same for all of a
class is found out here once: no value of a submission comes into this copy, but for what is asked, as JSON.
"""

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
