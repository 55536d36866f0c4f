"""The page of a notebook as it ran, by nbconvert's HTML exporter with a template of ours.

All of a notebook is a student's word. What is HTML in it is sanitised, everything else escaped, and the page holds
neither a script nor anything that is loaded from elsewhere.
"""

import json
import re
from collections.abc import Iterator
from functools import cache
from html import escape
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader
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
from autograder.text.plain_text import visible

_TEMPLATES: Final = Path(__file__).with_name("templates")
_MOST_CELLS: Final = 1_000
_LONGEST: Final = 50_000  # characters of a cell that are read as Markdown or coloured: either takes long for more
_RETURNED: Final = re.compile(r"[^\n]*\r(?!\n)")  # what a progress bar has written over
_COLOUR: Final = re.compile(r"(\x1b\[[0-9;]*m)")
_TERMINAL: Final = re.compile(r"\x1b(?!\[[0-9;]*m)(?:\[[0-9;?]*[ -/]*[@-~])?")  # codes of terminals but for colours
_QUESTION: Final = re.compile(r"\w{1,60}", re.ASCII)
_TITLE: Final = "The notebook as it ran"


def notebook_page(ipynb: bytes, title: str = "") -> str:
    """Return a notebook, as `gradebook.notebooks` gives it, as a whole HTML document that needs nothing else.

    It begins with the `title`, if there is one. Where the cells of a question begin there is an element with the id
    `question-` and the question's name.
    """
    notebook = _read(ipynb)
    # not the HTML exporter's own way, which walks through the whole page for what the template has anyway
    body, _ = TemplateExporter.from_notebook_node(_exporter(), notebook)
    page = Environment(loader=FileSystemLoader(_TEMPLATES), autoescape=True).get_template("page.html.j2")
    return page.render(
        title=visible(_well_formed(title)), what=_TITLE, style=Markup(_style()), body=Markup(safe_page(body))
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
    return exporter(extra_template_basedirs=[str(_TEMPLATES)], template_name="as_it_ran")


@cache
def _style() -> str:
    colours: str = HtmlFormatter(style="default").get_style_defs(".source")
    return (_TEMPLATES / "page.css").read_text(encoding="utf-8") + colours


def _read(ipynb: bytes) -> NotebookNode:
    """Return the notebook with what the page needs of it, and an anchor where the cells of a question begin."""
    notebook = json.loads(_well_formed(json.dumps(json.loads(ipynb), ensure_ascii=False)))
    found, question = [], ""
    for cell in notebook["cells"][:_MOST_CELLS]:
        asked = cell["metadata"].get("autograder", {}).get("question", "")
        begins, question = asked not in {"", question}, asked
        anchor = f"question-{asked}" if begins and _QUESTION.fullmatch(asked) else ""
        kind = cell["cell_type"] if cell["cell_type"] in {"code", "markdown"} else "raw"
        found.append({**cell, "cell_type": kind, "metadata": {"anchor": anchor}})
    if (more := len(notebook["cells"]) - _MOST_CELLS) > 0:
        found.append({"cell_type": "raw", "metadata": {}, "source": f"[{more:,} more cells are not shown]"})
    whole: NotebookNode = from_dict({**notebook, "metadata": {}, "cells": found})
    return whole


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
