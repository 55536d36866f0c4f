"""What is said of a zip that otter alone has made, and how a zip forbids unsealed cases."""

import json
import sys
import zipfile
from pathlib import Path

import pytest

from autograder.engine.suite import load_suite
from autograder.engine.unpacking import unpack
from autograder.engine.unsealed import Way
from autograder.errors import AutograderError
from autograder.grade.otter_zips import OPEN_FILES, sealed_copy, with_warnings
from autograder.grader.bundle import CaseSpec, QuestionSpec
from autograder.results import CaseResult, Engine, Status, SubmissionResult, Verdict
from tests.harness.jails import needs_jail
from tests.harness.sealed_class import grade_folder, notebook

from .foreign import doctest_file, exception_file, make_zip

ENGINE = Engine("bubblewrap", "engine", 1, "1")
SOURCE = "import inspect\n\n@test_case()\ndef test_a(f):\n    assert inspect.getsource(f)\n"
PASSED = (Verdict.PASSED, "")


def make(path: Path, members: dict[str, str]) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return path


@pytest.fixture
def plain(tmp_path: Path) -> Path:
    members = {"tests/q1.py": exception_file("q1", SOURCE), "tests/q2.py": doctest_file("q2", [">>> 1\n1"])}
    return make(tmp_path / "autograder.zip", {**members, "files/data/table.csv": "1", "otter_config.json": "{}"})


def ways(path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> list[Way]:
    monkeypatch.setattr(sys, "path", [*sys.path])
    (folder / "beside").mkdir(parents=True)
    unpack(path, folder)
    return [plan.way for plans in load_suite(folder).plans.values() for plan in plans]


def result(name: str, *unsealed: int) -> SubmissionResult:
    spec = QuestionSpec("q1", (CaseSpec("first", False, 1), CaseSpec("second", True, 1)))
    return SubmissionResult(name, Status.GRADED, None, 2, 2, 0.1, (spec.result([PASSED, PASSED], unsealed),))


def test_a_zip_of_otters_may_run_cases_in_the_jail(plain, tmp_path, monkeypatch):
    assert ways(plain, tmp_path / "suite", monkeypatch) == [Way.JAIL, Way.SEALED]


def test_a_sealed_copy_may_not_and_is_otherwise_the_same(plain, tmp_path, monkeypatch):
    with sealed_copy(plain) as copy:
        assert ways(copy, tmp_path / "suite", monkeypatch) == [Way.ONLY_SEALED] * 2
        with zipfile.ZipFile(plain) as before, zipfile.ZipFile(copy) as after:
            assert set(after.namelist()) == {*before.namelist(), "assignment.json"}
            assert all(after.read(name) == before.read(name) for name in before.namelist())


@pytest.mark.parametrize(
    ("settings", "way"), [({}, Way.ONLY_SEALED), ({"sealed": True}, Way.ONLY_SEALED), ({"sealed": False}, Way.JAIL)]
)
def test_an_assignment_of_this_project_is_sealed_unless_it_says_otherwise(tmp_path, monkeypatch, settings, way):
    members = {"tests/q1.py": exception_file("q1", SOURCE), "assignment.json": json.dumps({"name": "own", **settings})}
    path = make(tmp_path / "autograder.zip", members)
    assert ways(path, tmp_path / "suite", monkeypatch) == [way]


def test_files_that_are_for_the_grader_alone_do_not_lie_beside_the_notebook(plain, tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "path", [*sys.path])
    settings = json.dumps({"student_files": []})
    with zipfile.ZipFile(plain, "a") as archive:
        archive.writestr("assignment.json", settings)
    unpack(plain, tmp_path / "suite")
    assert load_suite(tmp_path / "suite").files == {}


@pytest.mark.parametrize("name", ["files/../../x", "/tests/q1.py", "tests/../../x"])
def test_a_zip_with_names_that_lead_outside_is_refused(tmp_path, name):
    (tmp_path / "suite").mkdir()
    with pytest.raises(AutograderError, match="outside"):
        unpack(make(tmp_path / "autograder.zip", {name: ""}), tmp_path / "suite")


def test_files_that_lie_open_are_said_to(plain, tmp_path):
    assert with_warnings(ENGINE, plain, []).warning == OPEN_FILES
    with sealed_copy(plain) as copy:
        assert with_warnings(ENGINE, copy, []).warning == OPEN_FILES
    settings = json.dumps({"student_files": []})
    told = make(tmp_path / "told.zip", {"files/secret.csv": "1", "assignment.json": settings})
    assert with_warnings(ENGINE, told, []).warning is None
    without = make(tmp_path / "without.zip", {"tests/q1.py": ""})
    assert with_warnings(ENGINE, without, []).warning is None


def test_unsealed_cases_are_named_with_how_many_submissions_they_concern(tmp_path):
    path = make(tmp_path / "autograder.zip", {})
    warning = with_warnings(ENGINE, path, [result("a"), result("b", 1), result("c", 1)]).warning
    assert "forge what came of them: second, in 2 of the submissions" in warning


def test_a_run_without_isolation_has_its_own_warning(plain):
    engine = Engine("none", "otter", 1, "1", "Everything lay open.")
    assert with_warnings(engine, plain, [result("a", 0)]) is engine


def test_the_mark_is_in_results_only_where_it_is_due():
    case, marked = result("a", 1).questions[0].cases
    assert "unsealed" not in case.to_json()
    assert marked.to_json()["unsealed"] is True
    assert CaseResult.from_json(marked.to_json()) == marked
    assert CaseResult.from_json(case.to_json()) == case


@needs_jail
@pytest.mark.parametrize("moves", ["np.random.rand()", "np.random.seed(n)", "random.random()", "pass"])
def test_hints_of_a_sealed_run_hold_no_hidden_input_wherever_the_notebook_leaves_its_generators(tmp_path, moves):
    hidden = (
        "@test_case(points=1, hidden=True)\ndef test_hidden(draw):\n    assert draw(424242 + 0 * randint(0, 9)) == 7\n"
    )
    source = exception_file("q1", f"from random import randint\n\n{hidden}")
    path = make_zip(tmp_path / "autograder.zip", {"q1": source})
    (tmp_path / "class").mkdir()
    raising = f"import random\nimport numpy as np\ndef draw(n):\n    {moves}\n    raise ValueError(n)"
    (tmp_path / "class" / "one.ipynb").write_text(notebook(raising, "import otter\notter.Notebook().check('q1')"))
    with sealed_copy(path) as zip_file:
        graded = grade_folder(tmp_path / "class", zip_file, tmp_path / "out")
    assert [case.verdict for case in graded["one.ipynb"].questions[0].cases] == [Verdict.ERROR]
    told = [name for name, text in graded.texts.items() if "424242" in text]
    assert told == ["report.html"], "the report is for the instructor"
