"""What the graded cases of a question see of a solution: their own inputs serve where an assignment has no probe.

The cases run in this process, against the definitions of a trusted solution. Seen is what the solution's functions
return and write into their arguments, and every value that an expectation looks at.
"""

import functools
import inspect
from collections.abc import Callable, Iterator
from types import FunctionType
from typing import Any

import numpy as np

_DEPTH = 4
_BOUND = 1 << 20  # of the values kept of a case


class NothingSeen(Exception):
    """No case passes with the reference, so that nothing can be compared."""


def probe_of_cases(source: str) -> Callable[[dict[str, Any], np.random.Generator], list[Any]]:
    """Return a probe (see `equivalence`) that runs the cases of a self-contained test file and says what they saw."""
    namespace: dict[str, Any] = {"__name__": "cases"}
    exec(compile(source, "<cases>", "exec"), namespace)
    cases = [value.test_func for value in namespace.values() if type(value).__name__ == "test_case"]
    seen: list[Any] = []
    for name in ("call", "as_numbers", "require_answer"):
        if name in namespace:
            namespace[name] = _recorded(namespace[name], seen)

    def probe(env: dict[str, Any], generator: np.random.Generator) -> list[Any]:
        found: list[Any] = []
        for case in cases:
            seen.clear()
            np.random.seed(int(generator.integers(2**31)))
            if _passes(case, env, seen):
                found.append([case.__name__, *seen])
            else:
                found.append([case.__name__, "does not pass"])
        if all(part[1:] == ["does not pass"] for part in found):
            raise NothingSeen
        return found

    return probe


def _passes(case: Callable[..., Any], env: dict[str, Any], seen: list[Any]) -> bool:
    before = dict(env)
    wanted = inspect.signature(case).parameters
    given = {name: env if name == "env" else _watched(env.get(name), seen) for name in wanted}
    try:
        case(**given)
    except Exception:
        return False
    finally:
        env.clear()
        env.update(before)
    return True


def _watched(value: Any, seen: list[Any]) -> Any:
    return _recorded(value, seen) if isinstance(value, FunctionType) else value


def _recorded(function: Callable[..., Any], seen: list[Any]) -> Callable[..., Any]:
    """Return the function as one that notes what it returns and what its arguments are afterwards."""

    @functools.wraps(function)
    def noting(*arguments: Any, **options: Any) -> Any:
        value = function(*arguments, **options)
        if len(seen) < _BOUND:
            seen.append([_plain(value), [_plain(argument) for argument in arguments]])
        return value

    return noting


def _plain(value: Any, depth: int = _DEPTH) -> Any:
    """Return a copy that can be compared: numbers, texts, arrays, and lists of them; objects as their attributes."""
    if value is None or isinstance(value, bool | int | float | complex | str | bytes | np.generic):
        return value
    if isinstance(value, np.ndarray):
        return value.copy() if value.dtype.kind in "biuf" else value.tolist()
    if depth == 0 or callable(value):
        return type(value).__name__
    return [type(value).__name__, *_parts(value, depth - 1)]


def _parts(value: Any, depth: int) -> Iterator[Any]:
    if isinstance(value, dict):
        yield from ([_plain(key, depth), _plain(entry, depth)] for key, entry in value.items())
    elif isinstance(value, list | tuple):
        yield from (_plain(entry, depth) for entry in value)
    elif hasattr(value, "__dict__"):
        yield from ([name, _plain(entry, depth)] for name, entry in sorted(vars(value).items()))
