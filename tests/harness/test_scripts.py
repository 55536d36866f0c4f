"""Every script of the repository runs as its own docstring says, from the project's root, on small settings."""

import ast
import json
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from autograder.results import ClassResult, Engine

SMALL = {
    "data/build_digits28.py": "--out {out}",
    "data/build_digits8.py": "--out {out}",
    "examples/make_examples.py": "softmax_network --check",
    "solutions/binary_mlp/measure_thresholds.py": "--seeds 2 --only digits28 --mnist {out}/no --out {out}/table.csv",
    "solutions/softmax_network/measure_spread.py": "--seeds 2 --out {out}/spread.csv",
    "solutions/softmax_network/reproduce_tables.py": "--seeds 1 --out {out}",
}
# Those that grade for minutes or start what this machine may not have: what they import, and their settings, hold.
BY_HAND = {
    "benchmarks/grading.py": "import benchmarks.grading",
    "benchmarks/growth.py": "import benchmarks.growth",
    "benchmarks/many_machines.py": "import benchmarks.many_machines",
    "benchmarks/web_pages.py": "import benchmarks.web_pages",
    "docs/images/make_pictures.py": "import runpy; runpy.run_path('docs/images/make_pictures.py')",
}
WITH_RESULTS = "examples/expected_from_results.py"
PARTS_OF_THE_BENCHMARK = {"benchmarks/bare.py", "benchmarks/warm_otter.py"}


def run(root: Path, *words: str) -> str:
    """Return what a command in the project's root prints, and how it ended if it failed."""
    done = subprocess.run([sys.executable, *words], cwd=root, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def is_script(path: Path) -> bool:
    """Tell whether a file is made to be run: it ends with a question for its name."""
    last = ast.parse(path.read_text(encoding="utf-8")).body[-1]
    return isinstance(last, ast.If) and "__main__" in ast.unparse(last.test)


def test_every_script_is_run_by_a_test(root):
    folders = ("benchmarks", "data", "docs", "examples", "solutions")
    found = {str(path.relative_to(root)) for name in folders for path in (root / name).rglob("*.py") if is_script(path)}
    assert found == {*SMALL, *BY_HAND, WITH_RESULTS, *PARTS_OF_THE_BENCHMARK}


@pytest.mark.parametrize("script", SMALL)
def test_a_docstring_shows_how_to_call_the_script(root, script):
    assert f"python {script}" in (ast.get_docstring(ast.parse((root / script).read_text(encoding="utf-8"))) or "")


@pytest.mark.slow
@pytest.mark.parametrize("script", SMALL)
def test_a_script_runs_as_its_docstring_says(root, tmp_path, script):
    shutil.copy(root / "solutions" / "softmax_network" / "README.md", tmp_path)  # into which tables are written
    run(root, script, *shlex.split(SMALL[script].format(out=tmp_path)))


@pytest.mark.slow
@pytest.mark.parametrize("script", BY_HAND)
def test_what_a_script_run_by_hand_imports_is_there(root, script):
    run(root, "-c", BY_HAND[script])


def test_the_marks_that_a_class_got_are_printed_as_expectations(root, tmp_path):
    results = ClassResult("adding", 1.0, Engine("bubblewrap", "sealed", 1, "1"), ())
    (tmp_path / "results.json").write_text(json.dumps(results.to_json()), encoding="utf-8")
    assert run(root, WITH_RESULTS, str(tmp_path / "results.json")) == "\n"
