"""A course on disk: where it is, and which assignments it has."""

from dataclasses import dataclass, field
from pathlib import Path

from autograder.course.assignment import MASTERS, SETTINGS, TESTS, Assignment
from autograder.course.assignment_toml import listed, read_settings
from autograder.errors import AutograderError
from autograder.text.names import did_you_mean


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
            hint = did_you_mean(name, self.names, f"it has {listed(self.names)}.")
            raise AutograderError(f"The course in {self.root} has no assignment {name!r}; {hint}")
        return read_settings(self.root, name, data_set)


def find_course(start: Path, given: Path | None = None) -> Course:
    """Return the course at `given`, or else the nearest one from the folder `start` upward."""
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
