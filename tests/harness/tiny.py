"""A tiny assignment and submissions for it, made where the test runs."""

import json
import zipfile
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest

from autograder.grader.bundle import CaseSpec, QuestionSpec
from autograder.runners import plan as runners

EXCEPTION_TEST = """
from otter.test_files import test_case

OK_FORMAT = False
name = "q1"
points = 2


class NotAttempted(AssertionError):
    pass


def ready(double):
    if double is None:
        raise NotAttempted("not attempted yet: there is no function double.")
    return double


@test_case(name="doubles an integer", points=1, hidden=False)
def test_integer(env, double):
    assert ready(double)(2) == 4, "double(2) is wrong"


@test_case(name="doubles a fraction", points=1, hidden=True)
def test_fraction(env, double):
    assert ready(double)(0.5) == 1
"""
DOCTEST = """
OK_FORMAT = True
test = {
    "name": "q2",
    "points": 2,
    "suites": [
        {
            "cases": [
                {"code": ">>> x + 1\\n3", "hidden": False, "locked": False},
                {"code": ">>> x\\n2\\n>>> assert x == 2", "hidden": True, "locked": False},
            ],
            "scored": True,
            "setup": "",
            "teardown": "",
            "type": "doctest",
        }
    ],
}
"""


def write_zip(path: Path, files: dict[str, str]) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return path


def notebook_text(cells: Sequence[str], name: str | None = "tiny", **changes: Any) -> str:
    metadata: dict[str, Any] = {"kernelspec": {"name": "somebody-elses", "display_name": "?", "language": "python"}}
    if name is not None:
        metadata["otter"] = {"assignment_name": name}
    code = [
        {"cell_type": "code", "metadata": {}, "source": cell, "outputs": [], "execution_count": None} for cell in cells
    ]
    return json.dumps({"cells": code, "metadata": metadata, "nbformat": 4, "nbformat_minor": 4} | changes)


@pytest.fixture
def make_notebook() -> Callable[..., str]:
    return notebook_text


@pytest.fixture
def make_zip() -> Callable[[Path, dict[str, str]], Path]:
    return write_zip


@pytest.fixture(scope="session")
def tiny_files() -> dict[str, str]:
    """The files of an autograder.zip as otter generate lays them out: q1 exception-based, q2 a doctest."""
    config = {"seed": 42, "lang": "python", "assignment_name": "tiny", "show_stdout": True}
    return {
        "otter_config.json": json.dumps(config),
        "tests/q1.py": EXCEPTION_TEST,
        "tests/q2.py": DOCTEST,
        "files/checks.py": "",
        "run_autograder": "#!/usr/bin/env bash\n",
    }


@pytest.fixture(scope="session")
def tiny_zip(tmp_path_factory: pytest.TempPathFactory, tiny_files: dict[str, str]) -> Path:
    return write_zip(tmp_path_factory.mktemp("tiny") / "autograder.zip", tiny_files)


@pytest.fixture
def questions() -> tuple[QuestionSpec, ...]:
    """The two questions of the tiny assignment, as its test files describe them."""
    return (
        QuestionSpec("q1", (CaseSpec("doubles an integer", False, 1.0), CaseSpec("doubles a fraction", True, 1.0))),
        QuestionSpec("q2", (CaseSpec("q2 - 1", False, 1.0), CaseSpec("q2 - 2", True, 1.0))),
    )


@pytest.fixture
def no_guardian(monkeypatch: pytest.MonkeyPatch) -> None:
    """Start no process that outlives a killed grader: a worker that is played leaves nothing to end."""
    monkeypatch.setattr(runners, "guarded", lambda mark: nullcontext())
