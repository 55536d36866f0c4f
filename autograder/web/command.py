"""`autograder open`: serve the pages of a class until somebody ends it."""

import getpass
import webbrowser
from contextlib import closing, suppress
from pathlib import Path
from threading import Timer
from typing import Annotated

import typer

from autograder.course.command_options import in_course
from autograder.course.settings import find_course
from autograder.errors import AutograderError
from autograder.marks.opening import open_marks, results_folder
from autograder.marks.options import AssignmentOption, ResultsArgument
from autograder.marks.scheme import read_marking
from autograder.reports.names import WRITTEN
from autograder.system.stopping import stops_as_by_ctrl_c

_MISSING = (
    "autograder open needs the packages of the extra web, of which {name} is not installed: "
    "pip install 'scratchgrade[web]'."
)
_BROWSER_AFTER_S = 0.5


@in_course("results")
def open_command(
    results: ResultsArgument,
    assignment: AssignmentOption = None,
    who: Annotated[
        str | None,
        typer.Option(
            "--as", metavar="NAME", help="Who marks: kept with every mark; default: the name on this machine."
        ),
    ] = None,
    port: Annotated[
        int | None, typer.Option("--port", metavar="N", min=0, max=65_535, help="Default: one that is free.")
    ] = None,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Open the page, or only print it.")] = True,
) -> None:
    """Serve the class of the `results` to a browser on this machine, until Ctrl-C."""
    try:
        from autograder.web.app import listen, make_server, spare_pages_of_collections
        from autograder.web.guard import Keys
        from autograder.web.regrading import Regrading
        from autograder.web.site import Site
    except ModuleNotFoundError as error:
        raise AutograderError(_MISSING.format(name=error.name)) from error
    name = " ".join((who or _user()).split())[:100]
    with open_marks(results, assignment) as (book, chosen), listen(port) as listener:
        regrading = Regrading(book.database.url.render_as_string(hide_password=False), chosen, _course(results))
        with book.database.reading() as connection:
            title = read_marking(connection, chosen).title
        site = Site(book, chosen, results_folder(results), name, regrading, title=title)
        site.prepare()  # says at once what is wrong with it
        spare_pages_of_collections()
        keys = Keys(listener.getsockname()[1])
        typer.echo(f"{chosen}, as {name}: {keys.address}")
        typer.echo("Only this machine can open it, and only with that address. Ctrl-C ends it; nothing is lost then.")
        if browser:
            opening = Timer(_BROWSER_AFTER_S, webbrowser.open, [keys.address_for_browser])
            opening.daemon = True
            opening.start()
        with stops_as_by_ctrl_c(), closing(regrading), suppress(KeyboardInterrupt):
            make_server(site, keys).run([listener])
        if site.renew_files():
            typer.echo(f"Brought up to date: {', '.join(str((site.folder or Path()) / name) for name in WRITTEN)}")


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "instructor"


def _course(where: str) -> Path | None:
    """Return the folder of the course, from here upward or from the results upward, None if neither is in one."""
    for start in filter(None, (Path.cwd(), results_folder(where))):
        with suppress(AutograderError):
            return find_course(start).root
    return None
