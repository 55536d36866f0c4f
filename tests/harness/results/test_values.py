"""autograder.results: the values, and their way to JSON and back."""

import json

import pytest

from autograder.results import (
    CaseResult,
    ClassResult,
    Engine,
    QuestionResult,
    Skipped,
    Status,
    SubmissionResult,
    Verdict,
)
from autograder.text.numbers import natural_key, tidy

ENGINE = Engine("bubblewrap", "sealed", 42, "0.1.0")


def class_result() -> ClassResult:
    case = CaseResult("saturates without overflow", False, 1.0, Verdict.FAILED, "sigmoid(1e4) is nan")
    hints = ("deriv_sigmoid is given the activation Y",)
    question = QuestionResult("q5", 3.0, 4.0, (case,), hints, manual_max_score=2.0)
    submission = SubmissionResult("s01.ipynb", Status.GRADED, None, 37.5, 40.0, 0.41, (question,))
    rejected = SubmissionResult("s02.ipynb", Status.REJECTED, "The file is empty; save it.", 0.0, 40.0, 0.0)
    return ClassResult("binary_mlp", 40.0, ENGINE, (submission, rejected), (Skipped("a.txt", "not a notebook"),))


def test_json_has_the_documented_shape():
    data = class_result().to_json()
    assert set(data) >= {"assignment", "max_score", "engine", "submissions"}
    assert data["engine"] == {"isolation": "bubblewrap", "runner": "sealed", "seed": 42, "version": "0.1.0"}
    submission = data["submissions"][0]
    assert {key: submission[key] for key in ("id", "status", "error", "score", "max_score", "seconds")} == {
        "id": "s01.ipynb",
        "status": "graded",
        "error": None,
        "score": 37.5,
        "max_score": 40.0,
        "seconds": 0.41,
    }
    assert submission["questions"]["q5"]["cases"] == [
        {
            "name": "saturates without overflow",
            "hidden": False,
            "points": 1.0,
            "verdict": "failed",
            "passed": False,
            "message": "sigmoid(1e4) is nan",
        }
    ]
    assert submission["questions"]["q5"]["hints"] == ["deriv_sigmoid is given the activation Y"]
    assert data["submissions"][1]["status"] == "rejected"


def test_json_and_back_is_the_same():
    result = class_result()
    assert ClassResult.from_json(json.loads(json.dumps(result.to_json()))) == result


def test_what_is_for_the_instructor_alone_is_in_the_record_only():
    case = CaseResult("a hidden case", True, 1.0, Verdict.FAILED, "The answer is not right.", "f(173) is 2, expected 3")
    question = QuestionResult("q1", 0.0, 1.0, (case,))
    submission = SubmissionResult("s1.ipynb", Status.GRADED, None, 0.0, 1.0, 0.1, (question,))
    assert "173" not in json.dumps(submission.to_json())
    assert SubmissionResult.from_json(json.loads(json.dumps(submission.to_json(private=True)))) == submission
    assert "173" not in json.dumps(ClassResult("tiny", 1.0, ENGINE, (submission,)).to_json())


def test_an_unknown_verdict_is_not_read():
    data = class_result().to_json()
    data["submissions"][0]["questions"]["q5"]["cases"][0]["verdict"] = "excellent"
    with pytest.raises(ValueError, match="excellent"):
        ClassResult.from_json(data)


def test_verdicts_are_a_closed_set_in_display_order():
    assert [verdict.value for verdict in Verdict] == [
        "passed",
        "failed",
        "error",
        "timeout",
        "crashed",
        "memory",
        "not_attempted",
        "engine_error",
    ]


@pytest.mark.parametrize("verdict", Verdict)
def test_only_passed_passes(verdict):
    assert CaseResult("name", True, 1.0, verdict).passed is (verdict is Verdict.PASSED)


def test_scores_are_tidy():
    assert tidy(0.1 + 0.2) == 0.3
    assert str(tidy(-0.0)) == "0.0"
    assert tidy(1 / 3) == 0.3333


def test_an_engine_error_is_not_a_silent_zero():
    case = CaseResult("name", True, 1.0, Verdict.ENGINE_ERROR, "")
    failed = SubmissionResult(
        "s1.ipynb", Status.PARTIAL, "again", 0.0, 1.0, 0.0, (QuestionResult("q1", 0.0, 1.0, (case,)),)
    )
    result = ClassResult("tiny", 1.0, ENGINE, (failed,))
    assert result.to_grade_again == ("s1.ipynb",)
    assert result.exit_status == 1
    assert class_result().exit_status == 0


def test_names_sort_as_people_count():
    names = ["q10", "q2", "q1.10", "q1.9", "Q3", "10", "b"]
    assert sorted(names, key=natural_key) == ["10", "b", "q1.9", "q1.10", "q2", "Q3", "q10"]
