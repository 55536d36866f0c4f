"""The zip that a class is graded with, straight from the course: tests, settings and data, without otter's help.

What `autograder build` adds for otter's containers is not needed for grading here, and takes seconds to make. This zip
holds the solution and the known mistakes as well, for diagnosis: it never goes to otter, nor to where students are.
"""

import json
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from autograder.assignments.material import material_members
from autograder.assignments.percent import percent_cells
from autograder.build.bundle import bundle
from autograder.build.graded_tests import Definition, GradedTests, read_graded_tests
from autograder.course.assignment import SETTINGS as TOML
from autograder.course.assignment import Assignment
from autograder.engine.unpacking import PRACTICE, SETTINGS
from autograder.errors import AutograderError
from autograder.marks.answers import prompt_digest

EXECUTABLE = ("setup.sh", "run_autograder")
HANDING_IN = ("hand_in.py", "notebook_page.py")  # what the notebook's last cell does


def write_grading_zip(assignment: Assignment, path: Path) -> None:
    """Write the zip for `autograder grade` to `path`; the same course gives the same bytes."""
    members = grading_members(assignment, bundles(load_tests(assignment))) | material_members(assignment)
    members |= {f"{PRACTICE}{name}": path.read_bytes() for name, path in assignment.practice_files.items()}
    write_zip(path, members, zipfile.ZIP_STORED)


def load_tests(assignment: Assignment) -> list[GradedTests]:
    """Return the graded tests of every question, in the notebook's order.

    Raises:
        AutograderError: a test file is missing, malformed, or its points are not those of the settings.

    """
    tests: list[GradedTests] = []
    for read in read_tests(assignment):
        if not isinstance(read, GradedTests):
            raise AutograderError(read)
        tests.append(read)
    return tests


def read_tests(assignment: Assignment) -> Iterator[GradedTests | str]:
    """Yield the tests of each question, and a sentence for those that cannot be read or do not fit the settings."""
    helpers: dict[Path, list[Definition]] = {}
    for question, points in assignment.points.items():
        try:
            read = read_graded_tests(assignment.tests / f"{question}.py", helpers)
        except AutograderError as error:
            yield str(error)
            continue
        yield read
        if abs(read.points - points) > 1e-9:
            yield (
                f"{TOML}: {question} has {points:g} points in [points], but {read.points:g} in {read.file.name}; "
                "make them equal."
            )
    for file in sorted(assignment.tests.glob("q*.py")):
        if file.stem not in assignment.points:
            yield f"{file.name} tests a question that [points] does not have; add it there, or remove the file."


def bundles(tests: Iterable[GradedTests]) -> dict[str, str]:
    """Return the source of each question's self-contained test file, with its hidden cases."""
    return {read.question: bundle(read) for read in tests}


def data_files(assignment: Assignment, *, hidden: bool) -> dict[str, Path]:
    """Return the files beside the notebook: the students' own, and with `hidden` also the grader's."""
    handing_in = {name: Path(__file__).with_name("beside") / name for name in HANDING_IN}
    return {**handing_in, **assignment.student_files, **(assignment.hidden_files if hidden else {})}


def grading_members(assignment: Assignment, tests: Mapping[str, str]) -> dict[str, bytes]:
    """Return the parts of the zip that grading needs, by name; `tests` are sources by question."""
    config = json.dumps({"lang": "python", "seed": assignment.seed}, indent=2)
    members = {f"tests/{question}.py": source.encode() for question, source in tests.items()}
    members["otter_config.json"] = config.encode()
    members[SETTINGS] = json.dumps(_settings(assignment), indent=2).encode()
    for beside, data in data_files(assignment, hidden=True).items():
        members[f"files/{beside}"] = data.read_bytes()
    return members


def write_zip(path: Path, members: Mapping[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> None:
    """Write the members, sorted and with a fixed date, so that the same members give the same bytes."""
    with zipfile.ZipFile(path, "w") as archive:
        for name in sorted(members):
            entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            entry.compress_type = compression
            entry.external_attr = (0o755 if name in EXECUTABLE else 0o644) << 16
            archive.writestr(entry, members[name])


def _settings(assignment: Assignment) -> dict[str, object]:
    """Return what the zip says of the assignment besides otter's settings; otter passes it over."""
    return {
        "name": assignment.name,
        "title": assignment.title,
        "questions": list(assignment.points),
        "titles": question_titles(assignment),
        "manual": dict(assignment.manual),
        "limits": asdict(assignment.limits),
        "student_files": sorted(data_files(assignment, hidden=False)),
        "marking": marking_settings(assignment),
        **({"last_definition_counts": True} if assignment.last_definition_counts else {}),
        "calls_with_copies": True,  # the tests call students' code by autograder.testing
    }


_LEFT_OPEN = re.compile(r"^(\w+)\s*(?::[^=\n]+)?=[^=\n].*#\s*SOLUTION\s*$", re.MULTILINE)
_HEADING = re.compile(r"^#+[ \t]+(.*\S)", re.MULTILINE)


def marking_settings(assignment: Assignment) -> dict[str, Any]:
    """Return the part "marking" of assignment.json: what is to be looked for, and when something is late.

    Besides the names that each question for a person leaves open, and the digest of every text of the notebook with the
    question whose prompt it is: what is neither is the student's.
    """
    names: dict[str, list[str]] = {}
    prompts: dict[str, str] = {}
    for kind, source, question in _cells(assignment):
        if kind == "markdown":
            prompts[prompt_digest(source)] = question
        elif question in assignment.manual:
            names.setdefault(question, []).extend(_LEFT_OPEN.findall(source))
    late = {"late": assignment.late.to_json()} if assignment.late else {}
    extra = {"extra": list(assignment.extra_credit)} if assignment.extra_credit else {}
    rubric = {question: written.to_json() for question, written in assignment.rubric.items()}
    return {"title": assignment.title, "rubric": rubric, **late, **extra, "names": names, "prompts": prompts}


def question_titles(assignment: Assignment) -> dict[str, str]:
    """Return what each question is about: as the settings say, or else its first heading without its name."""
    titles = dict(assignment.titles)
    for kind, source, question in _cells(assignment):
        heading = _HEADING.search(source) if kind == "markdown" and question and question not in titles else None
        if heading:
            number = question.lstrip("Qq").replace("_", "[._-]")
            name = rf"(?:question|q)?[ _]?{number}"
            titles[question] = re.sub(rf"(?i)^{name}\b[\W_]*(?=\w)|\W*\b{name}\W*$|[`*]", "", heading[1])
    return {question: titles[question] for question in assignment.points if titles.get(question)}


def _cells(assignment: Assignment) -> Iterator[tuple[str, str, str]]:
    """Yield kind, source and question ("" for none) of the master's cells that are for students."""
    question = ""
    for cell in percent_cells(assignment.notebook):
        if cell.marker == "BEGIN QUESTION":
            question = cell.name
        elif cell.marker == "END QUESTION":
            question = ""
        elif not cell.marker:
            yield cell.kind, cell.source, question
