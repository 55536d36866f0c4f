"""The rubric that markers use: what the assignment says, and what people have changed in it since.

A mark says which items an answer has, so that a change of an item counts for all who have it. Items that an assignment
does not name keep the number that they got when they first came: another one put before them changes no mark.
"""

import json
import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import Connection, select

from autograder.course.rubric import RubricItem, WrittenRubric, known_items
from autograder.errors import AutograderError
from autograder.gradebook.schema import Result, Submission, of_assignment
from autograder.marks.scheme import read_schemes
from autograder.results import Status
from autograder.text.numbers import tidy


@dataclass(frozen=True, slots=True)
class Rubric:
    """What gives the points of one question that a person marks, at most `max_points`.

    `former` are items that are not in it any more, and that marks may have from before: they count on for these.
    """

    question: str
    max_points: float
    text: str = ""
    items: tuple[RubricItem, ...] = ()
    former: tuple[RubricItem, ...] = field(default=())

    def item(self, name: str) -> RubricItem | None:
        """Return the item with this id, a former one, too."""
        return next((item for item in (*self.items, *self.former) if item.id == name), None)

    def points(self, items: Collection[str], adjustment: float = 0.0) -> float:
        """Return what an answer with these items gets: never less than nothing, nor more than the maximum."""
        return tidy(min(max(self.sum(items) + adjustment, 0.0), self.max_points))

    def sum(self, items: Collection[str]) -> float:
        """Return what these items come to."""
        return math.fsum(item.points for item in (*self.items, *self.former) if item.id in items)

    def in_order(self, items: Collection[str]) -> tuple[str, ...]:
        """Return these items in the order of the rubric."""
        return tuple(item.id for item in (*self.items, *self.former) if item.id in items)


def read_rubrics(connection: Connection, assignment: str, schemes: int | None = None) -> Mapping[str, Rubric]:
    """Return the rubric of each question that a person marks, an empty one where there is none, in order.

    With `schemes` they are as they were when there were so many of `read_schemes`.
    """
    said = read_schemes(connection, assignment)[:schemes]
    known = [scheme for *_, scheme in said]
    newest: dict[bool, dict[str, Any]] = {bool(who): scheme for _, who, scheme in said}
    brought, changed = newest.get(False, {}).get("rubric", {}), newest.get(True, {}).get("items", {})
    return {
        question: _rubric(
            Rubric(question, most), WrittenRubric.from_json(brought.get(question, "")), changed.get(question, {}), known
        )
        for question, most in read_manual_points(connection, assignment).items()
    }


def rubric_of(connection: Connection, assignment: str, question: str) -> Rubric:
    """Return the rubric of a question, which must be one that a person marks."""
    rubrics = read_rubrics(connection, assignment)
    if question not in rubrics:
        raise AutograderError(
            f"A person does not mark {question[:40]!r}; the questions are {', '.join(rubrics) or 'none'}."
        )
    return rubrics[question]


def read_manual_points(connection: Connection, assignment: str) -> dict[str, float]:
    """Return the questions that a person marks with their points, as the newest result says."""
    newest = (
        select(Result.record)
        .join(Submission, Result.submission_id == Submission.id)
        .where(
            of_assignment(assignment),
            Result.engine_failed.is_(False),
            Result.status.in_((Status.GRADED.value, Status.PARTIAL.value)),
        )
        .order_by(Result.id.desc())
        .limit(1)
    )
    record = connection.scalar(newest)
    questions = json.loads(record)["questions"] if record else {}
    points = {name: float(data.get("manual_max_score", 0.0)) for name, data in questions.items()}
    return {name: most for name, most in points.items() if most > 0}


def _rubric(
    empty: Rubric,
    brought: WrittenRubric,
    changed: Mapping[str, Mapping[str, Any]],
    schemes: Sequence[Mapping[str, Any]],
) -> Rubric:
    items = {item.id: item for item in brought.items}
    for name, said in changed.items():
        if "text" in said:
            items[name] = RubricItem(name, said["text"], said["points"])
        else:
            items.pop(name, None)
    known = {item.id: item for item in known_items(schemes, empty.question)}
    former = tuple(item for name, item in known.items() if name not in items)
    return replace(empty, text=brought.text, items=tuple(items.values()), former=former)
