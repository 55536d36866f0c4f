"""The graders that are compared. Each grades notebooks of one class and gives the points by question."""

import json
import shutil
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import nbformat

from benchmarks.classes import GradedClass
from benchmarks.measuring import Measured, measure

Marks = Mapping[str, Mapping[str, float]]  # notebook name -> question -> points


@dataclass(frozen=True, slots=True)
class Timing:
    """What grading took, in seconds, and the marks that came out; `parts` are further figures of some tools."""

    tool: str
    submissions: int
    wall_s: float
    cpu_s: float
    marks: Marks
    parts: Mapping[str, float] = field(default_factory=dict)

    @property
    def wall_each_s(self) -> float:
        """Wall-clock seconds for one submission."""
        return self.wall_s / self.submissions

    @property
    def cpu_each_s(self) -> float:
        """CPU seconds for one submission."""
        return self.cpu_s / self.submissions


def autograder_grade(graded: GradedClass, scratch: Path) -> Timing:
    """Grade the class by `autograder grade`, the whole command with its start."""
    out = scratch / "autograder"
    command: list[str | Path] = [Path(sys.executable).with_name("autograder"), "grade", *graded.notebooks]
    command += ["--assignment", graded.assignment.name, "--out", out, "--fresh", "--course", graded.assignment.course]
    took = measure(command, scratch)
    parts = {"own_s": took.own_s, "processes": took.processes}
    return Timing("autograder grade", len(graded.notebooks), took.wall_s, took.cpu_s, read_results(out), parts)


def read_results(out: Path) -> Marks:
    """Return the points by notebook and question from a results.json."""
    results = json.loads((out / "results.json").read_text())["submissions"]
    return {item["id"]: {name: question["score"] for name, question in item["questions"].items()} for item in results}


def otter_run(notebooks: Sequence[Path], autograder_zip: Path, scratch: Path) -> Timing:
    """Grade each notebook by `otter run`, one after the other."""
    took, marks = [], {}
    for notebook in notebooks:
        out = scratch / "otter" / notebook.stem
        out.mkdir(parents=True)
        command: list[str | Path] = [Path(sys.executable).with_name("otter"), "run", "-a", autograder_zip]
        command += ["-o", out, notebook]
        took.append(measure(command, scratch))
        tests = json.loads((out / "results.json").read_text())["tests"]
        marks[notebook.name] = _points(tests)
    return _timing("otter run", took, marks)


def otter_api(notebooks: Sequence[Path], autograder_zip: Path, scratch: Path) -> Timing:
    """Grade the notebooks by `otter.api.grade_submission` in one process, after a first one that warms it up."""
    command: list[str | Path] = [sys.executable, "-m", "benchmarks.warm_otter", autograder_zip]
    command += [notebooks[0], *notebooks]
    took = measure(command, Path(__file__).parents[1])
    warm = json.loads(took.output.strip().splitlines()[-1])
    return Timing("otter.api, warm process", len(notebooks), warm["wall_s"], warm["cpu_s"], warm["marks"])


def bare(notebooks: Sequence[Path], folder: Path, seed: int) -> Timing:
    """Run the cells and tests of the notebooks with nothing around them; `folder` holds tests and data."""
    command: list[str | Path] = [sys.executable, "-m", "benchmarks.bare", folder, str(seed), notebooks[0], *notebooks]
    took = json.loads(measure(command, Path(__file__).parents[1]).output.strip().splitlines()[-1])
    parts = {name: took[name] for name in ("cells_s", "tests_s", "fork_s")}
    return Timing("cells and tests alone", len(notebooks), took["wall_s"], took["cpu_s"], took["marks"], parts)


def nbgrader_autograde(
    notebooks: Sequence[Path], autograder_zip: Path, scratch: Path, nbgrader: Path, tests: Path
) -> Timing:
    """Grade the notebooks by `nbgrader autograde`, each check cell being an autograder test that runs our test file."""
    course = scratch / "nbgrader"
    source = course / "source" / "bench"
    source.mkdir(parents=True)
    (course / "nbgrader_config.py").write_text("c = get_config()\nc.CourseDirectory.course_id = 'bench'\n")
    _lay(source, notebooks[0], tests)
    nbgrader = nbgrader.absolute()  # it runs in the course
    measure([nbgrader, "generate_assignment", "bench", "--force"], course)
    for notebook in notebooks:
        folder = course / "submitted" / notebook.stem / "bench"
        folder.mkdir(parents=True)
        _lay(folder, notebook, tests)
    took = measure([nbgrader, "autograde", "bench", "--force", "--ExecutePreprocessor.timeout=900"], course)
    measure([nbgrader, "export", "--to", "grades.csv"], course)
    return Timing("nbgrader autograde", len(notebooks), took.wall_s, took.cpu_s, {})


def _lay(folder: Path, notebook: Path, tests: Path) -> None:
    """Put a notebook into `folder` as nbgrader wants it, with the test files and data beside it."""
    content = nbformat.read(notebook, as_version=4)
    for cell in content.cells:
        if cell.cell_type == "code" and (question := _checked(cell.source)):
            cell.source = _TEST_CELL.format(question=question)
            cell.metadata["nbgrader"] = {
                "grade": True,
                "grade_id": f"test-{question}",
                "locked": True,
                "points": 1,
                "schema_version": 3,
                "solution": False,
                "task": False,
            }
    nbformat.write(content, folder / "notebook.ipynb")
    shutil.copytree(tests, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("*.ipynb"))


_TEST_CELL = """\
from otter.nbmeta_config import NBMetadataConfig
from otter.test_files import create_test_file

test_file = create_test_file("tests/{question}.py", NBMetadataConfig())
test_file.run(globals())
assert all(result.passed for result in test_file.test_case_results)
"""


def _checked(source: str) -> str:
    head, found, rest = source.partition('grader.check("')
    return rest.partition('"')[0] if found and not head.strip() else ""


def _timing(tool: str, took: Sequence[Measured], marks: Marks) -> Timing:
    return Timing(tool, len(took), sum(item.wall_s for item in took), sum(item.cpu_s for item in took), marks)


def _points(tests: Sequence[Mapping[str, object]]) -> dict[str, float]:
    """Return the points by question of the results that otter writes, without its own line on public tests."""
    return {str(test["name"]): float(str(test["score"])) for test in tests if test["name"] != "Public Tests"}
