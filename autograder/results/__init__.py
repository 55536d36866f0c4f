"""What grading produces: verdicts and results as values, their files, and the words that people read of them."""

from autograder.results.class_result import ClassResult, Engine, Skipped
from autograder.results.values import CaseResult, Cause, QuestionResult, Status, SubmissionResult
from autograder.results.verdict import Verdict

__all__ = (
    "CaseResult",
    "Cause",
    "ClassResult",
    "Engine",
    "QuestionResult",
    "Skipped",
    "Status",
    "SubmissionResult",
    "Verdict",
)
