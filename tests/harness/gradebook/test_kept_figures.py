"""Figures in the gradebook: kept of what is handed in now, so that a page can be written again."""

import sqlite3
from dataclasses import replace
from pathlib import Path

from autograder.gradebook.notebooks import figures_of
from autograder.results.shown import Figure, LeftOut

from .conftest import RESULT, handed_in

FIGURES = (Figure(1, b"\x89PNG", "a title"), Figure(2, b"", left_out=LeftOut.FAILED))
FORGOTTEN = (Figure(0, b"", left_out=LeftOut.FORGOTTEN),)
DRAWN = replace(RESULT, figures=FIGURES)
ONE, ANOTHER = handed_in(), replace(handed_in(), digest="another", key="another key")


def figures(name):
    """Return what asks, in a run, for the figures of a submission."""
    return lambda record: figures_of(record.database, "tiny", name)


def test_figures_are_kept_apart_from_the_result(in_a_run):
    in_a_run(lambda record: record.commit(ONE, DRAWN))
    assert in_a_run(lambda record: record.reuse([ONE])) == {ONE.name: RESULT}
    assert in_a_run(figures(ONE.name)) == FIGURES
    assert in_a_run(figures("who is not there")) == ()


def test_grading_again_replaces_them(in_a_run):
    for shown in (FIGURES, FIGURES[:1], ()):
        in_a_run(lambda record, shown=shown: record.commit(ONE, replace(RESULT, figures=shown)))
        assert in_a_run(figures(ONE.name)) == shown


def test_they_go_when_something_else_is_handed_in_and_one_word_stays(in_a_run):
    in_a_run(lambda record: record.commit(ONE, DRAWN))
    in_a_run(lambda record: record.commit(ANOTHER, replace(RESULT, figures=FIGURES[:1])))
    assert in_a_run(figures(ONE.name)) == FIGURES[:1]
    in_a_run(lambda record: record.reuse([ONE]))
    assert in_a_run(figures(ONE.name)) == FORGOTTEN


def test_they_stay_while_anybody_hands_in_the_same(in_a_run):
    twin = replace(ONE, name="twin.ipynb")
    in_a_run(lambda record: record.commit(ONE, DRAWN))
    in_a_run(lambda record: record.reuse([twin]))
    in_a_run(lambda record: record.commit(ANOTHER, RESULT))
    assert in_a_run(figures(twin.name)) == FIGURES


def test_a_gradebook_from_before_gets_a_place_for_them(tmp_path, in_a_run):
    connection = sqlite3.connect(tmp_path / "gradebook.db")
    connection.executescript(Path(__file__).with_name("version_1.sql").read_text(encoding="utf-8"))
    connection.close()
    in_a_run(lambda record: record.commit(ONE, DRAWN))
    assert in_a_run(figures(ONE.name)) == FIGURES
