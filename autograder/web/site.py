"""What the pages are about: a gradebook, and the class in it as it is at the moment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import Any

from autograder.errors import AutograderError
from autograder.gradebook import Gradebook
from autograder.gradebook.newest import Stamp, decisions_stamp, results_stamp
from autograder.marks.decisions import Decisions, read_decisions, with_newer_marks
from autograder.marks.final import FinalMark, final_mark, manual_maximum
from autograder.marks.groups import answer_groups, codes, is_marked_by_people, open_questions
from autograder.marks.standing import Standing, read_standings
from autograder.reports.attention import names_of
from autograder.reports.class_data import status_words, table_rows
from autograder.reports.renewing import class_now, renew_files
from autograder.reports.report import class_view
from autograder.results import ClassResult
from autograder.text.plain_text import visible
from autograder.web.near import NearAnswers
from autograder.web.regrading import Regrading


@dataclass(frozen=True, slots=True)
class MarksBefore:
    """The marks of the same class, graded as now, under earlier decisions: after one more mark most are the same."""

    decisions: Decisions
    marks: tuple[FinalMark, ...]
    manual_maximum: float


def same_for_all(some: Decisions, others: Decisions) -> bool:
    """Tell whether what is decided for the whole class is the same."""
    return (some.policy, some.rulings, some.total) == (others.policy, others.rulings, others.total)


def decided(decisions: Decisions) -> Mapping[int, Mapping[tuple[str, str | None], object]]:
    """Return what is decided of each submission, by its number."""
    found: dict[int, dict[tuple[str, str | None], object]] = {number: {} for number in decisions.concerned}
    for (number, question), mark in decisions.marks.items():
        found.setdefault(number, {})["mark", question] = mark
    for (number, part), points in decisions.overrides.items():
        found.setdefault(number, {})["override", part] = (points, decisions.replaced.get((number, part)))
    for number, days in decisions.late_days.items():
        found.setdefault(number, {})["late", None] = days
    return found


@dataclass(frozen=True, eq=False)
class Classroom:
    """A class as it is at one moment; what follows from the results and decisions is made when it is asked for."""

    assignment: str
    result: ClassResult
    standings: tuple[Standing, ...]
    decisions: Decisions
    earlier: MarksBefore | None = None

    @cached_property
    def marks(self) -> tuple[FinalMark, ...]:
        """The final marks; those about which nothing was decided since are the earlier ones."""
        most, old, now = self._manual_maximum, self.earlier, decided(self.decisions)
        if old is None or not same_for_all(old.decisions, self.decisions):
            return tuple(final_mark(standing, self.decisions, most) for standing in self.standings)
        before = decided(old.decisions)
        return tuple(
            mark
            if before.get(standing.number) == now.get(standing.number)
            else final_mark(standing, self.decisions, most)
            for standing, mark in zip(self.standings, old.marks, strict=True)
        )

    @cached_property
    def _manual_maximum(self) -> float:
        old = self.earlier
        if old and same_for_all(old.decisions, self.decisions):
            return old.manual_maximum
        return manual_maximum(self.standings, self.decisions)

    def after(self, decisions: Decisions) -> Classroom:
        """Return the same class with what is decided by now."""
        known = "marks" in vars(self)
        earlier = MarksBefore(self.decisions, self.marks, self._manual_maximum) if known else self.earlier
        return replace(self, decisions=decisions, earlier=earlier)

    @cached_property
    def mark_of(self) -> Mapping[str, FinalMark]:
        """The final marks by the ids of the submissions."""
        return {mark.submission: mark for mark in self.marks}

    @cached_property
    def by_number(self) -> Mapping[int, Standing]:
        """The submissions by their numbers in the gradebook, which stand in addresses."""
        return {standing.number: standing for standing in self.standings}

    @cached_property
    def number_of(self) -> Mapping[str, int]:
        """Those numbers, by the ids of the submissions."""
        return {standing.result.id: standing.number for standing in self.standings}

    @cached_property
    def names(self) -> Mapping[str, str]:
        """A name for each submission, by its id."""
        return {name: visible(shown) for name, shown in names_of(self.result).items()}

    @cached_property
    def titles(self) -> Mapping[str, str]:
        """What the questions are about, by their names."""
        return {name: visible(title) for name, title in self.result.titles.items()}

    @cached_property
    def open_questions(self) -> Mapping[str, float]:
        """The questions that a person marks, with their points."""
        return open_questions(self.standings)

    @cached_property
    def to_mark(self) -> tuple[Standing, ...]:
        """The submissions that could be read, so that people can mark them."""
        return tuple(filter(is_marked_by_people, self.standings))

    @cached_property
    def view(self) -> Mapping[str, Any]:
        """What the report says of the class as a whole."""
        return class_view(self.result, self.marks)

    @cached_property
    def rows(self) -> Sequence[Mapping[str, Any]]:
        """The rows of the table of students; `search` is what one is found by."""
        found = table_rows(self.result, self.mark_of, status_words(self.result))
        return [
            row | {"place": place, "search": " ".join((row["name"], row["id"], item.id, item.section, item.team))}
            for place, (row, item) in enumerate(zip(found, self.result.submissions, strict=True))
        ]

    def marked(self, question: str) -> int:
        """Return how many submissions have a mark for a question that a person marks."""
        return sum(
            self.decisions.manual(each.number, question) is not None
            or self.decisions.override(each.number, question) is not None
            for each in self.to_mark
        )


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
                standings = read_standings(connection, self.assignment)
                if not standings:
                    raise AutograderError(f"The gradebook has no results for {self.assignment}; grade the class first.")
                result = class_now(self.book, self.assignment, self.folder, standings)
                decisions_now = read_decisions(connection, self.assignment)
                kept.classroom = Classroom(self.assignment, result, standings, decisions_now)
            elif kept.decisions != decisions:
                marks_alone = kept.decisions[1:] == decisions[1:]
                now = (
                    with_newer_marks(connection, self.assignment, kept.classroom.decisions, kept.decisions[0])
                    if marks_alone
                    else read_decisions(connection, self.assignment)
                )
                kept.classroom = kept.classroom.after(now)
            kept.results, kept.decisions = results, decisions
            return kept.classroom

    def prepare(self) -> None:
        """Make what pages need once, so that looking at them changes nothing, and look for near answers already."""
        with self.book.database.writing() as connection:
            codes(connection, self.assignment, ())
        classroom = self.classroom()
        for question in classroom.open_questions:
            self.near.look_for(answer_groups(classroom.standings, classroom.decisions, question))

    def renew_files(self) -> bool:
        """Bring the files in the folder of results up to date; tell whether there are any."""
        return self.folder is not None and renew_files(self.book, self.assignment, self.folder)

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
