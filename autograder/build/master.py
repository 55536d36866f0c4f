"""Compose the master notebook that `otter assign` takes: the instructor's script, its settings, its check points."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import yaml
from nbformat import NotebookNode

from autograder.assignments.percent import percent_cells
from autograder.build.markers import marker_of, question_name, refuse_broken_code, refuse_misplaced_markers
from autograder.course.assignment import Assignment
from autograder.errors import AutograderError

# otter assign wants tests in the notebook before it adds a check cell; the real ones replace what it makes of this
PLACEHOLDER = "def test_placeholder():\n    assert True"


def compose_master(assignment: Assignment) -> NotebookNode:
    """Return the notebook of `assignment` with otter's configuration cell, points, and a placeholder of its tests.

    Raises:
        AutograderError: the master is missing or unreadable, or its questions are not those of the settings.

    """
    notebook = read_master(assignment)
    refuse_misplaced_markers(notebook.cells)
    refuse_broken_code(notebook.cells)
    cells = [_raw(_configuration(assignment))]
    questions = []
    prompt = None
    for position, cell in enumerate(notebook.cells, start=1):
        marker = marker_of(cell)
        if marker == "BEGIN QUESTION":
            questions.append(question_name(cell, position))
            cell.source += f"\npoints: {assignment.points.get(questions[-1], 0):g}"
            prompt = None
        elif cell.cell_type == "markdown":
            prompt = cell
        elif marker == "BEGIN SOLUTION" and prompt is not None:
            prompt.source = f"{prompt.source.rstrip()}\n\n{points_line(assignment, questions[-1])}"
        elif marker == "END QUESTION":
            cells += [_raw("# BEGIN TESTS"), nbformat.v4.new_code_cell(PLACEHOLDER), _raw("# END TESTS")]
        cells.append(cell)
    _refuse_other_questions(assignment, questions)
    notebook.cells = cells
    return notebook


def points_line(assignment: Assignment, question: str) -> str:
    """Return what a question is worth, as its prompt says it: what the tests give, and what a person gives besides."""
    tests, person = assignment.points.get(question, 0.0), assignment.manual.get(question, 0.0)
    parts = f" ({tests:g} by the tests, {person:g} by a person)" if person else ""
    return f"_Points:_ {tests + person:g}{parts}"


def with_stable_ids(notebook: NotebookNode) -> NotebookNode:
    """Return `notebook` with cell ids by position, so that building twice gives the same file."""
    for position, cell in enumerate(notebook.cells):
        cell["id"] = f"cell-{position:03d}"
    notebook.nbformat_minor = max(notebook.nbformat_minor, 5)
    return notebook


def write_notebook(notebook: NotebookNode, path: Path) -> None:
    """Write `notebook` to `path`."""
    path.write_text(nbformat.writes(notebook) + "\n", encoding="utf-8")


def read_master(assignment: Assignment) -> NotebookNode:
    """Return the instructor's script as a notebook."""
    v4: Any = nbformat.v4
    new = {"code": v4.new_code_cell, "markdown": v4.new_markdown_cell, "raw": v4.new_raw_cell}
    notebook: NotebookNode = v4.new_notebook(
        cells=[new[cell.kind](cell.source, metadata=cell.metadata) for cell in percent_cells(assignment.notebook)],
        metadata={"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}},
    )
    return notebook


def _configuration(assignment: Assignment) -> str:
    settings = {
        "name": assignment.name,
        "generate": False,
        "run_tests": False,
        "show_question_points": False,  # otter would leave out what a person gives
        "tests": {"files": True, "ok_format": False},
        "export_cell": {"pdf": False},
    }
    return "# ASSIGNMENT CONFIG\n" + yaml.safe_dump(settings, sort_keys=False)


def _raw(source: str) -> NotebookNode:
    cell: NotebookNode = nbformat.v4.new_raw_cell(source)
    return cell


def _refuse_other_questions(assignment: Assignment, questions: list[str]) -> None:
    for question in _differences(questions, list(assignment.points)):
        place, other = ("notebook", "[points]") if question in questions else ("[points]", "notebook")
        raise AutograderError(
            f"{assignment.name}: question {question} is in the {place} but not in the {other}; add or remove it."
        )
    if questions != list(assignment.points):
        raise AutograderError(f"{assignment.name}: list the questions of [points] in the notebook's order, each once.")


def _differences(some: list[str], others: list[str]) -> Iterator[str]:
    yield from (name for name in some if name not in others)
    yield from (name for name in others if name not in some)
