"""What the commands of `autograder marks` have in common: options, and what is said in them."""

from enum import StrEnum
from typing import Annotated, Optional

import typer

# ruff: noqa: UP045 - typer reads the annotations

AGAIN = "Run the same autograder grade again to bring the reports up to date."


class Separator(StrEnum):
    """What stands between the cells of a table."""

    COMMA = ","
    SEMICOLON = ";"


GradebookOption = Annotated[
    str, typer.Option("--gradebook", metavar="FILE_OR_URL", help="The gradebook of the class, or the folder it is in.")
]
ResultsArgument = Annotated[
    str, typer.Argument(metavar="RESULTS", help="A folder of results, its gradebook.db, or a URL.")
]
AssignmentOption = Annotated[
    Optional[str],
    typer.Option("--assignment", metavar="NAME", help="Needed only when the gradebook has more than one."),
]
WhoOption = Annotated[str, typer.Option("--who", metavar="NAME", help="Who decides this; kept with it.")]
QuestionArgument = Annotated[str, typer.Argument(metavar="QUESTION", help="The question, such as q3.")]
WhyOption = Annotated[str, typer.Option("--why", metavar="TEXT", help="The reason; kept with it.")]
TakeBackOption = Annotated[bool, typer.Option("--remove", help="Take it back; the history keeps it.")]
SubmissionArgument = Annotated[
    str, typer.Argument(metavar="SUBMISSION", help="Its id in grades.csv, or the student's id or email address.")
]


def said(text: str, option: str) -> str:
    """Return what was said in an option as one line."""
    from autograder.errors import AutograderError

    if not text.strip():
        raise AutograderError(f"{option} must not be empty: it is kept with what is decided.")
    return " ".join(text.split())[:500]


def moment_in(text: str | None) -> object:
    """Return the moment that --due says, None where it says nothing."""
    from datetime import datetime

    from autograder.errors import AutograderError

    try:
        return datetime.fromisoformat(text) if text else None
    except ValueError as error:
        raise AutograderError(
            f"--due {text!r} is no date and time; write it like 2026-11-02T23:59:00+01:00."
        ) from error
