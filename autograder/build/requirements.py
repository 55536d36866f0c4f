"""What a notebook imports, held against what its assignment says that it needs of pip."""

import ast
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, packages_distributions, requires
from pathlib import PurePath
from typing import TYPE_CHECKING

from autograder.build.markers import parse_cell, place_of
from autograder.course.assignment import Assignment
from autograder.errors import AutograderError

if TYPE_CHECKING:
    from nbformat import NotebookNode

_ALWAYS = frozenset({"otter", "IPython", "ipywidgets", "google"})  # with otter and Jupyter; Colab's own


def missing_requirements(assignment: Assignment, cells: Sequence["NotebookNode"]) -> Iterator[str]:
    """Yield a sentence for each module that the notebook imports and the assignment's `requirements` do not bring."""
    beside = {PurePath(name).parts[0].removesuffix(".py") for name in assignment.student_files}
    given = {_plain(line) for line in assignment.requirements}
    brought: set[str] | None = None
    for position, cell in enumerate(cells, start=1):
        for module in _modules(cell):
            if module in sys.stdlib_module_names or module in beside | _ALWAYS or _plain(module) in given:
                continue
            brought = _closure(given) if brought is None else brought
            if not brought & {_plain(name) for name in packages_distributions().get(module, [])}:
                yield (
                    f"{place_of(position, cell.source)}: it imports {module}, which `requirements` of assignment.toml "
                    "does not bring; add its package there."
                )


def _modules(cell: "NotebookNode") -> Iterator[str]:
    if cell.cell_type != "code" or "import" not in cell.source:
        return
    with suppress(AutograderError):
        for node in ast.walk(parse_cell(cell.source, "")):
            if isinstance(node, ast.Import):
                yield from dict.fromkeys(alias.name.partition(".")[0] for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                yield node.module.partition(".")[0]


def _plain(requirement: str) -> str:
    name = re.match(r"[A-Za-z0-9._-]+", requirement.strip())
    return re.sub(r"[-_.]+", "-", name[0]).lower() if name else ""


def _closure(names: Iterable[str]) -> set[str]:
    """Return the packages with all that they need themselves, as far as they are installed here."""
    found: set[str] = set()
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            with suppress(PackageNotFoundError, ValueError):
                waiting += [_plain(line) for line in requires(name) or () if "extra ==" not in line]
    return found
