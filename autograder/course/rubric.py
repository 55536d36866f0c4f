"""What gives the points of a written answer, as an author writes it: a text, items with points that keep their ids."""

import difflib
import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Self

from autograder.errors import AutograderError

_ID = re.compile(r"[\w-]{1,40}")
_NUMBER = re.compile(r"[0-9]+")


@dataclass(frozen=True, slots=True)
class RubricItem:
    """One thing that a marker looks for; its `points` are added, or taken off where they are negative.

    The `id` is what a mark says that it has; empty as long as nobody has given it one.
    """

    id: str
    text: str
    points: float

    def to_json(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {**({"id": self.id} if self.id else {}), "text": self.text, "points": self.points}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Return an item as `to_json` wrote it."""
        return cls(data.get("id", ""), data["text"], data["points"])


@dataclass(frozen=True, slots=True)
class WrittenRubric:
    """What the assignment says of one question: a `text` above the items, and the items; one may be missing."""

    text: str = ""
    items: tuple[RubricItem, ...] = ()

    def to_json(self) -> str | dict[str, Any]:
        """Return it as plain data: the text alone where there are no items."""
        return {"text": self.text, "items": [item.to_json() for item in self.items]} if self.items else self.text

    @classmethod
    def from_json(cls, data: str | Mapping[str, Any]) -> Self:
        """Return a rubric as `to_json` wrote it."""
        if isinstance(data, str):
            return cls(data)
        return cls(data["text"], tuple(RubricItem.from_json(item) for item in data["items"]))


def read_rubric(table: Any, manual: Mapping[str, float], where: Path) -> dict[str, WrittenRubric]:
    """Return what the table [rubric] of an assignment.toml says, in the order of [manual]."""
    if not isinstance(table, dict):
        raise AutograderError(f"{where}: [rubric] must be a table with a line for each question, but it is {table!r}.")
    if strange := [question for question in table if question not in manual]:
        raise AutograderError(f"{where}: [rubric] names {', '.join(strange)}, which [manual] does not have.")
    return {
        question: _rubric(table[question], manual[question], f"{where}: [rubric] {question}")
        for question in manual
        if question in table
    }


def _rubric(said: Any, most: float, where: str) -> WrittenRubric:
    text: str = ""
    items: list[Any] = []
    match said:
        case str():
            text = said
        case list():
            items = said
        case {"text": str(text), "items": list(items), **others} if not others:
            pass
        case _:
            raise AutograderError(
                f'{where} must be a text, a list of items such as {{points = 0.5, text = "..."}}, or a table with text '
                f"and items, but it is {said!r}."
            )
    rubric = WrittenRubric(text.strip(), tuple(_item(item, f"{where}, item {n}") for n, item in enumerate(items, 1)))
    if not (rubric.text or rubric.items):
        raise AutograderError(f"{where} is empty; say what gives the points, or take it out.")
    _check(rubric.items, most, where)
    return rubric


def _item(said: Any, where: str) -> RubricItem:
    if not isinstance(said, dict) or {*said} - {"id", "points", "text"} or not {*said} >= {"points", "text"}:
        raise AutograderError(f'{where} must be like {{points = 0.5, text = "..."}}, if wanted with an id.')
    name, points, text = said.get("id", ""), said["points"], said["text"]
    if isinstance(points, bool) or not isinstance(points, int | float) or not points or not math.isfinite(points):
        raise AutograderError(f"{where}: points must be a number other than 0, but it is {points!r}.")
    if not isinstance(text, str) or not text.strip():
        raise AutograderError(f"{where}: text must say in words what gives the points.")
    if "id" in said and not (isinstance(name, str) and _ID.fullmatch(name) and not _NUMBER.fullmatch(name)):
        raise AutograderError(f"{where}: id must be a word of letters, digits, _ and -, but it is {name!r}.")
    return RubricItem(name, " ".join(text.split()), float(points))


def _check(items: Sequence[RubricItem], most: float, where: str) -> None:
    names = [item.id for item in items if item.id]
    if twice := [name for name in names if names.count(name) > 1]:
        raise AutograderError(f"{where} has two items with the id {twice[0]!r}; rename one of them.")
    texts = [item.text for item in items]
    if twice := [text for text in texts if texts.count(text) > 1]:
        raise AutograderError(f"{where} has two items with the same text ({twice[0][:60]!r}); take one of them out.")
    reached = math.fsum(item.points for item in items if item.points > 0)
    if items and reached < most - 1e-9:
        raise AutograderError(
            f"{where}: all items together give {reached:g} of the {most:g} points of [manual]; add what is missing."
        )


_ALIKE = 0.6  # of two texts, from which one is the other reworded


def with_numbers(written: WrittenRubric, known: Sequence[RubricItem]) -> WrittenRubric:
    """Return a rubric of an assignment with an id for each item: of those `known` the one with the same text.

    Or else the one of which it is a rewording; what is like nothing known is new, and gets the next number.
    """
    by_text = {item.text: item.id for item in known}
    taken = {item.id for item in written.items} | {by_text.get(item.text, "") for item in written.items}
    items: list[RubricItem] = []
    for item in written.items:
        name = item.id or by_text.get(item.text, "")
        if not name or name in {other.id for other in items}:
            left = {text: id_ for text, id_ in by_text.items() if id_ not in taken}
            near = difflib.get_close_matches(item.text, left, n=1, cutoff=_ALIKE)
            name = left[near[0]] if near else next_number([*by_text.values(), *taken])
        taken.add(name)
        items.append(replace(item, id=name))
    return replace(written, items=tuple(items))


def known_items(schemes: Sequence[Mapping[str, Any]], question: str) -> Iterator[RubricItem]:
    """Yield every item that a question has ever had: what people have made of it first, the newest last."""
    for scheme in schemes:
        for name, said in scheme.get("items", {}).get(question, {}).items():
            if "text" in said:
                yield RubricItem(name, said["text"], said["points"])
    for scheme in schemes:
        yield from WrittenRubric.from_json(scheme.get("rubric", {}).get(question, "")).items


def next_number(taken: Iterable[str]) -> str:
    """Return the number after the highest of the ids that are numbers."""
    return str(1 + max((int(name) for name in taken if name.isdecimal()), default=0))
