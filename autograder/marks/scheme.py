"""What a gradebook keeps of how people mark an assignment."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, insert, select

from autograder.course.rubric import known_items, with_numbers
from autograder.errors import AutograderError
from autograder.gradebook import Gradebook
from autograder.gradebook.schema import Assignment, MarkingScheme
from autograder.marks.marking import Marking
from autograder.marks.rulings import Ruling, Rulings
from autograder.marks.standing import read_standings
from autograder.text.names import did_you_mean


def keep_marking(gradebook: Gradebook, assignment: str, marking: Marking) -> None:
    """Keep what a run brings of an assignment that the gradebook knows, unless it is there already."""
    with gradebook.database.writing() as connection:
        schemes = read_schemes(connection, assignment)
        known = [scheme for _, who, scheme in schemes if not who]
        everything = [scheme for *_, scheme in schemes]
        rubric = {
            question: with_numbers(written, tuple(known_items(everything, question)))
            for question, written in marking.rubric.items()
        }
        kept = replace(marking, rubric=rubric).kept()
        if not known or known[-1] != kept:
            _add(connection, assignment, kept, "")


def set_policy(gradebook: Gradebook, assignment: str, parts: Mapping[str, Any] | None, who: str) -> None:
    """Set `parts` of the late policy, as `LatePolicy.to_json` names them, beside those that people have set before.

    None takes back all that people have set, so that the assignment's own policy counts again.
    """
    with gradebook.database.writing() as connection:
        by_hand = read_by_hand(connection, assignment)
        kept = {key: value for key, value in by_hand.items() if key not in ("late", "why")}
        late = {} if parts is None else {"late": by_hand.get("late", {}) | dict(parts)}
        _add(connection, assignment, kept | late, who)


def rule(gradebook: Gradebook, assignment: str, question: str, ruling: Ruling | None, *, who: str, why: str) -> int:
    """Give a question to all, drop it, or with None let it count again; return of how many submissions.

    Raises:
        AutograderError: there is no such question, or nothing was decided of it that could be taken back.

    """
    with gradebook.database.writing() as connection:
        standings = read_standings(connection, assignment, cases=False)
        names = list(dict.fromkeys(item.name for each in standings for item in each.result.questions))
        if question not in names:
            hint = did_you_mean(question, names, f"the questions are {', '.join(names)}.")
            raise AutograderError(f"There is no question {question!r}; {hint}")
        said = {"ruling": ruling.value} if ruling else None
        if not change_by_hand(connection, assignment, "questions", question, said, who=who, why=why):
            raise AutograderError(f"Nothing was decided of {question} for all, so there is nothing to take back.")
    return len(standings)


def change_by_hand(
    connection: Connection,
    assignment: str,
    part: str,
    name: str,
    said: Mapping[str, Any] | None,
    *,
    who: str,
    why: str,
) -> bool:
    """Put what is `said` of `name` into a part of what people have decided, or with None take it out of it.

    Tells whether anything has changed: what is not there cannot be taken out.
    """
    scheme = read_by_hand(connection, assignment)
    entries = dict(scheme.get(part, {}))
    was_there = entries.pop(name, None) is not None
    if said is not None:
        entries[name] = dict(said)
    elif not was_there:
        return False
    _add(connection, assignment, scheme | {part: entries, "why": why}, who)
    return True


def read_marking(connection: Connection, assignment: str) -> Marking:
    """Return the rubric that the newest run brought, and the late policy in force: what people have set goes first."""
    return Marking.from_json(_in_force(connection, assignment))


def read_rulings(connection: Connection, assignment: str) -> Rulings:
    """Return what holds for the whole class, and of students who have more time."""
    return Rulings.from_json(_in_force(connection, assignment))


def read_by_hand(connection: Connection, assignment: str) -> dict[str, Any]:
    """Return what people have decided for the class, as plain data."""
    by_hand = [scheme for _, who, scheme in read_schemes(connection, assignment) if who]
    return by_hand[-1] if by_hand else {}


def _in_force(connection: Connection, assignment: str) -> dict[str, Any]:
    brought = [scheme for _, who, scheme in read_schemes(connection, assignment) if not who]
    own, by_hand = brought[-1] if brought else {}, read_by_hand(connection, assignment)
    return own | by_hand | {"late": own.get("late", {}) | by_hand.get("late", {})}


def read_schemes(connection: Connection, assignment: str) -> list[tuple[datetime, str, dict[str, Any]]]:
    """Return all that assignment ("") and people have said, the oldest first: when, who, what held from then on."""
    wanted = (
        select(MarkingScheme.at, MarkingScheme.who, MarkingScheme.scheme)
        .join(Assignment, MarkingScheme.assignment_id == Assignment.id)
        .where(Assignment.name == assignment)
        .order_by(MarkingScheme.id)
    )
    return [(row.at, row.who, dict(json.loads(row.scheme))) for row in connection.execute(wanted)]


def _add(connection: Connection, assignment: str, scheme: Mapping[str, Any], who: str) -> None:
    number = connection.scalar(select(Assignment.id).where(Assignment.name == assignment))
    values = {"assignment_id": number, "scheme": json.dumps(scheme), "who": who, "at": datetime.now(UTC)}
    connection.execute(insert(MarkingScheme).values(values))
