"""Telling work that is missing from work that a broken cell took away: to the tests both look like a stub."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from autograder.results import Verdict
from autograder.results.messages import shorten

_MISSING = re.compile(r"there is no function (?P<function>\w+)|not attempted yet: (?!there\b)(?P<value>\w+) is ")
_DEFINITION = re.compile(r"^[ \t]*(?:async[ \t]+)?(?:def|class)[ \t]+(\w+)", re.MULTILINE)
_ASSIGNMENT = re.compile(r"^((?:\w+[ \t]*,[ \t]*)*\w+)[ \t]*(?::[^=\n]*)?=(?!=)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class BrokenCell:
    """A cell that an exception ended, with the names that it was to define."""

    names: frozenset[str]
    error: str


def read_broken_cells(items: Iterable[Mapping[str, Any]]) -> tuple[BrokenCell, ...]:
    """Return the broken cells that a worker reports as {"source", "error"}; stubs are not broken."""
    from autograder.testing.chain import in_a_cell  # with it comes numpy, which a run that grades nothing does not need

    return tuple(
        BrokenCell(_names(item["source"]), shorten(in_a_cell(item["error"]), 300))
        for item in items
        if not item["error"].startswith("NotImplementedError")
    )


def explain(
    verdict: Verdict, message: str, broken: Iterable[BrokenCell], missing: str | None = None
) -> tuple[Verdict, str]:
    """Return the verdict and message again, corrected when what seems not attempted was lost with its cell.

    `missing` is the name that is not there; None where there is nothing but the message to tell (of a test that is
    written otherwise, or that otter has run).
    """
    if verdict is not Verdict.NOT_ATTEMPTED:
        return verdict, message
    name = missing_in(message) if missing is None else missing
    for cell in broken:
        if name in cell.names:
            return Verdict.ERROR, f"{name} is missing, because the cell that defines it stopped with {cell.error}"
    return verdict, message


def missing_in(message: str) -> str:
    """Return the name that is missing according to a message in the words of `autograder.testing`, or ""."""
    match = _MISSING.search(message)
    return (match["function"] or match["value"]) if match else ""


def _names(source: str) -> frozenset[str]:
    assigned = (name.strip() for targets in _ASSIGNMENT.findall(source) for name in targets.split(","))
    return frozenset([*_DEFINITION.findall(source), *assigned])
