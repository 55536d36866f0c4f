"""What hidden cases lend must have been asked for before, and what public cases lend must answer nothing else."""

from pathlib import Path

import numpy as np
import pytest

from autograder.assignments.solution import SolutionCell, solution_cells
from autograder.audit.adversaries import adversary_trials
from autograder.audit.lending import lent_by, lent_too_early
from autograder.build.graded_tests import read_graded_tests
from autograder.build.grading_zip import load_tests
from autograder.course.settings import find_course

COURSE = find_course(Path(__file__).parent)
HEAD = """
import numpy as np
from otter.test_files import test_case
from autograder.testing import call, expect_close, helpers_in_place
from .reference import right_half

OK_FORMAT = False
name = "{question}"
points = {points}

@test_case(name="public", points=0, hidden=False)
def test_public(env, {asked}):
    {public}
"""
CASE = """
@test_case(name="hidden {number}", points=1, hidden=True)
def test_hidden_{number}(env, {asked}):
    {body}
"""
REFERENCE = """
def right_half(x):
    return x / 2

def right_helpers():
    return {"half": right_half}
"""
LENDING = "with helpers_in_place(env, {'half': right_half}): expect_close(call(twice, 3), 6, 'twice')"


def solution(*names):
    """Return the solution whose questions q1, q2, ... each ask for a function of that name."""
    cells = [SolutionCell("import numpy as np")]
    for number, name in enumerate(names, start=1):
        source = f"def {name}(x):\n    return x {'/' if name == 'half' else '*'} 2"
        cells.append(SolutionCell(source, f"q{number}", is_answer=True))
        cells.append(SolutionCell(f'grader.check("q{number}")', f"q{number}", is_check=True))
    return tuple(cells)


def written(folder, **questions):
    """Write test files: by question the name it asks for and the bodies of its hidden cases; read them."""
    (folder / "reference.py").write_text(REFERENCE, encoding="utf-8")
    read = []
    for question, (asked, public, *bodies) in questions.items():
        text = HEAD.format(question=question, points=len(bodies), asked=asked, public=public)
        text += "".join(CASE.format(number=n, asked=asked, body=body) for n, body in enumerate(bodies, start=1))
        (folder / f"{question}.py").write_text(text, encoding="utf-8")
        read.append(read_graded_tests(folder / f"{question}.py"))
    return read


def test_what_was_asked_for_before_may_be_lent(tmp_path):
    tests = written(tmp_path, q1=("half", "pass", "call(half, 3)"), q2=("twice", "pass", LENDING))
    assert "half" in lent_by(tests[1], tests[1].cases[1])
    assert lent_too_early(solution("half", "twice"), tests) == []


@pytest.mark.parametrize(
    "lending",
    [
        LENDING,
        "env.update({'half': right_half})",
        "env['half'] = right_half",
        "env.update(half=lambda x: x / 2)",
        "half = lambda x: x / 2; env.update({'half': half})",
        "with helpers_in_place(env, dict(half=lambda x: x / 2)): call(twice, 3)",
    ],
)
def test_what_a_later_question_asks_for_may_not(tmp_path, lending):
    tests = written(tmp_path, q1=("twice", "pass", lending), q2=("half", "pass", "call(half, 3)"))
    (found,) = lent_too_early(solution("twice", "half"), tests)
    assert "'hidden 1' lends half, which q2 asks for later" in found


def test_nor_what_is_lent_by_a_function_of_another_file(tmp_path):
    lending = "with helpers_in_place(env, right_helpers()): call(twice, 3)"
    (tmp_path / "reference.py").write_text(REFERENCE, encoding="utf-8")
    tests = written(tmp_path, q1=("twice", "pass", lending), q2=("half", "pass", "call(half, 3)"))
    text = (tmp_path / "q1.py").read_text(encoding="utf-8").replace("right_half", "right_helpers")
    (tmp_path / "q1.py").write_text(text, encoding="utf-8")
    assert lent_too_early(solution("twice", "half"), [read_graded_tests(tmp_path / "q1.py"), tests[1]])


def test_nor_may_two_questions_lend_what_the_other_asks_for(tmp_path):
    back = "with helpers_in_place(env, {'twice': lambda x: 2 * x}): call(half, 3)"
    tests = written(tmp_path, q1=("half", "pass", back), q2=("twice", "pass", LENDING))
    assert lent_too_early(solution("half", "twice"), tests)


def test_nor_what_a_later_case_of_the_same_question_asks_for_while_it_lends(tmp_path):
    other = "with helpers_in_place(env, {'third': lambda x: x / 3}): call(half, 3)"
    lending = "with helpers_in_place(env, {'half': right_half}): pass"
    tests = written(tmp_path, q1=("half", "pass", lending, other))
    assert "its case 'hidden 2'" in lent_too_early(solution("half"), tests)[0]
    assert lent_too_early(solution("half"), written(tmp_path, q1=("half", "pass", other, lending))) == []


def adversary(tests, names, name):
    """Return the function of the adversary that answers with what public cases lend; None when there is none."""
    for trial in adversary_trials(solution(*names), tests):
        if trial.title == f"{name}: lent":
            space = {"__name__": "__main__"}
            for cell in trial.cells:
                if not cell.is_check:
                    exec(cell.source, space)
            return space[name]
    return None


def test_what_a_public_case_lends_answers_the_adversary(tmp_path):
    public = "with helpers_in_place(env, {'half': lambda x: x / 2}): call(env.get('missing'), twice)"
    tests = written(tmp_path, q1=("half", "pass", "call(half, 3)"), q2=("twice", public, LENDING))
    assert adversary(tests, ("half", "twice"), "half")(10) == 5


def test_a_table_that_a_public_case_lends_knows_its_own_values_alone(tmp_path):
    public = "with helpers_in_place(env, {'half': lambda x: np.interp(x, [0, 4], [0, 2])}): call(twice, 3)"
    tests = written(tmp_path, q1=("half", "pass", "call(half, 3)"), q2=("twice", public, LENDING))
    assert np.isclose(adversary(tests, ("half", "twice"), "half")(100), 2)


def test_where_nothing_is_lent_in_public_there_is_no_such_adversary(tmp_path):
    tests = written(tmp_path, q1=("half", "pass", "call(half, 3)"), q2=("twice", "pass", LENDING))
    assert adversary(tests, ("half", "twice"), "half") is None


@pytest.mark.parametrize("name", COURSE.names)
def test_no_case_of_this_repository_lends_what_is_asked_for_later(name):
    assignment = COURSE.assignment(name)
    assert lent_too_early(solution_cells(assignment), load_tests(assignment)) == []
