"""`autograder export`: the marks of a class in the form that Moodle, Canvas, Gradescope or a spreadsheet takes."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Optional

import typer

from autograder.errors import AutograderError
from autograder.marks.in_course import in_course
from autograder.marks.options import AssignmentOption, GradebookOption

if TYPE_CHECKING:
    from autograder.export.graded import GradedClass
    from autograder.export.writing import Exported

# ruff: noqa: UP045 - typer reads the annotations

export_app = typer.Typer(
    no_args_is_help=True,
    help="Write the marks of a graded class for Moodle, Canvas, Gradescope or a spreadsheet.",
)


class HiddenVisibility(StrEnum):
    """When Gradescope lets students see the name and the outcome of a hidden case; its own words."""

    HIDDEN = "hidden"
    AFTER_DUE_DATE = "after_due_date"
    AFTER_PUBLISHED = "after_published"


SectionOption = Annotated[
    Optional[str], typer.Option("--section", metavar="NAME", help="Only this section, as the class list names it.")
]
OutOption = Annotated[Path, typer.Option("--out", metavar="FILE", help="The file to write.")]
WorksheetOption = Annotated[
    Path, typer.Option("--worksheet", metavar="CSV", help="Moodle's grading worksheet, as it was downloaded.")
]
ColumnsOption = Annotated[
    Optional[list[str]],
    typer.Option(
        "--column",
        metavar="WHAT=HEADER",
        help="A column that is not found by itself: identifier, name, email, id, grade, maximum, changeable, comments.",
    ),
]
ScaleOption = Annotated[
    Optional[bool],
    typer.Option("--scale/--no-scale", help="Turn points into parts of the LMS's maximum, or write them as they are."),
]
InPlaceOption = Annotated[bool, typer.Option("--in-place", help="Let --out be the file that is read.")]
IncompleteOption = Annotated[
    bool, typer.Option("--incomplete", help="Also marks that still lack what a person must give.")
]
ZeroOption = Annotated[
    bool, typer.Option("--zero-for-missing", help="Also a zero for students of the class list who handed in nothing.")
]


@export_app.command()
@in_course("gradebook")
def moodle(
    gradebook: GradebookOption,
    worksheet: WorksheetOption,
    out: OutOption,
    assignment: AssignmentOption = None,
    section: SectionOption = None,
    column: ColumnsOption = None,
    scale: ScaleOption = None,
    replace_comments: Annotated[
        bool, typer.Option("--replace-comments", help="Put comments also where Moodle has another one.")
    ] = False,
    in_place: InPlaceOption = False,
    incomplete: IncompleteOption = False,
    zero_for_missing: ZeroOption = False,
) -> None:
    """Fill in Moodle's grading worksheet; upload it with Actions > Upload grading worksheet."""
    named = _named(column)
    from autograder.export.moodle import export_moodle

    _tell(
        export_moodle(
            _read(gradebook, assignment, section),
            worksheet=worksheet,
            out=out,
            named=named,
            scale=scale,
            replace_comments=replace_comments,
            in_place=in_place,
            incomplete=incomplete,
            zero_for_missing=zero_for_missing,
        )
    )


@export_app.command("moodle-feedback")
@in_course("gradebook")
def moodle_feedback(
    gradebook: GradebookOption,
    worksheet: WorksheetOption,
    out: OutOption,
    assignment: AssignmentOption = None,
    section: SectionOption = None,
    feedback: Annotated[
        Optional[Path],
        typer.Option("--feedback", metavar="DIR", help="The run's pages; default: feedback/ beside the gradebook."),
    ] = None,
    column: ColumnsOption = None,
) -> None:
    """Zip the feedback pages for Moodle; upload with Actions > Upload multiple feedback files in a zip."""
    named = _named(column)
    from autograder.export.moodle_feedback import export_moodle_feedback
    from autograder.reports.names import FEEDBACK

    if feedback is None and "://" in gradebook:
        raise AutograderError("Give the folder of the feedback pages with --feedback DIR.")
    run = Path(gradebook) if Path(gradebook).is_dir() else Path(gradebook).parent
    if feedback is None:
        from autograder.export.graded import renew_pages

        renew_pages(gradebook, assignment, run)
    _tell(
        export_moodle_feedback(
            _read(gradebook, assignment, section),
            worksheet=worksheet,
            feedback=feedback or run / FEEDBACK,
            out=out,
            named=named,
        )
    )


@export_app.command()
@in_course("gradebook")
def canvas(
    gradebook: GradebookOption,
    template: Annotated[
        Path, typer.Option("--template", metavar="CSV", help="Canvas's gradebook, as it was exported.")
    ],
    out: OutOption,
    assignment: AssignmentOption = None,
    section: SectionOption = None,
    column: Annotated[
        Optional[str],
        typer.Option("--column", metavar="TITLE", help="The assignment's title or number in Canvas, if not the same."),
    ] = None,
    scale: ScaleOption = None,
    in_place: InPlaceOption = False,
    incomplete: IncompleteOption = False,
    zero_for_missing: ZeroOption = False,
) -> None:
    """Write the CSV file that Canvas imports: Grades > Import."""
    from autograder.export.canvas import export_canvas

    _tell(
        export_canvas(
            _read(gradebook, assignment, section),
            template=template,
            out=out,
            column=column,
            scale=scale,
            in_place=in_place,
            incomplete=incomplete,
            zero_for_missing=zero_for_missing,
        )
    )


@export_app.command()
@in_course("gradebook")
def gradescope(
    gradebook: GradebookOption,
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="Where to write DIR/SUBMISSION/results.json.")],
    assignment: AssignmentOption = None,
    section: SectionOption = None,
    hidden_visibility: Annotated[
        HiddenVisibility,
        typer.Option("--hidden-visibility", help="When students see hidden cases' names and outcomes."),
    ] = HiddenVisibility.AFTER_PUBLISHED,
    incomplete: IncompleteOption = False,
) -> None:
    """Write a results.json of Gradescope for each submission."""
    from autograder.export.gradescope import export_gradescope

    graded = _read(gradebook, assignment, section)
    _tell(export_gradescope(graded, out=out, hidden_visibility=hidden_visibility.value, incomplete=incomplete))


@export_app.command()
@in_course("gradebook")
def excel(
    gradebook: GradebookOption, out: OutOption, assignment: AssignmentOption = None, section: SectionOption = None
) -> None:
    """Write an Excel file: marks, test cases, and what people have decided."""
    from autograder.export.excel import export_excel

    _tell(export_excel(_read(gradebook, assignment, section), out=out))


@export_app.command("csv")
@in_course("gradebook")
def marks_csv(
    gradebook: GradebookOption, out: OutOption, assignment: AssignmentOption = None, section: SectionOption = None
) -> None:
    """Write the final marks as a CSV file, for other programs."""
    from autograder.export.marks_csv import export_csv

    _tell(export_csv(_read(gradebook, assignment, section), out=out))


def _read(gradebook: str, assignment: str | None, section: str | None) -> "GradedClass":
    from autograder.export.graded import read_class

    return read_class(gradebook, assignment, section)


def _named(columns: list[str] | None) -> dict[str, str]:
    """Return headers by what they are, from WHAT=HEADER."""
    pairs = [column.partition("=") for column in columns or ()]
    wrong = next((what + sign for what, sign, header in pairs if not (what and header)), None)
    if wrong is not None:
        raise AutograderError(f"--column {wrong} says no header; write it as WHAT=HEADER, such as grade=Bewertung.")
    return {what.strip(): header for what, _, header in pairs}


def _tell(exported: "Exported") -> None:
    """Print what was written, and what is left to do; names come from students, so nothing in them moves the cursor."""
    from autograder.text.plain_text import printable

    typer.echo(printable(f"Written: {exported.written}: {exported.summary}"))
    for note in exported.notes:
        typer.echo(printable(f"  {note}"))
