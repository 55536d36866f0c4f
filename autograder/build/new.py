"""A first assignment: a small one that works, commented where its author is about to ask."""

import re
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

from autograder.course.assignment import MASTERS, TESTS
from autograder.errors import AutograderError

_SUFFIX = ".in"  # what is made of them are modules; they themselves hold places to fill in


def new_assignment(course: Path, name: str) -> list[Path]:
    """Write a small assignment called `name` into the course's folder, and return the files, relative to it.

    Raises:
        AutograderError: the name is none for an assignment, or there is something of that name already.

    """
    if not re.fullmatch(r"[A-Za-z]\w{0,59}", name, flags=re.ASCII):
        raise AutograderError(
            f"{name!r} cannot name an assignment: take letters, digits and _, beginning with a letter, at most 60."
        )
    for folder in (MASTERS / name, TESTS / name):
        if (course / folder).exists():
            raise AutograderError(f"There is already a folder {folder}; take another name, or remove it.")
    written = []
    for path, text in _templates(name):
        (course / path).parent.mkdir(parents=True, exist_ok=True)
        (course / path).write_text(text, encoding="utf-8")
        written.append(path)
    return written


def _templates(name: str) -> Iterator[tuple[Path, str]]:
    """Yield path and text of each file of the new assignment."""
    title = name.replace("_", " ").strip().capitalize()
    for part, place in (("solutions", MASTERS), ("tests", TESTS)):
        folder = files("autograder.build") / "template" / part
        for template in sorted(folder.iterdir(), key=lambda file: file.name):
            if template.name.endswith(_SUFFIX):
                text = template.read_text(encoding="utf-8").replace("{name}", name).replace("{title}", title)
                yield place / name / template.name.removesuffix(_SUFFIX), text
