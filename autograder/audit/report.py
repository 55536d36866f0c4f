"""The audit for people: a table and lists on the terminal, and one page of HTML."""

import errno
import os
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from autograder.audit.judging import Audit, Fault, QuestionAudit
from autograder.errors import AutograderError
from autograder.text.pages import render

_UNBOUNDED = 10_000


def print_audit(audit: Audit, console: Console) -> None:
    """Print the shares per question, then every fault with the code that shows it.

    Of a solution that is not right there is only what it loses. In a pipe the table is as wide as it needs to be.
    """
    if not console.is_terminal:
        console = Console(file=console.file, width=_UNBOUNDED, no_color=True)
    if not audit.reference:
        console.print(_table(audit))
        for line in _explained(audit):
            console.print(Text(line, style="dim"), soft_wrap=True)
        console.print()
    lines = [*audit.reference, *(line for question in audit.questions for line in _faults(question))]
    for line in lines:
        console.print(Text(line), soft_wrap=True)
    for sentence in audit.shortcomings:
        console.print(Text(f"Not good enough: {sentence}", style="bold red"), soft_wrap=True)


def expect_writable(path: Path) -> None:
    """Make the folder of a page that is to be written, and nothing else."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        tempfile.TemporaryFile(dir=path.parent).close()
    except OSError as error:
        raise AutograderError(f"{path} cannot be written ({error.strerror}); choose another --out.") from error


def write_audit(audit: Audit, path: Path, titles: Mapping[str, str]) -> None:
    """Write the audit as a page of HTML that needs nothing else; `titles` are what questions are about."""
    said = {"titles": titles, "explained": list(_explained(audit))}
    page = render("audit", "audit.html.j2", audit=audit, **said)
    path.write_text(page, encoding="utf-8")


def _table(audit: Audit) -> Table:
    total = audit.shares
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_footer=True)
    table.add_column("question", footer="all")
    for title, key in (("caught/wrong", "caught"), ("accepted/right", "accepted"), ("mutants caught", "mutants")):
        table.add_column(title, footer="{}/{}".format(*total[key]), justify="right")
    table.add_column(
        "no difference", footer=str(sum(len(item.equivalent) for item in audit.questions)), justify="right"
    )
    table.add_column("adversaries stopped", footer="{}/{}".format(*total["adversaries"]), justify="right")
    table.add_column("idle cases", footer=str(sum(len(item.idle) for item in audit.questions)), justify="right")
    for item in audit.questions:
        *of_the_bank, adversaries = ("{}/{}".format(*share) for share in item.shares.values())
        table.add_row(item.question, *of_the_bank, str(len(item.equivalent)), adversaries, str(len(item.idle)))
    return table


def _explained(audit: Audit) -> Iterator[str]:
    """Yield what the columns mean, for who has not read it elsewhere."""
    yield "caught/wrong: known mistakes (misconceptions.py) that lose points, of all of them"
    yield "accepted/right: right solutions written differently (alternatives.py) that lose none"
    yield "mutants caught: small changes of the solution (a sign, a comparison, a constant) that lose points; of those"
    yield '  under "no difference" nothing shows that they are wrong, so that they do not count'
    yield "adversaries stopped: functions without an answer (zeros, their arguments, nonsense) that earn nothing hidden"
    yield "idle cases: cases that nothing failed which was tried"
    for name in audit.missing:
        yield f"There is no {name} beside the notebook, so that nothing of it was tried."


_ADVERSARIES = {
    "zeros": "answers zeros in the sizes of the right answer",
    "ones": "answers ones in the sizes of the right answer",
    "nonsense": "answers random numbers, the same for the same arguments",
    "elementwise": "answers a function of each entry of its first argument",
    "first_argument": "answers its first argument",
    "last_argument": "answers its last argument",
    "writes_zeros": "fills its arguments with zeros, and then answers rightly for them",
    "writes_ones": "fills its arguments with ones, and then answers rightly for them",
    "writes_others": "writes its arguments into each other, and then answers rightly for them",
    "memory_of_itself": "remembers what it has been asked",
    "says_not_attempted": "raises what a test raises",
    "lent": "calls what the test of another question lends in its place",
    "table": "looks up the answers of the public cases",
    "tripled": "answers three times what is right",
    "negated": "answers with the opposite sign",
}


def _faults(item: QuestionAudit) -> Iterator[str]:
    for words, faults in (
        ("no case notices a known mistake", item.missed),
        ("a right solution is refused", item.refused),
        ("a known mistake costs points elsewhere, too, and does not say so (# also costs)", item.leaking),
        ("no case notices this change of the solution", item.survivors),
        ("a function without an answer earns hidden points", item.bribed),
    ):
        for fault in faults:
            kind = _ADVERSARIES.get(fault.trial.title.rpartition(": ")[2], "") if faults is item.bribed else ""
            yield from _fault(f"{item.question}: {words}: {fault.trial.title}{kind and f' ({kind})'}", fault)
    for name in item.idle:
        yield f"{item.question}: the case {name!r} decides nothing: nothing that was tried fails it"


def _fault(headline: str, fault: Fault) -> Iterator[str]:
    yield headline
    yield from (f"    in {question}: {case}" for question, case in fault.cases)
    if not fault.cases:
        yield from (f"    {line}" for line in fault.trial.detail.strip().splitlines())
