"""What hidden cases lend, and whether it answers what comes after them.

A case that puts right functions into the notebook shows them to the submission. The engine runs cases that lend nothing
before all others, and those that lend in the assignment's order (see `engine.grading`). That is enough as long as no
case lends what is asked for later: by a case of a later question, or by a later one of its own question that lends
something, too. What public cases lend stands in the students' tests; an adversary tries it (see `adversaries`).
"""

import ast
from collections.abc import Iterator, Mapping, Sequence

from autograder.assignments.solution import SolutionCell
from autograder.build.bundle import needed
from autograder.build.graded_tests import Case, GradedTests, is_tools

_LENDS = frozenset({"helpers_in_place", "computed_again"})
_SETS = frozenset({"setdefault", "update"})


def lent_too_early(solution: Sequence[SolutionCell], tests: Sequence[GradedTests]) -> list[str]:
    """Return where a hidden case lends what is asked for later, a sentence each; `tests` in the assignment's order."""
    asked = {read.question: _defined_in_answer(solution, read.question) for read in tests}
    found = []
    for place, read in enumerate(tests):
        lending = [(case, names) for case in read.cases if case.hidden and (names := lent_by(read, case))]
        for later in tests[place + 1 :]:
            found += [
                _sentence(read, case, names & asked[later.question], later.question)
                for case, names in lending
                if names & asked[later.question]
            ]
        for number, (case, names) in enumerate(lending):
            for other, _ in lending[number + 1 :]:
                if again := names & asked[read.question] & _parameters(read, other):
                    found.append(_sentence(read, case, again, f"its case {other.name!r}"))
    return found


def lent_by(read: GradedTests, case: Case) -> frozenset[str]:
    """Return the names of functions that a case may put into the notebook, as far as its source tells."""
    trees = [ast.parse(part.source) for part in needed(read, [case.function]) if not is_tools(part.file)]
    nodes = [node for tree in trees for node in ast.walk(tree)]
    if not any(map(_puts, nodes)):
        return frozenset()
    return frozenset(name for node in nodes for name in _functions_named(node))


def _puts(node: ast.AST) -> bool:
    match node:
        case ast.Call(func=ast.Name(id=name)):
            return name in _LENDS
        case ast.Call(func=ast.Attribute(value=ast.Name(id="env"), attr=name)):
            return name in _SETS
        case ast.Subscript(value=ast.Name(id="env"), ctx=ast.Store()):
            return True
    return False


def _functions_named(node: ast.AST) -> Iterator[str]:
    """Yield the names by which functions may be put into the notebook: keys of a dictionary, or their own."""
    match node:
        case ast.FunctionDef(name=name) | ast.keyword(arg=str(name), value=ast.Lambda()):
            yield name
        case ast.Dict(keys=keys, values=values):
            pairs = zip(keys, values, strict=True)
            yield from (
                str(key.value)
                for key, value in pairs
                if isinstance(key, ast.Constant) and not isinstance(value, ast.Constant)
            )
        case ast.Subscript(value=ast.Name(id="env"), slice=ast.Constant(value=str(name)), ctx=ast.Store()):
            yield name


def _defined_in_answer(solution: Sequence[SolutionCell], question: str) -> frozenset[str]:
    sources = [cell.source for cell in solution if cell.is_answer and cell.question == question]
    return frozenset(
        node.name
        for source in sources
        for node in ast.parse(source).body
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
    )


def _parameters(read: GradedTests, case: Case) -> frozenset[str]:
    trees = [ast.parse(part.source) for part in needed(read, [case.function]) if case.function in part.names]
    functions: Mapping[str, ast.FunctionDef] = {
        node.name: node for tree in trees for node in tree.body if isinstance(node, ast.FunctionDef)
    }
    return frozenset(argument.arg for argument in functions[case.function].args.args)


def _sentence(read: GradedTests, case: Case, names: frozenset[str], asked_by: str) -> str:
    return (
        f"{read.file.name}:{case.line}: the hidden case {case.name!r} lends {', '.join(sorted(names))}, which "
        f"{asked_by} asks for later: ask for it first, or lend what knows the values of that case alone."
    )
