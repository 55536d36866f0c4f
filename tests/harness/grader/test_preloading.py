"""The warm interpreter has what notebooks of the assignment import, and no more."""

from pathlib import Path

import pytest

from autograder.assignments.material import solution_file
from autograder.engine.jailed.zygote import ALWAYS, PRELOADED
from autograder.grader.worker import modules_for


def suite(folder: Path, solution: str | None, test: str = "") -> Path:
    """Write what is unpacked of a zip with this solution (None for none) and this test file."""
    (folder / "tests").mkdir(exist_ok=True)
    (folder / "tests" / "q1.py").write_text(test, encoding="utf-8")
    if solution is not None:
        solution_file(folder).parent.mkdir(exist_ok=True)
        solution_file(folder).write_text(solution, encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("line", "module"),
    [
        ("import pandas", "pandas"),
        ("import os, scipy.stats as stats", "scipy.stats"),
        ("from sklearn.metrics import accuracy_score", "sklearn.metrics"),
        ("from sklearn import datasets", "sklearn.datasets"),
        ("from matplotlib.ticker import (MaxNLocator,", "matplotlib.ticker"),
        ("if True:\n    import pandas as pd", "pandas"),
    ],
)
def test_what_the_solution_imports_is_imported_before_the_fork(tmp_path: Path, line: str, module: str) -> None:
    assert module in modules_for(suite(tmp_path, f"x = 1\n{line}\n"))


def test_what_a_test_imports_counts_too_even_in_a_doctest(tmp_path: Path) -> None:
    test = "test = {'code': r'''\n    >>> import pandas as pd\n    '''}\n"
    assert "pandas" in modules_for(suite(tmp_path, "", test))


def test_what_nothing_of_the_assignment_imports_is_left_out(tmp_path: Path) -> None:
    assert modules_for(suite(tmp_path, "import numpy as np\nimport json\n# pandas is not needed\n")) == ALWAYS


def test_a_module_that_is_not_known_to_be_safe_is_left_to_the_submissions(tmp_path: Path) -> None:
    assert modules_for(suite(tmp_path, "import torch, antigravity\nfrom evil import sklearn\n")) == ALWAYS


def test_a_solution_that_is_no_python_breaks_nothing(tmp_path: Path) -> None:
    assert "pandas" in modules_for(suite(tmp_path, "def (:\nimport pandas\n\x00\n"))


def test_a_zip_without_a_solution_gets_the_usual_modules(tmp_path: Path) -> None:
    assert modules_for(suite(tmp_path, None)) == PRELOADED
