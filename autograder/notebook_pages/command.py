"""`autograder notebooks`: the notebooks of a class as they ran, as pages or PDFs, for the archive."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Final

import typer

from autograder.errors import AutograderError
from autograder.gradebook import Gradebook
from autograder.gradebook.notebooks import current_notebooks, notebook_of
from autograder.marks.groups import codes
from autograder.marks.opening import open_marks, results_folder
from autograder.marks.options import AssignmentOption, ResultsArgument
from autograder.notebook_pages.for_students import write_notebooks
from autograder.notebook_pages.pdf import Print, printer
from autograder.reports.feedback import safe_stem
from autograder.reports.names import FEEDBACK, NOTEBOOKS
from autograder.reports.renewing import hidden_cases_in, renew_files
from autograder.text.plain_text import printable

_FOLDER: Final = "notebooks"
_MISSING: Final = (
    "autograder notebooks needs the packages of the extra web, of which {name} is not installed: "
    "pip install 'scratchgrade[web]'."
)


def notebooks_command(
    results: ResultsArgument,
    assignment: AssignmentOption = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="DIR", help="Where to write them; default: notebooks in the folder of results."),
    ] = None,
    pdf: Annotated[bool, typer.Option("--pdf", help="Write PDFs, printed by Chromium, instead of pages.")] = False,
    anonymous: Annotated[
        bool, typer.Option("--anonymous", help="Codes in place of names, as in anonymous marking.")
    ] = False,
    for_students: Annotated[
        bool,
        typer.Option(
            "--for-students",
            help="Write them, with marks in them, beside the pages of feedback, which link to them.",
        ),
    ] = False,
) -> None:
    """Write a file for each notebook that the gradebook of the `results` has, and say where."""
    if for_students:
        if out or pdf or anonymous:
            raise typer.BadParameter("it goes alone, without --out, --pdf and --anonymous", param_hint="--for-students")
        _for_students(results, assignment)
        return
    with open_marks(results, assignment) as (book, name), _printer(pdf) as print_page:
        beside = results_folder(results)
        if not (folder := out or (beside and beside / _FOLDER)):
            raise AutograderError("Name the folder for the notebooks with --out.")
        with book.database.writing() as connection:  # the secret of the codes may have to be made
            kept = current_notebooks(connection, name)
            called = codes(connection, name, [submission for submission, _, _ in kept]) if anonymous else {}
            # in the codes' order: what is written or said first must not tell whose name comes first
            kept = tuple(sorted(kept, key=lambda each: called.get(each[0], "")))
        try:
            folder.mkdir(parents=True, exist_ok=True)
            for submission, student, is_kept in kept:
                if is_kept:
                    title = called[submission] if anonymous else f"{student} ({submission})" if student else submission
                    file = folder / safe_stem(called[submission] if anonymous else submission)
                    _write(book, name, submission, title, file, print_page)
        except OSError as error:
            raise AutograderError(
                f"{error.filename or folder} cannot be written ({error.strerror}); choose another --out."
            ) from error
    without = [called.get(submission, submission) for submission, _, is_kept in kept if not is_kept]
    _say(folder, without, len(kept))


def _for_students(where: str, assignment: str | None) -> None:
    """Write each student's notebook beside the pages of feedback of the results at `where`, which then link to them."""
    if not (folder := results_folder(where)):
        raise AutograderError("Name the folder of results: students' notebooks lie beside the pages of feedback in it.")
    with open_marks(where, assignment) as (book, name), _printer(wanted=False):
        if hidden_cases_in(folder / FEEDBACK) is None:
            raise AutograderError(f"{folder} has no pages of feedback; name the folder that autograder grade wrote.")
        try:
            number = write_notebooks(book, name, folder)
            renew_files(book, name, folder)
        except OSError as error:
            raise AutograderError(f"{error.filename or folder} cannot be written ({error.strerror}).") from error
    counted = f"{number} {'notebook' if number == 1 else 'notebooks'}"
    typer.echo(f"Written: {folder / FEEDBACK / NOTEBOOKS} ({counted}), and links to them in {folder / FEEDBACK}")


def _write(book: Gradebook, assignment: str, submission: str, title: str, file: Path, print_page: Print | None) -> None:
    from autograder.notebook_pages.page import notebook_page

    with book.database.reading() as connection:
        content = notebook_of(connection, assignment, submission)
    if content is None:  # graded again a moment ago
        return
    html = notebook_page(content, title)
    if print_page is None:
        file.with_name(f"{file.name}.html").write_text(html, encoding="utf-8")
    else:
        file.with_name(f"{file.name}.pdf").write_bytes(print_page(html, printable(title)))


def _say(folder: Path, without: list[str], number: int) -> None:
    typer.echo(f"Written: {folder} ({number - len(without)} of {number} notebooks)")
    if without:
        named = ", ".join(map(printable, without[:5])) + (" and others" if len(without) > 5 else "")
        typer.echo(f"Not among them, because nothing is kept of how they ran: {named}.")


@contextmanager
def _printer(wanted: bool) -> Iterator[Print | None]:
    try:
        import autograder.notebook_pages.page  # noqa: F401
    except ModuleNotFoundError as error:
        raise AutograderError(_MISSING.format(name=error.name)) from error
    if not wanted:
        yield None
        return
    with printer() as print_page:
        yield print_page
