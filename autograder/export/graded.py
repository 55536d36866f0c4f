"""What is exported: the marks of a class with the results that they come from, out of a gradebook."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from autograder.errors import AutograderError
from autograder.marks.final import FinalMark, final_marks
from autograder.marks.history import Event, history
from autograder.marks.opening import open_marks
from autograder.marks.standing import read_standings
from autograder.results import Status, SubmissionResult


@dataclass(frozen=True, slots=True)
class Graded:
    """One submission: its final mark, and the result of grading it."""

    mark: FinalMark
    result: SubmissionResult


@dataclass(frozen=True, slots=True)
class GradedClass:
    """The submissions of an assignment, sorted by id, and what people have decided about them, the oldest first.

    `gradebook` is the path or URL that they come from.
    """

    assignment: str
    submissions: tuple[Graded, ...]
    history: tuple[Event, ...] = ()
    gradebook: str = ""

    @property
    def marks(self) -> tuple[FinalMark, ...]:
        """The final marks."""
        return tuple(graded.mark for graded in self.submissions)

    @property
    def max_score(self) -> float:
        """Points that all questions give: what could not be read has no questions, and a maximum of 0 itself."""
        return max((mark.max_score for mark in self.marks), default=0.0)

    @property
    def question_names(self) -> tuple[str, ...]:
        """Every question that occurs, in the assignment's order."""
        names = (question.name for mark in self.marks for question in mark.questions)
        return tuple(dict.fromkeys(names))


@dataclass(frozen=True, slots=True)
class Chosen:
    """The marks that go out, and sentences on those that are held back or that somebody should look at."""

    marks: tuple[FinalMark, ...]
    notes: tuple[str, ...]


def read_class(gradebook: str, assignment: str | None, section: str | None = None) -> GradedClass:
    """Return the class in the gradebook at a path or URL; `assignment` may be None when there is only one.

    With a `section` only its students are exported, as the class list has named it.

    Raises:
        AutograderError: there is no such gradebook, assignment or section, or nothing is graded.

    """
    with open_marks(gradebook, assignment) as (book, name):
        marks, decisions = final_marks(book, name), history(book, name)
        with book.database.reading() as connection:
            results = {standing.result.id: standing.result for standing in read_standings(connection, name)}
    submissions = tuple(Graded(mark, results[mark.submission]) for mark in marks if mark.submission in results)
    if not submissions:
        raise AutograderError(f"The gradebook {gradebook} has no results for {name}; grade the class first.")
    graded = GradedClass(name, submissions, decisions, gradebook)
    return graded if section is None else _of_section(graded, section)


def _of_section(graded: GradedClass, section: str) -> GradedClass:
    """Return those of a section; who is in two of them is in both."""
    mine = tuple(each for each in graded.submissions if section.strip().casefold() in _sections(each.result.section))
    if not mine:
        known = sorted({each.result.section for each in graded.submissions if each.result.section})
        listed = f"there are: {', '.join(known)}" if known else "grade with a class list that has a column section"
        raise AutograderError(f"Nobody in the gradebook is in the section {section!r}; {listed}.")
    ids = {each.mark.submission for each in mine}
    return replace(graded, submissions=mine, history=tuple(each for each in graded.history if each.submission in ids))


def _sections(cell: str) -> set[str]:
    """Return what a section may be called: the whole, and each of "CS 1 and CS 2", as Canvas writes it."""
    return {part.strip().casefold() for part in (cell, *re.split(r",|;| and ", cell)) if part.strip()}


def choose(marks: Sequence[FinalMark], *, incomplete: bool = False, zero_for_missing: bool = False) -> Chosen:
    """Return the marks that may go to an LMS: those that are complete, of students who handed something in.

    Args:
        marks: of the class.
        incomplete: also those for which a mark that a person must give is still missing.
        zero_for_missing: also the zero of a student who handed in nothing.
    """
    missing = [mark for mark in marks if mark.status is Status.MISSING]
    handed_in = [mark for mark in marks if mark.status is not Status.MISSING]
    failed = [mark for mark in handed_in if mark.failed]
    waiting = [mark for mark in handed_in if not (mark.failed or mark.complete or incomplete)]
    taken = [mark for mark in handed_in if not mark.failed and (mark.complete or incomplete)]
    notes = [
        *_listed("Not written, because the mark is not complete (mark what is open, or say --incomplete)", waiting),
        *_listed("Not written, because the grader failed (grade again)", failed),
        *_listed("0 points, because nothing was handed in", missing if zero_for_missing else ()),
        *(f"{shown(mark)}: {flag}." for mark in taken for flag in mark.flags),
    ]
    if zero_for_missing:
        taken += missing
    if not taken:
        raise AutograderError(" ".join(["There is no mark to write, so nothing was written.", *notes[:1]]))
    return Chosen(tuple(taken), tuple(notes))


def not_complete(graded: GradedClass) -> tuple[str, ...]:
    """Return a sentence that names the marks that are not complete, if there are any."""
    open_ = [mark for mark in graded.marks if not mark.complete and mark.status is not Status.MISSING]
    return tuple(_listed("Not complete", open_))


def who(mark: FinalMark) -> tuple[str, str, str]:
    """Return the id, the name and the email address of the student of a mark, as far as they are known."""
    student = mark.student
    return (student.id, student.name, student.email) if student else ("", "", "")


def shown(mark: FinalMark) -> str:
    """Return how messages name a submission: its id, and the student where known and not in the id."""
    student = mark.student
    if student is None or student.label in mark.submission:
        return mark.submission
    parts = (student.name, student.id, student.email)
    return f"{mark.submission} ({', '.join(part for part in parts if part)})"


def _listed(what: str, marks: Sequence[FinalMark]) -> list[str]:
    return [f"{what}: {'; '.join(map(shown, marks))}."] if marks else []
