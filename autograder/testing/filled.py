"""Telling an answer that is filled in, and yet gives nothing, from one that is still the stub."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator, Mapping

from .statements import bound_names, parsed

_MENTIONED = re.compile(r"^(?:what )?(\w+)|\bfrom (\w+)")
_WRITTEN = (ast.FunctionDef, ast.AsyncFunctionDef)


def why_empty(what: str, value: str, cells: Mapping[int, str], where: Callable[[int], str]) -> str:
    """Return what is to be asked where there is nothing, although `what` was to be there is filled in; "" for a stub.

    `what` and `value` say what was looked at and what came. `cells` are the sources by their numbers, in order, and
    `where` says how a cell is called.
    """
    if what.isidentifier():
        made = [(cell, node) for cell, node in _holding(what, cells) if what in bound_names(node)]
        if not made or is_stub(made[-1][1]):
            return ""
        said = f"There is no value in {what} after {where(made[-1][0])}, which sets it"
        is_called = any(isinstance(node, ast.Call) for node in ast.walk(made[-1][1]))
        return f"{said}: does what it is made with return its result?" if is_called else f"{said}."
    for function in (word for words in _MENTIONED.findall(what) for word in words if word):
        bodies = [node for _, statement in _holding(function, cells) for node in ast.walk(statement)]
        bodies = [node for node in bodies if isinstance(node, _WRITTEN) and node.name == function]
        if bodies and not is_stub(bodies[-1]):
            return f"{what} is {value}, although {function} is filled in: does it return its result?"
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


def _holding(name: str, cells: Mapping[int, str]) -> Iterator[tuple[int, ast.stmt]]:
    """Yield the top-level statements of the cells in which a name occurs, with the number of the cell."""
    for cell, source in cells.items():
        if name in source:
            yield from ((cell, statement) for statement in parsed(source) or ())
