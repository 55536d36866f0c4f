"""Make the example classes: every submission in examples/ASSIGNMENT/ from its answers in examples/answers/ASSIGNMENT/.

    python examples/make_examples.py [ASSIGNMENT ...] [--check]

An answers file tells in its docstring what the student did, and holds only what differs from the reference solution:

    # base: stubs           the other questions are not attempted (without this line: solved as in the reference)
    # folder: hostile       the submission goes to examples/hostile/ASSIGNMENT/, which `make grade` leaves out
    # damage: truncated     the file itself is not as it should be; see DAMAGES

    # %% q8                 the code that replaces the first answer cell of q8; one more such section, the second cell
    # %% q9 stub            q9 is not attempted
    # %% q5 text            as the first, but with `# ` before each line: for code that is not Python

`--check` writes nothing; it names the files that differ from what would be made, and ends with status 1.
"""

from __future__ import annotations

import argparse
import ast
import re
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import nbformat
from nbformat import NotebookNode

from autograder.build.master import with_stable_ids
from autograder.build.release import Release, build
from autograder.course.settings import find_course

EXAMPLES = Path(__file__).resolve().parent
HOSTILE = "hostile"

_SECTION = re.compile(r"^# %% (?P<question>\w+)(?: (?P<kind>stub|text))?[ \t]*$", re.MULTILINE)
_HEADER = re.compile(r"^# (base|folder|damage): (\w+)$", re.MULTILINE)
_CHECK = re.compile(r'grader\.check\("(\w+)"\)')
_MARKUP = re.compile(r"^[ \t]*# (?:BEGIN|END) SOLUTION(?: NO PROMPT)?\n?|[ \t]+# SOLUTION$", re.MULTILINE)


@dataclass(frozen=True)
class Answers:
    """One student's work: the cells of the questions that differ from the base; None for a cell left as a stub."""

    name: str
    story: str
    from_stubs: bool
    folder: str
    damage: str
    cells: Mapping[str, tuple[str | None, ...]]


def _truncated(text: str) -> str:
    return text[: len(text) // 2]


def _other_assignment(text: str) -> str:
    return re.sub(r'("assignment_name": )"\w+"', r'\1"linear_regression"', text)


def _saved_page(text: str) -> str:
    return "<!DOCTYPE html>\n<html><head><title>Jupyter Notebook</title></head><body>Please log in.</body></html>\n"


DAMAGES: Mapping[str, Callable[[str], str]] = MappingProxyType(
    {
        "": lambda text: text,
        "empty": lambda text: "",
        "truncated": _truncated,
        "other_assignment": _other_assignment,
        "saved_page": _saved_page,
    }
)


def read_answers(path: Path) -> Answers:
    """Return the answers in the file `path`.

    Raises:
        ValueError: it has no docstring, or a header or section that means nothing.

    """
    text = path.read_text(encoding="utf-8")
    story = ast.get_docstring(ast.parse(text))
    if not story:
        raise ValueError(f"{path.name}: say in a docstring what this student did.")
    starts = [*_SECTION.finditer(text)]
    head = text[: starts[0].start()] if starts else text
    header = dict(_HEADER.findall(head))
    if header.get("base", "stubs") != "stubs" or header.get("damage", "") not in DAMAGES:
        raise ValueError(f"{path.name}: a header line means nothing: {header}.")
    cells: dict[str, list[str | None]] = {}
    ends = [*(match.start() for match in starts[1:]), len(text)]
    for start, end in zip(starts, ends if starts else (), strict=True):
        cells.setdefault(start["question"], []).append(_section(start["kind"], text[start.end() : end]))
    return Answers(
        name=path.stem,
        story=story,
        from_stubs="base" in header,
        folder=header.get("folder", ""),
        damage=header.get("damage", ""),
        cells={question: tuple(sources) for question, sources in cells.items()},
    )


def _section(kind: str | None, source: str) -> str | None:
    if kind == "stub":
        return None
    source = source.strip("\n")
    return re.sub(r"^# ?", "", source, flags=re.MULTILINE) if kind == "text" else source


def compose(answers: Answers, student: NotebookNode, solution: NotebookNode) -> NotebookNode:
    """Return the notebook that the student with these answers hands in, without outputs.

    Raises:
        ValueError: there are answers to a question that the assignment does not have.

    """
    stubs, solved = _answer_cells(student), _answer_cells(solution)
    unknown = [question for question in answers.cells if question not in stubs]
    if unknown:
        raise ValueError(f"{answers.name}: the assignment has no question {', '.join(unknown)}.")
    notebook = nbformat.v4.new_notebook(metadata=student.metadata)
    sources = {question: _sources(answers, question, stubs[question], solved[question]) for question in stubs}
    for cell, question in _with_questions(student):
        if question:
            stubs[question].remove(cell)
            last = not stubs[question]
            here = sources[question] if last else sources[question][:1]
            sources[question] = sources[question][len(here) :]
            notebook.cells += [nbformat.v4.new_code_cell(source, metadata=cell.metadata) for source in here]
        else:
            notebook.cells.append(cell.copy())
    return with_stable_ids(notebook)


def _sources(
    answers: Answers, question: str, stubs: Sequence[NotebookNode], solved: Sequence[NotebookNode]
) -> list[str]:
    """Return the answer cells of a question: the student's own, and where there are none the base's."""
    own = answers.cells.get(question, ())
    base = stubs if answers.from_stubs or None in own[:1] else solved
    found = [_MARKUP.sub("", cell.source).strip("\n") for cell in base]
    for position, source in enumerate(own):
        if source is not None:
            found[position : position + 1] = [source]
    return found


def _answer_cells(notebook: NotebookNode) -> dict[str, list[NotebookNode]]:
    """Return the answer cells of each question."""
    found: dict[str, list[NotebookNode]] = {}
    for cell, question in _with_questions(notebook):
        if question:
            found.setdefault(question, []).append(cell)
    return found


def _with_questions(notebook: NotebookNode) -> Iterator[tuple[NotebookNode, str]]:
    """Yield every cell with the question that it answers, the one of the next check; "" for other cells."""
    checks = [_CHECK.search(cell.source) if cell.cell_type == "code" else None for cell in notebook.cells]
    for position, cell in enumerate(notebook.cells):
        is_answer = {"otter_answer_cell", "otter_assign_solution_cell"} & set(cell.metadata.get("tags", ()))
        if is_answer and cell.cell_type == "code":
            yield cell, next(check[1] for check in checks[position:] if check)
        else:
            yield cell, ""


def make(assignment: str, released: Release) -> dict[Path, str]:
    """Return the files of the example class, paths relative to examples/, from a release of the assignment."""
    student = nbformat.read(released.student / f"{assignment}.ipynb", as_version=4)
    solution = nbformat.read(released.solution, as_version=4)
    files = {}
    for path in sorted((EXAMPLES / "answers" / assignment).glob("*.py")):
        answers = read_answers(path)
        text = nbformat.writes(compose(answers, student, solution)) + "\n"
        files[Path(answers.folder, assignment, f"{answers.name}.ipynb")] = DAMAGES[answers.damage](text)
    return files


def committed(assignment: str) -> dict[Path, str]:
    """Return the files of the example class as they are in examples/."""
    folders = (EXAMPLES / assignment, EXAMPLES / HOSTILE / assignment)
    return {
        path.relative_to(EXAMPLES): path.read_text(encoding="utf-8")
        for folder in folders
        for path in sorted(folder.glob("*.ipynb"))
    }


def assignments() -> list[str]:
    """Return the assignments that have an example class."""
    return sorted(path.name for path in (EXAMPLES / "answers").iterdir() if any(path.glob("*.py")))


def differing(assignment: str, files: Mapping[Path, str]) -> list[Path]:
    """Return the files that are not as `files` has them, or should not be there."""
    found = committed(assignment)
    return sorted(path for path in {*files, *found} if files.get(path) != found.get(path))


def write(files: Mapping[Path, str], stale: Iterable[Path]) -> None:
    """Write `files` below examples/, and remove the `stale` ones that are not among them."""
    for path in stale:
        place = EXAMPLES / path
        if path in files:
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(files[path], encoding="utf-8")
        else:
            place.unlink()


def main(arguments: list[str] | None = None) -> int:
    """Make or check the classes that are named, or all; return the exit status."""
    parser = argparse.ArgumentParser(description="Make the example classes from examples/answers/.")
    parser.add_argument("assignment", nargs="*", help="an assignment; all of them when none is named")
    parser.add_argument("--check", action="store_true", help="write nothing, name what differs")
    options = parser.parse_args(arguments)
    course = find_course(EXAMPLES)
    status = 0
    for name in options.assignment or assignments():
        with tempfile.TemporaryDirectory() as scratch:
            files = make(name, build(course.assignment(name), Path(scratch)))
        changed = differing(name, files)
        for path in changed:
            print(f"{'differs' if options.check else 'written'}: examples/{path}")
        if options.check:
            status = status or int(bool(changed))
        else:
            write(files, changed)
    return status


if __name__ == "__main__":
    sys.exit(main())
