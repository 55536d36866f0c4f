"""An auto-graded assignment harness for courses that build neural networks from scratch in numpy.

What a script, a notebook or a service of an instructor needs can be had from here; docs/library.md has examples.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from autograder.build.release import build_assignment
    from autograder.grade.options import RunOptions
    from autograder.grade.run import grade_class, grade_notebook
    from autograder.marks.final import final_marks
    from autograder.marks.opening import open_gradebook
    from autograder.results.json_file import read_results

__version__ = "0.1.0"
__all__ = (
    "RunOptions",
    "build_assignment",
    "final_marks",
    "grade_class",
    "grade_notebook",
    "open_gradebook",
    "read_results",
)
_PLACES = {
    "RunOptions": "autograder.grade.options",
    "build_assignment": "autograder.build.release",
    "final_marks": "autograder.marks.final",
    "grade_class": "autograder.grade.run",
    "grade_notebook": "autograder.grade.run",
    "open_gradebook": "autograder.marks.opening",
    "read_results": "autograder.results.json_file",
}


def __getattr__(name: str) -> Any:
    """Import a name when it is asked for: together they take a second, and each part of the package imports this."""
    if name not in _PLACES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_PLACES[name]), name)
