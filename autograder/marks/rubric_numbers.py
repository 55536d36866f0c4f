"""The ids of rubric items that an assignment does not name: numbers that stay with them in a gradebook."""

import difflib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from autograder.course.rubric import RubricItem, WrittenRubric

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
