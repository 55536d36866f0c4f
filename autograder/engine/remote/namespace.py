"""The notebook's globals, as a mapping on the trusted side: what a test file gets as its environment."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping
from typing import Any


class RemoteNamespace(MutableMapping[str, Any]):
    """Names to values; what is no plain data comes as a stand-in (see proxies).

    A value is fetched each time, so a change made to a fetched list or array stays here; set it to change the original.
    """

    def __init__(self, call: Callable[..., Any]) -> None:
        self._call = call

    def __getitem__(self, name: str) -> Any:
        if not isinstance(name, str):
            raise KeyError(name)
        return self._call("get", name)

    def __setitem__(self, name: str, value: Any) -> None:
        self._call("set", name, value)

    def __delitem__(self, name: str) -> None:
        self._call("delete", name)

    def get(self, name: str, default: Any = None) -> Any:
        """Return the value of a name, or `default` when there is none, in one request."""
        match self._call("find", name) if isinstance(name, str) else ():
            case [value]:
                return value
        return default

    def update(  # type: ignore[override]  # it takes all that the overloads of a mapping take
        self, other: Mapping[str, Any] | Iterable[tuple[str, Any]] = (), /, **names: Any
    ) -> None:
        """Set several names in one request."""
        if values := dict(other, **names):
            self._call("update", values)

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and self._call("has", name) is True

    def __iter__(self) -> Iterator[str]:
        return iter([name for name in self._call("names") if isinstance(name, str)])

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def module(self, name: str) -> Any:
        """Return a stand-in for a module as the submission sees it."""
        return self._call("import", name)

    def __eq__(self, other: object) -> bool:
        return self is other

    __hash__ = object.__hash__

    def __repr__(self) -> str:
        return "<the notebook's namespace>"
