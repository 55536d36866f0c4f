import json
import math

import pytest

from autograder.errors import AutograderError
from autograder.export.gradescope import GradescopeOptions, HiddenVisibility, export_gradescope
from autograder.marks.final import QuestionMark
from autograder.results import Status, Verdict
from tests.harness.export.making import NAMES, a_class, case, graded, read_csv, student

ANA = student(11, "Ana Álvarez", "ana@x.org")
PUBLIC = case("adds two numbers", message="right")
WRONG = case("adds negatives", verdict=Verdict.FAILED, message="expected 3, got \x1b[31m4\u202e")
HIDDEN = case("large numbers", hidden=True, verdict=Verdict.ERROR, message="hidden message", detail="secret 12345")
WORDS_OF_GRADESCOPE = {"hidden", "after_due_date", "after_published", "visible"}


def export(folder, *submissions, **options):
    exported = export_gradescope(a_class(*submissions), GradescopeOptions(out=folder / "gs", **options))
    (first, *_) = sorted((folder / "gs").glob("*/results.json"))
    return exported, json.loads(first.read_text(encoding="utf-8"))


def test_a_file_has_the_score_and_a_test_for_each_case(tmp_path):
    _, data = export(tmp_path, graded(ANA, 7.5, cases={"q1": [PUBLIC, WRONG, HIDDEN]}))
    assert (data["score"], data["max_score"]) == (7.5, 10.0)
    assert [
        (test["number"], test["name"], test["score"], test["max_score"], test["status"]) for test in data["tests"]
    ] == [
        ("1.1", "q1: adds two numbers", 2.0, 2.0, "passed"),
        ("1.2", "q1: adds negatives", 0.0, 2.0, "failed"),
        ("1.3", "q1: large numbers", 0.0, 2.0, "failed"),
    ]
    assert "leaderboard" not in data


def test_every_word_is_one_that_gradescope_knows(tmp_path):
    _, data = export(tmp_path, graded(ANA, cases={"q1": [PUBLIC, HIDDEN]}, hints=["a hint"], comments=["q1: fine"]))
    assert {test["visibility"] for test in data["tests"]} | {data["visibility"]} <= WORDS_OF_GRADESCOPE
    assert all(test["output_format"] == test["name_format"] == "text" for test in data["tests"])
    assert data["output_format"] == "text", "its default shows HTML"
    assert data["stdout_visibility"] == "hidden"


@pytest.mark.parametrize("hidden_visibility", ["hidden", "after_due_date", "after_published"])
def test_a_hidden_case_is_seen_when_the_instructor_says_and_says_nothing_of_its_values(tmp_path, hidden_visibility):
    submission = graded(ANA, cases={"q1": [PUBLIC, HIDDEN]}, hints=["multiply, do not add"])
    _, data = export(tmp_path, submission, hidden_visibility=HiddenVisibility(hidden_visibility))
    public, hidden, hints = data["tests"]
    assert (public["visibility"], hidden["visibility"]) == ("visible", hidden_visibility)
    assert hidden["output"] == "Hidden test: stopped with an error."
    assert hints["visibility"] == hidden_visibility, "that there is a hint says that a hidden case failed"
    assert "secret" not in json.dumps(data)
    assert "hidden message" not in json.dumps(data)


def test_a_hint_is_seen_beside_a_public_case_that_failed(tmp_path):
    _, data = export(tmp_path, graded(ANA, cases={"q1": [WRONG]}, hints=["multiply, do not add"]))
    assert data["tests"][1]["output"] == "multiply, do not add"
    assert data["tests"][1]["visibility"] == "visible"


def test_a_hint_on_a_hidden_case_is_seen_with_it_even_beside_a_public_one_that_failed(tmp_path):
    hints = [f'In the test "{HIDDEN.name}": it is 0.', "multiply, do not add"]
    _, data = export(tmp_path, graded(ANA, cases={"q1": [WRONG, HIDDEN]}, hints=hints))
    assert [(test["visibility"], test["output"]) for test in data["tests"][2:]] == [
        ("after_published", hints[0]),
        ("visible", hints[1]),
    ]


def test_what_people_gave_is_said(tmp_path):
    questions = [QuestionMark("q1", 2.0, 4.0, manual=3.5, manual_max=6.0), QuestionMark("q2", 0.0, 4.0, override=3.0)]
    _, data = export(tmp_path, graded(ANA, 8.5, questions=questions, comments=["q1: well argued"]))
    by_person, override = data["tests"]
    assert (by_person["name"], by_person["score"], by_person["max_score"]) == ("q1: marked by a person", 3.5, 6.0)
    assert override["output"] == "Your instructor gave 3 of 4 points for this question."
    assert data["output"] == "q1: well argued"


def test_no_text_moves_a_cursor_or_turns_a_line_round(tmp_path):
    _, data = export(tmp_path, graded(ANA, cases={"q1": [WRONG]}, error="stopped\x1b[2J\udc80"))
    assert data["tests"][0]["output"] == "expected 3, got \\x1b[31m4\\u202e"
    assert data["output"] == "stopped\\x1b[2J\\udc80"


def test_the_index_says_whose_file_is_whose_and_has_no_formulas(tmp_path):
    submissions = [graded(student(number, name), number) for number, name in enumerate(NAMES)]
    export(tmp_path, *submissions)
    header, *rows = read_csv((tmp_path / "gs" / "index.csv").read_bytes())
    assert header == ["folder", "submission", "student", "name", "email", "score"]
    for row, submission in zip(rows, submissions, strict=True):
        data = json.loads((tmp_path / "gs" / row[0] / "results.json").read_text(encoding="utf-8"))
        assert math.isclose(data["score"], submission.mark.total)
        assert row[2] == submission.mark.student.id
        assert not row[3].startswith(("=", "+", "-", "@"))


def test_what_is_not_final_is_left_out_and_named(tmp_path):
    failed = graded(student(1), complete=False, failed=True)
    waiting, missing = graded(student(2), complete=False), graded(student(3), status=Status.MISSING)
    exported, _ = export(tmp_path, failed, waiting, missing, graded(ANA))
    assert [row[2] for row in read_csv((tmp_path / "gs" / "index.csv").read_bytes())[1:]] == ["11"]
    assert any("s1.ipynb" in note and "grade again" in note for note in exported.notes)
    assert any("s2.ipynb" in note and "not complete" in note for note in exported.notes)


def test_without_a_complete_mark_nothing_is_written(tmp_path):
    with pytest.raises(AutograderError, match="There is no mark to write"):
        export(tmp_path, graded(ANA, complete=False))
    assert not list(tmp_path.iterdir())
