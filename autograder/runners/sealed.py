"""Grade one submission in the sealed engine, and turn the worker's answer into results."""

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from autograder.grader.bundle import QuestionSpec
from autograder.intake.gather import Submission
from autograder.intake.notebooks import NotGradable
from autograder.intake.prepare import prepare
from autograder.results import Cause, Status, SubmissionResult, Verdict
from autograder.results.figures import Figure
from autograder.results.outputs import Output
from autograder.results.verdict import CUT_OFF
from autograder.runners.executed import executed_notebook
from autograder.runners.lost import failed_result, rejected_result
from autograder.system.secret import Secret

if TYPE_CHECKING:
    from autograder.cluster.workers import ClusterWorkers
    from autograder.grader.pool import Workers


@dataclass(frozen=True, slots=True)
class SealedRunner:
    """What all submissions of a run have in common; `folder` is for temporary files.

    The inputs of cases are drawn under the `secret`; without one, the `seed` decides them, for all to foresee.
    """

    workers: "Workers | ClusterWorkers"
    questions: tuple[QuestionSpec, ...]
    assignment: str | None
    seed: int | None
    folder: Path
    secret: Secret | None = None

    @property
    def max_score(self) -> float:
        """The points that the tests give in all."""
        return sum(question.max_score for question in self.questions)

    def __call__(self, submission: Submission) -> SubmissionResult:
        """Grade one submission; what goes wrong is in the result, never an exception."""
        try:
            with tempfile.TemporaryDirectory(prefix="submission-", dir=self.folder) as place:
                copy = prepare(submission.path, Path(place), assignment=self.assignment, content=submission.read())
                answer = self.workers.grade(copy, seed=self.seed, secret=self.secret)
                result = self._result(submission.id, answer)
                return result if result.engine_failed else replace(result, notebook=_as_it_ran(copy, answer))
        except NotGradable as error:
            return rejected_result(self.questions, submission.id, str(error))
        except Exception as error:
            return failed_result(self.questions, submission.id, f"{type(error).__name__}: {error}")

    def _result(self, name: str, answer: Mapping[str, Any]) -> SubmissionResult:
        if answer["outcome"] != "graded":
            return failed_result(self.questions, name, answer["cause"])
        questions = tuple(
            question.result(
                [(Verdict(verdict), text) for verdict, text in answer["questions"][question.name]],
                answer["unsealed"].get(question.name, ()),
                answer["hints"].get(question.name, ()),
            )
            for question in self.questions
        )
        verdicts = frozenset().union(*(question.verdicts for question in questions))
        losses: Sequence[str] = answer["losses"]
        if not losses and verdicts & CUT_OFF:
            losses = ["Some of the tests could not be finished: see the questions."]
        status = Status.PARTIAL if losses else Status.GRADED
        score = sum(question.score for question in questions)
        figures = tuple(Figure.from_json(figure) for figure in answer.get("figures", ()))
        causes = tuple(Cause.from_json(cause) for cause in answer.get("causes", ()))
        error, seconds = " ".join(losses) or None, answer["seconds"]
        return SubmissionResult(
            name, status, error, score, self.max_score, seconds, questions, figures=figures, causes=causes
        )


def _as_it_ran(copy: Path, answer: Mapping[str, Any]) -> dict[str, Any]:
    shown = {int(cell): tuple(map(Output.from_json, outputs)) for cell, outputs in answer.get("outputs", {}).items()}
    return executed_notebook(copy, shown)
