"""What of a solution is loaded at once, and what is computed for a question that wants it."""

from autograder.diagnosis.solution import Solution, names_in

SOURCE = """
import numpy as np

RATE = 0.1
data = np.arange(6.0)
scaled = data / data.max()
model = train(scaled)
scores = {"a": []}
for choice in (1, 2):
    scores["a"].append(choice * data.sum())
    print(np.ones(3))
print(model)

def train(values):
    model = values * RATE
    return model

def test_scores(values):
    return values[0] * len(data)
"""


def test_definitions_are_imports_functions_and_constants():
    namespace = {}
    exec(Solution(SOURCE).definitions, namespace)
    assert {"np", "RATE", "scores", "train", "test_scores"} <= namespace.keys()
    assert not {"data", "scaled", "model"} & namespace.keys()


def test_only_what_is_wanted_is_computed_with_what_it_needs_in_order():
    solution = Solution(SOURCE)
    assert solution.computing({"train", "np", "RATE", "missing"}) == ()
    assert solution.computing({"scaled"}) == ("data = np.arange(6.0)", "scaled = data / data.max()")
    assert "model = train(scaled)" in solution.computing({"model"})
    assert "data = np.arange(6.0)" in solution.computing({"test_scores"})


def test_a_loop_that_fills_what_is_wanted_belongs_to_it():
    assert "for choice" in "".join(Solution(SOURCE).computing({"scores"}))
    assert "for choice" not in "".join(Solution(SOURCE).computing({"scaled"}))


def test_names_are_those_that_code_reads_and_texts_that_could_be_names():
    assert {"env", "train_X", "f"} <= names_in("def test(env):\n    return f(env.get('train_X'), 'not a name')")
    assert "not a name" not in names_in("x = 'not a name'")
