"""Pages of HTML: one for each student, and one of the class for the instructor. Each is one file that needs nothing."""

import hashlib
import json
import re
from collections.abc import Collection, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from autograder.reports.results_json import write_atomically
from autograder.reports.statistics import summarize
from autograder.results import CaseResult, ClassResult, SubmissionResult, Verdict

FEEDBACK = "feedback"
REPORT = "report.html"

WORDS = {
    Verdict.PASSED: "passed",
    Verdict.FAILED: "wrong",
    Verdict.ERROR: "stopped with an error",
    Verdict.TIMEOUT: "took too long",
    Verdict.CRASHED: "crashed",
    Verdict.MEMORY: "needed too much memory",
    Verdict.NOT_ATTEMPTED: "not attempted",
    Verdict.ENGINE_ERROR: "could not be graded",
}


def write_feedback(result: ClassResult, folder: Path, changed: Collection[str]) -> None:
    """Write into `folder` the pages of the submissions whose ids are in `changed`, and those that are not there yet.

    A page says no more of a hidden case than its name and outcome.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for submission in result.submissions:
        page = folder / feedback_name(submission.id)
        if submission.id in changed or not page.is_file():
            write_atomically(feedback_page(result, submission), page)


def feedback_page(result: ClassResult, submission: SubmissionResult) -> str:
    """Return a student's page."""
    return str(
        _template("feedback.html.j2").render(result=result, submission=submission, words=WORDS, verdicts=Verdict)
    )


def feedback_name(submission_id: str) -> str:
    """Return the file name of a student's page: safe on every system, and different for different ids."""
    plain = re.sub(r"[^A-Za-z0-9._-]+", "_", submission_id).strip("._")[:60]
    digest = hashlib.sha256(submission_id.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return f"{plain or 'submission'}-{digest}.html"


def write_report(result: ClassResult, path: Path) -> None:
    """Write the page of the class. It is for the instructor: it shows what hidden cases said."""
    page = _template("report.html.j2").render(
        result=result,
        statistics=summarize(result),
        data=_for_script(_details(result)),
        scores={submission.id: _scores(submission, result.question_names) for submission in result.submissions},
        feedback_name=feedback_name,
        folder=FEEDBACK,
        words=WORDS,
    )
    write_atomically(page, path)


def _scores(submission: SubmissionResult, names: Sequence[str]) -> list[str]:
    found = {question.name: f"{question.score:g}" for question in submission.questions}
    return [found.get(name, "") for name in names]


def _details(result: ClassResult) -> dict[str, Any]:
    """Return what the page shows of a student when asked: by question, the cases that did not pass or ran unsealed."""
    return {
        submission.id: {
            question.name: {
                "hints": list(question.hints),
                "cases": [_case(case) for case in question.cases if not case.passed or case.unsealed],
            }
            for question in submission.questions
            if any(not case.passed or case.unsealed for case in question.cases)
        }
        for submission in result.submissions
    }


def _case(case: CaseResult) -> list[str]:
    kind = ("hidden" if case.hidden else "public") + (", unsealed" if case.unsealed else "")
    return [case.name, WORDS[case.verdict], kind, case.detail or case.message]


def _for_script(data: Any) -> str:
    """Return JSON that cannot end the script element it stands in."""
    text = json.dumps(data, ensure_ascii=True, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


@cache
def _template(name: str) -> Any:
    from jinja2 import Environment, FunctionLoader, StrictUndefined

    folder = files("autograder.reports") / "templates"
    environment = Environment(
        loader=FunctionLoader(lambda wanted: (folder / wanted).read_text(encoding="utf-8")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["points"] = lambda value: f"{value:g}"
    return environment.get_template(name)
