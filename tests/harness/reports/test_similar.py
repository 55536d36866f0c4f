"""`autograder similar`: what it finds in a graded class, wherever the code is kept, and how long that stays true."""

import json
from dataclasses import replace

import pytest

from autograder.course.class_list import Student
from autograder.errors import AutograderError
from autograder.gradebook import Gradebook
from autograder.marks.standing import read_standings
from autograder.reports import similar_command as command
from autograder.reports.renewing import class_now
from autograder.reports.similar_command import similar_command
from autograder.results import ClassResult, Status
from autograder.results.json_file import write_results_json
from autograder.similarity.record import known_similarities
from tests.harness.gradebook.conftest import RESULT, SETTINGS, handed_in
from tests.harness.similarity.test_similarity import GIVEN, LOOPS, OTHER, RENAMED, notebook


@pytest.fixture
def results(tmp_path, monkeypatch):
    """Return a folder of results: of three submissions, two of them alike, the notebooks are kept as they ran."""
    monkeypatch.chdir(tmp_path)  # in no course
    folder = tmp_path / "results"
    folder.mkdir()
    grade(folder, {name: json.loads(notebook(code)) for name, code in {"a": LOOPS, "b": OTHER, "c": RENAMED}.items()})
    return folder


def grade(folder, notebooks, places=None, **changes):
    """Add a run to the gradebook in a folder: notebooks by name, or None, and where the files of some lie."""
    done = []
    with Gradebook.open(folder / "gradebook.db") as book, book.run("tiny", SETTINGS) as record:
        for name, ran in notebooks.items():
            item = replace(handed_in(name, json.dumps(ran)), path=str((places or {}).get(name, "")), **changes)
            done.append(item.own(replace(RESULT, id=name)))
            record.commit(item, replace(done[-1], notebook=ran))
        record.end()
    write_results_json(ClassResult("tiny", 2.5, SETTINGS.engine, tuple(done)), folder / "results.json")


def search(results, given=None):
    similar_command(results, student_notebook=given)
    return shown(results)


def shown(results):
    """Return the pairs that the report shows."""
    data = json.loads((results / "report.html").read_text().partition('id="data">')[2].partition("</script>")[0])
    return data["similar"] and [pair["names"] for pair in data["similar"]["pairs"]]


def known(results):
    with Gradebook.open(results / "gradebook.db") as book:
        with book.database.reading() as connection:
            standings = read_standings(connection, "tiny")
        return known_similarities(book, class_now(book, "tiny", results, standings), results)


def test_what_is_found_is_said_and_shown_in_the_report(results, capsys):
    assert search(results) == [["a", "c"]]
    assert "1 pair among the 3 submissions" in capsys.readouterr().out


def test_what_was_found_holds_while_the_two_do_not_change(results):
    assert known(results) is None
    search(results)
    assert [pair.names for pair in known(results).pairs] == [("a", "c")]
    grade(results, {"b": json.loads(notebook("y = 2"))})
    assert [pair.names for pair in known(results).pairs] == []  # nobody's file that is not there any more
    grade(results, {"a": json.loads(notebook("y = 3")), "b": None, "c": json.loads(notebook(RENAMED))})
    assert (known(results).pairs, known(results).changed) == ((), 2)


def test_code_is_read_from_the_file_where_no_notebook_is_kept(results, tmp_path):
    (tmp_path / "d.ipynb").write_bytes(notebook(RENAMED))
    grade(results, {"a": json.loads(notebook(LOOPS)), "d": None, "gone": None}, {"d": tmp_path / "d.ipynb"})
    assert search(results) == [["a", "d"]]


def test_the_work_of_a_team_is_not_like_itself(results):
    grade(results, dict.fromkeys(("x", "y"), json.loads(notebook(LOOPS))), team="Team 1")
    assert search(results) == []


def test_who_handed_in_nothing_is_not_waited_for(results):
    search(results)
    with Gradebook.open(results / "gradebook.db") as book, book.run("tiny", SETTINGS) as record:
        record.commit(
            handed_in("Ada", "nothing", student=Student("1", "Ada")), replace(RESULT, id="Ada", status=Status.MISSING)
        )
    assert known(results).changed == 0


def test_given_code_is_left_out(results, tmp_path):
    (tmp_path / "given.ipynb").write_bytes(notebook(LOOPS))
    assert search(results, tmp_path / "given.ipynb") == []


def test_the_released_notebook_of_the_course_is_given_code(results, tmp_path):
    for folder in ("solutions", "tests/otter", "assignment/tiny"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "assignment" / "tiny" / "tiny.ipynb").write_bytes(notebook(GIVEN, LOOPS))
    assert search(results) == []


def test_given_code_must_be_a_notebook(results, tmp_path):
    (tmp_path / "given.ipynb").write_text("no notebook")
    with pytest.raises(AutograderError, match="--student-notebook"):
        search(results, tmp_path / "given.ipynb")


def test_without_results_one_sentence_says_what_to_do(tmp_path):
    with pytest.raises(AutograderError, match="grade the class first"):
        search(tmp_path)


def test_without_copydetect_one_sentence_says_how_to_get_it(results, monkeypatch):
    monkeypatch.setattr(command, "find_spec", lambda name: None)
    with pytest.raises(AutograderError, match=r"pip install \"scratchgrade\[similarity\]\""):
        search(results)
