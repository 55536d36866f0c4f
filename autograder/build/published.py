"""What students will read of hidden test cases: the texts that their authors have marked as `hint=`."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from autograder.build.bundle import needed
from autograder.build.graded_tests import Definition, GradedTests, is_tools


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
