"""Stand-ins for what stays in the jail: functions, instances, modules, figures, anything that is not plain data.

A stand-in does what the original does by asking for it, and gives and takes values. It never carries code over. Names
with two underscores on both sides are not asked for: numpy and others read addresses and shapes from some of them and
believe what they find.
"""

from __future__ import annotations

import copy
import functools
import inspect
import sys
import weakref
from collections.abc import Callable, Iterable
from typing import Any, Final

import numpy as np

from autograder.engine.jailed.decode import Reader
from autograder.engine.jailed.wire import MAX_NUMBER, NAME_LENGTH, Ability

Call = Callable[..., Any]
_PLAIN: Final = frozenset({type(None), bool, int, float, str})
_EXACT: Final = frozenset(map(np.dtype, ("bool", "int64", "float32", "float64")))  # arrives as it was sent
_IN_VAIN: Final = 16  # to fetch an attribute costs as much as to have it sent so often with others
_MOST_COUNTED: Final = 1000
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


def _proxy_class(abilities: int, type_name: str) -> type[RemoteObject]:
    """Return the class of stand-ins that can do just that, named after the original's type."""
    parts = tuple(part for ability, part in _PARTS.items() if ability & abilities)
    name = type_name if type_name.isidentifier() else "RemoteObject"
    body: dict[str, Any] = {"__slots__": (), "__module__": "submission"}
    if (known := _library_class(name)) is not None:
        body["__class__"] = property(lambda self: known)  # which isinstance asks, and nothing that is written in C
    return type(name, parts or (RemoteObject,), body)


def _library_class(name: str) -> type | None:
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


def _own_copy(value: Any) -> Any:
    """Return a copy of what came along with an object: mostly arrays, and lists of arrays."""
    if type(value) is np.ndarray:
        return value.copy(order="K")
    if type(value) is list:
        return [_own_copy(one) for one in value]
    return value if is_remote(value) or type(value) in _PLAIN else copy.deepcopy(value)


class Proxies:
    """The stand-ins of one session that somebody holds.

    `ready` are the attributes that are known of plain objects, by number; whoever holds this clears them as soon as
    something is sent.
    """

    def __init__(self, call: Call) -> None:
        self.ready: dict[int, dict[str, Any]] = {}
        self._call = call
        # Their own for each session: a test may set an attribute of a class, and must not tell the next submission so.
        self._class_of = functools.lru_cache(256)(_proxy_class)
        self._held: dict[int, weakref.ref[RemoteObject]] = {}
        self._dropped: list[int] = []
        self._in_vain: dict[tuple[str, str], int] = {}  # how often an attribute came in a row and was not asked for
        self._unwanted: list[tuple[RemoteObject, str]] = []

    def number(self, proxy: RemoteObject) -> int | None:
        """Return the number of the original; None when the stand-in belongs to another session."""
        number: int = proxy._remote_number
        held = self._held.get(number)
        return number if held is not None and held() is proxy else None

    def read(self, reader: Reader, depth: int) -> RemoteObject:
        """Return the stand-in for the object that is described next: the one that is held, or a new one."""
        number = reader.integer(0, MAX_NUMBER)
        abilities = reader.integer(0, Ability.ALL)
        type_name, name = reader.text(NAME_LENGTH), reader.text(NAME_LENGTH)
        attributes = reader.value(depth + 1)
        if isinstance(attributes, dict):
            self.ready[number] = attributes
        held = self._held.get(number)
        proxy = held() if held is not None else None
        if proxy is None:
            proxy = self._class_of(abilities, type_name)(self._call, number, name)
            self._held[number] = weakref.ref(proxy, functools.partial(self._drop, number))
        if isinstance(attributes, dict):
            self._count(proxy, attributes)
        return proxy

    def known(self, proxy: RemoteObject, name: str) -> tuple[Any] | None:
        """Return (a copy of an attribute of the original,) if it is known: as if it were fetched each time."""
        attributes = self.ready.get(proxy._remote_number, {})
        if name not in attributes or self.number(proxy) is None:
            return None
        self._in_vain.pop((type(proxy).__name__, name), None)
        return (_own_copy(attributes[name]),)

    def has_set(self, proxy: RemoteObject, name: str, value: Any) -> None:
        """Note what an attribute of the original will be; numbers and arrays of numbers are known from then on."""
        attributes = self.ready.setdefault(proxy._remote_number, {})
        arrays = value if type(value) is list else [value]
        if type(value) in _PLAIN or all(type(one) is np.ndarray and one.dtype in _EXACT for one in arrays):
            attributes[name] = _own_copy(value)
        else:
            attributes.pop(name, None)

    def take_unwanted(self) -> list[tuple[RemoteObject, str]]:
        """Return (an object, an attribute) for what comes along with objects of its type, and nobody asks for."""
        unwanted, self._unwanted = self._unwanted, []
        return unwanted

    def take_dropped(self) -> list[int]:
        """Return the numbers of originals whose stand-ins nobody holds any more, once."""
        dropped, self._dropped = self._dropped, []
        return [number for number in dict.fromkeys(dropped) if number not in self._held]

    def return_dropped(self, numbers: list[int]) -> None:
        """Have the numbers returned again: they could not be passed on."""
        self._dropped.extend(numbers)

    def _count(self, proxy: RemoteObject, attributes: Iterable[Any]) -> None:
        """Count attributes that came along with an object, until they are asked for."""
        if len(self._in_vain) > _MOST_COUNTED:  # the names are the submission's
            self._in_vain.clear()
        for name in attributes:
            key = (type(proxy).__name__, str(name))
            self._in_vain[key] = self._in_vain.get(key, 0) + 1
            if self._in_vain[key] == _IN_VAIN:
                del self._in_vain[key]
                self._unwanted.append((proxy, str(name)))

    def _drop(self, number: int, reference: weakref.ref[RemoteObject]) -> None:
        if self._held.get(number) is reference:
            del self._held[number]
            self._dropped.append(number)
