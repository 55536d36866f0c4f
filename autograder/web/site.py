"""What the pages are about: a gradebook, and the class in it as it is at the moment."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock

from sqlalchemy import Connection

from autograder.errors import AutograderError
from autograder.gradebook import Gradebook
from autograder.gradebook.newest import Stamp, decisions_stamp, results_stamp
from autograder.marks.decisions import read_decisions, with_newer_marks
from autograder.marks.groups import answer_groups, codes
from autograder.marks.standing import read_standings
from autograder.notebook_pages.for_students import renew
from autograder.reports.renewing import class_now
from autograder.web.classroom import Classroom
from autograder.web.graded import Graded
from autograder.web.near import NearAnswers
from autograder.web.regrading import Regrading


@dataclass
class _Kept:
    """The class as it was read last, and what it was read of."""

    results: Stamp = ()
    decisions: Stamp = ()
    classroom: Classroom | None = None
    files: dict[int, tuple[str, bytes]] = field(default_factory=dict)
    made: int = 0


@dataclass(frozen=True)
class Site:
    """An open gradebook and one of its assignments, the folder of results it is in (None: in none), and who marks.

    The `title` is the assignment's for people, empty where it has none but its name.
    """

    book: Gradebook
    assignment: str
    folder: Path | None
    who: str
    regrading: Regrading
    near: NearAnswers = field(default_factory=NearAnswers, repr=False)
    title: str = ""
    _kept: _Kept = field(default_factory=_Kept, repr=False)
    _lock: Lock = field(default_factory=Lock, repr=False)

    def classroom(self) -> Classroom:
        """Return the class as it is now; it is read anew only where the gradebook has changed.

        Raises:
            AutograderError: the gradebook has nothing of the assignment, or cannot be read.

        """
        with self._lock, self.book.database.reading() as connection:
            results, decisions, kept = results_stamp(connection), decisions_stamp(connection), self._kept
            if kept.classroom is None or kept.results != results:
                kept.classroom = self._read_anew(connection, kept.classroom)
            elif kept.decisions != decisions:
                kept.classroom = self._read_decisions(connection, kept.classroom, kept.decisions, decisions)
            kept.results, kept.decisions = results, decisions
            return kept.classroom

    def _read_anew(self, connection: Connection, before: Classroom | None) -> Classroom:
        standings = read_standings(connection, self.assignment, known=before.standings if before else ())
        if not standings:
            raise AutograderError(f"The gradebook has no results for {self.assignment}; grade the class first.")
        graded = Graded(class_now(self.book, self.assignment, self.folder, standings), standings)
        earlier = before.as_earlier() if before else None
        return Classroom(self.assignment, graded, read_decisions(connection, self.assignment), earlier)

    def _read_decisions(self, connection: Connection, before: Classroom, then: Stamp, now: Stamp) -> Classroom:
        marks_alone = then[1:] == now[1:]
        decisions = (
            with_newer_marks(connection, self.assignment, before.decisions, then[0])
            if marks_alone
            else read_decisions(connection, self.assignment)
        )
        return Classroom(self.assignment, before.graded, decisions, before.as_earlier())

    def prepare(self) -> None:
        """Make what pages need once, so that looking at them changes nothing, and look for near answers already."""
        with self.book.database.writing() as connection:
            codes(connection, self.assignment, ())
        classroom = self.classroom()
        for question in classroom.graded.open_questions:
            self.near.look_for(answer_groups(classroom.standings, classroom.decisions, question))
        classroom.graded.look_through()
        classroom.view  # noqa: B018 - is kept
        for row in classroom.rows:
            row.html  # noqa: B018 - is kept

    def renew_files(self) -> bool:
        """Bring the files in the folder of results up to date; tell whether there are any."""
        return self.folder is not None and renew(self.book, self.assignment, self.folder)

    def keep_file(self, name: str, content: bytes, most: int) -> int:
        """Keep a file that can be downloaded, and the newest of the others; return its number."""
        with self._lock:
            self._kept.made += 1
            self._kept.files[self._kept.made] = (name, content)
            for number in sorted(self._kept.files)[:-most]:
                del self._kept.files[number]
            return self._kept.made

    def kept_file(self, number: int) -> tuple[str, bytes] | None:
        """Return a file that was kept, with its name."""
        return self._kept.files.get(number)
