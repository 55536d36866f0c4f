"""`autograder compare`: the changes between two gradings on a terminal, as CSV, and as a page."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated

import typer

from autograder.compare.changes import Change, Comparison, compare, read_snapshot
from autograder.course.command_options import in_course
from autograder.errors import AutograderError
from autograder.marks.options import AssignmentOption
from autograder.system.files import write_atomically
from autograder.text.cells import csv_text, harmless, number
from autograder.text.pages import policy_digest, render
from autograder.text.plain_text import count_points, points, printable, visible


@in_course("old", "new")
def compare_command(
    old: Annotated[str, typer.Argument(metavar="OLD", help="A folder of results, its gradebook.db, or a URL.")],
    new: Annotated[str, typer.Argument(metavar="NEW", help="Another grading of the same assignment.")],
    assignment: AssignmentOption = None,
    csv_file: Annotated[
        Path | None, typer.Option("--csv", metavar="FILE", help="Also write the changes as CSV.")
    ] = None,
    page: Annotated[
        Path | None, typer.Option("--page", metavar="FILE", help="Also write them as a page of HTML.")
    ] = None,
) -> None:
    """Print what differs between the gradings at `old` and `new`, and write it where asked."""
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


_HEAD = ("submission", "question", "old", "new", "difference", "why", "cases")
_NO_MARK = "-"
_STYLE = "td.number, thead th { white-space: nowrap; } td ul { margin: 0; padding-left: 1.1rem; }"


def lines(found: Comparison) -> Iterator[str]:
    """Yield the lines for a terminal: what is in them from students cannot move the cursor."""
    for change in found.changes:
        difference = f"{change.difference:+.4f}".rstrip("0").rstrip(".")
        what = change.question or "total"
        said = "; ".join(change.why)
        yield printable(
            f"{change.submission}  {what}: {_points(change.old)} -> {_points(change.new)} ({difference})  {said}"
        )
        yield from (printable(f"    {case}") for case in change.cases)
    if found.engine:
        yield f"Graded in another way: {found.engine}."
    yield summary(found)


def summary(found: Comparison) -> str:
    """Return how many marks changed, in a sentence."""
    totals = [change.difference for change in found.changes if not change.question]
    changed = f"{len(found.submissions)} changed, {found.unchanged} as before"
    if not totals:
        return f"{changed}."
    up, down = sum(each > 0 for each in totals), sum(each < 0 for each in totals)
    most = count_points(max(map(abs, totals)))
    return f"{changed}; of the totals {up} rose and {down} fell, by at most {most}."


def as_csv(found: Comparison) -> str:
    """Return a row a change, in UTF-8 with a byte order mark, without which Excel takes it for another encoding."""
    return "\ufeff" + csv_text([_HEAD, *map(_row, found.changes)])


def as_page(found: Comparison, *, assignment: str, titles: Mapping[str, str], old: str, new: str) -> str:
    """Return a page of HTML: `old` and `new` are where the two gradings are, `titles` what questions are about."""
    rows = [
        {
            "submission": visible(change.submission),
            "question": change.question,
            "title": visible(titles.get(change.question, "")),
            "old": _points(change.old),
            "new": _points(change.new),
            "difference": change.difference,
            "why": "; ".join(change.why),
            "cases": [visible(case) for case in change.cases],
        }
        for change in found.changes
    ]
    style = render("reports", "style.css.j2") + _STYLE
    return render(
        "reports",
        "compare.html.j2",
        assignment=visible(assignment),
        old=visible(old),
        new=visible(new),
        engine=found.engine,
        rows=rows,
        summary=summary(found),
        style=style,
        style_digest=policy_digest(style),
    )


def _row(change: Change) -> list[str]:
    cells = (harmless(change.submission), harmless(change.question or "total"))
    marks = ["" if value is None else number(value) for value in (change.old, change.new)]
    return [*cells, *marks, number(change.difference), "; ".join(change.why), harmless("; ".join(change.cases))]


def _points(value: float | None) -> str:
    return _NO_MARK if value is None else points(value)
