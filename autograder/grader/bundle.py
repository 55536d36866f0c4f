"""The assignment as a grader sees it: an otter autograder.zip, its settings, and what its test files ask for."""

import json
import math
import zipfile
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from autograder.assignments.material import FOLDER
from autograder.engine.unpacking import SETTINGS
from autograder.errors import AutograderError
from autograder.grader.zip_settings import refuse_unusable, total_rule
from autograder.results import CaseResult, QuestionResult, Verdict
from autograder.results.total_rule import TotalRule
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
    """An autograder.zip: its settings (`config`), and the names of the files it puts beside each submission.

    `is_ours` says that this project has made it: otter alone makes no assignment.json.
    """

    path: Path
    config: Mapping[str, Any]
    support_files: frozenset[str]
    is_ours: bool = False

    @property
    def total_rule(self) -> TotalRule:
        """How the total is made of the questions."""
        return total_rule(self.config)

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
    if not isinstance(config, dict):
        raise AutograderError(f"{path}: its {CONFIG} is not a JSON object; build the zip again.")
    tests = {name.suffix.lower() for name in names if name.parts[0] == "tests"}
    refuse_unusable({"lang": "r"} | config if tests == {".r"} else config, str(path))
    if ".py" not in tests:
        raise AutograderError(f"{path} holds no tests/*.py; is it the autograder.zip that otter makes?")
    support = frozenset(name.name for name in names if name.parts[0] == "files")
    return Bundle(path, config, support, PurePosixPath(SETTINGS) in names)


def read_specs(
    described: Sequence[Mapping[str, Any]],
    *,
    manual: Mapping[str, float],
    order: Sequence[str] = (),
    titles: Mapping[str, str] | None = None,
    strict: bool = True,
) -> tuple[QuestionSpec, ...]:
    """Return the questions from what `otter_adapter.describe_tests` says, in the given order, then by name.

    Of two with one name the later one counts, unless this is `strict`.

    Raises:
        AutograderError: there are no questions, or `faults` where this is strict.

    """
    if (strict or not described) and (fault := next(faults(described), None)):
        raise AutograderError(f"{fault}.")
    specs: dict[str, QuestionSpec] = {}
    for item in described:
        cases = tuple(
            CaseSpec(case["name"], case["hidden"], float(case["points"]), case["advice"], case.get("praise", ""))
            for case in item["cases"]
        )
        name, by_hand = item["name"], float(manual.get(item["name"], 0.0))
        specs[name] = QuestionSpec(name, cases, item["all_or_nothing"], by_hand, (titles or {}).get(name, ""))
    ranks = {name: rank for rank, name in enumerate(order)}
    ordered = sorted(specs, key=lambda name: (ranks.get(name, len(ranks)), natural_key(name)))
    return tuple(specs[name] for name in ordered)


def faults(described: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Yield a sentence on everything in an assignment's tests that otter grades, and nobody can have meant.

    Those are points of a question's cases that do not add up to what its file states, two questions of one name, a
    question without cases, and no points at all.
    """
    names = Counter(item["name"] for item in described)
    in_all = 0.0
    for item in described:
        name, declared = item["name"], item["declared"]
        points = math.fsum(float(case["points"]) for case in item["cases"])
        in_all += points
        if names.pop(name, 1) > 1:
            yield f"Two test files are named {name}, of which the later one counts; rename one"
        if not item["cases"]:
            yield f"The test file of {name} has no test cases, so it gives no points; add one, or remove the file"
        elif declared is not None and not math.isclose(declared, points, abs_tol=1e-6):
            yield f"The test file of {name} states {declared:g} points, but its cases add up to {points:g}; correct it"
    if not in_all > 0:
        yield "The assignment's tests give no points at all; check its test files"


def _case_result(case: CaseSpec, verdict: Verdict, message: str, unsealed: bool) -> CaseResult:
    is_ours = case.hidden or verdict is Verdict.ENGINE_ERROR  # a student has no use for what broke in the grader
    said, detail = (WORDS[verdict].hidden, message) if is_ours else (message, "")
    read = _with_advice(case, verdict, said)
    return CaseResult(case.name, case.hidden, case.points, verdict, read, detail, unsealed)


def _with_advice(case: CaseSpec, verdict: Verdict, message: str) -> str:
    if verdict is Verdict.PASSED:
        return f"{case.praise}\n{message}".strip()
    return f"{case.advice}\n{message}".strip()
