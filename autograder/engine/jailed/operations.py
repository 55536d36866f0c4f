"""What the trusted side can have done with one object that stays in the jail."""

from __future__ import annotations

import copy
import importlib
import inspect
from collections.abc import Callable, Mapping
from operator import attrgetter
from typing import Any, Final

import numpy as np


def _signature(function: Any) -> list[tuple[str, int, bool, Any]]:
    """Return (name, kind, has a default, default) of each parameter."""
    empty = inspect.Parameter.empty
    return [
        (parameter.name, int(parameter.kind), parameter.default is not empty, _default(parameter.default))
        for parameter in inspect.signature(function).parameters.values()
    ]


def _default(value: Any) -> Any:
    return None if value is inspect.Parameter.empty else value


def _ask(questions: list[tuple[Any, ...]]) -> list[Any]:
    """Return an attribute for each (object, name, arguments, options), or what it returns if it can be called."""
    answers = []
    for value, name, arguments, options in questions:
        answer = attrgetter(name)(value)
        answers.append(answer(*arguments, **options) if callable(answer) else answer)
    return answers


def _set_attributes(value: Any, attributes: dict[str, Any]) -> None:
    for name, attribute in attributes.items():
        setattr(value, name, attribute)


OBJECT_OPERATIONS: Final[Mapping[str, Callable[..., Any]]] = {
    "array": np.asarray,
    "ask": _ask,
    "call": lambda function, arguments, options: function(*arguments, **options),
    "call_alone": lambda function, arguments, options: function(*arguments, **options),  # its changes stay here
    "copy": lambda value, deep: copy.deepcopy(value) if deep else copy.copy(value),
    "delattr": delattr,
    "delitem": lambda value, key: value.__delitem__(key),
    "getitem": lambda value, key: value[key],
    "import": importlib.import_module,
    "isinstance": isinstance,
    "iterate": iter,
    "length": len,
    "next": next,
    "setattrs": _set_attributes,
    "setitem": lambda value, key, entry: value.__setitem__(key, entry),
    "signature": _signature,
}
