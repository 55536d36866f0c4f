"""Deciding for a whole class: a question is given to all or dropped, a student gets more time."""

import difflib
from collections.abc import Sequence
from contextlib import suppress

from autograder.course.class_list import name_key
from autograder.errors import AutograderError
from autograder.gradebook import Gradebook
from autograder.marks.change import find_submission
from autograder.marks.rulings import Extension, Ruling
from autograder.marks.scheme import change_by_hand
from autograder.marks.standing import Standing, read_standings
from autograder.text.plain_text import printable


def rule(gradebook: Gradebook, assignment: str, question: str, ruling: Ruling | None, *, who: str, why: str) -> int:
    """Give a question to all, drop it, or with None let it count again; return of how many submissions.

    Raises:
        AutograderError: there is no such question, or nothing was decided of it that could be taken back.

    """
    with gradebook.database.writing() as connection:
        standings = read_standings(connection, assignment, cases=False)
        names = list(dict.fromkeys(item.name for each in standings for item in each.result.questions))
        if question not in names:
            near = difflib.get_close_matches(question, names, n=1)
            hint = f"did you mean {near[0]!r}?" if near else f"the questions are {', '.join(names)}."
            raise AutograderError(f"There is no question {question!r}; {hint}")
        said = {"ruling": ruling.value} if ruling else None
        if not change_by_hand(connection, assignment, "questions", question, said, who=who, why=why):
            raise AutograderError(f"Nothing was decided of {question} for all, so there is nothing to take back.")
    return len(standings)


def extend(
    gradebook: Gradebook, assignment: str, student: str, extension: Extension | None, *, who: str, why: str
) -> bool:
    """Give a student more time, or with None the others' again; tell whether the gradebook has something of theirs yet.

    Raises:
        AutograderError: there is nothing to take back, or several students have that name.

    """
    with gradebook.database.writing() as connection:
        standing = _found(read_standings(connection, assignment, cases=False), student)
        names = _names(standing) if standing else [student.casefold()]
        signed = {"who": who, "why": why}
        before = [name for name in names if change_by_hand(connection, assignment, "extensions", name, None, **signed)]
        if extension:
            change_by_hand(connection, assignment, "extensions", names[0], extension.to_json(), **signed)
        elif not before:
            raise AutograderError(f"{student} has no other deadline that could be taken back.")
    return standing is not None


def _found(standings: Sequence[Standing], student: str) -> Standing | None:
    """Return what there is of a student, who is named as in the gradebook, or by a full name that one student has."""
    with suppress(AutograderError):
        return find_submission(standings, student)
    folded, called = student.casefold(), name_key(student)
    known = [(item, who) for item in standings if (who := item.result.student)]
    if by_key := [item for item, who in known if folded in (who.id.casefold(), who.email.casefold())]:
        return by_key[0]
    by_name = {who: item for item, who in known if called and name_key(who.name) == called}
    if len(by_name) > 1:
        listed = printable(", ".join(item.result.id for item in by_name.values()))
        raise AutograderError(
            f"{len(by_name)} students are called {student}: {listed}; name one by id or email address."
        )
    return next(iter(by_name.values()), None)


def _names(standing: Standing) -> list[str]:
    """Return the names under which something may be kept, first the one that is the same whatever is handed in."""
    student = standing.result.student
    names = (student.id, student.email, standing.result.id) if student else (standing.result.id,)
    return [name.casefold() for name in names if name]
