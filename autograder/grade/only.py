"""`--only`: one submission out of what is there, and nothing said of all others."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from autograder.errors import AutograderError
from autograder.grade.keys import place_of
from autograder.intake.gather import Intake
from autograder.text.plain_text import printable


def only_one(intake: Intake, wanted: str, paths: Sequence[Path]) -> Intake:
    """Return what was found without all but the submission that is called so, or lies there.

    Raises:
        AutograderError: there is none.

    """
    from autograder.gradebook.schema import readable  # not before it is needed: see `grade.run`

    found = [each for each in intake.submissions if readable(each.id) == wanted]
    found = found or [each for each in intake.submissions if readable(place_of(each.path)) == wanted]
    if not found:
        raise AutograderError(f"There is no {printable(wanted)} (any more) in {', '.join(map(str, paths))}.")
    return replace(intake, submissions=tuple(found), skipped=(), missing=(), notes=())
