"""A practice run: the submission once more, where nothing is secret, to find out why points were lost.

Student code that is called with the inputs of a hidden case can put them into whatever it raises or returns. So no word
of such a call is ever shown, and nothing that it brought about decides which hint is shown, but for its verdict. What
hints are made of comes from here:

- a fresh turn of the jail, for copies of the graded one share files, pipes and memory with code that has seen hidden
  inputs. Long cells go on from the snapshots of this submission, which were made before any of those came;
- the cases that were failed, where they were checked, with inputs drawn anew from seeds that anybody may know, and in a
  folder in which the students' own data lie in place of held-out data;
- a hidden case that draws nothing has no other inputs than its own. It runs after all others, as hidden cases do, and
  of it no words are shown but those that stand in the grader.

What was passed, or not attempted, is not run again: a right notebook and an untouched one cost nothing here.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, Self

from autograder.diagnosis.practised import Practised, is_spared, numbers_of_tries, practice_file, secret_cases, tried
from autograder.engine import otter_adapter
from autograder.engine.findings import Graded
from autograder.engine.grading import SubmissionRun
from autograder.engine.jail import Jail
from autograder.engine.prepared import Prepared
from autograder.engine.seen import COMPARED, CaseSeen
from autograder.engine.snapshots import OwnSnapshots
from autograder.engine.suite import Suite, is_sealed
from autograder.engine.unpacking import PRACTICE
from autograder.engine.unsealed import plan_cases
from autograder.errors import AutograderError

_MOST_CPU_S: Final = 60.0  # of a submission's practice run
_CASE_CPU_S: Final = 10.0


@dataclass(frozen=True, slots=True)
class Practice:
    """The practice suite of an assignment, whose test files are not those that decide marks: they may keep data.

    `folder` is where they find their data.
    """

    suite: Suite
    folder: Path

    @classmethod
    def load(cls, suite: Suite, folder: Path) -> Self | None:
        """Load it from where the zip is unpacked; None where nobody knows which inputs are secret (a zip of otter's).

        Test files that cannot do without held-out data are not practised: then None, too.
        """
        if not is_sealed(folder):
            return None
        with contextlib.chdir(folder / PRACTICE):  # where a test file finds its data is the working directory
            try:
                tests = {name: otter_adapter.load_again(test_file) for name, test_file in suite.tests.items()}
            except AutograderError:
                return None
        whole_s, case_s = suite.limits.submission_cpu_s, suite.limits.case_cpu_s
        limits = suite.limits.changed(
            {"submission_cpu_s": min(whole_s, _MOST_CPU_S), "case_cpu_s": min(case_s, _CASE_CPU_S)}
        )
        return cls(replace(suite, tests=tests, limits=limits), folder / PRACTICE)

    @contextlib.contextmanager
    def at_place(self) -> Iterator[None]:
        """Be in the practice folder for the block; this process works on one submission at a time."""
        with contextlib.chdir(self.folder):
            yield

    def run(
        self, jail: Jail, submission: Prepared, graded: Graded, seed: int | None, own: OwnSnapshots
    ) -> list[Practised]:
        """Return the questions of a submission that lost points by wrong answers, as they went on practice inputs.

        Raises:
            EngineError: the worker was lost through no fault of the submission.

        """
        lost = [name for name, cases in graded.seen.items() if any(case.verdict in COMPARED for case in cases)]
        if not lost or graded.meddled:
            return []
        secret = {name: secret_cases(self.suite.tests[name], graded.seen[name]) for name in lost}
        numbers = {name: numbers_of_tries(graded.seen[name]) for name in lost}
        tests = {name: practice_file(self.suite.tests[name], numbers[name], secret[name]) for name in lost}
        plans = {name: plan_cases(test_file, sealed=True) for name, test_file in tests.items()}
        suite = replace(self.suite, tests=tests, plans=plans)
        run = SubmissionRun(
            suite,
            jail,
            submission.until([graded.checked[name] for name in lost]),
            seed,
            own,
            seed_of=practice_seed,
            left_out=graded.guilty,
            spares=is_spared,
        )
        with self.at_place():
            seen: Mapping[str, Sequence[CaseSeen]] = run.grade().seen
        return [
            tried(name, graded.seen[name], self.suite.tests[name], numbers[name], secret[name], seen[name])
            for name in lost
        ]


def practice_seed(question: str, case: str) -> int:
    """Return the seed for the practice inputs of one case; it says nothing about the seeds of graded ones."""
    digest = hashlib.sha256("\0".join(["practice", question, case]).encode()).digest()
    return int.from_bytes(digest[:4], "big")
