"""The class as the pages have it: made anew only where something has changed, and the same as made from nothing."""

import pytest

from autograder.marks.final import final_marks
from autograder.marks.give import give_mark
from autograder.marks.overrides import override
from autograder.marks.scheme import set_policy
from autograder.web.regrading import Regrading
from autograder.web.site import Site

from .conftest import NAME, Class, result, two


@pytest.fixture
def site(class_: Class) -> Site:
    """Return the pages' class of two students, of whom all is known."""
    class_.run(*two())
    site = Site(class_.book, NAME, None, "A. Lecturer", Regrading("", NAME, None))
    site.prepare()
    return site


def give(site: Site, name: str, points: float = 2.0) -> None:
    number = site.classroom().graded.number_of[name]
    before = site.classroom().decisions.manual(number, "q2")
    seen, answer = {name: before.record if before else 0}, site.classroom().graded.by_number[number].answer("q2").digest
    give_mark(site.book, NAME, "q2", [name], items=(), adjustment=points, answer=answer, who="A. Lecturer", seen=seen)


def as_made_from_nothing(site: Site) -> None:
    """Check the class against the marks that reports and exports read, and its rows against those marks."""
    classroom = site.classroom()
    assert classroom.marks == final_marks(site.book, NAME)
    assert [row.mark for row in classroom.rows] == list(classroom.marks)
    assert all(f">{row.cells['total']}" in row.html for row in classroom.rows)


def test_one_more_mark_makes_one_row_anew(site: Site):
    before = site.classroom()
    give(site, "ada.ipynb")
    after = site.classroom()
    assert [row is old for row, old in zip(after.rows, before.rows, strict=True)] == [False, True]
    assert after.graded is before.graded
    as_made_from_nothing(site)


def test_rows_that_nobody_has_looked_at_for_some_marks_are_right_all_the_same(site: Site):
    for name in ("ada.ipynb", "ben.ipynb", "ada.ipynb"):
        give(site, name, points=3.0 if name == "ben.ipynb" else 1.0)
        site.classroom()
    override(site.book, NAME, "ben.ipynb", points=0.5, who="A. Lecturer", why="copied", question="q1")
    as_made_from_nothing(site)


def test_what_is_decided_for_all_makes_every_mark_anew(site: Site):
    give(site, "ada.ipynb")
    as_made_from_nothing(site)
    set_policy(site.book, NAME, {"percent_a_day": 10.0}, "A. Lecturer")
    as_made_from_nothing(site)


def test_one_submission_graded_again_is_read_alone(site: Site, class_: Class):
    before = site.classroom()
    class_.run(result("ada.ipynb", {"q2": "a new answer"}, score=2.0, student=two()[0].student))
    after = site.classroom()
    assert [each is old for each, old in zip(after.standings, before.standings, strict=True)] == [False, True]
    assert after.rows[1] is before.rows[1]
    as_made_from_nothing(site)


def test_a_submission_more_gets_a_row(site: Site, class_: Class):
    class_.run(*two(), result("cy.ipynb", {"q2": "late", "q3": ""}))
    assert [row.cells["name"] for row in site.classroom().rows] == ["Ada Yılmaz", "Ben Okafor", "cy.ipynb"]
    as_made_from_nothing(site)
