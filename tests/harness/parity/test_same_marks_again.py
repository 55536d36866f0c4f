"""The same submission gets the same verdicts, whatever happens to be different about a run."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.harness.jails import needs_jail

from . import ours
from .both import graded, write_class

pytestmark = [pytest.mark.slow, needs_jail]

CHOSEN = ("s08_mean_for_sum", "s14_sigmoid_everywhere", "s17_half_done")


@pytest.fixture(scope="module")
def notebooks() -> dict[str, str]:
    """Return some submissions of which parts are right and parts wrong, with short trainings."""
    texts = ours.example_class("binary_mlp")
    return {name: re.sub(r"epochs=\d\d+", "epochs=1", texts[name]) for name in CHOSEN}


@pytest.fixture(scope="module")
def autograder_zip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return ours.make_zip("binary_mlp", tmp_path_factory.mktemp("zip") / "autograder.zip")


def marks(notebooks: dict[str, str], autograder_zip: Path, place: Path, **how: Any) -> dict[str, Any]:
    """Return all that results.json says of the submissions, but for the time it took."""
    result = graded(write_class(place / "class", notebooks), autograder_zip, place / "out", **how)
    return {one.id: one.to_json() | {"seconds": 0} for one in result.submissions}


def scores(found: dict[str, Any]) -> dict[str, dict[str, list[str]]]:
    """Return the verdicts of the cases by submission and question."""
    return {
        name: {question: [case["verdict"] for case in each["cases"]] for question, each in one["questions"].items()}
        for name, one in found.items()
    }


def checked_at_the_end(text: str, *, backwards: bool) -> str:
    """Return the notebook with all its checks after the last cell, in order or backwards."""
    notebook = json.loads(text)
    cells = notebook["cells"]
    checks = [cell for cell in cells if "".join(cell["source"]).startswith("grader.check(")]
    others = [cell for cell in cells if cell not in checks]
    assert len(checks) > 5
    return json.dumps(notebook | {"cells": others + (checks[::-1] if backwards else checks)})


def test_the_number_of_jobs_makes_no_difference(
    notebooks: dict[str, str], autograder_zip: Path, tmp_path: Path
) -> None:
    one, three = (marks(notebooks, autograder_zip, tmp_path / str(jobs), jobs=jobs) for jobs in (1, 3))
    assert one == three
    assert any("failed" in verdicts for each in scores(one).values() for verdicts in each.values())


def test_the_threads_of_linear_algebra_make_no_difference(
    notebooks: dict[str, str], autograder_zip: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = []
    for threads in ("1", "4"):
        for library in ("OMP", "OPENBLAS", "MKL"):
            monkeypatch.setenv(f"{library}_NUM_THREADS", threads)
        found.append(marks(notebooks, autograder_zip, tmp_path / threads))
    assert found[0] == found[1]


def test_the_order_in_which_questions_are_checked_makes_no_difference(
    notebooks: dict[str, str], autograder_zip: Path, tmp_path: Path
) -> None:
    in_order, backwards = (
        {name: checked_at_the_end(text, backwards=way) for name, text in notebooks.items()} for way in (False, True)
    )
    # the inputs of a case are drawn by the content, which is another one: what is right or wrong stays so
    found = [marks(each, autograder_zip, tmp_path / str(number)) for number, each in enumerate((in_order, backwards))]
    assert scores(found[0]) == scores(found[1])
