"""One run over a class: from what is asked for to a gradebook and the files of results, told as it goes.

The database takes a third of a second to import: where something is to be graded for sure, that starts before.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import ExitStack, closing, suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from autograder.errors import AutograderError
from autograder.grade.chosen import one_of_each_team, only_one
from autograder.grade.early import GRADEBOOK, Early
from autograder.grade.events import Counted, Event, Finished, Graded, Isolated, Started
from autograder.grade.keys import digest_of_bytes, identify, place_of, settings_digest
from autograder.grade.obstacles import obstacles, refuse
from autograder.grade.options import RunOptions
from autograder.grade.otter_zips import said_of_zip
from autograder.grade.target import Target, target_of
from autograder.grade.unchanged import LastRun
from autograder.grader.bundle import QuestionSpec, open_bundle, read_specs
from autograder.intake.gather import gather
from autograder.intake.notebooks import NotGradable
from autograder.intake.submission import Intake, Submission
from autograder.marks.answers import AnswerPlaces, with_answers, with_questions
from autograder.reports.hidden_cases import HiddenCases
from autograder.results import ClassResult, SubmissionResult
from autograder.results.handed_in import HandedIn, RunSettings
from autograder.runners.plan import GradeOne, Plan, Ready, settled, start
from autograder.runners.scheduler import Begun, run_all
from autograder.runners.worker_call import WorkerAnswer, call_worker
from autograder.system.files import run_folder

if TYPE_CHECKING:
    from autograder.course.class_list import ClassList
    from autograder.grade.rows import Rows
    from autograder.gradebook import Gradebook, RunRecord

CHECKPOINTS = "checkpoints"


def grade_class(options: RunOptions, on_event: Callable[[Event], None] = lambda event: None) -> ClassResult:
    """Grade a class, write the results to `options.out` (see `reports.names.WRITTEN`), and return them.

    Each result is in the gradebook before the next is looked at. What the gradebook has already, for the same content,
    tests, data, settings and software, is taken from there. Where nothing at all has changed since the last run,
    nothing is written, and what is returned is what results.json says: without what is for the instructor's eyes alone.

    Raises:
        AutograderError: a wrong call, or the gradebook cannot be used; results.json and grades.csv are as they were.
        EngineError: the grader cannot run at all.
        KeyboardInterrupt: stopped; what was done by then is written.

    """
    with (
        Early.begun(options) as early,
        target_of(options) as target,
        closing(Run(target, options, early=early).events()) as events,
    ):
        for event in events:
            on_event(event)
            if isinstance(event, Finished):
                return event.results
    raise AssertionError("a run ends with its results")


def grade_notebook(path: Path, assignment: str, *, course: Path | None = None) -> SubmissionResult:
    """Return the result of one submission; nothing is kept of it.

    Args:
        path: a notebook, or what else `autograder grade` takes for one submission.
        assignment: its name in the course, or the path of an autograder zip.
        course: the course's folder; None for the current one or one above it.

    Raises:
        AutograderError: a wrong call, or what is at `path` is not one submission.
        EngineError: the grader cannot run at all.

    """
    with run_folder() as out:
        graded = grade_class(RunOptions(paths=[path], assignment=assignment, out=out, course=course))
    if len(graded.submissions) != 1:
        raise AutograderError(f"{path} holds {len(graded.submissions)} submissions, not one; grade it as a class.")
    return graded.submissions[0]


@dataclass(frozen=True, slots=True)
class Run:
    """A run over a class for a `target`; `call` is how otter's worker is called where there is no wall.

    `early` is what has begun for it already.
    """

    target: Target
    options: RunOptions
    call: Callable[..., WorkerAnswer] = call_worker
    early: Early | None = None

    def events(self) -> Generator[Event, None, None]:
        """Grade, and yield what happens, the results last; the files are written before that, or when it is closed.

        Raises:
            As `grade_class` does.

        """
        options, out = self.options, self.options.out
        plan = self._plan()
        yield Isolated(plan.isolation)
        with ExitStack() as running:
            early = self.early
            ready = running.enter_context(start(plan, self.call, early.blank)) if early and early.starts else None
            intake = self._gather(plan)
            _make_folder(out)
            settings = self._settings(plan)
            last = None if options.only else self._last_run(settings, intake)
            if options.resume and last and (unchanged := last.results()):
                yield Counted(0, len(intake.submissions))
                yield Finished(unchanged)
                return
            handed_in = [identify(submission, settings.digest, plan.assignment) for submission in intake.submissions]

            from autograder.grade.rows import Rows

            book, record = self._open(running, settings)
            rows = Rows.of(book, record, self.target.name, intake, handed_in, options, self._listed)
            to_grade = rows.to_grade
            if to_grade and not options.cluster:  # on a cluster it is others who import
                found = list(obstacles(plan.bundle, intake.submissions, plan.assignment))
                refuse([] if options.even_so else found)
                intake = replace(intake, notes=(*intake.notes, *found))
            yield Counted(len(to_grade), len(rows.done))

            described = book.questions(settings.digest)
            if to_grade or described is None:
                ready = ready or running.enter_context(start(plan, self.call))
                described = ready.describe()
                book.keep_questions(settings.digest, described)
            questions = self._questions(plan, described)
            if not plan.bundle.is_ours:
                intake = replace(intake, notes=(*intake.notes, *said_of_zip(plan.bundle, described)))
            rows.add_missing(intake, settings, record, questions, plan.bundle.total_rule)
            rows.add_others()
            try:
                if ready and to_grade and (yield from self._grade(plan, ready, questions, record, rows, to_grade)):
                    last = None  # something changed meanwhile: the next run has to look at it
                intake = replace(intake, notes=(*intake.notes, *(ready.notes() if ready else ())))
                record.end(self._listed)
            except (KeyboardInterrupt, GeneratorExit):
                rows.done = record.of_this_run(rows.handed_in) | rows.done  # one may just have been committed
                raise
            finally:
                results = self._write(plan, book, questions, rows, intake, to_grade)
        if last and not results.to_grade_again:
            last.note()
        yield Finished(results)

    def _write(
        self,
        plan: Plan,
        book: Gradebook,
        questions: tuple[QuestionSpec, ...],
        rows: Rows,
        intake: Intake,
        graded: Sequence[Submission],
    ) -> ClassResult:
        """Write the files of the run as far as results are known, and return these."""
        from autograder.grade.written import write_class

        return write_class(
            self.target.name,
            plan,
            questions,
            rows,
            intake,
            self.options.out,
            book=book,
            changed={submission.id for submission in graded},
            hidden_cases=self._hidden_cases,
        )

    def _questions(self, plan: Plan, described: Sequence[Mapping[str, Any]]) -> tuple[QuestionSpec, ...]:
        target = self.target
        manual, order, titles = target.manual, target.questions, target.titles
        return read_specs(described, manual=manual, order=order, titles=titles, strict=plan.bundle.is_ours)

    def _plan(self) -> Plan:
        options, target = self.options, self.target
        return Plan(
            open_bundle(target.autograder_zip),
            isolation=self.early.isolation.result() if self.early else settled(options.isolation, options.cluster),
            chosen_seed=options.seed,
            timeout_s=options.timeout_s or target.limits.submission_cpu_s,
            memory_mb=target.limits.memory_mb,
            expected_name=target.expected_name,
            hidden=(target.course,) if target.course else (),
            cluster=options.cluster,
            checkpoints=options.out / CHECKPOINTS if options.resume else None,
        )

    @property
    def _hidden_cases(self) -> HiddenCases:
        return self.options.hidden_cases or self.target.hidden_cases

    def _gather(self, plan: Plan) -> Intake:
        intake = gather(
            self.options.paths,
            support_files=plan.bundle.support_files,
            class_list=self.target.class_list,
            assignment=plan.assignment,
        )
        return only_one(intake, self.options.only, self.options.paths) if self.options.only else intake

    @property
    def _listed(self) -> ClassList | None:
        """Who is in the class, where the run is about all of it."""
        return None if self.options.only else self.target.class_list

    def _open(self, running: ExitStack, settings: RunSettings) -> tuple[Gradebook, RunRecord]:
        """Return the gradebook and the record of this run, for as long as it is `running`."""
        from autograder.gradebook import Gradebook
        from autograder.marks.scheme import keep_marking

        book = running.enter_context(Gradebook.open(self.options.gradebook or self.options.out / GRADEBOOK))
        record = running.enter_context(book.run(self.target.name, settings))
        if self.target.marking:
            keep_marking(book, self.target.name, self.target.marking)
        return book, record

    def _settings(self, plan: Plan) -> RunSettings:
        reported = {"manual": self.target.manual, "order": list(self.target.questions)}
        return RunSettings(plan.engine, settings_digest(self.target.autograder_zip, plan.settings | reported))

    def _last_run(self, settings: RunSettings, intake: Intake) -> LastRun | None:
        target, options = self.target, self.options
        files = [(each, place_of(each.path), digest_of_bytes(each)) for each in intake.submissions]
        class_list = target.class_list
        listed = (class_list.students, list(class_list.remarks.values())) if class_list else None
        of_intake = (files, listed, intake.missing, intake.skipped, intake.notes)
        asked = (target.name, settings, target.marking, self._hidden_cases, *of_intake)
        return LastRun.of(options.out, options.gradebook, GRADEBOOK, asked)

    def _grade(
        self,
        plan: Plan,
        ready: Ready,
        questions: tuple[QuestionSpec, ...],
        record: RunRecord,
        rows: Rows,
        to_grade: Sequence[Submission],
    ) -> Generator[Event, None, bool]:
        """Grade, keep each result and tell of it; return whether a submission was not any more what it had been."""
        from autograder.grade.earlier import as_named

        secret = record.case_secret() if self.options.seed is None else None
        places = self.target.marking.places if self.target.marking else AnswerPlaces()
        grade_one = ready.grade_one(questions, secret)
        work = partial(_grade_one, grade_one, plan, record.settings.digest, places)
        as_identified, has_changed = frozenset(rows.handed_in), False
        alone, fellows = one_of_each_team(to_grade)
        with closing(run_all(work, alone, jobs=self.options.jobs or ready.jobs, stop=ready.stop)) as events:
            for event in events:
                if isinstance(event, Begun):
                    yield Started(event.submission.id)
                    continue
                graded_as, graded = event
                has_changed |= graded_as not in as_identified
                for item in (graded_as, *(as_named(graded_as, each) for each in fellows.get(graded_as.name, ()))):
                    result = item.own(graded)
                    record.commit(item, result)
                    rows.done[result.id] = result = result.without_outputs()
                    yield Graded(result)
        return has_changed


def _grade_one(
    grade_one: GradeOne, plan: Plan, settings: str, places: AnswerPlaces, submission: Submission
) -> tuple[HandedIn, SubmissionResult]:
    """Return the result of a submission with what was graded: the file may have changed since the run began."""
    with suppress(NotGradable):  # the result will say so
        submission = replace(submission, content=submission.read())
    result = with_questions(plan.bundle.total_rule.applied(grade_one(submission)), places)
    return identify(submission, settings, plan.assignment), with_answers(result, submission, places, plan.assignment)


def _make_folder(out: Path) -> None:
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise AutograderError(f"The folder {out} cannot be made ({error.strerror}); choose another --out.") from error
