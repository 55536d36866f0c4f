"""The ways out of the gradebook: what each format's module offers to the command line and to the page."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Optional

import typer

from autograder.intake.lms import PLATFORMS

if TYPE_CHECKING:
    from autograder.export.graded import GradedClass
    from autograder.export.writing import Exported

# ruff: noqa: UP045 - typer reads the annotations

IncompleteOption = Annotated[
    bool, typer.Option("--incomplete", help="Also marks that still lack what a person must give.")
]


@dataclass(frozen=True, slots=True, kw_only=True)
class FileOptions:
    """What every export of one file is asked for."""

    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="The file to write.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class MarksOptions(FileOptions):
    """What an export of marks into a table of an LMS is asked for."""

    scale: Annotated[
        Optional[bool],
        typer.Option(
            "--scale/--no-scale", help="Turn points into parts of the LMS's maximum, or write them as they are."
        ),
    ] = None
    in_place: Annotated[bool, typer.Option("--in-place", help="Let --out be the file that is read.")] = False
    incomplete: IncompleteOption = False
    zero_for_missing: Annotated[
        bool,
        typer.Option("--zero-for-missing", help="Also a zero for students of the class list who handed in nothing."),
    ] = False


@dataclass(frozen=True, slots=True)
class Way:
    """A way out: the help of its command, the value that its options make, and what makes the export of them.

    The page calls it by its `title` and shows none without; there the LMS must give what it `needs` (empty: nothing),
    as the option `table`, and `file` is what comes of it.
    """

    help: str
    options: type[Any]
    export: "Callable[[GradedClass, Any], Exported]"
    title: str = ""
    needs: str = ""
    file: str = ""

    def takes(self, option: str) -> bool:
        """Tell whether there is such an option."""
        return option in self.options.__dataclass_fields__


def ways() -> Mapping[str, Way]:
    """Return the ways out by their names: of the platforms that marks go back to, then those of spreadsheets."""
    modules = [f"{__package__}.{name}" for name in (*PLATFORMS, "excel", "marks_csv")]
    return {name: way for module in modules if find_spec(module) for name, way in import_module(module).WAYS.items()}
