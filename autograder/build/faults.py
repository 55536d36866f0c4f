"""What can be seen of an assignment's faults without running it: each one a sentence, in the order to mend them."""

import ast
import re
import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from importlib.metadata import PackageNotFoundError, packages_distributions, requires
from pathlib import PurePath
from typing import TYPE_CHECKING

from autograder.assignments.bank import ALTERNATIVES, MISCONCEPTIONS, read_bank
from autograder.build.bundle import public_bundle
from autograder.build.giveaways import given_away_in_files, whole_answers
from autograder.build.graded_tests import GradedTests
from autograder.build.grading_zip import read_tests
from autograder.build.markers import parse_cell, place_of
from autograder.build.master import compose_master, read_master
from autograder.build.names import faults_of_bank, faults_of_tests, solution_names
from autograder.course.assignment import SETTINGS, Assignment
from autograder.errors import AutograderError

if TYPE_CHECKING:
    from nbformat import NotebookNode


_ALWAYS = frozenset({"otter", "IPython", "ipywidgets", "google"})  # with otter and Jupyter; Colab's own


def missing_requirements(assignment: Assignment, cells: Sequence["NotebookNode"]) -> Iterator[str]:
    """Yield a sentence for each module that the notebook imports and the assignment's `requirements` do not bring."""
    beside = {PurePath(name).parts[0].removesuffix(".py") for name in assignment.student_files}
    given = {_plain(line) for line in assignment.requirements}
    brought: set[str] | None = None
    for position, cell in enumerate(cells, start=1):
        for module in _modules(cell):
            if module in sys.stdlib_module_names or module in beside | _ALWAYS or _plain(module) in given:
                continue
            brought = _closure(given) if brought is None else brought
            if not brought & {_plain(name) for name in packages_distributions().get(module, [])}:
                yield (
                    f"{place_of(position, cell.source)}: it imports {module}, which `requirements` of assignment.toml "
                    "does not bring; add its package there."
                )


def _modules(cell: "NotebookNode") -> Iterator[str]:
    if cell.cell_type != "code" or "import" not in cell.source:
        return
    with suppress(AutograderError):
        for node in ast.walk(parse_cell(cell.source, "")):
            if isinstance(node, ast.Import):
                yield from dict.fromkeys(alias.name.partition(".")[0] for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                yield node.module.partition(".")[0]


def _plain(requirement: str) -> str:
    name = re.match(r"[A-Za-z0-9._-]+", requirement.strip())
    return re.sub(r"[-_.]+", "-", name[0]).lower() if name else ""


def _closure(names: Iterable[str]) -> set[str]:
    """Return the packages with all that they need themselves, as far as they are installed here."""
    found: set[str] = set()
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            with suppress(PackageNotFoundError, ValueError):
                waiting += [_plain(line) for line in requires(name) or () if "extra ==" not in line]
    return found


class Part(StrEnum):
    """A part of an assignment, in the order in which parts are mended."""

    NOTEBOOK = "master notebook"
    TESTS = "graded tests"
    NAMES = "names in the tests"
    FILES = "files"
    ANSWERS = "what students get"
    BANKS = "banks of solutions"


@dataclass(frozen=True, slots=True)
class Fault:
    """One sentence on what is wrong, and in which part."""

    part: Part
    sentence: str


def quick_faults(assignment: Assignment) -> tuple[Fault, ...]:
    """Return what is wrong with an assignment as far as reading it tells."""
    cells = _cells(assignment)
    tests = list(_tests(assignment))
    good = [read for read in tests if isinstance(read, GradedTests)]
    names = None
    with suppress(AutograderError):  # what does not parse is a fault of the notebook
        names = solution_names(cell.source for cell in cells if cell.cell_type == "code") if cells else None
    found: dict[Part, Iterable[str]] = {
        Part.NOTEBOOK: [*_said(lambda: compose_master(assignment)), *missing_requirements(assignment, cells)],
        Part.TESTS: [read for read in tests if isinstance(read, str)],
        Part.NAMES: faults_of_tests(good, names),
        Part.FILES: _file_faults(assignment),
        Part.ANSWERS: [*whole_answers(cells, good), *given_away_in_files(assignment, cells, good)],
        Part.BANKS: _bank_faults(assignment, good, names),
    }
    root = f"{assignment.course}/"
    return tuple(
        Fault(part, said.replace(root, "")) for part, sentences in found.items() for said in dict.fromkeys(sentences)
    )


def refuse_faults(assignment: Assignment) -> None:
    """Raise when there is anything wrong with an assignment that can be seen without running it."""
    faults = [fault.sentence for fault in quick_faults(assignment)]
    if len(faults) == 1:
        raise AutograderError(f"{assignment.name} is not built: {faults[0]}")
    if faults:
        listed = "\n".join(f"  {number}. {sentence}" for number, sentence in enumerate(faults, start=1))
        raise AutograderError(f"{assignment.name} is not built; in this order, mend:\n{listed}")


def _cells(assignment: Assignment) -> Sequence["NotebookNode"]:
    with suppress(AutograderError):
        cells: Sequence[NotebookNode] = read_master(assignment).cells
        return cells
    return ()


def _said(work: Callable[[], object]) -> Iterator[str]:
    """Yield what `work` raises."""
    try:
        work()
    except AutograderError as error:
        yield str(error)


def _tests(assignment: Assignment) -> Iterator[GradedTests | str]:
    """Yield the tests of each question that students can have a copy of, and a sentence for what is wrong."""
    for read in read_tests(assignment):
        refused = _said(partial(public_bundle, read)) if isinstance(read, GradedTests) else ()
        yield next(iter(refused), read)


def _file_faults(assignment: Assignment) -> Iterator[str]:
    secret = {path.resolve() for path in assignment.tests.rglob("*.py")}
    own = (assignment.notebook.name, MISCONCEPTIONS, ALTERNATIVES, SETTINGS, "probes.py")
    secret |= {assignment.notebook.with_name(name).resolve() for name in own}
    contents = {path.read_bytes(): name for name, path in assignment.hidden_files.items()}
    for name, path in assignment.student_files.items():
        if path.resolve() in secret:
            yield f"[files.student] gives {path.name} to students, which is the grader's; take {name!r} out."
        elif path.stat().st_size and (twin := contents.get(path.read_bytes())):
            yield (
                f"[files.student] {name!r} is the same as {twin!r} of [files.hidden]: students would have it; take one "
                "of them out."
            )


def _bank_faults(assignment: Assignment, tests: Sequence[GradedTests], names: Collection[str] | None) -> Iterator[str]:
    cases: Mapping[str, Collection[str]] = dict.fromkeys(assignment.points, ())
    cases = {**cases, **{read.question: [case.name for case in read.cases] for read in tests}}
    for name in (MISCONCEPTIONS, ALTERNATIVES):
        file = assignment.notebook.with_name(name)
        if not file.is_file():
            continue
        try:
            items = read_bank(file)
        except AutograderError as error:
            yield re.sub(rf"^{re.escape(str(file.parent))}/", "", str(error))
            continue
        known = {read.question for read in tests}
        for sentence in faults_of_bank(name, items, cases, names):
            # of tests that cannot be read the names of the cases are not known
            if not (unread := re.search(r"is no case of (\w+);", sentence)) or unread[1] in known:
                yield sentence
