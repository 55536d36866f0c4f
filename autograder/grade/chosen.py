"""Which of what was handed in is graded: with `--only` one submission, and what several handed in together but once."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from autograder.errors import AutograderError
from autograder.grade.keys import place_of
from autograder.intake.submission import Intake, Submission
from autograder.text.plain_text import printable, readable


def one_of_each_team(submissions: Sequence[Submission]) -> tuple[list[Submission], dict[str, list[Submission]]]:
    """Return all submissions but the fellows of one that is there, who handed in the same file; they are by its id."""
    first: dict[object, Submission] = {}
    fellows: dict[str, list[Submission]] = {}
    for submission in submissions:
        file = (submission.team, submission.path) if submission.team else submission.id
        one = first.setdefault(file, submission)
        if one is not submission:
            fellows.setdefault(one.id, []).append(submission)
    return list(first.values()), fellows


def only_one(intake: Intake, wanted: str, paths: Sequence[Path]) -> Intake:
    """Return what was found without all but the submission that is called so, or lies there."""
    found = [each for each in intake.submissions if readable(each.id) == wanted]
    found = found or [each for each in intake.submissions if readable(place_of(each.path)) == wanted]
    if not found:
        raise AutograderError(f"There is no {printable(wanted)} (any more) in {', '.join(map(str, paths))}.")
    return replace(intake, submissions=tuple(found), skipped=(), missing=(), notes=())
