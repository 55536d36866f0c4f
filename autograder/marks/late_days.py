"""Late days that people set in place of what the LMS says, and more time for a student. Nothing is ever deleted."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import insert

from autograder.course.class_list import name_key
from autograder.course.late import LONGEST_DAYS
from autograder.errors import AutograderError
from autograder.gradebook import Gradebook
from autograder.gradebook.schema import LateDays
from autograder.marks.rulings import Extension
from autograder.marks.scheme import change_by_hand
from autograder.marks.standing import Standing, find_submission, read_standings
from autograder.marks.table import TableRow, number, read_rows, read_table
from autograder.text.plain_text import printable


def set_late_days(gradebook: Gradebook, assignment: str, submission: str, *, days: float, who: str, why: str) -> None:
    """Say how many days late a submission is, in place of what the LMS says; 0 for in time.

    Raises:
        AutograderError: there is no such submission, or the days make no sense.

    """
    if not 0 <= days <= LONGEST_DAYS:
        raise AutograderError(f"{days:g} days are not between 0 and {LONGEST_DAYS:g}.")
    with gradebook.database.writing() as connection:
        standing = find_submission(read_standings(connection, assignment, cases=False), submission)
        connection.execute(insert(LateDays).values(days=days, **_signed(standing, who, why)))


def import_late_days(gradebook: Gradebook, assignment: str, path: Path, who: str) -> int:
    """Set the late days of a table with the columns submission, days and, if wanted, why; return how many.

    Raises:
        AutograderError: with a line for each row that is wrong; nothing is written then.

    """
    rows = read_table(path, ("submission", "days"))
    with gradebook.database.writing() as connection:
        standings = read_standings(connection, assignment, cases=False)

        def read(row: TableRow) -> Iterator[tuple[int, str, Mapping[str, object]]]:
            standing, days = find_submission(standings, row["submission"]), number(row["days"])
            if days is None or not 0 <= days <= LONGEST_DAYS:
                raise AutograderError(f"{row['days'][:40]!r} is not a number of days.")
            said = {"days": days, **_signed(standing, who, row["why"])}
            yield standing.number, f"{standing.result.id} has its days", said

        values = read_rows(rows, read, path)
        if values:
            connection.execute(insert(LateDays), values)
    return len(values)


def _signed(standing: Standing, who: str, why: str) -> Mapping[str, object]:
    return {"submission_id": standing.number, "who": who, "why": why, "at": datetime.now(UTC)}


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
