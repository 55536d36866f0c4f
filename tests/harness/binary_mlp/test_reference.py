"""The solution notebook passes every graded case, for many seeds; stubs pass none."""

from __future__ import annotations

import re
import runpy
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from autograder.testing import central_differences
from tests.harness.conftest import ROOT

from .graded import QUESTIONS, WITHOUT_TRAINING, failures, graded_tests, judge, notebook_cells, run_notebook

STUBS = {
    "q1": ["show_random_digits"],
    "q2": ["extract_digits"],
    "q3": ["vectorize_images"],
    "q5": ["sigmoid", "deriv_sigmoid", "ReLu", "deriv_ReLu"],
    "q7": ["feedforward"],
    "q8": ["backpropagation"],
    "q9": ["train_NNet"],
    "q10": ["predict"],
}
VARIABLES = ["train_X_1_5", "train_y_1_5", "ans_i", "ans_ii", "ans_iii", "ans_iv", "ans_bias", "model_1_5", "model_7_9"]


DRAWING = ("q1", "q9")  # what these draw takes half a second a seed


@pytest.fixture(scope="module")
def solution(small_training_file: Path) -> dict[str, Any]:
    """Return the namespace of the solution, run once."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(small_training_file)
        return run_notebook()


@pytest.mark.parametrize("question", WITHOUT_TRAINING)
def test_the_solution_passes_every_case(solution: dict[str, Any], question: str) -> None:
    for seed in range(2 if question in DRAWING else 10):
        assert failures(solution, question, seed=seed) == {}, seed


def test_the_gradients_that_steps_are_compared_with_are_those_of_the_cost() -> None:
    reference = runpy.run_path(str(ROOT / "tests" / "otter" / "binary_mlp" / "reference.py"))
    for layers in ((5, 1), (4, 3, 2), (3, 5, 4, 1)):
        problem = reference["draw_problem"](np.random.default_rng(7), layers, 6)
        for layer, due in enumerate(reference["gradients_of"](problem)):

            def cost(weights: Any, layer: int = layer, problem: Any = problem) -> float:
                W = [*problem.W[:layer], weights, *problem.W[layer + 1 :]]
                return reference["square_cost"](W, problem.X, problem.targets)

            assert np.allclose(due, central_differences(cost, problem.W[layer]), atol=1e-7)


def test_every_question_has_a_public_and_a_hidden_case_except_written_answers() -> None:
    for question in QUESTIONS:
        hidden = {case.hidden for case in graded_tests(question).test_cases}
        assert hidden == ({False} if question == "q6" else {False, True}), question


def test_the_notebook_answers_every_question() -> None:
    assert {cell.question for cell in notebook_cells()} == {"", *QUESTIONS}


def stub_namespace(body: str) -> dict[str, object]:
    """Return the namespace of a notebook with nothing but given cells and stubs."""
    namespace = run_notebook(questions=())
    for names in STUBS.values():
        for name in names:
            exec(f"def {name}(*arguments, **options):\n    {body}", namespace)
    for name in VARIABLES:
        namespace[name] = ...
    return namespace


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("body", ["...", "return ..."])
def test_a_stub_fails_every_case_as_not_attempted(question: str, body: str) -> None:
    for name, outcome in judge(stub_namespace(body), question).items():
        assert not outcome.passed, name
        assert "NotAttempted: not attempted yet" in outcome.message, (name, outcome.message)


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_stub_that_raises_fails_every_case_with_its_own_words(question: str) -> None:
    body = 'raise NotImplementedError("this question is not attempted yet")'
    for name, outcome in judge(stub_namespace(body), question).items():
        assert not outcome.passed, name
        assert re.search(r"not attempted yet", outcome.message), (name, outcome.message)


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_notebook_without_the_names_fails_every_case_as_not_attempted(question: str) -> None:
    for name, outcome in judge(run_notebook(questions=()), question).items():
        assert not outcome.passed, name
        assert "NotAttempted: not attempted yet" in outcome.message, (name, outcome.message)
