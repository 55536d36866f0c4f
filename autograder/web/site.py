"""What the pages are about: a gradebook, the class in it as it is at the moment, and which answers are near others."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotYet
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import Final

from sqlalchemy import Connection

from autograder.errors import AutograderError
from autograder.gradebook import Gradebook
from autograder.gradebook.newest import Stamp, decisions_stamp, results_stamp
from autograder.marks.decisions import read_decisions, with_newer_marks
from autograder.marks.groups import AnswerGroup, answer_groups, codes, near_groups
from autograder.marks.standing import read_standings
from autograder.notebook_pages.for_students import renew
from autograder.reports.renewing import class_now
from autograder.web.classroom import Classroom, Graded
from autograder.web.regrading import Regrading

_PATIENCE_S: Final = 0.1  # a page waits so long, and is shown without them then
Clusters = dict[str, tuple[str, ...]]


@dataclass
class NearAnswers:
    """What is known of which answers are near each other, by question; answers are told by their digests."""

    _found: dict[str, tuple[tuple[str, ...], Future[Clusters]]] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)
    _searching: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(1, "near"))

    def look_for(self, groups: Sequence[AnswerGroup]) -> Future[Clusters]:
        """Begin to look for near answers to a question, unless these have been looked at already."""
        digests = tuple(sorted(each.answer for each in groups))
        with self._lock:
            known, search = self._found.get(groups[0].question, ((), None))
            if search is None or known != digests:
                search = self._searching.submit(_clusters, groups)
                self._found[groups[0].question] = (digests, search)
        return search

    def of(self, group: AnswerGroup, groups: Sequence[AnswerGroup]) -> tuple[AnswerGroup, ...] | None:
        """Return the answers near to one of the answers to its question; None when that is not known yet."""
        try:
            beside = self.look_for(groups).result(_PATIENCE_S).get(group.answer, ())
        except NotYet:
            return None
        return tuple(each for each in groups if each.answer in beside and each.answer != group.answer)


def _clusters(groups: Sequence[AnswerGroup]) -> Clusters:
    clusters = (tuple(each.answer for each in cluster) for cluster in near_groups(groups))
    return {answer: cluster for cluster in clusters for answer in cluster}


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
