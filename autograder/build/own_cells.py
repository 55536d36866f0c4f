"""The first and the last cell of students' notebooks, in place of otter's: what to do is said in one sentence each.

Both must do no harm where the notebook is graded: there `otter` is a stand-in, or in its grading mode, and the files
that students have beside the notebook are elsewhere or not there at all.
"""

from collections.abc import Collection

from nbformat import NotebookNode

_OTTERS_START = "# Initialize Otter"
_OTTERS_TEXT = "## Submission"
_OTTERS_EXPORT = "grader.export("

_START = """\
# Run this cell first: it gets the checks ready.
import otter


def get_grader():
    from pathlib import Path

    class NotReady(Exception):
        def _render_traceback_(self):
            return [str(self)]

    try:
        grader = otter.Notebook("NAME.ipynb")
    except (FileNotFoundError, ValueError):
        grader = None
    tests = Path("tests" if grader is None else getattr(grader, "_tests_dir", "."))
    if grader is not None and tests.is_dir():
        if getattr(grader, "_grading_mode", True):
            return grader
        try:
            from hand_in import Grader

            return Grader(grader, "NAME.ipynb")
        except ImportError as error:
            file = f"{error.name}.py"
            raise NotReady(f"The file {file} is missing in {Path.cwd()}: put it there, beside the notebook.") from None
    if tests.is_dir():
        raise NotReady("The notebook must be called NAME.ipynb: give it that name again, and restart.")
    if grader is not None:
        raise NotReady(f"The folder tests is missing in {Path.cwd()}: put it there, beside the notebook.")
    raise NotReady(f"This is the wrong folder, {Path.cwd()}: open the notebook in the folder of the assignment.")


grader = get_grader()"""

_HAND_IN = """\
## Handing in

Run the cell below when you are done. It saves the notebook, or says what to press where it cannot; compares what is
saved with what you ran; runs it from top to bottom, as grading does, and shows what the public tests say of that; and
writes a zip file with the notebook. With `html=True` the zip file also holds a page of the notebook that opens
without a network, with `pdf=True` a PDF of it.

**Hand in that zip file, or the saved notebook itself: both are graded alike.**"""

_EXPORT = """\
# Saves the notebook, tries what is saved, and writes the zip file that you can hand in.
grader.export(html=HTML, pdf=PDF)"""


def with_own_cells(notebook: NotebookNode, name: str, hand_in: Collection[str] = ()) -> NotebookNode:
    """Return the notebook of the assignment of that name with its first and last cells in place of otter's.

    `hand_in` is what the last one makes beside the zip file: "html", "pdf".
    """
    for cell in notebook.cells:
        if cell.source.startswith(_OTTERS_START):
            cell.source = _START.replace("NAME", name)
        elif cell.source.startswith(_OTTERS_TEXT):
            cell.source = _HAND_IN
        elif _OTTERS_EXPORT in cell.source and not cell.metadata.get("editable", True):
            cell.source = _EXPORT.replace("HTML", str("html" in hand_in)).replace("PDF", str("pdf" in hand_in))
    return notebook
