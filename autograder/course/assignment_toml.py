"""The settings of an assignment out of its `assignment.toml`: what does not fit is refused, and it is said where."""

import math
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from autograder.course.assignment import FORMER_LIMITS, MASTERS, SETTINGS, Assignment, Limits
from autograder.course.late import LatePolicy, read_policy
from autograder.course.rubric import read_rubric
from autograder.errors import AutograderError
from autograder.text.names import did_you_mean
from autograder.text.reading import read_source

DATA_SET = "{data_set}"
_KEYS = {
    *("title", "seed", "data_set", "requirements", "training", "extra_credit"),
    *("points", "manual", "rubric", "late", "limits", "files", "last_definition_counts", "titles", "hand_in"),
}


def read_settings(root: Path, name: str, data_set: str | None) -> Assignment:
    """Return the settings of an assignment of the course in `root`, with another data set if one is given."""
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
        raise AutograderError(f"{where}: [manual] names {listed(strange)}, which [points] does not have.")
    training = _questions(table, "training", points, where)
    extra = _questions(table, "extra_credit", points, where)
    if not any(points[question] for question in points if question not in extra):
        raise AutograderError(f"{where} gives no points but extra credit; give at least one other question some.")
    files = table.get("files", {})
    if data_set and DATA_SET not in str(files):
        raise AutograderError(
            f"{where} has no file with {DATA_SET} in its path, so that --data-set {data_set} would change nothing; "
            "leave it out."
        )
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
        hand_in=_hand_in(table.get("hand_in", []), where),
        practice_files=_files(root, files.get("practice", {}), chosen, where),
    )


def _refuse_unknown(table: Mapping[str, Any], known: set[str], where: Path, part: str = "") -> None:
    for key in table:
        if key not in known:
            hint = did_you_mean(key, sorted(known), f"the keys are {listed(sorted(known))}.")
            raise AutograderError(f"{where}: unknown key {key!r}{' in ' + part if part else ''}; {hint}")


def _of_type(value: Any, kind: type, key: str, where: Path) -> Any:
    if not isinstance(value, kind) or isinstance(value, bool):
        raise AutograderError(f"{where}: {key} must be of type {kind.__name__}, but it is {value!r}.")
    return value


def _titles(table: Any, points: Mapping[str, float], where: Path) -> dict[str, str]:
    _of_type(table, dict, "[titles]", where)
    if strange := [question for question in table if question not in points]:
        raise AutograderError(f"{where}: [titles] names {listed(strange)}, which [points] does not have.")
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
        raise AutograderError(f"{where}: {key} names {listed(strange)}, which [points] does not have.")
    return named


def _late(table: Any, where: Path) -> LatePolicy:
    return read_policy(_of_type(table, dict, "[late]", where), f"{where}: [late]")


def _limits(table: Any, where: Path) -> Limits:
    _of_type(table, dict, "[limits]", where)
    for former, name in FORMER_LIMITS.items():
        if former in table and name in table:
            raise AutograderError(f"{where}: [limits] {former} is the former name of {name}; take one of them out.")
    known = [name for name in table if name not in FORMER_LIMITS]
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


def listed(names: Any) -> str:
    """Return names for a sentence, none of them as "none"."""
    return ", ".join(map(str, names)) or "none"
