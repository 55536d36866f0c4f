"""What a build writes, and that the committed release is what a build makes."""

import io
import json
import zipfile

import nbformat
import pytest

from autograder.build.command import differences, write_released
from autograder.build.release import build
from autograder.course.settings import find_course
from autograder.errors import AutograderError
from tests.harness.conftest import MASTER, SETTINGS


@pytest.fixture
def built(make_course, tmp_path):
    course = find_course(make_course())
    return build(course.assignment("adding"), tmp_path / "out")


def source(notebook_path) -> str:
    return "\n".join(cell.source for cell in nbformat.read(notebook_path, as_version=4).cells)


def test_students_get_the_stub_the_public_tests_and_a_check_cell(built):
    text = source(built.student / "adding.ipynb")
    assert "def add_three(x):" in text
    assert "return x + 3" not in text
    assert 'grader.check("q1")' in text
    assert "adds three to one" in (built.student / "tests/q1.py").read_text()
    assert not any(b"SECRET_TERM" in path.read_bytes() for path in built.student.rglob("*") if path.is_file())


@pytest.mark.parametrize(
    ("manual", "line"),
    [("", "_Points:_ 2"), ("\n[manual]\nq1 = 4\n", "_Points:_ 6 (2 by the tests, 4 by a person)")],
)
def test_a_prompt_says_what_its_question_is_worth_with_what_a_person_gives(make_course, tmp_path, manual, line):
    course = make_course(settings=SETTINGS + manual)
    built = build(find_course(course).assignment("adding"), tmp_path / "out")
    assert line in source(built.student / "adding.ipynb").splitlines()


def test_the_solution_has_the_answers_and_all_tests(built):
    assert "return x + 3" in source(built.solution)
    assert "adds three to any number" in (built.solution.parent / "tests/q1.py").read_text()


def test_the_zip_has_all_tests_and_a_set_up_that_needs_pip_only(built):
    with zipfile.ZipFile(built.autograder_zip) as archive:
        assert b"adds three to any number" in archive.read("tests/q1.py")
        assert json.loads(archive.read("otter_config.json"))["seed"] == 42
        assert b"numpy>=1.26" in archive.read("requirements.txt")
        for script in ("setup.sh", "run_autograder"):
            assert b"conda" not in archive.read(script)
            assert b"mamba" not in archive.read(script)
            assert archive.getinfo(script).external_attr >> 16 == 0o755


def test_building_twice_gives_the_same_bytes(make_course, tmp_path):
    assignment = find_course(make_course()).assignment("adding")
    first, second = build(assignment, tmp_path / "one"), build(assignment, tmp_path / "two")
    assert first.autograder_zip.read_bytes() == second.autograder_zip.read_bytes()
    assert list(differences(first.student, second.student)) == []


def test_building_again_replaces_what_was_there(built, make_course, tmp_path):
    (built.student / "left.txt").write_text("old")
    again = build(find_course(make_course()).assignment("adding"), tmp_path / "out")
    assert not (again.student / "left.txt").exists()


def test_a_release_that_differs_is_told_file_by_file(built, tmp_path):
    released = tmp_path / "released"
    write_released(built.student, released)
    assert list(differences(built.student, released)) == []
    (released / "adding.ipynb").write_text("{}")
    (released / "more.txt").write_text("")
    (released / "tests/q1.py").unlink()
    assert set(differences(built.student, released)) == {
        "adding.ipynb differs",
        "more.txt should not be there",
        "tests/q1.py is missing",
    }


def test_data_files_go_where_they_may_be_seen(make_course, tmp_path):
    settings = SETTINGS + '[files.student]\n"data/open.txt" = "open"\n[files.hidden]\n"closed.txt" = "closed"\n'
    course = make_course(settings=settings)
    for name in ("open", "closed"):
        (course / name).write_text(name)
    built = build(find_course(course).assignment("adding"), tmp_path / "out")
    assert (built.student / "data/open.txt").read_text() == "open"
    assert not (built.student / "closed.txt").exists()
    assert (built.solution.parent / "closed.txt").read_text() == "closed"
    with zipfile.ZipFile(io.BytesIO(built.autograder_zip.read_bytes())) as archive:
        assert archive.read("files/closed.txt") == b"closed"


@pytest.mark.parametrize(
    ("replaced", "sentence"),
    [
        ({"settings": SETTINGS.replace("q1 = 2", "q1 = 3")}, "q1 has 3 points in .points., but 2 in q1.py"),
        ({"settings": SETTINGS + "q2 = 1\n"}, r"There is no file .*q2\.py"),
        ({"master": MASTER.replace("name: q1", "name: q9")}, "question q9 is in the notebook but not in"),
        ({"master": MASTER.replace("# name: q1\n", "")}, "a question begins without a line 'name"),
        ({"master": MASTER.replace("# # END QUESTION", "")}, "ends where END QUESTION is due"),
        ({"master": MASTER.replace("# # END SOLUTION", "")}, "END SOLUTION is due, but END QUESTION came"),
        (
            {"master": MASTER.replace("    # END SOLUTION\n", "")},
            r"cell 5 \(def add_three.*BEGIN SOLUTION in line 3 has no # END",
        ),
        ({"master": MASTER + "\n# %% [raw]\n# # BEGIN QUESTION\n# name: q1\n"}, "question q1 in cell 2 already"),
        ({"master": MASTER + "\n# %% [raw]\n# # BEGIN QUESTION\n# name: q2\n"}, "ends where BEGIN SOLUTION is due"),
        ({"master": MASTER.replace("# %%\ndef", "# %% [markdown]\n# Hint\n\n# %%\ndef")}, "does not reach students"),
        ({"master": "# %% [raw]\n# # ASSIGNMENT CONFIG\n\n" + MASTER}, "settings stand in assignment.toml"),
    ],
)
def test_parts_that_do_not_fit_together_are_refused(make_course, tmp_path, replaced, sentence):
    course = find_course(make_course(**replaced))
    with pytest.raises(AutograderError, match=sentence):
        build(course.assignment("adding"), tmp_path / "out")


def test_nothing_is_written_when_a_build_fails(make_course, tmp_path):
    course = find_course(make_course(settings=SETTINGS.replace("q1 = 2", "q1 = 3")))
    with pytest.raises(AutograderError):
        build(course.assignment("adding"), tmp_path / "out")
    assert not (tmp_path / "out").exists()
