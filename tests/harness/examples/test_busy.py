"""The example classes get the same results, hints and figures on a machine that is busy with something else."""

import json
from pathlib import Path
from typing import Any

import pytest

from autograder.grade.command import grade_command
from autograder.grade.options import RunOptions
from tests.busy import busy_machine
from tests.harness.jails import needs_jail

ROOT = Path(__file__).resolve().parents[3]
PROCESSES = 8
# A right one, wrong ones with hints, one that stops in the middle; together they train, draw and raise.
SELECTION = {
    "binary_mlp": ["s01_perfect", "s05_derivative_applied_to_z", "s13_overflow", "s20_stops_in_the_middle"],
    "softmax_network": ["s01_perfect", "s05_unstable", "s10_updates_too_early", "s22_stops_in_the_middle"],
}


def results(name: str, submissions: list[Path], out: Path) -> dict[str, Any]:
    """Return results.json without the seconds, and what the students' pages show."""
    grade_command(RunOptions(paths=submissions, assignment=name, out=out, course=ROOT, jobs=2), quiet=True)
    found = json.loads((out / "results.json").read_text(encoding="utf-8"))
    for submission in found["submissions"]:
        assert submission.pop("seconds") >= 0
    pages = {path.name: path.read_text(encoding="utf-8") for path in (out / "feedback").glob("*.html")}
    assert len(pages) == len(found["submissions"])
    return {"results": found, "pages": pages}


@pytest.mark.slow
@needs_jail
@pytest.mark.parametrize("name", SELECTION)
def test_a_selection_gets_the_same_on_a_busy_machine(name, tmp_path):
    submissions = [ROOT / "examples" / name / f"{file}.ipynb" for file in SELECTION[name]]
    calm = results(name, submissions, tmp_path / "calm")
    with busy_machine(PROCESSES):
        busy = results(name, submissions, tmp_path / "busy")
    assert busy == calm


@pytest.mark.exhaustive
@needs_jail
@pytest.mark.parametrize("name", SELECTION)
def test_a_whole_class_gets_the_same_on_a_busy_machine(name, tmp_path):
    calm = results(name, [ROOT / "examples" / name], tmp_path / "calm")
    with busy_machine(PROCESSES):
        busy = results(name, [ROOT / "examples" / name], tmp_path / "busy")
    assert busy == calm
