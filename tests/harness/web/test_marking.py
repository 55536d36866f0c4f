"""Marking a question: what the pages show and what their forms write, without a browser."""

import re
import time
from html import unescape
from urllib.parse import urlencode

import pytest

from autograder.course.rubric import RubricItem, WrittenRubric
from autograder.marks.decisions import current_marks
from autograder.marks.give import give_mark
from autograder.marks.marking import Marking
from autograder.marks.standing import Answer
from autograder.results import Status

from .conftest import NAME, result

RUBRIC = Marking({"q2": WrittenRubric("", (RubricItem("", "the idea", 2.5), RubricItem("", "the reason", 1.5)))})
LONG = "The gradient of a sum is the sum of the gradients, so that every sample of the batch adds its own part to it."


@pytest.fixture
def served(serve):
    return serve(
        result("ada.ipynb", {"q2": LONG, "q3": "yes"}),
        result("ben.ipynb", {"q2": f"{LONG}  ", "q3": "no"}),
        result("cem.ipynb", {"q2": LONG.replace("part", "share"), "q3": ""}),
        result("dan.ipynb", {"q2": "שלום <b>bold</b>", "q3": "yes"}),
        result("eva.ipynb", status=Status.REJECTED, error="It is empty.", questions=()),
        marking=RUBRIC,
    )


def hidden(text: str, name: str) -> list[str]:
    """Return the values of the hidden fields of that name."""
    return re.findall(rf'type="hidden" name="{name}" value="([^"]*)"', text)


def give(served, question="q2", page="", **fields):
    """Fill in the form of the page of marking, and send it."""
    text = served.ask(f"/marking/{question}{page}").text
    sent = {"answer": hidden(text, "answer")[0], "seen": hidden(text, "seen"), **fields}
    return served.post(f"/marking/{question}/give", **sent)


def marks(served, question="q2"):
    with served.class_.book.database.reading() as connection:
        return current_marks(connection, NAME, question)


def test_equal_answers_are_one_and_a_mark_by_items_counts_for_all_who_gave_it(served):
    text = served.ask("/marking/q2").text
    assert "ada.ipynb" in text
    assert "ben.ipynb" in text
    assert "Answer 1 of 3" in text
    answer = give(served, item=["1"], comment="Say why.")
    assert answer.status == 303
    assert {name: (mark.points, mark.comment) for name, mark in marks(served).items()} == {
        "ada.ipynb": (2.5, "Say why."),
        "ben.ipynb": (2.5, "Say why."),
    }
    assert "Answer 2 of 3" in served.ask(answer.headers["Location"]).text  # the next that waits


def test_near_answers_are_shown_beside_each_other_and_get_the_same_mark_only_when_they_are_ticked(served):
    end = time.monotonic() + 60  # they are looked for in the background
    while "still being looked for" in (text := served.ask("/marking/q2").text) and time.monotonic() < end:
        time.sleep(0.05)
    (near,) = re.findall(r'name="near" value="(\w+)"', text)
    give(served, item="1")
    assert set(marks(served)) == {"ada.ipynb", "ben.ipynb"}
    beside = served.ask("/marking/q2?submission=3").text  # what has a mark can be looked at, not ticked
    assert "1 near answer has a mark: 2.5" in beside
    assert 'name="near"' not in beside
    give(served, page=f"?answer={Answer(LONG).digest}", item="2", near=near)
    assert {name: mark.points for name, mark in marks(served).items()} == dict.fromkeys(
        ["ada.ipynb", "ben.ipynb", "cem.ipynb"], 1.5
    )


def test_points_are_adjusted_for_one_answer_and_stay_within_the_maximum(served):
    give(served, item=["1", "2"], adjustment="-0,5")
    assert marks(served)["ada.ipynb"].points == 3.5
    give(served, page=f"?answer={Answer(LONG).digest}", item=["1", "2"], adjustment="9")
    assert marks(served)["ada.ipynb"].points == 4


def test_without_items_points_are_typed_and_a_comment_alone_is_no_mark(served):
    assert give(served, "q3", comment="Good.").status == 400
    give(served, "q3", adjustment="2")
    assert marks(served, "q3")["ada.ipynb"].points == 2


def test_who_wrote_nothing_is_suggested_nothing(served):
    text = served.ask(f"/marking/q3?answer={Answer('').digest}").text
    assert "Nothing was written" in text
    assert re.search(r'name="adjustment"[^>]* value="0"', text)


def test_a_mark_is_undone_and_taken_back(served):
    give(served, item="1")
    answer = served.post("/marking/undo", question="q2")
    assert "ada.ipynb" in served.ask(answer.headers["Location"]).text
    assert marks(served) == {}
    assert "nothing of yours" in served.ask(served.post("/marking/undo", question="q2").headers["Location"]).text
    give(served, item="1")
    give(served, page=f"?answer={Answer(LONG).digest}", what="withdraw")
    assert marks(served) == {}


def test_two_people_never_overwrite_each_other_unseen(served):
    text = served.ask("/marking/q2").text
    form = {"answer": hidden(text, "answer")[0], "seen": hidden(text, "seen")}
    give_mark(
        served.class_.book,
        NAME,
        "q2",
        ["ben.ipynb"],
        items=["2"],
        comment="Mine.",
        answer=form["answer"],
        who="B. Teacher",
        seen={},
    )
    answer = served.post("/marking/q2/give", **form, item="1", comment="Yours.")
    assert answer.status == 409
    assert "B. Teacher" in answer.text
    assert "Mine." in answer.text
    assert {name: mark.points for name, mark in marks(served).items()} == {"ben.ipynb": 1.5}
    again = {name: hidden(answer.text, name) for name in ("answer", "seen", "item", "comment")}
    assert served.post("/marking/q2/give", **again).status == 303
    assert {name: mark.points for name, mark in marks(served).items()} == {"ada.ipynb": 2.5, "ben.ipynb": 2.5}


def test_a_change_of_an_item_counts_for_all_who_have_it(served):
    give(served, item="1")
    answer = served.post("/marking/q2/items", id="1", points="2", text="the idea", back=Answer(LONG).digest)
    assert "changed, for all" in served.ask(answer.headers["Location"]).text
    assert marks(served)["ada.ipynb"].points == 2
    served.post("/marking/q2/items", points="0,5", text="a picture", back="x")
    assert "a picture" in served.ask("/marking/q2").text
    assert served.post("/marking/q2/items", id="1", points="1", text="x", what="drop", back="x").status == 400
    served.post("/marking/q2/items", id="3", points="1", text="x", what="drop", back="x")
    assert "a picture" not in served.ask("/marking/q2").text


def test_codes_stand_for_names_as_long_as_they_are_hidden(served):
    from autograder.web.answers import ANONYMOUS

    answer = served.post("/marking/anonymous", question="q2")
    assert f"{ANONYMOUS}=yes" in answer.headers["Set-Cookie"]
    cookie = f"{served.keys.cookie}={served.keys.session}; {ANONYMOUS}=yes"
    for path in ("/marking/q2", "/marking/q2/answers"):
        text = served.ask(path, Cookie=cookie).text
        assert "ipynb" not in text
        assert served.ask(path, Cookie=cookie).text == text  # the same codes again


def test_the_list_of_answers_says_what_each_has_and_is_where_marking_ends(served):
    give(served, item="1", comment="Say why.")
    text = served.ask("/marking/q2/answers").text
    assert "the idea" in text
    assert "Say why." in text
    assert "2 to mark" in text
    assert "שלום" not in served.ask("/marking/q2/answers?item=1").text
    give(served, item="2")
    last = give(served, item="2").headers["Location"]
    assert "1.5 points." in served.ask(served.ask(last).headers["Location"]).text
    assert served.ask("/marking/q2").headers["Location"] == "/marking/q2/answers"
    assert "All are marked" in served.ask("/marking/q2/answers").text
    assert '<a href="/marking/q3">' in served.ask("/marking/q2/answers").text


def test_what_is_no_question_of_people_is_not_there(served):
    assert served.ask("/marking/q1").status == 404
    assert served.ask("/marking/q9/answers").status == 404


@pytest.mark.parametrize("path", ["/marking/q2/give", "/marking/undo", "/marking/q2/items", "/marking/anonymous"])
def test_looking_changes_nothing(served, path):
    before = marks(served)
    assert served.ask(f"{path}?answer=x&item=1&what=drop&id=1").status in (404, 405)
    assert marks(served) == before


@pytest.mark.parametrize("seen", ["", "x", "1", "1:0", "99:0:abc", "-1:0:x", "1:x:y"])
def test_a_form_that_makes_no_sense_changes_nothing(served, seen):
    assert served.post("/marking/q2/give", answer="abc", seen=seen, item="1").status in (400, 404)
    assert marks(served) == {}


def test_a_mark_may_be_for_thousands_at_once(served):
    page = served.ask("/marking/q2").text
    (shown,), (seen, *_) = (re.findall(f'name="{name}" value="([^"]*)"', page) for name in ("answer", "seen"))
    answer = served.post("/marking/q2/give", answer=shown, seen=[seen] * 5_000, item="1")
    assert answer.status == 303
    assert "2.5+points" in answer.headers["Location"]


def test_what_turns_the_direction_of_a_comment_or_an_item_stays_what_it_is_in_the_fields(served):
    comment, item = "\u200fچرا؟ \u200e(why)", "\u200fدلیل </textarea>"
    give(served, item=["1"], comment=comment)
    served.post("/marking/q2/items", id="1", points="2.5", text=item, back="")
    shown, *_ = re.findall(r"answer=(\w+)", served.ask("/marking/q2/answers").text)
    page = served.ask(f"/marking/q2?answer={shown}").text
    (field,) = re.findall(r"<textarea[^>]*>\n(.*?)</textarea>", page, re.DOTALL)
    assert unescape(field) == comment
    assert comment in [unescape(value) for value in re.findall(r'<option value="([^"]*)"', page)]
    assert item in [unescape(value) for value in re.findall(r'name="text"[^>]* value="([^"]*)"', page)]


@pytest.mark.parametrize("hidden_names", [False, True])
def test_who_hands_in_again_while_being_marked_is_looked_at_again(served, hidden_names):
    cookie = f"{served.keys.cookie}={served.keys.session}; autograder-anonymous={'yes' if hidden_names else 'no'}"
    text = served.ask("/marking/q3", Cookie=cookie).text
    form = {"answer": hidden(text, "answer")[0], "seen": hidden(text, "seen"), "adjustment": "1"}
    again = [result(f"{name}.ipynb", {"q2": LONG, "q3": "something else"}) for name in ("ada", "ben", "cem", "dan")]
    served.class_.run(*again, marking=RUBRIC)
    answer = served.ask("/marking/q3/give", method="POST", body=urlencode(form, doseq=True), Cookie=cookie)
    assert answer.status == 303
    said = served.ask(answer.headers["Location"], Cookie=cookie).text
    assert "Nothing was given" in said
    assert (".ipynb has another answer by now" in said) is not hidden_names
    assert marks(served, "q3") == {}


def test_an_undo_after_somebody_elses_change_takes_nothing_back_and_names_nobody(served):
    give(served, item=["1"])
    seen = {name: mark.record for name, mark in marks(served).items()}
    answer = {name: mark.answer for name, mark in marks(served).items()}
    give_mark(served.class_.book, NAME, "q2", list(seen), items=["2"], answer=answer, who="B. Teacher", seen=seen)
    location = served.post("/marking/undo", question="q2").headers["Location"]
    assert "Nothing+was+taken+back" in location
    assert "ipynb" not in location
    assert {mark.who for mark in marks(served).values()} == {"B. Teacher"}


def test_what_is_changed_is_never_said_to_be_impossible(served):
    answer = served.post("/marking/q2/items", text="the example", points="1")
    assert answer.status == 303
    assert "the example" in served.ask(answer.headers["Location"]).text
