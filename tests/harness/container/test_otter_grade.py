"""`otter grade` with a real Docker engine: the zip's own set-up installs with pip on any image with Python 3.11."""

import csv
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from autograder.build.release import build
from autograder.course.settings import find_course

IMAGE = os.environ.get("AUTOGRADER_DOCKER_IMAGE", "python:3.11-slim")


@pytest.mark.docker
def test_three_submissions_get_their_marks_in_containers(root: Path, tmp_path: Path):
    built = build(find_course(root).assignment("binary_mlp"), tmp_path / "build")
    submissions, out = tmp_path / "submissions", tmp_path / "out"
    submissions.mkdir()
    out.mkdir()
    shutil.copy(built.solution, submissions / "solution.ipynb")
    shutil.copy(built.student / "binary_mlp.ipynb", submissions / "untouched.ipynb")
    wrong = built.solution.read_text(encoding="utf-8").replace("outputs < 0.5, d1, d2", "outputs <= 0.5, d1, d2")
    (submissions / "threshold.ipynb").write_text(wrong, encoding="utf-8")

    call = [sys.executable, "-m", "otter", "grade", "--name", "binary_mlp", "--image", IMAGE, "--containers", "2"]
    call += ["--autograder", str(built.autograder_zip), "--output-dir", str(out), str(submissions)]
    run = subprocess.run(call, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout[-3000:] + run.stderr[-3000:]

    with (out / "final_grades.csv").open(newline="") as file:
        rows = {row["file"]: row for row in csv.DictReader(file)}
    assert float(rows["solution.ipynb"]["total_points_earned"]) == 40
    assert float(rows["untouched.ipynb"]["total_points_earned"]) == 0
    assert float(rows["threshold.ipynb"]["q10"]) < 3
    assert float(rows["threshold.ipynb"]["q8"]) == 6
