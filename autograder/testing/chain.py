"""Why something is not there: followed back through the cells of a notebook to the one that stopped first.

A cell that an exception ends loses what its later statements were to make: names, attributes, files. Whatever needs
those fails for want of them, and says so in words that do not name the cause. Everything here is told from the text of
the cells and from the exceptions that ended some of them.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from .statements import bound_names, parsed

_NEEDS = (  # Python's own words, and numpy's
    ("name", re.compile(r"NameError: name '(\w+)' is not defined")),
    ("attribute", re.compile(r"AttributeError: (?!'NoneType'|'ellipsis').* has no attribute '(\w+)'")),
    ("file", re.compile(r"FileNotFoundError: .*No such file or directory: '([^']+)'")),
    ("file", re.compile(r"FileNotFoundError: (\S+) not found")),
)
_BINDS = re.compile(r"^[ \t]*(?:(?:async[ \t]+)?(?:def|class)[ \t]+(\w+)|((?:\w+[ \t]*,[ \t]*)*\w+)[ \t]*=(?!=))", re.M)
_MODULE = re.compile(r"ModuleNotFoundError: No module named '([\w.]+)'")
_STUB = "NotImplementedError"
_FILE_OF_CELL = re.compile(r" \((?:<[^>]*>|\d+\.py), line \d+\)$")  # what IPython calls it, which nobody else does
_KNOWN_AS = {"np": "numpy", "plt": "matplotlib.pyplot", "pd": "pandas"}
_MOST_SAID = 3  # links of a chain, besides the root


@dataclass(frozen=True)
class Stop:
    """The exception that ended a cell, as "Type: text", and the line of the cell that raised it, 0 if unknown.

    `is_filled_in` says that what raised it is no stub, although it raised what stubs raise.
    """

    error: str
    line: int = 0
    is_filled_in: bool = False


@dataclass(frozen=True)
class Link:
    """Something that is missing ("name", "attribute" or "file"), the cell that was to make it, and why it did not.

    Of the kind "cell" is what an answer lacks because its own cell stopped, whatever that was to make or to fill.

    Without a `stop` it is a name that is made only after its use, in `cell`, or ("alias") one that a module is known by
    and that `cell` does not give it.
    """

    kind: str
    what: str
    cell: int
    stop: Stop | None


def ended_by_stub(stop: Stop) -> bool:
    """Tell whether a cell was ended by a stub that is still there, and not by code that raises what stubs do."""
    return stop.error.startswith(_STUB) and not stop.is_filled_in


def endings(stops: Mapping[int, Stop]) -> dict[int, str]:
    """Return the exceptions that ended cells, "" where a stub did."""
    return {cell: "" if ended_by_stub(stop) else stop.error for cell, stop in stops.items()}


def needed_in(error: str) -> tuple[str, str] | None:
    """Return what an exception says that it missed, as ("name", "np") for instance."""
    found = ((kind, pattern.match(error)) for kind, pattern in _NEEDS)
    return next(((kind, match[1]) for kind, match in found if match), None)


def links_to(
    kind: str, what: str, cells: Mapping[int, str], stops: Mapping[int, Stop], before: int | None = None
) -> tuple[Link, ...]:
    """Return what is to blame for a thing that is missing before a cell (or at the end), the root last; () for nothing.

    `cells` are the sources by their numbers, in the order in which they ran, `stops` the exceptions that ended some.
    """
    links: list[Link] = []
    ended = [cell for cell in cells if cell in stops and not ended_by_stub(stops[cell])]
    lost = {cell: _made(cells[cell], stops[cell].line) for cell in reversed(ended)}
    need: tuple[str, str] | None = (kind, what)
    if kind == "cell":
        before = int(what)
        links.append(Link(kind, what, before, _in_full(stops[before], cells[before])))
        need = needed_in(stops[before].error)
    while need:
        earlier = [cell for cell in lost if before is None or cell < before]
        losers = [cell for cell in earlier if _is_in(need, lost[cell])] or [
            cell for cell in earlier if need[0] == "name" and ("name", "*") in lost[cell]
        ]
        if not losers and need == (kind, what):  # it may have been begun before the stop, and stayed unfinished
            losers = [cell for cell in earlier if kind == "name" and _begins(cells[cell], what)]
        if not losers:
            later = [cell for cell in cells if before is not None and cell >= before and cell not in stops]
            makers = [cell for cell in later if need[0] == "name" and _makes(cells[cell], need)]
            found = [Link(*need, cell, None) for cell in makers[:1]] or _without_alias(need, cells)
            return (*links, *found)
        before = losers[0]
        links.append(Link(*need, before, _in_full(stops[before], cells[before])))
        need = needed_in(stops[before].error)
    return tuple(links)


def told(links: Sequence[Link], where: Callable[[int, int], str]) -> str:
    """Return the links as a sentence, "" without any; `where` says how the line of a cell is called, 0 for the cell."""
    said = ""
    for link in (*links[:_MOST_SAID], *links[_MOST_SAID:][-1:]):
        if link.kind == "cell":
            place = where(link.cell, link.stop.line if link.stop else 0)
            said = f"{place[:1].upper()}{place[1:]} "
            continue
        needs = f"{said}needs {thing(link)}, which" if said else thing(link)
        if link.kind == "alias":
            module = _KNOWN_AS[link.what]
            return f"{needs} is missing: {where(link.cell, 0)} imports {module}, but not as {link.what}."
        if link.stop is None:
            return f"{needs} is defined only later, in {where(link.cell, 0)}: move that up."
        said = f"{needs} is missing because {where(link.cell, link.stop.line)} "
    early = " before its end" if links and links[-1].kind == "cell" else ""
    return f"{said}stopped{early}: {_ended(links[-1])}" if said else ""


def _ended(root: Link) -> str:
    """Return the exception at the root, with what to do about it where that is known."""
    error = root.stop.error if root.stop else ""
    ended = error if error.endswith((".", "!", "?")) else f"{error}."
    if _MODULE.match(error):
        return f"{ended} If you can do without that module, take its import out."
    if error.startswith("FileNotFoundError"):
        return f"{ended} Only the assignment's files are there when it is graded: they lie beside the notebook."
    return ended


def thing(link: Link) -> str:
    """Return what is missing, as it is called in a sentence."""
    if link.kind == "cell":
        return "the rest of a cell"
    kinds = {"attribute": "the attribute ", "file": "the file "}
    return f"{kinds.get(link.kind, '')}`{link.what}`"


def in_a_cell(error: str) -> str:
    """Return an exception's text without the name of a file that a cell has for IPython alone."""
    return _FILE_OF_CELL.sub("", error)


def _without_alias(need: tuple[str, str], cells: Mapping[int, str]) -> list[Link]:
    """Return the cell that imports a module without the name that it is known by, if that is what is missing."""
    kind, name = need
    module = _KNOWN_AS.get(name, "") if kind == "name" else ""
    if not module or any(_makes(source, need) for source in cells.values()):
        return []
    importing = {cell: source for cell, source in cells.items() if module in source}
    for cell, source in importing.items():
        for node in (node for statement in parsed(source) or () for node in ast.walk(statement)):
            named = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if module in named or (isinstance(node, ast.ImportFrom) and node.module == module):
                return [Link("alias", name, cell, None)]
    return []


def _in_full(stop: Stop, source: str) -> Stop:
    """Return the stop with the whole name of a missing module: of google.colab Python may name the google alone."""
    module = _MODULE.match(stop.error)
    for statement in (parsed(source) or ()) if module else ():
        if module and statement.lineno <= stop.line <= (statement.end_lineno or 0):
            names = [node.module or "" for node in ast.walk(statement) if isinstance(node, ast.ImportFrom)]
            names += [a.name for node in ast.walk(statement) if isinstance(node, ast.Import) for a in node.names]
            whole = next((name for name in names if f"{name}.".startswith(f"{module[1]}.")), module[1])
            return replace(stop, error=f"{stop.error[: module.start(1)]}{whole}{stop.error[module.end(1) :]}")
    return stop


def _made(source: str, line: int) -> set[tuple[str, str]]:
    """Return what a cell makes from a line on: names, attributes, and whatever texts it has, which may name files."""
    statements = parsed(source)
    if statements is None:
        found = (match[1] or match[2] for match in _BINDS.finditer(source))
        return {("name", name.strip()) for names in found for name in names.split(",")}
    rest = [statement for statement in statements if (statement.end_lineno or 0) >= line]
    nodes = [node for statement in rest for node in ast.walk(statement)]
    return {
        *(("name", name) for statement in rest for name in bound_names(statement)),
        *(("attribute", node.attr) for node in nodes if isinstance(node, ast.Attribute) and _is_stored(node)),
        *(("file", node.value) for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)),
    }


def _makes(source: str, need: tuple[str, str]) -> bool:
    """Tell whether a cell makes something. Few have its name in them: the others need not be parsed."""
    return need[1] in source and need in _made(source, 0)


def _begins(source: str, name: str) -> bool:
    """Tell whether a cell gives a name a value, which what comes after it may have to fill."""
    assigned = (statement for statement in parsed(source) or () if isinstance(statement, ast.Assign | ast.AnnAssign))
    return any(name in bound_names(statement) for statement in assigned)


def _is_stored(node: ast.Attribute) -> bool:
    return isinstance(node.ctx, ast.Store)


def _is_in(need: tuple[str, str], made: set[tuple[str, str]]) -> bool:
    """Tell whether a cell makes what is needed, or has a text that names a folder of the file."""
    folders = (text.rstrip("/") for kind, text in made if need[0] == kind == "file")
    return need in made or any(len(folder) > 1 and need[1].startswith(f"{folder}/") for folder in folders)
