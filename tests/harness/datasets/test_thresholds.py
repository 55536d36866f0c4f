"""The accuracy steps of q11 and q12 follow their rule, and the reference keeps them."""

import matplotlib as mpl
import numpy as np
import pytest

from .scripts import MNIST, load_script, needs_mnist

script = load_script("solutions/binary_mlp/measure_thresholds.py")
ROWS = {(row.data_set, row.question): row for row in script.read_table()}


def test_the_table_has_every_data_set_and_question():
    assert list(ROWS) == [(data_set, question) for data_set in ("digits28", "mnist") for question in ("q11", "q12")]


@pytest.mark.parametrize("row", ROWS.values(), ids="{0.data_set}-{0.question}".format)
def test_rows_are_consistent_with_the_rule(row):
    assert row.seeds >= 20
    assert 0.9 < row.minimum <= row.median <= row.maximum <= 1
    assert row.minimum <= row.mean <= row.maximum
    assert row.steps == script.choose_steps(script.lower_bound(row.mean, row.deviation, row.minimum, row.seeds))


@pytest.mark.parametrize("row", ROWS.values(), ids="{0.data_set}-{0.question}".format)
def test_steps_rise_from_well_above_chance_to_well_below_the_reference(row):
    assert len(row.steps) == script.STEP_COUNT
    assert list(row.steps) == sorted(set(row.steps))
    assert row.steps[0] >= 0.65, "a saturated network, at most 0.57, earns nothing"
    assert row.steps[-1] <= row.minimum - 0.01


def test_the_reference_is_good_enough_on_mnist():
    assert ROWS["mnist", "q11"].median >= 0.985
    assert ROWS["mnist", "q12"].median >= 0.94


def test_the_bound_is_met_by_nearly_every_new_seed():
    generator = np.random.default_rng(3)
    samples = generator.normal(0.97, 0.005, (2000, 20))
    bounds = np.array([script.lower_bound(sample.mean(), sample.std(ddof=1), sample.min(), 20) for sample in samples])
    assert np.mean(generator.normal(0.97, 0.005, (2000, 50)) > bounds[:, None]) > 0.999


def test_the_bound_never_exceeds_what_was_seen():
    row = script.thresholds_of("digits28", "q11", np.array([0.99] * 300 + [0.9]))
    assert (row.minimum, row.median, row.maximum) == (0.9, 0.99, 0.99)
    assert row.steps == script.choose_steps(0.9)


def test_steps_allow_more_and_more_errors():
    assert script.choose_steps(0.98) == pytest.approx((0.83, 0.885, 0.925, 0.95))


def test_the_table_is_read_as_it_was_written(tmp_path):
    script.write_table(ROWS.values(), tmp_path / "copy.csv")
    assert script.read_table(tmp_path / "copy.csv") == list(ROWS.values())
    assert (tmp_path / "copy.csv").read_bytes() == script.TABLE.read_bytes()
    assert script.read_table(tmp_path / "nowhere.csv") == []


def expect_highest_step(seeds: int, data_set: str) -> None:
    mpl.use("Agg")
    reference = script.load_reference()
    for train, heldout in script.data_sets(MNIST):
        if train.name != data_set:
            continue
        for question in script.QUESTIONS:
            for seed in range(1000, 1000 + seeds):
                accuracy = script.accuracy_of_seed(reference, train, heldout, question, seed)
                assert accuracy >= ROWS[data_set, question].steps[-1], (question, seed)


@pytest.mark.slow
def test_the_reference_reaches_the_highest_step_on_digits28():
    expect_highest_step(5, "digits28")


@pytest.mark.slow
@needs_mnist
def test_the_reference_reaches_the_highest_step_on_mnist():
    expect_highest_step(3, "mnist")
