"""Zips and submissions: a master notebook through `otter assign`, or test files through `otter generate`."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from autograder.engine import otter_adapter
from tests.harness.parity.both import notebook_text
from tests.harness.parity.foreign import make_zip

Case = tuple[str, str, int]  # a submission, a question, the number of a case from 1
Cell = dict[str, Any]
Changes = Mapping[str, Sequence[tuple[str, str]]]


@dataclass(frozen=True)
class Made:
    """A zip, and the notebooks of a class, texts by name."""

    autograder_zip: Path
    notebooks: Mapping[str, str]


@dataclass(frozen=True)
class Generated:
    """Test files and the cells of submissions.

    `config` are settings of the zip, `needs` packages that are imported, `differs` the cases of which otter says
    something else, as `docs/otter-zips.md` says.
    """

    name: str
    tests: Mapping[str, str]
    submissions: Mapping[str, Sequence[str]]
    files: Mapping[str, str] = field(default_factory=dict)
    config: Mapping[str, Any] = field(default_factory=dict)
    needs: Sequence[str] = ()
    differs: Collection[Case] = ()

    def make(self, folder: Path) -> Made:
        """Have otter generate the zip."""
        config = {"seed": None, **self.config}
        made = make_zip(folder / "autograder.zip", self.tests, self.files, **config)
        return Made(made, {name: notebook_text(cells) for name, cells in self.submissions.items()})


@dataclass(frozen=True)
class Assigned:
    """A master notebook for otter assign; `wrong` are submissions by what is changed in the code of the solution.

    The class has the solution itself as `right`, and what students get as `untouched`. The rest is as in `Generated`.
    """

    name: str
    cells: Sequence[Cell]
    wrong: Changes
    config: Mapping[str, Any] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)
    needs: Sequence[str] = ()
    differs: Collection[Case] = ()

    def make(self, folder: Path) -> Made:
        """Have otter assign make the zip and the notebooks."""
        folder.mkdir(parents=True, exist_ok=True)
        master = folder / f"{self.name}.ipynb"
        config = {"requirements": None, "export_cell": False, "files": list(self.files), **self.config}
        first = _raw(f"# ASSIGNMENT CONFIG\n{yaml.safe_dump(config)}")
        master.write_text(json.dumps(_notebook([first, *self.cells])), encoding="utf-8")
        for name, text in self.files.items():
            (folder / name).write_text(text, encoding="utf-8")
        out = folder / "out"
        otter_adapter.assign(master, out)
        (made,) = (out / "autograder").glob("*.zip")
        solution = json.loads((out / "autograder" / master.name).read_text(encoding="utf-8"))
        notebooks = {
            "right": json.dumps(solution),
            "untouched": (out / "student" / master.name).read_text(encoding="utf-8"),
            **{name: json.dumps(_changed(solution, changes)) for name, changes in self.wrong.items()},
        }
        return Made(made, notebooks)


def question(name: str, solution: str, *tests: Cell, **settings: Any) -> list[Cell]:
    """Return the cells of a question of a master notebook."""
    config = yaml.safe_dump({"name": name, **settings})
    return [
        _raw(f"# BEGIN QUESTION\n{config}"),
        {"cell_type": "markdown", "metadata": {}, "source": f"**Question {name}.** Fill in the blanks."},
        _raw("# BEGIN SOLUTION"),
        code(solution),
        _raw("# END SOLUTION"),
        *([_raw("# BEGIN TESTS"), *tests, _raw("# END TESTS")] if tests else []),
        _raw("# END QUESTION"),
    ]


def case(source: str, output: str = "", **settings: Any) -> Cell:
    """Return the cell of a test case: in OK's format with what it puts out, else a function."""
    config = f'""" # BEGIN TEST CONFIG\n{yaml.safe_dump(settings)}""" # END TEST CONFIG\n' if settings else ""
    shown = [{"output_type": "stream", "name": "stdout", "text": output}] if output else []
    return code(config + source) | {"outputs": shown}


def hidden(source: str, output: str = "", **settings: Any) -> Cell:
    """Return the cell of a test case that students do not see."""
    return case(source, output, hidden=True, **settings)


def code(source: str) -> Cell:
    """Return a code cell."""
    return {"cell_type": "code", "metadata": {}, "source": source, "outputs": [], "execution_count": None}


def _raw(source: str) -> Cell:
    return {"cell_type": "raw", "metadata": {}, "source": source}


def _notebook(cells: Sequence[Cell]) -> dict[str, Any]:
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    return {"cells": list(cells), "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 4}


def _changed(solution: dict[str, Any], changes: Sequence[tuple[str, str]]) -> dict[str, Any]:
    notebook: dict[str, Any] = json.loads(json.dumps(solution))
    for old, new in changes:
        found = False
        for cell in notebook["cells"]:
            text = "".join(cell["source"])
            if cell["cell_type"] == "code" and old in text:
                cell["source"], found = text.replace(old, new), True
        assert found, old
    return notebook
