"""What a check can say in the student's own notebook: which line of the student raised, which cell stopped before.

Elsewhere (where a class is graded the tests run in another process than the notebook) nothing of it is found, and said.
"""

from __future__ import annotations

import re
import sys
import types
from collections.abc import Mapping
from linecache import getline
from typing import Any

from .chain import Stop, endings, in_a_cell, links_to, needed_in, told
from .filled import raised_by_stub, why_empty
from .spelling import close_name

_OTTERS = re.compile(
    r"from otter import Notebook as notebook_|import sys\nsys\.path\.append\(r\"|import numpy as np_\w+\nimport random"
)
_SEEDED = re.compile(r"np_\w+\.random\.seed\(\d+\)\nrandom_\w+\.seed\(\d+\)\n")  # what otter puts before a cell
_COLOURS = re.compile(r"\x1b\[[0-9;]*m")


def why_missing(kind: str, what: str) -> str:
    """Return why a thing is not in the notebook, in a sentence, or ""."""
    space = _notebook()
    if why := told(links_to(kind, what, _cells(space), _stops(space)), lambda cell, line: f"In [{cell}]"):
        return why
    functions = [name for name, value in space.items() if isinstance(value, types.FunctionType | type)]
    near = close_name(what, functions) if kind == "name" else ""
    return f"There is {near}: is it meant to be {what}?" if near else ""


def why_nothing(what: str, value: str) -> str:
    """Return what is to be asked where `what` is filled in, and yet is `value`, which means nothing; or ""."""
    space = _notebook()
    cells, stops = _cells(space), _stops(space)
    if what.isidentifier() and links_to("name", what, cells, stops):
        return ""
    return why_empty(what, value, cells, endings(stops), lambda cell: f"In [{cell}]")


def told_where(error: Exception) -> Exception:
    """Return an exception as one that also says in which line of the notebook it was raised; else itself."""
    trace, line, function = error.__traceback__, "", None
    while trace is not None:
        code = trace.tb_frame.f_code
        if trace.tb_frame.f_globals.get("__name__") == "__main__":
            function, line = code, getline(code.co_filename, trace.tb_lineno).strip()
            number = trace.tb_lineno - code.co_firstlineno + 1
        trace = trace.tb_next
    if function is None or not _notebook():
        return error
    name = function.co_qualname.rpartition("<locals>.")[2]
    text = f"{error}\n  in line {number} of {name}: {line}"
    if need := needed_in(f"{type(error).__name__}: {error}"):
        text = "\n  ".join(filter(None, [text, why_missing(*need)]))
    kind = type(type(error).__name__, (type(error),), {"__str__": lambda self: text, "__module__": "__main__"})
    try:
        said = kind.__new__(kind, *error.args)
    except TypeError:  # a class of the student's, which wants other arguments
        return error
    said.args = error.args
    said.__dict__.update(error.__dict__)
    told_of: Exception = said.with_traceback(error.__traceback__)
    return told_of


def _notebook() -> Mapping[str, Any]:
    """Return the names of the notebook in whose process this runs, none if it runs in no notebook."""
    space = vars(sys.modules["__main__"])
    return space if isinstance(space.get("In"), list) and callable(space.get("get_ipython")) else {}


def _cells(space: Mapping[str, Any]) -> dict[int, str]:
    """Return the sources of the cells that have run, by their numbers in the notebook, as its author has them."""
    added = _added(space)
    return {
        number - added: _SEEDED.sub("", source) if added else source
        for number, source in enumerate(space.get("In", ()))
        if number > added
    }


def _added(space: Mapping[str, Any]) -> int:
    """Return how many cells otter has put before the notebook's own, which it does when it grades."""
    cells = list(space.get("In", ()))[1:]
    return next((number for number, source in enumerate(cells) if not _OTTERS.match(source)), len(cells))


def _stops(space: Mapping[str, Any]) -> dict[int, Stop]:
    """Return the exceptions that ended cells, by the numbers of the cells, as far as IPython keeps them."""
    shell = space["get_ipython"]() if space else None
    kept = getattr(getattr(shell, "history_manager", None), "exceptions", {})
    stops, added = {}, _added(space)
    for number, raised in kept.items():
        lines = _COLOURS.sub("", "\n".join(raised.get("traceback", ())))
        line = re.search(rf"In ?\[{number}\], line (\d+)", lines)
        innermost = [(int(cell), int(line)) for cell, line in re.findall(r"In ?\[(\d+)\], line (\d+)", lines)][-1:]
        of_stub = all(cell < len(space["In"]) and raised_by_stub(space["In"][cell], line) for cell, line in innermost)
        seeded = _SEEDED.match(space["In"][number]) if added and number < len(space["In"]) else None
        place = int(line[1]) - (seeded[0].count("\n") if seeded else 0) if line else 0
        error = in_a_cell(f"{raised.get('ename')}: {raised.get('evalue')}")
        stops[number - added] = Stop(error, place, is_filled_in=not of_stub)
    return stops
