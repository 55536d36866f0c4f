"""The pages of HTML: a student's, and the class's."""

import json
import re

import pytest

from autograder.reports.pages import feedback_name, feedback_page, write_feedback, write_report
from autograder.reports.statistics import summarize
from autograder.results import CaseResult, ClassResult, Engine, QuestionResult, Status, SubmissionResult, Verdict

EVIL = "<script>alert(1)</script><img src=x onerror=alert(2)>"


def question(name, score, *, hints=(), message="", detail="", hidden=False):
    verdict = Verdict.PASSED if score == 2 else Verdict.FAILED
    case = CaseResult("goes to 0 and 1", hidden, 2.0, verdict, message, detail)
    return QuestionResult(name, float(score), 2.0, (case,), hints)


def submission(name, first, second, *, status=Status.GRADED, error=None, **more):
    questions = (question("q1", first, **more), question("q2", second))
    return SubmissionResult(name, status, error, float(first + second), 4.0, 0.5, questions)


def class_of(*submissions):
    return ClassResult("tiny", 4.0, Engine("bubblewrap", "engine", 1, "0.1"), tuple(submissions))


def test_a_student_reads_marks_messages_of_public_cases_and_hints():
    one = submission("a.ipynb", 0, 2, message="it is 3, expected 4", hints=("Use the activation y.",))
    page = feedback_page(class_of(one), one)
    for text in ("2 of 4 points", "it is 3, expected 4", "Use the activation y.", "goes to 0 and 1"):
        assert text in page


def test_of_a_hidden_case_a_student_reads_its_name_and_outcome_only():
    one = submission("a.ipynb", 0, 2, message="a sentence", detail="input 0.1234", hidden=True)
    page = feedback_page(class_of(one), one)
    assert "goes to 0 and 1" in page
    assert "hidden test" in page
    assert "a sentence" not in page
    assert "0.1234" not in page


def test_the_instructor_reads_what_hidden_cases_said(tmp_path):
    write_report(class_of(submission("a.ipynb", 0, 2, detail="input 0.1234", hidden=True)), tmp_path / "report.html")
    assert "input 0.1234" in (tmp_path / "report.html").read_text()


def test_nothing_in_a_submission_becomes_markup(tmp_path):
    one = submission(EVIL, 0, 2, message=EVIL, error=EVIL, hints=(EVIL,), status=Status.PARTIAL)
    pages = [feedback_page(class_of(one), one)]
    write_report(class_of(one), tmp_path / "report.html")
    pages.append((tmp_path / "report.html").read_text())
    for page in pages:
        assert "<script>alert" not in page
        assert "<img src=x" not in page


def test_pages_load_nothing_from_anywhere(tmp_path):
    one = submission("a.ipynb", 0, 2)
    write_report(class_of(one), tmp_path / "report.html")
    for page in (feedback_page(class_of(one), one), (tmp_path / "report.html").read_text()):
        assert "default-src 'none'" in page
        assert not re.search(r"(?:src|href)\s*=\s*[\"']?(?:https?:)?//", page)


@pytest.mark.parametrize("name", ["../../etc/passwd", "..", "a/b.ipynb", "=cmd()", "عربي.ipynb", "a\nb", "x" * 300, ""])
def test_a_page_has_a_safe_name(name):
    assert re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9._-]*\.html", feedback_name(name))
    assert len(feedback_name(name)) < 100


def test_different_submissions_have_different_pages():
    assert len({feedback_name(name) for name in ("a/b", "a_b", "a b", "a?b")}) == 4


def test_pages_of_unchanged_results_are_left_as_they_are(tmp_path):
    graded = class_of(submission("a", 2, 2), submission("b", 0, 2))
    write_feedback(graded, tmp_path, changed={"a", "b"})
    for path in tmp_path.iterdir():
        path.write_text("old")
    write_feedback(graded, tmp_path, changed={"b"})
    assert (tmp_path / feedback_name("a")).read_text() == "old"
    assert (tmp_path / feedback_name("b")).read_text() != "old"


def test_the_report_carries_its_data_as_json(tmp_path):
    write_report(class_of(submission("a</script>", 0, 2, message="x")), tmp_path / "report.html")
    (data,) = re.findall(
        r'<script type="application/json" id="details">(.*?)</script>', (tmp_path / "report.html").read_text()
    )
    assert json.loads(data)["a</script>"]["q1"]["cases"][0][3] == "x"


def test_statistics_count_full_partial_and_no_marks():
    graded = class_of(submission("a", 2, 2), submission("b", 1, 0), submission("c", 0, 0))
    found = summarize(graded)
    first = found.questions[0]
    assert (first.full, first.partial, first.none, first.difficulty) == (1, 1, 1, 0.5)
    assert (found.counted, found.mean, found.median) == (3, 5 / 3, 1)
    assert sum(found.histogram) == 3
    assert found.histogram[9] == 1
    assert first.discrimination == pytest.approx(0.866, abs=1e-3)


def test_discrimination_is_left_open_where_all_got_the_same():
    assert summarize(class_of(submission("a", 2, 2), submission("b", 2, 0))).questions[0].discrimination is None


def test_rejected_work_does_not_count():
    rejected = SubmissionResult("x", Status.REJECTED, "not a notebook", 0.0, 4.0, 0.0)
    assert summarize(class_of(submission("a", 2, 2), rejected)).counted == 1
    assert summarize(class_of(rejected)).counted == 0


def test_mistakes_are_counted_once_a_student_commonest_first():
    graded = class_of(
        submission("a", 0, 2, hints=("rare", "common")),
        submission("b", 0, 2, hints=("common", "common")),
    )
    assert summarize(graded).mistakes == (("q1", "common", 2), ("q1", "rare", 1))


def test_unsealed_cases_are_marked(tmp_path):
    case = CaseResult("a case", False, 2.0, Verdict.PASSED, unsealed=True)
    one = SubmissionResult("a", Status.GRADED, None, 2.0, 2.0, 0.1, (QuestionResult("q1", 2.0, 2.0, (case,)),))
    write_report(class_of(one), tmp_path / "report.html")
    assert "public, unsealed" in (tmp_path / "report.html").read_text()
    assert "ran unsealed" in feedback_page(class_of(one), one)
