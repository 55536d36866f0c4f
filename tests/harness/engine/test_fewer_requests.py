"""What spares requests to the worker changes nothing that a test can see."""

import numpy as np
import pytest

from autograder.engine.remote import RemoteError, SessionEnded
from autograder.testing import answers, asking, give

NOTEBOOK = """
import numpy as np
import matplotlib.pyplot as plt
class NNet:
    def __init__(self):
        self.W = [np.ones((2, 3))]
        self.steps = 0
class Careful:
    def __init__(self):
        self.__dict__["log"] = []
    def __setattr__(self, name, value):
        self.log.append(name)
        if name == "W":
            raise ValueError("W is given")
class Measured:
    _W = 1
    @property
    def W(self):
        self._W += 1
        return self._W
def make():
    return NNet()
def grow(model):
    model.W.append(np.zeros(1))
    model.steps += 1
    return model
def rebind():
    global make
    make = len
def f(x):
    return x
rows = [1]
def extend():
    rows.append(2)
def extended(given):
    given.append(2)
    return given
"""
FORGED = """
import gc
for each in gc.get_objects():
    if type(each).__name__ == "Agent":
        each._operations["ask"] = lambda questions: []
"""


@pytest.fixture
def session(open_session):
    session = open_session()
    assert session.run_cell(0, NOTEBOOK, 10).failure is None
    return session


@pytest.fixture
def requests(session, monkeypatch):
    """Return the list of the operations that an answer was waited for."""
    made = []
    call = session._link.call
    monkeypatch.setattr(
        session._link, "call", lambda name, *rest, **more: (made.append(name), call(name, *rest, **more))[1]
    )
    return made


def asked_for(session, *names):
    """Have attributes of those names asked for once, so that the worker knows them."""
    model = session.namespace.get("make")()
    for name in names:
        getattr(model, name)


def test_a_function_is_fetched_once_whatever_is_called(session, requests):
    function = session.namespace.get("f")
    assert [session.namespace.get("f")(number) for number in range(3)] == [0, 1, 2]
    assert session.namespace.get("f") is function
    assert requests.count("find") == 1


def test_data_is_fetched_alone_and_functions_are_known_on_all_the_same(session, requests):
    session.run_cell(1, "numbers = [1]", 5)
    session.namespace.get("f")
    assert [session.namespace.get(name, []) for name in ("numbers", "numbers", "f", "numbers")][-1] == [1]
    assert (requests.count("find"), requests.count("look_up")) == (2, 2)


def test_functions_are_known_again_after_an_answer_that_says_nothing_of_names(session, requests):
    session.namespace.get("f")
    session.fork().close()  # its answer says nothing of names
    for _ in range(3):
        session.namespace.get("f")
    assert (requests.count("find"), requests.count("look_up")) == (2, 0)


def test_a_function_that_is_bound_anew_is_noticed(session):
    assert session.namespace.get("make")().steps == 0
    session.namespace.get("rebind")()
    assert session.namespace.get("make")([1, 2]) == 2
    session.run_cell(1, "def make():\n    return 7", 5)
    assert session.namespace.get("make")() == 7
    session.run_cell(2, "del make", 5)
    assert session.namespace.get("make", "gone") == "gone"
    session.run_cell(3, "make = 3", 5)
    assert session.namespace.get("make") == 3


def test_a_function_that_is_bound_anew_during_a_call_is_seen_by_what_the_test_lent(session):
    session.run_cell(1, "def go(helper):\n    global f\n    f = abs\n    return helper()", 5)
    with session.case(1):
        assert session.namespace.get("f")(-2) == -2
        assert session.namespace.get("go")(lambda: session.namespace.get("f")(-2)) == 2


def test_what_a_cell_has_bound_before_it_checks_is_known(open_session, monkeypatch):
    seen = []

    def on_check(question):
        monkeypatch.setattr(session._link, "call", None)  # no requests
        seen.append(session.namespace.get("f"))
        monkeypatch.undo()
        return ""

    session = open_session(on_check=on_check)
    check = "import otter\notter.Notebook().check('q1')"
    assert session.namespace.get("f") is None
    assert session.run_cell(0, "f = 1\n" + check, 5).failure is None
    assert session.run_cell(1, "f = 2\n" + check, 5).failure is None
    assert seen == [1, 2]


def test_data_is_fetched_each_time(session):
    assert session.namespace.get("rows") == [1]
    session.namespace.get("rows").append(5)
    session.namespace.get("extend")()
    assert session.namespace.get("rows") == [1, 2]


def test_small_values_that_cannot_change_in_place_are_fetched_once(session, requests):
    session.run_cell(1, "a, b, c, d = None, 1.5, 'text', ...\ndef count():\n    global b\n    b += 1", 5)
    names = ("a", "b", "c", "d", "missing")
    for name in names:
        session.namespace.get(name)
    requests.clear()
    assert [session.namespace.get(name, 0) for name in names] == [None, 1.5, "text", ..., 0]
    assert requests == []
    session.namespace.get("count")()
    requests.clear()
    assert session.namespace.get("b") == 2.5
    assert requests == []


def test_names_that_are_known_to_be_asked_for_come_with_the_first(open_session):
    session = open_session(asked=["f", "g"])
    session.run_cell(0, "def f():\n    return 1\nh = 2", 5)
    assert session.namespace.get("h") == 2
    session._link.call = None  # no more requests
    assert callable(session.namespace.get("f"))
    assert session.namespace.get("g") is None


def test_names_are_set_without_waiting_and_before_the_next_call(session, requests):
    session.run_cell(1, "def read():\n    return x, y", 5)
    requests.clear()
    values = [1]
    session.namespace.update({"x": values, "y": 2})
    values.append(3)
    assert requests == []
    assert session.namespace.get("read")() == ([1], 2)
    assert session.namespace.get("x") == [1]


def test_a_helper_that_was_put_in_place_is_met_and_taken_out_again(session):
    session.run_cell(1, "def use():\n    return f(1)", 5)
    with session.case(1):
        before = session.namespace.get("f")
        session.namespace.update({"f": lambda x: x + 41})
        assert session.namespace.get("f")(1) == 42
        assert session.namespace.get("use")() == 42
        session.namespace.update({"f": before})
        assert session.namespace.get("f") is before
        assert session.namespace.get("use")() == 1


def test_attributes_are_set_without_waiting(session, requests):
    model = session.namespace.get("make")()
    requests.clear()
    model.W = [np.zeros((1, 2))]
    model.steps = 5
    assert requests == []
    grown = session.namespace.get("grow")(model)
    assert [weights.shape for weights in grown.W] == [(1, 2), (1,)]
    assert grown.steps == 6


def test_large_values_are_not_kept_waiting(session, requests):
    model = session.namespace.get("make")()
    model.W = np.ones(100_000)
    assert requests[-1] == "setattrs"
    assert model.W.sum() == 100_000


def test_attributes_of_classes_that_decide_for_themselves_are_set_at_once(session):
    careful = session.namespace.get("Careful")()
    with pytest.raises(RemoteError, match="W is given"):
        careful.W = 1
    assert careful.log == ["W"]
    measured = session.namespace.get("Measured")()
    with pytest.raises(RemoteError):
        measured.W = 3
    assert [measured.W, measured.W] == [2, 3]


def test_attributes_that_were_asked_for_before_come_with_the_next_objects(session, requests):
    asked_for(session, "W", "steps")
    requests.clear()
    model = session.namespace.get("make")()
    assert (model.steps, model.W[0].tolist()) == (0, [[1.0] * 3] * 2)
    assert requests == ["call"]


def test_attributes_that_came_are_not_believed_after_anything_was_done(session):
    asked_for(session, "W", "steps")
    model = session.namespace.get("make")()
    session.namespace.get("grow")(model)
    assert (model.steps, len(model.W)) == (1, 2)
    model.steps = 9
    assert model.steps == 9


def test_attributes_that_nobody_asks_for_any_more_come_no_more_until_they_are(session, requests):
    model, same = session.namespace["make"](), session.namespace["f"]
    assert model.steps == 0
    for _ in range(20):
        same(model)
    requests.clear()
    assert (model.steps, requests) == (0, ["getattr"])
    same(model)
    assert (model.steps, requests) == (0, ["getattr", "call"])


def test_attributes_that_are_asked_for_go_on_coming(session, requests):
    model, same = session.namespace["make"](), session.namespace["f"]
    for _ in range(40):
        same(model)
        assert model.steps == 0
    assert requests.count("getattr") == 1


def test_a_change_to_a_value_that_came_stays_with_the_test(session):
    asked_for(session, "W")
    model = session.namespace.get("make")()
    model.W.append(1)
    assert len(model.W) == 1


def test_what_was_asked_of_a_module_before_comes_with_the_next_that_is_asked_for(session, requests):
    plt = session.namespace.get("plt")
    for _ in range(2):
        session.namespace.get("f")(1)
        requests.clear()
        assert callable(plt.show)
        assert callable(plt.close)
    assert requests == ["getattr"]
    plt.close = plt.show
    session.namespace.get("f")(1)
    assert plt.close is plt.show


def test_an_object_that_a_call_changed_comes_when_nothing_else_does(session, requests):
    asked_for(session, "W", "steps")
    session.run_cell(1, "def train(model):\n    model.steps += 1", 5)
    model = session.namespace.get("make")()
    session.namespace.get("train")(model)
    requests.clear()
    assert model.steps == 1
    np.testing.assert_array_equal(model.W[0], np.ones((2, 3)))
    assert requests == []


def test_data_that_a_call_changed_in_place_comes_back_once(session):
    session.run_cell(1, "class Row(list):\n    pass\ndef fill(a):\n    a[:] = [7]\nrow = Row([1])\nrow.n = 2", 5)
    array, row = np.zeros(3), session.namespace.get("row")
    session.namespace.get("fill")(array)
    np.testing.assert_array_equal(array, np.full(3, 7.0))
    assert row == [1]


def test_an_attribute_that_does_not_fit_is_a_stand_in_as_ever(session):
    session.run_cell(1, "class Big:\n    rows = None\nbig = Big()\nbig.rows = [None] * 3_000_000\nbig.size = 2", 20)
    big = session.namespace.get("big")
    assert big.size == 2
    assert len(big.rows) == 3_000_000


def test_whoever_observes_is_told_of_attributes_that_came(session):
    asked_for(session, "steps")
    seen = []
    with session.observed(lambda operation, value, failure: seen.append((operation, value, failure))):
        assert session.namespace.get("make")().steps == 0
    assert ("getattr", 0, None) in seen


def test_what_is_posted_for_the_end_of_a_call_is_done_before_the_student_goes_on(session):
    session.run_cell(1, "def go(model, helper):\n    helper(model)\n    return model.steps", 5)

    def helper(model):
        model.steps = 11

    with session.case(1):
        assert session.namespace.get("go")(session.namespace.get("make")(), helper) == 11


def test_what_was_posted_is_done_in_the_process_that_is_copied_and_so_in_the_copy(session):
    session.namespace["x"] = 5
    with session.fork() as copy:
        assert (copy.namespace.get("x"), session.namespace.get("x")) == (5, 5)


def test_what_cannot_be_posted_after_all_fails_the_next_call(session):
    model = session.namespace.get("make")()
    session.run_cell(1, "def no(self, name, value):\n    raise ValueError('not any more')\nNNet.__setattr__ = no", 5)
    model.W = 1
    with pytest.raises(RemoteError, match="not any more"):
        session.namespace.get("f")(1)
    assert session.namespace.get("f")(1) == 1


def test_generators_are_seeded_before_the_first_call_of_a_case(session):
    session.run_cell(1, "import random\ndef draw():\n    return np.random.rand(), random.random()", 5)
    drawn = []
    for seed in (1, 1, 2):
        with session.case(seed):
            drawn.append(session.namespace.get("draw")())
    assert drawn[0] == drawn[1] != drawn[2]


def test_a_case_is_settled_when_nothing_was_answered_twice(session, requests):
    session.settle()
    requests.clear()
    session.settle()
    assert requests == []  # nothing was asked since
    session.namespace.get("f")(1)
    session.settle()
    assert requests[-1] == "has"


def test_figures_of_a_case_are_closed_at_its_end(session):
    session.run_cell(1, "def draw():\n    plt.plot([1])\ndef count():\n    return len(plt.get_fignums())", 5)
    with session.case(1):
        session.namespace.get("draw")()
        assert session.namespace.get("count")() == 1
    assert session.namespace.get("count")() == 0


def test_nothing_can_be_posted_when_the_session_is_over(session):
    session.close()
    with pytest.raises(SessionEnded):
        session.namespace["x"] = 1


NESTED = """
class Node:
    pass
def chain(length):
    first = node = Node()
    for _ in range(length):
        node.next = Node()
        node = node.next
    node.next = first
    return first
"""


def test_objects_in_attributes_of_objects_do_not_come_with_them(session):
    session.run_cell(1, NESTED, 5)
    chain = session.namespace.get("chain")(100)
    assert chain.next.next.next is not chain
    again = session.namespace.get("chain")(2)
    assert again.next.next.next is again


def test_questions_for_several_objects_are_one_request(session, requests):
    models = [session.namespace.get("make")() for _ in range(3)]
    del requests[:]
    assert answers(asking(model, "steps") for model in models) == [0, 0, 0]
    assert requests == ["ask"]


def test_what_answers_a_question_gets_copies_and_what_it_raises_is_raised(session):
    given = [1]
    assert answers([asking(session.namespace.get("extended"), "__call__", given)]) == [[1, 2]]
    assert given == [1]
    with pytest.raises(RemoteError, match="missing"):
        answers([asking(session.namespace.get("make")(), "missing")])
    with pytest.raises(RemoteError, match="W is given"):
        answers([asking(session.namespace.get("Careful")(), "__setattr__", "W", 1)])


def test_as_many_answers_come_as_there_are_questions(session):
    """The submission can make of the agent what it likes: the trusted side counts."""
    model = session.namespace.get("make")()
    assert session.run_cell(1, FORGED, 10).failure is None
    with pytest.raises(TypeError, match="one answer to each question"):
        answers([asking(model, "steps")])


def test_attributes_that_are_given_together_are_set_in_their_order(session, requests):
    model, careful = session.namespace.get("make")(), session.namespace.get("Careful")()
    give(model, W=[np.zeros(1)], steps=5)
    assert (model.steps, len(model.W)) == (5, 1)
    with pytest.raises(RemoteError, match="W is given"):
        give(careful, a=1, W=2, b=3)
    assert careful.log == ["a", "W"]
    assert requests.count("setattrs") == 1
