"""What a run writes is what later runs find, as long as nothing that decides a mark has changed."""

import sqlite3
from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest

from autograder.course.class_list import Student
from autograder.errors import EngineError
from autograder.gradebook import RunSettings
from autograder.results import Status

from .conftest import QUESTION, RESULT, SETTINGS, engine_failure, handed_in, nothing_from


def rows(tmp_path, query: str) -> list[tuple]:
    connection = sqlite3.connect(tmp_path / "gradebook.db")
    try:
        return connection.execute(query).fetchall()
    finally:
        connection.close()


def test_a_result_comes_back_as_it_was(in_a_run):
    in_a_run(lambda record: record.commit(handed_in(), RESULT))
    assert in_a_run(lambda record: record.reuse([handed_in()])) == {"s1.ipynb": RESULT}


def test_nothing_is_known_of_other_content_settings_or_assignments(in_a_run):
    in_a_run(lambda record: record.commit(handed_in(), RESULT))
    assert in_a_run(lambda record: record.reuse([handed_in(content="another")])) == {}
    assert in_a_run(lambda record: record.reuse([handed_in()]), assignment="other") == {}
    other = RunSettings(SETTINGS.engine, "other settings")
    assert in_a_run(lambda record: record.reuse([handed_in(settings="other settings")]), settings=other) == {}


def test_a_failure_of_the_grader_is_kept_and_never_reused(in_a_run, tmp_path):
    in_a_run(lambda record: record.commit(handed_in(), engine_failure("s1.ipynb")))
    assert in_a_run(lambda record: record.reuse([handed_in()])) == {}
    assert rows(tmp_path, "select engine_failed from results") == [(1,)]


def test_the_newest_result_counts(in_a_run):
    in_a_run(lambda record: record.commit(handed_in(), RESULT))
    in_a_run(lambda record: record.commit(handed_in(), replace(RESULT, score=2.0)))
    assert in_a_run(lambda record: record.reuse([handed_in()]))["s1.ipynb"].score == 2.0


def test_equal_bytes_under_two_names_are_two_rows_and_one_piece_of_work(in_a_run, tmp_path):
    in_a_run(lambda record: record.commit(handed_in("a"), replace(RESULT, id="a")))
    known = in_a_run(lambda record: record.reuse([handed_in("a"), handed_in("b")]))
    assert known == {"a": replace(RESULT, id="a"), "b": replace(RESULT, id="b")}
    assert rows(tmp_path, "select name from submissions order by name") == [("a",), ("b",)]
    assert rows(tmp_path, "select count(*) from results") == [(2,)]


def test_a_submissions_own_result_comes_before_that_of_an_equal_one(in_a_run):
    in_a_run(lambda record: record.commit(handed_in("a"), replace(RESULT, id="a", score=1.0)))
    in_a_run(lambda record: record.commit(handed_in("b"), replace(RESULT, id="b", score=2.0)))
    known = in_a_run(lambda record: record.reuse([handed_in("a"), handed_in("b")]))
    assert (known["a"].score, known["b"].score) == (1.0, 2.0)


def test_another_content_is_another_attempt_and_the_old_result_stays(in_a_run, tmp_path):
    for content in ("first", "second", "second"):
        in_a_run(lambda record, content=content: record.commit(handed_in(content=content), RESULT))
    assert rows(tmp_path, "select attempt, digest from submissions") == [(2, "digest of second")]
    assert in_a_run(lambda record: record.reuse([handed_in(content="first")])) == {"s1.ipynb": RESULT}
    assert rows(tmp_path, "select attempt, digest from submissions") == [(3, "digest of first")]


def test_the_run_that_saw_a_submission_last_is_noted(in_a_run, tmp_path):
    in_a_run(lambda record: (record.commit(handed_in(), RESULT), record.end()))
    in_a_run(lambda record: record.reuse([handed_in()]))
    assert rows(tmp_path, "select run_id from submissions") == [(2,)]
    assert rows(tmp_path, "select ended is null from runs order by id") == [(0,), (1,)]


def test_verdicts_can_be_asked_for_by_case(in_a_run, tmp_path):
    in_a_run(lambda record: record.commit(handed_in(), RESULT))
    assert rows(tmp_path, "select question, name, hidden, points, verdict from case_verdicts order by position") == [
        ("q1", "doubles an integer", 0, 1.0, "passed"),
        ("q1", "doubles a fraction", 1, 1.5, "failed"),
    ]


@pytest.mark.parametrize("text", ["José 'x' \"y\".ipynb", "\udce9t\udce9.ipynb", "名前.ipynb", "a\nb\x00c", "=1+1"])
def test_odd_names_and_messages_come_back(in_a_run, text):
    odd = replace(RESULT, id=text, error=text, questions=(replace(QUESTION, hints=(text,)),))
    in_a_run(lambda record: record.commit(handed_in(text), odd))
    assert in_a_run(lambda record: record.reuse([handed_in(text)])) == {text: odd}


def test_a_result_that_cannot_be_written_whole_is_not_written_at_all(in_a_run, tmp_path):
    twice = replace(RESULT, questions=(QUESTION, QUESTION))
    with pytest.raises(EngineError, match=r"gradebook\.db failed"):
        in_a_run(lambda record: record.commit(handed_in(), twice))
    assert rows(tmp_path, "select count(*) from results union all select count(*) from submissions") == [(0,), (0,)]


def test_a_result_can_be_read_while_the_run_goes_on(in_a_run, tmp_path):
    def work(record):
        seen = []
        for name in ("a", "b"):
            record.commit(handed_in(name), replace(RESULT, id=name))
            seen += rows(tmp_path, "select count(*) from results")
        return seen

    assert in_a_run(work) == [(1,), (2,)]


# ---- students ----

ADA, BEN = Student("7", "Ada", "ada@uni.edu"), Student("", "Ben")
ABSENT = replace(RESULT, status=Status.MISSING, error="Nothing was handed in.", score=0.0, questions=())


def test_what_is_known_of_the_student_and_the_date_is_in_the_row(in_a_run, tmp_path):
    moment = datetime(2026, 11, 20, 10, tzinfo=timezone(timedelta(hours=1)))
    item = replace(handed_in(student=ADA), handed_in=moment, late_days=1.5)
    in_a_run(lambda record: record.commit(item, item.own(RESULT)))
    assert rows(tmp_path, "select student_id, student_name, student_email, handed_in, late_days from submissions") == [
        ("7", "Ada", "ada@uni.edu", "2026-11-20 09:00:00.000000", 1.5)
    ]
    known = in_a_run(lambda record: record.reuse([item]))["s1.ipynb"]
    assert (known.student, known.handed_in, known.late_days) == (ADA, moment, 1.5)


def test_equal_bytes_of_two_students_are_each_their_own(in_a_run, tmp_path):
    in_a_run(lambda record: record.commit(handed_in("a", student=ADA), replace(RESULT, id="a", student=ADA)))
    known = in_a_run(lambda record: record.reuse([handed_in("b", student=BEN), handed_in("c")]))
    assert [known[name].student for name in ("b", "c")] == [BEN, None]
    assert rows(tmp_path, "select student_name from submissions order by name") == [("Ada",), ("Ben",), (None,)]


def test_who_hands_in_later_gets_the_row_on_which_people_have_decided(in_a_run, tmp_path):
    in_a_run(lambda record: [record.commit(nothing_from(each), ABSENT) for each in (ADA, BEN)])
    now = [handed_in("ada.ipynb", student=replace(ADA, name="Ada L.")), handed_in("ben.ipynb", student=BEN)]
    in_a_run(lambda record: (record.take_over(now), [record.commit(item, item.own(RESULT)) for item in now]))
    assert rows(tmp_path, "select id, name, attempt from submissions order by id") == [
        (1, "ada.ipynb", 1),
        (2, "ben.ipynb", 1),
    ]
    assert in_a_run(lambda record: record.reuse(now))["ada.ipynb"].status is Status.GRADED


def test_a_row_of_ones_own_is_not_given_up_for_that_of_nothing(in_a_run, tmp_path):
    in_a_run(lambda record: record.commit(handed_in("ada.ipynb"), RESULT))
    in_a_run(lambda record: record.commit(nothing_from(ADA), ABSENT))
    in_a_run(lambda record: record.take_over([handed_in("ada.ipynb", student=ADA)]))
    assert rows(tmp_path, "select name from submissions order by id") == [("ada.ipynb",), ("Ada (7)",)]


def test_it_is_known_of_whom_there_was_something_before(in_a_run):
    in_a_run(lambda record: record.commit(handed_in("ada.ipynb", student=ADA), RESULT))
    in_a_run(lambda record: record.commit(nothing_from(BEN), ABSENT))
    missing = [nothing_from(ADA), nothing_from(BEN), nothing_from(Student("8", "Cleo"))]
    assert in_a_run(lambda record: record.seen_before(missing)) == {"Ada (7)"}
