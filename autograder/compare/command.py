"""`autograder compare`: the changes between two gradings on a terminal, as CSV, and as a page."""

from pathlib import Path

import typer

from autograder.compare.changes import compare
from autograder.compare.output import as_csv, as_page, lines
from autograder.compare.snapshots import read_snapshot
from autograder.errors import AutograderError
from autograder.system.atomic import write_atomically


def compare_command(
    old: str, new: str, *, assignment: str | None, csv_file: Path | None = None, page: Path | None = None
) -> bool:
    """Print what differs between the gradings at `old` and `new`, write it where asked, and return whether any does.

    Raises:
        AutograderError: there is no such grading, the two are of different assignments, or a file cannot be written.

    """
    before, after = read_snapshot(old, assignment), read_snapshot(new, assignment)
    if before.assignment != after.assignment:
        raise AutograderError(
            f"{old} has grades of {before.assignment}, {new} of {after.assignment}; compare two gradings of one."
        )
    found = compare(before, after)
    for line in lines(found):
        typer.echo(line)
    shown = as_page(found, assignment=after.assignment, titles=after.titles, old=old, new=new)
    written = {csv_file: as_csv(found), page: shown}
    for file, text in written.items():
        if file is not None:
            try:
                write_atomically(text, file)
            except OSError as error:
                raise AutograderError(f"{file} cannot be written ({error.strerror}); choose another file.") from error
            typer.echo(f"Written: {file}")
    return bool(found.changes)
