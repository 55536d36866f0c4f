"""Grading again: only what has changed is graded, and the results are those of one undisturbed run."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from autograder.errors import EngineError
from autograder.grade import keys
from autograder.grade.events import Counted
from autograder.gradebook import Gradebook
from autograder.marks.overrides import override
from autograder.results import ClassResult
from autograder.runners.worker_call import WorkerAnswer
from tests.harness.graded import grade

from .test_run import Worker, graded

NAMES = ["s0.ipynb", "s1.ipynb", "s2.ipynb"]


class CountingWorker(Worker):
    """Plays the worker, counts how often it is asked what the tests are, and notes the notebooks it is given."""

    def __init__(self, *answers: WorkerAnswer, **changes) -> None:
        super().__init__(*(answers or (graded(),)), **changes)
        self.descriptions = 0
        self.contents: list[str] = []

    def __call__(self, arguments, **rest) -> WorkerAnswer:
        if arguments[0] == "describe":
            self.descriptions += 1
        else:
            self.contents.append(Path(arguments[1]).read_text(encoding="utf-8"))
        return super().__call__(arguments, **rest)


@pytest.fixture(autouse=True)
def _same_program(monkeypatch):
    """Have the program stay the same during a test, whoever is at work on it."""
    monkeypatch.setattr(keys, "_source_digest", lambda: "as it is")


@pytest.fixture
def course(tmp_path, make_notebook) -> Path:
    """Return the folder of a class of three."""
    folder = tmp_path / "class"
    folder.mkdir()
    for number, name in enumerate(NAMES):
        (folder / name).write_text(make_notebook([f"x = {number}"]), encoding="utf-8")
    return folder


@pytest.fixture
def again(tmp_path, no_guardian, tiny_zip, course) -> Callable[..., ClassResult]:
    """Return a function that grades the class with a worker, into the same folder each time."""

    def run(worker: Worker, **changes) -> ClassResult:
        call = {
            "assignment_zip": tiny_zip,
            "assignment_name": "tiny",
            "out": tmp_path / "out",
            "jobs": 1,
            "isolation": "none",
        }
        call |= changes
        return grade([course], call=worker, **call)

    return run


def work_in(again: Callable[..., ClassResult], **changes) -> int:
    """Return how many submissions are graded when the class is graded again."""
    worker = CountingWorker()
    again(worker, **changes)
    return len(worker.calls)


def test_nothing_is_graded_and_nothing_started_when_nothing_has_changed(again, tmp_path):
    first = again(CountingWorker())
    files = {name: (tmp_path / "out" / name).read_bytes() for name in ("results.json", "grades.csv")}
    worker, totals = CountingWorker(), []
    second = again(worker, on_event=lambda event: totals.append(event) if isinstance(event, Counted) else None)
    assert (worker.calls, worker.descriptions, totals) == ([], 0, [Counted(0, 3)])
    assert second.to_json() == first.to_json()
    assert {name: (tmp_path / "out" / name).read_bytes() for name in files} == files


def test_only_what_has_changed_is_graded(again, course, make_notebook):
    again(CountingWorker())
    (course / "s1.ipynb").write_text(make_notebook(["x = 'new'"]), encoding="utf-8")
    (course / "s3.ipynb").write_text(make_notebook(["x = 'late'"]), encoding="utf-8")
    worker, told = CountingWorker(), []
    result = again(worker, on_result=lambda result: told.append(result.id))
    assert ["new" in content or "late" in content for content in worker.contents] == [True, True]
    assert sorted(told) == ["s1.ipynb", "s3.ipynb"]
    assert [submission.id for submission in result.submissions] == [*NAMES, "s3.ipynb"]


def test_what_was_withdrawn_is_not_reported_any_more(again, course):
    again(CountingWorker())
    (course / "s0.ipynb").unlink()
    assert [submission.id for submission in again(CountingWorker()).submissions] == NAMES[1:]


def test_a_file_that_goes_back_to_what_it_was_has_its_result(again, course, make_notebook):
    again(CountingWorker())
    before = (course / "s0.ipynb").read_bytes()
    (course / "s0.ipynb").write_text(make_notebook(["x = 9"]), encoding="utf-8")
    assert work_in(again) == 1
    (course / "s0.ipynb").write_bytes(before)
    assert work_in(again) == 0


@pytest.mark.parametrize(
    "change",
    [{"seed": 7}, {"timeout_s": 9}, {"memory_mb": 99}, {"manual": {"q1": 1}}, {"questions": ["q2"]}],
    ids=lambda change: next(iter(change)),
)
def test_everything_is_graded_when_a_setting_has_changed(again, change):
    again(CountingWorker())
    assert work_in(again, **change) == 3
    assert work_in(again) == 0


def test_the_zips_own_seed_given_by_hand_is_a_change_too_as_it_decides_the_inputs(again):
    again(CountingWorker())
    assert work_in(again, seed=42) == 3
    assert work_in(again, seed=42) == 0


def test_everything_is_graded_when_tests_data_or_software_have_changed(
    again, tiny_files, make_zip, tmp_path, monkeypatch
):
    again(CountingWorker())
    for name in ("tests/q1.py", "files/checks.py"):
        changed = make_zip(tmp_path / "changed.zip", {**tiny_files, name: tiny_files[name] + "\n# changed\n"})
        assert work_in(again, assignment_zip=changed) == 3
    monkeypatch.setattr(keys, "SOFTWARE", ("pytest",))
    assert work_in(again) == 3
    monkeypatch.setattr(keys, "_source_digest", lambda: "another")
    assert work_in(again) == 3


def test_everything_is_graded_when_that_is_wanted(again):
    again(CountingWorker())
    assert work_in(again, resume=False) == 3
    assert work_in(again) == 0


def test_a_failure_of_the_grader_is_graded_again_and_a_student_who_failed_is_not(again):
    failed = CountingWorker(
        *[WorkerAnswer("engine_error", 0.1, cause="no space")] * 2, WorkerAnswer("kernel_died", 1.0)
    )
    assert again(failed).to_grade_again == ("s0.ipynb",)
    worker = CountingWorker()
    assert again(worker).to_grade_again == ()
    assert [json.loads(content)["cells"][0]["source"] for content in worker.contents] == ["x = 0"]


def test_what_cannot_be_graded_is_not_looked_at_again_and_keeps_its_sentence(again, course):
    (course / "s0.ipynb").write_text("not a notebook")
    (course / "s1.ipynb").unlink()
    (course / "s1.ipynb").symlink_to(course / "s2.ipynb")
    first = again(CountingWorker())
    assert [submission.status for submission in first.submissions] == ["rejected", "rejected", "graded"]
    worker = CountingWorker()
    assert again(worker).to_json() == first.to_json()
    assert worker.descriptions == 0


def test_equal_files_are_two_submissions(again, course):
    shutil.copy(course / "s0.ipynb", course / "copy.ipynb")
    first = again(CountingWorker())
    assert [submission.id for submission in first.submissions] == ["copy.ipynb", *NAMES]
    shutil.copy(course / "s1.ipynb", course / "another.ipynb")
    assert work_in(again) == 0


@pytest.fixture
def hand_in_again(course, make_notebook):
    """Return a worker that finds s2.ipynb changed as soon as s0.ipynb is being graded."""

    class Late(CountingWorker):
        def __call__(self, arguments, **rest):
            if arguments[0] != "describe" and not self.calls:
                (course / "s2.ipynb").write_text(make_notebook(["x = 'new'"]), encoding="utf-8")
            return super().__call__(arguments, **rest)

    return Late()


def test_a_file_that_changes_while_the_class_is_graded_has_the_result_of_what_was_graded(again, course, hand_in_again):
    before = (course / "s2.ipynb").read_bytes()
    again(hand_in_again)
    assert work_in(again) == 0
    (course / "s2.ipynb").write_bytes(before)
    assert work_in(again) == 1


def test_a_file_that_is_again_what_it_was_before_it_changed_under_the_grader_is_graded(again, course, hand_in_again):
    before = (course / "s2.ipynb").read_bytes()
    again(hand_in_again)
    (course / "s2.ipynb").write_bytes(before)
    assert work_in(again) == 1


@pytest.mark.parametrize("name", ["results.json", "grades.csv", "report.html", "feedback"])
def test_what_was_removed_is_written_again(again, tmp_path, name):
    again(CountingWorker())
    place = tmp_path / "out" / name
    place = next(place.iterdir()) if place.is_dir() else place
    written = place.read_bytes()
    place.unlink()
    assert work_in(again) == 0
    assert place.read_bytes() == written


@pytest.mark.parametrize("name", ["results.json", "grades.csv"])
def test_what_was_changed_by_hand_is_written_again(again, tmp_path, name):
    again(CountingWorker())
    place = tmp_path / "out" / name
    written = place.read_bytes()
    place.write_bytes(written.replace(b"s0", b"s9"))
    assert work_in(again) == 0
    assert place.read_bytes() == written


def test_a_mark_that_a_person_has_changed_since_is_in_the_files_of_the_next_run(again, tmp_path):
    again(CountingWorker())
    with Gradebook.open(tmp_path / "out" / "gradebook.db") as book:
        override(book, "tiny", "s1.ipynb", points=0.75, question="q1", who="Ada", why="typo")
    assert work_in(again) == 0
    assert ",1.25," in (tmp_path / "out" / "grades.csv").read_text()


def test_an_unchanged_class_does_not_open_the_gradebook(again, monkeypatch):
    again(CountingWorker())
    monkeypatch.setattr(Gradebook, "open", lambda where: pytest.fail("the gradebook was opened"))
    assert work_in(again) == 0


def test_a_run_that_was_stopped_goes_on_where_it_was(again, tmp_path):
    def stop(result):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        again(CountingWorker(), on_result=stop)
    assert work_in(again) == 2
    result = again(CountingWorker())
    assert result.to_json() == again(CountingWorker(), out=tmp_path / "elsewhere").to_json()


def test_what_was_committed_when_the_run_was_stopped_is_in_the_files(again, tmp_path, monkeypatch):
    from autograder.gradebook import RunRecord

    commit = RunRecord.commit

    def commit_and_stop(record, item, result):
        commit(record, item, result)
        raise KeyboardInterrupt

    monkeypatch.setattr(RunRecord, "commit", commit_and_stop)
    with pytest.raises(KeyboardInterrupt):
        again(CountingWorker())
    written = json.loads((tmp_path / "out" / "results.json").read_text(encoding="utf-8"))
    assert len(written["submissions"]) == 1


def test_another_gradebook_knows_nothing_of_the_first(again, tmp_path):
    again(CountingWorker())
    assert work_in(again, gradebook=tmp_path / "other.db") == 3
    assert work_in(again, gradebook=f"sqlite:///{tmp_path}/other.db") == 0


def test_a_gradebook_that_fails_ends_the_run_and_what_was_graded_is_in_the_files(again, tmp_path, monkeypatch):
    from autograder.gradebook import RunRecord

    commit, calls = RunRecord.commit, []

    def fail_at_the_second(record, item, result):
        calls.append(item.name)
        if len(calls) == 2:
            raise EngineError("the disk is full")
        commit(record, item, result)

    monkeypatch.setattr(RunRecord, "commit", fail_at_the_second)
    with pytest.raises(EngineError, match="disk is full"):
        again(CountingWorker())
    written = json.loads((tmp_path / "out" / "results.json").read_text(encoding="utf-8"))
    assert [submission["id"] for submission in written["submissions"]] == calls[:1]


def test_nothing_heavy_is_imported_when_nothing_has_changed(again, course, tiny_zip, tmp_path):
    code = """
import sys
from pathlib import Path
from autograder.grade import keys
from autograder.grade.options import RunOptions
from autograder.grade.run import Run
from autograder.grade.target import Target
keys._source_digest = lambda: "as it is"
folder, zip_file, out = map(Path, sys.argv[1:])
options = RunOptions(paths=[folder], assignment=str(zip_file), out=out, isolation="none")
list(Run(Target(zip_file, "tiny"), options).events())
heavy = ("numpy", "otter", "sklearn", "matplotlib", "pandas", "IPython", "nbformat", "jupytext", "dask")
print([name for name in heavy if name in sys.modules])
"""
    again(CountingWorker())
    run = subprocess.run(
        [sys.executable, "-c", code, str(course), str(tiny_zip), str(tmp_path / "out")],
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout.strip() == "[]"
