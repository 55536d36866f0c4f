"""Requests to look again: pasted on the student's page, answered there or in the list of all."""

from autograder.marks.requests import read_requests

from .conftest import NAME, result, two

HOSTILE = "<script>alert(1)</script> {{ 7 * 7 }}"


def requests(served):
    with served.class_.book.database.reading() as connection:
        return read_requests(connection, NAME)


def test_a_request_is_pasted_on_the_students_page_and_waits_in_the_list(serve):
    served = serve(*two())
    assert "Nothing." in served.ask("/requests").text
    answer = served.post("/students/1/requests", text="Dear all,\r\nplease look at q2 again.")
    assert answer.status == 303
    assert "The request is kept." in served.ask(answer.headers["Location"]).text
    (asked,) = requests(served)
    assert (asked.submission, asked.said, asked.who) == (
        *("ada.ipynb", "Dear all,\nplease look at q2 again.", "A. Lecturer"),
    )
    assert "please look at q2 again." in served.ask("/requests").text


def test_a_reply_is_kept_with_who_gave_it_and_can_be_followed_by_another(serve):
    served = serve(*two())
    served.post("/students/1/requests", text="Again, please.")
    number = requests(served)[0].id
    assert served.post(f"/requests/{number}", text="You are right.").headers["Location"].startswith("/requests?")
    back = served.post(f"/requests/{number}", text="No: see q3.", **{"from": "student"}).headers["Location"]
    assert back.startswith("/students/1?")
    (asked,) = requests(served)
    assert (asked.reply, asked.replied_by) == ("No: see q3.", "A. Lecturer")
    for path in ("/requests", "/students/1"):
        text = served.ask(path).text
        assert "No: see q3." in text
        assert "You are right." not in text


def test_nothing_of_a_request_is_more_than_text(serve):
    served = serve(*two())
    served.post("/students/1/requests", text=HOSTILE)
    for path in ("/requests", "/students/1"):
        text = served.ask(path).text
        assert "&lt;script&gt;alert(1)&lt;/script&gt; {{ 7 * 7 }}" in text
        assert "<script>alert" not in text


def test_an_empty_text_and_a_request_that_is_not_there_are_a_sentence(serve):
    served = serve(*two())
    empty = served.post("/students/1/requests", text=" ")
    assert (empty.status, "There is no text in it" in empty.text) == (400, True)
    assert served.post("/requests/9", text="x").status == 404
    assert served.post("/students/99/requests", text="x").status == 404
    assert requests(served) == ()


def test_a_request_of_somebody_who_left_the_class_stays_in_the_list(serve):
    served = serve(*two())
    served.post("/students/1/requests", text="Again, please.")
    served.class_.run(result("ben.ipynb"), result("cem.ipynb"))
    assert "Again, please." in served.ask("/requests").text
