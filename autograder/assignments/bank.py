"""The bank of an assignment: known wrong solutions with their hints, and right ones written differently.

A bank is a plain Python script, `misconceptions.py` or `alternatives.py` beside the master notebook, with one item a
cell. What the comments at the top of a cell say about it:

    # %% deriv_sigmoid applies sigmoid once more
    # question: q5
    # hint: deriv_sigmoid is given the activation Y, so it is Y*(1-Y); yours applies sigmoid to it once more.
    # also costs: q8
    # because: backpropagation calls it.
    # fails: deriv_sigmoid takes the activation y, not z
    # fails q8: works together with your own derivatives
    # may fail: sigmoid is right in a small example
    def deriv_sigmoid(Y): ...

The code runs in the notebook right after the reference's answer to its question and before that question's check.
`question` must be there, and `hint` in misconceptions. A text may go on in the next line after two spaces (`#   ...`).
`also costs` names other questions that lose points too (`because` says why), `fails` the cases that must fail and
`may fail` those that fail for some inputs only, in the item's own question unless another is named before the colon.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.errors import AutograderError
from autograder.text.reading import read_source

if TYPE_CHECKING:
    from autograder.assignments.solution import SolutionCell

MISCONCEPTIONS = "misconceptions.py"
ALTERNATIVES = "alternatives.py"

_TITLE = re.compile(r"^# %%[ \t]*(.*)$")
_FACT = re.compile(r"^# (question|hint|also costs|because|fails|may fail)(?: (\w+))?:[ \t]*(.*)$")
_CONTINUED = re.compile(r"^#[ \t]{2,}(\S.*)$")
_ONCE = frozenset({"question", "hint", "also costs", "because"})


@dataclass(frozen=True, slots=True)
class BankItem:
    """One solution of a question, wrong or right: its code, and what is known about it.

    `hint` is what a student who made this mistake should read (empty in alternatives). `also_costs` names the other
    questions that lose points by it, `because` says why. `fails` and `may_fail` are pairs of a question and the name
    of a case. `line` is where the item begins in its file.
    """

    title: str
    question: str
    code: str
    hint: str = ""
    also_costs: tuple[str, ...] = ()
    because: str = ""
    fails: tuple[tuple[str, str], ...] = ()
    may_fail: tuple[tuple[str, str], ...] = ()
    line: int = 0

    @property
    def replaces(self) -> frozenset[str]:
        """The names that the code gives a new value at its top level: "sigmoid", or "Network.fit" for an attribute.

        Imported names are left out: they are tools, not answers.
        """
        return frozenset(_bound_names(ast.parse(self.code).body))

    @property
    def sure(self) -> frozenset[tuple[str, str]]:
        """The cases that fail whatever the inputs are, as far as the bank says so: pairs as in `fails`."""
        return frozenset(self.fails) - frozenset(self.may_fail)

    def __str__(self) -> str:
        return f"{self.question}: {self.title}"


@dataclass(frozen=True, slots=True)
class _Fact:
    """A commented line at the top of a cell, with those that continue it."""

    key: str
    question: str
    text: str


def read_bank(path: Path) -> tuple[BankItem, ...]:
    """Return the items of the bank at `path`, in order; those of a file `misconceptions.py` are wrong solutions.

    Raises:
        AutograderError: there is no such file, or an item is malformed; says where.

    """
    try:
        lines = read_source(path).splitlines()
    except OSError as error:
        raise AutograderError(f"Cannot read the bank {path} ({error.strerror}); check the path.") from error
    starts = [number for number, line in enumerate(lines) if _TITLE.match(line)]
    items: list[BankItem] = []
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        item = _item(path, lines[start:end], start + 1)
        earlier = next((other for other in items if str(other) == str(item)), None)
        if earlier is not None:
            raise _malformed(path, item.line, f"{item.title!r} is the title of line {earlier.line} too; rename one")
        items.append(item)
    return tuple(items)


def as_cells(cells: Sequence[SolutionCell], item: BankItem) -> tuple[SolutionCell, ...]:
    """Return the solution's cells with the item's code as one more answer, before its question is checked.

    Raises:
        AutograderError: the solution has no such question.

    """
    from autograder.assignments.solution import SolutionCell

    place = next((i for i, cell in enumerate(cells) if cell.is_check and cell.question == item.question), None)
    if place is None:
        raise AutograderError(f"The solution has no question {item.question}, which {item.title!r} answers; rename it.")
    return (*cells[:place], SolutionCell(item.code, item.question, is_answer=True), *cells[place:])


def _item(path: Path, lines: list[str], first: int) -> BankItem:
    """Return the item in the lines of one cell, whose title stands in line number `first`."""
    title = lines[0].removeprefix("# %%").strip()
    if not title:
        raise _malformed(path, first, "an item needs a title: # %% what is special about it")
    facts, end = _facts(path, lines, first)
    found = {fact.key: fact.text for fact in facts if fact.key in _ONCE}
    _check(path, first, title, found)
    code = "\n" * (first + end - 1) + "\n".join(lines[end:])
    try:
        tree = ast.parse(code)
    except (SyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None) or first
        message = getattr(error, "msg", None) or error
        raise _malformed(path, line, f"the code of {title!r} does not parse ({message}); mend it") from None
    if not tree.body:
        raise _malformed(path, first, f"{title!r} has no code; write the solution below its comments")
    question = found["question"]
    return BankItem(
        title=title,
        question=question,
        code="\n".join(lines[end:]).strip("\n") + "\n",
        hint=found.get("hint", ""),
        also_costs=tuple(re.split(r"[,\s]+", found["also costs"])) if "also costs" in found else (),
        because=found.get("because", ""),
        fails=tuple((fact.question or question, fact.text) for fact in facts if fact.key == "fails"),
        may_fail=tuple((fact.question or question, fact.text) for fact in facts if fact.key == "may fail"),
        line=first,
    )


def _facts(path: Path, lines: list[str], first: int) -> tuple[list[_Fact], int]:
    """Return the facts at the top of a cell, and the number of lines that they and the title take."""
    facts: list[_Fact] = []
    for place, line in enumerate(lines[1:], start=1):
        if not line.startswith("#"):
            return facts, place
        stated, continued = _FACT.match(line), _CONTINUED.match(line)
        if stated:
            key, question, text = stated[1], stated[2] or "", stated[3].strip()
            if (question and key in _ONCE) or any(fact.key == key for fact in facts if key in _ONCE):
                raise _malformed(path, first + place, f"# {key}: may stand there once, and for no other question")
            facts.append(_Fact(key, question, text))
        elif continued and facts:
            last = facts.pop()
            facts.append(_Fact(last.key, last.question, f"{last.text} {continued[1].strip()}".strip()))
        else:
            raise _malformed(
                path,
                first + place,
                f"cannot read {line!r}: at the top of an item stand # question:, # hint:, # also costs:, # because:, "
                "# fails: or # may fail:, and lines that go on after two spaces; put other comments below the code",
            )
    return facts, len(lines)


def _check(path: Path, line: int, title: str, found: dict[str, str]) -> None:
    """Raise unless the facts that an item of this file needs are there, and make sense together."""
    is_wrong = path.name == MISCONCEPTIONS
    if not found.get("question"):
        raise _malformed(path, line, f"{title!r} does not say which question it answers; add # question: q1")
    empty = next((key for key, text in found.items() if not text), None)
    if empty:
        raise _malformed(path, line, f"{title!r} has an empty # {empty}:; fill it in or take it out")
    if is_wrong and "hint" not in found:
        raise _malformed(path, line, f"{title!r} has no hint for the student who made it; add # hint: ...")
    if "also costs" in found and "because" not in found:
        raise _malformed(path, line, f"{title!r} also costs {found['also costs']}; add # because: why it must")
    if "because" in found and "also costs" not in found:
        raise _malformed(path, line, f"{title!r} says because, but not what it also costs; add # also costs: q2")


def _bound_names(body: Sequence[ast.stmt]) -> Iterator[str]:
    """Yield the names and dotted attributes that statements give a value, but for what they import."""
    for node in body:
        match node:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                yield name
            case ast.Assign(targets=targets):
                for target in targets:
                    yield from _target_names(target)
            case ast.AugAssign(target=target) | ast.AnnAssign(target=target, value=ast.expr()):
                yield from _target_names(target)
            case ast.For() | ast.While() | ast.If() | ast.With() | ast.Try():
                for part in ("body", "orelse", "finalbody"):
                    yield from _bound_names(getattr(node, part, ()))
                for handler in getattr(node, "handlers", ()):
                    yield from _bound_names(handler.body)


def _target_names(target: ast.expr) -> Iterator[str]:
    match target:
        case ast.Name() | ast.Attribute():
            name = ast.unparse(target)
            if re.fullmatch(r"\w+(\.\w+)*", name):
                yield name
        case ast.Tuple(elts=parts) | ast.List(elts=parts):
            for part in parts:
                yield from _target_names(part)
        case ast.Starred(value=value):
            yield from _target_names(value)


def _malformed(path: Path, line: int, what: str) -> AutograderError:
    return AutograderError(f"{path}:{line}: {what}.")
