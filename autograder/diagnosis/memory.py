"""Known mistakes that keep something from one call to the next: what they do depends on the calls before."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator
from typing import Final

_DEFINITION: Final = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_FUNCTION: Final = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)


def may_remember(code: str) -> bool:
    """Tell whether a function in the code may find in a call what an earlier call has left behind.

    That is so when it sets global or outer names, or attributes of what the code defines; when it uses a variable that
    the code gives a value, which it may change; when it has a decorator (a cache, perhaps), or a default or
    an attribute of a class that is no constant.
    """
    tree = ast.parse(code)
    variables = {name for node in tree.body if not isinstance(node, _DEFINITION) for name in _stored(node)}
    defined = {node.name for node in ast.walk(tree) if isinstance(node, _DEFINITION)}
    functions = [node for node in ast.walk(tree) if isinstance(node, _FUNCTION)]
    shared = [
        part.value
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
        for part in node.body
        if isinstance(part, ast.Assign | ast.AnnAssign)
    ]
    return not all(map(_is_constant, shared)) or any(_remembers(function, variables, defined) for function in functions)


def _remembers(function: ast.AST, variables: Collection[str], defined: Collection[str]) -> bool:
    return any(
        isinstance(node, ast.Global | ast.Nonlocal)
        or (isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id in variables)
        or (isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store) and _named(node.value) in defined)
        or (isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and bool(node.decorator_list))
        or (isinstance(node, ast.arguments) and not all(map(_is_constant, (*node.defaults, *node.kw_defaults))))
        for node in ast.walk(function)
    )


def _stored(node: ast.stmt) -> Iterator[str]:
    yield from (part.id for part in ast.walk(node) if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store))


def _named(value: ast.expr) -> str:
    return value.id if isinstance(value, ast.Name) else ""


def _is_constant(value: ast.expr | None) -> bool:
    """Tell whether a value stays as it is: a number, also a negative one, a name, or an attribute of a module."""
    return value is None or isinstance(value, ast.Constant | ast.UnaryOp | ast.Name | ast.Attribute)
