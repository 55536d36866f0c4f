"""The page on trust names modules that keep a promise, and tests that attack it: all of them are there."""

import re
import subprocess
import sys

import pytest


@pytest.fixture
def page(root):
    return (root / "docs" / "trust.md").read_text(encoding="utf-8")


def test_every_module_and_test_named_on_the_page_is_there(root, page):
    named = set(re.findall(r"`((?:autograder|tests)/[^`]+)`", page))
    assert len(named) > 20
    assert [path for path in sorted(named) if not (root / path.partition("::")[0]).exists()] == []


def test_each_kind_of_attack_has_tests_and_each_of_them_is_there(root, page):
    kinds = re.findall(r"^\| \d+ \| .*$", page, re.MULTILINE)
    assert len(kinds) == 11
    for row in kinds:
        tests = re.findall(r"`(tests/[^`]+)::(\w+)`", row)
        assert tests, row
        for path, name in tests:
            assert re.search(rf"^def {name}\(", (root / path).read_text(encoding="utf-8"), re.MULTILINE), (path, name)


@pytest.mark.slow
def test_each_kind_has_three_members_on_each_assignment(root, page):
    rows = [re.findall(r"`(tests/[^`]+::\w+)`", row) for row in re.findall(r"^\| \d+ \| .*$", page, re.MULTILINE)]
    named = [test for row in rows for test in row]
    collect = [sys.executable, "-m", "pytest", "--collect-only", "-q", "-n", "0", "-m", "", "-p", "no:cacheprovider"]
    found = subprocess.run([*collect, *named], cwd=root, capture_output=True, text=True, check=False)
    members = [line for line in found.stdout.splitlines() if "::" in line]
    for row in rows:
        for assignment in ("binary_mlp", "softmax_network"):
            of_kind = [each for each in members if each.partition("[")[0] in row and assignment in each]
            assert len(of_kind) >= 3, (row, assignment, found.stdout, found.stderr)


def test_every_promise_has_what_keeps_it_and_what_attacks_it(page):
    rows = [line.split(" | ") for line in page.splitlines() if line.startswith("| ") and ".py`" in line]
    assert len(rows) > 15
    for _, kept, attacked in rows:
        assert "autograder/" in kept
        assert "tests/harness/" in attacked


def test_every_attack_of_the_folder_is_named_or_stands_in_a_folder_that_is(root, page):
    assert "tests/harness/attacks" in page
    named = set(re.findall(r"attacks/(test_\w+)\.py", page))
    others = {"test_ending", "test_notebook_metadata"}  # what they attack is that a run goes on, and intake
    assert {path.stem for path in (root / "tests/harness/attacks").glob("test_*.py")} == named | others
