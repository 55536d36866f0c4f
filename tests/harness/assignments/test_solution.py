"""The reference solution as cells: read from the master without jupytext, and equal to what jupytext reads."""

from pathlib import Path

import jupytext
import pytest

from autograder.assignments.percent import percent_cells
from autograder.assignments.solution import as_notebook, definitions, solution_cells
from autograder.course.settings import find_course

COURSE = find_course(Path(__file__))
ODD = '''# %% [markdown] tags=["a", "b"] editable=false
# # Title
#
# text

# %% A title
# %%time
x = 1

# %matplotlib inline
# # !ls

# %% [markdown]
"""
In quotes
"""

# %%

# %% [raw]
# # BEGIN QUESTION
# # name: q1

# %%
if x:
    # %matplotlib inline
    # no magic
    pass
'''


@pytest.fixture(params=COURSE.names)
def assignment(request):
    return COURSE.assignment(request.param)


def read_by_both(path):
    """Return the cells of a script as they are read here, and as jupytext reads them."""
    theirs = jupytext.read(path, fmt="py:percent").cells
    ours = [(cell.kind, cell.source) for cell in percent_cells(path)]
    return ours, [(cell.cell_type, cell.source) for cell in theirs]


def test_the_cells_are_those_that_jupytext_reads(assignment):
    ours, theirs = read_by_both(assignment.notebook)
    assert ours == theirs


def test_magics_texts_in_quotes_and_empty_cells_are_read_as_jupytext_reads_them(tmp_path):
    script = tmp_path / "master.py"
    script.write_text(ODD)
    ours, theirs = read_by_both(script)
    assert ours == theirs
    assert percent_cells(script)[0].metadata == {"tags": ["a", "b"], "editable": False}


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
