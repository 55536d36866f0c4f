"""Marking in a real Chromium: by keyboard, on a phone, by two people at once, and with hostile answers."""

import random

import pytest

from autograder.course.class_list import Student
from autograder.course.rubric import RubricItem, WrittenRubric
from autograder.marks.decisions import current_marks
from autograder.marks.marking import Marking

from ..browser import OpenedPage, browser, watch
from .conftest import NAME, result, two

__all__ = ["browser"]

pytestmark = pytest.mark.browser

ITEMS = ("W, Z and Y are named", "what they are for", "line 1", "line 2")
RUBRIC = Marking({"q2": WrittenRubric("Wording does not matter.", tuple(RubricItem("", text, 1.0) for text in ITEMS))})
HOSTILE = "<script>document.title='ran'</script><img src=http://example.org/x onerror=alert(1)>\u202e</textarea>"


@pytest.fixture
def visit(browser):
    """Yield a function that opens the pages of a served class in a window of its own."""
    contexts = []

    def open_window(served, path="/", *, width=1200, height=900, dark=False):
        context = browser.new_context(
            viewport={"width": width, "height": height}, color_scheme="dark" if dark else "light"
        )
        contexts.append(context)
        context.set_default_timeout(20_000)
        window = OpenedPage(context.new_page())
        watch(window, served.base)
        window.tab.goto(served.keys.address)
        window.tab.wait_for_url(f"{served.base}/")
        window.tab.goto(served.base + path)
        return window

    yield open_window
    for context in contexts:
        context.close()


def sixty():
    """Return sixty submissions with different answers of several kinds."""
    chance = random.Random(6)
    words = "weights layer activation bias gradient batch input output sum zero random kept for".split()  # noqa: SIM905
    return [
        result(
            f"s{number:02}.ipynb",
            {"q2": f"answer {number}: " + " ".join(chance.choices(words, k=25)), "q3": "yes"},
            student=Student(str(number), f"Student {number}"),
        )
        for number in range(60)
    ]


def marks(served, question="q2"):
    with served.class_.book.database.reading() as connection:
        return current_marks(connection, NAME, question)


@pytest.mark.slow
def test_sixty_answers_are_marked_by_keyboard_alone_and_an_item_is_changed_afterwards(serve, visit):
    served = serve(*sixty(), marking=RUBRIC)
    window = visit(served, "/marking/q2")
    keys = window.tab.keyboard
    for number in range(60):
        window.tab.wait_for_selector(f"h2 >> text=Answer {number + 1} of 60")
        window.tab.wait_for_load_state()
        keys.press("1")
        if number % 3 == 0:
            keys.press("3")
        if number == 5:
            keys.press("c")
            keys.type("Say what they are for.")
            keys.press("Escape")
        if number == 7:
            keys.press("a")
            keys.type("-0.5")
            keys.press("Enter")
        else:
            keys.press("Enter")
    window.tab.wait_for_selector("text=All are marked")
    assert window.problems == []
    found = {name: mark.points for name, mark in marks(served).items()}
    assert len(found) == 60
    assert [found["s00.ipynb"], found["s01.ipynb"], found["s07.ipynb"]] == [2, 1, 0.5]
    assert marks(served)["s05.ipynb"].comment == "Say what they are for."

    window.tab.goto(f"{served.base}/marking/q2?submission=1")
    keys.press("r")
    first = window.tab.locator("#edit form").first
    first.locator("[name=points]").fill("0.75")
    first.locator("[name=points]").press("Enter")
    window.tab.wait_for_selector("text=changed, for all")
    assert marks(served)["s01.ipynb"].points == 0.75
    assert marks(served)["s00.ipynb"].points == 1.75


def test_the_address_opens_the_pages_from_a_link_of_another_page_too(serve, browser, tmp_path):
    served = serve(*two())
    (tmp_path / "mail.html").write_text(f'<a href="{served.keys.address}">the class</a>')
    with browser.new_context() as context:
        tab = context.new_page()
        tab.goto((tmp_path / "mail.html").as_uri())
        tab.click("a")
        tab.wait_for_selector("h1 >> text=the class")
        assert tab.url == f"{served.base}/"


@pytest.mark.parametrize("height", [720, 900])
def test_an_answer_with_many_items_shows_the_comment_and_the_button_at_once(serve, visit, height):
    items = tuple(
        RubricItem("", f"{number}: what is to be said, in so many words that they take lines", 0.5)
        for number in range(10)
    )
    window = visit(serve(*two(), marking=Marking({"q2": WrittenRubric("", items)})), "/marking/q2", height=height)
    for part in ("#comment", "#adjustment", "#give"):
        box = window.tab.locator(part).bounding_box()
        assert box["y"] + box["height"] <= height, part
    window.tab.keyboard.press("0")
    assert window.tab.locator("input[name=item]").last.is_checked()
    box = window.tab.locator(".items label").last.bounding_box()
    assert box["y"] + box["height"] <= window.tab.locator("#comment").bounding_box()["y"]


def test_keys_go_on_go_back_undo_and_say_what_they_do(serve, visit):
    served = serve(*sixty()[:4], marking=RUBRIC)
    window = visit(served, "/marking/q2")
    keys, tab = window.tab.keyboard, window.tab
    keys.press("j")
    tab.wait_for_selector("text=Answer 2 of 4")
    tab.wait_for_load_state()
    keys.press("4")
    assert tab.inner_text("#sum") == "1"
    keys.press("4")
    assert tab.inner_text("#sum") == "0"
    keys.press("2")
    keys.press("Enter")
    tab.wait_for_selector("text=Answer 3 of 4")
    tab.wait_for_load_state()
    keys.press("k")
    tab.wait_for_selector("text=Answer 2 of 4")
    tab.wait_for_load_state()
    assert tab.is_checked("input[name=item][value='2']")
    keys.press("n")
    tab.wait_for_selector("text=Answer 3 of 4")
    tab.wait_for_load_state()
    keys.press("u")
    tab.wait_for_selector("text=Taken back")
    tab.wait_for_selector("text=Answer 2 of 4")
    assert marks(served) == {}
    tab.wait_for_load_state()
    keys.press("?")
    assert tab.is_visible("dialog#help")
    keys.press("1")  # does nothing behind the open help
    keys.press("Escape")
    assert not tab.is_visible("dialog#help")
    assert not tab.is_checked("input[name=item][value='1']")
    assert window.problems == []


def test_two_windows_at_once_show_both_marks_and_nothing_is_overwritten(serve, visit):
    served = serve(*sixty()[:3], marking=RUBRIC)
    one, other = visit(served, "/marking/q2"), visit(served, "/marking/q2")
    one.tab.keyboard.press("1")
    one.tab.keyboard.press("Enter")
    one.tab.wait_for_selector("text=Answer 2 of 3")
    other.tab.keyboard.press("2")
    other.tab.keyboard.press("3")
    other.tab.keyboard.press("Enter")
    other.tab.wait_for_selector("text=somebody else has marked this meanwhile")
    assert marks(served)["s00.ipynb"].items == ("1",)
    assert other.violations() == []
    other.tab.click("text=Let yours count")
    other.tab.wait_for_selector("text=Answer 2 of 3")
    assert marks(served)["s00.ipynb"].items == ("2", "3")


def test_a_comment_is_used_again(serve, visit):
    served = serve(*sixty()[:3], marking=RUBRIC)
    window = visit(served, "/marking/q2")
    window.tab.fill("#comment", "Say why.")
    window.tab.keyboard.press("Control+Enter")
    window.tab.wait_for_selector("text=Answer 2 of 3")
    window.tab.select_option("#reuse", "Say why.")
    window.tab.click("#give")
    window.tab.wait_for_selector("text=Answer 3 of 3")
    assert [mark.comment for mark in marks(served).values()] == ["Say why."] * 2


def test_where_points_are_typed_a_comment_alone_stays_on_the_page(serve, visit):
    served = serve(*sixty()[:2], marking=Marking())
    window = visit(served, "/marking/q3")
    window.tab.fill("#comment", "Good.")
    window.tab.keyboard.press("Control+Enter")
    assert window.tab.evaluate("document.activeElement.id") == "adjustment"
    window.tab.keyboard.type("2")
    window.tab.keyboard.press("Enter")
    window.tab.wait_for_selector(".said")
    assert [mark.comment for mark in marks(served, "q3").values()] == ["Good.", "Good."]


@pytest.mark.parametrize(
    ("width", "dark"),
    [
        (320, False),
        *(pytest.param(*each, marks=pytest.mark.slow) for each in ((320, True), (1280, False), (1280, True))),
    ],
)
def test_everybody_can_use_every_page(serve, visit, width, dark):
    served = serve(*sixty()[:5], marking=RUBRIC)
    served.post("/students/1/override", question="q1", points="1", why="Seen in the lab")
    served.post("/students/1/requests", text="Please look again at q2.")
    served.post("/students/2/requests", text="And at q3.")
    served.post("/requests/2", text="Seen, it stays.")
    window = visit(served, width=width, dark=dark)
    for path in PAGES:
        window.tab.goto(served.base + path)
        assert window.violations() == [], path
        assert window.sticking_out() == [], path
    assert window.problems == []
    assert window.requests == []


PAGES = (
    "/",
    "/students",
    "/students?sort=total",
    "/students/1",
    "/marking",
    "/marking/q2",
    "/marking/q3",
    "/marking/q2/answers",
    "/requests",
    "/statistics",
    "/export",
)


def test_hostile_answers_names_and_comments_are_text(serve, visit):
    named = Student("9", HOSTILE, HOSTILE)
    served = serve(
        result(HOSTILE, {"q2": HOSTILE, "q3": f"{HOSTILE} {HOSTILE}"}, student=named),
        result("b.ipynb", {"q2": f"{HOSTILE}.", "q3": HOSTILE}),
        marking=Marking({"q2": WrittenRubric(HOSTILE, (RubricItem("", HOSTILE, 4.0),))}),
    )
    window = visit(served, "/marking/q2")
    window.tab.fill("#comment", HOSTILE)
    window.tab.click("#give")
    for path in PAGES:
        window.tab.goto(served.base + path)
    window.tab.goto(f"{served.base}/marking/q2/answers")
    assert "<script>document.title='ran'</script>" in window.text()
    assert window.problems == []
    assert window.requests == []
    assert "ran" not in window.tab.title()


def test_pages_work_without_scripts(serve, browser):
    served = serve(*sixty()[:2], marking=RUBRIC)
    context = browser.new_context(java_script_enabled=False)
    tab = context.new_page()
    tab.goto(served.keys.address)
    tab.click("nav >> text=Marking")
    tab.click("main >> text=q2")
    tab.check("input[name=item] >> nth=1")
    tab.click("#give")
    assert "Answer 2 of 2" in tab.inner_text("body")
    context.close()
    assert marks(served)["s00.ipynb"].items == ("2",)
