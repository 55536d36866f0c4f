"""Build an assignment: the folder for students, the runnable solution, and the zip that graders run.

A master notebook that is written for `otter assign` is built as it stands.
"""

import shutil
import tempfile
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

import nbformat

from autograder.build.bundle import public_bundle
from autograder.build.giveaways import published_hints
from autograder.build.grading_zip import EXECUTABLE, bundles, data_files, grading_members, load_tests, write_zip
from autograder.build.markers import parse_cell, place_of
from autograder.build.master import compose_master, with_stable_ids, write_notebook
from autograder.build.own_cells import with_own_cells
from autograder.course.assignment import Assignment
from autograder.course.settings import find_course
from autograder.engine import otter_adapter
from autograder.errors import AutograderError

GRADER_REQUIREMENTS = ("otter-grader>=7,<8", "ipykernel>=6.29,<8", "jupyter_client", "pypdf")
HINTS = "hints.txt"  # what students read of hidden cases
STUDENT_REQUIREMENTS = ("otter-grader>=7,<8", "notebook>=7", "latex2mathml>=3.77,<4")


@dataclass(frozen=True, slots=True)
class Release:
    """Where the parts of a built assignment are."""

    student: Path
    solution: Path
    autograder_zip: Path


def build(assignment: Assignment, out: Path) -> Release:
    """Build `assignment` into the folder `out/NAME`, replacing what is there.

    Raises:
        AutograderError: the master notebook, the settings and the tests do not fit together.

    """
    tests = load_tests(assignment)
    public = {read.question: public_bundle(read) for read in tests}
    target = out.resolve() / assignment.name
    with tempfile.TemporaryDirectory() as scratch:
        made = Path(scratch)
        master = made / f"{assignment.name}.ipynb"
        write_notebook(compose_master(assignment), master)
        otter_adapter.assign(master, made / "assigned")
        _refuse_broken_stubs(made / "assigned/student" / master.name)
        _write_folder(assignment, made / "student", made / "assigned/student", public, hidden=False)
        _write_folder(assignment, made / "solution", made / "assigned/autograder", bundles(tests), hidden=True)
        _write_zip(assignment, made / "autograder.zip", made / "solution/tests", bundles(tests))
        (made / HINTS).write_text(published_hints(tests), encoding="utf-8")
        replace_all(target, [made / "student", made / "solution", made / "autograder.zip", made / HINTS])
    notebook = f"{assignment.name}.ipynb"
    return Release(target / "student", target / "solution" / notebook, target / "autograder.zip")


def build_assignment(name: str, out: Path = Path("build"), *, course: Path | None = None) -> Release:
    """Build the assignment of that name into `out/NAME`; `course` is its folder, None for the current one or above.

    Raises:
        AutograderError: there is no such assignment, or its parts do not fit together.

    """
    return build(find_course(Path.cwd(), course).assignment(name, None), out)


def _refuse_broken_stubs(notebook: Path) -> None:
    """Raise where what is left of a cell without its solution is not Python."""
    for position, cell in enumerate(nbformat.read(notebook, as_version=4).cells, start=1):
        if cell.cell_type == "code":
            parse_cell(cell.source, place_of(position, cell.source).replace("Master", "Students'"))


def _write_folder(
    assignment: Assignment, folder: Path, assigned: Path, tests: Mapping[str, str], *, hidden: bool
) -> None:
    """Write a folder in which the notebook runs: the notebook, its test files, and the data it reads."""
    (folder / "tests").mkdir(parents=True)
    for question, source in tests.items():
        (folder / "tests" / f"{question}.py").write_text(source, encoding="utf-8")
    name = f"{assignment.name}.ipynb"
    notebook = with_stable_ids(nbformat.read(assigned / name, as_version=4))
    notebook = with_own_cells(notebook, assignment.name, assignment.hand_in)
    notebook.cells = [cell for cell in notebook.cells if cell.source.strip()]
    write_notebook(notebook, folder / name)
    required = "\n".join((*STUDENT_REQUIREMENTS, *assignment.requirements, ""))
    (folder / "requirements.txt").write_text(required, encoding="utf-8")
    for beside, data in data_files(assignment, hidden=hidden).items():
        (folder / beside).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(data, folder / beside)


def _write_zip(assignment: Assignment, path: Path, tests: Path, sources: Mapping[str, str]) -> None:
    """Write otter's autograder zip, with a set-up of our own that needs pip only (otter's downloads conda)."""
    plain = path.with_suffix(".otter.zip")
    otter_adapter.generate(tests, plain, seed=assignment.seed)
    with zipfile.ZipFile(plain) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    container = files("autograder.build") / "container"
    for script in EXECUTABLE:
        members[script] = (container / script).read_bytes()
    members["requirements.txt"] = "\n".join((*GRADER_REQUIREMENTS, *assignment.requirements, "")).encode()
    write_zip(path, members | grading_members(assignment, sources))


def replace_all(target: Path, made: Iterable[Path]) -> None:
    """Move what was made into the folder `target`, in the place of what is there under its name."""
    target.mkdir(parents=True, exist_ok=True)
    for path in made:
        place = target / path.name
        if place.is_dir():
            shutil.rmtree(place)
        place.unlink(missing_ok=True)
        shutil.move(path, place)


MASTERS = (".ipynb", ".rmd", ".qmd")


def build_master(master: Path, out: Path) -> Release:
    """Have otter assign build `master` into `out/NAME`, NAME being that of the file, replacing what is there.

    Raises:
        AutograderError: it is not there, not in Python, or otter cannot make sense of it, or makes no zip of it.

    """
    if not master.is_file():
        raise AutograderError(f"There is no master notebook {master}; check the path, or name an assignment.")
    if master.suffix.lower() != ".ipynb":
        raise AutograderError(
            f"{master} is R Markdown, and only Python can be graded here; build it with otter assign."
        )
    target = out.resolve() / master.stem
    with tempfile.TemporaryDirectory() as scratch:
        made = Path(scratch, "made")
        otter_adapter.assign(master.resolve(), made)
        zips = sorted((made / "autograder").glob("*.zip"))
        if len(zips) != 1:
            raise AutograderError(
                f"otter assign makes no autograder.zip of {master}; take `generate: false` out of it."
            )
        parts = [Path(scratch, name) for name in ("student", "solution", "autograder.zip")]
        zips[0].rename(parts[2])
        (made / "autograder").rename(parts[1])
        (made / "student").rename(parts[0])
        replace_all(target, parts)
    return Release(target / "student", target / "solution" / master.name, target / "autograder.zip")
