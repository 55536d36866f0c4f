"""`autograder grade`: a run over a class as it is shown on a terminal, with the table of marks at its end."""

from rich.console import Console

from autograder.errors import EngineError, Interrupted
from autograder.grade.display import Display
from autograder.grade.options import RunOptions
from autograder.grade.run import grade_class
from autograder.reports.names import WRITTEN
from autograder.results import ClassResult
from autograder.results.table import print_table
from autograder.system.stopping import stops_as_by_ctrl_c


def grade_command(options: RunOptions, *, quiet: bool = False) -> ClassResult:
    """Grade a class, print the table, and return the results.

    How the run goes is shown on standard error; with `quiet` nothing is printed but what must be known.
    """
    console = Console()
    with stops_as_by_ctrl_c(), Display(Console(stderr=True), quiet=quiet) as display:
        try:
            graded = grade_class(options, display.tell)
        except KeyboardInterrupt as stop:
            raise Interrupted(
                "Stopped; what was graded by then is kept: run the same command again to go on."
            ) from stop
    if not quiet:
        print_table(graded, console)
        console.print(
            f"Written: {', '.join(str(options.out / name) for name in WRITTEN)}", soft_wrap=True, highlight=False
        )
    elif graded.to_grade_again:
        raise EngineError(f"The grader failed for {', '.join(graded.to_grade_again)}; run the same command again.")
    return graded
