"""Test cases to which values from another process mean nothing, and how they are run all the same.

A case runs on the trusted side, against stand-ins for what stays in the jail. That is enough for tests that call
functions and look at values. It is not for a test that

- reads the source of the student's function, or looks into the interpreter (`inspect.getsource`, `__globals__`);
- puts something of its own in the place of a part of a module, and expects the student's code to meet it
  (`mock.patch("builtins.input")`, `plt.show = ...`): the module of the trusted process is another one;
- executes code in the notebook's namespace (`exec(text, env)`);
- asks whether two values are one object (`copy is not original`): here every value is a copy;
- wants real objects of a library, not stand-ins (`assert_frame_equal`), finds what the notebook has made of the process
  (files, pyplot's current figure, settings that do not travel), or whatever else only otter's own way gives.

All but the last can be told from the test's source, and such a case runs inside the jail at once. Every other one runs
on the trusted side, and what passes there has passed. One that fails there runs once more inside the jail, as it would
under otter: in a copy of the submission's process from before the case, which is thrown away. Only its outcome comes
back, as data. The submission sees the source of the case and can forge the outcome: that is what the mark "unsealed"
says. A case that fails there as well keeps the outcome it had on the trusted side, without the mark.

So a submission can bring it about that it is shown a case, by failing it, and can earn a marked pass. Who wants none
grades with --sealed-only.
"""

from __future__ import annotations

import ast
import builtins
import doctest
import enum
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from autograder.engine import otter_adapter
from autograder.engine.otter_adapter import CaseRun
from autograder.engine.remote import RemoteError, Session
from autograder.errors import AutograderError

_INSPECTING: Final = frozenset({"getclosurevars", "getdoc", "getfile", "getsource", "getsourcefile", "getsourcelines"})
_INTERPRETER: Final = frozenset({"__closure__", "__doc__", "__globals__", "_getframe", "get_referrers", "settrace"})
_PATCHING: Final = frozenset({"monkeypatch", "patch"})
_LIBRARIES: Final = frozenset({"builtins", "matplotlib", "np", "numpy", "os", "pd", "plt", "random", "sys", "time"})
_IDENTITY: Final = frozenset({"id", "may_share_memory", "shares_memory"})


class Way(enum.StrEnum):
    """Where a case runs."""

    ONLY_SEALED = "only_sealed"  # whatever may come: the assignment is to stay sealed
    SEALED = "sealed"  # and once more in the jail if it fails
    JAIL = "jail"


@dataclass(frozen=True, slots=True)
class CasePlan:
    """How one case is to be run, and what the jail is told when it runs there (see jailed.trial)."""

    way: Way
    kind: str
    question: str
    function: str
    source: str


def plan_cases(test_file: Any, *, sealed: bool) -> list[CasePlan]:
    """Return a plan for every case of a test file; with `sealed` none may ever run in the jail."""
    if sealed:
        return [CasePlan(Way.ONLY_SEALED, "", test_file.name, "", "") for _ in test_file.test_cases]
    plans = []
    for number in range(len(test_file.test_cases)):
        kind, function, source = otter_adapter.case_source(test_file, number)
        code = source
        if kind == "doctest":
            code = "".join(example.source for example in doctest.DocTestParser().get_examples(source))
        else:
            source = code = _without_the_rest(source, function)
        plans.append(CasePlan(way_of(code, kind), kind, test_file.name, function, source))
    return plans


def in_order(plans: Sequence[CasePlan]) -> list[int]:
    """Return the numbers of the cases in the order to run them: those that the submission is shown come last."""
    return sorted(range(len(plans)), key=lambda number: plans[number].way is Way.JAIL)


def run_case(session: Session, test_file: Any, number: int, plan: CasePlan, seed: int | None) -> CaseRun:
    """Run one case in the way it needs, within a `session.case(...)` that puts a copy aside.

    With a `seed`, it finds the generators seeded in the jail.
    """
    if plan.way is Way.JAIL:
        return _run_in_jail(session, plan, seed)
    run = otter_adapter.run_case(test_file, number, session.namespace)
    if session.ended is not None:  # a doctest takes even that for an answer
        raise session.ended
    if run.passed or plan.way is Way.ONLY_SEALED:
        return run
    inside = _run_in_jail(session, plan, seed)
    return inside if inside.passed else run


def way_of(code: str, kind: str) -> Way:
    """Return where a case with this code has to run as far as its code tells."""
    try:
        tree = ast.parse(code)
    except SyntaxError:
        return Way.SEALED
    names = {name for node in ast.walk(tree) for name in _names(node)}
    imported = _LIBRARIES | {name for node in ast.walk(tree) for name in _imported(node)}
    needs_jail = (
        names & (_INSPECTING | _INTERPRETER | _PATCHING | _IDENTITY)
        or any(_replaces_part_of(imported, node) or _compares_identity(node) for node in ast.walk(tree))
        or (kind != "doctest" and any(map(_executes_in_namespace, ast.walk(tree))))
    )
    return Way.JAIL if needs_jail else Way.SEALED


def _run_in_jail(session: Session, plan: CasePlan, seed: int | None) -> CaseRun:
    try:
        passed, report = session.run_test(plan.kind, plan.question, plan.function, plan.source, seed)
    except RemoteError as error:
        passed, report = False, f"Error at line 0 in test {plan.question}:\n\n{type(error).__name__}: {error}"
    return CaseRun(passed, report, unsealed=True)


def _names(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Name):
        yield node.id
    elif isinstance(node, ast.Attribute):
        yield node.attr


def _imported(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from ((alias.asname or alias.name).partition(".")[0] for alias in node.names)


def _replaces_part_of(modules: Iterable[str], node: ast.AST) -> bool:
    """Tell whether the statement sets or deletes an attribute of one of the modules."""
    targets: list[ast.expr] = []
    if isinstance(node, ast.Assign | ast.Delete):
        targets = list(node.targets)
    elif isinstance(node, ast.AugAssign | ast.AnnAssign):
        targets = [node.target]
    return any(_module_of(target) in modules for target in targets if isinstance(target, ast.Attribute))


def _module_of(target: ast.expr) -> str:
    while isinstance(target, ast.Attribute):
        target = target.value
    return target.id if isinstance(target, ast.Name) else ""


def _compares_identity(node: ast.AST) -> bool:
    """Tell whether two values are asked for being one object; None, True, types and the like are one everywhere."""
    if not isinstance(node, ast.Compare):
        return False
    sides = [node.left, *node.comparators]
    return any(
        isinstance(operator, ast.Is | ast.IsNot) and not (_is_single(left) or _is_single(right))
        for operator, left, right in zip(node.ops, sides, sides[1:], strict=False)
    )


def _is_single(node: ast.expr) -> bool:
    """Tell whether an expression stands for a constant, a type, or something of a library."""
    match node:
        case ast.Constant() | ast.Call(ast.Name("type"), [_]) | ast.Attribute(ast.Name("np" | "pd" | "numpy")):
            return True
        case ast.Name(name):
            return isinstance(vars(builtins).get(name), type)
    return False


def _executes_in_namespace(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in ("exec", "eval")
        and any(isinstance(argument, ast.Name) and argument.id == "env" for argument in node.args)
    )


def _without_the_rest(source: str, function: str) -> str:
    """Return a test file without what other cases alone need: the jail is shown no more of it.

    Whatever does not only give a name to something stays, and so does what may bring any name: a star import.
    """
    try:
        body = ast.parse(source).body
    except SyntaxError as error:
        raise AutograderError(f"A test file cannot be read as Python ({error}); correct it.") from error
    wanted, kept = {function}, set[int]()
    names = [_defined(node) for node in body]
    more = {place for place, found in enumerate(names) if not found or "*" in found or function in found}
    while more:
        kept |= more
        wanted |= {name for place in more for node in ast.walk(body[place]) for name in _names(node)}
        more = {place for place, node in enumerate(body) if place not in kept and names[place] & wanted}
    return "\n".join(ast.unparse(body[place]) for place in sorted(kept)) + "\n"


def _defined(node: ast.stmt) -> set[str]:
    """Return the names that a top-level statement may define."""
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return {node.name}
    names = set()
    for inner in ast.walk(node):
        if isinstance(inner, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            names.add(inner.name)
        elif isinstance(inner, ast.Name) and isinstance(inner.ctx, ast.Store | ast.Del):
            names.add(inner.id)
        elif isinstance(inner, ast.Import | ast.ImportFrom):
            names |= {(alias.asname or alias.name).partition(".")[0] for alias in inner.names}
    return names
