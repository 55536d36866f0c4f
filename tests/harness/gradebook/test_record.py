"""What a run writes is what later runs find, as long as nothing that decides a mark has changed."""

import sqlite3
from dataclasses import replace

import pytest

from autograder.errors import EngineError
from autograder.gradebook import RunSettings

from .conftest import QUESTION, RESULT, SETTINGS, engine_failure, handed_in


def rows(tmp_path, query: str) -> list[tuple]:
    connection = sqlite3.connect(tmp_path / "gradebook.db")
    try:
        return connection.execute(query).fetchall()
    finally:
        connection.close()


def test_a_result_comes_back_as_it_was(in_a_run):
    in_a_run(lambda record: record.commit(handed_in(), RESULT))
    assert in_a_run(lambda record: record.known([handed_in()])) == {"s1.ipynb": RESULT}


def test_nothing_is_known_of_other_content_settings_or_assignments(in_a_run):
    in_a_run(lambda record: record.commit(handed_in(), RESULT))
    assert in_a_run(lambda record: record.known([handed_in(content="another")])) == {}
    assert in_a_run(lambda record: record.known([handed_in()]), assignment="other") == {}
    other = RunSettings(SETTINGS.engine, "other settings")
    assert in_a_run(lambda record: record.known([handed_in(settings="other settings")]), settings=other) == {}


def test_a_failure_of_the_grader_is_kept_and_never_reused(in_a_run, tmp_path):
    in_a_run(lambda record: record.commit(handed_in(), engine_failure("s1.ipynb")))
    assert in_a_run(lambda record: record.known([handed_in()])) == {}
    assert rows(tmp_path, "select engine_failed from results") == [(1,)]


def test_the_newest_result_counts(in_a_run):
    in_a_run(lambda record: record.commit(handed_in(), RESULT))
    in_a_run(lambda record: record.commit(handed_in(), replace(RESULT, score=2.0)))
    assert in_a_run(lambda record: record.known([handed_in()]))["s1.ipynb"].score == 2.0


def test_equal_bytes_under_two_names_are_two_rows_and_one_piece_of_work(in_a_run, tmp_path):
    in_a_run(lambda record: record.commit(handed_in("a"), replace(RESULT, id="a")))
    known = in_a_run(lambda record: record.known([handed_in("a"), handed_in("b")]))
    assert known == {"a": replace(RESULT, id="a"), "b": replace(RESULT, id="b")}
    assert rows(tmp_path, "select name from submissions order by name") == [("a",), ("b",)]
    assert rows(tmp_path, "select count(*) from results") == [(2,)]


def test_a_submissions_own_result_comes_before_that_of_an_equal_one(in_a_run):
    in_a_run(lambda record: record.commit(handed_in("a"), replace(RESULT, id="a", score=1.0)))
    in_a_run(lambda record: record.commit(handed_in("b"), replace(RESULT, id="b", score=2.0)))
    known = in_a_run(lambda record: record.known([handed_in("a"), handed_in("b")]))
    assert (known["a"].score, known["b"].score) == (1.0, 2.0)


def test_another_content_is_another_attempt_and_the_old_result_stays(in_a_run, tmp_path):
    for content in ("first", "second", "second"):
        in_a_run(lambda record, content=content: record.commit(handed_in(content=content), RESULT))
    assert rows(tmp_path, "select attempt, digest from submissions") == [(2, "digest of second")]
    assert in_a_run(lambda record: record.known([handed_in(content="first")])) == {"s1.ipynb": RESULT}
    assert rows(tmp_path, "select attempt, digest from submissions") == [(3, "digest of first")]


def test_the_run_that_saw_a_submission_last_is_noted(in_a_run, tmp_path):
    in_a_run(lambda record: (record.commit(handed_in(), RESULT), record.end()))
    in_a_run(lambda record: record.known([handed_in()]))
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
    assert in_a_run(lambda record: record.known([handed_in(text)])) == {text: odd}


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
