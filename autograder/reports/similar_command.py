"""`autograder similar`: look for submissions with much code in common, and show them in the report of the class."""

from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import typer

from autograder.course.command_options import CourseOption, place_in_course
from autograder.course.settings import course_above, find_course
from autograder.errors import AutograderError
from autograder.gradebook import Gradebook
from autograder.gradebook.newest import places_of
from autograder.gradebook.notebooks import kept_notebooks
from autograder.marks.final import final_marks
from autograder.marks.opening import open_gradebook
from autograder.marks.standing import read_standings
from autograder.reports.names import REPORT
from autograder.reports.renewing import class_now
from autograder.reports.report import write_report
from autograder.results import ClassResult
from autograder.results.json_file import read_results
from autograder.similarity import SIMILARITY, find_similar, write_similarities
from autograder.similarity.record import digests_in_class
from autograder.similarity.search import MISSING, code_in, code_of


def similar_command(
    out: Annotated[Path, typer.Argument(metavar="OUT", help="A folder of results: its report shows what is found.")],
    gradebook: Annotated[
        str | None, typer.Option("--gradebook", metavar="URL", help="Its gradebook, if that is not in the folder.")
    ] = None,
    student_notebook: Annotated[
        Path | None,
        typer.Option("--student-notebook", metavar="FILE", help="Given code, not compared; default: as released."),
    ] = None,
    course: CourseOption = None,
) -> None:
    """Compare the code of the submissions whose results are in `out`, and write what is found into the report there."""
    out = Path(place_in_course(str(out), course))
    if find_spec("copydetect") is None:
        raise AutograderError(MISSING)
    name = read_results(out).assignment
    left_out = _given_code(student_notebook, name, course)
    with open_gradebook(gradebook or out) as book:
        with book.database.reading() as connection:
            standings = read_standings(connection, name)
        graded = class_now(book, name, out, standings)
        sources = _sources(book, graded)
        found = find_similar(sources, given=left_out, digests=digests_in_class(book, graded))
        write_similarities(found, out / SIMILARITY)
        write_report(graded, out / REPORT, final=final_marks(book, name), similar=found)
    pairs = "1 pair" if len(found.pairs) == 1 else f"{len(found.pairs) or 'No'} pairs"
    typer.echo(f"{pairs} among the {found.enough} submissions with enough code of their own; see {out / REPORT}")


def _sources(book: Gradebook, graded: ClassResult) -> Mapping[str, str]:
    """Return the code of the submissions by id, that of a team once: from the gradebook, or from where they lay."""
    digests = digests_in_class(book, graded)
    with book.database.reading() as connection:
        kept = {name: code_in(notebook) for name, notebook in kept_notebooks(connection, graded.assignment)}
        places = {name: Path(place) for name, place in places_of(connection, graded.assignment).items()}
    first: dict[object, str] = {}
    for each in graded.submissions:
        if each.id in digests:
            first.setdefault((each.team, digests[each.id]) if each.team else each.id, each.id)
    return {name: kept[name] if name in kept else code_of(places[name], graded.assignment) for name in first.values()}


def _given_code(given: Path | None, assignment: str, course: Path | None) -> str:
    """Return the code that students got, "" if that is not known."""
    if given is not None:
        if code := code_of(given):
            return code
        raise AutograderError(
            f"{given} is not a notebook with code; give the one that the students got, as --student-notebook."
        )
    if course is None and course_above(Path.cwd()) is None:
        return ""
    return code_of(find_course(Path.cwd(), course).released / assignment / f"{assignment}.ipynb")
