"""The page of the class in a real Chromium: it loads, sorts, filters and shows a student, and nothing in it runs."""

import unicodedata
from dataclasses import replace

import pytest

from autograder.course.class_list import Student
from autograder.reports.report import write_report
from autograder.results import Status, SubmissionResult
from autograder.similarity import Pair, Similarities

from .made_class import class_of, large_class, question, rejected, submission

pytestmark = pytest.mark.browser

EVIL = "<img src=x onerror=alert(1)></script><script>alert(2)</script>'\"`${alert(3)}&lt;b&gt;\u202e</style>"
CODE = "x = np.zeros(3)\nfor i in range(10):\n    x = x + i  # </script><script>alert(4)</script>\n"


def a_class():
    wrong = question("q1", 0.5, hints=("Use the activation y.",), detail="input 0.1234", hidden=True)
    return class_of(
        submission("s1.ipynb", 2, 2, student="Zoë Öztürk"),
        submission("s2.ipynb", wrong, question("q2", 2), student="Amara García"),
        submission("s10.ipynb", 0, 0, student="Ben Aziz", status=Status.PARTIAL, error="A cell ran too long."),
        rejected("s11.ipynb"),
        SubmissionResult(
            "none", Status.MISSING, "Nothing was handed in.", 0, 4, 0, (), student=Student("9", "Kofi Mensah")
        ),
        skipped=[("notes.pdf", "not a notebook")],
    )


def similar():
    pair = Pair(("s1.ipynb", "s2.ipynb"), (90, 80), ((0, 15), (16, 35)), ((16, 35),), (CODE, CODE))
    return Similarities({"s1.ipynb": "1", "s2.ipynb": "2"}, (pair,), 2)


@pytest.fixture
def open_report(open_page, tmp_path):
    """Return a function that opens the report of a class."""

    def open_it(graded=None, **options):
        path = tmp_path / "report.html"
        write_report(graded or a_class(), path, similar=options.pop("similar", similar()))
        return open_page(path, **options)

    return open_it


def names(page):
    """Return the names in the rows that can be seen when the page has done what it put off."""
    page.tab.evaluate("() => new Promise(resolve => setTimeout(resolve))")
    return page.tab.eval_on_selector_all(
        "#table tbody tr:not([hidden]) .name", "found => found.map(it => it.innerText)"
    )


def show_student(page, name):
    page.tab.get_by_role("button", name=name, exact=True).click()
    return page.tab.locator("dialog[open]")


def test_it_loads_without_an_error_and_asks_for_nothing(open_report):
    page = open_report()
    assert page.problems == []
    assert page.requests == []
    assert "Zoë Öztürk" in page.text()


@pytest.mark.slow
@pytest.mark.parametrize(("width", "dark"), [(1200, False), (360, True)])
def test_axe_finds_nothing_wrong(open_report, width, dark):
    page = open_report(dark=dark, width=width)
    page.tab.evaluate("document.querySelectorAll('details').forEach(part => { part.open = true; })")
    assert page.violations() == []
    show_student(page, "Amara García")
    assert page.violations() == []
    page.tab.keyboard.press("Escape")
    page.tab.locator("button.compare").first.click()
    assert page.violations() == []


def test_on_a_telephone_no_table_is_cut_off(open_report):
    page = open_report(large_class(30, 12), width=360)
    assert page.sticking_out() == []
    scrolled = "[...document.querySelectorAll('.scroll')].filter(part => part.scrollWidth > part.clientWidth)"
    assert page.tab.evaluate(f"{scrolled}.map(part => part.innerText.slice(0, 40))") == []


def test_marks_sort_as_numbers_best_first_and_names_as_words(open_report):
    page = open_report()
    page.tab.get_by_role("button", name="Total").click()
    assert names(page)[:3] == ["Zoë Öztürk", "Amara García", "Ben Aziz"]
    assert page.tab.locator("th[aria-sort]").all_inner_texts() == ["Total"]
    page.tab.get_by_role("button", name="Total").click()
    assert names(page)[-2:] == ["Zoë Öztürk", "Kofi Mensah"]
    page.tab.get_by_role("button", name="Student", exact=True).click()
    assert names(page) == ["Amara García", "Ben Aziz", "Kofi Mensah", "s11.ipynb", "Zoë Öztürk"]


@pytest.mark.parametrize("words", ["ozturk", "ÖZT", "zoë özt", "id-s1.ipynb"])
def test_a_search_finds_names_and_numbers_without_accents_too(open_report, words):
    page = open_report()
    page.tab.get_by_label("Search").fill(words)
    assert names(page) == ["Zoë Öztürk"]
    assert page.tab.get_by_role("status").inner_text() == "1 of 5"


def test_students_are_filtered_by_status_and_by_the_marks_of_a_question(open_report):
    page = open_report()
    page.tab.get_by_label("Status").select_option("missing")
    assert names(page) == ["Kofi Mensah"]
    page.tab.get_by_role("button", name="Show all").click()
    assert len(names(page)) == 5
    page.tab.get_by_role("combobox", name="Question").select_option("q1")
    page.tab.get_by_label("Marks in it").select_option("partial")
    assert names(page) == ["Amara García"]
    page.tab.get_by_label("Marks in it").select_option("partial or none")
    assert names(page) == ["Amara García", "Ben Aziz"]


def test_a_mistake_leads_to_those_who_made_it(open_report):
    page = open_report()
    page.tab.get_by_text("Use the activation y.").click()
    page.tab.get_by_role("button", name="Show in the table").click()
    assert names(page) == ["Amara García"]


def test_a_click_on_a_student_shows_marks_verdicts_and_what_a_hidden_case_said(open_report):
    dialog = show_student(open_report(), "Amara García")
    text = dialog.inner_text()
    for said in (
        "q1: 0.5 of 2",
        "Use the activation y.",
        "wrong: goes to 0 and 1 (hidden)",
        "input 0.1234",
        "s2.ipynb",
    ):
        assert said in text
    assert dialog.get_by_role("link").get_attribute("href").startswith("feedback/s2.ipynb-")


def test_a_student_is_shown_after_sorting_and_with_the_keyboard_alone(open_report):
    page = open_report()
    page.tab.get_by_role("button", name="Student", exact=True).click()
    button = page.tab.get_by_role("button", name="Ben Aziz")
    button.focus()
    page.tab.keyboard.press("Enter")
    assert "A cell ran too long." in page.tab.locator("dialog[open]").inner_text()
    page.tab.keyboard.press("Escape")
    assert page.tab.locator("dialog[open]").count() == 0
    assert button.evaluate("button => button === document.activeElement")


def test_two_submissions_stand_side_by_side_with_what_both_have_marked(open_report):
    page = open_report()
    page.tab.get_by_role("button", name="Compare Zoë Öztürk and Amara García").click()
    left, right = page.tab.locator("dialog[open] pre").all()
    assert left.text_content() == right.text_content() == CODE
    assert left.locator("mark").all_text_contents() == ["x = np.zeros(3)", "for i in range(10):"]
    assert right.locator("mark").all_text_contents() == ["for i in range(10):"]


def test_nothing_that_a_student_wrote_runs(open_report):
    bad = question("q1", 0, message=EVIL, detail=EVIL, hints=(EVIL,))
    evil = submission(EVIL, replace(bad, name=EVIL), status=Status.PARTIAL, error=EVIL, student=EVIL)
    other = submission("other", replace(bad, name=EVIL), student="Other")
    pair = Pair((EVIL, "other"), (90, 90), ((0, 9),), ((0, 9),), (EVIL, CODE))
    page = open_report(
        class_of(evil, other, skipped=[(EVIL, EVIL)], notes=(EVIL,)), similar=Similarities({}, (pair,), 2)
    )
    page.tab.locator("#table tbody button").first.click()
    assert EVIL.replace("\u202e", "\\u202e") in page.tab.locator("dialog pre").first.text_content()
    page.tab.keyboard.press("Escape")
    page.tab.locator("button.compare").click()
    page.tab.keyboard.press("Escape")
    page.tab.get_by_label("Search").fill(EVIL)
    page.tab.wait_for_timeout(100)
    assert page.problems == []
    assert page.requests == []
    assert page.tab.locator("img").count() == 0
    assert page.tab.locator("script").count() == 2


def test_a_script_that_got_into_the_page_all_the_same_would_be_stopped(open_page, tmp_path):
    path = tmp_path / "report.html"
    write_report(a_class(), path)
    page = path.read_text().replace("<main>", "<main><img src=x onerror=alert(1)><script>alert(2)</script>", 1)
    path.write_text(page)
    problems = open_page(path).problems
    assert any("Content Security Policy" in problem for problem in problems)
    assert not any(problem.startswith("dialog") for problem in problems)


@pytest.mark.slow
def test_a_thousand_students_load_sort_and_filter(open_report):
    page = open_report(large_class(1000))
    page.tab.get_by_role("button", name="Total").click()
    page.tab.get_by_label("Search").fill("amara")
    found = names(page)
    assert 0 < len(found) < 1000
    assert all("Amara" in name for name in found)
    assert page.problems == []


def test_it_prints_with_every_student_and_what_was_folded(open_report, tmp_path):
    pages = open_report().pdf(tmp_path / "report.pdf").pages
    text = unicodedata.normalize("NFKC", " ".join(" ".join(page.extract_text() for page in pages).split()))
    assert "Show all" not in text
    for said in ("Zoë Öztürk", "Kofi Mensah", "s11.ipynb", "The file is empty"):
        assert said in text
