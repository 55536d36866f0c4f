"""Grade the same notebooks in the sealed engine and by otter, and compare case by case."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Self

from autograder.intake.prepare import prepare
from autograder.results import ClassResult
from tests.harness.graded import grade

Verdicts = dict[str, list[bool]]


def notebook_text(cells: Sequence[str], metadata: Mapping[str, object] | None = None) -> str:
    """Return a notebook with code cells of these sources."""
    code = [
        {"cell_type": "code", "metadata": {}, "source": cell, "outputs": [], "execution_count": None} for cell in cells
    ]
    return json.dumps({"cells": code, "metadata": dict(metadata or {}), "nbformat": 4, "nbformat_minor": 4})


def write_class(folder: Path, notebooks: Mapping[str, str]) -> Path:
    """Write the notebooks, texts by name, into a new folder."""
    folder.mkdir(parents=True)
    for name, text in notebooks.items():
        (folder / f"{name}.ipynb").write_text(text, encoding="utf-8")
    return folder


def graded(folder: Path, autograder_zip: Path, out: Path, **how: Any) -> ClassResult:
    """Grade a folder of notebooks in the sealed engine, unless `how` says otherwise."""
    how = {"isolation": "auto", "jobs": 1, "assignment_name": "parity", **how}
    return grade([folder], assignment_zip=autograder_zip, out=out, **how)


def verdicts(result: ClassResult) -> dict[str, Verdicts]:
    """Return which cases passed, by submission and question."""
    return {
        submission.id.removesuffix(".ipynb"): {
            question.name: [case.passed for case in question.cases] for question in submission.questions
        }
        for submission in result.submissions
    }


class Otter:
    """The process of `as_otter_runs`, which has otter loaded, and `packages` that notebooks take long to import."""

    def __init__(self, packages: Sequence[str] = ()) -> None:
        inline = "module://matplotlib_inline.backend_inline"  # a kernel's
        environment = os.environ | {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MPLBACKEND": inline}
        self._process = subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("as_otter_runs.py")), *packages],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=environment,
        )

    def verdicts(self, folder: Path, autograder_zip: Path, work: Path) -> dict[str, Verdicts]:
        """Return which cases pass in each notebook of a folder, by its name and question."""
        return {name: answer["questions"] for name, answer in self.answers(folder, autograder_zip, work).items()}

    def answers(self, folder: Path, autograder_zip: Path, work: Path) -> dict[str, dict[str, Any]]:
        """Return what otter says of each notebook of a folder: see `as_otter_runs`."""
        found = {}
        for path in sorted(folder.glob("*.ipynb")):
            place = work / path.stem
            config = unpack_beside(autograder_zip, place)
            copy = prepare(path, place)  # under the name by which the notebook calls itself
            answer = self._ask({"folder": str(place), "notebook": copy.name, "config": config})
            assert "error" not in answer, answer["error"]
            found[path.stem] = answer
        return found

    def _ask(self, request: Mapping[str, object]) -> dict:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(request) + "\n")
        self._process.stdin.flush()
        answer: dict = json.loads(self._process.stdout.readline())
        return answer

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *details: object) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(30)
        self._process.stdout.close()


def unpack_beside(autograder_zip: Path, folder: Path) -> dict[str, Any]:
    """Lay tests and files out as otter does for a submission in `folder`; return the zip's settings."""
    with zipfile.ZipFile(autograder_zip) as archive:
        for name in archive.namelist():
            inside = name if name.startswith("tests/") else name.removeprefix("files/")
            if name.endswith("/") or not name.startswith(("tests/", "files/")):
                continue
            target = folder / inside
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(archive.read(name))
        config: dict[str, Any] = json.loads(archive.read("otter_config.json"))
    return config


def differences(engine: Mapping[str, Verdicts], otter: Mapping[str, Verdicts]) -> list[str]:
    """Say where the two do not agree, in one line a case."""
    assert set(engine) == set(otter)
    wrong = []
    for name, questions in otter.items():
        assert set(engine[name]) == set(questions), name
        for question, cases in questions.items():
            wrong += [
                f"{name} {question} case {number}: the engine says {mine}, otter {theirs}"
                for number, (mine, theirs) in enumerate(zip(engine[name][question], cases, strict=True), start=1)
                if mine is not theirs
            ]
    return wrong
