import ast
import difflib
import numpy as np
import re
import sys
import types
from collections.abc import Callable
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
name = "q7"
points = 1.5


_LONGEST = 50_000


_MAGIC = re.compile(r"^([ \t]*)[!%](?!%)[^\n]*|^%%(?:time|timeit|capture)\b[^\n]*", re.MULTILINE)


@lru_cache(256)
def parsed(source: str) -> list[ast.stmt] | None:
    """Return the top-level statements of a cell, its magics left out; None where it cannot be read as Python."""
    if len(source) > _LONGEST:  # the text is the submission's, and costs the grader's time
        return None
    try:
        return ast.parse(_MAGIC.sub(lambda found: f"{found[1] or ''}pass", source)).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


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


_LARGE = 10  # entries; in fewer the wrong ones stand in a line by accident


LAYER_SENTENCES = {
    "last": "Only the last layer is wrong, the others are right.",
    "first": "Only the first layer is wrong, the others are right.",
    "one": "Only one layer is wrong, the others are right.",
    "hidden": "Only the last layer is right: what is wrong begins on the way back to the hidden layers.",
    "back": "The layers at the end are right, those before them are wrong.",
    "on": "The layers at the beginning are right, those after them are wrong.",
}


@np.errstate(over="ignore", invalid="ignore")  # of huge numbers nothing is named
def name_pattern(array: NDArray[np.float64], due: NDArray[np.float64], tolerance: float = 1e-4) -> str:
    """Return the key in PATTERN_SENTENCES of what `array` is in place of `due`; "" when nothing is seen.

    Both have the same shape and hold finite numbers; entries are the same
    when they differ by at most `tolerance` times the largest of `due`.
    """
    if not due.size or np.max(np.abs(due)) < 1e-6:
        return ""
    allowed = max(tolerance, 1e-6) * float(np.max(np.abs(due)))

    def near(one: Any, other: Any) -> bool:
        return bool(np.all(np.abs(np.asarray(one) - other) <= allowed))

    wrong = np.abs(array - due) > tolerance * float(np.max(np.abs(due)))
    if near(array, due):
        return "rounding"
    if due.size == 1:
        return _of_one_number(array, due, near)
    for names in (_as_a_whole, _nearly, _in_places, _in_other_order, _line_by_line, _but_zeros):
        for name in names(array, due, wrong, near):
            return name
    return ""


def name_shape(shape: tuple[int, ...], due: tuple[int, ...]) -> str:
    """Return the key in SHAPE_SENTENCES of what is wrong with `shape` where `due` is asked for, or ""."""
    if shape == due[::-1]:
        return "transposed"
    if not shape:
        return "number"
    if int(np.prod(shape)) == int(np.prod(due)):
        return "flat"
    if len(shape) != len(due):
        return "axes"
    if len(due) == 1:
        return {1: "entry more", -1: "entry less"}.get(shape[0] - due[0], "entries")
    if len(due) > 2:
        return "length" if shape[1:] == due[1:] else ""
    if shape[1:] == due[1:]:
        return {1: "row more", -1: "row less"}.get(shape[0] - due[0], "rows")
    if shape[:-1] == due[:-1]:
        return {1: "column more", -1: "column less"}.get(shape[-1] - due[-1], "columns")
    return ""


def _as_a_whole(array: Any, due: Any, wrong: Any, near: Callable[[Any, Any], bool]) -> Iterator[str]:
    """Yield what every entry is in place of what it should be."""
    if not np.any(array):
        yield "zeros"
    if np.count_nonzero(due) > 1:
        factor = float(np.sum(array * due) / np.sum(due * due))
        if factor and near(array / factor, due):
            columns = due.shape[-1] if due.ndim > 1 else due.size
            named = ((-1, "sign"), (2, "twice"), (0.5, "half"), (columns, "sum"), (1 / columns, "mean"))
            found = next((name for value, name in named if abs(factor / value - 1) < 1e-3), "")
            yield found or ("factor" if factor < 0 else "large" if factor > 1 else "small")
    if due.ndim == 2 and due.shape[0] == due.shape[1] and near(array.T, due):
        yield "transpose"
    if near(array, 1 - due):
        yield "complement"
    if len(values := np.unique(due)) == 2 and near(array, np.sum(values) - due):
        yield "exchanged"
    if near(array - np.mean(array - due), due):
        yield "offset"
    if near(array, array.flat[0]):
        yield "same"
    if near(array, due**2):
        yield "square"
    if np.all(due >= 0) and near(array, np.sqrt(np.abs(due))):
        yield "root"
    if np.all(due) and near(array * due, 1.0):
        yield "reciprocal"
    if near(np.abs(array), np.abs(due)):
        yield "signs"
    if np.array_equal(array, np.trunc(due)) or np.array_equal(array, np.rint(due)):
        yield "whole"


def _nearly(array: Any, due: Any, wrong: Any, near: Callable[[Any, Any], bool]) -> Iterator[str]:
    """Yield that all is wrong by a little."""
    if np.mean(wrong) > 0.25 and np.all(np.abs(array - due) < 1e-2 * np.max(np.abs(due))):
        yield "nearly"


def _of_one_number(array: Any, due: Any, near: Callable[[Any, Any], bool]) -> str:
    """Return what a number is in place of another; quarters are too often something of each other by accident."""
    if near(array, -due):
        return "sign"
    if not np.any(array):
        return "zeros"
    if np.all(due == np.rint(due)):
        return ""
    others = {"twice": 2 * due, "half": due / 2}
    if np.any(4 * due != np.rint(4 * due)):
        others |= {"complement": 1 - due, "square": due**2, "reciprocal": 1 / due}
    return next((name for name, other in others.items() if near(array, other)), "")


def _in_places(array: Any, due: Any, wrong: Any, near: Callable[[Any, Any], bool]) -> Iterator[str]:
    """Yield where the wrong entries stand, if it is a place with a name."""
    if np.array_equal(wrong, due == 0):
        yield "where zero"
    if due.ndim == 1:
        yield from _at_an_end(wrong, "entry", "entries")
    if due.ndim == 2 and due.size >= _LARGE and np.count_nonzero(wrong) > 1:
        yield from _at_an_end(np.any(wrong, axis=0), "column", "columns")
        yield from _at_an_end(np.any(wrong, axis=1), "row", "rows")
        if due.shape[1] > 2 and np.all(np.any(wrong, axis=0) == (np.arange(due.shape[1]) < due.shape[1] - 1)):
            yield "but the last column"
    if np.count_nonzero(wrong) == 1:
        yield "one entry"
    if np.any(due < 0) and np.any(due > 0) and not _is_of_lines(wrong):  # what is due to vanish is seldom wrong
        for place, name in ((due < 0, "where negative"), (due > 0, "where positive")):
            if not np.any(wrong & ~place):
                yield name
    if not np.all(wrong) and np.min(due[wrong]) > np.max(due[~wrong]) and np.ptp(array[wrong]) == 0:
        yield "cut off"


def _is_of_lines(wrong: Any) -> bool:
    """Tell whether whole rows, or whole columns, are wrong: then it is that line, whatever sign its entries have."""
    return wrong.ndim == 2 and any(np.array_equal(np.all(wrong, axis), np.any(wrong, axis)) for axis in (0, 1))


def _at_an_end(wrong: Any, one: str, several: str) -> Iterator[str]:
    """Yield the name of the wrong line when there is one, or of the wrong lines when they are the last ones."""
    numbers = np.flatnonzero(wrong)
    if len(wrong) < 3 or len(numbers) == len(wrong):
        return
    if len(numbers) == 1:
        yield {0: f"first {one}", len(wrong) - 1: f"last {one}"}.get(int(numbers[0]), f"one {one}")
    elif numbers[0] == len(wrong) - len(numbers) and len(wrong) > 3 and len(numbers) <= len(wrong) / 2:
        yield f"last {several}"


def _in_other_order(array: Any, due: Any, wrong: Any, near: Callable[[Any, Any], bool]) -> Iterator[str]:
    """Yield how the right numbers stand in wrong places."""
    if due.ndim == 1 and near(array[::-1], due):
        yield "reversed"
    if due.ndim == 2:
        for name, one, other in (("rows", array, due), ("columns", array.T, due.T)):
            if len(one) > 1 and near(one[np.lexsort(one.T.round(9))], other[np.lexsort(other.T.round(9))]):
                yield name
    if near(np.sort(array, axis=None), np.sort(due, axis=None)):
        yield "entries"


def _line_by_line(array: Any, due: Any, wrong: Any, near: Callable[[Any, Any], bool]) -> Iterator[str]:
    """Yield what is the same all along a row, or all along a column."""
    if due.ndim != 2 or min(due.shape) < 2:
        return
    for axis, name in ((1, "row"), (0, "column")):
        one_number = np.ptp(due, axis=axis) <= 1e-3 * np.max(np.abs(due))
        if np.any(one_number & np.any(wrong, axis=axis)):
            continue  # of a line that should be one number, any other number is off by some amount
        size = np.sum(due * due, axis=axis, keepdims=True)
        factors = np.sum(array * due, axis=axis, keepdims=True) / np.where(size == 0, 1, size)
        if np.all(factors) and np.all(np.count_nonzero(due, axis=axis) > 1) and near(array / factors, due):
            yield f"{name} factors"
        if near(array - np.mean(array - due, axis=axis, keepdims=True), due):
            yield f"{name} offsets"


def _but_zeros(array: Any, due: Any, wrong: Any, near: Callable[[Any, Any], bool]) -> Iterator[str]:
    """Yield that nothing is right but what should be 0."""
    if np.any(due == 0) and np.array_equal(wrong, due != 0):
        yield "where not zero"


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


_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"


_ENTRIES = {
    "U": "text",
    "S": "bytes",
    "O": "objects",
    "c": "complex numbers",
    "M": "times",
    "m": "durations",
}  # by the kinds of numpy's types


_WORDS = re.compile(rf"[{_UNSPACED}]{{2}}|[^\W\d_{_UNSPACED}]{{2,}}")


class Unmet(AssertionError):
    """An expectation that is not met. `facts` say as data what was found (see `wording`), the text says it in words.

    Made with a text alone, that text is all that is known; `hint` is what students may read of a hidden test, too.
    """

    def __init__(self, text: str = "", **facts: Any) -> None:
        self.facts = facts if "kind" in facts else {"kind": "said", "text": text, **facts}
        super().__init__(say(self.facts))


class NotAttempted(Unmet):
    """The stub is still there."""


class WrongShape(Unmet):
    """An array of another shape than the one asked for."""


class WrongValue(Unmet):
    """A value that differs from the specification by more than the tolerance."""


class WrongBehaviour(Unmet):
    """Right values perhaps, but something else that was asked for does not hold."""


def is_empty(value: Any) -> bool:
    """Tell whether `value` is what an untouched stub leaves: nothing, or the three dots."""
    return value is None or value is Ellipsis


def require_function(function: Any, name: str) -> Callable[..., Any]:
    """Return `function`, or raise NotAttempted when the student has not defined it."""
    if is_empty(function):
        raise NotAttempted(kind="missing", name=name, hint=why_missing("name", name))
    if not callable(function):
        raise WrongBehaviour(f"{name} must be a function, but it is a value. Did a later line reuse its name?")
    return function  # type: ignore[no-any-return]


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


def require_text(value: Any, what: str) -> str:
    """Return `value` when it is a written answer: a string of at least three words, not one word repeated."""
    text = require_answer(value, what)
    if not isinstance(text, str):
        raise WrongBehaviour(f"{what} must be text: write the answer as a string between quotes.")
    words = _WORDS.findall(text)
    if not text.strip():
        raise NotAttempted(kind="empty", what=what, value="an empty string")
    if len(words) < 3 or len({word.lower() for word in words}) < 3:
        raise WrongBehaviour(f"{what} is too short for an answer: write at least one sentence.")
    return text


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


def give(target: Any, /, **values: Any) -> None:
    """Set attributes of a student's object, each to a copy of its value, which then is the submission's to change."""
    copies = {name: own_copy(value) for name, value in values.items()}
    together = getattr(target, "__giving__", None)
    if together:
        together(copies)
        return
    for name, value in copies.items():
        setattr(target, name, value)


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


def expect_shape(value: Any, shape: tuple[int, ...], what: str, *, hint: str = "") -> NDArray[np.float64]:
    """Return `value` as float64, or raise WrongShape saying which shape came and which was due."""
    array = as_numbers(value, what)
    if array.shape != shape:
        pattern = name_shape(array.shape, shape)
        raise WrongShape(kind="shape", what=what, came=array.shape, due=shape, pattern=pattern, hint=hint)
    return array


def expect_close(value: Any, expected: Any, what: str, *, tolerance: float = 1e-4, hint: str = "") -> None:
    """Raise unless `value` has the shape of `expected` and differs by at most `tolerance` times its largest entry.

    The default tolerance lets work in float32 pass and a wrong formula not. Where all is due to vanish, a millionth
    stands for the largest entry. NaN and infinity never pass.
    """
    due = np.asarray(expected, dtype=np.float64)
    array = expect_shape(value, due.shape, what, hint=hint)
    if not np.all(np.isfinite(array)):
        raise WrongValue(kind="infinite", what=what, hint=hint)
    scale = float(np.max(np.abs(due), initial=1e-6))
    wrong = np.abs(array - due) > tolerance * scale
    if np.any(wrong):
        raise WrongValue(kind="value", what=what, **_difference(array, due, wrong, tolerance), hint=hint)


def _difference(
    array: NDArray[np.float64], due: NDArray[np.float64], wrong: NDArray[np.bool_], tolerance: float
) -> dict[str, Any]:
    """Return as facts where the largest difference is, both values there, and what sort of difference it is."""
    index = tuple(int(i) for i in np.unravel_index(np.argmax(np.abs(array - due)), due.shape))
    return {
        "index": index,
        "came": float(array[index]),
        "due": float(due[index]),
        "wrong": int(np.count_nonzero(wrong)),
        "size": int(wrong.size),
        "pattern": name_pattern(array, due, tolerance),
        "factor": float(np.sum(array * due) / max(float(np.sum(due * due)), 1e-300)),
    }


def fed_forward(env, feedforward, model, X):
    """Call feedforward with the helpers that are in place; return the network that holds the result."""
    function = require_function(feedforward, "feedforward")
    require_answer(env.get("NNet"), "the given class NNet")
    result = call(function, model, X)
    if is_empty(result) and not any(np.any(np.asarray(z)) for z in model.Z):
        raise nothing_there("what feedforward returns", "None, and the model's Z are the zeros it was made with")
    return result if hasattr(result, "W") else model


def formula(letter, layer, depth):
    """Say how this array comes about."""
    inputs = "X" if layer == 0 else f"Y[{layer - 1}]"
    if letter == "Z":
        return f"Z[{layer}] = W[{layer}] @ ({inputs} with a row of ones below)."
    activation = "sigmoid" if layer == depth - 1 else "ReLu"
    return f"Y[{layer}] = {activation}(Z[{layer}]): hidden layers have ReLu, the last one sigmoid."


@test_case(name="computes Z and Y of both layers in a small example", points=1, hidden=False)
def test_small_example(env, feedforward):
    require_function(feedforward, "feedforward")
    model = call(require_answer(env.get("NNet"), "the given class NNet"), 2, 1, 3, [2])
    give(model, W=[np.array([[1.0, -1.0, 1.0], [2.0, 0.0, -1.0]]), np.array([[1.0, -2.0, 1.0]])])
    X = np.array([[1.0, 0.0, 2.0], [3.0, 2.0, 1.0]])
    # Stand-ins that know the values which occur here, so that a mistake in q5 does not matter.
    table = {
        "ReLu": lambda Z: np.interp(Z, [-1, 0, 1, 2, 3], [0, 0, 1, 2, 3]),
        "sigmoid": lambda Z: np.interp(Z, [-3, -1, 0, 1], [0.0474259, 0.2689414, 0.5, 0.7310586]),
    }
    with helpers_in_place(env, table):
        model = fed_forward(env, feedforward, model, X)
    due = {
        "Z[0]": [[-1, -1, 2], [1, -1, 3]],
        "Y[0]": [[0, 0, 2], [1, 0, 3]],
        "Z[1]": [[-1, 1, -3]],
        "Y[1]": [[0.2689414, 0.7310586, 0.0474259]],
    }
    arrays = {"Z[0]": model.Z[0], "Y[0]": model.Y[0], "Z[1]": model.Z[1], "Y[1]": model.Y[1]}
    for what, expected in due.items():
        expect_close(
            expect_shape(arrays[what], np.shape(expected), what),
            expected,
            what,
            hint=formula(what[0], int(what[2]), 2),
        )


@test_case(name="ans_bias explains the bias and the row of ones", points=0.5, hidden=False)
def test_bias_answer(ans_bias):
    require_text(ans_bias, "ans_bias")
