"""The reference solution as cells: read from the master without jupytext, and equal to what jupytext reads."""

from pathlib import Path

import pytest

from autograder.assignments.solution import as_notebook, definitions, solution_cells
from autograder.build.master import compose_master
from autograder.course.settings import find_course

COURSE = find_course(Path(__file__))


@pytest.fixture(params=COURSE.names)
def assignment(request):
    return COURSE.assignment(request.param)


def plain(source):
    """Return the code without otter's marks and empty lines."""
    lines = [line.partition("  # SOLUTION")[0] for line in source.splitlines()]
    return [line for line in lines if line.strip() and not line.strip().startswith(("# BEGIN SOLUTION", "# END SOL"))]


def test_the_cells_are_those_that_jupytext_reads(assignment):
    placeholder = "def test_placeholder"
    due = [
        plain(cell.source)
        for cell in compose_master(assignment).cells
        if cell.cell_type == "code" and not cell.source.startswith(placeholder)
    ]
    found = [plain(cell.source) for cell in solution_cells(assignment)[1:] if not cell.is_check]
    assert found == due


def test_each_question_has_answers_and_then_its_check(assignment):
    cells = solution_cells(assignment)
    assert [cell.question for cell in cells if cell.is_check] == list(assignment.points)
    for question in assignment.points:
        kinds = [(cell.is_answer, cell.is_check) for cell in cells if cell.question == question]
        assert kinds[-1] == (False, True)
        assert (True, False) in kinds


def test_definitions_compute_nothing(assignment):
    namespace = {}
    exec(definitions(solution_cells(assignment)), namespace)
    assert any(callable(value) for value in namespace.values())
    assert not {"train_X", "XTrain", "model_1_5"} & set(namespace)


def test_the_notebook_belongs_to_its_assignment(assignment):
    notebook = as_notebook(solution_cells(assignment), assignment.name)
    assert notebook.metadata["otter"]["assignment_name"] == assignment.name
