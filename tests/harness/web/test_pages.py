"""What the pages show, and what their forms change, without a browser."""

from urllib.parse import quote

import pytest

from autograder.course.class_list import Student
from autograder.marks.final import final_marks
from autograder.marks.history import history
from autograder.results import Status

from .conftest import NAME, result, two

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(1)>"


def test_the_first_page_says_how_far_marking_is_and_what_needs_a_person(serve):
    served = serve(*two(), result("cem.ipynb", status=Status.REJECTED, error="It is empty.", questions=()))
    text = served.ask("/").text
    assert "0 of 2 marked" in text
    assert "It is empty." in text


def test_the_table_has_all_students_and_finds_one_however_the_letters_are_written(serve):
    served = serve(*two())
    assert "Ada Yılmaz" in served.ask("/students").text
    found = served.ask(f"/students?search={quote('okáfor')}").text
    assert "Ben Okafor" in found
    assert "Ada" not in found


@pytest.mark.parametrize(
    ("query", "first"),
    [("sort=name", "Ada"), ("sort=-name", "Ben"), ("sort=total", "Ben"), ("sort=-total", "Ada"), ("sort=q1", "Ben")],
)
def test_the_table_is_sorted_by_a_column_best_marks_first(serve, query, first):
    text = serve(*two()).ask(f"/students?{query}").text
    assert (text.index("Ada Y") < text.index("Ben O")) == (first == "Ada")


def test_a_filter_by_the_marks_of_a_question_leaves_those_who_got_them(serve):
    text = serve(*two()).ask("/students?question=q1&share=partial").text
    assert "Ada" in text
    assert "Ben" not in text


def test_an_override_is_kept_with_who_and_why_and_shown(serve):
    served = serve(*two())
    answer = served.post("/students/1/override", question="q1", points="1,5", why="Seen in the lab")
    assert answer.status == 303
    assert "1.5" in served.ask(answer.headers["Location"]).text
    (event,) = history(served.class_.book, NAME)
    assert (event.who, event.why) == ("A. Lecturer", "Seen in the lab")
    assert final_marks(served.class_.book, NAME)[0].questions[0].points == 1.5
    served.post("/students/1/override", question="q1", what="remove", why="A mistake")
    assert final_marks(served.class_.book, NAME)[0].questions[0].points == 1.0


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"points": "99", "why": "x"}, "between 0 and"),
        ({"points": "many", "why": "x"}, "should be a number"),
        ({"points": "1", "why": "  "}, "must not be empty"),
        ({"points": "1", "why": "x", "question": "q9"}, "no question"),
    ],
)
def test_a_form_that_is_wrong_changes_nothing_and_says_why(serve, fields, said):
    served = serve(*two())
    answer = served.post("/students/1/override", **fields)
    assert answer.status == 400
    assert said in answer.text
    assert "leads to what you typed" in answer.text
    assert history(served.class_.book, NAME) == ()


def test_days_late_are_set(serve):
    served = serve(*two())
    served.post("/students/1/late", days="2", why="LMS was down")
    assert final_marks(served.class_.book, NAME)[0].late_days == 2


def test_what_is_not_there_is_said_on_a_page(serve):
    served = serve(*two())
    for path in ("/nowhere", "/students/99"):
        answer = served.ask(path)
        assert answer.status == 404
        assert "no such page" in answer.text


def test_hostile_text_is_text_everywhere(serve):
    named = Student("9", HOSTILE, HOSTILE)
    served = serve(result(HOSTILE, {"q2": HOSTILE}, student=named, section=HOSTILE))
    served.post("/students/1/override", question="q1", points="1", why=HOSTILE)
    for path in ("/students", "/students/1", f"/?said={quote(HOSTILE)}"):
        text = served.ask(path).text
        assert "<script>alert" not in text
        assert "<img" not in text
        assert "&lt;script&gt;" in text
