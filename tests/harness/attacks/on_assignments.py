"""Classes of attackers on the two assignments that ship, and what they came to."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from autograder.assignments.solution import solution_cells
from autograder.build import grading_zip
from autograder.course.settings import find_course
from autograder.grade.options import RunOptions
from autograder.grade.run import grade_class
from autograder.results import SubmissionResult
from tests.harness.sealed_class import notebook as with_cells

COURSE = find_course(Path(__file__).parent)
BINARY, SOFTMAX = "binary_mlp", "softmax_network"


def notebook(assignment: str, answers: Mapping[str, str], *, before: str = "", checks: tuple[str, ...] = ()) -> str:
    """Return a notebook of the given cells and `answers` to some questions, which are checked in the order `checks`."""
    cells = [before] if before else []
    for cell in solution_cells(COURSE.assignment(assignment)):
        if not cell.is_check and not cell.is_answer:
            cells.append(cell.source)
        elif cell.is_answer and cell.question in answers:
            cells.append(answers[cell.question])
    cells += [f'grader.check("{question}")' for question in checks]
    return with_cells(*cells)


def right(assignment: str, question: str) -> str:
    """Return the solution's answer to a question."""
    cells = solution_cells(COURSE.assignment(assignment))
    return "\n\n".join(cell.source for cell in cells if cell.is_answer and cell.question == question)


def graded(
    folder: Path,
    assignment: str,
    class_: Mapping[str, str],
    *,
    seed: int | None = None,
    jobs: int = 1,
    files: Mapping[str, tuple[str, bytes]] | None = None,
    known_mistakes: bool = True,
) -> dict[str, SubmissionResult]:
    """Return the results of a class by name, graded one after the other by one worker, unless there are more `jobs`.

    `files` are submissions that are no plain notebook: their suffix and content. Without the `known_mistakes`, hints
    say what a submission does in practice alone, which takes a fraction of the time.
    """
    (folder / "class").mkdir()
    for name, text in class_.items():
        (folder / "class" / f"{name}.ipynb").write_text(text, encoding="utf-8")
    for name, (suffix, content) in (files or {}).items():
        (folder / "class" / f"{name}.{suffix}").write_bytes(content)
    options = RunOptions(
        paths=[folder / "class"], assignment=assignment, out=folder / "out", course=COURSE.root, jobs=jobs, seed=seed
    )
    with pytest.MonkeyPatch.context() as patch:
        if not known_mistakes:
            patch.setattr(grading_zip, "material_members", lambda assignment: {})
        return {Path(found.id).stem: found for found in grade_class(options).submissions}


def passed(result: SubmissionResult, question: str, *, hidden: bool) -> list[str]:
    """Return the names of the cases that a submission passes, the hidden or the public ones."""
    cases = next(found.cases for found in result.questions if found.name == question)
    return [case.name for case in cases if case.passed and case.hidden is hidden]


def cells_of(text: str) -> Iterator[str]:
    """Yield the sources of a notebook's cells."""
    yield from (cell["source"] for cell in json.loads(text)["cells"])
