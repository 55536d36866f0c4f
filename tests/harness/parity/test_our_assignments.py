"""This repository's assignments get the verdicts of otter from the engine, case by case.

Compared is whether each case passes, not what it says: both seed the generators, but otter once a cell and the engine
each case by itself, so that the inputs that a hidden case draws are others. Where a verdict depends on what is drawn,
the bank says `# may fail:`, and such cases are not compared. Nor are those of NOT_COMPARED.

Otter's side is what `otter run` does with a notebook, without the kernel (see `as_otter_runs`). That this makes no
difference is itself tested, against `otter run` as it is, on a few notebooks: it needs 10 s and more for each.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from autograder.results import ClassResult
from tests.harness.jails import needs_jail

from . import ours
from .both import Otter, Verdicts, graded, verdicts, write_class

pytestmark = needs_jail

HANDFUL = 2
PARTS = 8  # of a bank, each a test: they can run side by side
Case = tuple[str, str, str]

# By solution, the questions of which more than a case hangs on what differs by design.
NOT_COMPARED = {
    # It keeps a list from call to call: under otter later cells find what hidden cases have left in it, in the engine
    # hidden cases come after all cells.
    "train_NNet changes its default argument": ("q11", "q12"),
    # What it learns from labels of other images is chance, and so is what its models tell apart.
    "train_NNet permutes X without Y": ("q11", "q12"),
    # Short trainings of a network that cannot learn end anywhere.
    "ones first, biases last": ("q3_3",),
}


@pytest.fixture(scope="module")
def otter() -> Iterator[Otter]:
    with Otter() as process:
        yield process


def compare(name: str, notebooks: Mapping[str, str], place: Path, otter: Otter, jobs: int = 2) -> list[Case]:
    """Return (submission, question, case) of every verdict that is not otter's."""
    folder = write_class(place / "class", notebooks)
    autograder_zip = ours.make_zip(name, place / "autograder.zip")
    result = graded(folder, autograder_zip, place / "out", assignment_name=name, jobs=jobs, timeout_s=900)
    return not_equal(result, otter.verdicts(folder, autograder_zip, place / "otter"))


def not_equal(result: ClassResult, expected: Mapping[str, Verdicts]) -> list[Case]:
    found = verdicts(result)
    assert set(found) == set(expected)
    names = {
        question.name: [case.name for case in question.cases]
        for submission in result.submissions
        for question in submission.questions
    }
    return [
        (submission, question, case)
        for submission, questions in expected.items()
        for question, cases in questions.items()
        for case, mine, theirs in zip(names[question], found[submission][question], cases, strict=True)
        if mine is not theirs
    ]


def left(wrong: list[Case], chosen: list[ours.BankNotebook]) -> list[Case]:
    """Return what of `wrong` remains without the cases that may or may not fail, and those of NOT_COMPARED."""
    drawn = {(one.name, *case) for one in chosen for case in one.item.may_fail}
    kept = {(one.name, question) for one in chosen for question in NOT_COMPARED.get(one.item.title, ())}
    return [case for case in wrong if case not in drawn and case[:2] not in kept]


@pytest.mark.slow
@pytest.mark.parametrize("name", ours.ASSIGNMENTS)
def test_a_handful_gets_otters_verdicts(name: str, otter: Otter, tmp_path: Path) -> None:
    every = ours.bank(name)
    chosen = every[:: len(every) // HANDFUL][:HANDFUL]
    notebooks = {"stub": ours.stub(name)} | {one.name: one.text for one in chosen}
    assert left(compare(name, notebooks, tmp_path, otter, jobs=1), chosen) == []


@pytest.mark.slow
@pytest.mark.parametrize("name", ours.ASSIGNMENTS)
def test_the_example_class_the_solution_and_the_stub_get_otters_verdicts(
    name: str, otter: Otter, tmp_path: Path
) -> None:
    assert compare(name, ours.example_class(name), tmp_path, otter) == []


@pytest.mark.exhaustive
@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize("name", ours.ASSIGNMENTS)
def test_the_bank_gets_otters_verdicts(name: str, part: int, otter: Otter, tmp_path: Path) -> None:
    chosen = ours.bank(name)[part::PARTS]
    notebooks = {one.name: one.text for one in chosen}
    assert left(compare(name, notebooks, tmp_path, otter), chosen) == []


@pytest.mark.slow
@pytest.mark.parametrize("name", ours.ASSIGNMENTS)
def test_otter_run_itself_says_what_it_says_without_its_kernel(name: str, otter: Otter, tmp_path: Path) -> None:
    chosen = [one for one in ours.bank(name) if not one.item.may_fail][::60][:3]
    autograder_zip = ours.make_zip(name, tmp_path / "autograder.zip")
    folder = write_class(tmp_path / "class", {"stub": ours.stub(name)} | {one.name: one.text for one in chosen})
    result = graded(folder, autograder_zip, tmp_path / "out", isolation="none", assignment_name=name, timeout_s=900)
    assert not_equal(result, otter.verdicts(folder, autograder_zip, tmp_path / "otter")) == []
