"""What is missing is followed back through the cells to the one that stopped first."""

import pytest

from autograder.engine.causes import Chain, find_causes
from autograder.testing.chain import Stop, links_to, needed_in, told
from autograder.testing.filled import raised_by_stub
from autograder.text.places import Places

COLAB = "ModuleNotFoundError: No module named 'google'"


def why(what, cells, stops, *, kind="name", before=None):
    numbered = dict(enumerate(cells, start=1))
    ended = {cell: Stop(*stop) if isinstance(stop, tuple) else Stop(stop) for cell, stop in stops.items()}
    return told(links_to(kind, what, numbered, ended, before), lambda cell, line: f"cell {cell}")


def test_an_import_after_one_that_failed_is_missing_because_of_it_and_the_module_has_its_whole_name():
    cells = ["import os", "from google.colab import drive\nimport numpy as np"]
    assert why("np", cells, {2: (COLAB, 1)}).startswith(
        "`np` is missing because cell 2 stopped: ModuleNotFoundError: No module named 'google.colab'."
    )


@pytest.mark.parametrize("source", ["import numpy", "import os, numpy", "import numpy as numpy", "from numpy import *"])
def test_a_module_that_has_not_the_name_it_is_known_by_is_named(source):
    said = "`np` is missing: cell 1 imports numpy, but not as np."
    assert why("np", [source, "y = np.zeros(2)"], {2: "NameError: name 'np' is not defined"}) == said
    in_a_chain = "`y` is missing because cell 2 needs `np`, which is missing: cell 1 imports numpy, but not as np."
    assert why("y", [source, "y = np.zeros(2)"], {2: "NameError: name 'np' is not defined"}) == in_a_chain
    assert not why("np", [source, "np = numpy"], {})
    assert not why("xp", [source], {})


def test_what_came_before_the_line_that_stopped_is_there():
    assert not why("np", ["import numpy as np\nimport seaborn"], {1: ("ModuleNotFoundError: No module", 2)})


@pytest.mark.parametrize(
    ("what", "source"),
    [
        ("double", "def double(x):\n    return 2 * x"),
        ("a", "a, (b, *c) = 1, (2, 3)"),
        ("c", "a, (b, *c) = 1, (2, 3)"),
        ("n", "n: int = 3"),
        ("torch", "try:\n    import torch\nexcept ImportError:\n    pass"),
        ("helper", "if True:\n    def helper(): pass"),
        ("row", "for row in rows:\n    pass"),
        ("x", "%matplotlib inline\nx = 1"),
        ("x", "%%time\nx = 1"),
        ("x", "x = (1"),
        ("anything", "from mynet import *"),
    ],
)
def test_whatever_binds_a_name_loses_it_with_its_cell(what, source):
    assert why(what, [source], {1: "ValueError: no"}) == f"`{what}` is missing because cell 1 stopped: ValueError: no."


def test_names_of_a_function_are_not_the_notebooks():
    assert not why("inner", ["def f():\n    inner = 1"], {1: "ValueError: no"})


def test_a_chain_is_followed_through_names_attributes_and_files():
    cells = [
        "drive.mount('/content/drive')",
        "X = np.load('/content/drive/My/x.npy')",
        "model.seen = X",
        "m = model.seen",
    ]
    stops = {
        1: "NameError: name 'drive' is not defined",
        2: "FileNotFoundError: [Errno 2] No such file or directory: '/content/drive/My/x.npy'",
        3: "NameError: name 'X' is not defined",
        4: "AttributeError: 'NNet' object has no attribute 'seen'",
    }
    assert why("m", cells, stops).startswith(
        "`m` is missing because cell 4 needs the attribute `seen`, which is missing because cell 3 needs `X`, "
        "which is missing because cell 2 needs the file `/content/drive/My/x.npy`, which is missing because cell 1 "
        "stopped: NameError: name 'drive' is not defined."
    )


def test_of_a_long_chain_the_beginning_and_the_root_are_said():
    cells = ["a0 = 1 / 0", *(f"a{n} = a{n - 1}" for n in range(1, 2000))]
    stops = {n + 1: f"NameError: name 'a{n - 1}' is not defined" for n in range(1, 2000)}
    said = why("a1999", cells, {1: "ZeroDivisionError: division by zero", **stops})
    assert said.endswith("which is missing because cell 1 stopped: ZeroDivisionError: division by zero.")
    assert said.count("needs") == 3


def test_a_name_that_is_made_after_its_use_is_pointed_to():
    cells = ["y = double(2)", "def double(x): return 2 * x"]
    assert why("y", cells, {1: "NameError: name 'double' is not defined"}) == (
        "`y` is missing because cell 1 needs `double`, which is defined only later, in cell 2: move that up."
    )
    assert why("double", cells, {}, before=2) == "`double` is defined only later, in cell 2: move that up."


@pytest.mark.parametrize("error", ["NotImplementedError: write this", "NotImplementedError"])
def test_a_stub_that_raises_is_no_cause(error):
    assert not why("double", ["def double(x): ...\nraise NotImplementedError"], {1: error})


STUB = 'def back(model):\n    """Change it."""\n    scale = 1\n    raise NotImplementedError()'
GUARDED = "def back(model):\n    if model.deep:\n        raise NotImplementedError('two layers')\n    return model"
LAST = "def back(model):\n    if not model.deep:\n        return model\n    raise NotImplementedError('two layers')"


def test_what_is_filled_in_and_raises_what_stubs_raise_is_a_cause_and_a_stub_is_none():
    cells = ["", GUARDED, "model = train(NNet())", "print(model)"]
    error, needs = "NotImplementedError: two layers", ("NameError: name 'model' is not defined", 1)
    stops = {3: (error, 1, True), 4: needs}
    assert why("model", cells, stops) == "`model` is missing because cell 3 stopped: NotImplementedError: two layers."
    assert why("4", cells, stops, kind="cell") == (
        "Cell 4 needs `model`, which is missing because cell 3 stopped: NotImplementedError: two layers."
    )
    assert not why("model", cells, {3: (error, 1, False), 4: needs})


@pytest.mark.parametrize(
    ("source", "line"),
    [
        (STUB, 4),
        ("class Net:\n    def fit(self):\n        raise NotImplementedError", 3),
        ("class Net:\n    def __add__(self, other):\n        raise NotImplementedError('+')", 3),
        ("def f(x):\n    if x is None:\n        return None\n    raise NotImplementedError()", 4),
        ("def f(x):\n    def h(a):\n        return a\n    raise NotImplementedError()", 4),
        ("def f(x):\n    out = None\n    raise NotImplementedError()\n    return out", 3),
        ("def f(x):\n    with quiet():\n        raise NotImplementedError()", 3),
        ("@cache\ndef f(x):\n    raise NotImplementedError()", 3),
        ("def f():\n    return 1\n\ndef g():\n    raise NotImplementedError()", 5),
        ("x = 1\nraise NotImplementedError", 2),
        ("this is no Python", 1),
        ("", 7),
    ],
)
def test_a_stub_raises_by_itself_whatever_it_is_given(source, line):
    assert raised_by_stub(source, line)


@pytest.mark.parametrize(
    ("source", "line"),
    [
        (GUARDED, 3),
        (LAST, 4),
        (f"{STUB}\n{GUARDED}", 7),
        ("class Net:\n    def fit(self, X):\n        return X\n    def deep(self):\n        library()", 5),
        ("def f(kind):\n    for known in KINDS:\n        raise NotImplementedError(kind)", 3),
        ("def f():\n    yield 1\n    raise NotImplementedError", 3),
        ("model = library.train()", 1),
        ("f = lambda x: library(x)", 1),
    ],
)
def test_what_is_filled_in_raises_on_a_condition_or_after_a_result_or_in_a_library(source, line):
    assert not raised_by_stub(source, line)


@pytest.mark.parametrize(
    ("error", "need"),
    [
        ("NameError: name 'np' is not defined. Did you mean: 'npy'?", ("name", "np")),
        ("AttributeError: 'NNet' object has no attribute 'W'", ("attribute", "W")),
        ("AttributeError: 'NoneType' object has no attribute 'W'", None),
        ("FileNotFoundError: dataset/x.csv not found.", ("file", "dataset/x.csv")),
        ("ValueError: name 'np' is not defined", None),
    ],
)
def test_what_an_exception_missed_is_read_from_pythons_words(error, need):
    assert needed_in(error) == need


def test_a_cause_is_said_once_at_the_first_question_and_pointed_to_at_others():
    chain = Chain({0: "import otter", 1: "import seaborn\nimport numpy as np"}, {1: Stop("ModuleNotFoundError: s", 1)})
    missing = {"q1": [("name", "np")], "q2": [], "q3": [("name", "np"), ("name", "seaborn")]}
    (cause,) = find_causes(chain, missing, {}).causes
    assert cause.questions == (("q1", "`np`"), ("q3", "`np`"))
    assert cause.hint_for("q1") == cause.sentence == "`np` is missing because cell 2 stopped: ModuleNotFoundError: s."
    assert (cause.hint_for("q2"), cause.hint_for("q3")) == ("", "`np` is missing here, too: see q1.")


def test_in_a_script_places_are_its_lines():
    places = Places([1, 4, 9])
    chain = Chain({1: "import np"}, {1: Stop("ModuleNotFoundError: s", 1)}, places)
    assert chain.briefly(chain.links(("name", "np"), None)) == "`np` is missing, because line 4 of your script stopped."
    assert places.line(2, 3, "double", 1) == "line 11 of your script, in double"
    assert Places().line(2, 5, "double", 3) == "line 3 of double"
    assert Places().line(2, 5, "<module>", 1) == "line 5 of cell 3"


def test_what_a_cell_of_the_answer_left_unfinished_goes_back_to_where_it_stopped():
    chain = Chain(
        {0: "import np", 1: "import seaborn\nX = 1", 2: "scores = []\nscores.append(X)", 3: "", 4: "rates = {}['a']"},
        {
            1: Stop("ModuleNotFoundError: s", 1),
            2: Stop("NameError: name 'X' is not defined", 2),
            4: Stop("KeyError: 'a'"),
        },
    )
    checked = {"q1": 3, "q2": 4, "q3": None, "q4": 4}
    assert chain.unfinished("q1", checked) == (("cell", "1"), ("cell", "2"))
    assert chain.unfinished("q3", checked) == ()  # nothing checks it: nobody knows which cells are its own
    of_the_second = {name: chain.unfinished(name, checked) for name in ("q2", "q4")}
    (cause,) = find_causes(chain, of_the_second, checked).causes
    assert cause.hint_for("q2") == "Cell 5 stopped before its end: KeyError: 'a'."
    assert cause.hint_for("q4") == "The rest of a cell is missing here, too: see q2."
    assert chain.told(chain.links(("cell", "2"), 3)) == (
        "Cell 3 needs `X`, which is missing because cell 2 stopped: ModuleNotFoundError: s."
    )


def test_a_stub_that_raises_leaves_nothing_unfinished():
    chain = Chain({0: "raise NotImplementedError", 1: ""}, {0: Stop("NotImplementedError", 1)})
    assert chain.unfinished("q1", {"q1": 1}) == ()
