# ruff: noqa: E501 - an attack is easier to read in one piece
"""Replacing what the tests compare with: it happens in the submission's own process, where no test runs."""

import pytest

pytestmark = pytest.mark.any_wall

ANYTHING = "row_means = lambda X: np.zeros(len(X))\ndouble = line = lambda x: 0\nline_sum = lambda xs: 0"

PATCHES = {
    "numpy_allclose": "np.allclose = np.isclose = np.array_equal = lambda *a, **k: True",
    "numpy_testing": "for name in dir(np.testing):\n    setattr(np.testing, name, lambda *a, **k: None)",
    "numpy_shape_and_asarray": "np.shape = lambda x: (2,)\nnp.asarray = np.array = lambda *a, **k: type('T', (), {'__eq__': lambda s, o: True})()",
    "numpy_random": "np.random.normal = lambda *a, **k: np.zeros((5, 7))\nnp.random.randint = lambda *a, **k: np.zeros(3)",
    "numpy_seed": "np.random.seed(0)\nnp.random.seed = lambda *a: None\nimport random\nrandom.seed = lambda *a: None",
    "numpy_replaced": "import sys, types\nsys.modules['numpy'] = types.ModuleType('numpy')",
    "builtins_of_comparison": "import builtins\nbuiltins.abs = builtins.sum = lambda *a: 0\nbuiltins.all = lambda x: True\n"
    "builtins.isinstance = lambda *a: True",
    "builtins_float": "import builtins\nclass Same(float):\n    __eq__ = lambda self, other: True\nbuiltins.float = Same",
    "assertion_error": "import builtins\nclass Never(Exception): pass\nbuiltins.AssertionError = Never",
    "otter_modules": "import sys\nfor name in list(sys.modules):\n    if 'otter' in name:\n        sys.modules[name] = None",
    "otter_itself": """
import importlib, sys
del sys.modules["otter"]
try:
    from otter.test_files import exception_test
    exception_test.test_case.call_func = lambda *a, **k: None
    exception_test.ExceptionTestFile.run = lambda *a, **k: None
except ImportError:
    pass""",
    "otter_stand_in": "type(grader).check = lambda *a, **k: 'all passed'\notter.Notebook = None",
    "unittest": "import unittest, unittest.mock\nunittest.TestCase.assertEqual = lambda *a: None\n"
    "double = line = lambda x: unittest.mock.ANY",
    "doctest": "import doctest\ndoctest.OutputChecker.check_output = lambda *a: True",
    "json_and_pickle": "import json, pickle\njson.loads = json.dumps = pickle.loads = pickle.dumps = lambda *a, **k: True",
}


@pytest.mark.parametrize("name", PATCHES)
def test_patching_earns_nothing(earns_nothing, name):
    earns_nothing(ANYTHING, PATCHES[name])


# These break what the right answers themselves use, or import all of otter, which takes long.
BREAKING = ("numpy_shape_and_asarray", "builtins_of_comparison", "unittest", "otter_itself")


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name in PATCHES if name not in BREAKING])
def test_patching_costs_the_right_answers_nothing(attack, name):
    """Nor does it cost anything: the marks are for right answers, whatever else is in the notebook."""
    outcome = attack(PATCHES[name], without=())
    assert not outcome.error


# The agent is in the submission's process and can be taken over: then the submission answers for itself, as it does
# anyway, and knows nothing that it did not know before.
TAKEOVERS = {
    "the_agents_operations": """
import gc
for thing in gc.get_objects():
    if type(thing).__name__ == "Agent":
        thing._operations = {**thing._operations, "call": lambda function, arguments, options: 'anything'}""",
    "what_the_agent_reads": """
import sys
for name, module in list(sys.modules.items()):
    if name.endswith(".decode"):
        module.Reader.value = lambda self, depth=0: 'anything'""",
    "what_the_agent_writes": """
import sys
for name, module in list(sys.modules.items()):
    if name.endswith(".encode"):
        module.Writer.value = lambda self, value, depth=0: self._pack('anything')""",
    "the_packer": "import msgpack\nmsgpack.Packer.pack = lambda *a: b''\nmsgpack.Packer = msgpack.Unpacker = None",
    "the_namespace": """
import gc
class Lying(dict):
    __getitem__ = lambda self, name: 'anything'
    __contains__ = lambda self, name: True
for thing in gc.get_objects():
    if type(thing).__name__ == "Shell":
        thing.user_ns = Lying()""",
    "its_own_work": """
import gc
def refuse(*arguments):
    raise ValueError("no")
for thing in gc.get_objects():
    if type(thing).__name__ == "Agent":
        thing._operations = {name: refuse for name in thing._operations}""",
    "closing_figures": "import matplotlib.pyplot as plt\nplt.close = None",
    "a_hook_before_forks": "import os\ndef fail():\n    os._exit(3)\nos.register_at_fork(before=fail)",
    "type_slots": """
import ctypes
slots = (ctypes.c_void_p * 50).from_address(id(float))  # float's own comparison, in this process
always = ctypes.CFUNCTYPE(ctypes.py_object, ctypes.py_object, ctypes.py_object, ctypes.c_int)(lambda a, b, how: True)
slots[25] = ctypes.cast(always, ctypes.c_void_p).value
assert 1.0 == 2.0""",
}


@pytest.mark.parametrize("name", TAKEOVERS)
def test_taking_over_the_agent_earns_nothing(earns_nothing, name):
    earns_nothing(ANYTHING, TAKEOVERS[name])
