"""Stand-ins for what stays in the jail: functions, instances, modules, figures, anything that is not plain data.

A stand-in does what the original does by asking for it, and gives and takes values. It never carries code over. Names
with two underscores on both sides are not asked for: numpy and others read addresses and shapes from some of them and
believe what they find.
"""

from __future__ import annotations

import functools
import inspect
import sys
from collections.abc import Callable
from typing import Any, Final

import numpy as np

from autograder.engine.jailed.wire import Ability

Call = Callable[..., Any]
MOST_ENTRIES: Final = 100_000  # that are taken from one iterator: a test that makes a list of it holds them all
_ASKED_FOR: Final = frozenset({"__dict__", "__code__", "__defaults__", "__kwdefaults__", "__annotations__"})
_KINDS: Final = tuple(inspect._ParameterKind)
_LIBRARIES: Final = ("scipy.sparse", "matplotlib.figure", "matplotlib.axes")
_CODE: Final = frozenset(
    {"_ArrayFunctionDispatcher", "builtin_function_or_method", "function", "method", "module", "type", "ufunc"}
)


class RemoteObject:
    """A stand-in. Equal only to itself; the same original has the same stand-in as long as somebody holds it."""

    __slots__ = ("__weakref__", "_remote_call", "_remote_name", "_remote_number", "_remote_taken")

    def __init__(self, call: Call, number: int, name: str) -> None:
        object.__setattr__(self, "_remote_call", call)
        object.__setattr__(self, "_remote_number", number)
        object.__setattr__(self, "_remote_name", name)
        object.__setattr__(self, "_remote_taken", 0)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") and name.endswith("__") and name not in _ASKED_FOR:
            return _answered_here(self, name)
        return self._remote_call("getattr", self, name)

    def __setattr__(self, name: str, value: Any) -> None:
        self._remote_call("setattrs", self, {name: value})

    def __delattr__(self, name: str) -> None:
        self._remote_call("delattr", self, name)

    def __repr__(self) -> str:
        name = f" {self._remote_name}" if self._remote_name else ""
        return f"<{type(self).__name__}{name} of the submission>"

    def __copy__(self) -> Any:
        return self._remote_call("copy", self, False)

    def __deepcopy__(self, memo: Any) -> Any:
        return self._remote_call("copy", self, True)

    def __reduce_ex__(self, protocol: Any) -> Any:
        raise TypeError("what stays in the jail cannot be pickled")


class _Callable(RemoteObject):
    __slots__ = ()

    def __call__(self, /, *arguments: Any, **options: Any) -> Any:
        return self._remote_call("call", self, arguments, options)

    def __instancecheck__(self, instance: Any) -> bool:
        return is_remote(instance) and self._remote_call("isinstance", instance, self) is True


class _Sized(RemoteObject):
    __slots__ = ()

    def __len__(self) -> int:
        length = self._remote_call("length", self)
        if type(length) is not int:
            raise TypeError("a length must be an integer")
        return length


class _Iterable(RemoteObject):
    __slots__ = ()

    def __iter__(self) -> Any:
        iterator = self._remote_call("iterate", self)
        return iterator if isinstance(iterator, _Iterator) else iter(iterator)

    def __contains__(self, entry: Any) -> bool:
        # Asking the original would show it what is looked for, and believe what it says.
        return any(mine is entry or mine == entry for mine in self)


class _Iterator(RemoteObject):
    __slots__ = ()

    def __next__(self) -> Any:
        if self._remote_taken >= MOST_ENTRIES:
            raise RuntimeError(f"it yields more than {MOST_ENTRIES} values: does it ever end?")
        object.__setattr__(self, "_remote_taken", self._remote_taken + 1)
        return self._remote_call("next", self)


class _Subscriptable(RemoteObject):
    __slots__ = ()

    def __getitem__(self, key: Any) -> Any:
        return self._remote_call("getitem", self, key)

    def __setitem__(self, key: Any, entry: Any) -> None:
        self._remote_call("setitem", self, key, entry)

    def __delitem__(self, key: Any) -> None:
        self._remote_call("delitem", self, key)


class _Settable(RemoteObject):
    """A plain object: setting an attribute of the original runs no code, and cannot fail."""

    __slots__ = ()


class _ArrayLike(RemoteObject):
    __slots__ = ()

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> Any:
        array = self._remote_call("array", self)
        if not isinstance(array, np.ndarray):
            raise TypeError(f"a value of type {type(self).__name__} holds no numbers")
        return array if dtype is None else array.astype(dtype)


_PARTS: Final = {
    Ability.CALL: _Callable,
    Ability.LENGTH: _Sized,
    Ability.ITERATE: _Iterable,
    Ability.NEXT: _Iterator,
    Ability.ITEMS: _Subscriptable,
    Ability.ARRAY: _ArrayLike,
    Ability.SET: _Settable,
}


def is_remote(value: Any) -> bool:
    """Tell whether `value` is a stand-in for something in the jail."""
    return isinstance(value, RemoteObject)


def is_code(value: Any) -> bool:
    """Tell whether `value` is a stand-in for a function, class or module."""
    return is_remote(value) and type(value).__name__ in _CODE


def is_settable(proxy: RemoteObject) -> bool:
    """Tell whether setting an attribute of the original runs none of the submission's code."""
    return isinstance(proxy, _Settable)


def proxy_class(abilities: int, type_name: str, known: type | None) -> type[RemoteObject]:
    """Return the class of stand-ins that can do just that, named after the original's type and taken for `known`."""
    parts = tuple(part for ability, part in _PARTS.items() if ability & abilities)
    name = type_name if type_name.isidentifier() else "RemoteObject"
    body: dict[str, Any] = {"__slots__": (), "__module__": "submission"}
    if known is not None:
        body["__class__"] = property(lambda self: known)  # which isinstance asks, and nothing that is written in C
    return type(name, parts or (RemoteObject,), body)


def library_class(name: str) -> type | None:
    """Return the class of that name of the libraries whose objects a test may want to tell by `isinstance`.

    Only of those that the tests have imported: others cannot ask.
    """
    libraries = filter(None, map(sys.modules.get, _LIBRARIES))
    found = (getattr(library, name, None) for library in libraries)
    return next((kind for kind in found if isinstance(kind, type)), None)


def _answered_here(proxy: RemoteObject, name: str) -> Any:
    """Return the few special attributes that are known without asking, or safe to build from values."""
    if name in ("__name__", "__qualname__") and proxy._remote_name:
        return proxy._remote_name
    if name == "__signature__" and isinstance(proxy, _Callable):
        return _signature(proxy._remote_call("signature", proxy))
    if name == "__bringing_changes__" and isinstance(proxy, _Callable):
        return lambda *arguments, **options: proxy._remote_call("call_bringing_changes", proxy, arguments, options)
    if name == "__giving__":
        return functools.partial(proxy._remote_call, "setattrs", proxy)
    if name == "__answers__":
        return functools.partial(_answers, proxy)
    raise AttributeError(f"{type(proxy).__name__!r} object has no attribute {name!r}")


def _answers(proxy: RemoteObject, questions: list[tuple[Any, ...]]) -> list[Any]:
    """Return the answers to questions for several objects, in one request."""
    answers = proxy._remote_call("ask", questions)
    if type(answers) is not list or len(answers) != len(questions):
        raise TypeError("there must be one answer to each question")
    return answers


def _signature(described: Any) -> inspect.Signature:
    """Build a signature from a list of (name, kind, has a default, default).

    Raises:
        AttributeError: it is not described well.

    """
    try:
        parameters = [
            inspect.Parameter(name, _KINDS[kind], default=default if has_default else inspect.Parameter.empty)
            for name, kind, has_default, default in described
        ]
        return inspect.Signature(parameters)
    except (TypeError, ValueError, IndexError):
        raise AttributeError("__signature__") from None
