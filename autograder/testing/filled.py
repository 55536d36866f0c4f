"""Telling an answer that is filled in, and yet gives nothing, from one that is still the stub."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from .statements import bound_names, parsed

_MENTIONED = re.compile(r"^(?:what )?(\w+)|\b(?:from|after) (\w+)")
_WRITTEN = (ast.FunctionDef, ast.AsyncFunctionDef)


def why_empty(
    what: str, value: str, cells: Mapping[int, str], ended: Mapping[int, str], where: Callable[[int], str]
) -> str:
    """Return what is to be asked where there is nothing, although `what` was to be there is filled in; "" for a stub.

    `what` and `value` say what was looked at and what came. `cells` are the sources by their numbers, in order, `ended`
    the exceptions that stopped some of them, "" where a stub did, and `where` says how a cell is called.
    """
    if what.isidentifier():
        made = [(cell, node) for cell, node in _holding(what, cells) if what in bound_names(node)]
        if not made or is_stub(made[-1][1]):
            return ""
        cell = f"{where(made[-1][0])}, which sets it"
        if (error := ended.get(made[-1][0])) is not None:
            return error and f"There is no value in {what}, because {cell}, stopped: {error}"
        said = f"There is no value in {what} after {cell}"
        is_called = any(isinstance(node, ast.Call) for node in ast.walk(made[-1][1]))
        return f"{said}: does what it is made with return its result?" if is_called else f"{said}."
    for function in (word for words in _MENTIONED.findall(what) for word in words if word):
        bodies = [node for _, statement in _holding(function, cells) for node in ast.walk(statement)]
        bodies = [node for node in bodies if isinstance(node, _WRITTEN) and node.name == function]
        if bodies and not is_stub(bodies[-1]):
            asked = (
                "what does it put there" if re.search(rf"\bafter {function}\b", what) else "does it return its result"
            )
            return f"{what} is {value}, although {function} is filled in: {asked}?"
    return ""


def is_stub(node: ast.AST) -> bool:
    """Tell whether a statement does nothing but what an untouched stub does."""
    match node:
        case ast.FunctionDef(body=body) | ast.AsyncFunctionDef(body=body):
            return all(map(is_stub, body))
        case ast.Assign(value=ast.Constant(value=str(text))):
            return not text.strip()
        case ast.Assign(value=ast.Constant(value=value)):
            return value is None or value is Ellipsis
        case ast.Expr(value=ast.Constant()) | ast.Pass() | ast.Raise():
            return True
        case ast.Return(value=value):
            return value is None or (isinstance(value, ast.Constant) and value.value in (None, Ellipsis))
    return False


def raised_by_stub(source: str, line: int) -> bool:
    """Tell whether what the line of a cell has raised, as stubs do, comes from a stub that is still there.

    A stub raises by itself, whatever it is given, and has no result before that. `line` is the innermost one of the
    student's that was at work.
    """
    statements = parsed(source) or ()
    functions = [node for statement in statements for node in ast.walk(statement) if isinstance(node, _WRITTEN)]
    around = [node for node in functions if node.body[0].lineno <= line <= (node.end_lineno or 0)]
    body = max(around, key=lambda node: node.lineno).body if around else statements
    for statement in _without_blocks(body):
        if statement.lineno <= line <= (statement.end_lineno or 0):
            return isinstance(statement, ast.Raise)
        if around and _has_result(statement):
            return False
    return True


def _without_blocks(body: Sequence[ast.stmt]) -> Iterator[ast.stmt]:
    """Yield the statements of a body that always run, also those of its `with` blocks."""
    for statement in body:
        if isinstance(statement, ast.With | ast.AsyncWith):
            yield from _without_blocks(statement.body)
        else:
            yield statement


def _has_result(node: ast.AST) -> bool:
    """Tell whether a statement of a function gives its result: something else than None."""
    if isinstance(node, (*_WRITTEN, ast.Lambda, ast.ClassDef)):
        return False
    if isinstance(node, ast.Return):
        return not is_stub(node)
    return isinstance(node, ast.Yield | ast.YieldFrom) or any(map(_has_result, ast.iter_child_nodes(node)))


def _holding(name: str, cells: Mapping[int, str]) -> Iterator[tuple[int, ast.stmt]]:
    """Yield the top-level statements of the cells in which a name occurs, with the number of the cell."""
    for cell, source in cells.items():
        if name in source:
            yield from ((cell, statement) for statement in parsed(source) or ())
