"""The final mark: what the tests gave, what people gave or put in its place, and what lateness takes off."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from autograder.course.class_list import Student
from autograder.course.late import LatePolicy
from autograder.marks.final import final_marks
from autograder.marks.late_days import set_late_days
from autograder.marks.marking import Marking
from autograder.marks.overrides import override
from autograder.marks.scheme import set_policy
from autograder.results import CaseResult, QuestionResult, Status, Verdict
from autograder.results.total_rule import TotalRule

from .conftest import NAME, marks_of, result

DUE = datetime(2026, 11, 2, tzinfo=UTC)
TENTH = Marking(late=LatePolicy(DUE, percent_a_day=10))


def mark(class_, name="s1.ipynb"):
    return marks_of(class_.book)[name]


def test_a_gradebook_that_knows_nothing_gives_no_marks(class_):
    assert final_marks(class_.book, NAME) == ()


def test_without_anybodys_marks_it_is_what_the_tests_gave_and_not_complete(graded):
    found = mark(graded)
    assert (found.total, found.max_score, found.complete, found.decided) == (2.0, 10.0, False, False)
    assert [(item.name, item.automatic_max, item.manual_max) for item in found.questions] == [
        ("q1", 2.0, 0.0),
        ("q2", 1.0, 4.0),
        ("q3", 0.0, 3.0),
    ]


def test_what_could_not_be_read_has_the_same_maximum_and_nothing_to_mark(graded):
    graded.run(result("s1.ipynb"), result("bad.ipynb", questions=(), status=Status.REJECTED, error="Not a notebook."))
    found = mark(graded, "bad.ipynb")
    assert (found.total, found.max_score, found.complete, found.status) == (0.0, 10.0, True, Status.REJECTED)


def test_where_the_grader_failed_there_is_no_complete_mark(class_):
    case = CaseResult("a case", False, 2.0, Verdict.ENGINE_ERROR)
    class_.run(result("s1.ipynb", questions=(QuestionResult("q1", 0.0, 2.0, (case,)),)))
    assert (mark(class_).complete, mark(class_).failed) == (False, True)
    override(class_.book, NAME, "s1.ipynb", points=1, who="Ada", why="read it")
    assert (mark(class_).complete, mark(class_).failed, mark(class_).total) == (True, False, 1.0)


# ---- lateness ----


@pytest.mark.parametrize(
    ("said", "days", "total"),
    [
        ({"handed_in": DUE - timedelta(hours=1)}, 0.0, 2.0),
        ({"handed_in": DUE + timedelta(days=1.5)}, 1.5, 1.6),
        ({"handed_in": DUE + timedelta(days=1.5), "late_days": 0.5}, 1.5, 1.6),
        ({"handed_in": DUE - timedelta(hours=1), "late_days": 0.5}, 0.0, 2.0),
        ({"late_days": 3.0}, 3.0, 1.4),
        ({}, 0.0, 2.0),
    ],
)
def test_days_are_those_since_the_deadline_that_was_given_or_else_what_the_lms_says(class_, said, days, total):
    class_.run(result("s1.ipynb", **said), marking=TENTH)
    found = mark(class_)
    assert (found.late_days, found.total, found.late_deduction) == (days, total, pytest.approx(2.0 - total))


def test_days_set_by_hand_come_first_and_the_newest_counts(class_):
    class_.run(result("s1.ipynb", late_days=3.0), marking=TENTH)
    for days, total in ((1, 1.8), (0, 2.0), (2, 1.6)):
        set_late_days(class_.book, NAME, "s1.ipynb", days=days, who="Ada", why="a certificate")
        assert mark(class_).total == total


def test_the_student_reads_what_lateness_took(class_):
    class_.run(result("s1.ipynb", late_days=1.5), marking=TENTH)
    assert mark(class_).comments == ("Handed in late (2 days begun): 0.4 points are taken off.",)


def test_without_a_policy_lateness_is_shown_and_takes_nothing(class_):
    class_.run(result("s1.ipynb", late_days=9.0))
    assert (mark(class_).late_days, mark(class_).total, mark(class_).comments) == (9.0, 2.0, ())


def test_a_policy_set_by_hand_comes_before_the_assignments_until_it_is_removed(class_):
    class_.run(result("s1.ipynb", late_days=1.0), marking=TENTH)
    set_policy(class_.book, NAME, {"percent_a_day": 50}, "Ada")
    class_.run(result("s1.ipynb", late_days=1.0), marking=TENTH)
    assert mark(class_).total == 1.0
    set_policy(class_.book, NAME, None, "Ada")
    assert mark(class_).total == 1.8


def test_setting_a_part_of_a_policy_leaves_the_others_as_they_are(class_):
    class_.run(result("s1.ipynb", handed_in=DUE + timedelta(days=1.5)), marking=TENTH)
    set_policy(class_.book, NAME, {"percent_a_day": 25}, "Ada")
    assert mark(class_).total == 1.0
    set_policy(class_.book, NAME, {"due": (DUE + timedelta(days=1)).isoformat()}, "Ada")
    assert mark(class_).total == 1.5


def test_a_time_without_a_zone_is_one_in_the_zone_of_the_deadline(class_):
    in_india = datetime(2026, 11, 2, tzinfo=timezone(timedelta(hours=5.5)))
    class_.run(result("s1.ipynb", handed_in=datetime(2026, 11, 2, 12)), marking=Marking(late=LatePolicy(in_india, 10)))
    assert mark(class_).late_days == 0.5


@pytest.mark.parametrize(
    ("said", "unknown"),
    [({}, True), ({"handed_in": DUE}, False), ({"late_days": 0.0}, False)],
)
def test_where_lateness_costs_points_and_nothing_tells_it_the_mark_says_so(class_, said, unknown):
    class_.run(result("s1.ipynb", **said), marking=TENTH)
    assert mark(class_).late_unknown is unknown
    set_late_days(class_.book, NAME, "s1.ipynb", days=0, who="Ada", why="I was there")
    assert not mark(class_).late_unknown


def test_without_a_policy_nothing_has_to_be_known(class_):
    class_.run(result("s1.ipynb"))
    assert not mark(class_).late_unknown


# ---- who is in the class ----


def test_the_class_is_what_the_newest_complete_run_saw(graded):
    graded.run(result("s2.ipynb"), result("s4.ipynb"))
    assert [found.submission for found in final_marks(graded.book, NAME)] == ["s2.ipynb", "s4.ipynb"]


def test_a_run_that_goes_on_or_was_stopped_takes_nobody_away(graded):
    graded.run(result("s4.ipynb", score=0.5), result("s1.ipynb", score=0.5), ends=False, settings="new tests")
    totals = {found.submission: found.total for found in final_marks(graded.book, NAME)}
    assert totals == {"s1.ipynb": 1.5, "s2.ipynb": 2.0, "s3.ipynb": 2.0, "s4.ipynb": 1.5}


def test_students_who_are_known_stay_when_another_run_has_nothing_of_them(class_):
    ada, eve = Student("1", "Ada"), Student("2", "Eve")
    class_.run(result("ada", student=ada), result("eve", student=eve))
    class_.run(result("ada again", {"q2": "new"}, student=ada))
    assert [(found.submission, found.student) for found in final_marks(class_.book, NAME)] == [
        ("ada again", ada),
        ("eve", eve),
    ]


@pytest.mark.parametrize(
    ("rule", "total", "most", "says"),
    [
        (TotalRule(), 2, 3, ""),
        (TotalRule(points_possible=30), 20, 30, "gave 2 of 3 points, which count as 30 in all"),
        (TotalRule(score_threshold=2 / 3), 3, 3, "at least 67% of them gets 3"),
        (TotalRule(points_possible=10, score_threshold=0.7), 0, 10, "at least 70% of them gets 10, and others get 0"),
    ],
)
def test_the_total_is_what_the_zip_makes_of_the_points(class_, rule, total, most, says):
    questions = (QuestionResult("q1", 1.0, 2.0, ()), QuestionResult("q2", 1.0, 1.0, ()))
    class_.run(result("s1.ipynb", questions=questions), marking=Marking(total=rule))
    found = mark(class_)
    assert (found.total, found.max_score) == (total, most)
    assert says in found.of_total
    assert (found.of_total in found.comments) is bool(says)
