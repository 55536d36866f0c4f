"""A class as it was graded, and as it is at one moment: what people have decided, and the marks that follow."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from markupsafe import Markup

from autograder.marks.decisions import Decisions
from autograder.marks.final import FinalMark, final_mark, manual_maximum
from autograder.marks.groups import open_questions
from autograder.marks.standing import Standing
from autograder.reports.attention import names_of
from autograder.reports.class_data import status_words, table_row
from autograder.reports.report import class_view
from autograder.reports.statistics import (
    CaseStatistics,
    ClassStatistics,
    Mistake,
    Times,
    hardest_cases,
    mistakes_of,
    summarize,
    times_of,
)
from autograder.results import ClassResult
from autograder.text.pages import render
from autograder.text.plain_text import visible

_CASES = 15


@dataclass(frozen=True, eq=False)
class Graded:
    """The results of a class; what is asked of all of them is found once, since marks are given far more often."""

    result: ClassResult
    standings: tuple[Standing, ...]

    def look_through(self) -> None:
        """Find everything at once, so that no page has to wait for it."""
        for name, value in vars(type(self)).items():
            if isinstance(value, cached_property):
                getattr(self, name)

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
    def words(self) -> Mapping[str, str]:
        """The status of each submission as pages say it, by its id."""
        return status_words(self.result)

    @cached_property
    def open_questions(self) -> Mapping[str, float]:
        """The questions that a person marks, with their points."""
        return open_questions(self.standings)

    @cached_property
    def to_mark(self) -> tuple[Standing, ...]:
        """The submissions that could be read, so that people can mark them."""
        return tuple(standing for standing in self.standings if standing.result.status.was_read)

    @cached_property
    def mistakes(self) -> Sequence[Mistake]:
        """Who made which mistake, the commonest first."""
        return mistakes_of(self.result)

    @cached_property
    def hardest_cases(self) -> Sequence[CaseStatistics]:
        """The cases that most submissions failed."""
        return hardest_cases(self.result, _CASES)

    @cached_property
    def times(self) -> Times | None:
        """How long the submissions took."""
        return times_of(self.result)


@dataclass(frozen=True, eq=False)
class Row:
    """A student in the table of students: what its `cells` say, and what the student is found by."""

    number: int
    mark: FinalMark
    cells: Mapping[str, Any]
    search: str

    @cached_property
    def html(self) -> Markup:
        """The row as it stands in the page: those of a thousand students take longest of all pages."""
        return Markup(render("web", "_row.html.j2", row=self.cells, number=self.number))


@dataclass(frozen=True, slots=True)
class Earlier:
    """A class a while ago, with what was known of it: after one more mark most is the same."""

    standings: tuple[Standing, ...]
    decisions: Decisions
    manual_maximum: float
    marks: tuple[FinalMark, ...]
    questions: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()


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
    graded: Graded
    decisions: Decisions
    earlier: Earlier | None = None

    @property
    def result(self) -> ClassResult:
        """The results of the tests."""
        return self.graded.result

    @property
    def standings(self) -> tuple[Standing, ...]:
        """The submissions with their numbers in the gradebook."""
        return self.graded.standings

    @cached_property
    def marks(self) -> tuple[FinalMark, ...]:
        """The final marks; those of which neither result nor decisions have changed are the earlier ones."""
        most, old, now = self._manual_maximum, self.earlier, decided(self.decisions)
        if old is None or old.manual_maximum != most or not same_for_all(old.decisions, self.decisions):
            return tuple(final_mark(standing, self.decisions, most) for standing in self.standings)
        before = decided(old.decisions)
        known = {each.number: (each, mark) for each, mark in zip(old.standings, old.marks, strict=True)}

        def mark_of(standing: Standing) -> FinalMark:
            earlier, mark = known.get(standing.number, (None, None))
            if mark and earlier is standing and before.get(standing.number) == now.get(standing.number):
                return mark
            return final_mark(standing, self.decisions, most)

        return tuple(map(mark_of, self.standings))

    @cached_property
    def _manual_maximum(self) -> float:
        old = self.earlier
        if old and old.standings is self.standings and same_for_all(old.decisions, self.decisions):
            return old.manual_maximum
        return manual_maximum(self.standings, self.decisions)

    def as_earlier(self) -> Earlier | None:
        """Return what is known of the class by now, for the class after the next decision."""
        if "marks" not in vars(self):
            return self.earlier
        rows = self.rows if "rows" in vars(self) else self._earlier_rows
        return Earlier(self.standings, self.decisions, self._manual_maximum, self.marks, self._questions, rows)

    @property
    def _questions(self) -> tuple[str, ...]:
        return self.result.question_names

    @property
    def _earlier_rows(self) -> tuple[Row, ...]:
        return self.earlier.rows if self.earlier and self.earlier.questions == self._questions else ()

    @cached_property
    def mark_of(self) -> Mapping[str, FinalMark]:
        """The final marks by the ids of the submissions."""
        return {mark.submission: mark for mark in self.marks}

    @cached_property
    def view(self) -> Mapping[str, Any]:
        """What the report says of the class as a whole."""
        return class_view(self.result, self.marks, self.statistics, self.graded.mistakes)

    @cached_property
    def statistics(self) -> ClassStatistics:
        """The marks of the class in figures."""
        return summarize(self.result, self.marks)

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """The rows of the table of students; those whose marks are the earlier ones are the earlier ones, too."""
        old = {row.number: row for row in self._earlier_rows}
        return tuple(
            row if (row := old.get(standing.number)) and row.mark is mark else self._row(standing, mark)
            for standing, mark in zip(self.standings, self.marks, strict=True)
        )

    def _row(self, standing: Standing, mark: FinalMark) -> Row:
        item = standing.result
        cells = table_row(item, self._questions, mark, self.graded.words[item.id])
        search = " ".join((cells["name"], cells["id"], item.id, item.section, item.team))
        return Row(standing.number, mark, cells, search)

    def marked(self, question: str) -> int:
        """Return how many submissions have a mark for a question that a person marks."""
        return sum(
            self.decisions.manual(each.number, question) is not None
            or self.decisions.override(each.number, question) is not None
            for each in self.graded.to_mark
        )
