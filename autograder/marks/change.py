"""What people put in place of marks: overrides of a question or the total, and late days. Nothing is ever deleted."""

import difflib
import math
from collections.abc import Generator, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, insert

from autograder.course.late import LONGEST_DAYS
from autograder.errors import AutograderError
from autograder.gradebook import Gradebook
from autograder.gradebook.schema import LateDays, Override
from autograder.marks.decisions import read_decisions
from autograder.marks.final import FinalMark, final_mark, manual_maximum
from autograder.marks.standing import Standing, read_standings
from autograder.marks.table import number, read_table, refuse
from autograder.text.cells import harmless
from autograder.text.plain_text import printable


def override(
    gradebook: Gradebook,
    assignment: str,
    submission: str,
    *,
    points: float | None,
    who: str,
    why: str,
    question: str | None = None,
    beyond: bool = False,
) -> tuple[float, float]:
    """Put `points` in place of a question's mark, or of the total without `question`; return before and after.

    None for `points` takes the override away again: what the tests and the markers gave counts as before. With `beyond`
    they may be more than the maximum.

    Raises:
        AutograderError: there is no such submission or question, the points are out of range, or there is nothing to
            take away.

    """
    with gradebook.database.writing() as connection:
        (change,) = prepare_overrides(connection, assignment, [Wanted(submission, question, points, beyond)])
        write_overrides(connection, [(change, why)], who)
    return change.before, change.after


@dataclass(frozen=True, slots=True)
class Wanted:
    """An override that somebody wants: `points` of a question, or of the total; None takes the override away."""

    submission: str
    question: str | None
    points: float | None
    beyond: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """What an override changes, of a submission by its id and its number in the gradebook."""

    submission: str
    number: int
    question: str | None
    before: float
    after: float
    removed: bool
    is_new: bool


def prepare_overrides(
    connection: Connection, assignment: str, wanted: Iterable[Wanted]
) -> Generator[Change, None, None]:
    """Yield what each override would change, each by itself; nothing is written.

    Raises:
        AutograderError: as `override` does.

    """
    decisions = read_decisions(connection, assignment)
    standings = read_standings(connection, assignment, cases=False)
    manual_max = manual_maximum(standings, decisions)
    for each in wanted:
        standing = find_submission(standings, each.submission)
        mark = final_mark(standing, decisions, manual_max)
        before, most = _mark_and_maximum(mark, each.question)
        points, now = each.points, decisions.override(standing.number, each.question)
        if points is None:
            if now is None:
                what = each.question or "the total"
                raise AutograderError(f"{standing.result.id} has no override of {what} to remove.")
            without = final_mark(standing, decisions.without(standing.number, each.question), manual_max)
            points, _ = _mark_and_maximum(without, each.question)
        elif not 0 <= points < math.inf or (points > most and not each.beyond):
            hint = " Extra points are given with --beyond-maximum." if most < points < math.inf else ""
            raise AutograderError(
                f"{points:g} points are not between 0 and the {most:g} of {each.question or 'the assignment'}.{hint}"
            )
        removed = each.points is None
        yield Change(
            standing.result.id, standing.number, each.question, before, points, removed, removed or now != points
        )


def write_overrides(connection: Connection, changes: Iterable[tuple[Change, str]], who: str) -> None:
    """Write overrides, each with its reason."""
    values = [
        {
            "submission_id": change.number,
            "question": change.question,
            "before": change.before,
            "after": change.after,
            "removed": change.removed,
            "who": who,
            "why": why,
            "at": datetime.now(UTC),
        }
        for change, why in changes
    ]
    if values:
        connection.execute(insert(Override), values)


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
        values, problems = [], []
        seen: dict[int, int] = {}
        for row in rows:
            try:
                standing = find_submission(standings, row["submission"])
            except AutograderError as error:
                problems.append(f"row {row.number}: {error}")
                continue
            days = number(row["days"])
            if days is None or not 0 <= days <= LONGEST_DAYS:
                problems.append(f"row {row.number}: {row['days'][:40]!r} is not a number of days.")
            if standing.number in seen:
                problems.append(f"row {row.number}: {standing.result.id} is in row {seen[standing.number]} already.")
            seen[standing.number] = row.number
            values.append({"days": days, **_signed(standing, who, row["why"])})
        refuse(problems, path)
        if values:
            connection.execute(insert(LateDays), values)
    return len(values)


def find_submission(standings: Sequence[Standing], wanted: str) -> Standing:
    """Return the submission with this id, or else the one of the student with this id or email address.

    Raises:
        AutograderError: there is none, or more than one.

    """
    by_id = {standing.result.id: standing for standing in standings}
    by_id |= {harmless(name): standing for name, standing in by_id.items()}
    if wanted in by_id:
        return by_id[wanted]
    found = [standing for standing in standings if wanted and wanted in _names(standing)]
    if len(found) == 1:
        return found[0]
    if found:
        listed = printable(", ".join(item.result.id for item in found))
        raise AutograderError(f"{wanted!r} has {len(found)} submissions: {listed}; name one of them.")
    near = _of_name(standings, wanted) or difflib.get_close_matches(wanted, [*by_id], n=1)
    hint = f"did you mean {' or '.join(map(repr, near))}?" if near else "grades.csv lists them under id."
    raise AutograderError(f"The gradebook has no submission {wanted[:80]!r}; {printable(hint)}")


def _of_name(standings: Sequence[Standing], wanted: str) -> list[str]:
    """Return the ids of the submissions of all students with this name, in either order of its parts."""
    folded = {wanted.casefold(), " ".join(reversed(wanted.split(","))).casefold().strip()}
    names = ((item.result.id, item.result.student) for item in standings)
    return [name for name, student in names if student and " ".join(student.name.split()).casefold() in folded]


def _names(standing: Standing) -> tuple[str, ...]:
    student = standing.result.student
    return tuple(name for name in (student.id, student.email) if name) if student else ()


def _mark_and_maximum(mark: FinalMark, question: str | None) -> tuple[float, float]:
    if question is None:
        return mark.total, mark.max_score
    for item in mark.questions:
        if item.name == question:
            return item.points, item.max_points
    listed = ", ".join(item.name for item in mark.questions)
    raise AutograderError(f"There is no question {question!r}; the questions are {listed}.")


def _signed(standing: Standing, who: str, why: str) -> Mapping[str, object]:
    return {"submission_id": standing.number, "who": who, "why": why, "at": datetime.now(UTC)}
