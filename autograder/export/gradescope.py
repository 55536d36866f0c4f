"""Gradescope's results.json, one for each submission: what its autograder would have written.

A hidden case shows its name and outcome, when the instructor lets students see it at all, and nothing else.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Final

from typer import Option

from autograder.errors import AutograderError
from autograder.export.graded import Graded, GradedClass, choose, who
from autograder.export.ways import IncompleteOption, Way
from autograder.export.writing import Exported, write
from autograder.marks.final import QuestionMark
from autograder.reports.feedback import feedback_name
from autograder.results import CaseResult, QuestionResult
from autograder.results.verdict import WORDS
from autograder.text.cells import csv_text, harmless, number
from autograder.text.numbers import tidy

RESULTS = "results.json"
INDEX = "index.csv"


class HiddenVisibility(StrEnum):
    """When Gradescope lets students see the name and the outcome of a hidden case; its own words."""

    HIDDEN = "hidden"
    AFTER_DUE_DATE = "after_due_date"
    AFTER_PUBLISHED = "after_published"


@dataclass(frozen=True, slots=True, kw_only=True)
class GradescopeOptions:
    """What the export is asked for; the folder `out` is made when it is not there."""

    out: Annotated[Path, Option("--out", metavar="DIR", help="Where to write DIR/SUBMISSION/results.json.")]
    hidden_visibility: Annotated[
        HiddenVisibility, Option("--hidden-visibility", help="When students see hidden cases' names and outcomes.")
    ] = HiddenVisibility.AFTER_PUBLISHED
    incomplete: IncompleteOption = False


def export_gradescope(graded: GradedClass, options: GradescopeOptions) -> Exported:
    """Write OUT/SUBMISSION/results.json for each submission, and OUT/index.csv, which says whose is which."""
    out = options.out
    chosen = choose(graded.marks, incomplete=options.incomplete)
    submissions = {submission.mark.submission: submission for submission in graded.submissions}
    texts, index = {}, []
    for mark in chosen.marks:
        folder = feedback_name(mark.submission).removesuffix(".html")
        texts[folder] = gradescope_json(submissions[mark.submission], options.hidden_visibility.value)
        index.append([folder, *map(harmless, (mark.submission, *who(mark))), number(mark.total)])
    try:
        for folder, text in texts.items():
            (out / folder).mkdir(parents=True, exist_ok=True)
            write(text, out / folder / RESULTS)
    except OSError as error:
        raise AutograderError(f"{out} cannot be written to ({error.strerror}); choose another --out.") from error
    write(csv_text([["folder", "submission", "student", "name", "email", "score"], *index]), out / INDEX)
    return Exported(out, f"{len(texts)} files {RESULTS}, listed in {INDEX}.", chosen.notes)


def gradescope_json(submission: Graded, hidden_visibility: str) -> str:
    """Return the content of results.json for a submission."""
    mark, result = submission.mark, submission.result
    questions = {question.name: question for question in result.questions}
    tests = [
        test
        for place, question in enumerate(mark.questions, 1)
        for test in _numbered(place, _tests(question, questions.get(question.name), hidden_visibility))
    ]
    data = {
        "score": tidy(mark.total),
        "max_score": tidy(mark.max_score),
        "output": _readable(_said(submission)),
        "output_format": "text",
        "visibility": "visible",
        "stdout_visibility": "hidden",
        "tests": tests,
    }
    return json.dumps(data, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def _said(submission: Graded) -> str:
    """Return what a student should read besides the tests: why something was not graded, and comments on the mark."""
    error = submission.result.error
    return "\n".join([*([error] if error else []), *submission.mark.comments])


def _tests(mark: QuestionMark, question: QuestionResult | None, hidden_visibility: str) -> Iterator[dict[str, Any]]:
    if question:
        yield from (_case(mark.name, case, hidden_visibility) for case in question.cases)
        for visibility, hints in _hints(question, hidden_visibility).items():
            yield _test(f"{mark.name}: hints", {}, "\n".join(hints), passed=False) | {"visibility": visibility}
    if mark.manual_max or mark.manual is not None:
        given = mark.manual is not None
        points = {"score": tidy(mark.manual or 0.0), "max_score": tidy(mark.manual_max)} if given else {}
        yield _test(f"{mark.name}: marked by a person", points, "" if given else "Not marked yet.", passed=None)
    if mark.override is not None:
        sentence = (
            f"Your instructor gave {number(mark.override)} of {number(mark.max_points)} points for this question."
        )
        yield _test(f"{mark.name}: set by your instructor", {}, sentence, passed=True)


def _hints(question: QuestionResult, hidden_visibility: str) -> dict[str, list[str]]:
    """Return the hints by who sees them.

    A hint says that something failed: what no public case shows, or what tells of a hidden case, is seen when hidden
    cases are.
    """
    in_public = any(not case.passed and not case.hidden for case in question.cases)
    of_hidden = question.hints_on_hidden_cases
    found: dict[str, list[str]] = {}
    for hint in question.hints:
        visibility = "visible" if in_public and hint not in of_hidden else hidden_visibility
        found.setdefault(visibility, []).append(hint)
    return found


def _case(question: str, case: CaseResult, hidden_visibility: str) -> dict[str, Any]:
    points = {"score": tidy(case.points) if case.passed else 0.0, "max_score": tidy(case.points)}
    if case.hidden:
        outcome = f"Hidden test: {WORDS[case.verdict].word}."
        return _test(f"{question}: {case.name}", points, outcome, passed=case.passed) | {
            "visibility": hidden_visibility
        }
    message = case.message or ("" if case.passed else f"{WORDS[case.verdict].word}.".capitalize())
    return _test(f"{question}: {case.name}", points, message, passed=case.passed)


def _test(name: str, points: dict[str, float], output: str, *, passed: bool | None) -> dict[str, Any]:
    status = {} if passed is None else {"status": "passed" if passed else "failed"}
    texts = {"name": _readable(name), "name_format": "text", "output": _readable(output), "output_format": "text"}
    return {**texts, **points, **status, "visibility": "visible"}


def _numbered(place: int, tests: Iterator[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for part, test in enumerate(tests, 1):
        yield {"number": f"{place}.{part}", **test}


def _readable(text: str) -> str:
    """Return text without what is not for the eye: escape sequences, signs that turn a line round, half characters."""
    return "".join(char if char.isprintable() or char in "\n\t" else ascii(char)[1:-1] for char in text)


WAYS: Final = {
    "gradescope": Way("Write a results.json of Gradescope for each submission.", GradescopeOptions, export_gradescope)
}
