"""Assignments in the styles of courses that use otter, with submissions, made by otter's own tools where they run."""

from . import data8, data100, dsc10, eecs398, fixtures, inf8245e
from .making import Assigned, Generated

ASSIGNMENTS: tuple[Assigned | Generated, ...] = (
    *data8.ASSIGNMENTS,
    *data100.ASSIGNMENTS,
    *dsc10.ASSIGNMENTS,
    *eecs398.ASSIGNMENTS,
    *inf8245e.ASSIGNMENTS,
    *fixtures.ASSIGNMENTS,
)
