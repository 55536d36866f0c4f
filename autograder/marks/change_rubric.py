"""Changes of a rubric while answers are marked: they count for all who have the item, and the history keeps them."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection

from autograder.course.rubric import RubricItem, next_number
from autograder.errors import AutograderError
from autograder.gradebook import Gradebook
from autograder.marks.decisions import current_marks
from autograder.marks.rubric import Rubric, rubric_of
from autograder.marks.scheme import change_by_hand, read_by_hand
from autograder.text.numbers import tidy

LONGEST_ITEM = 2_000
MOST_ITEMS = 60


def put_item(gradebook: Gradebook, assignment: str, question: str, item: RubricItem, who: str) -> RubricItem:
    """Add an item (without an id: it gets the next number), or change the one with this id for all who have it.

    Raises:
        AutograderError: there is no such question or item, or the item makes no sense.

    """
    item = replace(item, text=" ".join(item.text.split()), points=tidy(item.points))
    with gradebook.database.writing() as connection:
        rubric = rubric_of(connection, assignment, question)
        _check(item, rubric)
        if not item.id:
            item = replace(item, id=next_number(item.id for item in (*rubric.items, *rubric.former)))
        _change(connection, assignment, question, {item.id: {"text": item.text, "points": item.points}}, who)
    return item


def drop_item(gradebook: Gradebook, assignment: str, question: str, name: str, who: str) -> None:
    """Take an item that no mark has out of the rubric.

    Raises:
        AutograderError: there is no such item, or marks have it.

    """
    with gradebook.database.writing() as connection:
        if name not in {item.id for item in rubric_of(connection, assignment, question).items}:
            raise AutograderError(f"The rubric of {question} has no item {name[:40]!r}.")
        count = sum(name in mark.items for mark in current_marks(connection, assignment, question).values())
        if count:
            has = "One answer has" if count == 1 else f"{count} answers have"
            raise AutograderError(
                f"{has} this item, so it stays in the rubric of {question}; change its text or points (0 takes it off "
                "all of them)."
            )
        _change(connection, assignment, question, {name: {"dropped": True}}, who)


def _check(item: RubricItem, rubric: Rubric) -> None:
    if not item.text or len(item.text) > LONGEST_ITEM:
        raise AutograderError(f"Say in 1 to {LONGEST_ITEM:,} characters what the item is for.")
    if not abs(item.points) <= rubric.max_points:
        raise AutograderError(
            f"{item.points:g} points make no sense where {rubric.max_points:g} are to get; take a number from "
            f"-{rubric.max_points:g} to {rubric.max_points:g}."
        )
    if item.id and rubric.item(item.id) is None:
        raise AutograderError(f"The rubric of {rubric.question} has no item {item.id[:40]!r}.")
    if not item.id and len(rubric.items) >= MOST_ITEMS:
        raise AutograderError(f"The rubric of {rubric.question} has {MOST_ITEMS} items already; change one of them.")


def _change(
    connection: Connection, assignment: str, question: str, change: Mapping[str, Mapping[str, Any]], who: str
) -> None:
    before = read_by_hand(connection, assignment).get("items", {}).get(question, {})
    change_by_hand(connection, assignment, "items", question, {**before, **change}, who=who, why="")
