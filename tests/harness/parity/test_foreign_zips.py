"""Autograder zips that are not ours get the verdicts of otter, case by case, or say that they are unsealed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from autograder.grade.otter_zips import OPEN_FILES, sealed_copy
from autograder.results import ClassResult, QuestionResult
from tests.harness.jails import needs_jail

from . import foreign
from .both import Otter, differences, graded, notebook_text, verdicts, write_class

pytestmark = [pytest.mark.slow, needs_jail]

TESTS = {**foreign.DOCTESTS, **foreign.EXCEPTIONS, **foreign.PANDAS}
CLASS = {
    **{f"doctests_{name}": cells for name, cells in foreign.DOCTEST_CLASS.items()},
    **{f"exceptions_{name}": cells for name, cells in foreign.EXCEPTION_CLASS.items()},
    **{f"libraries_{name}": cells for name, cells in foreign.PANDAS_CLASS.items()},
}
CHEATS = {f"cheats_{name}": cells for name, cells in foreign.CHEATS.items()}
# What the right notebooks do not get: one has no allclose, and this zip names no variable for the seed.
MISSING = {"judge": 0.2, "seeded": 1}
# Otter resolves the tests in a notebook's metadata only where there is no folder of tests: not while it grades.
FORGED = foreign.metadata_of_tests({"add": {"name": "add", "points": 4, "suites": []}})


@dataclass(frozen=True)
class Graded:
    """One zip and one class, graded by the engine; `place` holds autograder.zip and the folder class/."""

    place: Path
    result: ClassResult

    def question(self, submission: str, name: str) -> QuestionResult:
        (one,) = [one for one in self.result.submissions if one.id == f"{submission}.ipynb"]
        return next(question for question in one.questions if question.name == name)

    def passed(self, submission: str, name: str) -> list[bool]:
        return [case.passed for case in self.question(submission, name).cases]

    def unsealed(self, submission: str, name: str) -> list[int]:
        return [number for number, case in enumerate(self.question(submission, name).cases) if case.unsealed]


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Graded:
    place = tmp_path_factory.mktemp("foreign")
    autograder_zip = foreign.make_zip(place / "autograder.zip", TESTS, foreign.EXCEPTION_FILES)
    notebooks = {name: notebook_text(cells) for name, cells in (CLASS | CHEATS).items()}
    notebooks["metadata"] = notebook_text([foreign.START, foreign.ADD], FORGED)
    notebooks["tagged"] = tagged([foreign.START, foreign.ADD, "add = None"], {1: ["add"]})
    folder = write_class(place / "class", notebooks)
    return Graded(place, graded(folder, autograder_zip, place / "out", timeout_s=120))


def tagged(cells: Sequence[str], checks: dict[int, list[str]]) -> str:
    """Return a notebook whose metadata say which questions otter is to check after a cell."""
    notebook = json.loads(notebook_text(cells))
    for number, questions in checks.items():
        notebook["cells"][number]["metadata"] = {"otter": {"tests": questions}}
    return json.dumps(notebook)


def test_every_case_passes_or_fails_as_under_otter(engine: Graded) -> None:
    honest = {
        path.stem: path.read_text() for path in (engine.place / "class").glob("*.ipynb") if path.stem not in CHEATS
    }
    folder = write_class(engine.place / "honest", honest)
    with Otter() as otter:
        expected = otter.verdicts(folder, engine.place / "autograder.zip", engine.place / "otter")
    found = {name: cases for name, cases in verdicts(engine.result).items() if name in honest}
    assert differences(found, expected) == []


def test_a_right_submission_gets_full_marks(engine: Graded) -> None:
    for group, tests in (
        ("doctests", foreign.DOCTESTS),
        ("exceptions", foreign.EXCEPTIONS),
        ("libraries", foreign.PANDAS),
    ):
        for name in tests:
            right = engine.question(f"{group}_right", name)
            assert right.score == pytest.approx(right.max_score - MISSING.get(name, 0)), right


def test_a_check_counts_where_the_notebook_or_its_metadata_make_it(engine: Graded) -> None:
    assert engine.passed("doctests_checked", "add") == [True] * 4
    assert engine.passed("tagged", "add") == [True] * 4


def test_tests_in_a_notebooks_metadata_are_not_believed(engine: Graded) -> None:
    assert engine.passed("metadata", "add") == [True] * 4
    assert engine.passed("metadata", "refuse") == [False] * 3


def test_points_and_flags_of_doctests_are_otters(engine: Graded) -> None:
    assert engine.question("doctests_right", "state").max_score == pytest.approx(1 / 3)
    assert [case.points for case in engine.question("doctests_right", "refuse").cases] == [1, 0.5, 0.5]
    assert engine.question("doctests_right", "show").max_score == 1  # otter's default
    assert engine.question("doctests_own_error", "show").score == 0  # all or nothing
    assert [case.hidden for case in engine.question("doctests_right", "add").cases] == [False, True, False, True]


def test_points_of_exception_files_are_otters(engine: Graded) -> None:
    points = {name: [case.points for case in engine.question("exceptions_right", name).cases] for name in TESTS}
    assert points["square"] == pytest.approx([1 / 3] * 3)
    assert points["total"] == [0.75, 0.5, 0.75]
    assert points["listed"] == [1, 2, 0]
    assert points["together"] == [0, 2, 1]
    assert engine.question("exceptions_wrong", "together").score == 0


def test_the_instructors_messages_are_passed_on(engine: Graded) -> None:
    assert engine.question("doctests_right", "show").cases[1].message == "Well shown."
    assert engine.question("doctests_stub", "show").cases[2].message.startswith("Print it.")
    assert engine.question("exceptions_right", "square").cases[2].message == "Right."


@pytest.mark.parametrize("cheat", CHEATS)
def test_what_a_doctest_judges_with_cannot_be_replaced_without_a_mark(engine: Graded, cheat: str) -> None:
    passed = [number for number, passed in enumerate(engine.passed(cheat, "judge")) if passed]
    assert engine.unsealed(cheat, "judge") == passed


def test_tests_of_plain_values_and_functions_are_sealed(engine: Graded) -> None:
    for name in (*foreign.DOCTESTS, *foreign.EXCEPTIONS):
        for submission in CLASS:
            unsealed = [2] if name == "state" else []  # it asks whether two values are one object
            assert engine.unsealed(submission, name) == unsealed, (submission, name)


def test_what_needs_the_objects_themselves_runs_in_the_jail_and_says_so(engine: Graded) -> None:
    assert engine.unsealed("libraries_right", "months") == [1]  # its shape is a value, and so is the list
    assert engine.unsealed("libraries_right", "asks") == [0, 1, 2, 3]
    cases = engine.question("libraries_right", "months").to_json()["cases"]
    assert [case["name"] for case in cases if "unsealed" not in case] == ["months - 1", "months - 3"]


def test_a_case_that_fails_both_ways_keeps_the_sealed_outcome(engine: Graded) -> None:
    assert engine.passed("libraries_wrong", "months") == [True, True, False]
    assert engine.unsealed("libraries_wrong", "months") == [1]
    assert engine.unsealed("libraries_empty", "months") == []


def test_tables_are_judged_sealed_and_compared_as_what_they_are(engine: Graded) -> None:
    assert engine.passed("libraries_right", "table") == [True] * 5
    assert engine.passed("libraries_wrong", "table") == [True, True, False, True, False]
    for submission in engine.result.submissions:
        assert engine.unsealed(submission.id.removesuffix(".ipynb"), "table") == []


def test_the_report_warns_of_unsealed_cases_and_of_files_that_lay_open(engine: Graded) -> None:
    warning = engine.result.engine.warning
    assert warning is not None
    assert OPEN_FILES in warning
    assert "asks - 1" in warning
    assert "table" not in warning


@pytest.fixture(scope="module")
def refused(tmp_path_factory: pytest.TempPathFactory) -> Graded:
    """A class graded from a zip whose seed is in a variable, with unsealed cases refused."""
    place = tmp_path_factory.mktemp("refused")
    tests = foreign.PANDAS | {"judge": foreign.DOCTESTS["judge"]}
    autograder_zip = foreign.make_zip(place / "autograder.zip", tests, seed_variable="start")
    notebooks = {"right": foreign.PANDAS_CLASS["right"], **CHEATS}
    folder = write_class(place / "class", {name: notebook_text(cells) for name, cells in notebooks.items()})
    with sealed_copy(autograder_zip) as copy:
        return Graded(place, graded(folder, copy, place / "out", timeout_s=120))


def test_unsealed_cases_fail_when_they_are_refused(refused: Graded) -> None:
    assert refused.passed("right", "table") == [True] * 5
    assert refused.passed("right", "months") == [True, False, True]
    assert refused.passed("right", "asks") == [False, False, False, False, True]
    assert [refused.passed(cheat, "judge") for cheat in CHEATS] == [[False] * 5] * len(CHEATS)
    assert refused.result.engine.warning is None


def test_cells_find_the_seed_in_the_variable_that_the_zip_names(engine: Graded, refused: Graded) -> None:
    assert refused.passed("right", "seeded") == [True]
    assert engine.passed("libraries_right", "seeded") == [False]  # this zip names none


def test_otter_run_itself_says_what_it_says_without_its_kernel(engine: Graded) -> None:
    chosen = ("doctests_own_error", "doctests_star_import", "exceptions_wrong", "libraries_right", "tagged")
    texts = {name: (engine.place / "class" / f"{name}.ipynb").read_text() for name in chosen}
    folder = write_class(engine.place / "chosen", texts)
    autograder_zip = engine.place / "autograder.zip"
    result = graded(folder, autograder_zip, engine.place / "none", isolation="none", timeout_s=300)
    with Otter() as otter:
        expected = otter.verdicts(folder, autograder_zip, engine.place / "again")
    assert differences(verdicts(result), expected) == []
