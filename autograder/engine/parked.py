"""What a student may read, and the copies of a worker that wait until all of it has been said.

Student code that has seen the inputs of a hidden case can carry them on: in a global, a file, a pipe, another process.
Whatever it says after that may hold them: what a later cell raises, what a later public case returns. A copy of the
process for the hidden case would not do, because copies of one turn share its files and its pipes. Only the order of
time is a wall, so there is one rule:

    Nothing that a submission says after the first hidden input entered its jail reaches a student, but verdicts.

First, then, the notebook runs through, with its public cases where they are checked; their messages, and what cells
raised, are what students may read. At each check a copy of the worker is put aside, and the hidden cases run in it
afterwards, on the notebook as it was at that check. What they raise, return, print or warn of is for the instructor.

Marks are as under otter, where all cases of a check run at once, but for code that keeps something from one call to
the next: here no cell and no public case sees what a hidden case has left behind.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from autograder.engine.remote import Session


@dataclass(frozen=True, slots=True)
class Parked:
    """The worker as it was at some checks: by question, the place where it was checked there and not again later."""

    session: Session
    checks: dict[str, str]


class ParkedCopies:
    """The copies of one turn. `end` is called with a session that is not wanted any more.

    `waiting` are the checks, places by question, for which the running worker will still do: nothing has been run since
    that would make a difference to them.
    """

    def __init__(self, end: Callable[[Session], None]) -> None:
        self._end = end
        self._copies: list[Parked] = []
        self.waiting: dict[str, str] = {}

    def add(self, questions: Iterable[str], place: str) -> None:
        """Let `questions` wait for a copy, which were checked at `place`: of several checks the last one counts."""
        for name in questions:
            if any(parked.checks.get(name) == place for parked in self._copies):
                continue  # the notebook came here before, and was lost later
            for parked in self._copies:
                parked.checks.pop(name, None)
            self.waiting[name] = place
        for parked in [parked for parked in self._copies if not parked.checks]:
            self._copies.remove(parked)
            self._end(parked.session)

    def put(self, session: Session) -> None:
        """Put a copy aside for all that wait."""
        self._copies.append(Parked(session, self.waiting))
        self.waiting = {}

    def wait_again(self, waiting: Mapping[str, str]) -> None:
        """Go back to what was waiting when the worker was copied that goes on now."""
        self.waiting = dict(waiting)

    @property
    def copies(self) -> tuple[Parked, ...]:
        """The copies, in the order in which they were put aside."""
        return tuple(self._copies)

    @property
    def sessions(self) -> tuple[Session, ...]:
        """The sessions with them."""
        return tuple(parked.session for parked in self._copies)

    def close(self) -> None:
        """End all copies."""
        self.waiting = {}
        while self._copies:
            self._end(self._copies.pop(0).session)
