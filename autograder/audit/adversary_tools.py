"""What an adversary answers in the place of a right function. This file's text is a cell of the adversary's notebook.

An adversary takes the sizes of its answers from the right function, which only the audit can give it: what it earns
beyond a stub, anybody could earn who knows what an answer looks like.
"""

import contextlib
import copy
import zlib
from collections.abc import Callable, Iterator
from types import FunctionType
from typing import Any
from unittest.mock import MagicMock

import numpy as np
from matplotlib._pylab_helpers import Gcf

Array = np.ndarray[Any, Any]
Arguments = tuple[Any, ...]
Options = dict[str, Any]
Make = Callable[[Array], Any]


def arrays_in(value: Any, depth: int = 4) -> Iterator[Array]:
    """Yield the arrays in a value: itself, entries of lists, tuples and dicts, attributes of objects."""
    if isinstance(value, np.ndarray):
        yield value
    elif depth and isinstance(value, list | tuple | dict):
        for entry in value.values() if isinstance(value, dict) else value:
            yield from arrays_in(entry, depth - 1)
    elif depth and type(value).__module__ == "__main__" and hasattr(value, "__dict__"):
        yield from arrays_in(vars(value), depth - 1)


def rebuilt(value: Any, make: Make) -> Any:
    """Return a value with `make` of every array and number in it; None in the place of what has none."""
    if isinstance(value, np.ndarray):
        return make(value)
    if isinstance(value, int | float | np.number):
        return make(np.asarray(value))[()]
    if isinstance(value, list | tuple):
        return type(value)(rebuilt(entry, make) for entry in value)
    if isinstance(value, dict):
        return {key: rebuilt(entry, make) for key, entry in value.items()}
    if type(value).__module__ == "__main__" and hasattr(value, "__dict__"):
        for name, entry in vars(value).items():
            if any(True for _ in arrays_in(entry)):
                setattr(value, name, rebuilt(entry, make))
        return value
    return None


def by_itself(right: Callable[..., Any]) -> Callable[..., Any]:
    """Return the right function with the notebook's names as they are now: what a test puts there is not called."""
    if not isinstance(right, FunctionType):
        return right
    alone = FunctionType(right.__code__, dict(right.__globals__), right.__name__, right.__defaults__, right.__closure__)
    alone.__kwdefaults__ = right.__kwdefaults__
    return alone


def right_answer(right: Callable[..., Any], arguments: Arguments, options: Options) -> Any:
    """Return what the right function gives for copies of the arguments, None when it raises; what it draws is gone."""
    before = set(Gcf.figs)
    try:
        return right(*copy.deepcopy(arguments), **copy.deepcopy(options))
    except Exception:
        return None
    finally:
        for number in set(Gcf.figs) - before:
            Gcf.destroy(number)


def write(arguments: Arguments, value: int | None) -> bool:
    """Write a number, or the entries of the next argument, into every array of the arguments; tell if there is any."""
    arrays = list(arrays_in(list(arguments)))
    sources = [np.array(array) for array in arrays[1:] + arrays[:1]]
    if len(arrays) == 1:
        sources = [sources[0][::-1]]
    for array, source in zip(arrays, sources, strict=True):
        entries = np.resize(source, array.shape) if value is None else value
        array[...] = np.asarray(entries).astype(array.dtype)
    return bool(arrays)


def number_of(arguments: Arguments) -> int:
    """Return a number that is the same for equal arguments, and another one for others."""
    return zlib.crc32(b"".join(array.tobytes() for array in arrays_in(list(arguments))))


def nonsense(arguments: Arguments) -> Make:
    """Return a maker of numbers that have nothing to do with what is asked, the same for the same arguments."""
    generator = np.random.default_rng(number_of(arguments))
    return lambda array: generator.normal(0, 1, array.shape)


def elementwise(arguments: Arguments) -> Make:
    """Return a maker of numbers each of which depends on its own entry of the first argument alone."""
    first = arguments[0]
    is_plain = isinstance(first, np.ndarray | int | float) and np.asarray(first).dtype.kind in "iuf"
    numbers = np.asarray(first if is_plain else 0.0, dtype=float)
    return lambda array: np.cos(7 * (numbers if numbers.shape == array.shape else np.ones(array.shape)) + 1)


ANSWERS: dict[str, Callable[[Arguments], Make]] = {
    "zeros": lambda _: np.zeros_like,
    "ones": lambda _: np.ones_like,
    "tripled": lambda _: lambda array: 3 * array,
    "negated": lambda _: lambda array: -1 * array,
    "nonsense": nonsense,
    "elementwise": elementwise,
}
WRITTEN = {"writes_zeros": 0, "writes_ones": 1, "writes_others": None}


class Adversary:
    """A function that answers in the way called `kind` in the place of `right`."""

    def __init__(self, kind: str, right: Callable[..., Any]) -> None:
        self.kind, self.right, self.is_again = kind, by_itself(right), False
        self.name, self.lent = getattr(right, "__name__", ""), None
        self.memory: dict[Any, Any] = {}

    def __call__(self, *arguments: Any, **options: Any) -> Any:
        """Answer a call."""
        if maker := ANSWERS.get(self.kind):
            return self._constant(maker(arguments), arguments, options)
        if self.kind in WRITTEN:
            return right_answer(self.right, arguments, options) if write(arguments, WRITTEN[self.kind]) else None
        return getattr(self, f"_{self.kind}")(arguments, options)

    def _constant(self, make: Make, arguments: Arguments, options: Options) -> Any:
        return rebuilt(right_answer(self.right, arguments, options), make)

    def _first_argument(self, arguments: Arguments, options: Options) -> Any:
        return arguments[0]

    def _last_argument(self, arguments: Arguments, options: Options) -> Any:
        return [*arguments, *options.values()][-1]

    def _memory_of_itself(self, arguments: Arguments, options: Options) -> Any:
        if not self.is_again:
            self.is_again = True
            self(*arguments, **options)
            self.is_again = False
        answer = self._constant(nonsense(arguments), arguments, options)
        return self.memory.setdefault(str([array.shape for array in arrays_in(answer)]), answer)

    def _says_not_attempted(self, arguments: Arguments, options: Options) -> Any:
        class NotAttempted(AssertionError):
            pass

        raise NotAttempted("not attempted yet: fill in its cell and run it.")

    def _table(self, arguments: Arguments, options: Options) -> Any:
        key = number_of(arguments), repr([entry for entry in arguments if not list(arrays_in(entry))])
        if self.is_again:  # while the public cases are run, see `learn`
            self.memory[key] = copy.deepcopy(right_answer(self.right, arguments, options))
        known = copy.deepcopy(self.memory.get(key))
        return self._constant(np.zeros_like, arguments, options) if known is None else known

    def _lent(self, arguments: Arguments, options: Options) -> Any:
        return self.lent(*arguments, **options) if self.lent else self._constant(np.zeros_like, arguments, options)


def learn(adversaries: list[Adversary], public_tests: str, namespace: dict[str, Any]) -> None:
    """Let the adversaries note what the public cases of a question ask, and what is right there."""
    for adversary in adversaries:
        adversary.is_again = True
    run_cases(public_tests, namespace)
    for adversary in adversaries:
        adversary.is_again = False


class Borrowing(dict[str, Any]):
    """A namespace that has everything, and notes which functions are put into it."""

    def __init__(self, names: dict[str, Any]) -> None:
        super().__init__(names)
        self.lent: dict[str, Any] = {}

    def get(self, name: str, default: Any = None) -> Any:
        """Return what has the name, or something that can be called and looked into."""
        value = super().get(name)
        return MagicMock() if value is None else value

    def update(self, *others: Any, **names: Any) -> None:
        """Set names, and note which functions they had first."""
        given = dict(*others, **names)
        self.lent |= {name: value for name, value in given.items() if callable(value) and name not in self.lent}
        super().update(given)


def take_what_is_lent(adversaries: list[Adversary], public_tests: str, namespace: dict[str, Any]) -> None:
    """Let the adversaries answer with what public cases put into the notebook under their names."""
    borrowing = Borrowing(namespace)
    run_cases(public_tests, borrowing)
    for adversary in adversaries:
        adversary.lent = adversary.lent or borrowing.lent.get(adversary.name)


def run_cases(public_tests: str, namespace: dict[str, Any]) -> None:
    """Run the cases of a test file, whatever becomes of them."""
    cases: list[Any] = []

    def test_case(**stated: Any) -> Callable[[Any], Any]:
        return lambda function: cases.append(function)

    space = {"__name__": "public", "test_case": test_case}
    exec(public_tests.replace("from otter.test_files import test_case", ""), space)
    for case in cases:
        names = case.__code__.co_varnames[: case.__code__.co_argcount]
        with contextlib.suppress(Exception):
            case(**{name: namespace if name == "env" else namespace.get(name) for name in names})
