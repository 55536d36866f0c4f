"""The assignment as a grader sees it: an otter autograder.zip, its settings, and what its test files ask for."""

import json
import math
import zipfile
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from autograder.assignments.material import FOLDER
from autograder.engine.unpacking import SETTINGS
from autograder.errors import AutograderError
from autograder.results import CaseResult, QuestionResult, Verdict
from autograder.results.verdict import WORDS
from autograder.text.numbers import natural_key

CONFIG = "otter_config.json"
_LEFT_OUT = (CONFIG, SETTINGS)
# What otter would do besides grading (write and upload PDFs, print) or read from what students can forge.
_SWITCHED_OFF: Mapping[str, Any] = {
    "print_summary": False,
    "print_score": False,
    "logo": False,
    "pdf": False,
    "zips": False,
    "debug": False,
    "token": None,
    "course_id": None,
    "assignment_id": None,
    "assignment_name": None,  # checked before, with a sentence for the student
}


@dataclass(frozen=True, slots=True)
class CaseSpec:
    """A test case as the assignment has it: what the instructor wants said when it fails, and when it passes."""

    name: str
    hidden: bool
    points: float
    advice: str = ""
    praise: str = ""


@dataclass(frozen=True, slots=True)
class QuestionSpec:
    """A question as the assignment has it; with `all_or_nothing` its points are earned together or not at all."""

    name: str
    cases: tuple[CaseSpec, ...]
    all_or_nothing: bool = False
    manual_max_score: float = 0.0
    title: str = ""

    @property
    def max_score(self) -> float:
        """The points of all cases."""
        return math.fsum(case.points for case in self.cases)

    def result(
        self, verdicts: Sequence[tuple[Verdict, str]], unsealed: Collection[int] = (), hints: Sequence[str] = ()
    ) -> QuestionResult:
        """Return the result of the question, given a verdict and a message for each case in order.

        What a hidden case says at run time is for the instructor alone: the student reads a fixed sentence. `unsealed`
        are the numbers of the cases that ran in the submission's own process, `hints` what diagnosis has to say.
        """
        cases = tuple(
            _case_result(case, verdict, message, number in unsealed)
            for number, (case, (verdict, message)) in enumerate(zip(self.cases, verdicts, strict=True))
        )
        score = math.fsum(case.points for case in cases if case.passed)
        if self.all_or_nothing and not all(case.passed for case in cases):
            score = 0.0
        return QuestionResult(
            self.name, score, self.max_score, cases, tuple(hints), self.manual_max_score, title=self.title
        )


@dataclass(frozen=True, slots=True)
class Bundle:
    """An autograder.zip: its settings (`config`), and the names of the files it puts beside each submission."""

    path: Path
    config: Mapping[str, Any]
    support_files: frozenset[str]

    @property
    def seed(self) -> int | None:
        """The seed that the zip itself sets."""
        seed = self.config.get("seed")
        return seed if isinstance(seed, int) else None

    @property
    def assignment_name(self) -> str | None:
        """The name that the zip demands of notebooks, if it demands one."""
        return self.config.get("assignment_name") or None

    def write_copy(self, target: Path, seed: int | None) -> None:
        """Write a copy to `target` with another `seed` (None keeps the zip's), and with everything but grading off."""
        config = {**self.config, **_SWITCHED_OFF}
        if seed is not None:
            config["seed"] = seed
        config = {key: value for key, value in config.items() if value is not None}
        with zipfile.ZipFile(self.path) as source, zipfile.ZipFile(target, "w") as copy:
            for info in source.infolist():
                # otter unpacks everything where a submission can read it: no solution and no rubric may be there
                if info.filename not in _LEFT_OUT and not info.is_dir() and not info.filename.startswith(FOLDER):
                    copy.writestr(info, source.read(info))
            copy.writestr(CONFIG, json.dumps(config))


def open_bundle(path: Path) -> Bundle:
    """Return the autograder.zip at `path`.

    Raises:
        AutograderError: it is not there, not a zip, not from otter, or needs what this command does not do.

    """
    if not path.is_file():
        raise AutograderError(f"There is no autograder zip {path}; check the path, or give the name of an assignment.")
    try:
        with zipfile.ZipFile(path) as archive:
            names = [PurePosixPath(name) for name in archive.namelist() if not name.endswith("/")]
            config = json.loads(archive.read(CONFIG)) if PurePosixPath(CONFIG) in names else {}
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise AutograderError(f"{path} is not an autograder zip that can be read ({error}); build it again.") from error
    if not any(name.parts[0] == "tests" and name.suffix == ".py" for name in names):
        raise AutograderError(f"{path} holds no tests/*.py; is it the autograder.zip that otter makes?")
    if not isinstance(config, dict):
        raise AutograderError(f"{path}: its {CONFIG} is not a JSON object; build the zip again.")
    if config.get("lang", "python") != "python":
        raise AutograderError(f"{path} is for assignments in {config['lang']}; only Python can be graded.")
    if config.get("grade_from_log"):
        raise AutograderError(f"{path} grades from students' logs, which is not supported; build it without that.")
    support = frozenset(name.name for name in names if name.parts[0] == "files")
    return Bundle(path, config, support)


def read_specs(
    described: Sequence[Mapping[str, Any]],
    *,
    manual: Mapping[str, float],
    order: Sequence[str] = (),
    titles: Mapping[str, str] | None = None,
) -> tuple[QuestionSpec, ...]:
    """Return the questions from what `otter_adapter.describe_tests` says, in the given order, then by name.

    Raises:
        AutograderError: the points of a question's cases do not add up to what its file states, two questions have
            one name, a question is without cases, or all together give no points.

    """
    specs: dict[str, QuestionSpec] = {}
    for item in described:
        cases = tuple(
            CaseSpec(case["name"], case["hidden"], float(case["points"]), case["advice"], case.get("praise", ""))
            for case in item["cases"]
        )
        name, by_hand = item["name"], float(manual.get(item["name"], 0.0))
        spec = QuestionSpec(name, cases, item["all_or_nothing"], by_hand, (titles or {}).get(name, ""))
        declared = item["declared"]
        if spec.name in specs:
            raise AutograderError(f"Two test files of the assignment are named {spec.name}; rename one.")
        if not cases:
            raise AutograderError(f"The test file of {spec.name} has no test cases; add one, or remove the file.")
        if declared is not None and not math.isclose(declared, spec.max_score, abs_tol=1e-6):
            raise AutograderError(
                f"The test file of {spec.name} states {declared:g} points, but its cases add up to "
                f"{spec.max_score:g}; correct its points."
            )
        specs[spec.name] = spec
    if not math.fsum(spec.max_score for spec in specs.values()) > 0:
        raise AutograderError("The assignment's tests give no points at all; check its test files.")
    ranks = {name: rank for rank, name in enumerate(order)}
    ordered = sorted(specs, key=lambda name: (ranks.get(name, len(ranks)), natural_key(name)))
    return tuple(specs[name] for name in ordered)


def _case_result(case: CaseSpec, verdict: Verdict, message: str, unsealed: bool) -> CaseResult:
    is_ours = case.hidden or verdict is Verdict.ENGINE_ERROR  # a student has no use for what broke in the grader
    said, detail = (WORDS[verdict].hidden, message) if is_ours else (message, "")
    read = _with_advice(case, verdict, said)
    return CaseResult(case.name, case.hidden, case.points, verdict, read, detail, unsealed)


def _with_advice(case: CaseSpec, verdict: Verdict, message: str) -> str:
    if verdict is Verdict.PASSED:
        return f"{case.praise}\n{message}".strip()
    return f"{case.advice}\n{message}".strip()
