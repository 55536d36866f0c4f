"""What `autograder check` finds out: whether an assignment can go out, and if not, what to mend first."""

from dataclasses import dataclass

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

_UNBOUNDED = 10_000
_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Row:
    """Something that was looked at: what was `found` there, and the sentences that keep the assignment back.

    `found` is "" where nothing was looked at, because what comes before has to be mended first.
    """

    what: str
    found: str = ""
    faults: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Readiness:
    """All that was looked at, in the order in which it is mended, and what of hidden tests students may read."""

    assignment: str
    rows: tuple[Row, ...]
    published: tuple[str, ...] = ()

    @property
    def faults(self) -> tuple[str, ...]:
        """The sentences on what to mend, in this order."""
        return tuple(sentence for row in self.rows for sentence in row.faults)

    @property
    def ready(self) -> bool:
        """Whether it can go out."""
        return not self.faults


def print_readiness(readiness: Readiness, console: Console) -> None:
    """Print what is published of hidden tests, the table, and what to mend in which order."""
    if not console.is_terminal:
        console = Console(file=console.file, width=_UNBOUNDED, no_color=True)

    def say(text: str, style: str = "") -> None:
        console.print(Text(text, style=style), soft_wrap=True)

    if readiness.published:
        say("Students may read this of hidden tests, once they are graded:")
        for line in readiness.published:
            say(f"    {line}")
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("looked at")
    table.add_column("found")
    table.add_column("ready")
    for row in readiness.rows:
        table.add_row(row.what, row.found or "not yet looked at", _state(row))
    console.print(table)
    if readiness.ready:
        say(f"{readiness.assignment} is ready to go out.", "bold green")
        return
    say(f"{readiness.assignment} is not ready. Mend, in this order:", "bold red")
    for number, sentence in enumerate(readiness.faults[:_SHOWN], start=1):
        say(f"  {number}. {sentence}")
    if (more := len(readiness.faults) - _SHOWN) > 0:
        say(f"  and {more} more, which may be of the same kind.")


def _state(row: Row) -> Text:
    if row.faults:
        return Text("no", style="red")
    return Text("yes", style="green") if row.found else Text("-")
