"""The ways out: one module a format, known by one table."""

import ast
import functools
from pathlib import Path

import pytest

import autograder
from autograder.export.ways import ways
from autograder.intake.lms import PLATFORMS

PACKAGE = Path(autograder.__file__).parent
ROOMS = ("intake.lms", "export")


@functools.cache
def known_to(file):
    """Return the modules that a file imports, and the texts that it holds."""
    modules, texts = set(), set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            texts.add(node.value)
        if isinstance(node, ast.ImportFrom):
            modules |= {node.module or "", *(f"{node.module}.{alias.name}" for alias in node.names)}
    return modules, texts


def knows(file, platform):
    """Tell whether a file imports a module of the platform, or holds its name as a key."""
    modules, texts = known_to(file)
    return platform in texts or not modules.isdisjoint({f"autograder.{room}.{platform}" for room in ROOMS})


@pytest.mark.parametrize("platform", PLATFORMS)
def test_a_platform_is_known_to_its_own_modules_and_to_one_table(platform):
    known = {str(file.relative_to(PACKAGE)) for file in PACKAGE.rglob("*.py") if knows(file, platform)}
    assert known - {f"intake/lms/{platform}.py", f"export/{platform}.py"} == {"intake/lms/__init__.py"}


def test_a_platform_without_a_way_back_is_left_out(monkeypatch):
    monkeypatch.setattr("autograder.export.ways.PLATFORMS", {"ilias": None, "canvas": None})
    assert list(ways()) == ["canvas", "excel", "csv"]
