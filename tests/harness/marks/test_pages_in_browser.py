"""The page of answers in a real browser: everybody can read it, it prints, and nothing of an answer runs."""

import pytest

from autograder.course.rubric import WrittenRubric
from autograder.marks.export import export_answers
from autograder.marks.marking import Marking

from ..browser import browser, open_page
from .conftest import NAME, result

__all__ = ["browser", "open_page"]

pytestmark = pytest.mark.browser

HOSTILE = "<script>document.title='ran'</script><img src=http://example.org/x onerror=alert(1)>"
LONG = "word " * 400 + "x" * 500 + "\n\n$\\frac{1}{2}$\nשלום, مرحبا \u202e evil"


@pytest.fixture
def page_path(class_, tmp_path):
    class_.run(
        result("s1.ipynb", {"q2": HOSTILE, "q3": "one"}),
        result("s2.ipynb", {"q2": LONG, "q3": "one"}),
        result(HOSTILE, {"q2": ""}),
        marking=Marking({"q2": WrittenRubric(f"Two points for\n  {HOSTILE}")}),
    )
    export_answers(class_.book, NAME, tmp_path / "out")
    return tmp_path / "out" / "q2.html"


@pytest.mark.parametrize("dark", [False, True])
def test_everybody_can_read_it_even_on_a_phone_and_nothing_runs_or_is_fetched(open_page, page_path, dark):
    page = open_page(page_path, width=320, height=600, dark=dark)
    assert page.problems == []
    assert page.requests == []
    assert page.violations() == []
    assert page.sticking_out() == []
    assert page.tab.title() == "q2: the answers of tiny"
    assert page.text().count(HOSTILE) == 3  # the rubric, an answer, and a file's name


def test_it_is_printed_with_all_answers(open_page, page_path, tmp_path):
    text = "".join(part.extract_text() for part in open_page(page_path, dark=True).pdf(tmp_path / "q2.pdf").pages)
    assert "What gives the points" in text
    assert text.count("word") == 400
