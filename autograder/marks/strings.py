"""The strings that cells of code give to names, found by reading the code: nothing of it is run."""

import ast
import contextlib
import inspect
import threading
import warnings
from collections.abc import Collection, Iterator, Mapping, Sequence

LONGEST = 20_000  # characters of an answer
_MAX_PARSED = 300_000  # characters of code in all
_TRIMMING = {"strip": str.strip, "lstrip": str.lstrip, "rstrip": str.rstrip}
_WRAPPERS = frozenset({"dedent", "cleandoc", "str", "Markdown", "HTML", "Latex"})
_ONE_AT_A_TIME = threading.Lock()  # what is ignored while parsing is ignored in all threads


def assigned_texts(sources: Sequence[str], wanted: Collection[str]) -> dict[str, str]:
    """Return the text that each wanted name has after all cells, of assignments at top level.

    Strings may be put together from strings (`+`, parentheses, `join`, `strip`, `dedent`, names assigned before). What
    is not known without running it is given as the code that assigns it. `...` and None are no text, and leave what was
    there before.
    """
    texts: dict[str, str] = {}
    budget = _MAX_PARSED
    for source in sources:
        if len(source) <= budget:
            budget -= len(source)
            lines = source.split("\n")
            for name, text, statement in _assignments(lines, texts):
                if text is not None:
                    texts[name] = text
                elif name in wanted:
                    texts[name] = _code(lines, statement)
                else:
                    texts.pop(name, None)
    return {name: texts[name] for name in wanted if name in texts}


def _code(lines: Sequence[str], statement: ast.stmt) -> str:
    return "\n".join(lines[statement.lineno - 1 : statement.end_lineno])[: LONGEST + 1]


def _assignments(lines: Sequence[str], known: Mapping[str, str]) -> Iterator[tuple[str, str | None, ast.stmt]]:
    """Yield each name that is assigned with its text (None where only running would tell) and the statement."""
    for statement in _parse(lines):
        match statement:
            case ast.Assign(targets=targets, value=value):
                for target in targets:
                    yield from ((name, text, statement) for name, text in _pairs(target, value, known))
            case ast.AnnAssign(target=target, value=ast.expr() as value):
                yield from ((name, text, statement) for name, text in _pairs(target, value, known))
            case ast.AugAssign(target=ast.Name(id=name), op=ast.Add(), value=value) if name in known:
                added = _whole_text(value, known)
                yield name, None if added is None else (known[name] + added)[: LONGEST + 1], statement


def _parse(lines: Sequence[str]) -> list[ast.stmt]:
    """Return the top-level statements; none of what Python cannot read.

    Lines that look like magics are left out only where it cannot be read with them: in a string they are text.
    """
    plain = ["" if line.lstrip().startswith(("%", "!")) else line for line in lines]
    with _ONE_AT_A_TIME, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # LaTeX in a plain string is full of invalid escapes
        for tried in (lines, plain):
            with contextlib.suppress(SyntaxError, ValueError, RecursionError, MemoryError):
                return ast.parse("\n".join(tried)).body
    return []


def _pairs(target: ast.expr, value: ast.expr, known: Mapping[str, str]) -> Iterator[tuple[str, str | None]]:
    if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple) and len(target.elts) == len(value.elts):
        for one, part in zip(target.elts, value.elts, strict=True):
            if isinstance(one, ast.Name):
                yield from _pairs(one, part, known)
    elif isinstance(target, ast.Name) and not _is_nothing(value):
        yield target.id, _whole_text(value, known)


def _is_nothing(value: ast.expr) -> bool:
    return isinstance(value, ast.Constant) and value.value in (None, ...)


def _whole_text(value: ast.expr, known: Mapping[str, str]) -> str | None:
    """Return the text of an expression, cut a little beyond the longest answer; None when it is not known."""
    try:
        text = _text(value, known)
    except RecursionError:
        return None
    return None if text is None else text[: LONGEST + 1]


def _text(value: ast.expr, known: Mapping[str, str]) -> str | None:
    match value:
        case ast.Constant(value=str(text)):
            return text
        case ast.Name(id=name):
            return known.get(name)
        case ast.JoinedStr(values=parts):
            return _joined("", parts, known)
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            return _joined("", [left, right], known)
        case ast.Call(
            func=ast.Attribute(value=owner, attr="join"), args=[ast.List(elts=parts) | ast.Tuple(elts=parts)]
        ):
            between = _text(owner, known)
            return None if between is None else _joined(between, parts, known)
        case ast.Call(func=ast.Attribute(value=owner, attr=attribute), args=[]) if attribute in _TRIMMING:
            trimmed = _text(owner, known)
            return None if trimmed is None else _TRIMMING[attribute](trimmed)
        case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name), args=[inner]) if name in _WRAPPERS:
            wrapped = _text(inner, known)
            return None if wrapped is None else inspect.cleandoc(wrapped)
    return None


def _joined(between: str, parts: list[ast.expr], known: Mapping[str, str]) -> str | None:
    """Return the texts in a row; cut early, since a name that is doubled again and again would fill the memory."""
    whole = ""
    for number, part in enumerate(parts):
        text = _text(part, known)
        if text is None:
            return None
        whole = (whole + (between if number else "") + text)[: LONGEST + 1]
    return whole
