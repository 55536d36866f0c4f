"""Mistakes that are in no bank get a sentence that is true and of use, nearly all of them, and never a false one."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path

import pytest

from autograder.assignments.bank import MISCONCEPTIONS, BankItem, read_bank
from tests.harness.jails import needs_jail

from .conftest import ROOT, Grade
from .unknown import changed, read_unknown

ASSIGNMENTS = ("binary_mlp", "softmax_network")
BANKS = {name: read_unknown(Path(__file__).with_name(f"unknown_{name}.txt")) for name in ASSIGNMENTS}
PLAIN = 'In the test "'  # how a sentence begins that says what came and what was due


class Said(StrEnum):
    """What a mistake is told: what is wrong about it, no more than that it is wrong, what is not so, or nothing."""

    TRUE = "true"
    VAGUE = "vague"
    FALSE = "false"
    NOTHING = "nothing"


def judged(item: BankItem, hints: Sequence[str]) -> Said:
    """Judge hints by the item's list of what is true of it; a known mistake that is named must be in that list."""
    found = [bool(re.search(item.hint, hint)) for hint in hints]
    if any(not is_true and not hint.startswith(PLAIN) for hint, is_true in zip(hints, found, strict=True)):
        return Said.FALSE
    return Said.TRUE if any(found) else Said.VAGUE if hints else Said.NOTHING


def test_hints_are_judged_by_what_is_true_of_a_mistake() -> None:
    item = BankItem("a", "q1", "x = 1", "wrong sign|half of")
    assert judged(item, [f'{PLAIN}one": it has the wrong sign.']) is Said.TRUE
    assert judged(item, [f'{PLAIN}one": it is wrong.']) is Said.VAGUE
    assert judged(item, ["You divide by the number of columns."]) is Said.FALSE
    assert judged(item, [f'{PLAIN}one": it has the wrong sign.', "You divide."]) is Said.FALSE
    assert judged(item, []) is Said.NOTHING


def test_a_mistake_is_read_as_the_change_of_another_one() -> None:
    code = ["a = 1", "b = a", "c = a", "b = a"]
    assert changed(code, ["-b = a", "+b = 2", "...", " c = a", "-b = a"]) == ["a = 1", "b = 2", "c = a"]
    assert changed(code, [" c = a", "+d = 3"]) == ["a = 1", "b = a", "c = a", "d = 3", "b = a"]


def test_the_banks_are_large_and_every_item_is_another_one() -> None:
    items = [item for bank in BANKS.values() for item in bank]
    assert len(items) >= 120
    assert len({item.code for item in items}) == len(items)
    banks = [ROOT / "solutions" / name / MISCONCEPTIONS for name in ASSIGNMENTS]
    known = {_normal(item.code) for bank in banks for item in read_bank(bank)}
    assert [str(item) for item in items if _normal(item.code) in known] == []


def _normal(code: str) -> str:
    """Return code without comments and in one layout."""
    return ast.unparse(ast.parse(code))


@needs_jail
@pytest.mark.slow
@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_no_mistake_is_told_what_is_false_and_most_are_told_what_is_true(
    grade_answer: Grade, assignment: str, capsys: pytest.CaptureFixture[str]
) -> None:
    said = {
        item: judged(item, grade_answer(assignment, item).hints.get(item.question, [])) for item in BANKS[assignment]
    }
    counts = Counter(said.values())
    with capsys.disabled():
        print(f"\n{assignment}: {len(said)} unknown mistakes,", ", ".join(f"{counts[kind]} {kind}" for kind in Said))
    assert [str(item) for item, kind in said.items() if kind is Said.FALSE] == []
    assert counts[Said.TRUE] >= 0.85 * len(said), [str(item) for item, kind in said.items() if kind is not Said.TRUE]
