"""A course on disk: where it is, which assignments it has, and the settings of each."""

import difflib
import math
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Self

from autograder.course.late import LatePolicy, read_policy
from autograder.course.rubric import WrittenRubric, read_rubric
from autograder.errors import AutograderError
from autograder.system.clocks import Span
from autograder.text.sources import read_source

MASTERS = Path("solutions")
TESTS = Path("tests", "otter")
SETTINGS = "assignment.toml"
MASTER = "master.py"
_OLD_MASTER = "notebook.py"  # hides the package `notebook` from scripts beside it; read where it is there
DATA_SET = "{data_set}"


_PARTS = ("submission", "cell", "case")
_FORMER_LIMITS = {"wall_s": "submission_cpu_s", "cell_s": "cell_cpu_s", "case_s": "case_cpu_s"}


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
        given = {_FORMER_LIMITS.get(name, name): value for name, value in table.items()}
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
    What is asked for beside the notebook, `hand_in`, is "html", "pdf", both or nothing.
    `student_files` and `hidden_files` map a name beside the notebook to the file it is copied from; students get the
    first only. `practice_files` stand in for hidden ones when it is found out why points were lost: nothing in them may
    be secret.
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
    hand_in: tuple[str, ...] = ()
    titles: Mapping[str, str] = field(default_factory=dict)
    practice_files: Mapping[str, Path] = field(default_factory=dict)

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


@dataclass(frozen=True, slots=True)
class Course:
    """The folder that holds `solutions/` and `tests/otter/`, and what stands beside them."""

    root: Path
    names: tuple[str, ...] = field(default=())

    @property
    def released(self) -> Path:
        """The folder of what students get, one folder an assignment."""
        return self.root / "assignment"

    def assignment(self, name: str, data_set: str | None = None) -> Assignment:
        """Return the settings of the assignment `name`, with another data set than its own if one is given.

        Raises:
            AutograderError: the course has no such assignment, or its settings are wrong.

        """
        if name not in self.names:
            if (self.root / MASTERS / name).is_dir():
                raise AutograderError(
                    f"There is no file {MASTERS / name / SETTINGS}; write it: it says title and points."
                )
            near = difflib.get_close_matches(name, self.names, n=1)
            hint = f"did you mean {near[0]!r}?" if near else f"it has {_listed(self.names)}."
            raise AutograderError(f"The course in {self.root} has no assignment {name!r}; {hint}")
        return _read_settings(self.root, name, data_set)


def find_course(start: Path, given: Path | None = None) -> Course:
    """Return the course at `given`, or else the nearest one from the folder `start` upward.

    Raises:
        AutograderError: there is none.

    """
    if folder := _nearest_course(start, given):
        names = sorted(path.parent.name for path in (folder / MASTERS).glob(f"*/{SETTINGS}"))
        return Course(folder, tuple(names))
    place = f"The folder {given} is not" if given else f"Neither {start} nor a folder above it is"
    raise AutograderError(
        f"{place} a course (it would hold {MASTERS}/ and {TESTS}/); change into your course's folder, or name it "
        "with --course."
    )


def course_above(start: Path) -> Path | None:
    """Return the nearest course's folder from `start` upward, if there is one."""
    return _nearest_course(start, None)


def course_for_new(start: Path, given: Path | None = None) -> Path:
    """Return the folder for a first assignment: the course's as in `find_course`, else `given` or `start` itself."""
    return _nearest_course(start, given) or (given or start).resolve()


def _nearest_course(start: Path, given: Path | None) -> Path | None:
    candidates = [given.resolve()] if given else [start.resolve(), *start.resolve().parents]
    return next((path for path in candidates if (path / MASTERS).is_dir() and (path / TESTS).is_dir()), None)


_KEYS = {
    *("title", "seed", "data_set", "requirements", "training", "extra_credit"),
    *("points", "manual", "rubric", "late", "limits", "files", "last_definition_counts", "titles", "hand_in"),
}


def _read_settings(root: Path, name: str, data_set: str | None) -> Assignment:
    path = root / MASTERS / name / SETTINGS
    where = path.relative_to(root)
    try:
        table = tomllib.loads(read_source(path))
    except tomllib.TOMLDecodeError as error:
        raise AutograderError(f"{where} is not valid TOML: {error}. Correct that line.") from error
    _refuse_unknown(table, _KEYS, where)
    points = _points(table.get("points"), "points", where)
    if not any(points.values()):
        raise AutograderError(f"{where} gives no points; add a table [points] with a line for each question.")
    manual = _points(table.get("manual", {}), "manual", where)
    if strange := [question for question in manual if question not in points]:
        raise AutograderError(f"{where}: [manual] names {_listed(strange)}, which [points] does not have.")
    training = _questions(table, "training", points, where)
    extra = _questions(table, "extra_credit", points, where)
    if not any(points[question] for question in points if question not in extra):
        raise AutograderError(f"{where} gives no points but extra credit; give at least one other question some.")
    files = table.get("files", {})
    _refuse_unknown(files, {"student", "hidden", "practice"}, where, "[files]")
    chosen = data_set or table.get("data_set")
    return Assignment(
        name=name,
        title=_of_type(table.get("title", name), str, "title", where),
        course=root,
        points=points,
        manual=manual,
        seed=_of_type(table.get("seed", 42), int, "seed", where),
        limits=_limits(table.get("limits", {}), where),
        requirements=tuple(_of_type(table.get("requirements", []), list, "requirements", where)),
        student_files=_files(root, files.get("student", {}), chosen, where),
        hidden_files=_files(root, files.get("hidden", {}), chosen, where),
        training=training,
        extra_credit=extra,
        rubric=read_rubric(table.get("rubric", {}), manual, where),
        late=_late(table["late"], where) if "late" in table else None,
        titles=_titles(table.get("titles", {}), points, where),
        last_definition_counts=_switch(table.get("last_definition_counts", False), "last_definition_counts", where),
        practice_files=_files(root, files.get("practice", {}), chosen, where),
        hand_in=_hand_in(table.get("hand_in", []), where),
    )


def _refuse_unknown(table: Mapping[str, Any], known: set[str], where: Path, part: str = "") -> None:
    for key in table:
        if key not in known:
            near = difflib.get_close_matches(key, sorted(known), n=1)
            hint = f"did you mean {near[0]!r}?" if near else f"the keys are {_listed(sorted(known))}."
            raise AutograderError(f"{where}: unknown key {key!r}{' in ' + part if part else ''}; {hint}")


def _of_type(value: Any, kind: type, key: str, where: Path) -> Any:
    if not isinstance(value, kind) or isinstance(value, bool):
        raise AutograderError(f"{where}: {key} must be of type {kind.__name__}, but it is {value!r}.")
    return value


def _titles(table: Any, points: Mapping[str, float], where: Path) -> dict[str, str]:
    _of_type(table, dict, "[titles]", where)
    if strange := [question for question in table if question not in points]:
        raise AutograderError(f"{where}: [titles] names {_listed(strange)}, which [points] does not have.")
    return {question: _of_type(table[question], str, f"[titles] {question}", where).strip() for question in table}


def _hand_in(value: Any, where: Path) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(kind in ("html", "pdf") for kind in value):
        raise AutograderError(f'{where}: hand_in must be a list of "html" and "pdf", but it is {value!r}.')
    return tuple(value)


def _switch(value: Any, key: str, where: Path) -> bool:
    if not isinstance(value, bool):
        raise AutograderError(f"{where}: {key} must be true or false, but it is {value!r}.")
    return value


def _points(table: Any, key: str, where: Path) -> dict[str, float]:
    points: dict[str, float] = {}
    for question, value in (_of_type(table, dict, f"[{key}]", where) if table is not None else {}).items():
        if not re.fullmatch(r"[A-Za-z]\w*", question):
            raise AutograderError(f"{where}: {question!r} cannot name a question; use letters, digits and _.")
        least = 0 if key == "points" else 1e-9  # what a person alone marks has no points of the tests
        if isinstance(value, bool) or not isinstance(value, int | float) or not least <= value < math.inf:
            kind = "a number from 0" if key == "points" else "a positive number"
            raise AutograderError(f"{where}: [{key}] {question} must be {kind}, but it is {value!r}.")
        points[question] = float(value)
    return points


def _questions(table: Mapping[str, Any], key: str, points: Mapping[str, float], where: Path) -> tuple[str, ...]:
    named = tuple(_of_type(table.get(key, []), list, key, where))
    if strange := [question for question in named if question not in points]:
        raise AutograderError(f"{where}: {key} names {_listed(strange)}, which [points] does not have.")
    return named


def _late(table: Any, where: Path) -> LatePolicy:
    return read_policy(_of_type(table, dict, "[late]", where), f"{where}: [late]")


def _limits(table: Any, where: Path) -> Limits:
    _of_type(table, dict, "[limits]", where)
    for former, name in _FORMER_LIMITS.items():
        if former in table and name in table:
            raise AutograderError(f"{where}: [limits] {former} is the former name of {name}; take one of them out.")
    known = [name for name in table if name not in _FORMER_LIMITS]
    _refuse_unknown(dict.fromkeys(known), set(Limits.__slots__), where, "[limits]")
    for key, value in table.items():
        if isinstance(value, bool) or not isinstance(value, int | float) or value <= 0:
            raise AutograderError(f"{where}: [limits] {key} must be a positive number, but it is {value!r}.")
    return Limits().changed(table)


def _files(root: Path, table: Any, data_set: str | None, where: Path) -> dict[str, Path]:
    files: dict[str, Path] = {}
    for name, source in _of_type(table, dict, "[files]", where).items():
        if Path(name).is_absolute() or ".." in Path(name).parts:
            raise AutograderError(f"{where}: the file {name!r} would lie outside the notebook's folder.")
        if DATA_SET in source and not data_set:
            raise AutograderError(f"{where}: {source!r} needs a data set; add a line data_set = ... on top.")
        path = root / source.replace(DATA_SET, data_set or "")
        if not path.is_file():
            raise AutograderError(
                f"{where}: there is no file {path.relative_to(root)} (for {name!r}). "
                f"{_how_to_get(data_set) if DATA_SET in source else 'Correct its path.'}"
            )
        files[name] = path
    return files


def _how_to_get(data_set: str | None) -> str:
    if data_set == "mnist":
        return "Get it with: autograder data mnist"
    return f"Is there a data set called {data_set!r}?"


def _listed(names: Any) -> str:
    return ", ".join(map(str, names)) or "none"
