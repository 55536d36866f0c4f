"""Cells after which a snapshot can be made, so that a later run can go on from there."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from typing import Any

from . import snapshot
from .cells import Cells


class ResumableCells:
    """Runs cells in `cells`; after each one there can be a snapshot of what it has computed."""

    def __init__(self, cells: Cells) -> None:
        self._cells = cells
        self._before: snapshot.Surroundings | None = None
        self._shown: Mapping[str, Any] = {}

    def run(
        self, cell: int, source: str, seed: int | None, room: int, lasting: bool, goes_on: bool = False
    ) -> Mapping[str, Any]:
        """Run a cell as `Cells.run` does; only after a `lasting` one there can be a snapshot."""
        self._before = None
        if lasting:
            with contextlib.suppress(Exception):  # whatever the submission has broken, its cell runs
                self._before = snapshot.surroundings(self._cells.namespace)
        outcome = self._cells.run(cell, source, seed, room, goes_on=goes_on)
        self._shown = {name: outcome[name] for name in ("printed", "figures", "places")}
        return outcome

    def resume(self, cell: int, source: str, seed: int | None, packed: bytes, room: int) -> Mapping[str, Any]:
        """Do what `run` did before the snapshot was made, without computing it again."""
        outcome = self._cells.run(cell, snapshot.definitions(source), seed)
        outcome |= snapshot.load(self._cells.namespace, packed)
        outcome["figures"] = outcome["figures"][: max(room, 0)]
        return outcome

    def snapshot(self, source: str) -> bytes | None:
        """Return a snapshot after the cell `source`, which ran last; None where there can be none."""
        return snapshot.save(self._cells.namespace, self._before, source, self._shown)
