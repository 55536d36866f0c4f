"""Notices what a call prints and warns of, for the trusted side to do again."""

from __future__ import annotations

import contextlib
import warnings
from collections.abc import Iterator
from typing import Any

from .output import Output, Printed
from .wire import WARNING_LENGTH, WARNINGS

Caught = list[tuple[tuple[str, ...], str]]


@contextlib.contextmanager
def observed(output: Output) -> Iterator[tuple[Printed, Caught]]:
    """Collect what is printed and warned of in the block, whatever the notebook's own filters say.

    A warning is (the names of Python's own classes it is of, its text); only the first few are kept.
    """
    caught: Caught = []

    def note(message: Any, category: Any, *details: Any, **options: Any) -> None:
        if len(caught) < WARNINGS:
            names = tuple(base.__name__ for base in category.__mro__ if base.__module__ == "builtins")
            caught.append((names, str(message)[:WARNING_LENGTH]))

    with output.capture() as printed, warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.showwarning = note
        yield printed, caught


@contextlib.contextmanager
def unobserved() -> Iterator[tuple[Printed, Caught]]:
    """Let the block do as it does: for what runs cells, which have an output of their own."""
    yield Printed(0), []
