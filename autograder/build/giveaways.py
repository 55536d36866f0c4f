"""What students would get of solution and hidden tests: names whole that should be open, copies of answers, hints."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from autograder.build.bundle import needed, public_bundle
from autograder.build.graded_tests import Definition, GradedTests, is_tools
from autograder.build.markers import Hole, holes, marker_of, parse_cell, place_of, question_name
from autograder.build.names import asked_of_notebook
from autograder.course.assignment import Assignment
from autograder.errors import AutograderError

if TYPE_CHECKING:
    from nbformat import NotebookNode


_SHORTEST = 20  # characters, without blanks: what is shorter may stand in a text by chance
_LONGEST_TEXT = 1 << 20


@dataclass(frozen=True, slots=True)
class _Answer:
    """What a cell of a solution has that students do not get: the texts of its holes, without blanks and comments."""

    question: str
    parts: tuple[str, ...]
    defined: frozenset[str]

    def is_in(self, text: str) -> bool:
        """Whether the text, without blanks and comments, has all of it, in this order."""
        place = 0
        for part in self.parts:
            place = text.find(part, place)
            if place < 0:
                return False
            place += len(part)
        return True


def whole_answers(cells: Sequence[NotebookNode], tests: Sequence[GradedTests]) -> Iterator[str]:
    """Yield what cells of a master notebook hand to students whole, though the tests ask for it."""
    asked = {read.question: asked_of_notebook(read) for read in tests}
    every = {name for names in asked.values() for name in names}
    located = list(_located(cells))
    answers = list(_answers(located))
    for position, cell, question in located:
        where = place_of(position, cell.source)
        with suppress(AutograderError):  # what does not parse is told elsewhere
            code = cell.cell_type == "code"
            others = {name for answer in answers if answer.question != question for name in answer.defined} & every
            names = list(_whole(cell.source, asked.get(question, {}), others)) if code else []
            for name in names:
                yield (
                    f"{where}: students would get {name} whole; put # BEGIN SOLUTION and # END SOLUTION around what "
                    "they are to write."
                )
            seen = _bare(_without_holes(cell.source) if code else cell.source)
            for copied in [] if names else _copied(answers, seen):
                yield f"{where}: students would get a copy of the answer to {copied}; take it out."


def given_away_in_files(
    assignment: Assignment, cells: Sequence[NotebookNode], tests: Iterable[GradedTests]
) -> Iterator[str]:
    """Yield which files for students, and which public cases, have a copy of an answer."""
    with suppress(AutograderError):
        answers = list(_answers(list(_located(cells))))
        for name, path in assignment.student_files.items():
            text = path.read_bytes()[:_LONGEST_TEXT].decode("utf-8", "replace").replace("\\n", "\n")
            for copied in _copied(answers, _bare(text)):
                yield f"[files.student] {name!r} has a copy of the answer to {copied}; take it out."
        for read in tests:
            for copied in _copied(answers, _bare(public_bundle(read))):
                yield (
                    f"{read.file.name}: what its public cases use has a copy of the answer to {copied}, which students "
                    "would get; make those cases hidden, or write them without."
                )


def _located(cells: Sequence[NotebookNode]) -> Iterator[tuple[int, NotebookNode, str]]:
    """Yield position, cell and question ("" for none) of the cells that are no marks."""
    question = ""
    for position, cell in enumerate(cells, start=1):
        marker = marker_of(cell)
        if marker == "BEGIN QUESTION":
            with suppress(AutograderError):
                question = question_name(cell, position)
        elif marker == "END QUESTION":
            question = ""
        elif not marker:
            yield position, cell, question


def _answers(located: Iterable[tuple[int, NotebookNode, str]]) -> Iterator[_Answer]:
    for _, cell, question in located:
        if cell.cell_type != "code" or not question:
            continue
        with suppress(AutograderError):
            lines, gaps = cell.source.splitlines(), list(holes(cell.source, ""))
            texts = (_bare("\n".join(lines[gap.first - 1 : gap.last])) for gap in gaps)
            parts = tuple(text.removeprefix("return") for text in texts if text)
            if gaps:
                defined = frozenset(node.name for node in _definitions(cell.source) if _touches(node, gaps))
                yield _Answer(question, parts if sum(map(len, parts)) >= _SHORTEST else (), defined)
            yield from _texts(cell.source, question, gaps)


def _texts(source: str, question: str, gaps: Sequence[Hole]) -> Iterator[_Answer]:
    """Yield the texts that are answers in words: a message or a label in a function may well be told to students."""
    for node in parse_cell(source, "").body:
        match node:
            case ast.Assign(value=ast.Constant(value=str(said))) if _touches(node, gaps):
                if len(text := _bare(said)) > 2 * _SHORTEST:
                    yield _Answer(question, (text,), frozenset())


def _copied(answers: Iterable[_Answer], text: str) -> dict[str, None]:
    """Return the questions whose answers are in a text."""
    return dict.fromkeys(answer.question for answer in answers if answer.parts and answer.is_in(text))


def _whole(source: str, asked: Collection[str], others: Collection[str]) -> Iterator[str]:
    """Yield the names that a cell defines without a hole in their definition.

    These are of those that its question is `asked` for, and of the functions and classes that answer `others`.
    """
    gaps = list(holes(source, ""))
    for node in parse_cell(source, "").body:
        if _touches(node, gaps):
            continue
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            if node.name in asked or (node.name in others and not _is_stub(node)):
                yield node.name
        elif isinstance(node, ast.Assign):
            targets = {target.id for target in node.targets if isinstance(target, ast.Name)}
            empty = isinstance(node.value, ast.Constant) and node.value.value in (None, ..., "")
            yield from sorted(targets & set(asked)) if not empty else ()


def _is_stub(node: ast.FunctionDef | ast.ClassDef) -> bool:
    """Whether a definition has no more than a docstring, `pass`, `...`, or an exception that it raises."""
    return all(
        isinstance(each, ast.Pass | ast.Raise) or (isinstance(each, ast.Expr) and isinstance(each.value, ast.Constant))
        for each in node.body
    )


def _definitions(source: str) -> Iterator[ast.FunctionDef | ast.ClassDef]:
    for node in parse_cell(source, "").body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield node


def _touches(node: ast.stmt | ast.expr, gaps: Iterable[Hole]) -> bool:
    last = node.end_lineno or node.lineno
    return any(gap.first <= last and node.lineno <= gap.last for gap in gaps)


def _without_holes(source: str) -> str:
    gaps = list(holes(source, ""))
    lines = enumerate(source.splitlines(), start=1)
    return "\n".join(line for number, line in lines if not any(gap.first <= number <= gap.last for gap in gaps))


def _bare(text: str) -> str:
    """Return a text in small letters, without comments and blanks, with one kind of quotes."""
    return re.sub(r"\s+", "", re.sub(r"(^|\s)#[^\n]*", "", text)).replace("'", '"').casefold()


def published_hints(tests: Iterable[GradedTests]) -> str:
    """Return the hints of all hidden cases, a line each, with the question before it.

    Where something is put into a text, the line has the expression in braces.
    """
    lines: dict[str, None] = {}
    for read in tests:
        hidden = [case.function for case in read.cases if case.hidden]
        for part in needed(read, hidden) if hidden else ():
            if not part.is_import and not is_tools(part.file):
                lines.update(dict.fromkeys(f"{read.question}: {text}" for text in _hints_in(part)))
    return "".join(f"{line}\n" for line in lines)


def _hints_in(part: Definition) -> Iterator[str]:
    tree = ast.parse(part.source)
    named: dict[str, list[ast.expr]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            named.setdefault(node.targets[0].id, []).append(node.value)
    for node in ast.walk(tree):
        if isinstance(node, ast.keyword) and node.arg == "hint":
            values = named.get(node.value.id, [node.value]) if isinstance(node.value, ast.Name) else [node.value]
            yield from map(_text, values)


def _text(value: ast.expr) -> str:
    """Return a text as it stands in the source, with braces around what is put into it."""
    match value:
        case ast.Constant(value=str(text)):
            return text
        case ast.JoinedStr(values=parts):
            return "".join(map(_text, parts))
        case ast.FormattedValue(value=inner):
            return f"{{{ast.unparse(inner)}}}"
    return f"{{{ast.unparse(value)}}}"
