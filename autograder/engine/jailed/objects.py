"""The jail's side of values: what stays here gets a number, what the trusted side lent gets a stand-in."""

from __future__ import annotations

import builtins
import itertools
import weakref
from collections.abc import Callable, Iterable
from types import BuiltinFunctionType, FunctionType, ModuleType
from typing import Any, Final

import numpy as np

from .attributes import Attributes
from .bases import write_base_value
from .classes import write_instance
from .decode import Reader
from .encode import Writer
from .wire import MAX_NUMBER, NAME_LENGTH, Ability, Tag

_NAMED: Final = (FunctionType, BuiltinFunctionType, ModuleType, type, np.ufunc)


class TrustedFunction:
    """A function that stays on the trusted side: a call is answered there, while the test case runs that lent it.

    A submission may keep it for longer, in a cache for instance. Then it calls the submission's `own` function in whose
    place it stood, or raises, and the trusted side gets it as any other object of the submission: there a number that
    is not lent ends the submission.
    """

    __slots__ = ("__name__", "__weakref__", "_call", "lent", "number", "own")

    def __init__(self, number: int, call: Callable[..., Any]) -> None:
        self.number = number
        self.lent = True
        self.own: Any = None
        self._call = call
        self.__name__ = "helper"

    def __call__(self, *arguments: Any, **options: Any) -> Any:
        """Have the trusted side answer."""
        if not self.lent and callable(self.own):
            return self.own(*arguments, **options)
        if not self.lent:
            raise RuntimeError("this function was kept from a call that is over: look it up by its name in every call")
        return self._call(self.number, arguments, options)

    def __repr__(self) -> str:
        return "<function lent by the grader>"


class Objects:
    """Numbers for what the trusted side holds proxies of. The same object has the same number while it is held."""

    def __init__(self, call_function: Callable[..., Any]) -> None:
        self._call_function = call_function
        self._objects: dict[int, Any] = {}
        self._numbers: dict[int, int] = {}
        self.attributes = Attributes()
        self.classes: frozenset[str] = frozenset()  # whose instances go as what they are
        self._next_number = itertools.count(1)
        self._functions: weakref.WeakValueDictionary[int, TrustedFunction] = weakref.WeakValueDictionary()

    def __len__(self) -> int:
        return len(self._objects)

    def release(self, numbers: Iterable[int]) -> None:
        """Forget objects that nobody on the trusted side holds any more."""
        for number in numbers:
            missing = object()
            value = self._objects.pop(number, missing)
            if value is not missing:
                del self._numbers[id(value)]

    def end_loans(self) -> None:
        """Take back all functions: the test case that lent them is over."""
        for function in self._functions.values():
            function.lent = False
        self._functions.clear()

    def read_object(self, reader: Reader, depth: int) -> Any:
        """Return the object whose number comes next; LookupError if it is not held."""
        return self._objects[reader.integer(0, MAX_NUMBER)]

    def read_function(self, reader: Reader, depth: int) -> TrustedFunction:
        """Return the stand-in for the trusted function whose number comes next: always the same one."""
        number = reader.integer(0, MAX_NUMBER)
        function = self._functions.get(number)
        if function is None:
            function = self._functions[number] = TrustedFunction(number, self._call_function)
        return function

    def put(self, namespace: dict[str, Any], values: dict[str, Any]) -> None:
        """Give names in a namespace other values; what is lent knows in whose place it stands."""
        for name, value in values.items():
            before = namespace.get(name)
            if type(value) is TrustedFunction and type(before) is not TrustedFunction:
                value.own = before
        namespace.update(values)

    def write_other(self, writer: Writer, value: Any, depth: int) -> None:
        """Write a value of a type that has no form of its own: its base value, or a number.

        Where classes are kept, a tuple of another class stays here, with what that class can do.
        """
        kind = type(value)
        if kind is TrustedFunction and value.lent:
            writer.tag(Tag.FUNCTION)
            writer.plain(value.number)
        elif write_instance(writer, value, depth, self.classes):
            return
        elif (self.classes and issubclass(kind, tuple)) or not write_base_value(writer, value, depth):
            self.write_handle(writer, value, depth)

    def write_handle(self, writer: Writer, value: Any, depth: int = 0) -> None:
        """Write the number of `value`, and what the trusted side should know about it."""
        number = self._numbers.get(id(value))
        if number is None:
            number = next(self._next_number)
            self._objects[number] = value
            self._numbers[id(value)] = number
        writer.tag(Tag.OBJECT)
        kind = type(value)
        abilities = _abilities(value) | (Ability.SET if self.attributes.are_plain(kind) else 0)
        writer.plain(number, abilities, _short(kind.__name__), _name(value))
        writer.value(self.attributes.ready(value) or None, depth + 1)


def _abilities(value: Any) -> int:
    kind = type(value)
    abilities = 0
    if callable(value):
        abilities |= Ability.CALL
    if hasattr(kind, "__len__"):
        abilities |= Ability.LENGTH
    if hasattr(kind, "__iter__"):
        abilities |= Ability.ITERATE
    if hasattr(kind, "__next__"):
        abilities |= Ability.NEXT
    if hasattr(kind, "__getitem__"):
        abilities |= Ability.ITEMS
    if hasattr(kind, "__array__") or (abilities & Ability.LENGTH and abilities & Ability.ITEMS):
        abilities |= Ability.ARRAY
    return abilities


def _name(value: Any) -> str:
    if not isinstance(value, _NAMED):
        return ""
    try:
        return _short(value.__name__)
    except Exception:
        return ""


def _short(text: Any) -> str:
    return text[:NAME_LENGTH] if type(text) is str else "object"


def lent_failure(name: str, text: str, token: int) -> Exception:
    """Return what a function of the trusted side raised, as Python's exception of that name.

    When it comes back as the failure of the call that led here, the token tells the trusted side which one it was.
    """
    kind = vars(builtins).get(name)
    try:
        error: Exception = kind(text) if issubclass(kind, Exception) else Exception(text)  # type: ignore[misc,arg-type]
    except TypeError:
        error = Exception(text)
    error.__dict__["grader_token"] = token
    return error
