"""Written answers are taken from a notebook's cells: the student's words, and nothing that came with the notebook."""

import io
import json
import re
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from autograder.build.grading_zip import marking_settings
from autograder.course.settings import find_course
from autograder.intake.submission import Submission
from autograder.marks.answers import AnswerPlaces, find_answers, prompt_digest, with_answers
from autograder.marks.marking import Marking
from autograder.marks.strings import LONGEST
from autograder.results import QuestionResult, Status, SubmissionResult

Q1, Q2, SECTION = "## q1 · Words\n\nSay it in `ans`.", "## q2 · More\n\nWrite below.", "# Part 2"
PLACES = AnswerPlaces({"q1": ["ans"]}, {prompt_digest(Q1): "q1", prompt_digest(Q2): "q2", prompt_digest(SECTION): ""})
STUB = "ans = ..."


def md(source: str) -> dict:
    return {"cell_type": "markdown", "source": source, "metadata": {}}


def code(source: str) -> dict:
    return {"cell_type": "code", "source": source, "metadata": {}, "outputs": [], "execution_count": None}


def check(question: str) -> dict:
    return code(f'grader.check("{question}")')


def find(*cells: dict) -> dict[str, str]:
    return find_answers(cells, ["q1", "q2"], PLACES)


def notebook(*cells: dict) -> bytes:
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}).encode()


# ---- which words are whose ----


def test_an_untouched_notebook_has_no_answers():
    assert find(md(Q1), code(STUB), check("q1"), md(SECTION), md(Q2), check("q2")) == {"q1": "", "q2": ""}


def test_what_is_assigned_to_the_open_name_is_the_answer():
    assert find(md(Q1), code('ans = "my words"'), check("q1"))["q1"] == "my words"


def test_each_of_several_names_is_shown_with_its_own_text():
    places = AnswerPlaces({"q1": ["ans_i", "ans_ii"]})
    assert find_answers([code('ans_i = "one"')], ["q1"], places) == {"q1": "ans_i:\none\n\nans_ii:\n(no answer)"}


def test_a_text_cell_below_the_question_belongs_to_it_before_and_after_the_check():
    found = find(md(Q1), code(STUB), md("before"), check("q1"), md("after"), md(SECTION), md("elsewhere"), md(Q2))
    assert found == {"q1": "before\n\nafter", "q2": ""}


@pytest.mark.parametrize("points", ["2.5", "6 (2 by the tests, 4 by a person)"])
def test_the_points_that_a_build_adds_to_a_prompt_and_its_white_space_do_not_make_it_an_answer(points):
    assert find(md(Q1.replace(" ", "  ") + f"\n\n_Points:_ {points}\n"), code(STUB), check("q1"))["q1"] == ""


def test_where_the_prompt_was_deleted_what_stands_before_the_check_is_the_answer():
    assert find(md("my words"), check("q1"))["q1"] == "my words"
    assert find(md(SECTION), md("words"), code("x = 1"), check("q2"))["q2"] == "words\n\nx = 1"


def test_a_prompt_that_was_written_into_is_shown_whole():
    assert find(md(f"{Q1}\n\nmy words"), code(STUB), check("q1"))["q1"] == f"{Q1}\n\nmy words"


def test_a_question_without_an_open_name_shows_its_code_and_texts():
    assert find(md(Q2), md("words"), code("x = 1"), check("q2"))["q2"] == "words\n\nx = 1"


def test_otters_own_words_are_no_answer():
    hand_in = md("## Submission\n\nMake sure you have run all cells in your notebook in order.")
    assert find(md(Q2), md("_Type your answer here, replacing this text._"), check("q2"), hand_in)["q2"] == ""


def test_images_are_named_and_left_out():
    found = find(md(Q2), md("see ![sketch](attachment:a.png) and ![](data:image/png;base64,AAAA)"), check("q2"))
    assert re.fullmatch(
        r"see \[image sketch: not shown, [0-9a-f]{32}\] and \[image: not shown, [0-9a-f]{32}\]", found["q2"]
    )


@pytest.mark.parametrize(
    "text",
    ["\n" * 3_000_000 + "x", "![](data:" * 300_000, "\n_Points:_ " * 300_000 + "x", " \n" * 2_000_000, "#" * 3_000_000],
)
def test_a_text_that_is_made_to_keep_the_reader_busy_is_read_in_one_go(text):
    found = find(md(Q1), md(text), code(text), md(Q2), md("words"))
    assert len(found["q1"]) < LONGEST + 100
    assert found["q2"] == "words"


def test_an_answer_is_bounded_and_says_so():
    found = find(md(Q1), code(f"ans = '{'x' * 30_000}'"), check("q1"))["q1"]
    assert found.startswith("x" * LONGEST)
    assert found.endswith("[cut here: the answer is longer than 20,000 characters]")
    assert len(found) < LONGEST + 100


# ---- from a file ----


def graded(**changes) -> SubmissionResult:
    questions = (QuestionResult("q1", 0, 1, (), (), 2.0), QuestionResult("q2", 0, 1, ()))
    return replace(SubmissionResult("s", Status.GRADED, None, 0, 2, 0.1, questions), **changes)


def answer(path: Path, content: bytes | None = None, **changes) -> str:
    return with_answers(graded(**changes), Submission(path.name, path, content), PLACES).questions[0].answer


def test_answers_are_read_from_notebooks_scripts_and_zips(tmp_path):
    content = notebook(md(Q1), code('ans = "my words"'))
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("work/nb.ipynb", content)
        archive.writestr("work/other.txt", "no answer")
    files = {"nb.ipynb": content, "nb.py": b'ans = "my words"', "nb.zip": packed.getvalue()}
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
        assert answer(tmp_path / name) == "my words"


def test_only_questions_that_a_person_marks_are_looked_for(tmp_path):
    result = with_answers(graded(), Submission("s", tmp_path / "s.ipynb", notebook(md(Q2), md("words"))), PLACES)
    assert [question.answer for question in result.questions] == ["", ""]


@pytest.mark.parametrize("content", [b"", b"not json", b"[]", b'{"cells": 1}', notebook(md("x")), b"\xff\xfe"])
def test_what_is_no_notebook_has_no_answer(tmp_path, content):
    assert answer(tmp_path / "s.ipynb", content) == ""


def test_an_answer_that_cannot_be_read_costs_nothing_else(tmp_path, monkeypatch):
    monkeypatch.setattr("autograder.marks.answers.find_answers", lambda *parts: 1 / 0)
    assert "could not be read (ZeroDivisionError)" in answer(tmp_path / "s.ipynb", notebook(code("x = 1")))


def test_answers_are_kept_in_the_record_and_in_nothing_that_leaves_the_gradebook(tmp_path):
    content = notebook(code('ans = "my words"'))
    result = with_answers(graded(), Submission("s", tmp_path / "s.ipynb", content), PLACES)
    assert SubmissionResult.from_json(result.to_json(private=True)) == result
    assert "my words" in json.dumps(result.to_json(private=True))
    assert "my words" not in json.dumps(result.to_json())


# ---- the assignments that come with the project ----


@pytest.mark.parametrize("name", ["binary_mlp", "softmax_network"])
def test_in_our_notebooks_untouched_means_no_answer_and_the_solution_answers_all(root, name):
    assignment = find_course(root).assignment(name)
    places = Marking.from_json(marking_settings(assignment)).places
    for path, is_answered in (
        (root / f"assignment/{name}/{name}.ipynb", False),
        (root / f"examples/{name}/s01_perfect.ipynb", True),
    ):
        cells = json.loads(path.read_bytes())["cells"]
        cells = [cell | {"source": "".join(cell["source"])} for cell in cells]
        found = find_answers(cells, list(assignment.manual), places)
        assert {question: len(text) > 100 for question, text in found.items()} == dict.fromkeys(
            assignment.manual, is_answered
        )
