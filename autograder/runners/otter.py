"""Grade one submission with otter's own runner, in a process of its own, and turn the answer into results.

This runner is not sealed: the tests run in the submission's process, and otter loads a pickle that this process wrote.
A submission can read the hidden tests and give itself any marks. What it cannot do here is to outlive its time, or to
reach the results of another submission by way of this process, which reads JSON only.
"""

import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.grader.bundle import QuestionSpec
from autograder.intake.notebooks import NotGradable
from autograder.intake.prepare import prepare
from autograder.intake.submission import Submission
from autograder.results import Status, SubmissionResult, Verdict
from autograder.results.messages import missing_in, read_report, shorten
from autograder.runners.lost import failed_result, lost_result, points_of, rejected_result
from autograder.runners.worker_call import WorkerAnswer, call_worker
from autograder.system.clocks import Span

WARNING = (
    "Graded without isolation: submissions ran with your rights, and could read the hidden tests and change their "
    "marks. Look at what you grade, or grade on a machine that has nothing to lose."
)
_ATTEMPTS = 2  # an engine error may be a matter of chance: two kernels that reach for one port


@dataclass(frozen=True, slots=True)
class Setup:
    """What all submissions of a run have in common. `bundle` is the run's own copy of the autograder zip.

    `mark` is the run's name in the environment of its processes; `caches` a folder of matplotlib's; `folder` is for
    the submissions, away from the zip.
    """

    bundle: Path
    questions: tuple[QuestionSpec, ...]
    assignment: str | None
    span: Span
    memory_mb: int
    mark: str
    caches: Path | None = None
    folder: Path | None = None


def grade_submission(
    setup: Setup, submission: Submission, *, call: Callable[..., WorkerAnswer] = call_worker
) -> SubmissionResult:
    """Grade one submission; what goes wrong is in the result, never an exception."""
    try:
        for attempt in range(_ATTEMPTS):
            with tempfile.TemporaryDirectory(
                prefix="submission-", dir=setup.folder, ignore_cleanup_errors=True
            ) as place:
                folder = Path(place)
                (folder / "submission").mkdir()
                copy = prepare(
                    submission.path,
                    folder / "submission",
                    assignment=setup.assignment,
                    content=submission.read(),
                    scripts_in_pieces=False,
                )
                (folder / "work").mkdir()
                answer = call(
                    ["grade", str(copy), str(setup.bundle), str(setup.memory_mb)],
                    folder=folder / "work",
                    mark=f"{setup.mark}/{folder.name}",
                    span=setup.span,
                    caches=setup.caches,
                )
            result = read_answer(setup, submission.id, answer)
            if not result.engine_failed or attempt == _ATTEMPTS - 1:
                break
        return result
    except NotGradable as error:
        return rejected_result(setup.questions, submission.id, str(error))
    except Exception as error:
        return failed_result(setup.questions, submission.id, f"{type(error).__name__}: {error}")


def read_answer(setup: Setup, submission_id: str, answer: WorkerAnswer) -> SubmissionResult:
    """Return the result that a worker's answer means, with every case of the assignment in its order."""
    if answer.outcome == "graded":
        return _graded(setup, submission_id, answer)
    if answer.outcome == "timeout":
        text = (
            f"The notebook did not end within {setup.span.cpu_s:g} seconds of computing, so nothing of it could be "
            "marked. Look for a loop that never ends, or a training that takes too long, then restart and run all "
            "cells."
        )
        return lost_result(setup.questions, submission_id, Verdict.TIMEOUT, text, answer.seconds)
    if answer.outcome == "kernel_died":
        text = (
            "The notebook's process died while it ran, so nothing of it could be marked: it ran out of memory, or a "
            "cell ended the process. Restart, run all cells, and mend the one that stops the kernel."
        )
        return lost_result(setup.questions, submission_id, Verdict.CRASHED, text, answer.seconds)
    if answer.outcome == "no_results":
        return lost_result(
            setup.questions, submission_id, Verdict.CRASHED, _explain_no_results(answer.cause), answer.seconds
        )
    return failed_result(
        setup.questions, submission_id, answer.cause or f"the worker answered {answer.outcome!r}", answer.seconds
    )


def _graded(setup: Setup, submission_id: str, answer: WorkerAnswer) -> SubmissionResult:
    from autograder.testing.chain import in_a_cell  # with it comes numpy, which a run that grades nothing does not need

    try:
        broken = [(item["source"], shorten(in_a_cell(item["error"]), 300)) for item in answer.broken]
        questions = tuple(
            question.result(_verdicts(question, answer.questions[question.name], broken))
            for question in setup.questions
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        return failed_result(
            setup.questions, submission_id, f"otter's results do not fit the tests: {error!r}", answer.seconds
        )
    score = sum(question.score for question in questions)
    return SubmissionResult(
        submission_id, Status.GRADED, None, score, points_of(setup.questions), answer.seconds, questions
    )


def _verdicts(
    question: QuestionSpec, cases: list[Mapping[str, Any]], broken: Sequence[tuple[str, str]]
) -> list[tuple[Verdict, str]]:
    """Return verdict and message of each case, after a look whether they are the question's cases at all."""
    if [case["name"] for case in cases] != [case.name for case in question.cases]:
        raise ValueError(f"the cases of {question.name} are not those of the assignment")
    return [
        (Verdict.PASSED, "") if case["passed"] is True else explained(*read_report(case["report"]), broken)
        for case in cases
    ]


def explained(verdict: Verdict, message: str, broken: Sequence[tuple[str, str]]) -> tuple[Verdict, str]:
    """Return the verdict and message again, corrected when what seems not attempted was lost with its cell.

    `broken` are the cells that an exception ended, each with what it said.
    """
    if verdict is not Verdict.NOT_ATTEMPTED or not (name := missing_in(message)):
        return verdict, message
    from autograder.testing.chain import Stop, links_to

    stops = {cell: Stop(error) for cell, (_, error) in enumerate(broken)}
    links = links_to("name", name, {cell: source for cell, (source, _) in enumerate(broken)}, stops)
    if not links or links[0].stop is None:
        return verdict, message
    return Verdict.ERROR, f"{name} is missing, because the cell that defines it stopped with {links[0].stop.error}"


def _explain_no_results(cause: str) -> str:
    if cause.startswith("SystemExit"):
        reason = "A function that the tests called ended the program; take exit(), quit() and sys.exit() out of it."
    elif cause.startswith("FileNotFoundError"):
        reason = f"The tests were not found any more ({shorten(cause, 200)}); take os.chdir() out of the notebook."
    else:
        reason = f"The tests came to an end before their time ({shorten(cause or 'no reason is known', 200)})."
    return f"{reason} Nothing of the notebook could be marked."
