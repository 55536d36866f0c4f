"""A submission's way through the sealed engine: what it earns, and that it loses only what is guilty."""

import json
import zipfile

import pytest

from autograder.results import Status, Verdict
from tests.harness.graded import grade
from tests.harness.jails import needs_jail
from tests.harness.sealed_class import SOLUTION, notebook

pytestmark = needs_jail

QUESTION = """
from otter.test_files import test_case

OK_FORMAT = False
name = "{name}"
points = 2


@test_case(name="small", points=1, hidden=False)
def test_small({name}):
    assert {name}(2) == {factor} * 2, "{name}(2) is wrong"


@test_case(name="large", points=1, hidden=True)
def test_large({name}):
    import numpy as np
    x = float(np.random.randint(1000))
    assert {name}(x) == {factor} * x, "{name}(x) is wrong"
"""


@pytest.fixture(scope="module")
def assignment(tmp_path_factory):
    path = tmp_path_factory.mktemp("zip") / "autograder.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("otter_config.json", json.dumps({"lang": "python", "seed": 1}))
        for name, factor in (("double", 2), ("triple", 3)):
            archive.writestr(f"tests/{name}.py", QUESTION.format(name=name, factor=factor))
        archive.writestr("files/secret.txt", "42")
        archive.writestr("files/open.txt", "41")
        settings = {
            "name": "tiny",
            "questions": ["double", "triple"],
            "manual": {},
            "student_files": ["open.txt"],
            "limits": {"cell_cpu_s": 0.5, "case_cpu_s": 0.5, "cell_wall_s": 3, "case_wall_s": 3},
        }
        archive.writestr("assignment.json", json.dumps(settings))
        archive.writestr(*SOLUTION)
    return path


START = "import otter\ngrader = otter.Notebook('tiny.ipynb')"
DOUBLE = "def double(x):\n    return 2 * x"
TRIPLE = "def triple(x):\n    return 3 * x"
HANG = "while True:\n    pass"
# its answer is right if both hangs have gone by since the slow cell ran: it was not run again after each of them
SLOW = "import time\ntime.sleep(1.2)\nwhen = time.time()"
BEFORE_THE_HANGS = "def double(x):\n    return 2 * x if time.time() - when > 0.9 else 0"  # 0.5 s of CPU each

ATTACKS = {
    "patches_otter": "import otter\notter.test_files = None\nimport sys\nsys.modules['otter.test_files'] = None",
    "patches_comparison": "import builtins\nbuiltins.float = lambda x: x\n"
    "class Same(float):\n    __eq__ = lambda self, other: True\n"
    "double = triple = lambda x: Same(0)",
    "patches_numpy": "import numpy as np\nnp.random.randint = lambda *a: 2\ndouble = lambda x: 4\ntriple = lambda x: 6",
    "reads_upward": "import pathlib\nfound = [p for p in pathlib.Path('/').rglob('double.py')]\n"
    "text = found[0].read_text() if found else ''\nassert not found, 'leak'",
    "reads_hidden_file": "import os\nassert not os.path.exists('secret.txt')\nassert open('open.txt').read() == '41'\n"
    "def double(x):\n    return 0",
    "raises_from_equality": "class Odd:\n    def __eq__(self, other):\n        raise SystemExit\n"
    "double = triple = lambda x: Odd()",
    "floods": "print('x' * 10**8)\ndouble = triple = lambda x: 'y' * 10**7",
    "forks": "import os, time\ntime.sleep(1.1)\n"
    "for _ in range(100):\n    try:\n        os.fork() or __import__('time').sleep(100)\n"
    "    except OSError:\n        break",
    "network": "import socket\ntry:\n    socket.create_connection(('127.0.0.1', 80), 1)\n"
    "    raise AssertionError('open')\nexcept OSError:\n    pass",
}

CLASS = {
    "right": [START, DOUBLE, TRIPLE],
    "half": [START, DOUBLE, "def triple(x):\n    return 2 * x"],
    "memorised": [START, "def double(x):\n    return 4", TRIPLE],
    "empty": [START],
    "checked": [START, DOUBLE, "grader.check('double')", "def double(x):\n    return 0", TRIPLE],
    "cell_hangs": [START, DOUBLE, HANG, TRIPLE],
    "cell_exits": [START, DOUBLE, "import os\nos._exit(0)", TRIPLE],
    "cell_crashes": [START, DOUBLE, "import ctypes\nctypes.string_at(0)", TRIPLE],
    "case_hangs": [START, DOUBLE.replace("return", "while x == 2:\n        pass\n    return"), TRIPLE],
    "case_exits": [START, DOUBLE.replace("return", "import os\n    x == 2 and os._exit(0)\n    return"), TRIPLE],
    "system_exit": [START, DOUBLE.replace("return", "x == 2 and exit()\n    return"), TRIPLE],
    "slow_before_hangs": [START, SLOW, BEFORE_THE_HANGS, HANG, HANG.replace("pass", "1"), TRIPLE],
    **{name: [START, code] for name, code in ATTACKS.items()},
}


@pytest.fixture(scope="module")
def graded(assignment, tmp_path_factory):
    """Return the results by name of the class, graded in one run of the engine."""
    folder = tmp_path_factory.mktemp("class")
    for name, cells in CLASS.items():
        (folder / f"{name}.ipynb").write_text(notebook(*cells))
    results = grade(
        [folder],
        assignment_zip=assignment,
        assignment_name="tiny",
        out=folder / "out",
        jobs=1,
        timeout_s=60,
        isolation="auto",
    )
    assert results.engine.isolation != "none"
    return {submission.id.removesuffix(".ipynb"): submission for submission in results.submissions}


def verdicts(submission, question):
    (found,) = [result for result in submission.questions if result.name == question]
    return [case.verdict for case in found.cases]


def test_answers_earn_their_points_and_nothing_else_does(graded):
    due = {"right": 4, "half": 2, "memorised": 3, "empty": 0}
    assert {name: graded[name].score for name in due} == due
    assert {graded[name].status for name in due} == {Status.GRADED}


def test_a_question_is_graded_where_it_is_checked(graded):
    assert graded["checked"].score == 4


def test_only_the_guilty_cell_or_case_is_lost(graded):
    for name in ("cell_hangs", "cell_exits", "cell_crashes"):
        assert (graded[name].score, graded[name].status) == (4, Status.PARTIAL)
        assert graded[name].error.startswith("Cell 3 was left out")
    for name, verdict in (
        ("case_hangs", Verdict.TIMEOUT),
        ("case_exits", Verdict.CRASHED),
        ("system_exit", Verdict.ERROR),
    ):
        assert verdicts(graded[name], "double") == [verdict, Verdict.PASSED]
        assert verdicts(graded[name], "triple") == [Verdict.PASSED, Verdict.PASSED]


def test_what_was_done_before_a_hang_is_not_done_again_when_it_took_long(graded):
    assert graded["slow_before_hangs"].score == 4


def test_attacks_earn_nothing(graded):
    # patches_numpy answers what the small cases ask, which is right; the large ones draw where it cannot reach
    due = dict.fromkeys(ATTACKS, 0) | {"patches_numpy": 2}
    assert {name: graded[name].score for name in ATTACKS} == due
    assert {name: submission.error for name, submission in graded.items() if submission.engine_failed} == {}
