"""Functions of the trusted side in the jail's hands."""

import random

import numpy as np
import pytest

from autograder.engine.remote import ProtocolViolation, RemoteError, is_remote
from autograder.engine.remote.session import derived_seed
from autograder.testing import helpers_in_place


def test_a_lent_function_answers_on_the_trusted_side(student, session):
    env = student("def f(x):\n    return g(x, times=3) + 1")
    with session.case(1):
        env["g"] = lambda x, times: np.sum(x) * times
        assert env["f"](np.ones(4)) == 13


def test_it_comes_back_as_itself(student, session):
    env = student("class Holder: pass\nholder = Holder()\ndef give(x):\n    return x")

    def function():
        return 1

    with session.case(1):
        env["g"] = function
        holder = env["holder"]
        holder.f = [function]
        assert env["g"] == function
        assert env["give"](function) == function
        assert holder.f[0] is env["g"]
        assert env["g"]() == 1


def test_it_is_one_function_in_the_jail(student, session):
    env = student("def same(a, b):\n    return a is b")
    with session.case(1):
        assert env["same"](print, print) is True


def test_it_can_use_the_students_objects(student, session):
    env = student("class Model:\n    pass\nmodel = Model()\ndef train(model):\n    return feedforward(model, [1, 2])")

    def feedforward(model, X):
        model.Y = np.array(X)
        return model

    with session.case(1), helpers_in_place(env, {"feedforward": feedforward}):
        model = env["model"]
        assert env["train"](model) is model
        assert model.Y.tolist() == [1, 2]
    assert "feedforward" not in env


def test_a_stand_in_for_a_class_makes_the_students_instances(student, session):
    env = student(
        "class NNet:\n    def __init__(self, size):\n        self.size = size\ndef build():\n    return NNet(100)"
    )
    original = env["NNet"]
    with session.case(1), helpers_in_place(env, {"NNet": lambda size: original(min(size, 3))}):
        assert env["build"]().size == 3
    assert env["NNet"] is original
    assert env["build"]().size == 100


def test_calls_may_be_nested_many_times(student, session):
    env = student("def down(n):\n    return 0 if n == 0 else 1 + other(n - 1)")
    down = env["down"]
    with session.case(1):
        env["other"] = lambda n: down(n)
        assert down(20) == 20


def test_endless_nesting_is_a_recursion_error_and_the_session_goes_on(student, session):
    env = student("def down(n):\n    return other(n + 1)")
    down = env["down"]
    with session.case(1):
        env["other"] = lambda n: down(n)
        with pytest.raises(RecursionError):
            down(0)
        assert env["down"] is down


def test_it_is_taken_back_at_the_end_of_the_case(student, session):
    env = student("kept = []\ndef f(g):\n    kept.append(g)\n    return g()\ndef again():\n    return kept[0]()")
    with session.case(1):
        assert env["f"](lambda: 5) == 5
    with pytest.raises(RemoteError, match="over"):
        env["again"]()
    with session.case(2):
        env["other"] = lambda: 6
        with pytest.raises(RemoteError, match="over"):
            env["again"]()
        with pytest.raises(RemoteError, match="over"):
            env["kept"][0]()


def test_what_a_test_kept_of_it_is_of_no_use_after_the_case(student, session):
    env = student("def give(x):\n    return x")
    with session.case(1):
        kept = env["give"](lambda: 5)
        assert kept() == 5
    with pytest.raises(RuntimeError, match="over"):
        kept()
    with session.case(2), pytest.raises(RuntimeError, match="over"):
        env["give"](kept)()


def test_a_model_that_kept_one_is_an_object_of_the_submission_afterwards(student, session):
    env = student("class Model:\n    pass\nmodel = Model()\ndef build():\n    model.act = g\n    return model")
    with session.case(1):
        env["g"] = abs
        assert env["build"]().act(-3) == 3
    with session.case(2):
        assert is_remote(env["model"].act)
        with pytest.raises(RemoteError, match="over"):
            env["model"].act(-3)
    assert session.ended is None


def test_a_cache_that_kept_one_has_the_submissions_own_function_afterwards(student, session):
    code = "import functools\ndef g(x):\n    return 10 * x\n@functools.cache\ndef chosen():\n    return g\n"
    env = student(f"{code}def f(x):\n    return chosen()(x)")
    with session.case(1):
        own, env["g"] = env["g"], abs
        assert env["f"](-3) == 3
        env["g"] = own
    with session.case(2):
        assert env["f"](-3) == -30
        env["g"] = abs
        assert env["f"](-3) == -30
    assert session.ended is None


MADE_UP = """
import sys
objects = next(module for name, module in sys.modules.items() if hasattr(module, "TrustedFunction"))
def made_up(number):
    def make(*arguments):
        return objects.TrustedFunction(number, agent_call)
    return make
agent_call = None
"""


@pytest.mark.parametrize("number", [2, 9_000_000_000])
def test_a_number_that_was_not_lent_ends_the_submission(student, session, number):
    env = student(f"{MADE_UP}make = made_up({number})")
    with session.case(1), pytest.raises(ProtocolViolation):
        env["g"] = lambda: 1
        env["make"]()
    assert isinstance(session.ended, ProtocolViolation)


def test_a_call_of_a_number_that_was_not_lent_ends_the_submission(student, session):
    env = student(f"{MADE_UP}def f(g):\n    g._call(g.number + 1, (), {{}})")
    with session.case(1), pytest.raises(ProtocolViolation):
        env["f"](lambda: 1)


def test_the_number_of_a_case_that_is_over_ends_the_submission(student, session):
    env = student("kept = []\ndef f(g):\n    kept.append(g)\ndef again():\n    kept[0].lent = True\n    return kept[0]")
    with session.case(1):
        env["f"](lambda: 1)
    with session.case(2), pytest.raises(ProtocolViolation):
        env["again"]()


def test_what_comes_back_takes_and_tells_nothing(student, session):
    def secret_helper(x=42):
        """Say nothing."""

    env = student("def give(x):\n    return x")
    with session.case(1):
        came = env["give"](secret_helper)
        for name in ("Z", "__dict__", "__name__", "__qualname__", "__module__", "__doc__", "__defaults__", "__code__"):
            assert not hasattr(came, name), name
            with pytest.raises(AttributeError):
                setattr(came, name, 1)
            with pytest.raises(AttributeError):
                delattr(came, name)
        assert "secret" not in repr(came) + str(came)
        assert callable(came)


def test_a_name_that_was_lent_for_a_block_is_gone_whatever_the_worker_says(student, session):
    env = student(
        "import sys\nwatch = next(module for name, module in sys.modules.items() if name.endswith('.watch'))\n"
        "watch.Watch.changed = lambda self, namespace: []"
    )
    with session.case(1):
        assert env.get("helper") is None
        with helpers_in_place(env, {"helper": abs}):
            pass
    with session.case(2):
        assert env.get("helper") is None


def test_it_is_taken_back_when_the_case_fails(student, session):
    env = student("def f():\n    return g()")
    with pytest.raises(ZeroDivisionError), session.case(1):
        env["g"] = lambda: 1
        1 / 0  # noqa: B018
    with pytest.raises(RemoteError):
        env["f"]()


def test_nothing_is_lent_outside_a_case(student):
    env = student("x = 1")
    with pytest.raises(RuntimeError, match="while a test case runs"):
        env["g"] = lambda: 1
    assert env["x"] == 1


def test_cases_do_not_overlap(session):
    with session.case(1), pytest.raises(RuntimeError, match="before the one that runs"), session.case(2):
        pass


def test_what_it_raises_arrives_as_the_builtin_class_and_says_nothing(student, session):
    class WrongValue(AssertionError):
        pass

    def helper():
        raise WrongValue("the expected value is forty-two")

    env = student(
        "import traceback\ndef f():\n    try:\n        g()\n    except AssertionError as error:\n"
        "        return type(error).__name__, str(error), error.__cause__, error.__context__, traceback.format_exc()"
    )
    with session.case(1):
        env["g"] = helper
        name, text, cause, context, trace = env["f"]()
    assert (name, cause, context) == ("AssertionError", None, None)
    assert "forty" not in text + trace
    assert "WrongValue" not in text + trace
    assert __file__ not in trace


def test_what_it_raises_comes_back_whole_when_the_student_lets_it_through(student, session):
    class Own(Exception):
        pass

    def helper():
        raise Own("all of it")

    env = student("def f():\n    return g()")
    with session.case(1):
        env["g"] = helper
        with pytest.raises(Own, match="all of it"):
            env["f"]()


def test_an_answer_that_cannot_be_sent_is_a_type_error_in_the_jail(student, session):
    env = student("def f():\n    try:\n        g()\n    except TypeError:\n        return 'caught'")
    with session.case(1):
        env["g"] = lambda: object()
        assert env["f"]() == "caught"


def test_another_thread_of_the_submission_is_refused(student, session):
    env = student(
        "import threading\ndef f():\n    seen = []\n    def run():\n        try:\n            g()\n"
        "        except Exception as error:\n            seen.append(type(error).__name__)\n"
        "    thread = threading.Thread(target=run)\n    thread.start()\n    thread.join()\n    return seen"
    )
    with session.case(1):
        env["g"] = lambda: 1
        assert env["f"]() == ["TrustedSideError"]
        assert env["g"]() == 1


def test_random_generators_of_both_sides_are_seeded(student, session):
    env = student("import numpy as np, random\ndef draw():\n    return np.random.rand(), random.random()")
    drawn = []
    for _ in range(2):
        with session.case(3):
            drawn.append((env["draw"](), np.random.rand(), random.random()))
    assert drawn[0] == drawn[1]
    assert drawn[0][0][0] != drawn[0][1]
    assert derived_seed(3) != derived_seed(4)


def test_figures_are_closed_after_a_case(student, session):
    env = student("import matplotlib.pyplot as plt\ndef f():\n    plt.figure()\n    return len(plt.get_fignums())")
    for _ in range(2):
        with session.case(1):
            assert env["f"]() == 1
