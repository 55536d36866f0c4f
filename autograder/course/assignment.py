"""The settings of one assignment, as values."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Self

from autograder.course.late import LatePolicy
from autograder.course.rubric import WrittenRubric
from autograder.system.clocks import Span

MASTERS = Path("solutions")
TESTS = Path("tests", "otter")
SETTINGS = "assignment.toml"
MASTER = "master.py"
_OLD_MASTER = "notebook.py"  # hides the package `notebook` from scripts beside it; read where it is there
_PARTS = ("submission", "cell", "case")
FORMER_LIMITS = {"wall_s": "submission_cpu_s", "cell_s": "cell_cpu_s", "case_s": "case_cpu_s"}


@dataclass(frozen=True, slots=True)
class Limits:
    """What one submission may use in all, in a cell and in a test case: seconds, and MiB of memory.

    `cpu` is what its processes use of the CPUs, so that it is the same on a busy machine; `wall` is time on the wall
    clock in which they do nothing, for code that sleeps or waits.
    """

    submission_cpu_s: float = 600.0
    submission_wall_s: float = 1200.0
    cell_cpu_s: float = 300.0
    cell_wall_s: float = 600.0
    case_cpu_s: float = 120.0
    case_wall_s: float = 240.0
    memory_mb: int = 2048

    @property
    def submission(self) -> Span:
        """The time for all of it."""
        return Span(self.submission_cpu_s, self.submission_wall_s)

    @property
    def cell(self) -> Span:
        """The time for one cell."""
        return Span(self.cell_cpu_s, self.cell_wall_s)

    @property
    def case(self) -> Span:
        """The time for one test case."""
        return Span(self.case_cpu_s, self.case_wall_s)

    def changed(self, table: Mapping[str, Any]) -> Self:
        """Return the limits with those in `table`, by their names or former names, in place of these.

        Where only the CPU seconds are given, those of the wall clock become as many times longer or shorter.
        """
        given = {FORMER_LIMITS.get(name, name): value for name, value in table.items()}
        for part in _PARTS:
            cpu, wall = f"{part}_cpu_s", f"{part}_wall_s"
            if cpu in given:
                given.setdefault(wall, getattr(self, wall) * given[cpu] / getattr(self, cpu))
        return replace(self, **given)


@dataclass(frozen=True, slots=True)
class Assignment:
    """The settings of one assignment, as its `assignment.toml` states them, with paths made absolute.

    `points` are for the graded tests, `manual` for what a person marks, both by question name in the notebook's
    order, `rubric` is what that person looks for, `late` what is taken off for lateness, and `titles` what a question
    is about where its heading in the notebook does not say it. `training` are the questions whose answers train for
    long: an audit spares them where it can. Points of `extra_credit` questions are above the maximum.
    Where the `last_definition_counts`, questions are graded when the notebook has run, and not where it checks them.
    `student_files` and `hidden_files` map a name beside the notebook to the file it is copied from; students get the
    first only. `practice_files` stand in for hidden ones when it is found out why points were lost: nothing in them may
    be secret. What is asked for beside the notebook, `hand_in`, is "html", "pdf", both or nothing.
    """

    name: str
    title: str
    course: Path
    points: Mapping[str, float]
    manual: Mapping[str, float]
    seed: int
    limits: Limits
    requirements: tuple[str, ...]
    student_files: Mapping[str, Path]
    hidden_files: Mapping[str, Path]
    training: tuple[str, ...] = ()
    extra_credit: tuple[str, ...] = ()
    rubric: Mapping[str, WrittenRubric] = field(default_factory=dict)
    late: LatePolicy | None = None
    last_definition_counts: bool = False
    titles: Mapping[str, str] = field(default_factory=dict)
    practice_files: Mapping[str, Path] = field(default_factory=dict)
    hand_in: tuple[str, ...] = ()

    @property
    def notebook(self) -> Path:
        """The master notebook, a script in jupytext's percent format: `master.py`, or else `notebook.py`."""
        folder = self.course / MASTERS / self.name
        old = folder / _OLD_MASTER
        return old if old.is_file() and not (folder / MASTER).exists() else folder / MASTER

    @property
    def tests(self) -> Path:
        """The folder of the graded tests, one module a question."""
        return self.course / TESTS / self.name

    @property
    def max_score(self) -> float:
        """The points that the graded tests give in all."""
        return sum(self.points.values())
