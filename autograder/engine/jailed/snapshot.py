"""What a cell that took long has computed, as bytes with which a later run of the same notebook can go on.

A snapshot holds the notebook's data. What the notebook defines (functions, classes, imports) is not in it: the run that
goes on executes those parts of the cells again. So there is a snapshot only where nothing else can have changed, and
none in case of doubt: the cell is then simply run again.

The bytes are pickled and unpickled in the jail alone. To the trusted side they are bytes.
"""

from __future__ import annotations

import ast
import contextlib
import io
import os
import pickle
import random
import re
import sys
import types
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

if TYPE_CHECKING:
    from .cells import Cells

MOST_BYTES: Final = 32 << 20
_MOST_PLAIN_BYTES: Final = 512 << 20
_DEFINED: Final = (types.FunctionType, types.BuiltinFunctionType, types.ModuleType, type)
_OF_THE_SHELL: Final = re.compile(r"In|Out|exit|quit|get_ipython|open|_+|_i+|_i?\d+|_[iod]h|_exit_code|__\w+__")
_DEFINITIONS: Final = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Import, ast.ImportFrom)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a cell must leave as it is for a snapshot to be made after it."""

    bound: Mapping[str, int]
    defined: Mapping[str, tuple[int, ...]]
    files: tuple[tuple[str, int, int], ...]
    settings: tuple[Any, ...]


class ResumableCells:
    """Runs cells in `cells`; after each one there can be a snapshot of what it has computed."""

    def __init__(self, cells: Cells) -> None:
        self._cells = cells
        self._before: Surroundings | None = None
        self._shown: Mapping[str, Any] = {}

    def run(
        self, cell: int, source: str, seed: int | None, room: int, lasting: bool, goes_on: bool = False
    ) -> Mapping[str, Any]:
        """Run a cell as `Cells.run` does; only after a `lasting` one there can be a snapshot."""
        self._before = None
        if lasting:
            with contextlib.suppress(Exception):  # whatever the submission has broken, its cell runs
                self._before = surroundings(self._cells.namespace)
        outcome = self._cells.run(cell, source, seed, room, goes_on=goes_on)
        self._shown = {name: outcome[name] for name in ("printed", "figures", "places")}
        return outcome

    def resume(self, cell: int, source: str, seed: int | None, packed: bytes, room: int) -> Mapping[str, Any]:
        """Do what `run` did before the snapshot was made, without computing it again."""
        outcome = self._cells.run(cell, definitions(source), seed)
        outcome |= load(self._cells.namespace, packed)
        outcome["figures"] = outcome["figures"][: max(room, 0)]
        return outcome

    def snapshot(self, source: str) -> bytes | None:
        """Return a snapshot after the cell `source`, which ran last; None where there can be none."""
        return save(self._cells.namespace, self._before, source, self._shown)


def surroundings(namespace: Mapping[str, Any]) -> Surroundings:
    """Return how things are before a cell."""
    own = {name: value for name, value in namespace.items() if _is_students(name)}
    return Surroundings(
        {name: id(value) for name, value in own.items()},
        {name: _inside(value) for name, value in own.items() if isinstance(value, _DEFINED)},
        _files(),
        (np.geterr(), np.get_printoptions(), _plot_settings(), Path.cwd(), tuple(sys.path), dict(os.environ)),
    )


def definitions(source: str) -> str:
    """Return those statements of a cell that define something, as source; the others must be covered by a snapshot.

    Raises:
        SyntaxError: it is not plain Python (a magic, perhaps).

    """
    return "\n".join(ast.unparse(node) for node in ast.parse(source).body if isinstance(node, _DEFINITIONS))


def save(
    namespace: Mapping[str, Any], before: Surroundings | None, source: str, shown: Mapping[str, Any] | None = None
) -> bytes | None:
    """Return a snapshot after the cell `source`, or None where it would not be safe to go on from one.

    `shown` is what the cell printed and showed.
    """
    if before is None:
        return None
    now = surroundings(namespace)
    if now.files != before.files or now.settings != before.settings:
        return None
    if not _defines_plainly(namespace, before, now, source):
        return None
    data = {name: namespace[name] for name in now.bound if not isinstance(namespace[name], _DEFINED)}
    for name in [name for name, value in data.items() if _pickled(value) is None]:
        if now.bound[name] != before.bound.get(name):
            return None
        del data[name]  # the cell that made it runs again
    content = (data, sorted(now.bound), np.random.get_state(), random.getstate(), dict(shown or {}))
    plain = _pickled(content)
    if plain is None:
        return None
    packed = zlib.compress(plain, 1)
    return packed if len(packed) <= MOST_BYTES else None


def load(namespace: dict[str, Any], packed: bytes) -> dict[str, Any]:
    """Bring the notebook's data into the state of a snapshot; return what its cell printed and showed."""
    data, names, numpy_state, python_state, shown = pickle.loads(zlib.decompress(packed))  # noqa: S301 - in the jail
    for name in [name for name in namespace if _is_students(name) and name not in names]:
        del namespace[name]
    namespace.update(data)
    np.random.set_state(numpy_state)
    random.setstate(python_state)
    return dict(shown)


def _is_students(name: Any) -> bool:
    return type(name) is str and not _OF_THE_SHELL.fullmatch(name)


def _defines_plainly(namespace: Mapping[str, Any], before: Surroundings, now: Surroundings, source: str) -> bool:
    """Tell whether executing the cell's definitions again gives all functions and classes that it left."""
    try:
        again = _names_defined(source)
    except SyntaxError:
        return False
    for name, inside in now.defined.items():
        is_new = now.bound[name] != before.bound.get(name)
        if is_new and name not in again:
            return False
        if not is_new and inside != before.defined.get(name):
            return False
        value = namespace[name]
        if isinstance(value, types.FunctionType) and value.__module__ == "__main__" and _remembers(value):
            return False
    return True


def _names_defined(source: str) -> set[str]:
    names: set[str] = set()
    for node in ast.parse(source).body:
        match node:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                names.add(name)
            case ast.Import(names=aliases) | ast.ImportFrom(names=aliases):
                names.update((alias.asname or alias.name).partition(".")[0] for alias in aliases)
    return names


def _inside(value: Any) -> tuple[int, ...]:
    """Return what tells whether a function or class was changed; libraries' own do not matter."""
    if isinstance(value, types.ModuleType) or getattr(value, "__module__", None) != "__main__":
        return ()
    return tuple(id(part) for part in vars(value).values())


def _remembers(function: types.FunctionType) -> bool:
    """Tell whether a function may keep something from call to call that is not in a global variable."""
    cells = function.__closure__ or ()
    kept = [*(cell.cell_contents for cell in cells), *(function.__defaults__ or ())]
    kept += (function.__kwdefaults__ or {}).values()
    plain = (type(None), bool, int, float, complex, str, bytes, tuple, types.EllipsisType, *_DEFINED)
    return bool(vars(function)) or any(not isinstance(part, plain) for part in kept)


def _pickled(value: Any) -> bytes | None:
    try:
        with io.BytesIO() as file:
            pickle.Pickler(file, protocol=5).dump(value)
            return file.getvalue() if file.tell() <= _MOST_PLAIN_BYTES else None
    except Exception:
        return None


def _files() -> tuple[tuple[str, int, int], ...]:
    """Return name, size and time of everything in the work folder."""
    paths = [Path(folder, name) for folder, folders, names in os.walk(".") for name in (*folders, *names)]
    states = [(path, path.lstat()) for path in paths]
    return tuple(sorted((str(path), state.st_size, state.st_mtime_ns) for path, state in states))


def _plot_settings() -> Mapping[str, Any]:
    matplotlib = sys.modules.get("matplotlib")
    # not dict.copy, which goes through the keys of a subclass one by one
    return {} if matplotlib is None else dict(dict.items(matplotlib.rcParams))
