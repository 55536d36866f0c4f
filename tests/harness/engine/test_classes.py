"""Instances of well-known classes travel as what they are, where both sides have agreed on that."""

import collections
import decimal
import fractions
import pathlib

import numpy as np
import pytest

from autograder.engine.jailed.classes import classes_here, write_instance
from autograder.engine.jailed.decode import Reader
from autograder.engine.jailed.encode import Writer
from autograder.engine.jailed.wire import HEADER, ProtocolViolation, Tag, WireLimits
from autograder.engine.remote import is_remote
from autograder.engine.undisturbed import Undisturbed

Point = collections.namedtuple("Point", "x y")
MATRIX = np.array([[1, 2], [3, 4]]).view(np.matrix)  # to make one by its name gives a warning
VALUES = [
    Point(1, [2]),
    collections.Counter("abb"),
    collections.OrderedDict(b=1, a=2),
    collections.defaultdict(list, a=[1]),
    collections.defaultdict(None, a=1),
    collections.deque([1, 2], maxlen=2),
    fractions.Fraction(-1, 3),
    decimal.Decimal("1.10"),
    pathlib.Path("a/b.txt"),
    pathlib.PurePosixPath("a"),
    MATRIX,
    np.array([[1, None], ["a", 2.5]], dtype=object),
    np.array([[1, 2], [3, 4]], dtype=object),
]


def sent(value, limits=None):
    limits = limits or WireLimits()
    writer = Writer(limits, lambda writer, value, depth: write_instance(writer, value, depth, classes_here()))
    writer.value(value)
    return read(b"".join(map(bytes, writer.buffers())), limits)


def read(frame, limits):
    length, _ = HEADER.unpack_from(frame)
    stream = memoryview(frame)[HEADER.size :]
    reader = Reader(stream[:length], stream[length:], limits)
    value = reader.value()
    reader.finish()
    return value


@pytest.mark.parametrize("value", VALUES, ids=repr)
def test_an_instance_arrives_as_what_it_is(value):
    arrived = sent(value)
    assert type(arrived).__name__ == type(value).__name__
    assert repr(arrived) == repr(value)
    assert np.array_equal(arrived, value) if isinstance(value, np.ndarray) else arrived == value


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("deque", ([1], -1)),
        ("deque", 3),
        ("defaultdict", (99, {})),
        ("Fraction", (1, 0)),
        ("Decimal", ("1e999999999",)),
        ("Decimal", ("one",)),
        ("matrix", (np.ones(3),)),
        ("matrix", ([[1]],)),
        ("object array", ([2, 3], [1])),
        ("namedtuple", ("Point", ["x"], [1, 2])),
        ("namedtuple", ("Po int", ["x"], [1])),
        ("namedtuple", ("P", ["x=__import__('os')"], [1])),
        ("namedtuple", ("P", [f"f{n}" for n in range(300)], list(range(300)))),
        ("os.system", ("true",)),
    ],
)
def test_parts_that_do_not_fit_are_a_violation(name, parts):
    writer = Writer(WireLimits())
    writer.tag(Tag.INSTANCE)
    writer.plain(name)
    writer.value(parts)
    with pytest.raises(ProtocolViolation):
        read(b"".join(map(bytes, writer.buffers())), WireLimits())


def test_classes_travel_both_ways_where_a_session_keeps_them(open_session):
    session = open_session(keeps_classes=True)
    session.run_cell(
        0,
        "from collections import *\nPoint = namedtuple('Point', 'x y')\np = Point(1, 2)\nd = defaultdict(lambda: 3)\n"
        "class Mine(Counter):\n    pass\nm = Mine('ab')\n"
        "class Row(tuple):\n    def item(self, n):\n        return self[n]\nrow = Row((1, 2))\n"
        "def kind(value):\n    return type(value).__name__",
        30,
    )
    env = session.namespace
    assert repr(env["p"]) == "Point(x=1, y=2)"
    assert env["d"] == {}  # its function stays there
    assert type(env["m"]) is dict
    assert [env["row"].item(1), *env["row"]] == [2, 1, 2]
    with session.case(1):
        assert env["kind"](fractions.Fraction(1, 2)) == "Fraction"
        assert env["kind"](MATRIX) == "matrix"


def test_changes_to_a_matrix_and_to_a_counter_come_back(open_session):
    session = open_session(keeps_classes=True)
    session.run_cell(0, "def fill(value):\n    value[0] = 7", 30)
    matrix, counter = MATRIX.copy(), collections.Counter("a")
    with session.case(1):
        session.namespace["fill"](matrix)
        session.namespace["fill"](counter)
    assert matrix.tolist() == [[7, 7], [3, 4]]
    assert counter == {"a": 1, 0: 7}


def test_elsewhere_they_are_what_they_are_at_bottom(student):
    env = student("from collections import Counter\nc = Counter('ab')\nimport fractions\nf = fractions.Fraction(1, 2)")
    assert type(env["c"]) is dict
    assert is_remote(env["f"])


@pytest.fixture
def datascience():
    pytest.importorskip("matplotlib.pyplot")  # whose parameters are put back only if they are there
    with Undisturbed():  # it changes what numpy prints, and how matplotlib draws
        yield pytest.importorskip("datascience")


def test_a_table_of_data_8_arrives_as_one_where_the_library_is_loaded(open_session, datascience):
    session = open_session(keeps_classes=True)
    session.run_cell(
        0,
        "from datascience import *\nt = Table().with_columns('n', make_array(1, 2), 'o', ['a', 'b'])\n"
        "def double(table):\n    return table.with_column('d', table.column('n') * 2)",
        60,
    )
    table = session.namespace["t"]
    assert type(table) is datascience.Table
    assert table.labels == ("n", "o")
    with session.case(1):
        assert session.namespace["double"](table).column("d").tolist() == [2, 4]
