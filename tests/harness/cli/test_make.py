"""`make grade` grades the example class where no jail can be had, too, and says so aloud; else it stops."""

import subprocess
from pathlib import Path

import pytest

AUTOGRADER = """#!/bin/sh
echo "$@" >>"$0.calls"
case "$*" in *"--isolation none"*) exit 0 ;; esac
exit {status}
"""


@pytest.fixture
def grade(tmp_path: Path, root: Path):
    """Return a function that runs `make grade-binary_mlp` with an `autograder` that ends with a status."""

    def run(status: int) -> tuple[int, str, list[str]]:
        program = tmp_path / "autograder"
        program.write_text(AUTOGRADER.format(status=status), encoding="utf-8")
        program.chmod(0o755)
        (tmp_path / ".ready").touch()
        call = ["make", "grade-binary_mlp", f"BIN={tmp_path}", f"READY={tmp_path}/.ready", "UNFIT="]
        done = subprocess.run(call, cwd=root, capture_output=True, text=True)
        return done.returncode, done.stdout, Path(f"{program}.calls").read_text(encoding="utf-8").splitlines()

    return run


def test_without_a_jail_the_example_class_is_graded_unsealed_and_that_cannot_be_missed(grade):
    status, printed, calls = grade(3)
    assert status == 0
    assert "NO JAIL CAN BE HAD HERE" in printed
    assert ["--isolation none" in call for call in calls] == [False, True]


@pytest.mark.parametrize("failure", [1, 2])
def test_what_fails_for_another_reason_is_not_tried_unsealed(grade, failure):
    status, printed, calls = grade(failure)
    assert status != 0
    assert "###" not in printed.partition("\n")[2]
    assert len(calls) == 1
