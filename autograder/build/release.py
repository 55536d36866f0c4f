"""Build an assignment: the folder for students, the runnable solution, and the zip that graders run."""

import json
import shutil
import tempfile
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from importlib.resources import files
from pathlib import Path

import nbformat

from autograder import otter_adapter
from autograder.build.bundle import bundle, public_bundle
from autograder.build.graded_tests import GradedTests, read_graded_tests
from autograder.build.master import compose_master, with_stable_ids, write_notebook
from autograder.course import Assignment
from autograder.errors import AutograderError

GRADER_REQUIREMENTS = ("otter-grader>=7,<8", "ipykernel>=6.29,<8", "jupyter_client", "pypdf")
STUDENT_REQUIREMENTS = ("otter-grader>=7,<8", "notebook>=7")


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
    target = out.resolve() / assignment.name
    with tempfile.TemporaryDirectory() as scratch:
        made = Path(scratch)
        master = made / f"{assignment.name}.ipynb"
        write_notebook(compose_master(assignment), master)
        otter_adapter.assign(master, made / "assigned")
        _write_folder(assignment, made / "student", made / "assigned/student", _public(tests), hidden=False)
        _write_folder(assignment, made / "solution", made / "assigned/autograder", _all(tests), hidden=True)
        _write_zip(assignment, made / "autograder.zip", made / "solution/tests")
        _replace(target, [made / "student", made / "solution", made / "autograder.zip"])
    notebook = f"{assignment.name}.ipynb"
    return Release(target / "student", target / "solution" / notebook, target / "autograder.zip")


def load_tests(assignment: Assignment) -> list[GradedTests]:
    """Return the graded tests of every question, in the notebook's order.

    Raises:
        AutograderError: a test file is missing, malformed, or its points are not those of the settings.

    """
    tests = []
    for question, points in assignment.points.items():
        read = read_graded_tests(assignment.tests / f"{question}.py")
        if abs(read.points - points) > 1e-9:
            raise AutograderError(
                f"{assignment.name}: {question} has {points:g} points in assignment.toml but {read.points:g} in its "
                "test file; make them equal."
            )
        tests.append(read)
    for file in sorted(assignment.tests.glob("q*.py")):
        if file.stem not in assignment.points:
            raise AutograderError(f"{assignment.name}: {file.name} tests a question that [points] does not have.")
    return tests


def _all(tests: Iterable[GradedTests]) -> dict[str, str]:
    return {read.question: bundle(read) for read in tests}


def _public(tests: Iterable[GradedTests]) -> dict[str, str]:
    return {read.question: public_bundle(read) for read in tests}


def _write_folder(
    assignment: Assignment, folder: Path, assigned: Path, tests: Mapping[str, str], *, hidden: bool
) -> None:
    """Write a folder in which the notebook runs: the notebook, its test files, and the data it reads."""
    (folder / "tests").mkdir(parents=True)
    for question, source in tests.items():
        (folder / "tests" / f"{question}.py").write_text(source, encoding="utf-8")
    name = f"{assignment.name}.ipynb"
    notebook = with_stable_ids(nbformat.read(assigned / name, as_version=4))
    notebook.cells = [cell for cell in notebook.cells if cell.source.strip()]
    write_notebook(notebook, folder / name)
    _write_lines(folder / "requirements.txt", (*STUDENT_REQUIREMENTS, *assignment.requirements))
    for beside, data in _data(assignment, hidden=hidden).items():
        (folder / beside).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(data, folder / beside)


def _data(assignment: Assignment, *, hidden: bool) -> dict[str, Path]:
    return {**assignment.student_files, **(assignment.hidden_files if hidden else {})}


def _write_zip(assignment: Assignment, path: Path, tests: Path) -> None:
    """Write otter's autograder zip, with a set-up of our own that needs pip only (otter's downloads conda)."""
    plain = path.with_suffix(".otter.zip")
    otter_adapter.generate(tests, plain, seed=assignment.seed)
    with zipfile.ZipFile(plain) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    container = files("autograder.build") / "container"
    for script in ("setup.sh", "run_autograder"):
        members[script] = (container / script).read_bytes()
    members["requirements.txt"] = "\n".join((*GRADER_REQUIREMENTS, *assignment.requirements, "")).encode()
    members["assignment.json"] = json.dumps(_for_graders(assignment), indent=2).encode()
    for beside, data in _data(assignment, hidden=True).items():
        members[f"files/{beside}"] = data.read_bytes()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(members):
            archive.writestr(_member(name), members[name])


def _for_graders(assignment: Assignment) -> dict[str, object]:
    """Return the settings that a zip given to `autograder grade` carries with it; otter passes them over."""
    return {
        "name": assignment.name,
        "title": assignment.title,
        "questions": list(assignment.points),
        "manual": dict(assignment.manual),
        "limits": asdict(assignment.limits),
        "student_files": sorted(assignment.student_files),
    }


def _member(name: str) -> zipfile.ZipInfo:
    """Return a zip entry with a fixed date, so that building twice gives the same bytes; scripts are executable."""
    entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = (0o755 if name in ("setup.sh", "run_autograder") else 0o644) << 16
    return entry


def _write_lines(path: Path, lines: Iterable[str]) -> None:
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _replace(target: Path, made: Iterable[Path]) -> None:
    target.mkdir(parents=True, exist_ok=True)
    for path in made:
        place = target / path.name
        if place.is_dir():
            shutil.rmtree(place)
        place.unlink(missing_ok=True)
        shutil.move(path, place)
