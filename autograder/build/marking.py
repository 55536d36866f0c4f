"""What markers need of an assignment, for the grader's zip: rubric, late policy, and where written answers stand."""

import re
from collections.abc import Iterator
from typing import Any

from autograder.assignments.percent import percent_cells
from autograder.course.assignment import Assignment
from autograder.marks.answers import prompt_digest

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
