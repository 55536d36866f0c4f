"""Grade one submission in the sealed engine, and turn the worker's answer into results."""

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from autograder.engine.prepared import is_ignored
from autograder.grader.bundle import QuestionSpec
from autograder.intake.notebooks import NotGradable
from autograder.intake.prepare import copied_notebook, prepare
from autograder.intake.submission import Submission
from autograder.results import Cause, Status, SubmissionResult, Verdict
from autograder.results.shown import NO_FIGURE, Figure, Kind, Output, Outputs
from autograder.results.verdict import CUT_OFF
from autograder.runners.lost import failed_result, points_of, rejected_result
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
            name, status, error, score, points_of(self.questions), seconds, questions, figures=figures, causes=causes
        )


def _as_it_ran(copy: Path, answer: Mapping[str, Any]) -> dict[str, Any]:
    shown = {int(cell): tuple(map(Output.from_json, outputs)) for cell, outputs in answer.get("outputs", {}).items()}
    return executed_notebook(copy, shown)


_TOO_MANY = "[This notebook has more figures than are kept.]"


def executed_notebook(copy: Path, outputs: Outputs) -> dict[str, Any]:
    """Return the notebook of the clean copy at `copy`, in nbformat 4, with the outputs of its code cells.

    In place of a figure's data its number stands in the metadata of an output: see `gradebook.notebooks`.
    """
    notebook = copied_notebook(copy.name, copy.read_bytes())
    number = 0
    for cell in notebook["cells"]:
        if cell["cell_type"] != "code" or is_ignored(cell):
            continue
        cell["execution_count"] = number + 1
        cell["outputs"] = [_in_notebook(output) for output in outputs.get(number, ())]
        number += 1
    return notebook


def _in_notebook(output: Output) -> dict[str, Any]:
    """Return an output as a notebook has it."""
    match output.kind:
        case Kind.PRINTED:
            return {"output_type": "stream", "name": "stdout", "text": output.text}
        case Kind.LEFT_OUT:
            return {"output_type": "stream", "name": "stderr", "text": f"{output.text}\n"}
        case Kind.RAISED:
            name, _, text = output.text.partition(": ")
            return {"output_type": "error", "ename": name, "evalue": text, "traceback": [*output.lines, output.text]}
        case Kind.FIGURE if output.number == NO_FIGURE:
            return {"output_type": "stream", "name": "stderr", "text": f"{_TOO_MANY}\n"}
        case Kind.FIGURE:
            return {"output_type": "display_data", "data": {}, "metadata": {"figure": output.number}}
    data = {output.kind.value: output.text} | ({"text/plain": output.plain} if output.plain else {})
    return {"output_type": "display_data", "data": data, "metadata": {}}
