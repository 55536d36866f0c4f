import ast
import difflib
import numpy as np
import re
import sys
import types
from collections.abc import Callable
from collections.abc import Collection
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import MutableMapping
from collections.abc import Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from dataclasses import replace
from functools import lru_cache
from linecache import getline
from numpy.typing import NDArray
from otter.test_files import test_case
from typing import Any

OK_FORMAT = False
name = "q2_4"
points = 0.5


_LONGEST = 50_000


_MOST_CELLS = 1_000


_MAGIC = re.compile(r"^([ \t]*)[!%](?!%)[^\n]*|^%%(?:time|timeit|capture)\b[^\n]*", re.MULTILINE)


def statements_for(cells: Any, names: Collection[str], given: Collection[str]) -> list[str]:
    """Return the top-level statements of the `cells`, texts in order, on which `names` depend, in their order.

    Those that bind nothing but what is `given` are left out. A name is taken to depend on whatever is changed under
    it, too: `a.append(1)` and `a[0] = 1` change a.
    """
    statements = list(_statements(_texts(cells)))
    imported = {name for statement in statements if _is_import(statement) for name in bound_names(statement)}
    needed, kept = set(names), list[str]()
    for statement in reversed(statements):
        bound = bound_names(statement) | (_changed(statement) - imported)
        if not bound & needed or bound <= set(given) or _is_import(statement):
            continue  # what an import gave is there already, and what it did not give must not come of it now
        if isinstance(statement, ast.Assign) and all(isinstance(target, ast.Name) for target in statement.targets):
            needed -= bound
        needed |= _used(statement) - set(given)
        kept.append(ast.unparse(statement))
    return kept[::-1]


def defined_names(source: str) -> set[str]:
    """Return the names that the top-level statements of a source bind."""
    return {name for statement in ast.parse(source).body for name in bound_names(statement)}


def _texts(cells: Any) -> list[str]:
    return [cell for cell in cells[-_MOST_CELLS:] if isinstance(cell, str)] if isinstance(cells, list) else []


def _statements(cells: Sequence[str]) -> Iterator[ast.stmt]:
    for source in cells:
        yield from parsed(source) or ()


@lru_cache(256)
def parsed(source: str) -> list[ast.stmt] | None:
    """Return the top-level statements of a cell, its magics left out; None where it cannot be read as Python."""
    if len(source) > _LONGEST:  # the text is the submission's, and costs the grader's time
        return None
    try:
        return ast.parse(_MAGIC.sub(lambda found: f"{found[1] or ''}pass", source)).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _is_import(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Import | ast.ImportFrom)


def bound_names(statement: ast.stmt) -> set[str]:
    """Return the names that a statement binds in its module, "*" for whatever a module may hold."""
    found = set[str]()
    waiting: list[Any] = [statement]
    while waiting:  # no recursion: a submission may be nested as deeply as it likes
        node = waiting.pop()
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            found.add(node.name)
        elif isinstance(node, ast.Import | ast.ImportFrom):
            found |= {(alias.asname or alias.name).partition(".")[0] for alias in node.names}
        else:
            found |= {_root(node)} if isinstance(getattr(node, "ctx", None), ast.Store) else set()
            waiting += ast.iter_child_nodes(node)
    return found - {""}


def _changed(statement: ast.stmt) -> set[str]:
    """Return the names whose values a statement may change: by their methods, or under another name in a loop."""
    if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return set()
    calls = (node.func for node in ast.walk(statement) if isinstance(node, ast.Call))
    looped = (node for loop in ast.walk(statement) if isinstance(loop, ast.For) for node in ast.walk(loop.iter))
    return {
        *(name for function in calls if isinstance(function, ast.Attribute) and (name := _root(function))),
        *(node.id for node in looped if isinstance(node, ast.Name)),
    }


def _used(statement: ast.stmt) -> set[str]:
    """Return the names that a statement reads; not those of a function's own parameters and variables."""
    names = [node for node in ast.walk(statement) if isinstance(node, ast.Name)]
    used = {node.id for node in names}
    if isinstance(statement, ast.FunctionDef):
        used -= {node.id for node in names if isinstance(node.ctx, ast.Store)}
        used -= {node.arg for node in ast.walk(statement) if isinstance(node, ast.arg)}
    return used


def _root(node: ast.AST) -> str:
    """Return the name at the beginning of an expression such as `a[0].b`, "" if there is none."""
    while isinstance(node, ast.Attribute | ast.Subscript):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""


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


_MENTIONED = re.compile(r"^(?:what )?(\w+)|\b(?:from|after) (\w+)")


_WRITTEN = (ast.FunctionDef, ast.AsyncFunctionDef)


def why_empty(
    what: str, value: str, cells: Mapping[int, str], ended: Mapping[int, str], where: Callable[[int], str]
) -> str:
    """Return what is to be asked where there is nothing, although `what` was to be there is filled in; "" for a stub.

    `what` and `value` say what was looked at and what came. `cells` are the sources by their numbers, in order, `ended`
    the exceptions that stopped some of them, "" where a stub did, and `where` says how a cell is called.
    """
    if what.isidentifier():
        made = [(cell, node) for cell, node in _holding(what, cells) if what in bound_names(node)]
        if not made or is_stub(made[-1][1]):
            return ""
        cell = f"{where(made[-1][0])}, which sets it"
        if (error := ended.get(made[-1][0])) is not None:
            return error and f"There is no value in {what}, because {cell}, stopped: {error}"
        said = f"There is no value in {what} after {cell}"
        is_called = any(isinstance(node, ast.Call) for node in ast.walk(made[-1][1]))
        return f"{said}: does what it is made with return its result?" if is_called else f"{said}."
    for function in (word for words in _MENTIONED.findall(what) for word in words if word):
        bodies = [node for _, statement in _holding(function, cells) for node in ast.walk(statement)]
        bodies = [node for node in bodies if isinstance(node, _WRITTEN) and node.name == function]
        if bodies and not is_stub(bodies[-1]):
            asked = (
                "what does it put there" if re.search(rf"\bafter {function}\b", what) else "does it return its result"
            )
            return f"{what} is {value}, although {function} is filled in: {asked}?"
    return ""


def is_stub(node: ast.AST) -> bool:
    """Tell whether a statement does nothing but what an untouched stub does."""
    match node:
        case ast.FunctionDef(body=body) | ast.AsyncFunctionDef(body=body):
            return all(map(is_stub, body))
        case ast.Assign(value=ast.Constant(value=str(text))):
            return not text.strip()
        case ast.Assign(value=ast.Constant(value=value)):
            return value is None or value is Ellipsis
        case ast.Expr(value=ast.Constant()) | ast.Pass() | ast.Raise():
            return True
        case ast.Return(value=value):
            return value is None or (isinstance(value, ast.Constant) and value.value in (None, Ellipsis))
    return False


def raised_by_stub(source: str, line: int) -> bool:
    """Tell whether what the line of a cell has raised, as stubs do, comes from a stub that is still there.

    A stub raises by itself, whatever it is given, and has no result before that. `line` is the innermost one of the
    student's that was at work.
    """
    statements = parsed(source) or ()
    functions = [node for statement in statements for node in ast.walk(statement) if isinstance(node, _WRITTEN)]
    around = [node for node in functions if node.body[0].lineno <= line <= (node.end_lineno or 0)]
    body = max(around, key=lambda node: node.lineno).body if around else statements
    for statement in _without_blocks(body):
        if statement.lineno <= line <= (statement.end_lineno or 0):
            return isinstance(statement, ast.Raise)
        if around and _has_result(statement):
            return False
    return True


def _without_blocks(body: Sequence[ast.stmt]) -> Iterator[ast.stmt]:
    """Yield the statements of a body that always run, also those of its `with` blocks."""
    for statement in body:
        if isinstance(statement, ast.With | ast.AsyncWith):
            yield from _without_blocks(statement.body)
        else:
            yield statement


def _has_result(node: ast.AST) -> bool:
    """Tell whether a statement of a function gives its result: something else than None."""
    if isinstance(node, (*_WRITTEN, ast.Lambda, ast.ClassDef)):
        return False
    if isinstance(node, ast.Return):
        return not is_stub(node)
    return isinstance(node, ast.Yield | ast.YieldFrom) or any(map(_has_result, ast.iter_child_nodes(node)))


def _holding(name: str, cells: Mapping[int, str]) -> Iterator[tuple[int, ast.stmt]]:
    """Yield the top-level statements of the cells in which a name occurs, with the number of the cell."""
    for cell, source in cells.items():
        if name in source:
            yield from ((cell, statement) for statement in parsed(source) or ())


_CLOSE = 0.8


def close_name(missing: str, names: Iterable[str]) -> str:
    """Return the one of `names` that is closest to a missing one, "" where none is close; case and _ do not count."""
    plain: dict[str, str] = {}
    for name in names:
        plain.setdefault(_plain(name), name)
    near = difflib.get_close_matches(_plain(missing), plain, n=1, cutoff=_CLOSE)
    return plain[near[0]] if near else ""


def _plain(name: str) -> str:
    return name.replace("_", "").lower()


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


PATTERN_SENTENCES = {
    "zeros": "Every entry is 0.",
    "same": "All entries are the same number.",
    "sign": "Every entry has the wrong sign.",
    "signs": "The sizes are right, but some entries have the wrong sign.",
    "twice": "Every entry is twice what it should be.",
    "half": "Every entry is half of what it should be.",
    "mean": "Every entry is divided by the number of columns.",
    "sum": "Every entry is multiplied by the number of columns.",
    "large": "Every entry is too large by one and the same factor.",
    "small": "Every entry is too small by one and the same factor.",
    "factor": "Every entry is off by one and the same factor.",
    "offset": "Every entry is off by one and the same amount.",
    "transpose": "It is the transpose of what is asked for.",
    "exchanged": "There are two values, and each stands where the other one belongs.",
    "complement": "Every entry is 1 minus what it should be.",
    "square": "Every entry is the square of what it should be.",
    "root": "Every entry is the square root of what it should be.",
    "reciprocal": "Every entry is 1 divided by what it should be.",
    "whole": "Every entry is cut or rounded to a whole number.",
    "reversed": "The entries are right, but in reverse order.",
    "rows": "The rows are right, but in another order.",
    "columns": "The columns are right, but in another order.",
    "entries": "The numbers are right, but stand in other places.",
    "last column": "Only the last column is wrong.",
    "first column": "Only the first column is wrong.",
    "last row": "Only the last row is wrong.",
    "first row": "Only the first row is wrong.",
    "but the last column": "Only the last column is right.",
    "one column": "Only one column is wrong.",
    "one row": "Only one row is wrong.",
    "last columns": "Only columns at the end are wrong.",
    "last rows": "Only rows at the end are wrong.",
    "last entry": "Only the last entry is wrong.",
    "first entry": "Only the first entry is wrong.",
    "last entries": "Only entries at the end are wrong.",
    "one entry": "Only one entry is wrong.",
    "where zero": "Only entries that should be 0 are wrong.",
    "where not zero": "Only entries that should be 0 are right.",
    "where negative": "Only entries that should be negative are wrong.",
    "where positive": "Only entries that should be positive are wrong.",
    "cut off": "Only the largest entries are wrong: they are all the same number.",
    "row factors": "Each row is right up to a factor of its own: look at what it is divided or multiplied by.",
    "column factors": "Each column is right up to a factor of its own: look at what it is divided or multiplied by.",
    "row offsets": "Each row is off by an amount of its own: look at what is added to it.",
    "column offsets": "Each column is off by an amount of its own: look at what is added to it.",
    "rounding": "It is right up to rounding, but has to be exact.",
    "nearly": "It is nearly right: off by less than a hundredth of the largest entry.",
}


SHAPE_SENTENCES = {
    "transposed": "Its shape is the transpose of the one that is asked for.",
    "number": "It is a single number where an array is asked for.",
    "flat": "It has the right number of entries, but another shape.",
    "row more": "It has one row too many.",
    "row less": "It has one row too few.",
    "column more": "It has one column too many.",
    "column less": "It has one column too few.",
    "rows": "It has the right number of columns, but a wrong number of rows.",
    "columns": "It has the right number of rows, but a wrong number of columns.",
    "axes": "It has a wrong number of axes.",
    "entry more": "It has one entry too many.",
    "entry less": "It has one entry too few.",
    "entries": "It has a wrong number of entries.",
    "length": "Its first axis has a wrong length.",
}


LAYER_SENTENCES = {
    "last": "Only the last layer is wrong, the others are right.",
    "first": "Only the first layer is wrong, the others are right.",
    "one": "Only one layer is wrong, the others are right.",
    "hidden": "Only the last layer is right: what is wrong begins on the way back to the hidden layers.",
    "back": "The layers at the end are right, those before them are wrong.",
    "on": "The layers at the beginning are right, those after them are wrong.",
}


Facts = Mapping[str, Any]


def say(facts: Facts) -> str:
    """Return everything that the facts say: what came, what was due, what sort of difference it is, and the hint."""
    return joined(words_of(facts), name_of(facts), facts.get("hint", ""))


def words_of(facts: Facts) -> str:
    """Return what came and what was due, in words."""
    return WORDS[facts["kind"]](facts)


def name_of(facts: Facts) -> str:
    """Return the sentence that names the difference as a whole, or ""; it holds no value and nothing of the test."""
    pattern = facts.get("pattern", "")
    sentences = SHAPE_SENTENCES if facts["kind"] == "shape" else PATTERN_SENTENCES
    named = sentences.get(pattern, "")
    if pattern in ("large", "small", "factor") and facts["factor"] is not None:
        named = f"{named} It is {facts['factor']:.4g} times what it should be."
    return joined(named, LAYER_SENTENCES.get(facts.get("layers", ""), ""))


def joined(*parts: str) -> str:
    """Return the sentences that are not empty, one after the other, each once."""
    return " ".join(part for part in dict.fromkeys(parts) if part)


def _say_missing(facts: Facts) -> str:
    return f"not attempted yet: there is no function {facts['name']}. Fill in its cell and run it."


def _say_empty(facts: Facts) -> str:
    returned = facts["value"].startswith("None") and facts["what"].startswith("what ")  # "what sigmoid returns"
    advice = "A function must end with a return statement." if returned else "Fill in the answer."
    return f"not attempted yet: {facts['what']} is {facts['value']}. {advice}"


def _say_said(facts: Facts) -> str:
    return str(facts["text"])


def _say_type(facts: Facts) -> str:
    return (
        f"{facts['what']} must hold real numbers in one rectangular array, but it is a value of type {facts['type']}."
    )


def _say_shape(facts: Facts) -> str:
    return f"{facts['what']} has shape {facts['came']}, expected {facts['due']}."


def _say_infinite(facts: Facts) -> str:
    return f"{facts['what']} contains nan or infinity."


def _say_value(facts: Facts) -> str:
    values = f"it is {facts['came']:.6g}, expected {facts['due']:.6g}"
    if not facts["index"]:
        return f"{facts['what']} is wrong: {values}."
    place = ", ".join(map(str, facts["index"]))
    return f"{facts['what']} is wrong in {facts['wrong']} of {facts['size']} entries, most at [{place}]: {values}."


def _say_trained(facts: Facts) -> str:
    return f"{facts['what']} is {facts['came']:.4f}; this step asks for {facts['due']:.4f}."


def _say_changed(facts: Facts) -> str:
    return f"{facts['function']} changes its argument {facts['argument']}. Work on a copy, or make a new array."


def _say_warns(facts: Facts) -> str:
    return f"{facts['what']} warns: {facts['warning']}. Avoid the operation that overflows."


WORDS: Mapping[str, Callable[[Facts], str]] = {
    "missing": _say_missing,
    "empty": _say_empty,
    "said": _say_said,
    "type": _say_type,
    "shape": _say_shape,
    "infinite": _say_infinite,
    "value": _say_value,
    "trained": _say_trained,
    "changed": _say_changed,
    "warns": _say_warns,
}


_ENTRIES = {
    "U": "text",
    "S": "bytes",
    "O": "objects",
    "c": "complex numbers",
    "M": "times",
    "m": "durations",
}  # by the kinds of numpy's types


class Unmet(AssertionError):
    """An expectation that is not met. `facts` say as data what was found (see `wording`), the text says it in words.

    Made with a text alone, that text is all that is known; `hint` is what students may read of a hidden test, too.
    """

    def __init__(self, text: str = "", **facts: Any) -> None:
        self.facts = facts if "kind" in facts else {"kind": "said", "text": text, **facts}
        super().__init__(say(self.facts))


class NotAttempted(Unmet):
    """The stub is still there."""


class WrongValue(Unmet):
    """A value that differs from the specification by more than the tolerance."""


class WrongBehaviour(Unmet):
    """Right values perhaps, but something else that was asked for does not hold."""


def is_empty(value: Any) -> bool:
    """Tell whether `value` is what an untouched stub leaves: nothing, or the three dots."""
    return value is None or value is Ellipsis


def require_answer(value: Any, what: str) -> Any:
    """Return `value`, or raise NotAttempted when it is still what the stub leaves."""
    if is_empty(value):
        raise nothing_there(what, "None" if value is None else "still the three dots")
    return value


def nothing_there(what: str, value: str) -> Unmet:
    """Return what is to be raised where `what` was asked for is `value`, which means nothing: "None, and ...".

    That is NotAttempted, unless the notebook is at hand and shows that the answer is filled in.
    """
    if why := why_nothing(what, value):
        return WrongBehaviour(why)
    return NotAttempted(
        kind="empty", what=what, value=value, hint=why_missing("name", what) if what.isidentifier() else ""
    )


def as_numbers(value: Any, what: str) -> NDArray[np.float64]:
    """Return `value` as an array of float64, or raise when it is not numeric."""
    require_answer(value, what)
    entries = ""
    try:
        array = np.asarray(value)
        entries = f" of {_ENTRIES[array.dtype.kind]}" if array.ndim and array.dtype.kind in _ENTRIES else ""
        if array.dtype.kind not in "biuf":
            raise TypeError
        return array.astype(np.float64)
    except (TypeError, ValueError):
        kind = type(value).__name__
        entries = entries or (" with entries that are no numbers" if kind == "ndarray" else "")
        raise WrongValue(kind="type", what=what, type=f"{kind}{entries}") from None


def own_copy(value: Any) -> Any:
    """Return `value` with each array, list, tuple, dict, set and table in it copied; all else stays the same object."""
    if isinstance(value, np.ndarray):
        return np.array(value, copy=True, subok=True)
    if type(value) in (list, tuple, set):
        return type(value)(map(own_copy, value))
    if type(value) is dict:
        return {key: own_copy(entry) for key, entry in value.items()}
    if type(value).__name__ in ("DataFrame", "Series") and type(value).__module__.startswith("pandas"):
        return value.copy()
    return value


def call(function: Callable[..., Any], /, *arguments: Any, **options: Any) -> Any:
    """Call what a student has written with copies of the arguments, and return what it returns.

    Tests call students' functions, classes and methods in no other way: whatever a submission writes into what it was
    given, what is due is computed from the test's own arrays. What it raises says in which line of the notebook.
    """
    given, named = [own_copy(value) for value in arguments], {name: own_copy(value) for name, value in options.items()}
    try:
        return function(*given, **named)
    except Exception as error:
        raise told_where(error) from error.__cause__


@contextmanager
def helpers_in_place(env: MutableMapping[str, Any], helpers: Mapping[str, Any]) -> Iterator[None]:
    """Put right `helpers` into the notebook's namespace `env` for the block, and take them out whatever happens.

    This is how the marks of one question are kept apart from the mistakes of another.
    """
    nothing = object()
    before = {name: env.get(name, nothing) for name in helpers}
    try:
        env.update(helpers)
        yield
    finally:
        env.update({name: value for name, value in before.items() if value is not nothing})
        for name, value in before.items():
            if value is nothing:
                env.pop(name, None)


def computed_again(
    env: MutableMapping[str, Any], names: Sequence[str], helpers: Mapping[str, Any], prelude: str = ""
) -> dict[str, Any]:
    """Return what the notebook's own statements make of `names` when they find other `helpers`; {} when they fail.

    So a value that was computed with what another question asks for is judged by itself. Of all cells those top-level
    statements are executed, in a namespace of their own, on which the names depend; never those that define one of
    the helpers. The `prelude` is source that is executed before them, for helpers that must be classes.
    """
    kept = statements_for(env.get("In"), names, {*helpers, *defined_names(prelude)})
    if not kept:
        return {}
    given = {**helpers, "__statements__": "\n".join([prelude, *kept]), "__helpers__": dict(helpers)}
    found = found_by(
        env,
        "__space__ = {**globals(), **__helpers__}; exec(__statements__, __space__); "
        f"__found__ = {{name: __space__.get(name) for name in {list(names)}}}; del __space__",
        given,
    )
    return found if isinstance(found, dict) else {}


def found_by(env: MutableMapping[str, Any], source: str, given: Mapping[str, Any]) -> Any:
    """Return what a source leaves as `__found__` when the notebook executes it, with what is `given` by name in place.

    It is None where the source raises, of which the notebook shows nothing, or where there is no notebook.
    """
    if is_empty(env.get("get_ipython")):
        return None
    with helpers_in_place(env, {**given, "__found__": None, "__source_of_found__": source}):
        quietly = "try:\n    exec(__source_of_found__)\nexcept Exception:\n    pass"
        call(call(env["get_ipython"]).run_cell, quietly, store_history=False)
        return env.get("__found__")


def expect(condition: Any, message: str = "", *, hint: str = "") -> None:
    """Raise WrongBehaviour with `message` and `hint` unless `condition` holds.

    Of a hidden test students read the hint and never the message.
    """
    if not condition:
        raise WrongBehaviour(message, hint=hint)


def expect_either(first: Callable[[], object], second: Callable[[], object]) -> None:
    """Raise what `first` raises unless it or `second` goes through; the second is tried only when the first fails."""
    try:
        first()
    except Exception as error:
        try:
            second()
        except Exception:
            raise error from None


STAND_INS = """
class Layer:
    def __init__(self, n_in, n_out, add_bias=True):
        self.sizes, self.add_bias = (n_in, n_out), add_bias

class Network:
    def __init__(self, layers, *functions, **named):
        self.layers = layers

    def fit(self, X, Y, epochs, learning_rate, reg_lambda=0.0):
        return train([layer.sizes for layer in self.layers], X, Y, epochs, learning_rate, reg_lambda)
"""


def with_stand_ins(env, functions):
    """Return the loss that the student's own statements get when their network is trained by the test."""
    return computed_again(env, ["loss"], functions, STAND_INS).get("loss")


def losses_of(loss):
    """Return the losses as a vector of at least two finite numbers."""
    values = as_numbers(require_answer(loss, "loss"), "loss")
    expect(
        values.ndim == 1 and len(values) >= 2,
        f"loss has shape {values.shape}, expected (epochs,): one number for each epoch.",
    )
    expect(np.all(np.isfinite(values)), "loss contains nan or infinity.")
    return values


def expect_one_for_each_epoch(env, loss):
    """Raise unless there are as many losses as epochs."""
    values = losses_of(loss)
    epochs = env.get("epochs")
    if isinstance(epochs, int):  # a later question may use the name for a list
        expect(len(values) == epochs, f"loss has {len(values)} numbers, expected one for each of {epochs} epochs.")


@test_case(name="loss holds one finite number for each epoch", points=0.5, hidden=False)
def test_shape(env, loss):
    names = ("sigmoid", "d_sigmoid", "l2_loss", "d_l2_loss", "softmax", "cross_entropy_loss")
    functions = {each: lambda *arguments: 0.0 for each in names}
    functions["train"] = lambda sizes, X, Y, epochs, *rates: np.linspace(1.0, 0.5, epochs)
    expect_either(
        lambda: expect_one_for_each_epoch(env, loss),
        lambda: expect_one_for_each_epoch(env, with_stand_ins(env, functions)),
    )
