"""The reference solution of an assignment as runnable code cells, straight from its master notebook."""

import ast
import re
from collections.abc import Iterable
from dataclasses import dataclass

import nbformat
from nbformat import NotebookNode

from autograder.build.master import compose_master
from autograder.course import Assignment

_FENCE = re.compile(r"^[ \t]*# (?:BEGIN|END) SOLUTION[^\n]*(?:\n|\Z)|[ \t]+# SOLUTION[ \t]*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class SolutionCell:
    """One code cell: its source, the question it belongs to ("" for given code), and if it answers or checks it."""

    source: str
    question: str = ""
    is_answer: bool = False
    is_check: bool = False


def solution_cells(assignment: Assignment) -> tuple[SolutionCell, ...]:
    """Return the code cells of the full solution in order, with a cell that checks each question after its answer.

    Raises:
        AutograderError: the master notebook is missing or malformed.

    """
    cells = [SolutionCell(f'import otter\ngrader = otter.Notebook("{assignment.name}.ipynb")')]
    question, in_tests, in_solution = "", False, False
    for cell in compose_master(assignment).cells:
        if cell.cell_type == "code" and not in_tests:
            cells.append(SolutionCell(_FENCE.sub("", cell.source), question, is_answer=in_solution))
        if cell.cell_type != "raw":
            continue
        marker = cell.source.partition("\n")[0].lstrip("# ").strip()
        if marker == "BEGIN QUESTION":
            question = cell.source.partition("name:")[2].split()[0]
        elif marker == "END QUESTION":
            cells.append(SolutionCell(f'grader.check("{question}")', question, is_check=True))
            question = ""
        elif marker.endswith("SOLUTION"):
            in_solution = marker == "BEGIN SOLUTION"
        else:
            in_tests = marker == "BEGIN TESTS"
    return tuple(cells)


def as_notebook(cells: Iterable[SolutionCell], name: str) -> NotebookNode:
    """Return a notebook of the assignment `name` with these code cells."""
    code = [nbformat.v4.new_code_cell(cell.source) for cell in cells]
    metadata = {"otter": {"assignment_name": name}}
    notebook: NotebookNode = nbformat.v4.new_notebook(cells=code, metadata=metadata)
    return notebook


def definitions(cells: Iterable[SolutionCell]) -> str:
    """Return the imports, functions, classes and constants of the cells as one source: nothing is computed."""
    parts = []
    for cell in cells:
        if not cell.is_check:
            parts += [ast.unparse(node) for node in ast.parse(cell.source).body if _defines(node)]
    return "\n\n".join(parts) + "\n"


def _defines(node: ast.stmt) -> bool:
    match node:
        case ast.Import() | ast.ImportFrom():
            return not any(alias.name == "otter" for alias in node.names)
        case ast.FunctionDef() | ast.ClassDef():
            return True
        case ast.Assign(value=value):
            return not any(isinstance(part, ast.Call | ast.Name | ast.Attribute) for part in ast.walk(value))
    return False
