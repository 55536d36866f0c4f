"""The reference solution of an assignment as runnable code cells, straight from its master notebook."""

import ast
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from autograder.assignments.percent import percent_cells
from autograder.course.assignment import Assignment

if TYPE_CHECKING:
    from nbformat import NotebookNode

_FENCE = re.compile(r"^[ \t]*# (?:BEGIN|END) SOLUTION[^\n]*(?:\n|\Z)|[ \t]+# SOLUTION[ \t]*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class SolutionCell:
    """One code cell: its source, the question it belongs to ("" for given code), and if it answers or checks it."""

    source: str
    question: str = ""
    is_answer: bool = False
    is_check: bool = False


def solution_cells(assignment: Assignment) -> tuple[SolutionCell, ...]:
    """Return the code cells of the full solution in order, with a cell that checks each question after its answer."""
    cells = [SolutionCell(f'import otter\ngrader = otter.Notebook("{assignment.name}.ipynb")')]
    question, in_solution = "", False
    for cell in percent_cells(assignment.notebook):
        if cell.kind == "code" and cell.source.strip():
            cells.append(SolutionCell(_FENCE.sub("", cell.source), question, is_answer=in_solution))
        elif cell.marker == "BEGIN QUESTION":
            question = cell.name
        elif cell.marker == "END QUESTION":
            cells.append(SolutionCell(f'grader.check("{question}")', question, is_check=True))
            question = ""
        elif cell.marker.endswith("SOLUTION"):
            in_solution = cell.marker == "BEGIN SOLUTION"
    return tuple(cells)


def as_notebook(cells: Iterable[SolutionCell], name: str) -> "NotebookNode":
    """Return a notebook of the assignment `name` with these code cells."""
    import nbformat

    # no random ids: the same notebook again for the same cells, and with it the same draws of the tests
    code = [nbformat.v4.new_code_cell(cell.source, id=f"cell-{number}") for number, cell in enumerate(cells)]
    metadata = {"otter": {"assignment_name": name}}
    notebook: NotebookNode = nbformat.v4.new_notebook(cells=code, metadata=metadata)
    return notebook


def definitions(cells: Iterable[SolutionCell]) -> str:
    """Return the imports, functions, classes and constants of the cells as one source: nothing is computed."""
    parts = []
    for cell in cells:
        if not cell.is_check:
            parts += [
                ast.unparse(node)
                for node in ast.parse(cell.source).body
                if is_definition(node) and not _is_graders(node)
            ]
    return "\n\n".join(parts) + "\n"


def is_definition(node: ast.stmt) -> bool:
    """Tell whether a top-level statement imports or defines something, a constant perhaps, and computes nothing."""
    match node:
        case ast.Import() | ast.ImportFrom() | ast.FunctionDef() | ast.ClassDef():
            return True
        case ast.Assign(value=value):
            return not any(isinstance(part, ast.Call | ast.Name | ast.Attribute) for part in ast.walk(value))
    return False


def _is_graders(node: ast.stmt) -> bool:
    """Tell whether the statement imports otter, which a solution needs for its checks alone."""
    return isinstance(node, ast.Import | ast.ImportFrom) and any(alias.name == "otter" for alias in node.names)
