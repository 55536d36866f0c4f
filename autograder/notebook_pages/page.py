"""The page of a notebook as it ran, by nbconvert's HTML exporter with a template of ours.

All of a notebook is a student's word. What is HTML in it is sanitised, everything else escaped, and the page holds
neither a script nor anything that is loaded from elsewhere.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from html import escape
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Final

from markupsafe import Markup
from nbconvert.exporters.html import HTMLExporter
from nbconvert.exporters.templateexporter import TemplateExporter
from nbconvert.filters.ansi import ansi2html
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from nbformat import NotebookNode
from nbformat.notebooknode import from_dict
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers.python import PythonLexer

from autograder.notebook_pages.formulas import environment, formula
from autograder.notebook_pages.sanitizing import safe_html, safe_page
from autograder.text.pages import part, render
from autograder.text.plain_text import visible

_MOST_CELLS: Final = 1_000
_LONGEST: Final = 50_000  # characters of a cell that are read as Markdown or coloured: either takes long for more
_RETURNED: Final = re.compile(r"^[^\n]*\r(?!\n)", re.MULTILINE)  # what a progress bar has written over
_COLOUR: Final = re.compile(r"(\x1b\[[0-9;]*m)")
_MOST_COLOURS: Final = 10_000  # what makes HTML of them takes a time that grows with the square of their number
_TERMINAL: Final = re.compile(r"\x1b(?!\[[0-9;]*m)(?:\[[0-9;?]*[ -/]*[@-~])?")  # codes of terminals but for colours
_QUESTION: Final = re.compile(r"\w{1,60}", re.ASCII)
_FORMULA: Final = re.compile(r'<math(?= [^>]*display="block")')  # on a line of its own: it is scrolled where it is wide
_END: Final = re.compile(r'<section id="end-(\w{1,60})"></section>', re.ASCII)  # ours: students' ids are left out
_TITLE: Final = "The notebook as it ran"


@dataclass(frozen=True, slots=True)
class NotebookBody:
    """What is in the page of a notebook, made once however its marks change, in pieces.

    `after` is the question whose cells end with a piece, "" at the end of the last one.
    """

    pieces: tuple[str, ...]
    after: tuple[str, ...]


def notebook_page(
    ipynb: bytes, title: str = "", beside: Mapping[str, Markup] = MappingProxyType({}), *, made_from: str = ""
) -> str:
    """Return a notebook, as `gradebook.notebooks` gives it, as a whole HTML document that needs nothing else.

    It begins with the `title`, if there is one. Where the cells of a question begin there is an element with the id
    `question-` and the question's name, and where they end stands what is `beside` it (see there); of questions that
    have no cells it stands at the end. `made_from` is a word in its head that tells pages apart.
    """
    return whole_page(notebook_body(ipynb), title, beside, made_from=made_from)


def notebook_body(ipynb: bytes) -> NotebookBody:
    """Return what is in the page of a notebook."""
    notebook = _read(ipynb)
    # not the HTML exporter's own way, which walks through the whole page for what the template has anyway
    body, _ = TemplateExporter.from_notebook_node(_exporter(), notebook)
    found = _END.split(_FORMULA.sub('<math tabindex="0"', safe_page(body)))
    return NotebookBody(tuple(found[::2]), (*found[1::2], ""))


def whole_page(
    body: NotebookBody, title: str = "", beside: Mapping[str, Markup] = MappingProxyType({}), *, made_from: str = ""
) -> str:
    """Return the page, as `notebook_page` does."""
    parts = [
        html
        for piece, question in zip(body.pieces, body.after, strict=True)
        for html in (piece, beside.get(question, ""))
    ]
    without = [html for question, html in beside.items() if question not in body.after]
    return render(
        "notebook_pages",
        "page.html.j2",
        title=visible(_well_formed(title)),
        what=_TITLE,
        style=Markup(_style()),
        body=Markup("".join(parts)),
        without=without,
        made_from=made_from,
    )


class _Renderer(IPythonRenderer):
    """Markdown as HTML that is to be sanitised: formulas as MathML, no picture but one that is in the text itself."""

    def block_math(self, body: str) -> str:
        return formula(body, block=True)

    def inline_math(self, body: str) -> str:
        return formula(body, block=False)

    def latex_environment(self, name: str, body: str) -> str:
        return environment(name, body)

    def image(self, text: str, url: str, title: str | None = None) -> str:
        if url.startswith("data:"):
            return str(super().image(text, url, title))
        return f"[picture {escape(text)}: not shown]".replace(" :", ":")


class _Exporter(HTMLExporter):
    """Nbconvert's exporter with our template and our filters."""

    def default_filters(self) -> Iterator[tuple[str, Any]]:
        parent: Any = super()
        yield from parent.default_filters()
        yield from (("as_code", _code), ("as_text", _text), ("as_printed", _printed), ("safe_html", safe_html))
        yield "filter_data_type", _richest


@cache
def _exporter() -> Any:
    exporter: Any = _Exporter
    return exporter(
        extra_template_basedirs=[str(files("autograder.notebook_pages") / "templates")], template_name="as_it_ran"
    )


@cache
def _style() -> str:
    colours: str = HtmlFormatter(style="default").get_style_defs(".source")
    return part("notebook_pages", "page.css") + colours


def _read(ipynb: bytes) -> NotebookNode:
    """Return the notebook with what the page needs of it, and an anchor where the cells of a question begin."""
    notebook = json.loads(_well_formed(json.dumps(json.loads(ipynb), ensure_ascii=False)))
    found, question = [], ""
    cells = notebook["cells"][:_MOST_CELLS]
    questions = [_question_of(cell) for cell in cells]
    last = {asked: place for place, asked in enumerate(questions) if asked}
    for place, (cell, asked) in enumerate(zip(cells, questions, strict=True)):
        begins, question = asked not in {"", question}, asked
        places = {"anchor": asked if begins else "", "end": asked if last.get(asked) == place else ""}
        kind = cell["cell_type"] if cell["cell_type"] in {"code", "markdown"} else "raw"
        found.append({**cell, "cell_type": kind, "metadata": places})
    if (more := len(notebook["cells"]) - _MOST_CELLS) > 0:
        found.append({"cell_type": "raw", "metadata": {}, "source": f"[{more:,} more cells are not shown]"})
    whole: NotebookNode = from_dict({**notebook, "metadata": {}, "cells": found})
    return whole


def _question_of(cell: Mapping[str, Any]) -> str:
    asked = cell["metadata"].get("autograder", {}).get("question", "")
    return asked if _QUESTION.fullmatch(asked) else ""


def _well_formed(text: str) -> str:
    """Return text without halves of surrogate pairs, which no page can hold; pairs stay."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _richest(output: dict[str, Any]) -> list[str]:
    kinds = ("image/png", "text/html", "text/markdown", "text/latex", "text/plain")
    return [kind for kind in kinds if kind in output][:1]


def _code(source: str) -> str:
    if len(source) > _LONGEST:
        return f"<pre>{escape(visible(source))}</pre>"
    return str(highlight(visible(source), PythonLexer(stripnl=False), HtmlFormatter()))


def _printed(text: str) -> str:
    """Return what was printed, with the colours of terminals and no other code of theirs."""
    last = _TERMINAL.sub("", _RETURNED.sub("", text))
    if len(_COLOUR.findall(last)) > _MOST_COLOURS:
        last = _COLOUR.sub("", last)
    pieces = enumerate(_COLOUR.split(last))
    return str(ansi2html("".join(piece if number % 2 else visible(piece) for number, piece in pieces)))


def _text(source: str) -> str:
    """Return Markdown as sanitised HTML."""
    if len(source) > _LONGEST:
        return f"<pre>{escape(source)}</pre>"
    try:
        html = MarkdownWithMath(renderer=_Renderer(escape=False, exclude_anchor_links=True)).render(source)
    except RecursionError:
        return f"<pre>{escape(source)}</pre>"
    return safe_html(html, source)
