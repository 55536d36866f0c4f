"""Assignments in the styles of courses that use otter, with submissions, made by otter's own tools where they run."""

from . import data8, data100, dsc10, eecs398, fixtures, inf8245e
from .making import Assigned, Generated

STYLES: dict[str, tuple[Assigned | Generated, ...]] = {
    "Data 8": data8.ASSIGNMENTS,
    "Data 100": data100.ASSIGNMENTS,
    "DSC 10": dsc10.ASSIGNMENTS,
    "EECS 398": eecs398.ASSIGNMENTS,
    "INF8245E": inf8245e.ASSIGNMENTS,
    "otter's own fixtures": fixtures.ASSIGNMENTS,
}
ASSIGNMENTS = tuple(each for style in STYLES.values() for each in style)
