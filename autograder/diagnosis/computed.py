"""What the solution computes for some questions, kept from one submission to the next: training takes seconds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from autograder.engine.remote import RemoteError, Session, SessionEnded

_KEEP_AFTER_S: Final = 0.2  # going on from a snapshot takes some hundredths of a second
_MOST_BYTES: Final = 128 << 20


class Computed:
    """Snapshots after those statements of the solution that took long.

    The bytes come from a worker in which only the solution has run, and go to such workers; here they are bytes.
    """

    def __init__(self) -> None:
        self._kept: dict[tuple[str, ...], bytes] = {}

    def run(self, session: Session, statements: Sequence[str], seed: int, seconds: float) -> bool:
        """Run the statements, each with the random generators seeded as a cell; go on from a snapshot where one is.

        Returns:
            Whether they came to their end within `seconds`; False also when one raises.

        """
        ends = session.cpu_s + seconds
        try:
            return all(
                self._run(session, tuple(statements[: place + 1]), seed, ends - session.cpu_s)
                for place in range(len(statements))
            )
        except SessionEnded:
            return False

    def _run(self, session: Session, statements: tuple[str, ...], seed: int, seconds: float) -> bool:
        """Run the last of the statements."""
        key, source = (str(seed), *statements), statements[-1]
        if packed := self._kept.get(key):
            return session.resume_cell(0, source, seconds, packed, seed=seed).failure is None
        began_s = session.cpu_s
        if session.run_cell(0, source, seconds, seed=seed).failure is not None:
            return False
        passed = session.cpu_s - began_s
        if passed >= _KEEP_AFTER_S:
            self._keep(session, key, source, seconds - passed)
        return True

    def _keep(self, session: Session, key: tuple[str, ...], source: str, seconds: float) -> None:
        """Keep a snapshot if there can be one; the oldest ones go when there are too many."""
        try:
            packed = session.snapshot(source, seconds)
        except RemoteError:
            return
        if packed:
            self._kept[key] = packed
        while sum(map(len, self._kept.values())) > _MOST_BYTES:
            del self._kept[next(iter(self._kept))]
