"""The stand-ins of a session that somebody holds (see `stand_ins`), and what is known of their originals."""

from __future__ import annotations

import copy
import functools
import weakref
from collections.abc import Iterable
from typing import Any, Final

import numpy as np

from autograder.engine.jailed.decode import Reader
from autograder.engine.jailed.wire import MAX_NUMBER, NAME_LENGTH, Ability
from autograder.engine.remote.stand_ins import Call, RemoteObject, is_remote, library_class, proxy_class

_PLAIN: Final = frozenset({type(None), bool, int, float, str})
_EXACT: Final = frozenset(map(np.dtype, ("bool", "int64", "float32", "float64")))  # arrives as it was sent
_IN_VAIN: Final = 16  # to fetch an attribute costs as much as to have it sent so often with others
_MOST_COUNTED: Final = 1000


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
        self._class_of = functools.lru_cache(256)(proxy_class)
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
            known = library_class(type_name)  # each time: a later case may import what an earlier one did not
            proxy = self._class_of(abilities, type_name, known)(self._call, number, name)
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
