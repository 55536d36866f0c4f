"""What students ask to be looked at again, and the replies: nothing is lost."""

import pytest

from autograder.errors import AutograderError
from autograder.marks.requests import add_request, answer_request, read_requests

from .conftest import NAME


def requests(class_, submission=None):
    with class_.book.database.reading() as connection:
        return read_requests(connection, NAME, submission)


def test_a_request_is_open_until_somebody_replies_and_the_newest_reply_counts(graded):
    number = add_request(graded.book, NAME, "s1.ipynb", "  Dear all,\nq2 is right, I think. ", "Ada")
    add_request(graded.book, NAME, "s2.ipynb", "me, too", "Bob")
    (first, second) = requests(graded)
    assert (first.id, first.said, first.who, first.reply, first.is_open) == (
        *(number, "Dear all,\nq2 is right, I think.", "Ada", "", True),
    )
    for reply in ("No.", "Yes, you are right."):
        answer_request(graded.book, NAME, number, reply, "Bob")
    (first, second) = requests(graded)
    assert (first.reply, first.replied_by, first.is_open, second.is_open) == ("Yes, you are right.", "Bob", False, True)
    assert requests(graded, "s2.ipynb") == (second,)
    assert requests(graded, "s3.ipynb") == ()


def test_what_makes_no_sense_is_refused_in_a_sentence(graded):
    with pytest.raises(AutograderError, match=r"no submission 's9\.ipynb'"):
        add_request(graded.book, NAME, "s9.ipynb", "x", "Ada")
    with pytest.raises(AutograderError, match="no text in it"):
        add_request(graded.book, NAME, "s1.ipynb", " ", "Ada")
    number = add_request(graded.book, NAME, "s1.ipynb", "x", "Ada")
    with pytest.raises(AutograderError, match="shorten it"):
        answer_request(graded.book, NAME, number, "x" * 20_001, "Ada")
    answer_request(graded.book, NAME, number, "reply", "Ada")
    with pytest.raises(AutograderError, match=f"no request {number + 1} about tiny"):
        answer_request(graded.book, NAME, number + 1, "a reply to a reply", "Ada")
    assert [request.reply for request in requests(graded)] == ["reply"]
