"""The results of submissions that could not be graded, or only as a whole: turned away, lost, or unknown."""

import math
from collections.abc import Sequence
from dataclasses import replace

from autograder.grader.bundle import QuestionSpec
from autograder.results import Status, SubmissionResult, Verdict
from autograder.results.messages import shorten
from autograder.results.verdict import WORDS


def rejected_result(questions: Sequence[QuestionSpec], name: str, text: str) -> SubmissionResult:
    """Return the result for a submission that cannot be graded; `text` says what the student should do."""
    return SubmissionResult(name, Status.REJECTED, text, 0.0, points_of(questions), 0.0)


def missing_result(questions: Sequence[QuestionSpec], name: str, *, earlier: bool = False) -> SubmissionResult:
    """Return the result for a student of the class list of whom there is nothing, but perhaps in an `earlier` run."""
    text = "Nothing is here now; an earlier run graded something." if earlier else "Nothing was handed in."
    return SubmissionResult(name, Status.MISSING, text, 0.0, points_of(questions), 0.0)


def lost_result(
    questions: Sequence[QuestionSpec], name: str, verdict: Verdict, text: str, seconds: float
) -> SubmissionResult:
    """Return a result in which every case has the same verdict, which is not `passed`."""
    results = tuple(question.result([(verdict, text)] * len(question.cases)) for question in questions)
    return SubmissionResult(name, Status.PARTIAL, text, 0.0, points_of(questions), seconds, results)


def failed_result(questions: Sequence[QuestionSpec], name: str, cause: str, seconds: float = 0.0) -> SubmissionResult:
    """Return the result for a submission about which the grader cannot tell anything; `cause` is for the instructor."""
    result = lost_result(questions, name, Verdict.ENGINE_ERROR, shorten(cause, 300), seconds)
    return replace(result, error=WORDS[Verdict.ENGINE_ERROR].hidden)


def points_of(questions: Sequence[QuestionSpec]) -> float:
    """Return the points that the tests give in all."""
    return math.fsum(question.max_score for question in questions)
