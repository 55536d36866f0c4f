"""What people have decided so far, in the order in which they did it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from autograder.gradebook import Gradebook
from autograder.gradebook.schema import LateDays, ManualMark, Override, Submission, rows_about
from autograder.marks.rulings import Extension
from autograder.marks.scheme import read_schemes
from autograder.text.numbers import natural_key


@dataclass(frozen=True, slots=True)
class Event:
    """One decision: when, by whom, about which submission and what of it, what it says, and why."""

    at: datetime
    who: str
    submission: str
    what: str
    value: str
    why: str


def history(gradebook: Gradebook, assignment: str, submission: str | None = None) -> tuple[Event, ...]:
    """Return all decisions about an assignment's submissions, or about one of them, the oldest first."""
    with gradebook.database.reading() as connection:
        events = list(_ruled(connection, assignment, submission))
        for kind, event in ((ManualMark, _marked), (Override, _overridden), (LateDays, _late)):
            mine = () if submission is None else (Submission.name == submission,)
            events += map(event, rows_about(connection, kind, assignment, *mine))
    return tuple(sorted(events, key=lambda event: (event.at, natural_key(event.submission))))


def _ruled(connection: Connection, assignment: str, submission: str | None) -> Iterator[Event]:
    """Yield what was decided for all, or of a student's time, from one scheme to the next."""
    before: dict[str, Any] = {}
    for at, who, scheme in read_schemes(connection, assignment):
        if not who:
            continue
        for part, everyone in (("questions", True), ("extensions", False)):
            old, new = before.get(part, {}), scheme.get(part, {})
            for name in sorted({*old, *new}):
                if old.get(name) == new.get(name) or (submission is not None and name != submission.casefold()):
                    continue
                said = new.get(name)
                value = "as before" if said is None else said.get("ruling") or Extension.from_json(said).sentence()
                whose, what = ("everybody", name) if everyone else (name, "deadline")
                yield Event(at, who, whose, what, value, scheme.get("why", ""))
        if submission is None:
            yield from _rubric_changes(at, who, before.get("items", {}), scheme.get("items", {}))
        before = scheme


def _rubric_changes(at: datetime, who: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Event]:
    for question, items in new.items():
        for name, said in items.items():
            if said != old.get(question, {}).get(name):
                value = f"{said['points']:g} points: {said['text']}" if "text" in said else "taken out"
                yield Event(at, who, "everybody", f"{question}, rubric item {name}", value, "")


def _marked(row: Any) -> Event:
    value = "mark taken back" if row.withdrawn else f"{row.points:g}"
    return Event(row.at, row.who, row.name, row.question, value, row.comment)


def _overridden(row: Any) -> Event:
    change = f"{row.before:g} -> {row.after:g}"
    what = f"{row.question or 'total'}, {'override removed' if row.removed else 'override'}"
    return Event(row.at, row.who, row.name, what, change, row.why)


def _late(row: Any) -> Event:
    return Event(row.at, row.who, row.name, "late days", f"{row.days:g}", row.why)
