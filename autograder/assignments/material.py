"""What diagnosis needs of an assignment, in the zip that a class is graded with: known mistakes, and the solution."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from autograder.assignments.bank import MISCONCEPTIONS, BankItem, read_bank

if TYPE_CHECKING:
    from autograder.course.assignment import Assignment

FOLDER: Final = "diagnosis/"
_SOLUTION: Final = "solution.py"


@dataclass(frozen=True, slots=True)
class Material:
    """The known mistakes of an assignment, in the order of the bank, and the code of its solution notebook."""

    items: tuple[BankItem, ...]
    solution: str

    def items_of(self, question: str) -> tuple[BankItem, ...]:
        """Return the mistakes that may cost points in a question: its own ones first."""
        own = tuple(item for item in self.items if item.question == question)
        return own + tuple(item for item in self.items if question in item.also_costs)


def material_members(assignment: Assignment) -> dict[str, bytes]:
    """Return the members of the grader's zip; {} when the assignment has no bank of mistakes.

    They hold the solution: they must not be where a submission can read them.
    """
    bank = assignment.notebook.with_name(MISCONCEPTIONS)
    if not bank.is_file():
        return {}
    from autograder.assignments.solution import solution_cells

    cells = [cell.source for cell in solution_cells(assignment) if not cell.is_check and _is_python(cell.source)]
    return {
        f"{FOLDER}{MISCONCEPTIONS}": bank.read_bytes(),
        f"{FOLDER}{_SOLUTION}": "\n\n".join(cells).encode(),
    }


def load_material(folder: Path) -> Material | None:
    """Return what `material_members` put into the zip that is unpacked in `folder`; None when it put nothing there."""
    place = folder / FOLDER
    if not (place / MISCONCEPTIONS).is_file():
        return None
    return Material(read_bank(place / MISCONCEPTIONS), solution_file(folder).read_text(encoding="utf-8"))


def solution_file(folder: Path) -> Path:
    """Return where the solution lies, if there is one, when the zip is unpacked in `folder`."""
    return folder / FOLDER / _SOLUTION


def _is_python(source: str) -> bool:
    """Tell whether a cell is plain Python, without a notebook's magic, and not what makes otter's grader."""
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return False
    imports = [node for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)]
    return not any(alias.name == "otter" for node in imports for alias in node.names)
