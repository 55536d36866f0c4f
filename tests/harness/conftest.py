"""Fixtures that every part's tests share."""

import gc
import os
from collections.abc import Callable, Generator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# Before numpy is imported: threads of BLAS that wait for a core that another one has take ten times the time.
os.environ.update({f"{library}_NUM_THREADS": "1" for library in ("OMP", "OPENBLAS", "MKL")})

# Whether a test passes must not depend on how fast the machine is.
settings.register_profile("any machine", settings(), deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any machine")

ROOT = Path(__file__).resolve().parents[2]
_OBJECTS_BETWEEN_COLLECTIONS = 20_000


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Look through thousands of collected tests for garbage once, when all are there, and seldom afterwards."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.collect()
        gc.freeze()
        gc.set_threshold(_OBJECTS_BETWEEN_COLLECTIONS)
        gc.enable()


SETTINGS = """\
title = "Adding"
requirements = ["numpy>=1.26"]

[points]
q1 = 2
"""

MASTER = '''\
# %% [markdown]
# # Adding

# %% [raw]
# # BEGIN QUESTION
# name: q1

# %% [markdown]
# ## Q1 Add three

# %% [raw]
# # BEGIN SOLUTION

# %%
def add_three(x):
    """Return x + 3."""
    # BEGIN SOLUTION
    return x + 3
    # END SOLUTION

# %% [raw]
# # END SOLUTION

# %% [raw]
# # END QUESTION
'''

TESTS = '''\
"""q1: add_three."""

from otter.test_files import test_case

from autograder.testing import expect_close, fresh_generator, require_answer, require_function

from .reference import right_sum

OK_FORMAT = False
name = "q1"
points = 2


@test_case(name="adds three to one", points=0.5, hidden=False)
def test_one(add_three):
    answer = require_function(add_three, "add_three")(1)
    expect_close(require_answer(answer, "add_three(1)"), 4, "add_three(1)")


@test_case(name="adds three to any number", points=1.5, hidden=True)
def test_any(add_three):
    x = fresh_generator().normal()
    expect_close(require_function(add_three, "add_three")(x), right_sum(x), "add_three(x)")
'''

REFERENCE = '''\
"""The right sum."""

SECRET_TERM = 3


def right_sum(x):
    return x + SECRET_TERM
'''


@pytest.fixture
def root() -> Path:
    """Return the project's root folder, which is a course."""
    return ROOT


@pytest.fixture
def make_course(tmp_path: Path) -> Callable[..., Path]:
    """Return a function that writes a small course of one assignment, `adding`, any file of it replaced by keyword."""

    def write(
        *, settings: str = SETTINGS, master: str = MASTER, tests: str = TESTS, reference: str = REFERENCE
    ) -> Path:
        course = tmp_path / "course"
        for name, text in {
            "solutions/adding/assignment.toml": settings,
            "solutions/adding/master.py": master,
            "tests/otter/adding/q1.py": tests,
            "tests/otter/adding/reference.py": reference,
        }.items():
            (course / name).parent.mkdir(parents=True, exist_ok=True)
            (course / name).write_text(text, encoding="utf-8")
        return course

    return write
