"""Functions that are written to earn points without doing what is asked, made from the signatures of the solution.

Nothing here knows an assignment. A case may state in a comment above its decorator that it is earned without a right
value, and why:

    # earned without a right value: it is about what is returned, not about the numbers in it
    @test_case(name="returns the model", points=0.25, hidden=True)
"""

import ast
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files

from autograder.assignments.solution import SolutionCell
from autograder.audit.lending import lent_by
from autograder.audit.trials import Kind, Trial
from autograder.build.bundle import bundle, public_bundle
from autograder.build.graded_tests import GradedTests
from autograder.text.reading import read_source

STUB = "stub"
_LENT = "lent"
_ALONE = (
    *("zeros", "ones", "nonsense", "elementwise", "first_argument", "last_argument", "writes_zeros", "writes_ones"),
    *("writes_others", "memory_of_itself", "says_not_attempted", "table"),
)
_TOGETHER = ("zeros", "tripled", "negated", "nonsense")
_STATED = re.compile(r"^# earned without a right value: \S")


@dataclass(frozen=True, slots=True)
class _Function:
    """A function of an answer, or a method as "Network.fit", with its parameters as source."""

    name: str
    parameters: str
    passed: str


def adversary_trials(solution: Sequence[SolutionCell], tests: Sequence[GradedTests]) -> Iterator[Trial]:
    """Yield the trials of every question whose answer defines functions, the stubs they are compared with first.

    Each trial is the notebook as far as its question, which alone is graded. Its title is the functions that are
    exchanged and the adversary's kind, as in "sigmoid: zeros"; that of the stub ends in ": stub".
    """
    public = {read.question: public_bundle(read) for read in tests}
    lending = {
        read.question: read for read in tests if any(lent_by(read, case) for case in read.cases if not case.hidden)
    }
    lent = {name for read in lending.values() for case in read.cases if not case.hidden for name in lent_by(read, case)}
    tested = {read.question: bundle(read) for read in tests}
    for question in dict.fromkeys(cell.question for cell in solution if cell.is_answer):
        functions = [
            function
            for cell in solution
            if cell.is_answer and cell.question == question
            for function in _functions(cell.source)
            if _is_tested(function, tested[question])
        ]
        groups: list[tuple[list[_Function], tuple[str, ...]]] = [([function], _ALONE) for function in functions]
        if functions:
            groups.append((functions, _TOGETHER))
        for group, kinds in groups:
            for kind in (STUB, *kinds):
                yield _trial(solution, question, group, kind, [public[question]])
            if len(group) == 1 and group[0].name in lent:
                yield _trial(solution, question, group, _LENT, [public[name] for name in lending])


def is_stub(trial: Trial) -> bool:
    """Tell whether the trial of an adversary is that of the stub."""
    return trial.title.endswith(f": {STUB}")


def exchanged(trial: Trial) -> str:
    """Return the names of the functions that the adversary of the trial replaces."""
    return trial.title.rpartition(":")[0]


def stated_cases(tests: Sequence[GradedTests]) -> frozenset[tuple[str, str]]:
    """Return the cases that state that they are earned without a right value: pairs of a question and a case."""
    return frozenset((read.question, name) for read in tests for name in _stated(read))


def _stated(read: GradedTests) -> Iterator[str]:
    lines = read_source(read.file).splitlines()
    names = {case.function: case.name for case in read.cases}
    for node in ast.parse("\n".join(lines)).body:
        if isinstance(node, ast.FunctionDef) and node.name in names:
            above = min(decorator.lineno for decorator in node.decorator_list) - 2
            while above > 0 and lines[above].startswith("#") and not _STATED.match(lines[above]):
                above -= 1
            if _STATED.match(lines[above]):
                yield names[node.name]


def _is_tested(function: _Function, tests: str) -> bool:
    """Tell whether the tests of its question name a function: helpers of the solution are not asked for."""
    return re.search(rf"\b{function.name.rpartition('.')[2]}\b", tests) is not None


def _functions(source: str) -> Iterator[_Function]:
    for node in ast.parse(source).body:
        if isinstance(node, ast.FunctionDef):
            yield _described(node, "")
        elif isinstance(node, ast.ClassDef):
            for inner in node.body:
                if isinstance(inner, ast.FunctionDef) and not inner.name.startswith("_"):
                    yield _described(inner, f"{node.name}.")


def _described(node: ast.FunctionDef, prefix: str) -> _Function:
    named = [argument.arg for argument in (*node.args.posonlyargs, *node.args.args)]
    passed = ", ".join([*named, *(f"{argument.arg}={argument.arg}" for argument in node.args.kwonlyargs)])
    return _Function(prefix + node.name, ast.unparse(node.args), passed)


def _trial(
    solution: Sequence[SolutionCell], question: str, functions: Sequence[_Function], kind: str, public: Sequence[str]
) -> Trial:
    code = "\n\n".join(_definition(function, kind) for function in functions)
    end = next(place for place, cell in enumerate(solution) if cell.is_check and cell.question == question)
    parts = [(files("autograder.audit") / "adversary_tools.py").read_text(encoding="utf-8"), code]
    if kind in ("table", _LENT):
        known = ", ".join(_adversary_of(function) for function in functions)
        learn = "learn" if kind == "table" else "take_what_is_lent"
        parts += [f"{learn}([{known}], {each!r}, globals())" for each in public]
    changed = SolutionCell("\n\n".join(parts), question, is_answer=True)
    names = ", ".join(function.name for function in functions)
    cells = (*solution[:end], changed, solution[end])
    return Trial(Kind.ADVERSARY, f"{names}: {kind}", question, cells, code, graded=(question,))


def _adversary_of(function: _Function) -> str:
    return f"{function.name.replace('.', '_')}_adversary"


def _definition(function: _Function, kind: str) -> str:
    """Return the source that puts an adversary into the place of a function."""
    plain = function.name.rpartition(".")[2]
    if kind == STUB:
        made, body = "", "..."
    else:
        made = f"{_adversary_of(function)} = Adversary({kind!r}, {function.name})\n"
        body = f"return {_adversary_of(function)}({function.passed})"
    put = f"\n\n{function.name} = {plain}" if plain != function.name else ""
    return f"{made}def {plain}({function.parameters}):\n    {body}{put}"
