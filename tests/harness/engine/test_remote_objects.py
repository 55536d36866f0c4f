"""Students' functions, instances and modules, used from the trusted side."""

import copy
import gc
import importlib
import inspect
import pickle
import sys
import warnings

import numpy as np
import pandas as pd
import pytest

from autograder.engine.remote import CannotSend, RemoteError, TurnTimeout, is_remote

MODEL = """
import numpy as np
import pandas as pd
class NNet:
    def __init__(self, sizes=(2, 3)):
        self.sizes = list(sizes)
        self.W = [np.ones((b, a)) for a, b in zip(sizes, sizes[1:])]
    @property
    def broken(self):
        raise ValueError("no")
    def __len__(self):
        return len(self.W)
    def __getitem__(self, i):
        return self.W[i]
    def double(self, x, *, times=2):
        return x * times
def feedforward(model, X):
    model.Y = X + 1
    return model
model = NNet()
"""


def test_the_namespace_is_a_mapping(student):
    env = student("x = 1\ny = 'two'")
    assert env["x"] == 1
    assert env.get("missing") is None
    assert "y" in env
    assert "missing" not in env
    assert 3 not in env
    assert {"x", "y"} <= set(env)
    assert len(env) >= 2
    env["z"] = [1, 2]
    env.update(x=5)
    assert (env["z"], env["x"]) == ([1, 2], 5)
    assert env.pop("z") == [1, 2]
    assert env.pop("z", None) is None
    del env["x"]
    with pytest.raises(KeyError):
        env["x"]
    with pytest.raises(KeyError):
        del env["x"]
    assert "namespace" in repr(env)


def test_what_is_set_is_what_the_notebooks_functions_see(student):
    env = student("def f():\n    return x\nx = 1")
    env["x"] = 2
    assert env["f"]() == 2


def test_functions_and_methods_are_called_with_positions_and_names(student):
    env = student("def f(a, b=2, *args, **kwargs):\n    return (a, b, args, kwargs)" + MODEL)
    assert env["f"](1) == (1, 2, (), {})
    assert env["f"](1, 3, 4, c=[5]) == (1, 3, (4,), {"c": [5]})
    assert env["model"].double(np.ones(2), times=3).tolist() == [3, 3]
    assert env["f"].__name__ == "f"


def test_the_same_object_is_the_same_stand_in(student):
    env = student(MODEL)
    model = env["model"]
    assert env["model"] is model
    assert env["feedforward"](model, np.zeros(2)) is model
    assert env["NNet"]() is not model
    assert model.Y.tolist() == [1, 1]


def test_attributes_are_read_and_set_by_value(student):
    model = student(MODEL)["model"]
    assert [w.shape for w in model.W] == [(3, 2)]
    model.W = [np.full((1, 1), 7.0)]
    assert model[0].tolist() == [[7.0]]
    assert hasattr(model, "sizes")
    assert not hasattr(model, "missing")
    del model.sizes
    assert not hasattr(model, "sizes")
    with pytest.raises(ValueError, match="no"):
        _ = model.broken
    assert set(model.__dict__) == {"W", "Y"} - {"Y"}


def test_a_stand_in_can_do_what_the_original_can(student):
    env = student(
        MODEL
        + (
            "\nclass Empty: pass\nempty = Empty()\nsteps = (n * n for n in range(3))\n"
            "from collections import deque\nqueue = deque([1.5, 2.5])"
        )
    )
    assert len(env["model"]) == 1
    assert callable(env["NNet"])
    assert not callable(env["model"])
    assert not hasattr(env["empty"], "__len__")
    with pytest.raises(TypeError):
        iter(env["empty"])
    with pytest.raises(TypeError):
        env["empty"]()
    assert bool(env["empty"])
    assert list(env["steps"]) == [0, 1, 4]
    assert 1.5 in env["queue"]
    assert 7 not in env["queue"]
    env["queue"][0] = 9.0
    assert list(env["queue"]) == [9.0, 2.5]
    assert np.asarray(env["queue"]).tolist() == [9.0, 2.5]


def test_tables_of_pandas_are_tables(student):
    env = student(
        "import pandas as pd\nframe = pd.DataFrame({'a': [1, 2], 'b': [3, 4]})\nwords = pd.Series(['a', None])"
    )
    assert np.asarray(env["frame"]).tolist() == [[1, 3], [2, 4]]
    assert env["frame"].shape == (2, 2)
    assert np.asarray(env["frame"]["a"], dtype=float).tolist() == [1.0, 2.0]
    pd.testing.assert_frame_equal(env["frame"], pd.DataFrame({"a": [1, 2], "b": [3, 4]}))
    assert env["words"].isna().tolist() == [False, True]


def test_a_table_that_is_handed_over_and_changed_stays_the_tests_own(student):
    env = student("def double(frame):\n    frame['x'] *= 2\n    return frame.rename(columns={'x': 'y'})")
    frame = pd.DataFrame({"x": [1.5, 2.5]}, index=pd.date_range("2026-01-01", periods=2))
    came = env["double"](frame)
    pd.testing.assert_frame_equal(came, pd.DataFrame({"y": [3.0, 5.0]}, index=frame.index))
    assert frame["x"].tolist() == [1.5, 2.5]


def test_a_table_with_what_has_no_form_is_asked_for_its_parts(student):
    env = student("import pandas as pd\nmonths = pd.DataFrame({'m': pd.period_range('2026', periods=2, freq='M')})")
    assert not isinstance(env["months"], pd.DataFrame)
    assert env["months"].shape == (2, 1)


def test_figures_can_be_walked(student):
    env = student(
        "import matplotlib.pyplot as plt\nfig, ax = plt.subplots()\nax.plot([1, 2], [3, 4])\n"
        "ax.imshow([[1, 2]])\nax.set_title('T')"
    )
    (axes,) = env["fig"].get_axes()
    assert axes is env["ax"]
    (line,) = axes.get_lines()
    assert line.get_ydata().tolist() == [3, 4]
    assert axes.get_images()[0].get_array().tolist() == [[1, 2]]
    assert axes.get_title(loc="center") == "T"
    env["plt"].close("all")


def test_what_a_case_imports_is_known_to_it_although_one_before_met_the_same_kind_without(student, monkeypatch):
    env = student("import matplotlib.pyplot as plt\ndef draw():\n    return plt.subplots()[1]")
    axes = importlib.import_module("matplotlib.axes")
    for name in ("matplotlib.axes", "matplotlib.figure"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    assert not isinstance(env["draw"](), axes.Axes)
    monkeypatch.undo()
    assert isinstance(env["draw"](), axes.Axes)
    env["plt"].close("all")


def test_addresses_are_never_asked_for(student):
    env = student(
        "class Liar:\n    @property\n    def __array_interface__(self):\n"
        "        return {'data': (1, False), 'shape': (9,), 'typestr': '<f8', 'version': 3}\n"
        "    __array_struct__ = __cuda_array_interface__ = __array_interface__\n    __array_priority__ = 1e9\n"
        "    __float__ = lambda self: 1.0\n"
        "liar = Liar()"
    )
    assert np.asarray(env["liar"]).dtype == object
    assert not hasattr(env["liar"], "__array_interface__")
    with pytest.raises(TypeError):
        float(env["liar"])


def test_subclasses_come_as_what_they_are_at_bottom(student):
    env = student(
        "import numpy as np, enum, collections\n"
        "class Lying(np.ndarray):\n    def __eq__(self, other): return True\n"
        "    def __array__(self, *a, **k): return np.ones(9)\n"
        "    def tobytes(self, *a): return b''\n"
        "class Number(float):\n    def __eq__(self, other): return True\n"
        "    def __float__(self): return 7.0\n    def __pos__(self): return 8.0\n"
        "class Word(str):\n    def __str__(self): return 'other'\n"
        "class Pairs(dict):\n    def items(self): return []\n"
        "class Row(list):\n    def __iter__(self): return iter([])\n    def __len__(self): return 0\n"
        "class Colour(enum.IntEnum):\n    RED = 3\n"
        "values = [np.zeros(2).view(Lying), Number(1.5), Word('w'), Pairs(a=1), Row([1, 2])]\n"
        "values += [Colour.RED, np.matrix([[1]])]\n"
        ""
        "Point = collections.namedtuple('Point', 'x y')\nvalues += [Point(1, 2), collections.OrderedDict(b=2), True]"
    )
    values = env["values"]
    assert [type(value) for value in values] == [
        *(np.ndarray, float, str, dict, list, int, np.ndarray, tuple, dict, bool)
    ]
    assert [
        value if isinstance(value, list) else getattr(value, "tolist", lambda v=value: v)() for value in values
    ] == [*([0, 0], 1.5, "w", {"a": 1}, [1, 2], 3, [[1]], (1, 2), {"b": 2}, True)]


def test_an_instance_that_lies_about_its_class_stays_in_the_jail(student):
    env = student("class Liar:\n    __class__ = list\nliar = Liar()")
    assert is_remote(env["liar"])


def test_what_has_no_form_comes_as_a_stand_in(student):
    env = student(
        "import numpy as np, sys\n"
        "things = [np.array([None]), 10**5000, object(), sys, (1, print), {'f': abs}]\nknot = []\n"
        "knot.append(knot)"
    )
    values = env["things"]
    assert [is_remote(value) for value in values] == [True, True, True, True, False, False]
    assert values[4][1]("printed in the jail") is None
    assert values[5]["f"](-3) == 3
    deep = env["knot"]
    for _ in range(64):
        deep = deep[0]
    assert is_remote(deep)


def test_what_is_too_large_comes_as_a_stand_in(student):
    env = student("import numpy as np\nbig = np.zeros(10**8, dtype=np.uint8)\ndef f():\n    return big")
    assert is_remote(env["big"])
    assert env["f"]() is env["big"]
    assert env["big"].shape == (10**8,)
    assert env["big"][:3].tolist() == [0, 0, 0]


def test_numpys_modules_and_types(student):
    env = student("import numpy as np")
    assert env["np"].sqrt(4.0) == 2.0
    assert env["np"].float32 is np.float32
    assert env["np"].zeros(2, dtype=np.float32).dtype == np.float32
    assert env["np"].random.rand(2).shape == (2,)


def test_isinstance_works_for_the_students_classes(student):
    env = student(MODEL)
    assert isinstance(env["model"], env["NNet"])
    assert not isinstance(3, env["NNet"])


def test_the_signature_can_be_read(student):
    env = student("def f(X, y, *, eta=0.5, start=None):\n    pass")
    assert str(inspect.signature(env["f"])) == "(X, y, *, eta=0.5, start=None)"
    assert env["f"].__code__.co_argcount == 2


def test_copies_are_made_in_the_jail(student):
    model = student(MODEL)["model"]
    other = copy.deepcopy(model)
    other.W = []
    assert other is not model
    assert len(model.W) == 1
    assert len(other.W) == 0


def test_a_stand_in_shows_little_and_cannot_be_pickled(student):
    env = student("class Long:\n    def __repr__(self):\n        return 'x' * 10**9\nlong = Long()\ndef f():\n    pass")
    assert repr(env["long"]) == "<Long of the submission>"
    assert f"{env['f']}" == "<function f of the submission>"
    with pytest.raises(TypeError):
        pickle.dumps(env["long"])


def test_what_nobody_holds_is_forgotten_in_the_jail(student, session):
    env = student(
        "class Thing: pass\nimport weakref\nseen = weakref.WeakSet()\ndef make():\n    t = Thing()\n"
        "    seen.add(t)\n    return t\ndef count():\n    return len(seen)"
    )
    kept = env["make"]()
    for _ in range(20):
        env["make"]()
    gc.collect()
    env.get("nothing")
    assert env["count"]() == 1
    assert is_remote(kept)


def test_stand_ins_of_another_session_are_refused(student, open_session):
    env = student(MODEL)
    other = open_session()
    with pytest.raises(CannotSend, match="another session"):
        other.namespace["model"] = env["model"]


def test_what_cannot_be_sent_is_refused_and_the_session_goes_on(student):
    env = student("def f(x):\n    return x")
    with pytest.raises(CannotSend):
        env["f"](object())
    with pytest.raises(CannotSend):
        env["f"](np.random.default_rng(1))
    assert env["f"](1) == 1


def test_an_iterator_that_never_ends_is_left(student, monkeypatch):
    monkeypatch.setattr("autograder.engine.remote.stand_ins.MOST_ENTRIES", 50)
    env = student("import itertools\nendless = itertools.count()")
    with pytest.raises(RuntimeError, match="does it ever end"):
        list(env["endless"])


# ---- call by copy-restore ----


def test_changes_in_place_reach_the_callers_arguments(student):
    env = student(
        "def f(X, rows, table, seen, *, M):\n    X[0] = 7\n    rows.append(X)\n    rows.reverse()\n"
        "    table['new'] = [1]\n"
        "    seen.add(3)\n    M['inner'][1][0, 0] = 5\n    return None"
    )
    X, rows, table, seen = np.zeros(3), [1, 2], {"old": 0}, {1}
    inner = np.zeros((2, 2), order="F")
    whole = {"inner": (0, inner)}
    env["f"](X, rows, table, seen, M=whole)
    assert X.tolist() == [7, 0, 0]
    assert rows[1:] == [2, 1]
    assert rows[0].tolist() == [7, 0, 0]
    assert table == {"old": 0, "new": [1]}
    assert seen == {1, 3}
    assert inner.tolist() == [[5, 0], [0, 0]]
    assert whole["inner"][1] is inner


@pytest.mark.parametrize("dtype", ["f8", ">f4", "i2", "?", "U3", "c16"])
@pytest.mark.parametrize("order", ["C", "F"])
def test_only_what_changed_is_changed(student, dtype, order):
    env = student(
        "def change(X):\n    X[1, 2] = X[0, 0]\ndef leave(X):\n    return X * 1 if X.dtype.kind != 'U' else X"
    )
    X = np.array(np.arange(12).reshape(3, 4) % 2, dtype=dtype, order=order)
    due = X.copy()
    env["leave"](X)
    assert np.array_equal(X, due)
    due[1, 2] = due[0, 0]
    env["change"](X)
    assert np.array_equal(X, due)


def test_changes_before_an_exception_count(student):
    env = student("def f(X):\n    X[:] = 1\n    raise ValueError('late')")
    X = np.zeros(2)
    with pytest.raises(ValueError, match="late"):
        env["f"](X)
    assert X.tolist() == [1, 1]


def test_an_argument_that_may_not_be_written_to(student):
    env = student("def f(X):\n    X[0] = 1")
    X = np.zeros(2)
    X.flags.writeable = False
    with pytest.raises(ValueError, match="read-only"):
        env["f"](X)


def test_another_shape_in_place_changes_nothing(student):
    env = student("def f(X):\n    X.shape = (4,)\n    X[0] = 1")
    X = np.zeros((2, 2))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        env["f"](X)
    assert X.tolist() == [[0, 0], [0, 0]]


def test_packed_lists_are_restored(student):
    env = student("def f(a, b):\n    a.sort()\n    b[3] = 'x'")
    a, b = [float(n) for n in range(20, 0, -1)], list(range(30))
    env["f"](a, b)
    assert a[0] == 1.0
    assert b[3] == "x"
    assert b[4] == 4


# ---- exceptions, warnings, printed text ----


@pytest.mark.parametrize(
    ("raised", "caught"),
    [
        ("ValueError('x')", ValueError),
        ("KeyError('x')", KeyError),
        ("AssertionError('x')", AssertionError),
        ("NotImplementedError('x')", NotImplementedError),
        ("np.linalg.LinAlgError('x')", ValueError),
        ("OSError(2, 'x')", OSError),
        ("UnicodeDecodeError('utf-8', b'x', 0, 1, 'r')", UnicodeError),
        ("ExceptionGroup('x', [ValueError()])", Exception),
        ("StopIteration(1)", StopIteration),
        ("MemoryError()", MemoryError),
        ("RuntimeWarning('x')", RuntimeWarning),
        ("SystemExit(1)", RemoteError),
        ("KeyboardInterrupt()", RemoteError),
        ("GeneratorExit()", RemoteError),
        ("type('Own', (IndexError,), {})('x')", IndexError),
        ("type('not a name', (Exception,), {})('x')", RemoteError),
        ("type('Odd', (BaseException,), {})('x')", RemoteError),
    ],
)
def test_an_exception_is_of_the_same_builtin_class(student, raised, caught):
    env = student(f"import numpy as np\ndef f():\n    raise {raised}")
    with pytest.raises(caught) as info:
        env["f"]()
    assert isinstance(info.value, RemoteError)
    assert isinstance(info.value, Exception)
    assert [(line.cell, line.line) for line in info.value.failure.lines] == [(0, 3)]


def test_an_exception_has_the_name_and_the_text_of_the_original(student):
    env = student("class MyError(ValueError):\n    pass\ndef f(x):\n    raise MyError(x)\ndef g():\n    {}['key']")
    with pytest.raises(ValueError, match="why") as info:
        env["f"]("why")
    assert (type(info.value).__name__, str(info.value)) == ("MyError", "why")
    with pytest.raises(KeyError) as info:
        env["g"]()
    assert str(info.value) == "'key'"


def test_a_wrong_number_of_arguments_is_the_callers_type_error(student):
    with pytest.raises(TypeError, match="missing 1 required"):
        student("def f(x):\n    pass")["f"]()


def test_warnings_come_through_whatever_the_notebook_filters(student):
    env = student(
        "import numpy as np, warnings\nwarnings.simplefilter('ignore')\nclass Mine(FutureWarning): pass\n"
        "def f():\n    warnings.warn('text', Mine)\n    return np.exp(np.array([1e4]))"
    )
    with pytest.warns() as caught:
        assert env["f"]().tolist() == [np.inf]
    assert [(w.category, str(w.message)) for w in caught] == [
        (FutureWarning, "text"),
        (RuntimeWarning, "overflow encountered in exp"),
    ]


def test_warnings_are_bounded(student):
    env = student("import warnings\ndef f():\n    for n in range(1000):\n        warnings.warn('x' * 10**5)")
    with pytest.warns() as caught:
        env["f"]()
    assert len(caught) == 20
    assert len(str(caught[0].message)) == 500


def test_a_warning_that_the_test_turns_into_an_error(student):
    env = student("import warnings\ndef f():\n    warnings.warn('text')")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(UserWarning):
            env["f"]()
    assert env["f"].__name__ == "f"


def test_printed_text_goes_to_whoever_wants_it(open_session, capsys):
    heard = []
    session = open_session(echo=heard.append)
    session.run_cell(0, "print('cell')\ndef f():\n    print('called')", 30)
    session.namespace["f"]()
    assert heard == ["called\n"]
    assert capsys.readouterr().out == ""


def test_a_function_that_never_ends_runs_out_of_time(student, session):
    student("def f():\n    while True:\n        pass")
    function = session.namespace["f"]
    with pytest.raises(TurnTimeout) as caught, session.case(1, 0.25):
        function()
    assert caught.value.limit == "case"
    assert session.ended is caught.value
