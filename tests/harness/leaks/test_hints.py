"""Hints are made of what a submission does on practice inputs: whatever it does with a hidden input, none holds it."""

import re

import pytest

from autograder.results import Verdict
from tests.harness.jails import needs_jail
from tests.harness.sealed_class import grade_folder, notebook, write_zip

pytestmark = needs_jail

DOUBLE = """
import numpy as np
from otter.test_files import test_case

OK_FORMAT = False
name = "double"
points = 3


class WrongValue(AssertionError):
    def __init__(self, came, due, hint):
        self.facts = {"kind": "value", "what": "double(x)", "index": (), "came": came, "due": due, "hint": hint}
        super().__init__(f"double(x) is {came}, expected {due}. {hint}")


@test_case(name="of two", points=1, hidden=False)
def test_two(double):
    assert double(2) == 4


@test_case(name="of any number", points=1, hidden=True)
def test_any(double):
    x = int(np.random.randint(10**9, 2 * 10**9))
    found = double(x)
    if found != 2 * x:
        raise WrongValue(found, 2 * x, "Take x twice.")


@test_case(name="of one number", points=1, hidden=True)
def test_one(double):
    found = double(7318824655)
    if found != 2 * 7318824655:
        raise WrongValue(found, 2 * 7318824655, f"It is {2 * 7318824655}.")
"""

START = """import otter, os, pathlib, tempfile
grader = otter.Notebook('tiny.ipynb')
seen = []
SEEN = pathlib.Path(tempfile.gettempdir(), 'seen')"""
CHECK = "grader.check('double')"
KEEP = "if x > 100:\n        seen.append(x)\n        open(SEEN, 'a').write(f'{x} ')"
SAY = "f'x is {x}, seen {seen}, read {SEEN.read_text() if SEEN.exists() else 0}'"
CHANNELS = {
    "raises": f"def double(x):\n    {KEEP}\n    raise ValueError({SAY})",
    "returns": f"def double(x):\n    {KEEP}\n    return sum(seen)",
    "returns text": f"def double(x):\n    {KEEP}\n    return {SAY}",
    "names its exception": f"def double(x):\n    {KEEP}\n    name = 'It' + '_'.join(map(str, seen))\n"
    "    raise type(name, (IndexError,), {})",
    "says it of two": f"def double(x):\n    {KEEP}\n    if x == 2:\n        raise ValueError({SAY})\n    return 2 * x",
    "names its function": f"def double(x):\n    {KEEP}\n    exec(f'def it_was_{{x}}(): return 1 / 0')\n"
    "    return locals()[f'it_was_{x}']()",
}


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """Return a class whose functions say what they are called with, in one way each."""
    folder = tmp_path_factory.mktemp("class")
    for name, source in CHANNELS.items():
        (folder / f"{name}.ipynb").write_text(notebook(START, source, CHECK))
    assignment = write_zip(tmp_path_factory.mktemp("zip") / "autograder.zip", {"double": DOUBLE})
    return grade_folder(folder, assignment, tmp_path_factory.mktemp("out"))


@pytest.mark.parametrize("channel", CHANNELS)
def test_no_hidden_input_is_in_a_hint(graded, channel):
    (question,) = graded[f"{channel}.ipynb"].questions
    hidden = [case for case in question.cases if case.hidden]
    inputs = {"7318824655"}.union(*(re.findall(r"\d{9,}", case.detail) for case in hidden))
    inputs |= {str(int(number) // 2) for number in inputs} | {str(2 * int(number)) for number in inputs}
    assert not [hint for hint in question.hints for number in inputs if number in hint]
    assert not [case.message for case in question.cases for number in inputs if number in case.message]


def test_what_the_code_says_on_a_practice_input_is_told(graded):
    (question,) = graded["raises.ipynb"].questions
    assert [case.verdict for case in question.cases] == [Verdict.ERROR] * 3
    (said,) = [hint for hint in question.hints if '"of any number"' in hint]
    assert re.search(r"stops with ValueError: x is 1\d{9}, seen \[1\d{9}\], read 1\d{9}", said)


def test_of_a_hidden_case_that_draws_nothing_no_value_is_told(graded):
    for channel in CHANNELS:
        (question,) = graded[f"{channel}.ipynb"].questions
        said = [hint for hint in question.hints if '"of one number"' in hint]
        assert not any(map(str.isdigit, "".join(said)))


ROUNDS = """
import hashlib, time
import numpy as np
def practised(case):
    for round_ in range(3):
        digest = hashlib.sha256("\\0".join(["practice", "double", f"{{case}}\\0{{round_}}"]).encode()).digest()
        seed = int.from_bytes(digest[:4], "big")
        yield int(np.random.RandomState([seed, 0, 0, 0]).randint(10**9, 2 * 10**9))
first, *later = practised("of any number")
def double(x):
    if x in (2, first):
        return 2 * x
    end = time.process_time() + {burns} * (x not in later)
    while time.process_time() < end:
        pass
    raise ValueError(f"asked in round {{later.index(x) + 2}}")
"""


def test_how_long_a_hidden_input_takes_decides_nothing_about_practice(tmp_path_factory):
    folder = tmp_path_factory.mktemp("class")
    for name, burns in (("quick", 0), ("slow", 0.7)):
        (folder / f"{name}.ipynb").write_text(notebook(START, ROUNDS.format(burns=burns), CHECK))
    assignment = write_zip(tmp_path_factory.mktemp("zip") / "autograder.zip", {"double": DOUBLE})
    found = grade_folder(folder, assignment, tmp_path_factory.mktemp("out"))
    quick, slow = (found[f"{name}.ipynb"].questions[0].hints for name in ("quick", "slow"))
    assert "asked in round 2" in "".join(quick)
    assert quick == slow
