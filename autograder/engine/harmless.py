"""Cells that leave alone what earlier cells have made, so that earlier questions can be graded after them as well.

A copy of the worker costs some milliseconds, and a notebook has a dozen checks. Most cells only define functions under
new names, or give constants a name; between them no copy is needed.
"""

import ast
import functools
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

_LONGEST: Final = 20_000  # characters; parsing is quick and shallow up to there
_WORD: Final = re.compile(r"\w+")
_ACTS: Final = (ast.Call, ast.Await, ast.NamedExpr, ast.Yield, ast.YieldFrom, ast.comprehension)
_FROM_ELSEWHERE: Final = re.compile(r"\b(?:eval|exec|globals|run_cell)\s*\(|%run\b")
_OF_GRADER: Final = frozenset({"check", "check_all", "export"})  # what a notebook's `grader` can do


def makes_a_difference(source: str, earlier: Sequence[str], tests: Sequence[str]) -> bool:
    """Tell whether a cell could change what `tests`, texts of test files, find after the `earlier` cells."""
    names = new_names(source)
    if not names:
        return names is None
    return any(map(runs_other_code, earlier)) or any(mentions(text, names) for text in (*earlier, *tests))


def mentions(text: str, names: frozenset[str]) -> bool:
    """Tell whether a cell or a test file could mean one of `names`: in its code or a string, not only in a comment."""
    return not names.isdisjoint(words(text)) and not names.isdisjoint(_words_of_code(text))


@functools.lru_cache(256)
def runs_other_code(source: str) -> bool:
    """Tell whether a cell runs code that nobody reads here, and that may mean any name."""
    return _FROM_ELSEWHERE.search(source) is not None


@functools.lru_cache(1024)
def text_of_file(path: Path) -> str:
    """Return the text of a test file, which does not change while the process lives."""
    return path.read_text(encoding="utf-8")


@functools.lru_cache(1024)
def only_checks(source: str) -> bool:
    """Tell whether a cell does nothing but `grader.check("...")` and the like."""
    body = _parsed(source)
    return body is not None and all(_is_check(node) for node in body)


def draws_nothing(source: str) -> bool:
    """Tell whether a cell neither draws from a random generator nor has a question checked that could."""
    return new_names(source) is not None and not any(map(_is_check, _parsed(source) or ()))


@functools.lru_cache(256)
def new_names(source: str) -> frozenset[str] | None:
    """Return the names that a cell sets if it only defines functions, classes and constants, or checks; else None."""
    body = _parsed(source)
    if body is None or not all(_is_check(node) or _is_plain(node) or _is_constant(node) for node in body):
        return None
    names = frozenset(name for node in body for name in _names_set(node))
    return None if any(name.startswith("__") for name in names) else names


@functools.lru_cache(256)
def words(text: str) -> frozenset[str]:
    """Return all words of a text."""
    return frozenset(_WORD.findall(text))


@functools.lru_cache(256)
def _words_of_code(text: str) -> frozenset[str]:
    """Return all that could be a name in a text, in strings too, but for comments and docstrings."""
    body = _parsed(text)
    if body is None:
        return words(text)
    nodes = [node for statement in body for node in ast.walk(statement)]
    idle = {id(node.value) for node in nodes if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)}
    found: set[str] = set()
    for node in nodes:
        for _, value in ast.iter_fields(node) if id(node) not in idle else ():
            for part in value if isinstance(value, list) else [value]:
                if isinstance(part, str):
                    found |= words(part)
    return frozenset(found)


def _names_set(node: ast.stmt) -> Iterator[str]:
    match node:
        case ast.FunctionDef(name) | ast.ClassDef(name):
            yield name
        case ast.Assign(targets):
            yield from (target.id for target in targets if isinstance(target, ast.Name))


def _parsed(source: str) -> list[ast.stmt] | None:
    if len(source) > _LONGEST:
        return None
    try:
        return ast.parse(source).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):  # magics too
        return None


def _is_check(node: ast.stmt) -> bool:
    match node:
        case ast.Expr(ast.Call(ast.Attribute(ast.Name("grader"), name), arguments, options)):
            return name in _OF_GRADER and all(map(_is_inert, (*arguments, *(option.value for option in options))))
    return False


def _is_plain(node: ast.stmt) -> bool:
    """Tell whether nothing is called or changed when the statement is executed, but for the names that it sets."""
    match node:
        case ast.Expr(ast.Constant()) | ast.Pass():
            return True
        case ast.FunctionDef(args=arguments, decorator_list=[], returns=returns):
            return not any(map(_acts, (arguments, returns)))
        case ast.ClassDef(bases=bases, keywords=[], decorator_list=[], body=body):
            return not any(map(_acts, bases)) and all(
                _is_plain(part) or _is_constant(part) or _is_annotated(part) for part in body
            )
    return False


def _is_constant(node: ast.stmt) -> bool:
    match node:
        case ast.Assign(targets, value):
            return all(isinstance(target, ast.Name) for target in targets) and _is_inert(value)
    return False


def _is_annotated(node: ast.stmt) -> bool:
    match node:
        case ast.AnnAssign(ast.Name(), annotation, value):
            return not _acts(annotation) and (value is None or _is_inert(value))
    return False


def _is_inert(value: ast.expr) -> bool:
    """Tell whether an expression is made of constants and names: to evaluate it runs nobody's code."""
    match value:
        case ast.Constant() | ast.Name() | ast.UnaryOp(ast.USub(), ast.Constant()):
            return True
        case ast.Tuple(parts) | ast.List(parts):
            return all(map(_is_inert, parts))
        case ast.Dict(keys, values):
            return all(isinstance(key, ast.Constant) for key in keys) and all(map(_is_inert, values))
    return False


def _acts(node: ast.AST | None) -> bool:
    parts: Iterator[ast.AST] = ast.walk(node) if node is not None else iter(())
    return any(isinstance(part, _ACTS) for part in parts)
