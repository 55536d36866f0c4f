"""What in a class needs a person, and what to do about it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from autograder.marks.in_words import to_know_lateness
from autograder.results import ClassResult, Status, SubmissionResult

if TYPE_CHECKING:
    from autograder.marks.final import FinalMark


@dataclass(frozen=True, slots=True)
class Matter:
    """One kind of thing to see to: what to do, and `items`: whom or what it is about, with what is known of it."""

    title: str
    advice: str
    items: tuple[tuple[str, str], ...]


def needs_a_person(result: ClassResult, final: Sequence[FinalMark] = ()) -> tuple[Matter, ...]:
    """Return what to see to, the most urgent first; `final` are the marks of the class, as far as there are any."""
    names = names_of(result)
    matters = (*_of_what_came(result, names), *_of_marks(result, final, names), *_of_the_run(result))
    return tuple(matter for matter in matters if matter.items)


def who(submission: SubmissionResult) -> str:
    """Return the student's name, or the best there is in its place."""
    student = submission.student
    return (student.name or student.id if student else "") or submission.id


def names_of(result: ClassResult) -> dict[str, str]:
    """Return a name for each submission, by its id; those of students of one name differ."""
    names = {item.id: who(item) for item in result.submissions}
    counts = Counter(names.values())
    for item in result.submissions:
        if counts[names[item.id]] > 1:
            number = item.student.id if item.student else ""
            names[item.id] = f"{names[item.id]} ({number or item.id})"
    return names


def _of_what_came(result: ClassResult, names: Mapping[str, str]) -> Iterator[Matter]:
    submissions, failed = result.submissions, frozenset(result.to_grade_again)
    told = [item for item in submissions if item.id not in failed]
    yield Matter(
        "The grader failed",
        "This says nothing about the work, and no mark is not a zero: run the same command again.",
        tuple((names[item.id], item.failure or item.error or "") for item in submissions if item.id in failed),
    )
    yield Matter(
        "Rejected",
        "Nothing in these files could be graded. Tell the students what to hand in, then grade again.",
        tuple((names[item.id], item.error or "") for item in told if item.status is Status.REJECTED),
    )
    yield Matter(
        "Graded in part",
        "A cell hung, crashed or ran over a limit; the rest is graded. Look at the student's page: with a longer "
        "--timeout it may come further.",
        tuple((names[item.id], item.error or "") for item in told if item.status is Status.PARTIAL),
    )
    yield Matter(
        "A cell that stopped took answers from other questions",
        "The code of those may be right. If it is the grader that lacks a module or a file, put it beside the notebook "
        "(see “Modules and files that are not there” in the documentation) and grade again.",
        tuple(
            (names[item.id], f"{cause.sentence} ({', '.join(name for name, _ in cause.questions)})")
            for item in submissions
            for cause in item.causes
        ),
    )
    yield Matter(
        "Files that were not taken for a submission",
        "Put right what is ambiguous, then grade again; what belongs to nobody can stay.",
        tuple((item.path, item.reason) for item in result.skipped),
    )
    yield Matter(
        "Nothing handed in",
        "On the class list, but without a submission.",
        tuple((names[item.id], _identity(item)) for item in submissions if item.status is Status.MISSING),
    )


def _of_marks(result: ClassResult, final: Sequence[FinalMark], names: Mapping[str, str]) -> Iterator[Matter]:
    yield Matter(
        "Written answers without a mark",
        "Write them out with autograder marks export, mark them, and read them in with autograder marks import.",
        tuple((name, f"{count} to mark") for name, count in _unmarked(result, final).items()),
    )
    yield Matter(
        "Nothing says whether it was late",
        f"Lateness costs points, but of these nobody knows it, and nothing is taken off. {to_know_lateness()}.",
        tuple((names.get(mark.submission, mark.submission), "") for mark in final if mark.late_unknown),
    )
    yield Matter(
        "Marks to look at again",
        "What they were given for has changed since; they count until they are changed.",
        tuple((names.get(mark.submission, mark.submission), flag) for mark in final for flag in mark.flags),
    )


def _of_the_run(result: ClassResult) -> Iterator[Matter]:
    yield Matter(
        "Tests that ran unsealed",
        "These ran in the submission's own process, which could read and forge them. Look at full marks that surprise "
        "you, or grade with --sealed-only.",
        tuple(
            (f"{question}: {name}", f"in {count} {'submission' if count == 1 else 'submissions'}")
            for (question, name), count in _unsealed(result.submissions).items()
        ),
    )
    yield Matter(
        "How the files were read",
        "Nothing to do if this is what you meant.",
        tuple((note, "") for note in result.notes),
    )


def _identity(item: SubmissionResult) -> str:
    student = item.student
    return ", ".join(filter(None, (student.id, student.email))) if student and student.name else ""


def _unmarked(result: ClassResult, final: Sequence[FinalMark]) -> dict[str, int]:
    """Return how many answers of each question wait for a mark, by the question's name."""
    if final:
        return Counter(
            question.name
            for mark in final
            if mark.status.was_read and mark.override is None
            for question in mark.questions
            if question.manual_max > 0 and question.manual is None and question.override is None
        )
    return Counter(
        question.name
        for item in result.submissions
        if item.status.was_read
        for question in item.questions
        if question.manual_max_score > 0
    )


def _unsealed(submissions: Sequence[SubmissionResult]) -> dict[tuple[str, str], int]:
    return Counter(
        (question.name, case.name)
        for item in submissions
        for question in item.questions
        for case in question.cases
        if case.unsealed
    )
