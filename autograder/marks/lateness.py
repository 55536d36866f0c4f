"""Who is late in a class, in words, and of whom nothing tells."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from autograder.text.plain_text import points

if TYPE_CHECKING:
    from autograder.marks.final import FinalMark

WHAT_TO_DO: Final = (
    "Set the deadline (autograder marks policy --due) and grade with a class list that says when things were handed "
    "in, such as Moodle's grading worksheet; or give the days with autograder marks late"
)


def lateness_in_words(marks: Sequence[FinalMark]) -> str:
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
        sentences.append(f"Nothing says whether {whom} late, so nothing is taken off. {WHAT_TO_DO}.")
    return " ".join(sentences)
