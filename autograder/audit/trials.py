"""What an audit tries: the bank's wrong and right solutions, and mutants of the reference, each as a notebook."""

import ast
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from autograder.assignments.bank import BankItem, as_cells
from autograder.assignments.solution import SolutionCell, definitions, solution_cells
from autograder.audit.mutants import mutants_of
from autograder.build.markers import parse_cell
from autograder.course.assignment import Assignment


class Kind(StrEnum):
    """What a trial is, which says what should come of it."""

    REFERENCE = "reference"
    UNTOUCHED = "untouched"
    WRONG = "wrong"
    RIGHT = "right"
    MUTANT = "mutant"
    ADVERSARY = "adversary"


@dataclass(frozen=True, slots=True)
class Trial:
    """One solution to grade.

    `question` is where it differs from the reference, `detail` its code, or its difference from the reference.
    `may_cost` are the other questions in which it may lose points. Only `graded` questions are graded (() for all).
    """

    kind: Kind
    title: str
    question: str
    cells: tuple[SolutionCell, ...]
    detail: str = ""
    may_cost: tuple[str, ...] = ()
    graded: tuple[str, ...] = ()


def solution_of(assignment: Assignment) -> tuple[SolutionCell, ...]:
    """Return the cells of the solution in plain Python, a notebook's magics put as IPython executes them.

    Raises:
        AutograderError: there is no master notebook, or a cell of it is not Python.

    """
    cells = solution_cells(assignment)
    return tuple(replace(cell, source=ast.unparse(tree)) if tree else cell for cell, tree in _with_magics(cells))


def _with_magics(cells: Iterable[SolutionCell]) -> Iterator[tuple[SolutionCell, ast.Module | None]]:
    """Yield each cell with what it is without magics, None when it has none."""
    for cell in cells:
        tree = parse_cell(cell.source, "Master notebook")
        magic = re.search(r"^\s*[%!]", cell.source, flags=re.MULTILINE)
        yield cell, tree if magic else None


def reference_trial(solution: Sequence[SolutionCell]) -> Trial:
    """Return the trial of the reference itself, which must get full marks."""
    return Trial(Kind.REFERENCE, "the reference solution", "", tuple(solution))


def bank_trials(
    solution: Sequence[SolutionCell], items: Sequence[BankItem], kind: Kind, spared: Collection[str] = ()
) -> Iterator[Trial]:
    """Yield a trial for each item: the solution, with the item's cell right after the answer to its question.

    The questions in `spared` are left out of the trials of other questions, but for what they define, unless the item
    makes use of what they compute.
    """
    questions = [cell.question for cell in solution if cell.is_check]
    computed = {name: _names(solution, name, ast.Store) for name in spared}
    for item in items:
        left_out = {name for name in spared if name != item.question and not computed[name] & _used(item.code)}
        cells = tuple(
            _without_training(cell) if cell.question in left_out else cell for cell in as_cells(solution, item)
        )
        graded = tuple(question for question in questions if question not in left_out)
        yield Trial(kind, item.title, item.question, cells, item.code, item.also_costs, graded)


def _used(code: str) -> set[str]:
    """Return the names that the code reads and does not itself give a value."""
    cells = [SolutionCell(code)]
    parameters = {node.arg for node in ast.walk(ast.parse(code)) if isinstance(node, ast.arg)}
    return _names(cells, "", ast.Load) - _names(cells, "", ast.Store) - parameters


def _names(cells: Iterable[SolutionCell], question: str, context: type[ast.expr_context]) -> set[str]:
    """Return the names that the cells of a question read (ast.Load) or set (ast.Store)."""
    nodes = (node for cell in cells if cell.question == question for node in ast.walk(ast.parse(cell.source)))
    return {node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, context)}


def _without_training(cell: SolutionCell) -> SolutionCell:
    """Return the cell with nothing but what later cells may call."""
    return replace(cell, source="" if cell.is_check else definitions([cell]))


def mutant_trials(solution: Sequence[SolutionCell]) -> Iterator[Trial]:
    """Yield a trial for each mutant of an answer: the notebook as far as that question, which alone is graded."""
    for number, cell in enumerate(solution):
        if not cell.is_answer:
            continue
        end = next(place for place, other in enumerate(solution) if other.is_check and other.question == cell.question)
        for mutant in mutants_of(cell.source):
            changed = SolutionCell(mutant.code, cell.question, is_answer=True)
            cells = (*solution[:number], changed, *solution[number + 1 : end + 1])
            title = f"line {mutant.line}: {mutant.kind}"
            yield Trial(Kind.MUTANT, title, cell.question, cells, mutant.diff, graded=(cell.question,))


def whole_notebook(trial: Trial, solution: Sequence[SolutionCell]) -> Trial:
    """Return the trial with the rest of the notebook, all questions of which are graded."""
    return replace(trial, cells=(*trial.cells, *solution[len(trial.cells) :]), graded=())
