"""Each mistake in the banks of this course gets its own hint when a submission makes it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from autograder.assignments.bank import MISCONCEPTIONS, BankItem, read_bank
from autograder.results import Verdict
from tests.harness.jails import needs_jail

from .conftest import LONG, ROOT, Grade

pytestmark = needs_jail
BANKS = {path.parent.name: read_bank(path) for path in sorted(Path(ROOT, "solutions").glob(f"*/{MISCONCEPTIONS}"))}
QUICK = [(name, item) for name, items in BANKS.items() for item in items if item.question not in LONG]
SAID_OF_CASE = re.compile(r'In the test "([^"]*)": .')
SAMPLE = [
    ("binary_mlp", "vectorize_images divides by the maximum of all images"),
    ("binary_mlp", "deriv_sigmoid applies sigmoid once more"),
    ("binary_mlp", "feedforward puts the row of ones first"),
    ("binary_mlp", "feedforward appends a single one"),
    ("binary_mlp", "backpropagation goes back through updated weights"),
    ("softmax_network", "truth minus prediction"),
    ("softmax_network", "softmax over the samples"),
    ("softmax_network", "penalty on the bias"),
]


def named(name: str, title: str) -> BankItem:
    return next(item for item in BANKS[name] if item.title == title)


def expect_its_hint(grade_answer: Grade, name: str, item: BankItem) -> None:
    """Fail unless the item's submission gets a hint of its mistake, or one with the same words.

    Of a function that gives nothing no more is known than that it is filled in.
    """
    graded = grade_answer(name, item)
    assert {verdict for verdict, _ in graded.cases[item.question]} != {Verdict.NOT_ATTEMPTED}
    hints, messages = graded.hints.get(item.question, []), graded.messages(item.question)
    if all(message.endswith("does it return its result?") for message in messages):
        assert hints[0].endswith("does it return its result?")
    else:
        assert hints == [item.hint], messages


@pytest.mark.slow
@pytest.mark.parametrize(("name", "title"), SAMPLE)
def test_a_known_mistake_gets_its_hint(grade_answer: Grade, name: str, title: str) -> None:
    expect_its_hint(grade_answer, name, named(name, title))


@pytest.mark.exhaustive
@pytest.mark.parametrize(("name", "item"), QUICK, ids=str)
def test_every_known_mistake_gets_its_hint_or_what_its_cases_say(
    grade_answer: Grade, name: str, item: BankItem
) -> None:
    """What only a value or a hidden input shows has no hint of its own: no hint ever comes from those."""
    graded = grade_answer(name, item)
    hints, messages = graded.hints.get(item.question, []), graded.messages(item.question)
    cases = {case for question, case in (*item.fails, *item.may_fail) if question == item.question}
    said = [match[1] for hint in hints if (match := SAID_OF_CASE.match(hint))]
    assert hints == [item.hint] or (len(said) == len(hints) and (not cases or cases.issuperset(said))), (hints, cases)
    assert hints or any(messages)


def test_a_function_that_returns_nothing_is_asked_for_its_result(grade_answer: Grade) -> None:
    expect_its_hint(grade_answer, "binary_mlp", named("binary_mlp", "show_random_digits returns nothing"))


TANH = """
def feedforward(model, X):
    Y = X
    for l, W in enumerate(model.W):
        model.Z[l] = W @ np.vstack([Y, np.ones((1, Y.shape[1]))])
        model.Y[l] = Y = sigmoid(model.Z[l]) if l == len(model.W) - 1 else np.tanh(model.Z[l])
    return model
"""
PREDICT = """
def predict(model, test_images, d1, d2):
    return np.where(feedforward(model, vectorize_images(test_images)).Y[-1][0] < 0.5, d1, d2)
"""


@pytest.mark.slow
def test_a_mistake_of_another_question_is_not_named_where_that_question_shows_another_one(grade_answer: Grade) -> None:
    graded = grade_answer("binary_mlp", BankItem("tanh", "q7", TANH), BankItem("right", "q10", PREDICT))
    assert {"q7", "q10"} <= set(graded.hints)
    assert [hint for hints in graded.hints.values() for hint in hints if not hint.startswith('In the test "')] == []


@pytest.mark.slow
def test_two_mistakes_in_two_functions_get_both_hints(grade_answer: Grade) -> None:
    first = named("binary_mlp", "deriv_sigmoid squares the activation")
    second = named("binary_mlp", "ReLu is the absolute value")
    both = BankItem("both", "q5", f"{first.code}\n\n{second.code}")
    assert sorted(grade_answer("binary_mlp", both).hints["q5"]) == sorted([first.hint, second.hint])


@pytest.mark.slow
def test_a_mistake_is_found_beside_one_of_an_earlier_question(grade_answer: Grade) -> None:
    first = named("binary_mlp", "deriv_ReLu returns the activation")
    second = named("binary_mlp", "backpropagation climbs")
    assert grade_answer("binary_mlp", first, second).hints == {"q5": [first.hint], "q8": [second.hint]}
