"""Read the graded tests of a question: its cases, and every definition they may need."""

import ast
import copy
import math
import symtable
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.errors import AutograderError
from autograder.text.reading import read_source

TOOLS = "autograder.testing"
_TOOLS_FILE = Path(__file__).parents[1] / "testing/__init__.py"  # not imported: reading it needs no numpy


@dataclass(frozen=True, slots=True)
class Definition:
    """One top-level statement: the names it binds, the names it uses, its source, and the file it stands in."""

    names: frozenset[str]
    uses: frozenset[str]
    source: str
    file: Path
    is_import: bool


@dataclass(frozen=True, slots=True)
class Case:
    """One graded test case, as its decorator states it, and the function that is decorated."""

    function: str
    name: str
    points: float
    hidden: bool
    line: int


@dataclass(frozen=True, slots=True)
class GradedTests:
    """The graded tests of one question. `definitions` come helpers first: each file after those it imports from."""

    file: Path
    question: str
    points: float
    cases: tuple[Case, ...]
    definitions: tuple[Definition, ...]


def read_graded_tests(file: Path, helpers: dict[Path, list[Definition]] | None = None) -> GradedTests:
    """Read the test file of one question and the helper modules it imports from.

    Given the same `helpers` for several files, the modules that they share are read once.

    Raises:
        AutograderError: the file is missing, or does not follow the format; the sentence says where.

    """
    tree = _parse(file)
    definitions = tuple(_definitions_with_helpers(file, tree, {} if helpers is None else helpers))
    _refuse_clashes(file, definitions)
    question = _constant(file, tree, "name", str)
    if question != file.stem:
        raise AutograderError(f"{file.name}: its name is {question!r}; it must be the file's, {file.stem!r}.")
    if _constant(file, tree, "OK_FORMAT", bool):
        raise AutograderError(f"{file.name}: OK_FORMAT must be False; graded tests are exception-based.")
    points = float(_constant(file, tree, "points", int, float))
    cases = tuple(_cases(file, tree))
    if abs(sum(case.points for case in cases) - points) > 1e-9:
        total = sum(case.points for case in cases)
        raise AutograderError(f"{file.name}: its cases give {total:g} points, but points = {points:g}.")
    if repeated := {case.name for case in cases if [other.name for other in cases].count(case.name) > 1}:
        raise AutograderError(f"{file.name}: two cases are called {min(repeated)!r}; give each its own name.")
    return GradedTests(file, question, points, cases, definitions)


def is_tools(file: Path) -> bool:
    """Tell whether `file` is the module of expectations that every test may use, or one that it uses itself."""
    return file.parent == _TOOLS_FILE.parent


def _definitions_with_helpers(file: Path, tree: ast.Module, helpers: dict[Path, list[Definition]]) -> list[Definition]:
    found: dict[Definition, None] = {}
    for node in tree.body:
        if helper := _helper(file, node):
            if helper not in helpers:
                helpers[helper] = _definitions_with_helpers(helper, _parse(helper), helpers)
            found.update(dict.fromkeys(helpers[helper]))
    found.update(dict.fromkeys(_definitions(file, tree)))
    return list(found)


def _parse(file: Path) -> ast.Module:
    try:
        tree = ast.parse(read_source(file))
    except FileNotFoundError as error:
        raise AutograderError(f"There is no file {file}; write the tests, or correct the name.") from error
    except SyntaxError as error:
        raise AutograderError(f"{file.name}:{error.lineno or 1}: not valid Python: {error.msg}.") from error
    _refuse_modules(file, tree)
    return tree


def _refuse_modules(file: Path, tree: ast.Module) -> None:
    """Only what is imported by name, at the top, can be copied: in the one file that is made there is no package."""
    for node in _statements(tree.body):
        if not isinstance(node, ast.Import | ast.ImportFrom):
            continue
        relative = isinstance(node, ast.ImportFrom) and node.level
        by_name = isinstance(node, ast.ImportFrom) and node in tree.body and node.level == 1 and node.module
        beside = not relative and any(file.with_name(f"{name}.py").is_file() for name in _modules_of(node))
        if beside or (relative and not by_name):
            raise AutograderError(
                f"{file.name}:{node.lineno}: '{ast.unparse(node)}' is not possible there; import the names that are "
                "used one by one, at the top: from .reference import right_answer."
            )


def _statements(nodes: Iterable[ast.AST]) -> Iterator[ast.AST]:
    """Yield statements and all those in them; `ast.walk`, which looks at expressions, too, takes ten times as long."""
    for node in nodes:
        yield node
        for part in ("body", "handlers", "cases", "orelse", "finalbody"):
            yield from _statements(getattr(node, part, ()))


def _modules_of(node: ast.Import | ast.ImportFrom) -> list[str]:
    """Return the modules that a statement imports, or imports from, by the names that they begin with."""
    names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else [node.module or ""]
    return [name.partition(".")[0] for name in names]


def _helper(file: Path, node: ast.stmt) -> Path | None:
    """Return the file whose definitions an import takes, or None for an import that stays an import."""
    if not isinstance(node, ast.ImportFrom):
        return None
    if node.level == 0 and node.module == TOOLS:
        helper = _TOOLS_FILE
    elif node.level == 1 and node.module:
        helper = file.with_name(f"{node.module}.py")
    else:
        return None
    if any(alias.asname or alias.name == "*" for alias in node.names):
        raise AutograderError(f"{file.name}:{node.lineno}: import the names of {node.module} one by one, as they are.")
    return helper


def _definitions(file: Path, tree: ast.Module) -> Iterator[Definition]:
    lines = read_source(file).splitlines()
    for node in tree.body:
        is_docstring = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        is_future = isinstance(node, ast.ImportFrom) and node.module == "__future__"
        if is_docstring or is_future or _helper(file, node):
            continue
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield from _imports(file, node)
            continue
        names = _bound_names(node)
        if not names:
            raise AutograderError(f"{file.name}:{node.lineno}: only imports, functions, classes and assignments here.")
        first = min([node.lineno, *(decorator.lineno for decorator in getattr(node, "decorator_list", []))])
        source = "\n".join(lines[first - 1 : node.end_lineno])
        uses = frozenset(_global_names(symtable.symtable(source, str(file), "exec"))) - names
        yield Definition(frozenset(names), uses, source, file, is_import=False)


def _imports(file: Path, node: ast.Import | ast.ImportFrom) -> Iterator[Definition]:
    """Yield one definition for each name, so that two files may import overlapping names from one module."""
    for alias in node.names:
        single = copy.copy(node)
        single.names = [alias]
        names = frozenset({(alias.asname or alias.name).partition(".")[0]})
        yield Definition(names, frozenset(), ast.unparse(single), file, is_import=True)


def _global_names(table: symtable.SymbolTable) -> Iterator[str]:
    """Yield the names that code looks up in its module; local variables of the same name do not count."""
    for symbol in table.get_symbols():
        if symbol.is_global() or table.get_type() == "module":
            yield symbol.get_name()
    for inner in table.get_children():
        yield from _global_names(inner)


def _bound_names(node: ast.stmt) -> set[str]:
    match node:
        case ast.FunctionDef() | ast.ClassDef():
            return {node.name}
        case ast.Assign():
            return {name.id for target in node.targets for name in ast.walk(target) if isinstance(name, ast.Name)}
        case ast.AnnAssign(target=ast.Name(id=name)):
            return {name}
    return set()


def _refuse_clashes(file: Path, definitions: tuple[Definition, ...]) -> None:
    """Copied into one file, two definitions of one name would silently become one."""
    seen: dict[str, Definition] = {}
    for part in definitions:
        for name in part.names:
            other = seen.setdefault(name, part)
            if other is not part and not (part.is_import and other.source == part.source):
                where = [each.file.name if not is_tools(each.file) else "autograder.testing" for each in (other, part)]
                said = f"{where[0]} defines {name} twice"
                if where[0] != where[1]:
                    said = f"both {where[0]} and {where[1]} define {name}"
                raise AutograderError(f"{file.name}: {said}; rename one of them.")


def _constant(file: Path, tree: ast.Module, name: str, *kinds: type) -> Any:
    for node in tree.body:
        if isinstance(node, ast.Assign) and name in _bound_names(node) and isinstance(node.value, ast.Constant):
            value = node.value.value
            if type(value) in kinds:
                return value
    raise AutograderError(f"{file.name}: it needs a line {name} = ... with a constant.")


def _cases(file: Path, tree: ast.Module) -> Iterator[Case]:
    for node in tree.body:
        for decorator in getattr(node, "decorator_list", []):
            if isinstance(node, ast.FunctionDef) and ast.unparse(decorator).startswith("test_case("):
                yield _case(file, node, decorator)


def _case(file: Path, node: ast.FunctionDef, decorator: ast.Call) -> Case:
    try:
        stated = {keyword.arg: ast.literal_eval(keyword.value) for keyword in decorator.keywords}
        case = Case(node.name, stated["name"], float(stated["points"]), bool(stated["hidden"]), node.lineno)
    except (KeyError, ValueError, TypeError) as error:
        raise AutograderError(
            f"{file.name}:{node.lineno}: {node.name} must be decorated with "
            "@test_case(name=..., points=..., hidden=...), each a constant."
        ) from error
    if not 0 <= case.points < math.inf:
        raise AutograderError(
            f"{file.name}:{node.lineno}: {node.name} gives {case.points:g} points; it must be a number from 0."
        )
    return case
