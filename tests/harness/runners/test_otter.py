"""Otter for real: the facts about it that grading relies on. Each class of submissions is graded once."""

import json
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from autograder.engine import otter_adapter
from autograder.errors import AutograderError
from autograder.results import ClassResult, SubmissionResult
from tests.harness.graded import grade

GRADER = 'import otter\ngrader = otter.Notebook("tiny.ipynb")'
DOUBLE = "def double(v):\n    return 2 * v"
WRONG = "def double(v):\n    return 0"
LEFT_ALONE = "import subprocess, sys\nsubprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'])"
NOTEBOOKS = {
    "good": [GRADER, DOUBLE, 'grader.check("q1")', "x = 2", 'grader.check("q2")', LEFT_ALONE],
    "dead": [DOUBLE, "x = 2", "import os\nos._exit(3)"],
    "exit_in_function": ["import sys\ndef double(v):\n    sys.exit(0)", "x = 2"],
    "exit_in_cell": [DOUBLE, "import sys\nsys.exit(1)", "x = 2"],
    "checked_twice": [GRADER, DOUBLE, 'grader.check("q1")', WRONG, 'grader.check("q1")', "x = 2"],
    "broken": ["def double(v)\n    return 2 * v", "x = 3"],
    "hungry": ["import numpy\ndef double(v):\n    return numpy.ones((100, 1 << 30))", "x = 2"],
    "empty": ["def double(v):\n    raise NotImplementedError('Q1')", "x = ..."],
}


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory, tiny_zip: Path) -> Iterator[Callable[[str], SubmissionResult]]:
    """Return a function that gives the result of one of the notebooks, all graded together."""
    from tests.harness.tiny import notebook_text, write_zip

    folder = tmp_path_factory.mktemp("class")
    for name, cells in NOTEBOOKS.items():
        (folder / f"{name}.ipynb").write_text(notebook_text(cells), encoding="utf-8")
    (folder / "script.py").write_text(f"{DOUBLE}\nx = 2\n", encoding="utf-8")
    write_zip(folder / "zipped.zip", {"hw.ipynb": notebook_text(["from helpers import double"]), "helpers.py": DOUBLE})
    result = grade(
        [folder], assignment_zip=tiny_zip, assignment_name="tiny", out=folder / "out", timeout_s=300, isolation="none"
    )
    by_id = {submission.id.partition(".")[0]: submission for submission in result.submissions}
    return by_id.__getitem__


def verdicts(submission: SubmissionResult) -> list[str]:
    return [case.verdict.value for question in submission.questions for case in question.cases]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "status", "expected"),
    [
        ("good", "graded", ["passed"] * 4),
        ("script", "graded", ["passed"] * 4),
        ("exit_in_cell", "graded", ["passed"] * 4),
        ("checked_twice", "graded", ["failed", "failed", "passed", "passed"]),
        ("zipped", "graded", ["passed", "passed", "error", "error"]),
        ("broken", "graded", ["error", "error", "failed", "failed"]),
        ("hungry", "graded", ["memory", "memory", "passed", "passed"]),
        ("empty", "graded", ["not_attempted", "not_attempted", "error", "failed"]),
        ("dead", "partial", ["crashed"] * 4),
        ("exit_in_function", "partial", ["crashed"] * 4),
    ],
)
def test_what_otter_says_becomes_an_honest_verdict(graded, name, status, expected):
    submission = graded(name)
    assert (submission.status.value, verdicts(submission)) == (status, expected)
    assert submission.score == expected.count("passed")
    assert submission.max_score == 4.0


@pytest.mark.slow
def test_messages_are_for_the_student(graded):
    messages = [case.message for case in graded("checked_twice").questions[0].cases]
    assert messages == ["double(2) is wrong", "The answer is not right in this hidden test."]
    assert (
        graded("broken")
        .questions[0]
        .cases[0]
        .message.startswith("double is missing, because the cell that defines it stopped with SyntaxError")
    )
    assert graded("broken").questions[1].cases[0].message == "Failed example:\n    x + 1\nExpected:\n    3\nGot:\n    4"
    assert "sys.exit()" in graded("exit_in_function").error


@pytest.mark.slow
def test_the_time_limit_ends_a_notebook_and_spares_the_others(tmp_path, tiny_zip, make_notebook):
    (tmp_path / "loop.ipynb").write_text(make_notebook(["while True: pass"]), encoding="utf-8")
    (tmp_path / "late.py").write_text("", encoding="utf-8")
    result: ClassResult = grade(
        [tmp_path],
        assignment_zip=tiny_zip,
        assignment_name="tiny",
        out=tmp_path / "out",
        timeout_s=15,
        isolation="none",
    )
    late, loop = result.submissions
    assert late.status.value == "rejected"
    assert (loop.status.value, verdicts(loop)) == ("partial", ["timeout"] * 4)
    assert "15 seconds" in loop.error


ORACLE = """
import json, sys
import otter.api
results = otter.api.grade_submission(sys.argv[1], sys.argv[2], quiet=True)
cases = {name: [case.passed for case in file.test_case_results] for name, file in results.results.items()}
print(json.dumps({"total": results.total, "possible": results.possible, "cases": cases}))
"""


@pytest.mark.slow
def test_marks_are_those_of_otter_run(tmp_path, tiny_zip, make_notebook):
    """A question counts as it was at its check: what later cells do to it does not."""
    path = tmp_path / "tiny.ipynb"
    cells = [GRADER, DOUBLE, 'grader.check("q1")', WRONG, "x = 3", "grader.check('q2')", "x = 2"]
    path.write_text(make_notebook(cells, metadata={"otter": {"assignment_name": "tiny"}}), encoding="utf-8")
    oracle = subprocess.run(
        [sys.executable, "-c", ORACLE, path, tiny_zip], cwd=tmp_path, check=True, capture_output=True, timeout=300
    )
    due = json.loads(oracle.stdout.splitlines()[-1])
    # Handed in under another name, as learning platforms do.
    submission = grade(
        [path.rename(tmp_path / "ada_12345.ipynb")],
        assignment_zip=tiny_zip,
        assignment_name="tiny",
        out=tmp_path / "out",
        isolation="none",
    ).submissions[0]
    cases = {question.name: [case.passed for case in question.cases] for question in submission.questions}
    assert {"total": submission.score, "possible": submission.max_score, "cases": cases} == due
    assert cases == {"q1": [True, True], "q2": [False, False]}


@pytest.mark.slow
def test_the_seed_reaches_the_submission(tmp_path, tiny_zip, make_notebook):
    cells = [
        "import numpy as np\nx = 2 if np.random.randint(1 << 30) == np.random.RandomState(7).randint(1 << 30) else 0"
    ]
    (tmp_path / "s1.ipynb").write_text(make_notebook(cells), encoding="utf-8")
    result = grade(
        [tmp_path], assignment_zip=tiny_zip, assignment_name="tiny", out=tmp_path / "out", seed=7, isolation="none"
    )
    assert verdicts(result.submissions[0])[2:] == ["passed", "passed"]


def test_the_test_files_describe_themselves(tmp_path, tiny_zip):
    with zipfile.ZipFile(tiny_zip) as archive:
        archive.extractall(tmp_path)
    first, second = otter_adapter.describe_tests(otter_adapter.load_test_files(tmp_path / "tests"))
    assert (first["name"], first["declared"], first["all_or_nothing"]) == ("q1", 2.0, False)
    assert [(case["name"], case["hidden"], case["points"]) for case in first["cases"]] == [
        ("doubles an integer", False, 1),
        ("doubles a fraction", True, 1),
    ]
    assert [(case["name"], case["hidden"], case["points"]) for case in second["cases"]] == [
        ("q2 - 1", False, 1.0),
        ("q2 - 2", True, 1.0),
    ]


@pytest.mark.parametrize("text", ["syntax error", "x = 1", "raise SystemExit", "OK_FORMAT = True\ntest = {}"])
def test_a_test_file_that_otter_cannot_read_is_named(tmp_path, text):
    (tmp_path / "q1.py").write_text(text, encoding="utf-8")
    with pytest.raises(AutograderError, match=r"test file q1\.py"):
        otter_adapter.load_test_files(tmp_path)


OK_FILE = "test = {{'name': 'q1', 'suites': [{}]}}\n"
CASES = "{'cases': [{'code': '>>> 1\\n1'}]}"


def test_an_old_test_file_is_known_by_what_it_defines(tmp_path):
    (tmp_path / "q1.py").write_text(OK_FILE.format(CASES), encoding="utf-8")
    source = "from otter.test_files import test_case\nname = 'q2'\n\n@test_case()\ndef test_a():\n    pass\n"
    (tmp_path / "q2.py").write_text(source, encoding="utf-8")
    first, second = otter_adapter.load_test_files(tmp_path)
    assert (first.file.name, otter_adapter.is_doctest(first.file)) == ("q1", True)
    assert (second.file.name, otter_adapter.is_doctest(second.file)) == ("q2", False)


@pytest.mark.parametrize(
    ("suites", "reason"),
    [
        (f"{CASES}, {CASES}", "2 suites"),
        ("", "0 suites"),
        (CASES.replace("{", "{'type': 'concept', ", 1), "'concept'"),
        (CASES.replace("{", "{'setup': '>>> x = 1', ", 1), "setup"),
    ],
)
def test_what_otter_does_not_take_of_oks_files_is_named(tmp_path, suites, reason):
    (tmp_path / "q1.py").write_text(OK_FILE.format(suites), encoding="utf-8")
    with pytest.raises(AutograderError, match=rf"q1\.py .*{reason}"):
        otter_adapter.load_test_files(tmp_path)


def test_cases_that_are_functions_in_a_file_that_says_oks_format_are_named(tmp_path):
    head = "from otter.test_files import test_case\nOK_FORMAT = True\nname = 'q1'\n"
    source = f"{head}\n@test_case()\ndef test_a():\n    pass\n"
    (tmp_path / "q1.py").write_text(source, encoding="utf-8")
    with pytest.raises(AutograderError, match=r"q1\.py .*need OK_FORMAT = False"):
        otter_adapter.load_test_files(tmp_path)


def test_a_test_file_that_cannot_be_executed_once_more_is_named(tmp_path):
    source = "OK_FORMAT = True\ntest = {'name': 'q1', 'suites': [{'cases': [{'code': '>>> 1\\n1'}]}]}\n"
    (tmp_path / "q1.py").write_text(source, encoding="utf-8")
    (loaded,) = otter_adapter.load_test_files(tmp_path)
    (tmp_path / "q1.py").write_text("raise SystemExit", encoding="utf-8")
    with pytest.raises(AutograderError, match=r"test file q1\.py"):
        otter_adapter.load_again(loaded.file)


def in_a_fresh_process(code: str) -> str:
    """Return what `code` prints in a Python that has imported nothing yet."""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return done.stdout.strip()


LOAD = """
import sys
from pathlib import Path
from autograder.engine.otter_adapter import load_test_files
(loaded,) = load_test_files(Path({folder!r}))
file = loaded.file
"""


@pytest.fixture
def load(tmp_path):
    """Return code that loads one test file, which asks otter for its `test_case`."""
    source = """
from otter.test_files import test_case
OK_FORMAT = False
name = "q1"
points = 1

@test_case()
def test_x(x):
    assert x == 2
"""
    (tmp_path / "q1.py").write_text(source, encoding="utf-8")
    return LOAD.format(folder=str(tmp_path))


def test_reading_test_files_does_not_import_all_of_otter(load):
    assert in_a_fresh_process(f"{load}print(file.name, 'otter.api' in sys.modules, 'pandas' in sys.modules)") == (
        "q1 False False"
    )


@pytest.mark.parametrize(
    ("use", "name"),
    [
        ("import otter\nfound = otter.Notebook", "Notebook"),
        ("from otter import Notebook as found", "Notebook"),
        ("import otter.api as found", "otter.api"),
    ],
)
def test_whoever_wants_more_of_otter_afterwards_gets_it(load, use, name):
    assert in_a_fresh_process(f"{load}{use}\nprint(found.__name__)") == name


def test_a_name_that_otter_has_not_is_missed_as_ever(load):
    assert in_a_fresh_process(f"{load}import otter\nprint(hasattr(otter, 'nothing'), hasattr(otter, 'api'))") == (
        "False True"
    )
