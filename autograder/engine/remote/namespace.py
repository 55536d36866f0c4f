"""The notebook's globals, as a mapping on the trusted side: what a test file gets as its environment."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, MutableMapping
from typing import Any, Final, Protocol

from autograder.engine.remote.stand_ins import is_code

_MOST_ASKED: Final = 40


class Requests(Protocol):
    """What a namespace needs of the link to the worker."""

    sent: int

    def call(self, operation: str, *arguments: Any) -> Any:
        """Have the worker do something, and return its answer."""

    def post(self, operation: str, *arguments: Any) -> bool:
        """Have the worker do something before all else when it next does anything."""


class RemoteNamespace(MutableMapping[str, Any]):
    """Names to values; what is no plain data comes as a stand-in (see stand_ins).

    A value is fetched each time, so a change made to a fetched list or array stays here; set it to change the original.
    Only what cannot change in place is remembered (functions, classes, modules, None, numbers, short texts), for tests
    ask for the same names again and again: after each of its answers the worker says which of those names have been
    bound to something else (see `renew`).
    """

    def __init__(self, link: Requests, asked: Iterable[str] = ()) -> None:
        self._link = link
        self.asked = dict.fromkeys(list(asked)[:_MOST_ASKED])  # what was asked for, or is likely to be
        self._order: list[str] = []  # the names that the worker watches
        self._code: dict[str, Any] = {}  # of these: [value], or [] for nothing
        self._as_of = -1

    def __getitem__(self, name: str) -> Any:
        if not isinstance(name, str):
            raise KeyError(name)
        return self._link.call("get", name)

    def __setitem__(self, name: str, value: Any) -> None:
        self.update({name: value})

    def __delitem__(self, name: str) -> None:
        self._code.pop(name, None)  # whether the worker says that it is gone or not
        self._link.call("delete", name)

    def get(self, name: str, default: Any = None) -> Any:
        """Return the value of a name, or `default` when there is none, in at most one request."""
        if not isinstance(name, str):
            return default
        is_told = self._as_of == self._link.sent
        known = self._code.get(name) if is_told else None
        match self._look_up(name, is_told=is_told) if known is None else known:
            case [value]:
                return value
        return default

    def renew(self, changed: list[Any] | None) -> None:
        """Take over what an answer says of the names: [place, entry, ...], or None when that is not known."""
        if changed is None:
            self._order, self._code = [], {}
        else:
            for place, entry in zip(changed[::2], changed[1::2], strict=False):
                if type(place) is int and 0 <= place < len(self._order):
                    self._keep(self._order[place], entry)
        self._as_of = self._link.sent

    def _look_up(self, name: str, *, is_told: bool) -> Any:
        """Fetch [the value] of a name, or []; data alone if all that can be remembered is known."""
        if is_told and name in self._order:
            return self._link.call("look_up", name)
        return self._find(name)

    def _find(self, name: str) -> Any:
        """Fetch the value of a name, and with it what can be remembered of the names that were asked for before."""
        names = [name, *(other for other in self.asked if other != name)]
        if len(self.asked) < _MOST_ASKED:
            self.asked[name] = None
        match self._link.call("find", *names):
            case [list(value), *entries] if len(entries) == len(names):
                self._order, self._code = names, {}
                for other, entry in zip(names, entries, strict=True):
                    self._keep(other, entry)
                return value
        return []

    def _keep(self, name: str, entry: Any) -> None:
        if isinstance(entry, list):
            self._code[name] = entry
        else:  # data, which can change in place
            self._code.pop(name, None)

    def update(  # type: ignore[override]  # it takes all that the overloads of a mapping take
        self, other: Mapping[str, Any] | Iterable[tuple[str, Any]] = (), /, **names: Any
    ) -> None:
        """Set several names, without waiting: before anything else is done there."""
        if values := dict(other, **names):
            self._link.post("update", values)
            for name, value in values.items():
                # a function of this process is not kept: a worker could say that it still stands there later
                self._keep(name, [value] if is_code(value) else None)

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and self._link.call("has", name) is True

    def __iter__(self) -> Iterator[str]:
        return iter([name for name in self._link.call("names") if isinstance(name, str)])

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def module(self, name: str) -> Any:
        """Return a stand-in for a module as the submission sees it."""
        return self._link.call("import", name)

    def __eq__(self, other: object) -> bool:
        return self is other

    __hash__ = object.__hash__

    def __repr__(self) -> str:
        return "<the notebook's namespace>"
