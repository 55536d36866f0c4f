"""Formulas as MathML, which need no script; what cannot be converted stays as the student wrote it."""

import re
import warnings
from html import escape
from typing import Final

_LONGEST: Final = 5_000  # characters: longer ones would take long, and no formula is so long
_ALIGNED: Final = ("align", "align*", "eqnarray", "eqnarray*", "gather", "gather*", "multline", "multline*")
# what the converter does not know, and draws as columns when it is called an array
_COLUMNS: Final = re.compile(r"\\(begin|end)\{(?:aligned|split|gathered|align\*?)\}")
# large delimiters that it knows by their signs alone, and braces, which it knows in no size but their own
_LARGE: Final = re.compile(
    r"(\\[bB]igg?[lrm]?)\s*\\(?:(\||[lr]?Vert|[lr]?vert|[lr]angle|[lr]floor|[lr]ceil)(?![A-Za-z])|([{}]))"
)
_SIGNS: Final = {"langle": "⟨", "rangle": "⟩", "lfloor": "⌊", "rfloor": "⌋", "lceil": "⌈", "rceil": "⌉", "|": "‖"}


def formula(latex: str, *, block: bool) -> str:
    """Return a formula as MathML, on a line of its own if it is a `block`, or its text as code."""
    from latex2mathml.converter import convert

    if len(latex) <= _LONGEST:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                return convert(_with_signs(_in_columns(latex.strip())), display="block" if block else "inline")
        except (Exception, RecursionError):  # it raises whatever it stumbles over
            pass
    sign = "$$" if block else "$"
    shown = f"<code>{escape(f'{sign}{latex}{sign}')}</code>"
    return f"<p>{shown}</p>" if block else shown


def _in_columns(latex: str) -> str:
    return _COLUMNS.sub(lambda found: rf"\{found[1]}{{array}}" + "{rlrlrl}" * (found[1] == "begin"), latex)


def _with_signs(latex: str) -> str:
    def sign(found: re.Match[str]) -> str:
        size, name, brace = found.groups()
        if brace:
            return f"\\{brace}"
        return size + _SIGNS.get(name, "‖" if name.endswith("Vert") else "|")

    return _LARGE.sub(sign, latex)


def environment(name: str, body: str) -> str:
    """Return a LaTeX environment that stands alone in a text, as a formula."""
    if name in _ALIGNED or name.startswith("equation"):
        return formula(body if name.startswith("equation") else rf"\begin{{aligned}}{body}\end{{aligned}}", block=True)
    return formula(rf"\begin{{{name}}}{body}\end{{{name}}}", block=True)
