"""What a trusted worker does: it loads a suite once, then grades one submission after the other in its jail."""

import contextlib
import gc
import json
import resource
import time
import warnings
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Self

from autograder.assignments.material import Material
from autograder.course.assignment import Limits
from autograder.diagnosis.diagnose import Ask, Diagnosis, Hints
from autograder.diagnosis.outcomes import Outcome, Outcomes, Wanted
from autograder.diagnosis.practice import Practice, practice_seed
from autograder.diagnosis.practised import Practised
from autograder.engine.causes import Causes, Need, find_causes
from autograder.engine.copies import Beside, apart
from autograder.engine.elsewhere import names_in
from autograder.engine.findings import Graded
from autograder.engine.grading import SubmissionRun
from autograder.engine.harmless import text_of_file, words
from autograder.engine.jail import Jail
from autograder.engine.jailed.kernel import keep_freed_memory
from autograder.engine.prepared import Prepared, read_prepared
from autograder.engine.remote import RemoteError, SessionEnded
from autograder.engine.retraining import Retraining
from autograder.engine.seen import COMPARED
from autograder.engine.snapshots import Snapshots
from autograder.engine.suite import Suite, load_suite, public_secret
from autograder.errors import AutograderError, EngineError
from autograder.results import Cause
from autograder.results.shown import Figure
from autograder.text.numbers import natural_key

_OWN_MB = 256


@dataclass(slots=True)
class Service:
    """A loaded suite with all that grading by it needs but the jail."""

    suite: Suite
    material: Material | None
    practice: Practice | None
    snapshots: Snapshots
    _knowing: Beside | None = field(default=None, init=False)  # what known mistakes do

    @classmethod
    def load(cls, folder: Path, limits: Mapping[str, Any], snapshots: Path) -> Self:
        """Load the suite unpacked in `folder`, with `limits` in place of those of its own; this executes its tests.

        What cells compute that take long is kept in the folder `snapshots`.

        Raises:
            AutograderError: otter cannot read a test file.

        """
        suite = load_suite(folder)
        suite = replace(suite, limits=_fitting(suite.limits.changed(limits)))
        kept = Snapshots(snapshots, suite.files)
        return cls(
            replace(suite, material=None),  # nothing but verdicts is wanted of what decides marks
            suite.material,
            Practice.load(suite, folder),
            kept,
        )

    def settle(self) -> None:
        """Make this process ready for what comes from submissions: bounded memory, and no warnings in their words."""
        names_in(self.suite.solution)  # what is read of the assignment is read once for all submissions
        for test in self.suite.tests.values():
            words(text_of_file(Path(test.path)))
        keep_freed_memory()
        gc.freeze()  # what is loaded stays: it need not be looked through again and again
        gc.enable()
        _bound_memory(self.suite.limits.memory_mb)
        warnings.showwarning = _show_nothing

    def grade(self, jail: Jail, request: Mapping[str, Any]) -> dict[str, Any]:
        """Return the answer to a request of `pool.Worker.grade`; what goes wrong is in the answer.

        Nothing that grading does to this process is left: see `apart`.
        """
        try:
            jail.pack(self.suite.files)  # once for all copies
            if request.get("hints", True):
                self._begin_to_know(jail)
            answer: dict[str, Any] = json.loads(apart(lambda: json.dumps(self._grade(jail, request)).encode()))
        except AutograderError as error:
            answer = {"outcome": "engine_error", "cause": str(error)}
            self._end_knowing()  # whoever failed may have been in the middle of a question to it
        return answer | ({"alive": jail.alive} if answer["outcome"] == "engine_error" else {})

    def _grade(self, jail: Jail, request: Mapping[str, Any]) -> dict[str, Any]:
        began = time.monotonic()
        suite = self.suite
        try:
            submission = read_prepared(Path(request["path"]))
            if questions := request.get("questions"):
                suite = replace(suite, tests={name: suite.tests[name] for name in questions})
            outputs = bool(request.get("outputs", True))
            own, seed = self.snapshots.of(submission.digest), request["seed"]
            secret = bytes.fromhex(request["secret"]) if request["secret"] else public_secret(seed)
            graded = SubmissionRun(suite, jail, submission, seed, own, secret=secret, outputs=outputs).grade()
            graded = Retraining(suite, jail, submission, seed, own, secret).best(graded)
            wants_hints = request.get("hints", True)
            hints, causes = self._hints(jail, submission, graded, seed) if wants_hints else ({}, ())
        except Exception as error:
            cause = f"{type(error).__name__}: {error}"[:2000]
            return {"outcome": "engine_error", "cause": cause}
        return {
            "outcome": "graded",
            "seconds": time.monotonic() - began,
            "losses": list(graded.losses),
            "broken": [[cell, stop.error] for cell, stop in graded.chain.stops.items()],
            "hints": {name: list(found) for name, found in hints.items()},
            "causes": [cause.to_json() for cause in causes],
            "figures": [_placed(figure, submission).to_json() for figure in graded.figures],
            "outputs": {cell: [output.to_json() for output in shown] for cell, shown in graded.outputs.items()},
            "unsealed": {name: list(numbers) for name, numbers in graded.unsealed.items()},
            "questions": {
                name: [[verdict.value, text] for verdict, text in cases] for name, cases in graded.questions.items()
            },
        }

    def _hints(
        self, jail: Jail, submission: Prepared, graded: Graded, seed: int | None
    ) -> tuple[Hints, Sequence[Cause]]:
        """Return the hints on what was lost, and what it all goes back to.

        Whatever goes wrong here costs hints, and nothing else.
        """
        hints: Hints = {}
        found = self._causes(graded, [])
        if self.practice is not None:
            with contextlib.suppress(AutograderError, RemoteError, OSError, MemoryError, SessionEnded):
                practised = self.practice.run(jail, submission, graded, seed, self.snapshots.of(submission.digest))
                found = self._causes(graded, practised)
                practised = [
                    replace(each, explained=found.explained.get(each.name, ()), places=submission.places)
                    for each in practised
                ]
                with self._asking() as ask:
                    hints = Diagnosis(self.material).hints(ask, practised, seed)
        said = {name: [cause.hint_for(name) for cause in found.causes] for name in self.suite.tests}
        both = {name: (*filter(None, said[name]), *hints.get(name, ())) for name in said}
        return {name: sentences for name, sentences in both.items() if sentences}, found.causes

    def _begin_to_know(self, jail: Jail) -> None:
        """Have a process that finds out what known mistakes do, once for the class: no submission ever gets there."""
        if self._knowing is not None and not self._knowing.alive:
            self._end_knowing()
        if self._knowing is not None or self.material is None or self.practice is None:
            return
        practice, suite = self.practice, self.suite
        tests = practice.suite.tests
        outcomes = Outcomes(
            jail, suite.files, self.material, tests, practice_seed, self.snapshots, suite.limits.memory_mb
        )

        def answer(request: Mapping[str, Any]) -> Outcome | None:
            if not request:
                outcomes.let_go()
                return None
            with practice.at_place():
                return outcomes.get(Wanted(**request))

        self._knowing = Beside.start(answer)

    def _end_knowing(self) -> None:
        if self._knowing is not None:
            self._knowing.end()
            self._knowing = None

    @contextlib.contextmanager
    def _asking(self) -> Iterator[Ask]:
        """Yield a function that tells what known mistakes do."""
        knowing = self._knowing

        def ask(wanted: Wanted) -> Outcome:
            if knowing is None:
                raise EngineError("Nobody knows what known mistakes do.")
            return knowing.ask(wanted.to_json())  # type: ignore[no-any-return]

        try:
            yield ask
        finally:
            if knowing is not None:
                knowing.ask({})

    def _causes(self, graded: Graded, practised: Sequence[Practised]) -> Causes:
        """Return what the missing things go back to: those of public cases, and of tries whose inputs may be known.

        What is wrong may be so because a cell of the answer stopped before its end.
        """
        missing: dict[str, list[Need]] = {}
        for name in sorted(graded.seen, key=natural_key):
            cases = self.suite.tests[name].test_cases
            seen = [case for case, known in zip(graded.seen[name], cases, strict=True) if not known.hidden]
            seen += [each.seen for question in practised if question.name == name for each in question.known]
            missing[name] = [need for case in seen for need in case.needs]
            if any(case.verdict in COMPARED for case in graded.seen[name]):
                missing[name] += graded.chain.unfinished(name, graded.checked)
        return find_causes(graded.chain, missing, graded.checked)


def _placed(figure: Figure, submission: Prepared) -> Figure:
    """Return a figure with the line at which its cell begins, for one of a script."""
    lines = submission.places.lines
    begin = next((n for n in range(figure.cell, 0, -1) if n not in submission.goes_on), 0)
    return replace(figure, cell=-lines[begin]) if lines else figure


def _bound_memory(memory_mb: int) -> None:
    """Let what a submission sends, and what tests make of it, need as much memory as the submission itself may.

    Beyond that there is a MemoryError, which is that submission's verdict. The jail, which is running already, has its
    own bounds.
    """
    used = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[5]) * resource.getpagesize()
    hard = resource.getrlimit(resource.RLIMIT_DATA)[1]
    wanted = used + ((memory_mb + _OWN_MB) << 20)
    soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    resource.setrlimit(resource.RLIMIT_DATA, (soft, hard))


def _show_nothing(*arguments: object, **options: object) -> None:
    """Print no warning: nobody reads standard error while this process lives, and submissions word the warnings."""


def _fitting(limits: Limits) -> Limits:
    """Return the limits with time left for the rest when a cell or a case uses up its own."""
    share = limits.submission.scaled(1 / 3)
    cell, case = limits.cell.at_most(share), limits.case.at_most(share)
    return replace(
        limits, cell_cpu_s=cell.cpu_s, cell_wall_s=cell.wall_s, case_cpu_s=case.cpu_s, case_wall_s=case.wall_s
    )
