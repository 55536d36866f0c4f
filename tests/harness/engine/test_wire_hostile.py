"""Frames that no honest worker sends: each ends in ProtocolViolation, before memory is reserved for what it claims."""

import struct
import tracemalloc

import msgpack
import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from autograder.engine.jailed.wire import HEADER, ProtocolViolation, Tag, WireLimits
from tests.harness.engine.frames import decode_frame
from tests.harness.engine.test_wire_values import LIMITS, VALUES, encode


def frame(*parts, raw=b""):
    """Return a frame of these parts: a Tag, or anything that msgpack packs."""
    packer = msgpack.Packer(autoreset=False, use_bin_type=True)
    for part in parts:
        if isinstance(part, Tag):
            packer.pack_ext_type(int(part), b"")
        else:
            packer.pack(part)
    stream = packer.bytes()
    return HEADER.pack(len(stream), len(raw)) + stream + raw


def of_stream(stream, raw=b""):
    """Return a frame with that very stream."""
    return HEADER.pack(len(stream), len(raw)) + stream + raw


HUGE = 1 << 62
INTS = [(n * (2**61 - 1)).to_bytes(16, "little") for n in range(1, 301)]
COLLIDING_INTS = [part for number in INTS for part in (Tag.BIG_INT, number)]
HOSTILE = {
    "nothing": b"",
    "half a header": b"\0" * 5,
    "no value": frame(),
    "two values": frame(1, 2),
    "raw bytes that nobody takes": frame(1, raw=b"x"),
    "declared longer than it is": HEADER.pack(100, 0) + b"\xc0",
    "declared longer than is allowed": HEADER.pack(2**32 - 1, 2**64 - 1) + b"\xc0",
    "a msgpack array": frame([1]),
    "an empty msgpack array": frame([]),
    "an empty msgpack map": frame({}),
    "a msgpack array of four thousand million": of_stream(b"\xdd\xff\xff\xff\xff"),
    "msgpack arrays in msgpack arrays": of_stream(b"\xdd\x00\x01\x00\x00" * 1000),
    "a msgpack timestamp": of_stream(b"\xd6\xff\x00\x00\x00\x00"),
    "a timestamp without data": of_stream(b"\xc7\x00\xff"),
    "an unknown tag": of_stream(b"\xc7\x00\x63"),
    "a tag with data": of_stream(b"\xc7\x01\x03\x00"),
    "a byte that means nothing": of_stream(b"\xc1"),
    "text that is not UTF-8": of_stream(b"\xa2\xff\xff"),
    "text with a surrogate": of_stream(b"\xa3\xed\xa0\x80"),
    "text longer than the frame": of_stream(b"\xdb\xff\xff\xff\xff"),
    "a list without a length": frame(Tag.LIST, "a"),
    "a list of minus one": frame(Tag.LIST, -1),
    "a list of more than there is": frame(Tag.LIST, 5, 1),
    "a list of a million millions": frame(Tag.LIST, 10**12),
    "more values than are allowed": frame(Tag.LIST, LIMITS.items, *[None] * LIMITS.items),
    "nested too deeply": frame(*[Tag.LIST, 1] * 70, 1),
    "tuples nested ten thousand deep": frame(*[Tag.TUPLE, 1] * 10_000, 1),
    "slices nested ten thousand deep": frame(*[Tag.SLICE] * 10_000),
    "a dict with an unhashable key": frame(Tag.DICT, 1, Tag.LIST, 0, 1),
    "a dict with a key twice": frame(Tag.DICT, 2, 1, 1, True, 2),
    "a set of unhashable things": frame(Tag.SET, 1, Tag.DICT, 0),
    "a set with an element twice": frame(Tag.SET, 2, 1, 1.0),
    "a frozenset with an element twice": frame(Tag.FROZENSET, 2, "a", "a"),
    "an integer of a million digits": frame(Tag.BIG_INT, b"\x01" * 500_000),
    "an integer of text": frame(Tag.BIG_INT, "1"),
    "a complex number of text": frame(Tag.COMPLEX, "1", "2"),
    "a range of steps of zero": frame(Tag.RANGE, 0, 1, 0),
    "a range that is endless": frame(Tag.RANGE, 0, HUGE, 1),
    "a range that is endless downward": frame(Tag.RANGE, 0, -HUGE, -1),
    "a range of big integers": frame(Tag.RANGE, 0, 2**64 - 1, 2**63),
    "a type that does not travel": frame(Tag.TYPE, "os.system"),
    "an object": frame(Tag.OBJECT, 1, 0, "f", "f"),
    "a function": frame(Tag.FUNCTION, 1),
    "an array of objects": frame(Tag.ARRAY, "|O", 0, 1, 1, raw=b"\0" * 8),
    "an array of structures": frame(Tag.ARRAY, "f8,f8", 0, 1, 1, raw=b"\0" * 16),
    "an array of void": frame(Tag.ARRAY, "|V8", 0, 1, 1, raw=b"\0" * 8),
    "an array of dates without a unit": frame(Tag.ARRAY, "<M8", 0, 1, 1, raw=b"\0" * 8),
    "an array of dates in odd steps": frame(Tag.ARRAY, "<M8[25s]", 0, 1, 1, raw=b"\0" * 8),
    "a date that is none": frame(Tag.DATE, 2026, 2, 30),
    "a date of text": frame(Tag.DATE, "2026", 1, 1),
    "a time in a zone that is a path": frame(Tag.TIME, 1, 1, 1, 1, 0, "../../etc/passwd"),
    "a moment of another class": frame(Tag.MOMENT, "Period", 1, "ns", ""),
    "a moment that overflows": frame(Tag.MOMENT, "Timestamp", HUGE, "s", ""),
    "a moment in a zone that is a file": frame(Tag.MOMENT, "Timestamp", 1, "ns", "dateutil//etc/passwd"),
    "a missing value of another name": frame(Tag.MISSING, "nan"),
    "a table without anything": frame(Tag.FRAME),
    "a table of more names than columns": frame(
        Tag.FRAME, "range", 0, 0, 1, None, "values", "", None, "objects", Tag.LIST, 1, "a", 0
    ),
    "a table with a shorter column": frame(Tag.SERIES, "range", 0, 3, 1, None, None, "objects", Tag.LIST, 1, "a"),
    "a table with a vast index": frame(Tag.SERIES, "range", 0, HUGE, 1, None, None, "objects", Tag.LIST, 0),
    "a table with a name that has no hash": frame(Tag.INDEX, "range", 0, 1, 1, Tag.LIST, 0),
    "a column of a kind that does not travel": frame(Tag.INDEX, "values", "", None, "pickle", b"\x80\x04."),
    "a column in two dimensions": frame(
        Tag.INDEX, "values", "", None, "plain", Tag.ARRAY, "|i1", 0, 2, 1, 1, raw=b"\0"
    ),
    "codes of no category": frame(
        *(Tag.INDEX, "values", "", None, "categories", 0, Tag.ARRAY, "|i1", 0, 1, 1, "objects", Tag.LIST, 1, "a"),
        raw=b"\x07",
    ),
    "codes of no level": frame(
        *(Tag.INDEX, "levels", 1, "values", "", None, "objects", Tag.LIST, 1, "a", Tag.ARRAY, "|i1", 0, 1, 1),
        *(Tag.LIST, 1, None),
        raw=b"\x07",
    ),
    "a mask shorter than its column": frame(
        *(Tag.INDEX, "values", "", None, "masked", "Int8", Tag.ARRAY, "|i1", 0, 1, 2, Tag.ARRAY, "|b1", 0, 1, 1),
        raw=b"\0\0\0",
    ),
    "tables nested ten thousand deep": frame(*[Tag.INDEX, "values", "", None, "objects", Tag.LIST, 1] * 10_000, None),
    "an array of arrays": frame(Tag.ARRAY, "(2,2)f8", 0, 1, 1, raw=b"\0" * 32),
    "an array of wide floats": frame(Tag.ARRAY, "<f16", 0, 1, 1, raw=b"\0" * 16),
    "an array of text without length": frame(Tag.ARRAY, "<U0", 0, 1, HUGE),
    "an array of long text": frame(Tag.ARRAY, "<U99999999", 0, 1, 0),
    "an array of a strange order": frame(Tag.ARRAY, "=f8", 0, 1, 0),
    "an array with unknown flags": frame(Tag.ARRAY, "<f8", 4, 1, 0),
    "an array of a length below zero": frame(Tag.ARRAY, "<f8", 0, 1, -1),
    "an array of a length that is no number": frame(Tag.ARRAY, "<f8", 0, 1, "5"),
    "an array of true rows": frame(Tag.ARRAY, "<f8", 0, 1, True, raw=b"\0" * 8),
    "an array with many dimensions": frame(Tag.ARRAY, "<f8", 0, 33, *[1] * 33, raw=b"\0" * 8),
    "an array larger than its data": frame(Tag.ARRAY, "<f8", 0, 1, 1000, raw=b"\0" * 8),
    "an array smaller than its data": frame(Tag.ARRAY, "<f8", 0, 1, 1, raw=b"\0" * 16),
    "an array of 2**62 entries": frame(Tag.ARRAY, "|u1", 0, 1, HUGE),
    "an array whose size overflows to zero": frame(Tag.ARRAY, "|u1", 0, 2, 1 << 32, 1 << 32),
    "an empty array with a vast side": frame(Tag.ARRAY, "|u1", 0, 2, 0, HUGE),
    "an empty array with many long sides": frame(Tag.ARRAY, "|u1", 0, 5, 0, *[1 << 19] * 4),
    "a character that does not exist": frame(Tag.ARRAY, "<U1", 0, 1, 1, raw=b"\xff\xff\xff\x7f"),
    "a mask of another shape": frame(Tag.MASKED, Tag.ARRAY, "|u1", 0, 1, 2, Tag.ARRAY, "|b1", 0, 1, 1, raw=b"\1\2\0"),
    "a mask of numbers": frame(Tag.MASKED, Tag.ARRAY, "|u1", 0, 1, 1, Tag.ARRAY, "|u1", 0, 1, 1, raw=b"\1\0"),
    "a mask of a list": frame(Tag.MASKED, Tag.LIST, 0, Tag.LIST, 0),
    "a number shorter than its type": frame(Tag.SCALAR, "<f8", b"\0"),
    "a number longer than its type": frame(Tag.SCALAR, "<f8", b"\0" * 9),
    "a number of text": frame(Tag.SCALAR, "<f8", "00000000"),
    "floats longer than their data": frame(Tag.FLOATS, 1000, raw=b"\0" * 8),
    "bytes longer than their data": frame(Tag.BYTES, 1000, raw=b"\0" * 8),
    "keys that collide": frame(Tag.SET, 300, *COLLIDING_INTS),
    "entries of a list that would collide in a set": frame(Tag.LIST, 300, *COLLIDING_INTS),
    "tuples that would collide in a set": frame(
        Tag.LIST, 300, *[part for number in INTS for part in (Tag.TUPLE, 1, Tag.BIG_INT, number)]
    ),
    "complex numbers that would collide in a set": frame(
        Tag.LIST, 300, *[part for n in range(300) for part in (Tag.COMPLEX, float(-1_000_003 * n), float(n))]
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_is_a_violation(name):
    with pytest.raises(ProtocolViolation):
        decode_frame(HOSTILE[name], LIMITS)


@settings(deadline=None, max_examples=300)
@given(st.binary(max_size=300), st.binary(max_size=50))
@example(b"\xc7\x00\x0a\xa3|b1\x00\x01\x01", b"\x07")
def test_random_bytes_are_a_value_or_a_violation(stream, raw):
    read(of_stream(stream, raw))


@settings(deadline=None, max_examples=300)
@given(VALUES.map(encode), st.data())
def test_a_frame_with_a_few_other_bytes_is_a_value_or_a_violation(whole, data):
    changed = bytearray(whole)
    for _ in range(data.draw(st.integers(1, 4))):
        changed[data.draw(st.integers(0, len(changed) - 1))] = data.draw(st.integers(0, 255))
    read(bytes(changed))


@settings(deadline=None, max_examples=300)
@given(st.lists(st.one_of(st.sampled_from(Tag), st.integers(0, 9), st.integers(), st.text(max_size=4)), max_size=30))
def test_random_tags_are_a_value_or_a_violation(parts):
    try:
        whole = frame(*parts, raw=b"\0" * 64)
    except OverflowError:
        return
    read(whole)


def read(whole):
    """Read a frame, which may go wrong in one way only, and take no more memory than its bounds."""
    tracemalloc.start()
    try:
        decode_frame(whole, WireLimits(frame_bytes=4096, items=512))
    except ProtocolViolation:
        pass
    finally:
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert peak < 1 << 20


def test_containers_in_a_few_bytes_reserve_nothing():
    limits = WireLimits()
    tracemalloc.start()
    with pytest.raises(ProtocolViolation):
        decode_frame(frame(*[Tag.LIST, limits.items - 100] * 60), limits)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 1 << 20


def test_bytes_that_are_no_booleans_become_booleans():
    array = decode_frame(frame(Tag.ARRAY, "|b1", 0, 1, 3, raw=b"\x00\x07\x01"), LIMITS)
    assert array.view(np.uint8).tolist() == [0, 1, 1]


def test_not_a_number_keeps_its_bits():
    bits = 0x7FF4DEADBEEF0001
    array = decode_frame(frame(Tag.ARRAY, "<f8", 0, 1, 1, raw=struct.pack("<Q", bits)), LIMITS)
    assert array.view(np.uint64).tolist() == [bits]
