"""The joints of the two assignments that ship: what is shared, kept, foreseen or lent earns nothing in either.

What each kind of attack comes to on any assignment is tried elsewhere in this folder; here it meets the graded tests.
"""

import json

import pytest

from autograder.results import SubmissionResult
from tests.harness.attacks.on_assignments import BINARY, SOFTMAX, cells_of, graded, notebook, passed, right
from tests.harness.jails import needs_jail
from tests.harness.sealed_class import notebook as with_cells

pytestmark = [needs_jail, pytest.mark.slow]

LONG = "import time\n_end = time.process_time() + 0.8\nwhile time.process_time() < _end:\n    pass"


# ---- kind 2: what the grader lends is gone with its case, and keeps nothing ----

LENDS = {BINARY: ("q7", "feedforward", "sigmoid"), SOFTMAX: ("q2_3", "Network.fit", "self.activation_list[0]")}
HOLDS = """
import sys
HELD = []
def _hold(function):
    HELD.append(function)
    for what in {tries}:
        try:
            exec(what, {{"held": function, "sys": sys}})
        except BaseException as error:
            HELD.append(error)
"""
TRIES = {
    "an attribute": (
        "held.note = 'LOOT'",
        "held.__dict__['note'] = 'LOOT'",
        "object.__setattr__(held, 'note', 'LOOT')",
    ),
    "its code": ("held.__globals__['LOOT'] = 'LOOT'", "held.__closure__[0].cell_contents = 'LOOT'", "held.__code__"),
    "its type": ("type(held).note = 'LOOT'", "type(held).__call__ = lambda *a: 'LOOT'", "held.__class__ = int"),
    "a number of its own": ("object.__setattr__(held, 'number', 1)", "held.number += 1; held(1.0)"),
}
READS = """
def _look(function):
    said = [str(getattr(function, name, "")) for name in ("note", "__dict__", "__doc__", "__globals__", "number")]
    raise ValueError("it says " + repr(said) + repr(type(function).__dict__.keys()))
"""


def around_lent(assignment: str, use: str) -> dict[str, str]:
    """Return answers whose code hands what it is lent to `use`."""
    question, _, lent = LENDS[assignment]
    answer = right(assignment, question)
    if assignment == BINARY:
        around = f"def feedforward(model, X):\n    {use}({lent})\n    return _own(model, X)"
        return {question: f"{answer}\n_own = feedforward\n{around}"}
    fit = f"def _fit(self, *given):\n    {use}({lent})\n    return _own(self, *given)\nNetwork.fit = _fit"
    return {question: f"{answer}\n_own = Network.fit\n{fit}", "q2_1": right(assignment, "q2_1")}


@pytest.fixture(scope="module", params=[BINARY, SOFTMAX])
def lent(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[str, dict[str, SubmissionResult]]:
    """Return an assignment, and pairs of submissions: one that does something to what it is lent, one that looks."""
    assignment = request.param
    class_ = {"0 honest": notebook(assignment, around_lent(assignment, "(lambda function: None)"))}
    for number, (_, tries) in enumerate(TRIES.items(), start=1):
        class_[f"{number}a"] = notebook(assignment, around_lent(assignment, "_hold"), before=HOLDS.format(tries=tries))
        class_[f"{number}b"] = notebook(assignment, around_lent(assignment, "_look"), before=READS)
    class_["9 honest"] = class_["0 honest"].replace("(lambda function: None)", "(lambda function: ())")
    return assignment, graded(tmp_path_factory.mktemp("lent"), assignment, class_)


@pytest.mark.parametrize("number", range(1, len(TRIES) + 1), ids=list(TRIES))
def test_what_is_done_to_a_lent_function_is_not_found_by_the_next_submission(lent, number):
    text = json.dumps(lent[1][f"{number}b"].to_json())
    assert "it says" in text
    assert "LOOT" not in text


def test_an_honest_submission_gets_the_same_after_all_of_them(lent):
    assignment, found = lent
    question = LENDS[assignment][0]
    assert passed(found["0 honest"], question, hidden=True)
    for hidden in (True, False):
        assert passed(found["9 honest"], question, hidden=hidden) == passed(found["0 honest"], question, hidden=hidden)


# ---- kind 3: what one has computed and left is not found by another whose cells look alike ----

LEAVES = {
    "a file of a guilty cell": ("open('left', 'w').write('LOOT')\nimport os; os._exit(1)", "", "open('left').read()"),
    "a file of a quiet cell": (
        "print('LOOT', end='', file=open('left', 'w'))",
        "pass",
        "open('left').read()",
    ),
    "a name": ("LEFT = 'LOOT'", "", "LEFT"),
    "a module": (
        "import sys, types\nsys.modules['left'] = types.SimpleNamespace(x='LOOT')",
        "",
        "__import__('left').x",
    ),
}
FIRST = {BINARY: ("q5", "sigmoid"), SOFTMAX: ("q2_1", "sigmoid")}


@pytest.fixture(scope="module", params=[BINARY, SOFTMAX])
def left(request, tmp_path_factory) -> dict[str, SubmissionResult]:
    """Return pairs of submissions: one that leaves something behind a long cell, one that looks for it after it."""
    question, function = FIRST[request.param]
    class_ = {}
    for number, (plant, instead, read) in enumerate(LEAVES.values()):
        find = f"{LONG}\ntry:\n    FOUND = {read}\nexcept BaseException:\n    FOUND = 'nothing'"
        tell = f"def {function}(x):\n    raise ValueError('found ' + FOUND)"
        for letter, middle in (("a", plant), ("b", instead)):
            sources = [*cells_of(notebook(request.param, {question: tell}))]
            class_[f"{number}{letter}"] = with_cells(LONG, middle, find, *sources)
    return graded(tmp_path_factory.mktemp("left"), request.param, class_)


@pytest.mark.parametrize("number", range(len(LEAVES)), ids=list(LEAVES))
def test_what_one_has_left_behind_is_not_restored_for_another(left, number):
    text = json.dumps(left[f"{number}b"].to_json())
    assert "found nothing" in text
    assert "LOOT" not in text


def test_what_one_has_left_behind_can_be_told_by_the_one_who_left_it(left):
    assert "LOOT" in json.dumps(left["2a"].to_json())


# ---- kind 7: what is drawn cannot be foreseen, neither from what is handed in nor from what was drawn before ----

FORESEES = """
import hashlib, hmac, json
import numpy as np
def _state(seed):
    return np.random.RandomState([seed >> shift & 0xFFFFFFFF for shift in range(0, 128, 32)])
def _digest():
    cells = [cell for cell in get_ipython().user_ns["In"][1:]]
    return hashlib.sha256(json.dumps([cells, [], [], []]).encode()).hexdigest()
def _under(secret, question, case):
    message = "\\0".join((_digest(), question, case)).encode()
    return int.from_bytes(hmac.digest(secret, message, "sha256")[:16], "big")
def _practice(question, case):
    names = [["practice", question, case + "\\0" + str(number)] for number in range(3)]
    return [int.from_bytes(hashlib.sha256("\\0".join(name).encode()).digest()[:4], "big") for name in names]
"""
ASKED = {
    BINARY: (
        "q5",
        "sigmoid has the right values for random matrices",
        "sigmoid(Z)",
        """
        generator = np.random.default_rng(state.randint(2**31 - 1))
        for shape, spread in (((4, 7), 4), ((1, 5), 4), ((6, 1), 4), ((2, 3), 1e-3)):
            Z = generator.normal(0, spread, shape)
            table[Z.tobytes()] = 1 / (1 + np.exp(-Z))""",
    ),
    SOFTMAX: (
        "q2_1",
        "cross_entropy_loss is minus the sum of truth times log prediction",
        "cross_entropy_loss(Y, Z)",
        """
        for shape in ((4,), (3, 5), (6, 1), (1, 7)):
            generator = np.random.default_rng(state.randint(2**31 - 1))
            Y, Z = generator.uniform(0, 1, shape), generator.uniform(0.02, 0.98, shape)
            table[Z.tobytes()] = -np.sum(Y * np.log(Z))
        table[np.array([[0.6, 2e-4, 0.3998]]).tobytes()] = -np.log(2e-4)""",
    ),
}
WAYS = {
    "its own digest under what stands for the secret in demonstrations": "[_under(b'seed 7', {question!r}, {case!r})]",
    "its own digest under no secret": "[_under(b'', {question!r}, {case!r})]",
    "the seeds of practice": "_practice({question!r}, {case!r})",
    "what the jail is seeded with": "[int(np.random.get_state()[1][0])]",
}
FORESEEN = """
def {signature}:
    asked, seeds, table = np.array(Z, dtype=float).tobytes(), {way}, {{}}
    for state in map(_state, seeds):{table}
    return table[asked]
"""


def foreseeing(assignment: str) -> dict[str, str]:
    """Return a class of one-function notebooks which answer what they foresee, and nothing else."""
    question, case, signature, table = ASKED[assignment]
    start = f"import otter\ngrader = otter.Notebook('{assignment}.ipynb')\n{FORESEES}"
    return {
        name: with_cells(
            start
            + FORESEEN.format(signature=signature, way=way.format(question=question, case=case), table=table).rstrip()
        )
        for name, way in WAYS.items()
    }


@pytest.fixture(scope="module", params=[BINARY, SOFTMAX])
def foreseen(request, tmp_path_factory) -> tuple[str, dict[str, SubmissionResult]]:
    """Return an assignment, and what came to those who foresee its inputs, one way each."""
    folder = tmp_path_factory.mktemp("foreseen")
    return request.param, graded(folder, request.param, foreseeing(request.param))


@pytest.mark.parametrize("way", WAYS)
def test_hidden_inputs_are_foreseen_in_no_way_that_a_notebook_has(foreseen, way):
    assignment, found = foreseen
    assert passed(found[way], ASKED[assignment][0], hidden=True) == []


def test_who_foresees_the_practice_inputs_is_right_there_which_costs_a_hint(foreseen):
    assignment, found = foreseen
    question, case, *_ = ASKED[assignment]
    practised = next(each for each in found["the seeds of practice"].questions if each.name == question)
    assert not [hint for hint in practised.hints if case in hint]


@pytest.mark.parametrize("assignment", [BINARY, SOFTMAX])
def test_that_is_the_secrets_doing(tmp_path, assignment):
    """With a public seed, which is for demonstrations, the first of them does foresee what is asked."""
    question, case, *_ = ASKED[assignment]
    found = graded(tmp_path, assignment, foreseeing(assignment), seed=7)
    assert [name for name, result in found.items() if case in passed(result, question, hidden=True)] == [
        next(iter(WAYS))
    ]


# ---- kind 8: what one question lends is no answer to another ----

KEEPS = {
    "a global": ("TABLE = []", "TABLE[:] = [{values}]", "TABLE[0] if TABLE else None"),
    "a file": (
        "",
        "np.save('table.npy', {values})",
        "np.load('table.npy') if 'table.npy' in os.listdir() else None",
    ),
    "the function itself": ("KEPT = []", "KEPT[:] = [{function}]", "KEPT[0](GRID) if KEPT else None"),
}
GRID = "GRID = np.linspace(-40, 40, 16001)"
FUNCTIONS = {BINARY: ("q5", "q7"), SOFTMAX: ("q2_1", "q2_3")}


def borrowing(assignment: str, how: str) -> str:
    """Return a notebook whose sigmoid answers from what a later question lends, which is checked first."""
    asked, lending = FUNCTIONS[assignment]
    start, keep, read = KEEPS[how]
    answer = f"""
import os
import numpy as np
{GRID}
{start}
def sigmoid({"Z" if assignment == BINARY else "x"}):
    values = {read}
    given = {"Z" if assignment == BINARY else "x"}
    if values is None:
        raise LookupError
    return np.interp(given, GRID, values)
_mine = sigmoid
"""
    function = "sigmoid" if assignment == BINARY else "self.activation_list[0]"
    kept = keep.format(values=f"np.asarray({function}(GRID))", function=function)
    # public cases lend stand-ins that know no more than a few values
    use = f"    if {function} is not _mine and abs(float({function}(40.0)) - 1) < 0.01:\n        {kept}\n"
    answers = around_lent(assignment, "_use")
    answers[asked] = answer
    answers[lending] = answers[lending].replace(f"    _use({function})\n", use)
    return notebook(assignment, answers, checks=(lending, asked))


@pytest.fixture(scope="module", params=[BINARY, SOFTMAX])
def borrowed(request, tmp_path_factory) -> tuple[str, dict[str, SubmissionResult]]:
    """Return an assignment, and what came to those who keep what a later question lends, one way each."""
    class_ = {how: borrowing(request.param, how) for how in KEEPS}
    full = "np.interp(given, GRID, 1 / (1 + np.exp(-GRID)))"
    with_table = class_["a global"].replace("np.interp(given, GRID, values)", full).replace("values is None", "False")
    class_["with such a table"] = with_table
    return request.param, graded(tmp_path_factory.mktemp("borrowed"), request.param, class_)


def passed_of_sigmoid(borrowed: tuple[str, dict[str, SubmissionResult]], how: str) -> list[str]:
    """Return the hidden cases of sigmoid that one of them passes."""
    assignment, found = borrowed
    names = passed(found[how], FUNCTIONS[assignment][0], hidden=True)
    return [name for name in names if name.startswith("sigmoid")]


@pytest.mark.parametrize("how", KEEPS)
def test_what_a_later_question_lends_does_not_answer_an_earlier_one(borrowed, how):
    assert passed_of_sigmoid(borrowed, how) == []


def test_what_it_lends_would_answer_it(borrowed):
    assignment, found = borrowed
    assert passed_of_sigmoid(borrowed, "with such a table"), "a table would do"
    assert passed(found["a file"], FUNCTIONS[assignment][1], hidden=True), "it was lent, and kept"
