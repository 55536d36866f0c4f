"""The hostile submissions earn nothing in the sealed engine but what they answered rightly."""

import tomllib
from pathlib import Path

import pytest

from autograder.grade.options import RunOptions
from autograder.grade.run import grade_class
from autograder.results import SubmissionResult, Verdict
from tests.harness.jails import needs_jail

ROOT = Path(__file__).resolve().parents[3]
EXAMPLES = ROOT / "examples"
ASSIGNMENTS = ("binary_mlp", "softmax_network")
KEYS = {"status", "earned", "verdicts", "error", "why"}
EXPECTED = tomllib.loads((EXAMPLES / "expected" / "hostile.toml").read_text(encoding="utf-8"))
TIME_S = 60.0


@pytest.mark.parametrize("name", ASSIGNMENTS)
def test_every_hostile_submission_has_an_expectation_with_a_reason(name):
    assert set(EXPECTED[name]) == {path.stem for path in (EXAMPLES / "hostile" / name).iterdir()}
    for file, due in EXPECTED[name].items():
        assert {"status", "earned", "why"} <= set(due) <= KEYS, file
        assert due["why"].endswith("."), file


@pytest.fixture(scope="module")
def graded(request, tmp_path_factory):
    """Return the name of an assignment, and its hostile submissions graded in the sealed engine."""
    name = request.param
    out = tmp_path_factory.mktemp("graded")
    paths = [EXAMPLES / "hostile" / name]
    return name, grade_class(RunOptions(paths=paths, assignment=name, out=out, course=ROOT, timeout_s=TIME_S, jobs=2))


@pytest.mark.slow
@needs_jail
@pytest.mark.parametrize("graded", ASSIGNMENTS, indirect=True)
def test_hostile_submissions_get_what_they_earned(graded):
    name, results = graded
    found = {submission.id.removesuffix(".ipynb"): submission for submission in results.submissions}
    assert set(found) == set(EXPECTED[name])
    assert results.exit_status == 0
    wrong = {file: differences(submission, EXPECTED[name][file]) for file, submission in found.items()}
    assert {file: lines for file, lines in wrong.items() if lines} == {}


def differences(submission: SubmissionResult, due: dict) -> list[str]:
    """Say what is not as it should be in the result of one submission."""
    wrong = []
    if submission.status not in due["status"]:
        wrong.append(f"status {submission.status}: {submission.error}")
    if due.get("error", "") not in (submission.error or ""):
        wrong.append(f"the error is {submission.error!r}")
    for question in submission.questions:
        if question.score != pytest.approx(due["earned"].get(question.name, 0)):
            wrong.append(f"{question.name}: {question.score} points")
        given = due.get("verdicts", {})
        allowed = {Verdict.PASSED, Verdict.NOT_ATTEMPTED, *given.get("*", ()), *given.get(question.name, ())}
        if not question.verdicts <= allowed:
            wrong.append(f"{question.name}: verdicts {sorted(question.verdicts)}")
        if not set(given.get(question.name, ())) <= question.verdicts:
            wrong.append(f"{question.name}: verdicts {sorted(question.verdicts)}, not all that are due")
    return wrong
