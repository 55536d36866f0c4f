"""Nothing that one submission leaves anywhere in the grader is found by the next one that the same worker grades."""

import json
import zipfile

import pytest

from tests.harness.sealed_class import grade_folder, notebook, write_zip

START = "import otter\nimport os, time\nimport numpy as np\ngrader = otter.Notebook('tiny.ipynb')"

LEAVING = """
import functools
import warnings
import numpy as np
from otter.test_files import test_case

OK_FORMAT = False
name = "q1"
points = 1
CONSTANT = {"calls": 0}


class Helper:
    calls = 0


@functools.cache
def data():
    return np.zeros(3)


def default(values=[]):
    values.append(4)
    return len(values)


def once():
    shown = []
    setattr(warnings, "showwarning", lambda *arguments, **options: shown.append(arguments))
    with np.errstate(all="warn"):
        warnings.warn("once", stacklevel=1)
    return len(shown)


@test_case(name="leaves something wherever it can", points=1, hidden=False)
def test_leaving(fill, fail):
    seen = [CONSTANT["calls"], Helper.calls, default(), once(), np.geterr()["over"], np.get_printoptions()["precision"]]
    seen += [float(data().sum()), hasattr(type(fill), "left"), hasattr(np, "left")]
    try:
        fail()
    except ValueError as error:
        seen.append(hasattr(type(error), "left"))
        type(error).left = 1
    fill(data())
    data()[:] = 5
    CONSTANT["calls"] = Helper.calls = type(fill).left = 1
    setattr(np, "left", 1)
    np.seterr(over="raise")
    np.set_printoptions(precision=2)
    assert False, f"seen {seen}"
"""

CODE = "def fill(a):\n    a[:] = 4\ndef fail():\n    raise ValueError"


@pytest.mark.parametrize("sealed", [True, False])
def test_what_a_test_leaves_in_the_grader_is_gone_for_the_next_submission(tmp_path, sealed):
    (tmp_path / "class").mkdir()
    for name in ("a", "b"):
        (tmp_path / "class" / f"{name}.ipynb").write_text(notebook(START, CODE))
    path = write_zip(tmp_path / "autograder.zip", {"q1": LEAVING})
    if not sealed:
        with zipfile.ZipFile(path) as archive:
            config = archive.read("otter_config.json")
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("otter_config.json", config)
            archive.writestr("tests/q1.py", LEAVING)
    graded = grade_folder(tmp_path / "class", path, tmp_path / "out")
    said = [graded.case(f"{name}.ipynb", "q1", "leaves something wherever it can").message for name in ("a", "b")]
    assert "seen [0, 0, 1, 1, 'warn', 8, 0.0, False, False, False]" in said[0]
    assert said[1] == said[0]


TELLING = """
from otter.test_files import test_case

OK_FORMAT = False
name = "q1"
points = 1


@test_case(name="tells what the notebook found", points=1, hidden=False)
def test_telling(found):
    assert not found, f"found {found}"
"""

LONG = "until = time.time() + 0.7\nwhile time.time() < until: pass"
LONGER = "until = time.time() + 1.2\nwhile time.time() < until: pass"
FIND = f"{LONG}\nfound = open('left').read() if os.path.exists('left') else ''"
PLANT = "open('left', 'w').write('LOOT')"

PAIRS = {
    "a_cell_that_ends_its_process": ([LONGER, f"{PLANT}\nos._exit(1)", FIND], [LONGER, "", FIND]),
    "a_cell_that_hangs": (
        [LONGER, f"{PLANT}\nwhile True: pass", FIND],
        [LONGER, "", FIND],
    ),
    "a_cell_that_says_nothing_of_its_file": (
        [LONGER, "import pathlib\nwrite = pathlib.Path('left').write_text\ndef f(): write('LOOT')\nf()", FIND],
        [LONGER, "pass", FIND],
    ),
    "a_cell_that_is_the_same_for_both": (
        [LONG, FIND.replace("os.path.exists('left')", "'LOOT' in globals()").replace("open('left').read()", "LOOT")],
        [LONG, FIND],
    ),
}


@pytest.mark.slow
def test_what_a_long_cell_of_one_has_computed_is_not_restored_for_another(tmp_path):
    (tmp_path / "class").mkdir()
    for name, pair in PAIRS.items():
        for letter, cells in zip("ab", pair, strict=True):
            (tmp_path / "class" / f"{name}-{letter}.ipynb").write_text(notebook(START, *cells))
    path = write_zip(tmp_path / "autograder.zip", {"q1": TELLING})
    graded = grade_folder(tmp_path / "class", path, tmp_path / "out")
    for name in PAIRS:
        assert graded.case(f"{name}-b.ipynb", "q1", "tells what the notebook found").passed, name
    assert "LOOT" not in json.dumps([graded[f"{name}-b.ipynb"].to_json() for name in PAIRS])
