"""A class from end to end, with a worker that is played."""

import csv
import json
from pathlib import Path

import pytest

from autograder.errors import AutograderError, EngineError
from autograder.grade.events import Counted, Finished, Graded, Isolated, Started
from autograder.results import ClassResult, Status, Verdict
from autograder.runners.worker_call import WorkerAnswer
from tests.harness.graded import grade

DESCRIBED = [
    {
        "name": "q1",
        "all_or_nothing": False,
        "declared": 2.0,
        "cases": [
            {"name": "doubles an integer", "hidden": False, "points": 1, "advice": ""},
            {"name": "doubles a fraction", "hidden": True, "points": 1, "advice": ""},
        ],
    },
    {
        "name": "q2",
        "all_or_nothing": False,
        "declared": None,
        "cases": [{"name": "q2 - 1", "hidden": False, "points": 0.5, "advice": ""}],
    },
]
WRONG = "❌ Test case failed\nError at line 3 in test q1:\n  assert x\nAssertionError: double(2) is wrong"


def graded(second=WRONG, **changes) -> WorkerAnswer:
    cases = {
        "q2": [{"name": "q2 - 1", "passed": True, "report": "✅ Test case passed"}],
        "q1": [
            {"name": "doubles an integer", "passed": True, "report": "✅ Test case passed"},
            {"name": "doubles a fraction", "passed": False, "report": second},
        ],
    }
    return WorkerAnswer("graded", 1.5, cases | changes)


class Worker:
    """Plays the worker: a list of answers, the last one again and again."""

    def __init__(self, *answers: WorkerAnswer, described: WorkerAnswer | None = None) -> None:
        self.answers = list(answers)
        self.described = described or WorkerAnswer("described", 0.1, DESCRIBED)
        self.calls: list[list[str]] = []

    def __call__(self, arguments, *, folder, mark, span, caches=None) -> WorkerAnswer:
        assert folder.is_dir()
        if arguments[0] == "describe":
            return self.described
        assert Path(arguments[1]).is_file()
        self.calls.append(arguments)
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


@pytest.fixture
def run(tmp_path, no_guardian, tiny_zip, make_notebook):
    """Grade the files given by name and content (good notebooks by default) and return the results."""

    def run(worker: Worker, files: dict[str, str] | None = None, **changes) -> ClassResult:
        folder = tmp_path / "class"
        folder.mkdir(exist_ok=True)
        for name, text in (files or {"s1.ipynb": make_notebook(["x = 1"])}).items():
            (folder / name).write_text(text, encoding="utf-8")
        call = {
            "assignment_zip": tiny_zip,
            "assignment_name": "tiny",
            "out": tmp_path / "out",
            "jobs": 1,
            "isolation": "none",
        }
        call |= changes
        return grade([folder], call=worker, **call)

    return run


def only(result: ClassResult):
    (submission,) = result.submissions
    return submission


def verdicts(submission) -> list[list[str]]:
    return [[case.verdict.value for case in question.cases] for question in submission.questions]


def test_marks_messages_and_order(run):
    result = run(Worker(graded()))
    submission = only(result)
    assert (submission.status, submission.error, submission.score, submission.max_score) == (
        Status.GRADED,
        None,
        1.5,
        2.5,
    )
    assert [question.name for question in submission.questions] == ["q1", "q2"]
    assert verdicts(submission) == [["passed", "failed"], ["passed"]]
    assert submission.questions[0].cases[1].detail == "double(2) is wrong"
    assert result.exit_status == 0


def test_the_files_hold_the_same(run, tmp_path):
    result = run(Worker(graded()))
    written = json.loads((tmp_path / "out" / "results.json").read_text(encoding="utf-8"))
    assert written == result.to_json()
    assert written["engine"]["isolation"] == "none"
    assert written["engine"]["runner"] == "otter"
    assert "without isolation" in written["engine"]["warning"]
    rows = list(csv.reader((tmp_path / "out" / "grades.csv").read_text(encoding="utf-8").splitlines()))
    assert rows[1] == ["s1.ipynb", "graded", "1.5", "2.5", "1", "0.5", ""]
    names = sorted(path.name for path in (tmp_path / "out").iterdir() if not path.name.startswith("."))
    assert names == ["feedback", "gradebook.db", "grades.csv", "report.html", "results.json"]


@pytest.mark.parametrize(
    ("outcome", "cause", "verdict", "part"),
    [
        ("timeout", "", Verdict.TIMEOUT, "did not end within 9 seconds"),
        ("kernel_died", "", Verdict.CRASHED, "process died"),
        ("no_results", "SystemExit: 0", Verdict.CRASHED, "sys.exit()"),
        ("no_results", "FileNotFoundError: ./tests/q1.py", Verdict.CRASHED, "os.chdir()"),
        ("no_results", "", Verdict.CRASHED, "no reason is known"),
        ("engine_error", "no space left", Verdict.ENGINE_ERROR, "no space left"),
        ("wrong_assignment", "odd", Verdict.ENGINE_ERROR, "odd"),
        ("surprise", "", Verdict.ENGINE_ERROR, "surprise"),
    ],
)
def test_a_submission_that_is_lost_says_why_and_lists_every_case(run, outcome, cause, verdict, part):
    result = run(Worker(WorkerAnswer(outcome, 2.0, cause=cause)), timeout_s=9)
    submission = only(result)
    assert (submission.status, submission.score, submission.max_score) == (Status.PARTIAL, 0.0, 2.5)
    assert part in (submission.failure or submission.error)
    assert verdicts(submission) == [[verdict.value] * 2, [verdict.value]]
    assert result.exit_status == (1 if verdict is Verdict.ENGINE_ERROR else 0)


@pytest.mark.parametrize(
    "answer",
    [
        graded(q1=[]),
        graded(q1=[{"name": "something else", "passed": True, "report": ""}] * 2),
        graded(q1=7),
        graded(q1=[{"name": "doubles an integer"}, {"name": "doubles a fraction"}]),
        WorkerAnswer("graded", 1.0, {"q1": []}),
        WorkerAnswer("graded", 1.0, None),
        WorkerAnswer("graded", 1.0, graded().questions, broken=[{"source": 1, "error": 2}]),
    ],
)
def test_an_answer_that_does_not_fit_the_tests_is_never_a_mark(run, answer):
    result = run(Worker(answer))
    assert result.to_grade_again == ("s1.ipynb",)
    assert only(result).score == 0.0


def test_a_grader_that_failed_once_is_asked_again(run):
    worker = Worker(WorkerAnswer("engine_error", 0.1, cause="port in use"), graded())
    assert only(run(worker)).status is Status.GRADED
    assert len(worker.calls) == 2


def test_a_student_who_failed_is_not_asked_again(run):
    worker = Worker(WorkerAnswer("kernel_died", 0.1), graded())
    run(worker)
    assert len(worker.calls) == 1


def test_a_worker_call_that_raises_is_an_engine_error(run):
    class Broken(Worker):
        def __call__(self, arguments, **rest):
            if arguments[0] == "grade":
                raise OSError("no processes left")
            return super().__call__(arguments, **rest)

    result = run(Broken(graded()))
    assert result.to_grade_again == ("s1.ipynb",)
    assert "no processes left" in only(result).failure
    assert "no processes left" not in only(result).error


def test_what_is_not_gradable_is_rejected_beside_the_others(run, make_notebook):
    files = {
        "good.ipynb": make_notebook(["x = 1"]),
        "empty.ipynb": "",
        "other.ipynb": make_notebook(["x = 1"], name="other"),
        "notes.txt": "",
    }
    worker = Worker(graded())
    result = run(worker, files)
    assert {submission.id: submission.status.value for submission in result.submissions} == {
        "empty.ipynb": "rejected",
        "good.ipynb": "graded",
        "other.ipynb": "rejected",
    }
    assert len(worker.calls) == 1
    assert result.exit_status == 0
    assert [item.reason for item in result.skipped] == ["not a notebook (.ipynb), a script (.py) or a zip"]


def test_seed_limits_order_and_manual_points(run):
    worker = Worker(graded())
    result = run(worker, seed=7, memory_mb=512, questions=["q2"], manual={"q2": 4})
    assert result.engine.seed == 7
    assert worker.calls[0][3] == "512"
    assert [question.name for question in only(result).questions] == ["q2", "q1"]
    assert only(result).questions[0].manual_max_score == 4.0
    assert result.max_score == 2.5


def test_the_zips_own_seed_is_reported_when_none_is_given(run):
    assert run(Worker(graded())).engine.seed == 42


def test_progress_is_told(run, make_notebook):
    events = []
    files = {f"s{number}.ipynb": make_notebook(["x = 1"]) for number in range(3)}
    run(Worker(graded()), files, on_event=events.append)
    assert events[:2] == [Isolated("none"), Counted(3)]
    names = ["s0.ipynb", "s1.ipynb", "s2.ipynb"]
    assert sorted(event.id for event in events if isinstance(event, Started)) == names
    assert sorted(event.result.id for event in events if isinstance(event, Graded)) == names
    assert isinstance(events[-1], Finished)


def test_ctrl_c_keeps_what_is_done(run, make_notebook, tmp_path):
    def interrupt(result):
        raise KeyboardInterrupt

    files = {f"s{number}.ipynb": make_notebook(["x = 1"]) for number in range(3)}
    with pytest.raises(KeyboardInterrupt):
        run(Worker(graded()), files, on_result=interrupt)
    written = json.loads((tmp_path / "out" / "results.json").read_text(encoding="utf-8"))
    assert len(written["submissions"]) == 1
    assert (tmp_path / "out" / "grades.csv").is_file()


@pytest.mark.parametrize(
    ("described", "error", "part"),
    [
        (
            WorkerAnswer("wrong_assignment", 0.1, cause="otter cannot read the test file q1.py"),
            AutograderError,
            "q1.py",
        ),
        (WorkerAnswer("engine_error", 0.1, cause="no otter"), EngineError, "no otter"),
        (WorkerAnswer("timeout", 300.0), EngineError, "timeout"),
        (WorkerAnswer("described", 0.1, []), AutograderError, "no points"),
    ],
)
def test_an_assignment_that_cannot_be_loaded_stops_the_run(run, tmp_path, described, error, part):
    with pytest.raises(error, match=part):
        run(Worker(graded(), described=described))
    assert not (tmp_path / "out" / "results.json").exists()


def test_what_would_stop_a_run_is_told_where_it_goes_on_even_so(run, make_notebook):
    files = {"s1.ipynb": make_notebook(["import nowhere"])}
    with pytest.raises(AutograderError, match="pip install nowhere"):
        run(Worker(graded()), files)
    said = "nowhere, which 1 of 1 submissions import, is not installed here: pip install nowhere."
    assert said in run(Worker(graded()), files, even_so=True).notes


def test_what_is_odd_in_a_zip_that_otter_made_is_said_and_graded(run, make_zip, tmp_path, tiny_files):
    config = json.dumps({"points_possible": 10, "show_stdout": True})
    zip_file = make_zip(tmp_path / "a.zip", tiny_files | {"otter_config.json": config})
    odd = [DESCRIBED[0] | {"declared": 5.0}, DESCRIBED[1]]
    result = run(Worker(graded(), described=WorkerAnswer("described", 0.1, odd)), assignment_zip=zip_file)
    assert (only(result).score, only(result).max_score, result.max_score) == (pytest.approx(6), 10, 10)
    settings, points = result.notes
    assert "show_stdout has no effect" in settings
    assert "states 5 points, but its cases add up to 2" in points


def test_a_folder_that_cannot_be_made(run, tmp_path):
    (tmp_path / "out").write_text("a file")
    with pytest.raises(AutograderError, match="cannot be made"):
        run(Worker(graded()))
