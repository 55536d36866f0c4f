"""What a student wrote for a person to read: taken from the cells of the notebook, of which nothing is run.

An answer is what the cells of code assign to the names that the question leaves open (`ans_i = ...`), and the text
cells that the student added below the question. Where a question leaves no name open, it is the question's code too.
"""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from autograder.intake.notebooks import NotGradable, pictures_of
from autograder.intake.prepare import clean_copy, copied_notebook
from autograder.intake.submission import Submission
from autograder.marks.strings import LONGEST, assigned_texts
from autograder.results import Status, SubmissionResult

_CUT = f"\n[cut here: the answer is longer than {LONGEST:,} characters]"
_CHECK = re.compile(r"""^[ \t]*grader\.check\([ \t]*["'](\w+)["']""", re.MULTILINE)
_IMAGE = re.compile(r"!\[([^\]\n]{0,200})\]\((?:attachment|data):[^()\s]*[^()\n]{0,200}\)")
_POINTS = re.compile(r" ?_Points:_[ 0-9.]*(?:\([^_()]{0,80}\))?\Z")
# what a build adds with the last cell, otter's or ours
_EXPORT = re.compile(r"#+ (?:Submission\s+Make sure you have run all cells|Handing in\s+Run the cell below)")
_EMPTY = re.compile(r"(?:_?Type your answer here[^\n]*)?")


@dataclass(frozen=True, slots=True)
class AnswerPlaces:
    """Where answers stand: the names that each question leaves open, and whose prompt a text is ("": nobody's).

    `prompts` has the `prompt_digest` of every text cell that comes with the notebook.
    """

    names: Mapping[str, Sequence[str]] = field(default_factory=dict)
    prompts: Mapping[str, str] = field(default_factory=dict)


def prompt_digest(text: str) -> str:
    """Return twelve characters that tell a text cell from others, whatever its white space and its line of points."""
    plain = _POINTS.sub("", " ".join(text.split()))
    return hashlib.sha256(plain.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def with_answers(
    result: SubmissionResult, submission: Submission, places: AnswerPlaces, assignment: str | None = None
) -> SubmissionResult:
    """Return the result with the written answers of the submission to the questions that a person marks.

    `assignment` is the name by which one of several notebooks counts.
    """
    wanted = [question.name for question in result.questions if question.manual_max_score > 0]
    if not wanted or result.status is Status.REJECTED:
        return result
    try:
        answers = find_answers(_cells(submission, assignment), wanted, places)
    except Exception as error:  # a notebook can be odd in many ways, and its marks are not lost by that
        note = f"[the answer could not be read ({type(error).__name__}): see the notebook itself]"
        answers = dict.fromkeys(wanted, note)
    questions = (replace(question, answer=answers.get(question.name, "")) for question in result.questions)
    return replace(result, questions=tuple(questions))


def find_answers(cells: Sequence[Mapping[str, Any]], wanted: Sequence[str], places: AnswerPlaces) -> dict[str, str]:
    """Return the answer to each wanted question, empty when there is none."""
    texts, code = _by_question(cells, places)
    named = {name for question in wanted for name in places.names.get(question, ())}
    assigned = assigned_texts([cell["source"] for cell in cells if cell["cell_type"] == "code"], named)
    answers = {}
    for question in wanted:
        names = places.names.get(question, ())
        parts = [_labelled(name, assigned.get(name, ""), alone=len(names) == 1) for name in names]
        if not any(assigned.get(name, "").strip() for name in names):
            parts = []
        parts += texts.get(question, []) + ([] if names else code.get(question, []))
        answers[question] = _bounded("\n\n".join(part for part in parts if part))
    return answers


def questions_of(cells: Sequence[Mapping[str, Any]], places: AnswerPlaces) -> list[str]:
    """Return the question that each cell belongs to, "" for none: from its prompt to the next text of the notebook's.

    Where a prompt is missing, what stands before the question's check belongs to it.
    """
    found: list[str] = []
    current, loose = "", 0
    for cell in cells:
        source = cell["source"]
        if cell["cell_type"] == "code":
            checked = _CHECK.search(source)
            if checked:
                found[loose:] = [question or checked[1] for question in found[loose:]]
            found.append(checked[1] if checked else current)
            if checked:
                current, loose = checked[1] if places.prompts else "", len(found)
        else:
            owner = _owner(source, places)
            if owner is not None:
                current, loose = owner, len(found) + (owner == "")
            found.append(current)
    return found


def with_questions(result: SubmissionResult, places: AnswerPlaces) -> SubmissionResult:
    """Return the result with the notebook, if it has one, in which each cell says whose question it is of."""
    if result.notebook is None:
        return result
    cells = result.notebook["cells"]
    said = [
        {**cell, "metadata": {**cell["metadata"], "autograder": {"question": question}}} if question else cell
        for cell, question in zip(cells, questions_of(cells, places), strict=True)
    ]
    return replace(result, notebook={**result.notebook, "cells": said})


def _cells(submission: Submission, assignment: str | None) -> list[dict[str, Any]]:
    """Return the cells of a submission, none of one that cannot be read."""
    try:
        copy = clean_copy(submission.path, assignment=assignment, content=submission.content)
        return list(copied_notebook(*copy)["cells"])
    except NotGradable:
        return []


def _by_question(
    cells: Sequence[Mapping[str, Any]], places: AnswerPlaces
) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """Return the student's texts, and the code, of each question in order."""
    texts: dict[str, list[str]] = {}
    code: dict[str, list[str]] = {}
    for cell, question in zip(cells, questions_of(cells, places), strict=True):
        source = cell["source"]
        if question and cell["cell_type"] == "markdown" and _owner(source, places) is None:
            texts.setdefault(question, []).append(_readable(cell))
        elif question and cell["cell_type"] == "code" and not _CHECK.search(source):
            code.setdefault(question, []).append(source.strip())
    return texts, code


def _owner(text: str, places: AnswerPlaces) -> str | None:
    """Return whose a text is that came with the notebook ("": nobody's), None of one that the student wrote."""
    return "" if _EXPORT.match(text) else places.prompts.get(prompt_digest(text))


def _readable(cell: Mapping[str, Any]) -> str:
    """Return a text with pictures named, and told apart: they may be the answer, and all be called image.png."""
    attached = pictures_of(cell)
    plain = _IMAGE.sub(lambda found: _named(found[1], found[0], attached), cell["source"])
    return "" if _EMPTY.fullmatch(plain.strip()) else plain.strip()


def _named(name: str, picture: str, attached: str) -> str:
    told = hashlib.sha256(f"{picture}\0{attached}".encode("utf-8", "surrogatepass")).hexdigest()[:32]
    return f"[image {name}: not shown, {told}]".replace(" :", ":")


def _labelled(name: str, text: str, *, alone: bool) -> str:
    return text.strip() if alone else f"{name}:\n{text.strip() or '(no answer)'}"


def _bounded(text: str) -> str:
    return text if len(text) <= LONGEST else text[:LONGEST] + _CUT
