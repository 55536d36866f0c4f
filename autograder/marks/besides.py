"""What final marks count besides the points of the tests, in words for those who see only the latter."""

from collections.abc import Iterator, Sequence

from autograder.marks.final import FinalMark
from autograder.marks.rulings import Ruling
from autograder.text.plain_text import points

_RULED = {Ruling.GIVE: "is given to all", Ruling.DROP: "is dropped"}


def besides_the_tests(marks: Sequence[FinalMark]) -> tuple[str, ...]:
    """Return a sentence on what was decided for all and for some; none where nothing was, or is only to be marked."""
    decided = [*_of_all(marks), *_of_some(marks)]
    if not decided:
        return ()
    most = points(max(mark.max_score for mark in marks))
    where = f"Final marks, of {most} points, are in grades.csv, the pages and the report"
    return (f"Points and maxima here are those of the tests. {where}: {', '.join(decided)}.",)


def _of_all(marks: Sequence[FinalMark]) -> Iterator[str]:
    for question in {question.name: question for mark in marks for question in mark.questions}.values():
        if question.ruling:
            yield f"{question.name} {_RULED[question.ruling]}"
        elif question.extra:
            yield f"{question.name} is extra credit"


def _of_some(marks: Sequence[FinalMark]) -> Iterator[str]:
    overridden = sum(mark.override is not None or any(q.override is not None for q in mark.questions) for mark in marks)
    late = sum(mark.late_deduction > 0 for mark in marks)
    for count, what in ((overridden, "overridden"), (late, "late")):
        if count:
            yield f"{count} {'is' if count == 1 else 'are'} {what}"
