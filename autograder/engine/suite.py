"""What a class is graded with, as the trusted side holds it: test files, the files beside the notebook, settings."""

import hmac
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.assignments.material import Material, load_material
from autograder.course.assignment import Limits
from autograder.engine import otter_adapter
from autograder.engine.unpacking import SETTINGS
from autograder.engine.unsealed import CasePlan, plan_cases


@dataclass(frozen=True, slots=True)
class Suite:
    """An unpacked autograder zip.

    `tests` maps question names to otter's test files, in the assignment's order if the zip states it; `files` are what
    lies beside the notebook in the jail (for a zip that does not say which of its files are for the grader alone, that
    is all of them). `plans` say by question where its cases run; `files_of_tests` maps the name by which a notebook
    checks a question, that of the test's file, to the question. `names` are names of the notebook for which the cases
    ask that students see, `questions` describes all cases as plain data (see `otter_adapter.describe_tests`). With a
    `seed_variable`, cells find the seed in a variable of that name, and nothing is seeded. `material` is what diagnosis
    needs, if the zip has it, and `solution` the code of its solution notebook. Where the `last_definition_counts`, all
    is graded when the notebook has run. With `brings_changes`, arrays that a submission changes in place are changed in
    the test that handed them over, as under otter; tests that are written with `autograder.testing` ask for it where
    they want it. A suite that `stands_as_it_is` is graded as otter would: what the notebook has set in its process, and
    where it has left the random generators, its cases find so, and instances of well-known classes arrive as what they
    are; others have seeds of their own for each case.
    """

    tests: Mapping[str, Any]
    files: Mapping[str, bytes]
    limits: Limits
    plans: Mapping[str, Sequence[CasePlan]]
    files_of_tests: Mapping[str, str]
    names: Sequence[str] = ()
    questions: Sequence[Mapping[str, Any]] = ()
    seed_variable: str | None = None
    brings_changes: bool = True
    material: Material | None = None
    solution: str = ""
    last_definition_counts: bool = False
    stands_as_it_is: bool = False


def load_suite(folder: Path) -> Suite:
    """Load what `unpacking.unpack` wrote.

    This executes the test files, which may import modules that lie beside the notebook.

    An assignment of this project (its zip holds an assignment.json) is sealed unless it says `"sealed": false`; a zip
    of otter's alone is not (see `unsealed`).

    Raises:
        AutograderError: otter cannot read a test file.

    """
    config = _read_json(folder / "otter_config.json")
    settings = _read_json(folder / SETTINGS)
    beside = folder / "beside"
    every = sorted(path.relative_to(beside).as_posix() for path in beside.rglob("*") if path.is_file())
    names = settings.get("student_files", every)
    sys.path.append(str(beside))
    material = load_material(folder)
    loaded = otter_adapter.load_test_files(folder / "tests")
    tests = _in_order({each.file.name: each.file for each in loaded}, settings.get("questions", ()))
    sealed = is_sealed(folder)
    return Suite(
        tests=tests,
        files={name: (beside / name).read_bytes() for name in names},
        limits=Limits().changed(settings.get("limits", {})),
        plans={name: plan_cases(test_file, sealed=sealed) for name, test_file in tests.items()},
        files_of_tests={Path(test_file.path).stem: name for name, test_file in tests.items()},
        names=[name for test_file in tests.values() for name in otter_adapter.shown_names(test_file)],
        questions=otter_adapter.describe_tests(loaded),
        seed_variable=config.get("seed_variable"),
        brings_changes=not settings.get("calls_with_copies", False),
        material=material,
        solution=material.solution if material else "",
        last_definition_counts=settings.get("last_definition_counts") is True,
        stands_as_it_is=not settings.keys() - {"sealed"},
    )


def _in_order(tests: Mapping[str, Any], order: Sequence[str]) -> dict[str, Any]:
    """Return the tests of the questions in `order`, and then all others: by file names q10 would come before q2."""
    return {name: tests[name] for name in dict.fromkeys((*order, *tests)) if name in tests}


def is_sealed(folder: Path) -> bool:
    """Tell whether no case of the zip that is unpacked in `folder` may run in the jail."""
    settings = _read_json(folder / SETTINGS)
    return bool(settings.get("sealed", settings))


def case_seed(secret: bytes, submission: str, question: str, case: str) -> int:
    """Return the seed for the inputs of one case, of 128 bits: nobody can foresee it who has not the `secret`.

    It is the same for the same secret and submission, given by its digest, and unlike any other.
    """
    message = "\0".join((submission, question, case)).encode("utf-8", "surrogatepass")
    return int.from_bytes(hmac.digest(secret, message, "sha256")[:16], "big")


def public_secret(seed: int | None) -> bytes:
    """Return what stands in the place of a class's secret where all may know what is drawn: in a demonstration."""
    return f"seed {seed}".encode()


def _read_json(path: Path) -> dict[str, Any]:
    return dict(json.loads(path.read_text(encoding="utf-8"))) if path.is_file() else {}
