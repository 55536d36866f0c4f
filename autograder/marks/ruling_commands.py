"""`autograder marks give` and `drop`: what holds of a question for everybody."""

import typer

from autograder.course.command_options import in_course
from autograder.marks.options import (
    AGAIN,
    AssignmentOption,
    GradebookOption,
    QuestionArgument,
    TakeBackOption,
    WhoOption,
    WhyOption,
    said,
)


@in_course("gradebook")
def give(
    question: QuestionArgument,
    gradebook: GradebookOption,
    who: WhoOption,
    why: WhyOption,
    remove: TakeBackOption = False,
    assignment: AssignmentOption = None,
) -> None:
    """Give all points of a question to everybody, whatever was answered; an override of it stands."""
    _rule(question, "give", gradebook, who, why, remove, assignment)


@in_course("gradebook")
def drop(
    question: QuestionArgument,
    gradebook: GradebookOption,
    who: WhoOption,
    why: WhyOption,
    remove: TakeBackOption = False,
    assignment: AssignmentOption = None,
) -> None:
    """Drop a question: neither its points nor its maximum count for anybody."""
    _rule(question, "drop", gradebook, who, why, remove, assignment)


def _rule(question: str, ruling: str, gradebook: str, who: str, why: str, remove: bool, assignment: str | None) -> None:
    from autograder.marks.opening import open_marks
    from autograder.marks.ruling import rule
    from autograder.marks.rulings import Ruling

    chosen = None if remove else Ruling(ruling)
    with open_marks(gradebook, assignment) as (book, name):
        count = rule(book, name, question, chosen, who=said(who, "--who"), why=said(why, "--why"))
    done = "counts as before" if remove else "is given to all" if ruling == "give" else "does not count"
    typer.echo(f"{question} {done}, for {count} submissions. {AGAIN}")
