"""Grade a class: from paths and an autograder zip to a gradebook, results.json and grades.csv.

The database takes a third of a second to import: where something is to be graded for sure, that starts before.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import ExitStack, closing, suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.errors import AutograderError
from autograder.grade.keys import identify, identify_missing, settings_digest
from autograder.grade.trust import with_warnings
from autograder.grade.unchanged import LastRun
from autograder.grader.bundle import QuestionSpec, open_bundle, read_specs
from autograder.intake.gather import Submission, gather
from autograder.intake.notebooks import NotGradable
from autograder.marks.answers import AnswerPlaces, with_answers
from autograder.reports.hidden_cases import HiddenCases
from autograder.reports.names import FEEDBACK, GRADES, REPORT, RESULTS
from autograder.results import ClassResult, Skipped, SubmissionResult
from autograder.results.handed_in import HandedIn, RunSettings
from autograder.runners.lost import missing_result
from autograder.runners.plan import GradeOne, Plan, settled, start
from autograder.runners.scheduler import pool, run_all
from autograder.runners.worker_call import WorkerAnswer, call_worker
from autograder.text.numbers import natural_key

if TYPE_CHECKING:
    from autograder.course.class_list import ClassList
    from autograder.gradebook import RunRecord
    from autograder.marks.marking import Marking

GRADEBOOK = "gradebook.db"
CHECKPOINTS = "checkpoints"


def grade(
    paths: Sequence[Path],
    *,
    assignment_zip: Path,
    assignment_name: str,
    out: Path,
    jobs: int | None = None,
    seed: int | None = None,
    timeout_s: float = 600.0,
    memory_mb: int = 2048,
    expected_name: str | None = None,
    question_order: Sequence[str] = (),
    manual: Mapping[str, float] | None = None,
    marking: Marking | None = None,
    similarity: Callable[[Sequence[Submission], Mapping[str, str], Path], None] | None = None,
    on_isolation: Callable[[str], None] = lambda isolation: None,
    on_start: Callable[[int, int], None] = lambda total, reused: None,
    on_begin: Callable[[str], None] | None = None,
    on_result: Callable[[SubmissionResult], None] = lambda result: None,
    executor: Executor | None = None,
    isolation: str = "auto",
    hidden: Sequence[Path] = (),
    call: Callable[..., WorkerAnswer] = call_worker,
    gradebook: str | Path | None = None,
    resume: bool = True,
    cluster: str | None = None,
    class_list: ClassList | None = None,
    hidden_cases: HiddenCases = HiddenCases.NAMES,
) -> ClassResult:
    """Grade the submissions at `paths`, write the results to `out` (see `reports.names.WRITTEN`), and return them.

    Each result is in the gradebook before the next is looked at. What the gradebook has already, for the same bytes,
    tests, data, settings and software, is taken from there. Where nothing at all has changed since the last run,
    nothing is written, and what is returned is what results.json says: without what is for the instructor's eyes alone.

    Args:
        paths: files and folders, see `intake.gather`.
        assignment_zip: otter's autograder.zip.
        assignment_name: what reports and the gradebook call the assignment.
        out: a folder, made when it is not there.
        jobs: submissions graded at a time; None for one a core.
        seed: seeds the random generators; None for the zip's own.
        timeout_s: CPU seconds for one submission; waiting and sleeping have a limit of their own (see `Limits`).
        memory_mb: MiB of memory for each process of a submission.
        expected_name: the assignment's name in the notebooks' metadata, when the zip does not state it.
        question_order: the questions in the order of the reports; None by name.
        manual: points that a person gives besides, by question.
        marking: what the assignment says to that person; None when it says nothing.
        similarity: called at the end of a complete run with the submissions, the digests of their contents by id, and
            `out`, to look for similar ones; None to leave that.
        on_isolation: called once with the isolation that is taken.
        on_start: called once with how many submissions are to be graded, and how many more are known already.
        on_begin: called with the id of each submission when its grading begins, from any thread of this process.
        on_result: called with each result that is new, as it comes.
        executor: where to grade; None for threads of this process (the work itself is in processes of its own).
        isolation: the wall of the sealed engine: "bubblewrap", "landlock", or "auto" for the strongest that works;
            "docker" for the engine in a container of ours, "none" for otter's own runner.
        hidden: folders that the engine keeps out of the submissions' sight: the course.
        call: how otter's worker is called.
        gradebook: path or SQLAlchemy URL; None for gradebook.db in `out`.
        resume: whether to take from the gradebook what it has; else everything is graded again.
        cluster: address of a dask scheduler on whose workers the sealed engine grades; None for this machine.
        class_list: the students of whom each file must be one's, and who are missing when there is nothing of them.
        hidden_cases: what students read of hidden cases.

    Raises:
        AutograderError: a wrong call, or the gradebook cannot be used; results.json and grades.csv are as they were.
        EngineError: the grader cannot run at all.
        KeyboardInterrupt: stopped; what was done by then is written.

    """
    bundle = open_bundle(assignment_zip)
    checkpoints = out / CHECKPOINTS if resume else None
    isolation = settled(isolation, cluster)
    on_isolation(isolation)
    plan = Plan(bundle, isolation, seed, timeout_s, memory_mb, expected_name, tuple(hidden), cluster, checkpoints)
    reported = {"manual": dict(manual or {}), "order": list(question_order)}

    with ExitStack() as running:
        ready = None
        if plan.starts_alone and not (resume and _known(out, gradebook)):
            ready = running.enter_context(start(plan, call))
        intake = gather(
            paths,
            support_files=bundle.support_files,
            class_list=class_list,
            assignment=bundle.assignment_name or expected_name,
        )
        _make_folder(out)

        settings = RunSettings(plan.engine, settings_digest(assignment_zip, plan.settings | reported))
        now = [identify(submission, settings.digest) for submission in intake.submissions]
        asked = (assignment_name, settings, marking, hidden_cases, now, intake.missing, intake.skipped, intake.notes)
        last = LastRun.of(out, gradebook, GRADEBOOK, asked)
        if resume and last and not similarity and (unchanged := last.results()):
            on_start(0, len(now))
            return unchanged

        from autograder.grade.earlier import Earlier, as_named, note_on, still_missing
        from autograder.gradebook import Gradebook
        from autograder.marks.scheme import keep_marking

        book = running.enter_context(Gradebook.open(gradebook or out / GRADEBOOK))
        record = running.enter_context(book.run(assignment_name, settings))
        if marking:
            keep_marking(book, assignment_name, marking)
        earlier = Earlier.of(book, assignment_name, record, intake.submissions)
        submissions = earlier.named(intake.submissions)
        now = list(map(as_named, now, submissions))
        others = earlier.others(now, paths, class_list)
        record.keep(row.number for row in others.values())
        digests = {name: earlier.digests[name] for name in others} | {item.name: item.digest for item in now}
        record.take_over(now)
        asked_of = frozenset(now)
        done = record.known(now) if resume else {}
        todo = [submission for submission in submissions if submission.id not in done]
        on_start(len(todo), len(done))

        described = book.questions(settings.digest)
        if todo or described is None:
            ready = ready or running.enter_context(start(plan, call))
            described = ready.describe()
            book.keep_questions(settings.digest, described)
        questions = read_specs(described, manual=manual or {}, order=question_order)
        missing = [identify_missing(each, settings.digest) for each in intake.missing]
        done |= _note_missing(record, still_missing(missing, others.values()), questions)
        done |= {name: replace(row.result, figures=None) for name, row in others.items()}

        try:
            if ready and todo:
                # what is sent elsewhere cannot tell of its beginning
                begin = on_begin if on_begin and executor is None else _say_nothing
                places = marking.places if marking else AnswerPlaces()
                secret = record.case_secret() if seed is None else None
                work = partial(
                    _grade_one, ready.grade_one(questions, secret), settings.digest, begin, places, plan.assignment
                )
                with (
                    pool(executor, jobs or ready.jobs) as workers,
                    closing(run_all(workers, work, todo, stop=ready.stop)) as results,
                ):
                    for item, graded_now in results:
                        result = item.said(graded_now)
                        record.commit(item, result)
                        if item not in asked_of:
                            last = None  # changed meanwhile: the next run has to look at it
                        done[result.id] = result = replace(result, figures=None)  # the gradebook has them
                        on_result(result)
            record.end()
            if similarity and not others:  # what is similar in a class is not looked for in a part of it
                similarity(submissions, digests, out)
        except KeyboardInterrupt:
            done = record.of_this_run(now) | done  # one may have been committed, and no more, when it came
            raise
        finally:
            from autograder.marks.final import final_marks
            from autograder.reports.feedback import write_feedback
            from autograder.reports.grades_csv import write_grades_csv
            from autograder.reports.report import write_report
            from autograder.results.json_file import write_results_json
            from autograder.similarity.of_class import known_similarities

            notes = (*intake.notes, *note_on(list(others.values())))
            graded = _class_result(assignment_name, questions, plan, done, intake.skipped, notes)
            write_results_json(graded, out / RESULTS)
            final = final_marks(book, assignment_name)
            write_grades_csv(graded, out / GRADES, final=final)
            write_feedback(
                graded,
                out / FEEDBACK,
                changed={item.id for item in todo},
                final=final,
                figures=record.figures,
                hidden_cases=hidden_cases,
            )
            similar = known_similarities(digests, out)
            write_report(graded, out / REPORT, final=final, similar=similar)
    if last and not graded.to_grade_again:
        last.note()
    return graded


def _grade_one(
    grade_one: GradeOne,
    settings: str,
    begin: Callable[[str], None],
    places: AnswerPlaces,
    assignment: str | None,
    submission: Submission,
) -> tuple[HandedIn, SubmissionResult]:
    """Return the result of a submission with what was graded: the file may have changed since the run began."""
    begin(submission.id)
    with suppress(NotGradable):  # the result will say so
        submission = replace(submission, content=submission.read())
    return identify(submission, settings), with_answers(grade_one(submission), submission, places, assignment)


def _note_missing(
    record: RunRecord, missing: Sequence[HandedIn], questions: Sequence[QuestionSpec]
) -> dict[str, SubmissionResult]:
    """Return the results of the students of whom there is nothing; an earlier run's marks are not touched by them."""
    before = record.seen_before(missing)
    known = record.known([item for item in missing if item.name not in before])
    for item in missing:
        if item.name not in known:
            known[item.name] = item.said(missing_result(questions, item.name, earlier=item.name in before))
            if item.name not in before:
                record.commit(item, known[item.name])
    return known


def _say_nothing(name: str) -> None:
    pass


def _class_result(
    name: str,
    questions: Sequence[QuestionSpec],
    plan: Plan,
    done: Mapping[str, SubmissionResult],
    skipped: Sequence[Skipped],
    notes: Sequence[str],
) -> ClassResult:
    max_score = sum(question.max_score for question in questions)
    ordered = sorted(done.values(), key=lambda result: natural_key(result.id))
    engine = with_warnings(plan.engine, plan.bundle.path, ordered)
    return ClassResult(name, max_score, engine, tuple(ordered), tuple(skipped), tuple(notes))


def _known(out: Path, gradebook: str | Path | None) -> bool:
    """Tell whether there may be results of an earlier run."""
    return gradebook is not None or (out / GRADEBOOK).exists()


def _make_folder(out: Path) -> None:
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise AutograderError(f"The folder {out} cannot be made ({error.strerror}); choose another --out.") from error
