"""What stands after the cells of a question: all for the instructor, and for the student what students may read."""

import re

import pytest
from markupsafe import Markup

from autograder.course.rubric import RubricItem
from autograder.marks.decisions import AnswerMark, Decisions
from autograder.marks.final import final_mark
from autograder.marks.rubric import Rubric
from autograder.marks.standing import Standing
from autograder.notebook_pages.beside import for_instructor, for_student
from autograder.notebook_pages.page import notebook_page
from autograder.reports.hidden_cases import HiddenCases
from autograder.results import CaseResult, ClassResult, Engine, QuestionResult, Status, SubmissionResult, Verdict
from tests.harness.notebook_pages.notebooks import HOSTILE, as_it_ran, code, text

EVIL = "<script>alert(1)</script>"
CASES = (
    CaseResult("adds", False, 1.0, Verdict.FAILED, f"2 + 2 gives 5 {EVIL}"),
    CaseResult("adds many", True, 1.0, Verdict.FAILED, "It is wrong.", "on 17.25 it gives 3"),
    CaseResult("is there", False, 1.0, Verdict.PASSED),
)
QUESTION = QuestionResult("q1", 1.0, 3.0, CASES, ("Look at `axis`.",), 4.0, "an answer", "Sums")
RESULT = SubmissionResult("ada.ipynb", Status.GRADED, None, 1.0, 3.0, 0.1, (QUESTION,))
CLASS = ClassResult("tiny", 3.0, Engine("bubblewrap", "engine", 1, "0.1.0"), (RESULT,))
STANDING = Standing(7, RESULT)
RUBRIC = {"q1": Rubric("q1", 4.0, "", (RubricItem("a", f"the idea {EVIL}", 3.0), RubricItem("b", "a slip", -1.0)))}
GIVEN = Decisions(marks={(7, "q1"): AnswerMark(3.0, f"Well done {EVIL}", "", ("a",))})
MARK = final_mark(STANDING, GIVEN, 4.0)


def seen_by(whom: str) -> str:
    if whom == "instructor":
        return str(for_instructor(CLASS, STANDING, MARK, RUBRIC, GIVEN)["q1"])
    return str(for_student(CLASS, STANDING, MARK, RUBRIC, GIVEN, HiddenCases(whom))["q1"])


def test_the_instructor_reads_points_hints_rubric_comment_and_what_hidden_cases_said():
    html = seen_by("instructor")
    assert "Sums</bdi>: 4 of 7 points" in html
    assert "Look at <code>axis</code>." in html
    assert [line.strip()[0] for line in re.findall(r"<li(?: class=\"has\")?>([☑☐].*)", html)] == ["☑", "☐"]
    assert "(+3)" in html
    assert "(−1)" in html
    assert "Well done" in html
    assert "on 17.25 it gives 3" in html
    assert "adds many" in html


@pytest.mark.parametrize("hidden", list(HiddenCases))
def test_a_student_reads_of_hidden_cases_and_of_the_rubric_no_more_than_on_the_page_of_feedback(hidden):
    html = seen_by(hidden.value)
    assert "17.25" not in html
    assert "a slip" not in html
    assert "the idea" in html
    assert "2 + 2 gives 5" in html
    assert ("adds many" in html) == (hidden is HiddenCases.NAMES)
    assert ("Of 1 hidden test 0 passed." in html) == (hidden is HiddenCases.COUNT)


@pytest.mark.parametrize("whom", ["instructor", "names"])
def test_all_of_it_is_text(whom):
    html = seen_by(whom)
    assert "<script" not in html
    assert html.count("&lt;script&gt;") == 3


def beside_cells(*cells) -> list[str]:
    """Return what comes after what in a page: words of cells, and where something is beside them."""
    page = notebook_page(as_it_ran(*cells), beside={"q1": Markup("[[q1]]"), "q2": Markup("[[q2]]")})
    return re.findall(r"\[\[q\d\]\]|word\d|no cell", page)


def test_it_stands_after_the_last_cell_of_its_question():
    cells = (
        text("word1"),
        text("word2", "q1"),
        code("word3", question="q1"),
        text("word4"),
        code("word5", question="q2"),
    )
    assert beside_cells(*cells) == ["word1", "word2", "word3", "[[q1]]", "word4", "word5", "[[q2]]"]


def test_cells_of_a_question_may_be_apart():
    cells = (code("word1", question="q1"), code("word2", question="q2"), code("word3", question="q1"))
    assert beside_cells(*cells) == ["word1", "word2", "[[q2]]", "word3", "[[q1]]"]


def test_that_of_questions_without_a_cell_stands_at_the_end():
    assert beside_cells(code("word1", question="q2")) == ["word1", "[[q2]]", "no cell", "[[q1]]"]


@pytest.mark.parametrize("said", [*HOSTILE, '<section id="end-q1"></section>', "[[q1]]</section>"])
def test_a_notebook_cannot_say_where_its_marks_stand(said):
    page = notebook_page(as_it_ran(text(said), code("word1", question="q1")), beside={"q1": Markup("{marks}")})
    assert page.count("{marks}") == 1
    assert page.index("word1") < page.index("{marks}")
