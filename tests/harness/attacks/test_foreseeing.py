"""What hidden tests ask can be foreseen by nobody: it is drawn under a secret of the class's gradebook."""

import io
import json
import re
import sqlite3
import zipfile
from pathlib import Path

import pytest

from autograder.engine.suite import case_seed, public_secret
from autograder.system.secret import Secret
from tests.harness.graded import grade
from tests.harness.sealed_class import notebook, write_zip

TEST = """
import numpy as np
from otter.test_files import test_case

OK_FORMAT = False
name = "q1"
points = 1


@test_case(name="says what was drawn", points=1, hidden=False)
def test_drawn(f):
    assert False, f"drawn {np.random.randint(2**31 - 1)}"
"""
CELL = "def f():\n    pass"


def drawn(folder: Path, out: Path, seed: int | None = None) -> tuple[list[str], str]:
    """Grade a notebook and a zip of it; return what was drawn for each, and all that was written but the gradebook."""
    (folder / "class").mkdir(exist_ok=True)
    text = notebook(CELL)
    (folder / "class" / "a.ipynb").write_text(text)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("a.ipynb", text)
    (folder / "class" / "b.zip").write_bytes(stream.getvalue())
    path = write_zip(folder / "autograder.zip", {"q1": TEST})
    results = grade(
        [folder / "class"], assignment_zip=path, assignment_name="tiny", out=out, jobs=1, seed=seed, resume=False
    )
    found = [re.search(r"drawn (\d+)", json.dumps(each.to_json())) for each in results.submissions]
    written = "".join(each.read_text() for each in out.rglob("*") if each.suffix in (".json", ".csv", ".html"))
    return [match[1] for match in found if match], written


def test_the_same_class_draws_the_same_again_and_another_class_something_else(tmp_path):
    first, written = drawn(tmp_path, tmp_path / "one")
    assert len(first) == 2
    assert first[0] == first[1], "a zip of the notebook is the same submission"
    assert drawn(tmp_path, tmp_path / "one")[0] == first
    assert drawn(tmp_path, tmp_path / "two")[0] != first
    (secret,) = sqlite3.connect(tmp_path / "one" / "gradebook.db").execute("SELECT case_secret FROM assignments")
    assert len(bytes.fromhex(secret[0])) >= 16
    assert secret[0] not in written
    assert "Graded with --seed" not in written


def test_a_seed_decides_instead_and_the_results_say_so(tmp_path):
    first, written = drawn(tmp_path, tmp_path / "one", seed=7)
    assert "Graded with --seed 7" in written
    assert drawn(tmp_path, tmp_path / "two", seed=7)[0] == first


@pytest.mark.parametrize("other", [(b"s", "a", "q1", "c"), (b"t", "b", "q1", "c"), (b"t", "a", "q2", "c")])
def test_a_seed_is_that_of_one_secret_one_submission_and_one_case(other):
    seed = case_seed(b"t", "a", "q1", "c")
    assert seed == case_seed(b"t", "a", "q1", "c") != case_seed(*other)
    assert seed != case_seed(public_secret(42), "a", "q1", "c")
    assert seed >> 64


def test_a_secret_is_not_shown():
    assert "walrus" not in repr(Secret(b"walrus")) + str(Secret(b"walrus"))


STANDING_STILL = """
import random
import numpy as np
ZEROS = ("MT19937", np.zeros(624, np.uint32), 624)
def f():
    np.random.set_state(ZEROS)
    random.setstate((3, (0,) * 624 + (624,), None))
f()
np.random.get_state = lambda *a, **k: ZEROS
random.getstate = lambda: (3, (0,) * 624 + (624,), None)
np.random.seed = random.seed = lambda *a, **k: None
"""


def test_where_a_submission_leaves_its_generators_decides_nothing_that_a_test_draws(tmp_path):
    (tmp_path / "class").mkdir()
    cells = [STANDING_STILL, "import otter\ngrader = otter.Notebook()", "grader.check('q1')\ngrader.check('q1')"]
    for name in ("at_the_end", "in_a_cell"):
        text = notebook(*cells[: 3 if name == "in_a_cell" else 1])
        (tmp_path / "class" / f"{name}.ipynb").write_text(text)
    test = TEST.replace("assert False, f", "f()\n    assert np.random.rand() and False, f")
    path = write_zip(tmp_path / "autograder.zip", {"q1": test})
    results = grade(
        [tmp_path / "class"], assignment_zip=path, assignment_name="tiny", out=tmp_path / "out", jobs=1, resume=False
    )
    drawn = {re.search(r"drawn (\d+)", json.dumps(each.to_json()))[1] for each in results.submissions}
    assert len(drawn) == 2
    assert "0" not in drawn
