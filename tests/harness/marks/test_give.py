"""Marks that are given one after the other: by two at once, in groups, and taken back."""

import pytest

from autograder.errors import AutograderError
from autograder.marks.decisions import current_marks, read_decisions, with_newer_marks
from autograder.marks.give import MarkConflict, Undone, give_mark, undo_last, withdraw_mark
from autograder.marks.history import history
from autograder.marks.mark_table import import_marks
from autograder.marks.records import comments_used, newest_record, pace
from autograder.marks.standing import Answer

from .conftest import NAME, marks_of, result

ANSWERS = {"s1.ipynb": "The bias shifts.", "s2.ipynb": "The bias shifts.", "s3.ipynb": "No idea"}


def marks(class_, question="q2"):
    with class_.book.database.reading() as connection:
        return current_marks(connection, NAME, question)


def points(class_):
    return {name: mark.points for name, mark in marks(class_).items()}


def give(class_, points, *submissions, who="Ada", comment="", seen=None, answer=None):
    names = submissions or ("s1.ipynb",)
    known = {name: mark.record for name, mark in marks(class_).items()}
    return give_mark(
        class_.book,
        NAME,
        "q2",
        names,
        items=(),
        adjustment=points,
        comment=comment,
        answer=answer or {name: Answer(ANSWERS[name]).digest for name in names},
        who=who,
        seen=known if seen is None else seen,
    )


def undo(class_, who="Ada"):
    return undo_last(class_.book, NAME, who)


def test_a_mark_says_who_gave_it_when_for_which_answer_and_counts(graded):
    assert give(graded, 2.5, comment="half") == 2.5
    (mark,) = marks(graded).values()
    assert (mark.points, mark.comment, mark.who) == (2.5, "half", "Ada")
    assert mark.answer == Answer(ANSWERS["s1.ipynb"]).digest
    assert mark.at is not None
    assert marks_of(graded.book)["s1.ipynb"].questions[1].manual == 2.5


def test_equal_answers_get_their_mark_together(graded):
    give(graded, 2.0, "s1.ipynb", "s2.ipynb", answer=Answer("The bias  shifts.").digest)
    assert points(graded) == {"s1.ipynb": 2.0, "s2.ipynb": 2.0}


def test_a_mark_that_the_marker_has_not_seen_is_not_written_over(graded):
    give(graded, 1.0, who="Bob", comment="mine")
    with pytest.raises(MarkConflict, match=r"Bob changed the mark of s1\.ipynb for q2 meanwhile") as raised:
        give(graded, 4.0, "s1.ipynb", "s3.ipynb", seen={})
    assert {name: mark and mark.comment for name, mark in raised.value.newer.items()} == {"s1.ipynb": "mine"}
    assert raised.value.wanted is not None
    assert raised.value.wanted.points == 4.0
    assert points(graded) == {"s1.ipynb": 1.0}, "nothing of it was written"


def test_who_has_seen_the_other_mark_may_put_another_in_its_place(graded):
    give(graded, 1.0, who="Bob")
    give(graded, 4.0)
    assert points(graded) == {"s1.ipynb": 4.0}


def test_a_mark_is_not_given_to_an_answer_that_is_handed_in_anew(graded):
    graded.run(result("s1.ipynb", {"q2": "Another one"}))
    with pytest.raises(AutograderError, match=r"s1\.ipynb has another answer to q2 by now; load the page again"):
        give(graded, 1.0)
    assert points(graded) == {}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"question": "q1"}, "A person does not mark 'q1'; the questions are "),
        ({"submissions": ["s9.ipynb"]}, r"no submission 's9\.ipynb'"),
        ({"items": ["7"]}, "The rubric of q2 has no item '7'"),
        ({"adjustment": float("inf")}, "must be a number"),
        ({"comment": "x" * 5001}, "has 5,001 characters"),
    ],
)
def test_what_makes_no_sense_is_refused_in_a_sentence(graded, change, message):
    said = {"question": "q2", "submissions": ["s1.ipynb"], "items": [], "adjustment": 1.0, "comment": ""} | change
    digest = Answer(ANSWERS["s1.ipynb"]).digest
    with pytest.raises(AutograderError, match=message):
        give_mark(
            graded.book, NAME, said.pop("question"), said.pop("submissions"), answer=digest, who="A", seen={}, **said
        )
    assert points(graded) == {}


def test_undo_goes_back_step_by_step_to_no_mark_at_all(graded):
    give(graded, 1.0)
    give(graded, 2.0, "s1.ipynb", "s2.ipynb")
    assert undo(graded) == Undone("q2", ("s1.ipynb", "s2.ipynb"))
    assert points(graded) == {"s1.ipynb": 1.0}
    assert undo(graded) == Undone("q2", ("s1.ipynb",))
    assert points(graded) == {}
    assert undo(graded) is None
    assert not marks_of(graded.book)["s1.ipynb"].complete
    assert [event.value for event in history(graded.book, NAME, "s1.ipynb")] == ["1", "2", "1", "mark taken back"]


def test_marking_goes_on_after_an_undo(graded):
    give(graded, 1.0)
    undo(graded)
    give(graded, 3.0)
    assert points(graded) == {"s1.ipynb": 3.0}
    undo(graded)
    assert points(graded) == {}
    assert undo(graded) is None


def test_undo_takes_back_neither_what_others_nor_what_tables_gave(graded, write_csv):
    import_marks(graded.book, NAME, write_csv([["submission", "question", "points"], ["s1.ipynb", "q2", 1]]), "Ada")
    give(graded, 2.0, "s3.ipynb", who="Bob")
    assert undo(graded) is None
    assert points(graded) == {"s1.ipynb": 1.0, "s3.ipynb": 2.0}


def test_undo_does_not_go_over_what_somebody_else_has_given_since(graded):
    give(graded, 1.0)
    give(graded, 2.0, who="Bob")
    with pytest.raises(MarkConflict, match="Bob changed"):
        undo(graded)
    assert points(graded) == {"s1.ipynb": 2.0}
    undo(graded, "Bob")
    assert points(graded) == {"s1.ipynb": 1.0}


def test_a_mark_can_be_taken_back_and_that_be_undone(graded):
    give(graded, 1.0)
    with pytest.raises(MarkConflict):
        withdraw_mark(graded.book, NAME, "q2", ["s1.ipynb"], who="Bob", seen={})
    seen = {name: mark.record for name, mark in marks(graded).items()}
    withdraw_mark(graded.book, NAME, "q2", ["s1.ipynb"], who="Bob", seen=seen)
    assert points(graded) == {}
    undo(graded, "Bob")
    assert points(graded) == {"s1.ipynb": 1.0}


def test_comments_come_again_the_most_used_first(graded):
    give(graded, 1.0, "s3.ipynb", comment="a")
    give(graded, 1.0, "s1.ipynb", "s2.ipynb", comment="b")
    with graded.book.database.reading() as connection:
        assert comments_used(read_decisions(connection, NAME), "q2") == ("b", "a")
        assert comments_used(read_decisions(connection, NAME), "q3") == ()


def test_the_pace_is_the_median_gap_between_answers_without_breaks(graded, monkeypatch):
    from datetime import UTC, datetime, timedelta

    from autograder.marks import give as module

    clock = iter([0, 10, 20, 21, 22, 2000, 2040, 2050])  # three marks of one answer in a row; then a break
    names = ["s1.ipynb", "s2.ipynb", "s3.ipynb", "s3.ipynb", "s3.ipynb", "s1.ipynb", "s2.ipynb", "s3.ipynb"]

    class Clock:
        @staticmethod
        def now(zone):
            return datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=next(clock))

    monkeypatch.setattr(module, "datetime", Clock)
    for count, name in enumerate(names):
        with graded.book.database.reading() as connection:
            assert (pace(connection, NAME, "Ada") is None) == (count < 7)
        give(graded, float(count % 2), name)
    with graded.book.database.reading() as connection:
        assert pace(connection, NAME, "Ada") == pytest.approx(11.0)
        assert pace(connection, NAME, "Bob") is None


def test_decisions_follow_newer_marks_as_if_they_were_read_anew(graded):
    give(graded, 1.0, "s1.ipynb", "s2.ipynb")
    with graded.book.database.reading() as connection:
        before = read_decisions(connection, NAME)
        record = newest_record(connection, NAME)
    undo(graded)
    give(graded, 3.0, "s2.ipynb")
    with graded.book.database.reading() as connection:
        now = with_newer_marks(connection, NAME, before, record)
        assert now.marks == read_decisions(connection, NAME).marks
    assert [mark.points for mark in now.marks.values()] == [3.0]
