import ast
import difflib
import re
import sys
import types
from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import replace
from functools import lru_cache
from otter.test_files import test_case
from typing import Any

OK_FORMAT = False
name = "q4_1"
points = 0.5


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


_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"


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


@test_case(name="ans_q4_1 is answered", points=0.5, hidden=False)
def test_answered(ans_q4_1):
    require_text(ans_q4_1, "ans_q4_1")
