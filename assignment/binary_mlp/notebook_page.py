"""A notebook as a page that opens in any browser without a network, and as a PDF of that page."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from html import escape
from pathlib import Path
from typing import Any

import nbformat

_BROWSERS = (
    *("google-chrome", "google-chrome-stable", "chromium", "chromium-browser", "microsoft-edge", "chrome", "msedge"),
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
)
_STYLE = """
body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; font: 16px/1.5 system-ui, sans-serif; color: #222 }
pre { font: 13px/1.4 monospace; white-space: pre-wrap; overflow-wrap: anywhere; margin: 0; padding: .5rem }
.input_area { background: #f5f5f5; border: 1px solid #ddd; border-radius: 3px } .cell { margin: 1rem 0 }
.prompt { color: #555; font: 12px monospace } .output_stderr { background: #fdd } img, svg { max-width: 100% }
table { border-collapse: collapse } td, th { border: 1px solid #ccc; padding: .2rem .5rem }
.ansi-red-fg, .ansi-red-intense-fg { color: #b22 } .ansi-green-fg { color: #080 } .ansi-bold { font-weight: bold }
@media print { body { max-width: none; margin: 0 } .input_area { break-inside: avoid } }
"""
_PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>{title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
<style>{style}</style></head><body>{body}</body></html>
"""
_SCRIPT = re.compile(r"<script\b.*?(?:</script\s*>|\Z)", re.IGNORECASE | re.DOTALL)
_ELSEWHERE = re.compile(r"""(<img\b[^>]*?\bsrc=["']?)(?!["']?data:)[^"'\s>]+""", re.IGNORECASE)
_SHOWN = ("image/png", "image/jpeg", "image/svg+xml", "text/html", "text/markdown", "text/latex", "text/plain")


def write_pages(notebook: Any, path: Path, *, html: bool, pdf: bool) -> Iterator[str]:
    """Write the page and the PDF that are wanted, and yield their names."""
    if not html and not pdf:
        return
    page = path.with_suffix(".html")
    page.write_text(as_page(notebook, path.stem, path.parent), encoding="utf-8")
    if html:
        yield page.name
    if pdf:
        printed = path.with_suffix(".pdf")
        if _print(page, printed):
            yield printed.name
        else:
            print(
                f"There is no PDF: no Chrome, Chromium or Edge was found that could print it. Open {page.name} in your "
                "browser, and print it there into a PDF (Ctrl+P, or ⌘P)."
            )
            return
    if not html:
        page.unlink()


def as_page(notebook: Any, title: str, folder: Path) -> str:
    """Return a notebook as a page that needs neither a network nor a script."""
    from nbconvert.exporters.html import HTMLExporter
    from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
    from pygments.formatters import HtmlFormatter

    class Renderer(IPythonRenderer):
        def block_math(self, body: str) -> str:
            return _formula(body, block=True)

        def inline_math(self, body: str) -> str:
            return _formula(body, block=False)

        def latex_environment(self, name: str, body: str) -> str:
            inner = body if name.startswith("equation") else rf"\begin{{{name}}}{body}\end{{{name}}}"
            return _formula(inner, block=True)

    def markdown(text: str) -> str:
        return MarkdownWithMath(renderer=renderer).render(_SCRIPT.sub("", text))

    renderer = Renderer(escape=False, embed_images=True, path=str(folder), exclude_anchor_links=True)
    shown = nbformat.v4.new_notebook(cells=[_as_shown(cell) for cell in notebook.cells])
    exporter: Any = HTMLExporter(template_name="basic", filters={"markdown2html": markdown})
    body, _ = exporter.from_notebook_node(shown)
    body = _ELSEWHERE.sub(r"\1data:,", body)  # the policy would stop it, too
    return _PAGE.format(title=escape(title), style=_STYLE + HtmlFormatter().get_style_defs(".highlight"), body=body)


def _as_shown(cell: Any) -> Any:
    """Return a cell with what of its outputs a page can show."""
    if cell.cell_type != "code":
        return cell
    outputs = []
    for output in cell.outputs:
        if "data" in output:
            kind = next((kind for kind in _SHOWN if kind in output.data), None)
            if kind is None:
                continue
            content = output.data[kind]
            shown = {kind: _SCRIPT.sub("", content) if kind == "text/html" else content}
            about = {"alt": "What the cell drew", **output.metadata.get(kind, {})}
            output = {**output, "data": shown, "metadata": {kind: about} if kind.startswith("image/") else {}}
        outputs.append(output)
    return nbformat.from_dict({**cell, "outputs": outputs})


def _formula(latex: str, *, block: bool) -> str:
    """Return a formula as MathML, which browsers show by themselves; as it was written where that cannot be had."""
    try:
        from latex2mathml.converter import convert

        return str(convert(latex.strip(), display="block" if block else "inline"))
    except Exception:  # it raises whatever it stumbles over, and need not be installed
        sign = "$$" if block else "$"
        return f"<code>{escape(f'{sign}{latex}{sign}')}</code>"


def _print(page: Path, pdf: Path) -> bool:
    """Print a page as PDF with a browser that is installed, and return whether that came about."""
    pdf.unlink(missing_ok=True)
    as_root = ["--no-sandbox"] if getattr(os, "geteuid", lambda: 1)() == 0 else []
    options = [*as_root, "--headless", "--disable-gpu", "--no-pdf-header-footer", f"--print-to-pdf={pdf}"]
    for program in filter(None, map(shutil.which, _BROWSERS)):
        with suppress(OSError, subprocess.SubprocessError):
            subprocess.run([program, *options, page.as_uri()], capture_output=True, timeout=120, check=True)
        if pdf.is_file():
            return True
    return False
