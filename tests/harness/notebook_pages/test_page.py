"""The page of a notebook as it ran: readable, and nothing in it acts or is loaded, whatever the notebook says."""

import re
import time
import unicodedata
from html import unescape
from html.parser import HTMLParser

import pytest

from autograder.notebook_pages.page import notebook_page
from tests.harness.notebook_pages.notebooks import HOSTILE, as_it_ran, code, picture, printed, shown, text

EVERYWHERE = tuple(
    cell
    for said in HOSTILE
    for cell in (
        text(said),
        code(said, printed(said), shown("text/html", said), shown("text/markdown", said), shown("text/latex", said)),
        code("x", {"output_type": "error", "ename": said, "evalue": said, "traceback": [said]}),
        code("x", {"output_type": "stream", "name": "stderr", "text": said}),
        code(
            "x",
            {
                "output_type": "display_data",
                "data": {"image/png": picture()},
                "metadata": {"image/png": {"alt": f"{said}\"'> {said}"}},
            },
        ),
        {"cell_type": "raw", "metadata": {}, "source": said},
        {"cell_type": said, "metadata": {}, "source": said},
    )
)


def body_of(*cells):
    return notebook_page(as_it_ran(*cells)).partition("<main>")[2]


def test_a_page_is_whole_and_needs_nothing_else():
    page = notebook_page(as_it_ran(text("# Title"), code("x = 1")))
    assert page.startswith("<!DOCTYPE html>")
    assert "default-src 'none'" in page
    assert not re.search(r"<script|https?://|<link", page)


def test_each_question_has_one_anchor_where_its_cells_begin():
    body = body_of(text("a"), text("b", "q1"), code("c", question="q1"), text("d", "q2"), code("e", question='q"3'))
    assert re.findall(r'id="([^"]*)"', body) == ["question-q1", "question-q2"]
    assert body.index("question-q1") < body.index("<p>b</p>")


def test_what_cells_printed_drew_and_raised_is_beside_their_code():
    raised = {"output_type": "error", "ename": "ValueError", "evalue": "no", "traceback": ["Line 2", "ValueError: no"]}
    figure = {
        "output_type": "display_data",
        "data": {"image/png": picture()},
        "metadata": {"image/png": {"alt": 'cost "1"'}},
    }
    body = body_of(code("print('<b>')", printed("<b>\n"), figure, raised))
    assert "&lt;b&gt;" in body
    assert '<pre class="error">Line 2\nValueError: no</pre>' in body
    assert 'alt="cost &quot;1&quot;"' in body
    assert f"data:image/png;base64,{picture()}" in body


def test_a_table_is_a_table():
    assert '<table dir="auto"><thead><tr><th>x</th></tr></thead>' in body_of(
        code(
            "df",
            shown("text/html", "<style>a</style><table border=1 class=x><thead><tr><th>x</th></tr></thead></table>"),
        )
    )


def test_the_richest_form_is_shown():
    rich = shown("text/plain", "   x\n0  1") | {"data": {"text/plain": "   x", "text/html": "<i>rich</i>"}}
    body = body_of(code("df", rich))
    assert "<i>rich</i>" in body
    assert "   x" not in body


@pytest.mark.parametrize("formula", ["$x^2$", "$$\\frac{1}{2}$$", "\\begin{align} a &= b \\\\ c &= d \\end{align}"])
def test_a_formula_is_mathml(formula):
    body = body_of(text(f"see {formula}" if formula.startswith("$x") else formula))
    assert "<math" in body
    assert "$" not in body


@pytest.mark.parametrize("size", ["\\big", "\\Bigl", "\\biggr", "\\left", ""])
@pytest.mark.parametrize(
    ("name", "sign"),
    [("\\|", "‖"), ("\\lVert", "‖"), ("\\vert", "|"), ("\\{", "{"), ("\\langle", "⟨"), ("\\rceil", "⌉"), ("|", "|")],
)
def test_large_delimiters_are_signs(size, name, sign):
    closing = "\\right." if size == "\\left" else ""
    said = re.sub(r"<[^>]+>", "", body_of(text(f"$ {size}{name} x {closing}$")))
    assert "\\" not in said
    assert unicodedata.normalize("NFKC", sign) in unicodedata.normalize("NFKC", unescape(said)).replace("∣", "|")


@pytest.mark.parametrize("formula", ["$\\left( 1$", "$" + "{" * 3000 + "$", "$x" + "+x" * 5000 + "$"])
def test_what_is_no_formula_stays_readable(formula):
    assert formula[:12].strip("$") in body_of(text(f"see {formula} there"))


def test_colours_of_terminals_are_kept_and_other_codes_are_not():
    body = body_of(code("x", printed("\x1b[31mred\x1b[0m \x1b[2J\x1b]0;title\x07\n 10%\r100%\n")))
    assert '<span class="ansi-red-fg">red</span>' in body
    assert "\x1b" not in body
    assert "[2J" not in body
    assert "10%\r" not in body


@pytest.mark.parametrize("printed_text", ["\x1b[31m<b>" * 4_000, "a" * 200_000, "a" * 200_000 + "\r\n"])
def test_no_output_keeps_its_page_busy_for_long(printed_text):
    began = time.process_time()
    body = body_of(code("x", printed(printed_text)))
    assert time.process_time() - began < 2  # where each character looks at all that follow it is a minute
    assert "<b>" not in body


def test_colours_without_end_are_left_out_and_take_no_time():
    began = time.process_time()
    body = body_of(code("x", printed("\x1b[31mred\x1b[0m" * 200_000)))
    assert time.process_time() - began < 5
    assert "redred" in body
    assert "\x1b" not in body


def test_what_turns_the_direction_of_code_is_written_out():
    assert "\\u202e" in body_of(code("x = 1  # \u202e"))


class Seen(HTMLParser):
    """Collects the elements of a page."""

    def __init__(self, page):
        super().__init__()
        self.elements = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))


def test_nothing_acts_and_nothing_is_loaded():
    page = notebook_page(as_it_ran(*EVERYWHERE))
    page.encode("utf-8")
    elements = Seen(page.partition("<main>")[2]).elements
    assert not {tag for tag, _ in elements} & {
        *("script", "style", "svg", "iframe", "form", "input", "button", "object", "embed", "link", "meta", "base"),
        *("video", "audio", "template", "noscript", "maction"),
    }
    for tag, attributes in elements:
        assert not re.search(r"\b(on\w+|style|srcset|background|poster|action|xlink:href|id)\b", " ".join(attributes))
        assert attributes.get("src", "data:image/png;base64,").startswith("data:image/png;base64,")
        assert attributes.get("href", "https://").startswith(("https://", "mailto:"))
        assert "href" not in attributes or tag == "a"


def test_a_large_notebook_is_bounded_in_time():
    cells = [text("*" * 20_000), text("> " * 10_000 + "x"), text("[" * 20_000), text("$" * 20_001)]
    cells += [code("(" * 60_000), code("x", printed("\x1b[31m" * 5_000)), code("x", printed("\r" * 30_000))]
    cells += [text("x")] * 5_000
    began = time.process_time()
    body = body_of(*cells)
    assert time.process_time() - began < 30, "a page must not hang"
    assert "more cells are not shown" in body


@pytest.mark.parametrize("nested", ["<div>", "<ul><li>", "<DIV >", "<span><p></p>", "<x-y>\n", "<menu>"])
def test_nested_blocks_without_end_are_text_and_take_no_time(nested):
    source = nested * (45_000 // len(nested))
    cells = [text(source), code("x", shown("text/html", source))] * 10
    began = time.process_time()
    body = body_of(*cells)
    assert time.process_time() - began < 8, "a page must not hang"
    assert "&lt;" in body


def test_a_long_table_and_a_long_text_are_none():
    table = "<table>" + "<tr><td><b>1</b></td><td>2</td></tr>" * 1_500 + "</table>"
    body = body_of(text("A line with `code`.\n\n" * 900), code("x", shown("text/html", table)))
    assert body.count("<td>") == 3_000
    assert body.count("<p>") == 900
