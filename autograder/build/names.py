"""The names by which the graded tests and the banks speak of a solution, held against those that it has."""

import ast
import builtins
import re
import symtable
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path

from autograder.assignments.bank import BankItem
from autograder.build.bundle import HEADER, needed
from autograder.build.graded_tests import GradedTests, is_tools
from autograder.build.markers import parse_cell
from autograder.text.names import did_you_mean
from autograder.text.reading import read_source

_KNOWN = frozenset({*dir(builtins), "__name__", "__file__", "__doc__"})
_OFFERED = frozenset({"env", "get_ipython", "In", "Out", "grader"})  # by otter and IPython, in every notebook


def solution_names(sources: Iterable[str]) -> frozenset[str] | None:
    """Return the names that code cells define, import or compute; None when a star import brings unknown ones."""
    found: set[str] = set()
    for source in sources:
        tree = parse_cell(source, "Master notebook")
        if any(isinstance(node, ast.ImportFrom) and node.names[0].name == "*" for node in ast.walk(tree)):
            return None
        table = symtable.symtable(ast.unparse(tree), "<cell>", "exec")
        found |= {name.get_name() for name in table.get_symbols() if name.is_assigned() or name.is_imported()}
    return frozenset(found)


def faults_of_tests(tests: Iterable[GradedTests], solution: Collection[str] | None) -> Iterator[str]:
    """Yield a sentence for each name in the tests that there is not: in the solution (None: any), or in a module."""
    for read in tests:
        yield from dict.fromkeys(_strange_imports(read))
        yield from dict.fromkeys(_undefined(read))
        if solution is not None:
            yield from dict.fromkeys(_not_in_solution(read, solution))


def faults_of_bank(
    file: str,
    items: Iterable[BankItem],
    cases: Mapping[str, Collection[str]],
    solution: Collection[str] | None,
) -> Iterator[str]:
    """Yield a sentence for each name in a bank that there is not; `cases` are the names of the cases by question."""
    for item in items:
        where = f"{file}:{item.line}: {item.title!r}"
        for word, names in (("question", [item.question]), ("also costs", item.also_costs)):
            for name in names:
                if name not in cases:
                    yield f"{where} has # {word}: {name}, which is no question; {_nearest(name, cases)}"
        for name in re.findall(r"\bq\d+(?:_\d+)*\b", item.because):
            if name not in cases:
                yield f"{where} speaks of {name} in # because:, which is no question; {_nearest(name, cases)}"
        for word, pairs in (("fails", item.fails), ("may fail", item.may_fail)):
            for question, name in pairs:
                if question not in cases and question != item.question:
                    yield f"{where} has # {word} {question}: ..., which is no question; {_nearest(question, cases)}"
                elif question in cases and name not in cases[question]:
                    known = cases[question]
                    yield f"{where} has # {word}: {name}, which is no case of {question}; {_nearest(name, known)}"
        answered = {name.partition(".")[0] for name in item.replaces}
        if solution is not None and answered and not answered & set(solution):
            name = min(answered)
            yield f"{where} gives {name} a value, which the solution does not have; {_nearest(name, solution)}"
        for name in _undefined_in(item, solution) if solution is not None else ():
            yield f"{where} uses {name}, which neither it nor the solution has; {_nearest(name, solution or ())}"


def _undefined_in(item: BankItem, solution: Collection[str]) -> list[str]:
    """Return the names that the code of an item uses and nothing defines, unless its words speak of them."""
    tree = parse_cell(item.code, item.title)
    if any(isinstance(node, ast.ImportFrom) and node.names[0].name == "*" for node in ast.walk(tree)):
        return []
    tables = [symtable.symtable(ast.unparse(tree), "<cell>", "exec")]
    used: set[str] = set()
    defined = {*solution, *_KNOWN, *_OFFERED}
    for place in tables:
        tables += place.get_children()
        for symbol in place.get_symbols():
            if place.get_type() == "module" or symbol.is_global():
                given = symbol.is_assigned() or symbol.is_imported()
                (defined if given else used).add(symbol.get_name())
    said = set(re.findall(r"\w+", f"{item.title} {item.hint} {item.because}"))
    return sorted(used - defined - said)


def asked_of_notebook(read: GradedTests) -> dict[str, int]:
    """Return the names that the cases of a question take from the notebook as parameters, with the line of the first.

    Names that helpers are put in place of, and `env["name"]`, count as well.
    """
    asked: dict[str, int] = {}
    functions = {case.function for case in read.cases}
    for node in ast.parse(read_source(read.file)).body:
        if isinstance(node, ast.FunctionDef) and node.name in functions:
            for parameter in (*node.args.args, *node.args.kwonlyargs):
                asked.setdefault(parameter.arg, node.lineno)
        for inner in ast.walk(node):
            for name in _named_in(inner):
                asked.setdefault(name, getattr(inner, "lineno", 0))
    return {name: line for name, line in asked.items() if name not in _OFFERED}


def _named_in(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.Call(func=ast.Name(id="helpers_in_place"), args=[_, ast.Dict(keys=keys), *_]):
            yield from (key.value for key in keys if isinstance(key, ast.Constant) and isinstance(key.value, str))
        case ast.Subscript(value=ast.Name(id="env"), slice=ast.Constant(value=str(name)), ctx=ast.Load()):
            yield name


def _not_in_solution(read: GradedTests, solution: Collection[str]) -> Iterator[str]:
    for name, line in asked_of_notebook(read).items():
        if name not in solution:
            yield f"{read.file.name}:{line}: the solution has no {name}; {_nearest(name, solution)}"


def _undefined(read: GradedTests) -> Iterator[str]:
    parts = needed(read, [*HEADER, *(case.function for case in read.cases)])
    defined = {name for part in read.definitions for name in part.names}
    for part in parts:
        if not part.is_import and not is_tools(part.file):
            for name in sorted(part.uses - defined - _KNOWN):
                line = _line_of(part.file, name)
                yield f"{part.file.name}:{line}: {name} is not defined there; {_nearest(name, defined)}"


def _strange_imports(read: GradedTests) -> Iterator[str]:
    by_file: dict[Path, set[str]] = {}
    for part in read.definitions:
        by_file.setdefault(part.file, set()).update(part.names)
    tools = {name for file, names in by_file.items() if is_tools(file) for name in names}
    for file in {part.file for part in read.definitions if not is_tools(part.file)}:
        for node in ast.parse(read_source(file)).body:
            if not isinstance(node, ast.ImportFrom) or not node.module:
                continue
            there = by_file.get(file.with_name(f"{node.module}.py")) if node.level == 1 else None
            there = tools if node.level == 0 and node.module == "autograder.testing" else there
            for alias in node.names:
                if there is not None and alias.name not in there:
                    hint = _nearest(alias.name, there)
                    yield f"{file.name}:{node.lineno}: {node.module} has no {alias.name}; {hint}"


def _line_of(file: Path, name: str) -> int:
    for node in ast.walk(ast.parse(read_source(file))):
        if isinstance(node, ast.Name) and node.id == name:
            return node.lineno
    return 1


def _nearest(name: str, known: Iterable[str]) -> str:
    names = sorted(name for name in known if not name.startswith("_"))
    listed = f"there is {', '.join(map(repr, names))}." if 0 < len(names) <= 12 else "define it, or correct the name."
    return did_you_mean(name, names, listed)
