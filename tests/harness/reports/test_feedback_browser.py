"""The student's page in a real browser: for everybody to read, on any screen and on paper, and dead."""

import unicodedata

import pytest

from .feedback_examples import EXAMPLES, IN_PART, page_of

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(params=EXAMPLES)
def path(request, tmp_path):
    """Return where the page of each example is."""
    result, options = EXAMPLES[request.param]
    file = tmp_path / "page.html"
    file.write_text(page_of(result, **options), encoding="utf-8")
    return file


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_everybody_can_read_it(open_page, path, dark):
    page = open_page(path, dark=dark)
    assert page.violations() == []
    background = page.tab.evaluate("getComputedStyle(document.body).backgroundColor")
    assert background == ("rgb(23, 23, 27)" if dark else "rgb(255, 255, 255)")


def test_on_a_small_phone_nothing_sticks_out(open_page, path):
    page = open_page(path, width=320, height=600)
    assert page.sticking_out() == []


def test_nothing_of_it_runs_and_nothing_is_fetched(open_page, path):
    page = open_page(path)
    page.tab.wait_for_timeout(200)  # for what would come later
    assert page.tab.title().startswith("Feedback on tiny")
    assert page.tab.url == path.as_uri()
    assert page.tab.evaluate("getComputedStyle(document.body).display") == "block"
    assert page.problems == []
    assert page.requests == []
    assert page.tab.evaluate("document.scripts.length") == 0
    broken = "[...document.images].filter(image => !(image.complete && image.naturalWidth)).length"
    assert page.tab.evaluate(broken) == 0


@pytest.mark.parametrize("path", ["full"], indirect=True)
def test_even_a_script_that_got_in_would_not_run(open_page, path):
    text = path.read_text(encoding="utf-8")
    attack = "<script>document.title = 'owned'</script><img src='https://example.org/x.png'><p style='color: red'>x</p>"
    path.write_text(text.replace("</main>", f"{attack}</main>"), encoding="utf-8")
    page = open_page(path)
    assert page.tab.title().startswith("Feedback on tiny")
    refused = [problem for problem in page.problems if "Content Security Policy" in problem]
    assert len(refused) == 3


def test_it_is_printed_black_on_white_with_all_that_it_says(open_page, path, tmp_path):
    page = open_page(path, dark=True)
    words = {word for word in page.text().split() if word.isalpha() and word.isascii() and len(word) < 30}
    printed = page.pdf(tmp_path / "page.pdf")
    on_paper = unicodedata.normalize("NFKC", " ".join(sheet.extract_text() for sheet in printed.pages))  # ligatures
    assert 1 <= len(printed.pages) <= 6
    assert {word for word in words if word not in on_paper} == set()
    page.tab.emulate_media(media="print", color_scheme="dark")
    colours = page.tab.evaluate(
        "[getComputedStyle(document.body).color, getComputedStyle(document.body).backgroundColor]"
    )
    assert colours == ["rgb(27, 27, 31)", "rgb(255, 255, 255)"]


@pytest.mark.parametrize("path", ["in part"], indirect=True)
def test_a_keyboard_reaches_every_question(open_page, path):
    page = open_page(path)
    for question in IN_PART.questions:
        page.tab.keyboard.press("Tab")
        assert page.tab.evaluate("document.activeElement.textContent") == question.name
    page.tab.keyboard.press("Enter")
    page.tab.wait_for_url(f"**#q-{len(IN_PART.questions)}")


@pytest.mark.parametrize("path", ["in part"], indirect=True)
def test_headings_are_in_order_and_name_what_is_below(open_page, path):
    page = open_page(path)
    headings = page.tab.evaluate("[...document.querySelectorAll('h1, h2, h3')].map(h => h.tagName + ' ' + h.innerText)")
    assert headings[:5] == [
        "H1 Feedback on tiny",
        "H2 Part of your work could not be run",
        "H2 Your points",
        "H2 q1: 0 of 3 points",
        "H2 q2: 0 of 3 points",
    ]
