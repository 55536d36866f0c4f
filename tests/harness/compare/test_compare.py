"""Two gradings of a class: whose marks differ, where, and why."""

import csv
import io
from dataclasses import replace

import pytest
from typer.testing import CliRunner

from autograder.cli import app
from autograder.compare.changes import Change, Why, compare, read_snapshot
from autograder.compare.command import as_csv, as_page, lines
from autograder.course.late import LatePolicy
from autograder.errors import AutograderError
from autograder.gradebook import RunSettings
from autograder.marks.late_days import set_late_days
from autograder.marks.marking import Marking
from autograder.marks.overrides import override
from autograder.marks.rulings import Ruling
from autograder.marks.scheme import rule
from autograder.results import Engine, Verdict
from tests.harness.marks.conftest import NAME, Class, result


@pytest.fixture
def two(tmp_path):
    """Two gradebooks of one assignment, each in a folder of its own."""
    for name in ("old", "new"):
        (tmp_path / name).mkdir()
    made = Class(tmp_path / "old"), Class(tmp_path / "new")
    yield made
    for each in made:
        each.book.close()


def found(two):
    old, new = (read_snapshot(str(each.path), None) for each in two)
    return compare(old, new)


def case_of(item, verdict):
    """Return the result with another verdict of the case of q1."""
    first = item.questions[0]
    changed = replace(first, cases=(replace(first.cases[0], verdict=verdict),))
    return replace(item, questions=(changed, *item.questions[1:]))


def test_a_grading_that_is_the_same_has_no_changes(two):
    for each in two:
        each.run(result("s1.ipynb"), result("s2.ipynb"))
    assert (found(two).changes, found(two).unchanged) == ((), 2)


def test_a_question_and_the_total_of_who_handed_in_something_else(two):
    two[0].run(result("s1.ipynb", {"q2": "old"}), result("s2.ipynb"))
    two[1].run(case_of(result("s1.ipynb", {"q2": "new"}, score=0.5), Verdict.FAILED), result("s2.ipynb"))
    why = (Why.SUBMISSION,)
    assert found(two).changes == (
        Change("s1.ipynb", "q1", 1.0, 0.5, why, ("a case: passed -> wrong",)),
        Change("s1.ipynb", "", 2.0, 1.5, why),
    )
    assert found(two).unchanged == 1


def renamed(item):
    first = item.questions[0]
    return replace(
        item, questions=(replace(first, cases=(replace(first.cases[0], name="b case"),)), *item.questions[1:])
    )


def test_why_the_same_work_gets_another_mark(two, tmp_path):
    two[0].run(result("s1.ipynb"))
    changed = result("s1.ipynb", score=2.0)
    for settings, item, why in (
        ("settings", changed, Why.CHANCE),
        ("other settings", changed, Why.SETTINGS),
        ("other settings", renamed(changed), Why.TEST),
    ):
        (tmp_path / why.name).mkdir()
        new = Class(tmp_path / why.name)
        new.run(item, settings=settings)
        assert {change.why for change in found((two[0], new)).changes} == {(why,)}
        new.book.close()


def test_another_way_to_grade_is_named(two):
    two[0].run(result("s1.ipynb"))
    with two[1].book.run(NAME, RunSettings(Engine("landlock", "engine", 1, "0.2.0"), "others")):
        pass
    two[1].run(result("s1.ipynb", score=2.0))
    with two[1].book.run(NAME, RunSettings(Engine("landlock", "engine", 1, "0.2.0"), "others")):
        pass
    assert found(two).engine == "isolation bubblewrap -> landlock, version 0.1.0 -> 0.2.0"
    assert {change.why for change in found(two).changes} == {(Why.ENGINE,)}


def test_what_people_decided_and_lateness(two):
    for each in two:
        each.run(result("s1.ipynb"), result("s2.ipynb"), marking=Marking(late=LatePolicy(percent_a_day=50)))
    override(two[1].book, NAME, "s1.ipynb", points=2.0, question="q1", who="Ada", why="typo")
    set_late_days(two[1].book, NAME, "s2.ipynb", days=1.0, who="Ada", why="said so")
    assert [(change.submission, change.question, change.why) for change in found(two).changes] == [
        ("s1.ipynb", "q1", (Why.PERSON,)),
        ("s1.ipynb", "", (Why.PERSON,)),
        ("s2.ipynb", "", (Why.LATE,)),
    ]


def test_a_question_that_is_given_to_all_or_dropped_was_decided_by_a_person(two):
    for each in two:
        each.run(result("s1.ipynb"))
    rule(two[1].book, NAME, "q1", Ruling.GIVE, who="x", why="wrong text")
    rule(two[1].book, NAME, "q2", Ruling.DROP, who="x", why="wrong text")
    assert [(change.question, change.why) for change in found(two).changes] == [
        ("q1", (Why.PERSON,)),
        ("q2", (Why.PERSON,)),
    ]


def test_who_is_in_one_of_them_only(two):
    two[0].run(result("s1.ipynb"), result("s3.ipynb"))
    two[1].run(result("s2.ipynb"), result("s3.ipynb"))
    assert found(two).changes == (
        Change("s1.ipynb", "", 2.0, None, (Why.GONE,)),
        Change("s2.ipynb", "", None, 2.0, (Why.ADDED,)),
    )


def test_terminal_table_and_page_show_names_as_text(two):
    name = "=s1<b>\x1b[2J.ipynb"
    two[0].run(result(name, {"q2": "old"}))
    two[1].run(result(name, {"q2": "new"}, score=2.0))
    comparison = found(two)
    printed = list(lines(comparison))
    assert printed[0] == "=s1<b>\\x1b[2J.ipynb  q1: 1 -> 2 (+1)  something else was handed in"
    assert printed[-1] == "1 changed, 0 as before; of the totals 1 rose and 0 fell, by at most 1 point."
    rows = list(csv.DictReader(io.StringIO(as_csv(comparison).removeprefix("\ufeff"))))
    assert (rows[1]["question"], rows[1]["old"], rows[1]["difference"]) == ("total", "2", "1")
    assert rows[0]["submission"].startswith("'=")
    page = as_page(comparison, assignment=NAME, titles={"q1": "The <first>"}, old="old", new="new")
    assert "=s1&lt;b&gt;\\u001b[2J.ipynb" in page
    assert "q1 · <bdi>The &lt;first&gt;</bdi>" in page
    assert "<b>" not in page


def test_the_command_writes_both_files(two, tmp_path):
    two[0].run(result("s1.ipynb"))
    two[1].run(result("s1.ipynb", score=2.0))
    files = [str(tmp_path / name) for name in ("changes.csv", "changes.html")]
    call = ["compare", str(tmp_path / "old"), str(tmp_path / "new"), "--csv", files[0], "--page", files[1]]
    run = CliRunner().invoke(app, call)
    assert (run.exit_code, run.output.count("Written: ")) == (0, 2)


def test_gradings_of_two_assignments_are_not_compared(two, tmp_path):
    two[0].run(result("s1.ipynb"))
    with two[1].book.run("another", RunSettings(Engine("bubblewrap", "engine", 1, "0.1.0"), "settings")):
        pass
    run = CliRunner().invoke(app, ["compare", str(tmp_path / "old"), str(tmp_path / "new")])
    assert isinstance(run.exception, AutograderError)
    assert "tiny" in str(run.exception)
    assert "another" in str(run.exception)
