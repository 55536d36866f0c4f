"""The page of pictures: every number of them can be read, too."""

from autograder.results import Status

from .conftest import result, two


def test_the_page_has_marks_questions_cases_and_times(serve):
    served = serve(*two(), result("cem.ipynb", score=0.0))
    page = served.ask("/statistics")
    assert page.status == 200
    assert "How many submissions got how many points" in page.text
    assert "How many submissions took how many seconds" in page.text
    assert "1 of 2" in page.text, "the mean of q1"
    assert "no differences to compare" in page.text
    assert "Nowhere" in page.text


def test_a_class_of_which_nothing_could_be_graded_says_so(serve):
    served = serve(result("cem.ipynb", status=Status.REJECTED, error="It is empty.", questions=()))
    page = served.ask("/statistics")
    assert (page.status, "Nothing could be graded yet." in page.text) == (200, True)
