"""Wrong solutions that are in no bank of the project, as students make them: each as the change of another one.

They stand in a file as in a bank, but for items that say which one they are like: these give what is taken out of its
code, in lines that begin with -, and what comes in its place, in lines that begin with +, below lines of it that begin
with a space where that is needed to find the place; further changes stand below "...". The `hint` is a regular
expression: what matches it is true of the mistake, and says more than that it is one.
"""

import re
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from autograder.assignments.bank import BankItem, read_bank

_LIKE = re.compile(r"^# like: (.*)\n", re.MULTILINE)


def read_unknown(path: Path) -> tuple[BankItem, ...]:
    """Return the wrong solutions in a file, whole."""
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder) / path.name
        whole.write_text("\n".join(_items(path.read_text(encoding="utf-8"))), encoding="utf-8")
        return read_bank(whole)


def _items(text: str) -> Iterator[str]:
    """Yield the items as a bank has them."""
    code: dict[str, list[str]] = {}
    for item in re.split(r"^(?=# %% )", text, flags=re.MULTILINE)[1:]:
        facts, body = re.fullmatch(r"((?:#[^\n]*\n)+)(.*)", item, re.DOTALL).groups()
        lines = body.strip("\n").split("\n")
        if like := _LIKE.search(facts):
            lines = changed(code[like[1]], lines)
        code[facts.partition("\n")[0].removeprefix("# %% ")] = lines
        yield "\n".join([_LIKE.sub("", facts).strip(), *lines, ""])


def changed(code: Sequence[str], change: Sequence[str]) -> list[str]:
    """Return code with a change made: each part of it is made below the one before."""
    done, rest = [], list(code)
    for group in re.split(r"^\.\.\.\n", "".join(f"{line}\n" for line in change), flags=re.MULTILINE):
        lines = group.splitlines()
        old = [line[1:] for line in lines if line[0] in " -"]
        place = next(place for place in range(len(rest)) if rest[place : place + len(old)] == old)
        done += rest[:place] + [line[1:] for line in lines if line[0] in " +"]
        rest = rest[place + len(old) :]
    return done + rest
