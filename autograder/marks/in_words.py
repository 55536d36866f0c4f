"""What people decided of a class, and who is late in it, in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from autograder.course.late import LatePolicy
from autograder.marks.final import FinalMark
from autograder.marks.rulings import Ruling
from autograder.text.plain_text import points

_GRADE: Final = (
    "with a class list that says when things were handed in, such as Moodle's grading worksheet; or give the days with "
    "autograder marks late"
)


def to_know_lateness(policy: LatePolicy | None = None) -> str:
    """Return what to do where lateness costs points, and nothing says who was late; None for any policy."""
    if policy is None:
        return f"See that a deadline is set (autograder marks policy) and grade {_GRADE}"
    return f"Grade {_GRADE}" if policy.due else f"Set the deadline (autograder marks policy --due) and grade {_GRADE}"


def lateness_in_words(marks: Sequence[FinalMark], policy: LatePolicy) -> str:
    """Return what a late policy finds in a class, empty if nothing was handed in or nothing is taken off."""
    known = [mark for mark in marks if not mark.late_unknown]
    late = sorted(mark.late_days for mark in known if mark.late_days > 0)
    unknown, handed_in = len(marks) - len(known), sum(bool(mark.questions) for mark in marks)
    sentences = []
    if late:
        days = points(late[0]) if late[0] == late[-1] else f"{points(late[0])} to {points(late[-1])}"
        sentences.append(f"{len(late)} of {handed_in} are late ({days} days).")
    elif handed_in > unknown:
        sentences.append("Nobody is late." if not unknown else "Nobody is known to be late.")
    if unknown:
        whom = f"any of the {unknown} submissions was" if unknown == handed_in else f"{unknown} of {handed_in} were"
        sentences.append(f"Nothing says whether {whom} late, so nothing is taken off. {to_know_lateness(policy)}.")
    return " ".join(sentences)


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
