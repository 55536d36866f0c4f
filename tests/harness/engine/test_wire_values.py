"""What goes over the wire comes out as it went in."""

import math
import sys

import numpy as np
import pandas
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from autograder.engine.jailed.encode import Writer
from autograder.engine.jailed.wire import CannotSend, TooLarge, WireLimits
from tests.harness.engine.frames import decode_frame

LIMITS = WireLimits(frame_bytes=1 << 20, items=1 << 16)


def encode(value, limits=LIMITS):
    """Return the frame of a value."""
    writer = Writer(limits)
    writer.value(value)
    return b"".join(bytes(buffer) for buffer in writer.buffers())


def sent(value, limits=LIMITS):
    """Return a value after its way over the wire."""
    return decode_frame(encode(value, limits), limits)


def same(first, second):
    """Tell whether two values are of the same types and hold the same, NaN and all."""
    if type(first) is not type(second):
        return False
    if isinstance(first, np.ndarray | np.generic):
        return first.dtype == second.dtype and first.shape == second.shape and first.tobytes() == second.tobytes()
    if isinstance(first, float):
        return first == second or (math.isnan(first) and math.isnan(second))
    if isinstance(first, complex):
        return same(first.real, second.real) and same(first.imag, second.imag)
    if isinstance(first, list | tuple):
        return len(first) == len(second) and all(map(same, first, second))
    if isinstance(first, dict):
        return same(list(first.items()), list(second.items()))
    return first == second


TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
KEYS = st.one_of(st.none(), st.booleans(), st.integers(), TEXT, st.binary(max_size=9), st.tuples(st.integers(), TEXT))
DTYPES = st.one_of(
    arrays.boolean_dtypes(),
    arrays.integer_dtypes(endianness="?"),
    arrays.unsigned_integer_dtypes(endianness="?"),
    arrays.floating_dtypes(sizes=(16, 32, 64), endianness="?"),
    arrays.complex_number_dtypes(sizes=(64, 128), endianness="?"),
    arrays.byte_string_dtypes(max_len=5),
)
ARRAYS = DTYPES.flatmap(lambda dtype: arrays.arrays(dtype, arrays.array_shapes(min_dims=0, min_side=0, max_side=5)))
LEAVES = st.one_of(
    KEYS,
    st.just(...),
    st.floats(),
    st.complex_numbers(),
    st.integers(-(10**300), 10**300),
    st.slices(20),
    st.builds(range, st.integers(-9, 9), st.integers(-9, 99), st.integers(1, 4)),
    ARRAYS,
    ARRAYS.filter(lambda array: array.size > 0).map(lambda array: array.ravel()[0]),
    st.lists(st.floats(), min_size=8),
    st.lists(st.integers(), min_size=8),
    st.sampled_from([int, float, list, np.float64, np.ndarray, np.dtype("<f4"), np.dtype("U7")]),
)
VALUES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.lists(inner, max_size=5),
        st.lists(inner, max_size=5).map(tuple),
        st.dictionaries(KEYS, inner, max_size=5),
        st.sets(KEYS, max_size=5),
        st.frozensets(KEYS, max_size=5),
    ),
    max_leaves=20,
)


@settings(deadline=None)
@given(VALUES)
def test_a_value_comes_out_as_it_went_in(value):
    assert same(sent(value), value)


@given(st.lists(TEXT, min_size=1, max_size=6))
def test_text_arrays_come_out_as_they_went_in(words):
    array = np.array(words)
    assert same(sent(array), array)


@pytest.mark.parametrize("order", ["C", "F"])
def test_the_order_in_memory_is_kept(order):
    array = np.array(np.arange(12.0).reshape(3, 4), order=order)
    assert sent(array).flags.f_contiguous == (order == "F")
    assert same(sent(array), array)


def test_arrays_with_gaps_are_sent_whole():
    array = np.arange(60.0).reshape(3, 4, 5)[::2, ::-1, 1:4]
    assert np.array_equal(sent(array), array)


def test_what_comes_out_can_be_written_to_unless_the_original_could_not():
    array = np.zeros(3)
    assert sent(array).flags.writeable
    array.flags.writeable = False
    assert not sent(array).flags.writeable


def test_masked_arrays_keep_their_mask_and_lose_an_empty_one():
    masked = np.ma.masked_array([1.0, 2.0], mask=[False, True])
    assert np.ma.is_masked(sent(masked))
    assert sent(masked).mask.tolist() == [False, True]
    assert type(sent(np.ma.masked_array([1.0, 2.0]))) is np.ndarray


def test_lone_surrogates_become_question_marks():
    assert sent("a\ud800b") == "a?b"


def test_surrogates_in_text_arrays_become_the_replacement_character():
    assert sent(np.array(["a\ud800"])).tolist() == ["a\ufffd"]


def test_wide_floats_travel_as_64_bits():
    assert sent(np.array([1.5], dtype=np.longdouble)).dtype == np.float64


@pytest.mark.parametrize(
    "value",
    [
        object(),
        np.array([object()]),
        np.zeros(2, dtype=[("a", "f8")]),
        np.zeros(2, dtype="V8"),
        np.array(["2020-01-01"], dtype="M8[25s]"),
        np.timedelta64(1),
        10**5000,
        range(2**70),
        range(2**40),
        print,
        sys,
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_has_no_form_is_refused(value):
    with pytest.raises(CannotSend):
        encode(value)


def nested(depth, value=1):
    for _ in range(depth):
        value = [value]
    return value


@pytest.mark.parametrize(
    "value",
    [
        np.zeros((0, 10**12)),
        np.zeros((1,) * 33),
        np.broadcast_to(1.0, (10**12, 0)),
        np.zeros(0, "U500000000"),
        np.dtype("S500000000"),
        pandas.DataFrame(index=pandas.RangeIndex(10**9)),
        pandas.Series(dtype=float, index=pandas.RangeIndex(0, -(10**18))),
        range(10**9, 0),
        range(-(10**18)),
    ],
    ids=lambda value: f"{type(value).__name__} {getattr(value, 'shape', value)}",
)
def test_what_is_sent_can_be_read_however_odd_its_extent(value):
    try:
        frame = encode(value)
    except CannotSend:
        return
    assert len(decode_frame(frame, LIMITS)) == len(value)


def test_nesting_is_bounded_on_the_way_out():
    assert same(sent(nested(64)), nested(64))
    with pytest.raises(CannotSend):
        encode(nested(65))


def test_a_list_that_holds_itself_is_refused():
    knot = []
    knot.append(knot)
    with pytest.raises(CannotSend):
        encode(knot)


@pytest.mark.parametrize(
    "value", [np.zeros(1 << 18), "a" * (1 << 21), b"a" * (1 << 21), [None] * (1 << 17), [1.0] * (1 << 17)]
)
def test_too_much_is_refused(value):
    with pytest.raises(TooLarge):
        encode(value)
