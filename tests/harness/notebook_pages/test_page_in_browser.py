"""The page of a notebook as it ran, in a real browser: nothing happens, and people can read it."""

import pytest
from markupsafe import Markup

from autograder.notebook_pages.page import notebook_page
from tests.harness.browser import browser, open_page  # noqa: F401
from tests.harness.notebook_pages.notebooks import as_it_ran, code, picture, printed, shown, text
from tests.harness.notebook_pages.test_beside import seen_by
from tests.harness.notebook_pages.test_page import EVERYWHERE

pytestmark = pytest.mark.browser

READABLE = (
    text("# Question 1\nWhy is $\\sigma'(z) = \\sigma(z)(1 - \\sigma(z))$?", "q1"),
    text("因为导数可以用输出本身表示，所以计算很便宜。", "q1"),
    text("چون مشتق را می‌توان با خود خروجی نوشت، محاسبه ارزان است.", "q1"),
    text(r"$$x_{wr + c,\ i} = \frac{X_{i,r,c}}{\max_{r',c'} X_{i,r',c'}}, \qquad 0 \le r < h,\ 0 \le c < w$$", "q1"),
    code("print('ok')", printed("ok\n" + "x" * 500), shown("image/png", picture()), question="q1"),
    code("df", shown("text/html", "<table><tr>" + "<td>12345678</td>" * 60 + "</tr></table>")),
)


@pytest.fixture
def opened(open_page, tmp_path):  # noqa: F811
    def open_cells(*cells, beside=None, **options):
        path = tmp_path / "page.html"
        path.write_text(notebook_page(as_it_ran(*cells), beside=beside or {}), encoding="utf-8")
        return open_page(path, **options)

    return open_cells


def test_a_hostile_notebook_shows_as_text(opened):
    page = opened(*EVERYWHERE)
    page.tab.wait_for_timeout(300)
    assert page.requests == []
    assert [each for each in page.problems if "Content Security Policy" not in each] == []
    assert page.problems == [], "what a policy has to stop should not be there"
    assert page.tab.title() == "The notebook as it ran"
    assert page.tab.evaluate("document.scripts.length") == 0
    assert "alert(1)" in page.text()


@pytest.mark.parametrize("width", [320, 1200])
def test_a_page_can_be_read_on_any_screen_with_the_marks_between_its_cells(opened, width):
    page = opened(*READABLE, width=width, beside={"q1": Markup(seen_by("instructor"))})
    page.tab.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true; })")
    assert page.problems == []
    assert page.sticking_out() == []
    assert page.violations() == []
    assert page.tab.evaluate("document.querySelector('math').getBoundingClientRect().width") > 20


def test_each_paragraph_runs_in_its_own_direction(opened):
    page = opened(*READABLE)
    gap = """text => {
      const p = [...document.querySelectorAll('p')].find(each => each.textContent.includes(text));
      const range = document.createRange(); range.selectNodeContents(p);
      const [box, words] = [p.getBoundingClientRect(), range.getBoundingClientRect()];
      return [words.left - box.left, box.right - words.right];
    }"""
    left, right = page.tab.evaluate(gap, "محاسبه")
    assert left > 100 > 5 > right
    left, right = page.tab.evaluate(gap, "因为")
    assert right > 100 > 5 > left


def test_on_paper_nothing_is_cut_off_and_a_tall_figure_fits_a_sheet(opened, tmp_path):
    table = "<table><tr>" + "".join(f"<td>0.1234{n}</td>" for n in range(25)) + "</tr></table>"
    page = opened(text("$$x" + "+x" * 40 + "$$"), code("df", shown("text/html", table)))
    assert len(page.pdf(tmp_path / "wide.pdf").pages) == 1
    page.tab.emulate_media(media="print")
    page.tab.set_viewport_size({"width": 680, "height": 1000})  # what margins leave of A4
    wide = "[...document.querySelectorAll('.shown')].filter(each => each.scrollWidth > each.clientWidth).length"
    assert page.tab.evaluate(wide) == 0
    assert page.tab.evaluate("getComputedStyle(document.querySelector('math')).overflowX") == "visible"
    page = opened(code("plot()", shown("image/png", picture(400, 2500))))
    assert len(page.pdf(tmp_path / "tall.pdf").pages) <= 2
