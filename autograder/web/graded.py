"""A class as it was graded: what follows from the results alone, whatever people decide about them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from autograder.marks.groups import is_marked_by_people, open_questions
from autograder.marks.standing import Standing
from autograder.reports.attention import names_of
from autograder.reports.case_statistics import CaseStatistics, Mistake, Times, hardest_cases, mistakes_of, times_of
from autograder.reports.class_data import status_words
from autograder.results import ClassResult
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
        return tuple(filter(is_marked_by_people, self.standings))

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
