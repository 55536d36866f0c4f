"""Tables of pandas, dates and times come over the wire as what they were."""

import datetime
import zoneinfo

import numpy as np
import pandas as pd
import pytest

from autograder.engine.jailed.wire import CannotSend, ProtocolViolation
from tests.harness.engine.frames import decode_frame
from tests.harness.engine.test_wire_values import LIMITS, encode, sent

DAYS = pd.date_range("2026-01-01", periods=3, freq="D")
FRAMES = {
    "numbers": pd.DataFrame({"a": [1, 2, 3], "b": [0.5, np.nan, -1], "c": [True, False, True]}),
    "narrow numbers": pd.DataFrame({"a": np.array([1, 2], np.int8), "b": np.array([1, 2], np.float32)}),
    "text": pd.DataFrame({"name": ["Ada", None, "Grace"]}),
    "objects": pd.DataFrame({"any": [1, "two", None]}, dtype=object),
    "lists in cells": pd.DataFrame({"any": [[1, 2], (3,), {"a": 1}]}),
    "lists of one length in cells": pd.DataFrame({"any": [[1, 2], [3, 4]], "arrays": [(1, 2), (3, 4)]}),
    "days": pd.DataFrame({"x": [1, 2, 3]}, index=DAYS),
    "times": pd.DataFrame({"at": DAYS, "for": DAYS - DAYS[0], "there": DAYS.tz_localize("Europe/Zurich")}),
    "categories": pd.DataFrame({"size": pd.Categorical(["s", "l", None], categories=["s", "m", "l"], ordered=True)}),
    "nullable": pd.DataFrame(
        {
            "i": pd.array([1, None], "Int64"),
            "b": pd.array([True, None], "boolean"),
            "f": pd.array([1.5, None], "Float64"),
        }
    ),
    "string": pd.DataFrame({"s": pd.array(["a", None], "string")}),
    "levels": pd.DataFrame(
        {"x": range(4)}, index=pd.MultiIndex.from_product([["a", "b"], [1, 2]], names=["one", None])
    ),
    "columns in levels": pd.DataFrame(np.eye(2), columns=pd.MultiIndex.from_tuples([("a", 1), ("b", 2)])),
    "columns of one name": pd.DataFrame(np.eye(2), columns=["a", "a"]),
    "numbered columns": pd.DataFrame(np.eye(3)),
    "named index": pd.DataFrame({"x": [1]}, index=pd.Index(["r"], name="row")),
    "no rows": pd.DataFrame({"x": [], "y": pd.Series([], dtype="int64")}),
    "no columns": pd.DataFrame(index=[1, 2]),
    "nothing": pd.DataFrame(),
    "big-endian": pd.DataFrame({"x": np.array([1, 2], ">i4").astype("i4")}),
}


@pytest.mark.parametrize("frame", FRAMES.values(), ids=FRAMES)
def test_a_frame_is_the_same_frame(frame):
    came = sent(frame)
    assert type(came) is pd.DataFrame
    pd.testing.assert_frame_equal(came, frame, check_exact=True, check_freq=True)


@pytest.mark.parametrize("frame", FRAMES.values(), ids=FRAMES)
def test_each_of_its_columns_is_a_series_and_its_index_an_index(frame):
    for number in range(frame.shape[1]):
        column = frame.iloc[:, number]
        pd.testing.assert_series_equal(sent(column), column, check_exact=True, check_freq=True)
    pd.testing.assert_index_equal(sent(frame.index), frame.index, exact=True)
    pd.testing.assert_index_equal(sent(frame.columns), frame.columns, exact=True)


def test_a_frame_in_a_list_and_changed_afterwards_is_nobody_elses():
    frame = pd.DataFrame({"a": [1.0, 2.0]})
    first, second = sent([frame, frame])
    first.loc[0, "a"] = 9
    assert second.loc[0, "a"] == 1
    assert frame.loc[0, "a"] == 1


@pytest.mark.parametrize(
    "value",
    [
        datetime.date(2026, 2, 28),
        datetime.datetime(2026, 2, 28, 23, 59, 1, 5),
        datetime.datetime(2026, 10, 25, 2, 30, fold=1, tzinfo=zoneinfo.ZoneInfo("Europe/Zurich")),
        datetime.datetime(2026, 2, 28, tzinfo=datetime.UTC),
        datetime.datetime(2026, 2, 28, tzinfo=datetime.timezone(datetime.timedelta(hours=-3, minutes=-30))),
        datetime.time(12, 30),
        datetime.timedelta(days=-2, seconds=5, microseconds=7),
        np.datetime64("2026-02-28"),
        np.timedelta64(90, "m"),
        pd.Timestamp("2026-02-28 12:00:00.000000001"),
        pd.Timestamp("2026-02-28 12:00", tz="Europe/Zurich"),
        pd.Timestamp("2026-02-28", tz="UTC"),
        pd.Timedelta("1 day 00:00:01"),
        pd.NaT,
        pd.NA,
    ],
    ids=repr,
)
def test_dates_and_times_are_the_same(value):
    came = sent(value)
    assert type(came) is type(value)
    assert came is value or (came == value and repr(came) == repr(value))


def test_arrays_of_dates_are_the_same():
    days = np.array(["2026-01-01", "NaT"], dtype="M8[D]")
    came = sent(days)
    assert came.dtype == days.dtype
    np.testing.assert_array_equal(came, days)


@pytest.mark.parametrize(
    "value",
    [
        pd.DataFrame({"p": pd.period_range("2026", periods=2, freq="M")}),
        pd.Series(pd.interval_range(0, 2)),
        type("Frame", (pd.DataFrame,), {})({"a": [1]}),
    ],
    ids=["periods", "intervals", "a subclass"],
)
def test_what_has_no_form_stays_where_it_is(value):
    with pytest.raises(CannotSend):
        encode(value)


@pytest.mark.parametrize("seed", range(40))
def test_a_frame_with_other_bytes_is_refused_or_a_table_still(seed):
    generator = np.random.default_rng(seed)
    for frame in FRAMES.values():
        content = bytearray(encode(frame))
        for place in generator.integers(12, len(content), size=3):
            content[place] = generator.integers(256)
        try:
            came = decode_frame(bytes(content), LIMITS)
        except ProtocolViolation:
            continue
        repr(came)
