"""The example classes are what their answers make, and get the marks that they must get."""

import importlib.util
import sys
from functools import cache
from pathlib import Path
from types import ModuleType

import nbformat
import pytest

from autograder.build.release import Release, build
from autograder.course.assignment import Assignment
from autograder.course.settings import find_course
from autograder.grade.command import grade_command
from autograder.grade.options import RunOptions
from autograder.results import ClassResult, Status, SubmissionResult, Verdict

from .expected import Expected, read_expected

ROOT = Path(__file__).resolve().parents[3]
EXAMPLES = ROOT / "examples"
ASSIGNMENTS = ("binary_mlp", "softmax_network")
SMALLEST_CLASS = 12


@cache
def maker() -> ModuleType:
    """Return the script examples/make_examples.py as a module."""
    spec = importlib.util.spec_from_file_location("make_examples", EXAMPLES / "make_examples.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their module up there
    spec.loader.exec_module(module)
    return module


def settings(name: str) -> Assignment:
    return find_course(ROOT).assignment(name)


def expected_of(name: str) -> dict[str, Expected]:
    return read_expected(EXAMPLES / "expected" / f"{name}.toml")


def notebooks(name: str) -> list[Path]:
    """Return the notebooks of a class that are to be readable: those that must be graded, and the hostile ones."""
    graded = [EXAMPLES / name / file for file, due in expected_of(name).items() if due.status is not Status.REJECTED]
    return [*graded, *sorted((EXAMPLES / "hostile" / name).glob("*.ipynb"))]


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Release]:
    """Return a release of every assignment."""
    folder = tmp_path_factory.mktemp("release")
    return {name: build(settings(name), folder) for name in ASSIGNMENTS}


def test_every_class_is_tested() -> None:
    assert tuple(maker().assignments()) == ASSIGNMENTS


@pytest.mark.parametrize("name", ASSIGNMENTS)
def test_submissions_are_what_their_answers_make(name: str, release: dict[str, Release]) -> None:
    made = maker().make(name, release[name])
    assert maker().differing(name, made) == [], "run: python examples/make_examples.py"


@pytest.mark.parametrize("name", ASSIGNMENTS)
def test_making_twice_gives_the_same_bytes(name: str, release: dict[str, Release]) -> None:
    assert maker().make(name, release[name]) == maker().make(name, release[name])


@pytest.mark.parametrize("name", ASSIGNMENTS)
def test_notebooks_are_valid_and_carry_no_outputs(name: str) -> None:
    for path in notebooks(name):
        notebook = nbformat.read(path, as_version=4)
        nbformat.validate(notebook)
        assert not any(cell.get("outputs") for cell in notebook.cells), path.name
        assert not any("SOLUTION" in cell.source for cell in notebook.cells), path.name


@pytest.mark.parametrize("name", ASSIGNMENTS)
def test_expected_marks_are_complete(name: str) -> None:
    due, points = expected_of(name), dict(settings(name).points)
    assert set(due) == {path.name for path in (EXAMPLES / name).iterdir()}
    assert len(due) >= SMALLEST_CLASS
    for file, one in due.items():
        assert set(one.score) <= set(points), file
        assert all(0 <= score < points[question] for question, score in one.score.items()), file
        assert one.total == pytest.approx(sum(one.scores(points).values())), file
        assert bool(one.error) == (one.status is Status.REJECTED), file


@pytest.mark.parametrize("name", ASSIGNMENTS)
def test_a_class_reaches_from_full_marks_to_none(name: str) -> None:
    totals = {one.total for one in expected_of(name).values() if one.status is Status.GRADED}
    assert max(totals) == settings(name).max_score
    assert min(totals) <= 0.05 * settings(name).max_score


def test_answers_to_a_question_that_is_not_there_are_refused(release: dict[str, Release]) -> None:
    answers = maker().Answers("s99", "Story.", False, "", "", {"q99": ("x = 1",)})
    student = nbformat.read(release["binary_mlp"].student / "binary_mlp.ipynb", as_version=4)
    solution = nbformat.read(release["binary_mlp"].solution, as_version=4)
    with pytest.raises(ValueError, match="no question q99"):
        maker().compose(answers, student, solution)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("x = 1\n", "docstring"),
        ('"""Story."""\n\n# base: nothing\n', "header"),
        ('"""S."""\n# damage: fire\n', "header"),
    ],
)
def test_answers_that_mean_nothing_are_refused(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "s99.py"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=message):
        maker().read_answers(path)


@pytest.fixture(scope="module")
def graded(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, ClassResult]:
    """Return the name of an assignment, and its example class graded as `make grade` does."""
    name: str = request.param
    out = tmp_path_factory.mktemp("graded")
    return name, grade_command(RunOptions(paths=[EXAMPLES / name], assignment=name, out=out, course=ROOT, seed=42))


@pytest.mark.slow
@pytest.mark.parametrize("graded", ASSIGNMENTS, indirect=True)
def test_every_submission_gets_its_marks(graded: tuple[str, ClassResult]) -> None:
    name, results = graded
    due, points = expected_of(name), dict(settings(name).points)
    assert [submission.id for submission in results.submissions] == sorted(due)
    found = {submission.id: differences(submission, due[submission.id], points) for submission in results.submissions}
    assert {file: wrong for file, wrong in found.items() if wrong} == {}


def differences(submission: SubmissionResult, due: Expected, points: dict[str, float]) -> list[str]:
    """Say what is not as it should be in the result of one submission."""
    wrong = []
    if submission.status is not due.status:
        wrong.append(f"status {submission.status}, expected {due.status}: {submission.error}")
    if due.error not in (submission.error or ""):
        wrong.append(f"the error is {submission.error!r}, expected {due.error!r} in it")
    scores = {question.name: question.score for question in submission.questions}
    for question, score in due.scores(points).items():
        if scores.get(question) != pytest.approx(score):
            wrong.append(f"{question}: {scores.get(question)} points, expected {score}")
    if submission.score != pytest.approx(due.total):
        wrong.append(f"total {submission.score}, expected {due.total}")
    for question in submission.questions:
        lost = question.score < question.max_score  # where nothing is lost, a case without points may say what it likes
        verdicts = {case.verdict for case in question.cases if lost or case.points} - {Verdict.PASSED}
        if verdicts != due.verdicts.get(question.name, frozenset()):
            wrong.append(f"{question.name}: verdicts {sorted(verdicts)}")
    return wrong
