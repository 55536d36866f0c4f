"""A class graded in the sealed engine for a tiny assignment, with everything that came of it; for tests."""

import io
import json
import zipfile
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console

from autograder.results import CaseResult, ClassResult, SubmissionResult, Verdict
from autograder.results.table import print_table
from tests.harness.graded import grade

# A case of the tests that students have, and a hidden one with a number that nothing kept of a submission may show.
DRAWN_NUMBERS = """
from otter.test_files import test_case
OK_FORMAT = False
name = "q1"
points = 2

@test_case(points=1, hidden=False)
def test_public(draw):
    draw(1)

@test_case(points=1, hidden=True)
def test_hidden(draw):
    draw(424242)
"""


# Notebooks of the tests import no more than this says: the engine starts, and forks, without what other courses need.
SOLUTION = ("diagnosis/solution.py", "import numpy\n")


def write_zip(path: Path, tests: dict[str, str], *, limits: dict[str, float] | None = None) -> Path:
    """Write an autograder zip with the sources of its test files by question."""
    settings = {
        "name": "tiny",
        "questions": list(tests),
        "manual": {},
        "student_files": [],
        "limits": limits or {"cell_cpu_s": 3, "case_cpu_s": 3},
    }
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("otter_config.json", json.dumps({"lang": "python", "seed": 1}))
        archive.writestr("assignment.json", json.dumps(settings))
        archive.writestr(*SOLUTION)
        for name, source in tests.items():
            archive.writestr(f"tests/{name}.py", source)
    return path


def notebook(*cells: str, **parts: object) -> str:
    """Return a notebook of code cells as text; `parts` replace its other parts."""
    code = [
        {"cell_type": "code", "metadata": {}, "source": cell, "outputs": [], "execution_count": None} for cell in cells
    ]
    return json.dumps({"cells": code, "metadata": {}, "nbformat": 4, "nbformat_minor": 4} | parts)


@dataclass(frozen=True)
class Graded:
    """A graded class, and the texts that were written and printed about it by the name of their place."""

    results: ClassResult
    texts: dict[str, str]

    def __getitem__(self, name: str) -> SubmissionResult:
        (found,) = [submission for submission in self.results.submissions if submission.id == name]
        return found

    def case(self, submission: str, question: str, case: str) -> CaseResult:
        (questions,) = [found for found in self[submission].questions if found.name == question]
        (found,) = [found for found in questions.cases if found.name == case]
        return found

    def verdicts(self, submission: str, question: str) -> list[Verdict]:
        (found,) = [found for found in self[submission].questions if found.name == question]
        return [case.verdict for case in found.cases]


def grade_folder(folder: Path, assignment: Path, out: Path, *, timeout_s: float = 60) -> Graded:
    """Grade everything in `folder` in the sealed engine, one after the other."""
    results = grade(
        [folder],
        assignment_zip=assignment,
        assignment_name="tiny",
        expected_name="tiny",
        out=out,
        jobs=1,
        timeout_s=timeout_s,
        isolation="auto",
    )
    assert results.engine.isolation != "none"
    terminal = io.StringIO()
    print_table(results, Console(file=terminal, width=200, force_terminal=True))
    written = [path for path in out.rglob("*") if path.suffix in {".json", ".csv", ".html"}]
    files = {path.relative_to(out).as_posix(): path.read_text(encoding="utf-8") for path in written}
    return Graded(results, files | {"the terminal": terminal.getvalue()})
