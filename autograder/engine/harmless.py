"""Cells that leave alone what earlier cells have made, so that earlier questions can be graded after them as well.

A copy of the worker costs some milliseconds, and a notebook has a dozen checks. Most cells only define functions under
new names; between them no copy is needed.
"""

import ast
import functools
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

_LONGEST: Final = 20_000  # characters; parsing is quick and shallow up to there
_WORD: Final = re.compile(r"\w+")
_ACTS: Final = (ast.Call, ast.Await, ast.NamedExpr, ast.Yield, ast.YieldFrom, ast.comprehension)


@functools.lru_cache(256)
def words(text: str) -> frozenset[str]:
    """Return all that could be a name in a text, in strings and comments too."""
    return frozenset(_WORD.findall(text))


@functools.lru_cache(1024)
def words_of_file(path: Path) -> frozenset[str]:
    """Return the words of a test file, which does not change while the process lives."""
    return words(path.read_text(encoding="utf-8"))


@functools.lru_cache(1024)
def only_checks(source: str) -> bool:
    """Tell whether a cell does nothing but `grader.check("...")`."""
    body = _parsed(source)
    return body is not None and all(_is_check(node) for node in body)


@functools.lru_cache(256)
def new_names(source: str) -> frozenset[str] | None:
    """Return the names that a cell defines if it only defines functions and classes, or checks; else None."""
    body = _parsed(source)
    if body is None or not all(_is_check(node) or _is_plain(node) for node in body):
        return None
    return frozenset(node.name for node in body if isinstance(node, ast.FunctionDef | ast.ClassDef))


def _parsed(source: str) -> list[ast.stmt] | None:
    if len(source) > _LONGEST:
        return None
    try:
        return ast.parse(source).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):  # magics too
        return None


def _is_check(node: ast.stmt) -> bool:
    match node:
        case ast.Expr(ast.Call(ast.Attribute(ast.Name(), "check"), [ast.Constant()], [])):
            return True
    return False


def _is_plain(node: ast.stmt) -> bool:
    """Tell whether nothing is called or changed when the statement is executed, but for the names that it sets."""
    match node:
        case ast.Expr(ast.Constant()) | ast.Pass():
            return True
        case ast.FunctionDef(args=arguments, decorator_list=[], returns=returns):
            return not any(map(_acts, (arguments, returns)))
        case ast.ClassDef(bases=bases, keywords=[], decorator_list=[], body=body):
            return not any(map(_acts, bases)) and all(_is_plain(part) or _is_constant(part) for part in body)
    return False


def _is_constant(node: ast.stmt) -> bool:
    match node:
        case ast.Assign([ast.Name()], value) | ast.AnnAssign(ast.Name(), _, value):
            return isinstance(value, ast.Constant)
    return False


def _acts(node: ast.AST | None) -> bool:
    parts: Iterator[ast.AST] = ast.walk(node) if node is not None else iter(())
    return any(isinstance(part, _ACTS) for part in parts)
