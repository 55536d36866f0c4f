"""What is decided for a whole class, or for a student whatever is handed in, holds for every later run."""

from datetime import UTC, datetime, timedelta

import pytest

from autograder.course.class_list import Student
from autograder.course.late import LatePolicy
from autograder.errors import AutograderError
from autograder.marks.final import final_marks
from autograder.marks.history import history
from autograder.marks.in_words import besides_the_tests
from autograder.marks.late_days import extend, set_late_days
from autograder.marks.marking import Marking
from autograder.marks.overrides import override
from autograder.marks.rulings import Extension, Ruling
from autograder.marks.scheme import rule, set_policy
from autograder.results import Status
from tests.harness.marks.conftest import NAME, result

DUE = datetime(2026, 11, 2, 23, 59, tzinfo=UTC)
POLICY = LatePolicy(DUE, 10.0)
ADA = Student("a1", "Ada", "ada@example.org")


def final(class_, submission="s1.ipynb"):
    return next(mark for mark in final_marks(class_.book, NAME) if mark.submission == submission)


def ruled(class_, question, ruling):
    return rule(class_.book, NAME, question, ruling, who="A. Lecturer", why="the text was wrong")


def test_a_question_given_to_all_gives_all_its_points_a_persons_included(graded):
    assert ruled(graded, "q2", Ruling.GIVE) == 3
    for mark in final_marks(graded.book, NAME):
        assert (mark.questions[1].points, mark.total, mark.max_score) == (5, 6, 10)
        assert "q2: everybody gets its points." in mark.comments
        assert mark.decided


def test_a_question_that_is_dropped_counts_for_nothing_and_nobody_has_to_mark_it(graded):
    ruled(graded, "q2", Ruling.DROP)
    ruled(graded, "q3", Ruling.DROP)
    mark = final(graded)
    assert (mark.total, mark.max_score, mark.complete) == (1, 2, True)
    assert mark.comments == ("q2 does not count.", "q3 does not count.")


def test_who_sees_the_points_of_the_tests_is_told_what_marks_count_besides(graded):
    assert besides_the_tests(final_marks(graded.book, NAME)) == ()
    graded.run(*(result(name) for name in ("s1.ipynb", "s2.ipynb")), marking=Marking(extra=("q1",)))
    ruled(graded, "q2", Ruling.DROP)
    ruled(graded, "q3", Ruling.GIVE)
    override(graded.book, NAME, "s1.ipynb", points=3.0, who="Ada", why="talk")
    said = besides_the_tests(final_marks(graded.book, NAME))
    assert said == (
        "Points and maxima here are those of the tests. Final marks, of 3 points, are in grades.csv, the pages and the "
        "report: q1 is extra credit, q2 is dropped, q3 is given to all, 1 is overridden.",
    )


def test_of_what_could_not_be_read_the_maximum_is_that_of_the_others(graded):
    unread = {"status": Status.REJECTED, "error": "not a notebook", "questions": ()}
    graded.run(result("s1.ipynb"), result("s2.ipynb", **unread), marking=Marking(extra=("q1",)))
    ruled(graded, "q3", Ruling.DROP)
    assert {mark.max_score for mark in final_marks(graded.book, NAME)} == {5}


def test_the_newest_decision_holds_and_can_be_taken_back(graded):
    ruled(graded, "q1", Ruling.DROP)
    ruled(graded, "q1", Ruling.GIVE)
    assert final(graded).questions[0].points == 2
    ruled(graded, "q1", None)
    assert final(graded).questions[0].points == 1
    with pytest.raises(AutograderError, match="Nothing was decided of q1"):
        ruled(graded, "q1", None)


def test_an_override_of_a_question_that_is_given_to_all_stands(graded):
    override(graded.book, NAME, "s1.ipynb", points=0.5, who="x", why="copied", question="q1")
    ruled(graded, "q1", Ruling.GIVE)
    assert final(graded).questions[0].points == 0.5
    assert final(graded, "s2.ipynb").questions[0].points == 2


def test_what_is_decided_for_all_holds_when_the_class_is_graded_again(graded):
    ruled(graded, "q1", Ruling.GIVE)
    graded.run(result("s1.ipynb", score=0.0), result("s4.ipynb", score=0.0), settings="other tests")
    assert final(graded).questions[0].points == 2
    assert final(graded, "s4.ipynb").questions[0].points == 2


def test_a_question_that_there_is_not_is_refused_with_the_nearest_name(graded):
    with pytest.raises(AutograderError, match="no question 'q11'; did you mean 'q1'"):
        ruled(graded, "q11", Ruling.GIVE)


def test_extra_credit_of_the_settings_is_above_the_maximum(class_):
    class_.run(result("s1.ipynb", score=2.0), marking=Marking(extra=("q1",)))
    mark = final(class_)
    assert (mark.total, mark.max_score) == (3, 8)
    assert mark.decided


def test_an_override_may_be_more_than_the_maximum_when_that_is_said(graded):
    with pytest.raises(AutograderError, match=r"not between 0 and the 2 of q1\. Extra points are given with --beyond"):
        override(graded.book, NAME, "s1.ipynb", points=3, who="x", why="bonus", question="q1")
    override(graded.book, NAME, "s1.ipynb", points=3, who="x", why="bonus", question="q1", beyond=True)
    assert final(graded).questions[0].points == 3
    with pytest.raises(AutograderError, match="not between"):
        override(graded.book, NAME, "s1.ipynb", points=-1, who="x", why="malus", question="q1", beyond=True)


def late(hours, said=None):
    return result("s1.ipynb", score=2.0, student=ADA, handed_in=DUE + timedelta(hours=hours), late_days=said)


@pytest.mark.parametrize(
    ("extension", "hours", "days"),
    [
        (Extension(hours=48), 47, 0),
        (Extension(hours=48), 60, 0.5),
        (Extension(due=DUE + timedelta(days=7)), 24 * 7, 0),
        (Extension(due=DUE + timedelta(days=7)), 24 * 8, 1),
        (Extension(due=DUE - timedelta(days=1)), 0, 1),
    ],
)
def test_more_time_counts_from_the_students_own_deadline(class_, extension, hours, days):
    class_.run(late(hours), marking=Marking(late=POLICY))
    assert extend(class_.book, NAME, "ada@example.org", extension, who="x", why="ill")
    assert final(class_).late_days == pytest.approx(days)


def test_more_time_is_taken_off_what_the_lms_says_of_its_own_deadline(class_):
    class_.run(result("s1.ipynb", student=ADA, late_days=3.0), marking=Marking(late=LatePolicy(percent_a_day=10.0)))
    extend(class_.book, NAME, "a1", Extension(hours=48), who="x", why="ill")
    assert final(class_).late_days == pytest.approx(1)


@pytest.mark.parametrize(("extension", "days"), [(Extension(hours=24), 0.5), (Extension(due=DUE), 9)])
def test_more_hours_make_nobody_later_than_the_lms_says_and_another_deadline_is_a_persons_word(class_, extension, days):
    class_.run(late(24 * 9, said=0.5), marking=Marking(late=POLICY))
    extend(class_.book, NAME, "a1", extension, who="x", why="ill")
    assert final(class_).late_days == pytest.approx(days)


def test_a_student_may_be_named_by_the_full_name_unless_two_have_it(class_):
    twins = [
        result(f"t{n}.ipynb", student=Student(f"t{n}", "Zoë Müller"), handed_in=DUE + timedelta(hours=30))
        for n in (1, 2)
    ]
    class_.run(late(30), *twins, marking=Marking(late=POLICY))
    assert extend(class_.book, NAME, "ADA", Extension(hours=48), who="x", why="ill")
    assert final(class_).late_days == 0
    with pytest.raises(AutograderError, match=r"2 students are called zoe muller: .*t1\.ipynb.*; name one by id"):
        extend(class_.book, NAME, "zoe muller", Extension(hours=48), who="x", why="ill")


def test_later_runs_and_other_files_of_the_student_keep_it_and_others_do_not_get_it(class_):
    class_.run(late(30), marking=Marking(late=POLICY))
    assert final(class_).late_deduction == pytest.approx(0.6)
    extend(class_.book, NAME, "s1.ipynb", Extension(hours=48), who="x", why="ill")
    again = {"score": 2.0, "handed_in": DUE + timedelta(hours=40)}
    class_.run(result("second.ipynb", student=ADA, **again), result("s9.ipynb", **again), marking=Marking(late=POLICY))
    assert final(class_, "second.ipynb").late_deduction == 0
    assert final(class_, "s9.ipynb").late_deduction > 0


def test_it_may_be_given_before_anything_was_handed_in_and_taken_back(class_):
    class_.run(result("s2.ipynb"), marking=Marking(late=POLICY))
    assert not extend(class_.book, NAME, "ADA@example.org", Extension(hours=48), who="x", why="ill")
    class_.run(late(30), marking=Marking(late=POLICY))
    assert final(class_).late_days == 0
    assert extend(class_.book, NAME, "ada@example.org", None, who="x", why="") is True
    assert final(class_).late_days > 0
    with pytest.raises(AutograderError, match="no other deadline"):
        extend(class_.book, NAME, "ada@example.org", None, who="x", why="")


def test_late_days_that_a_person_has_set_are_the_last_word(class_):
    class_.run(late(30), marking=Marking(late=POLICY))
    extend(class_.book, NAME, "a1", Extension(hours=48), who="x", why="ill")
    set_late_days(class_.book, NAME, "s1.ipynb", days=2, who="x", why="seen")
    assert final(class_).late_days == 2


def test_more_time_holds_for_a_time_that_was_said_without_a_zone(class_):
    on_the_clock = (DUE + timedelta(hours=30)).replace(tzinfo=None)
    class_.run(result("s1.ipynb", student=ADA, handed_in=on_the_clock), marking=Marking(late=POLICY))
    assert final(class_).late_days == 1.25
    extend(class_.book, NAME, "a1", Extension(hours=24), who="x", why="ill")
    assert final(class_).late_days == 0.25


def test_a_policy_that_is_set_or_removed_leaves_the_other_decisions(class_):
    class_.run(late(30), marking=Marking(late=POLICY))
    ruled(class_, "q1", Ruling.DROP)
    extend(class_.book, NAME, "a1", Extension(hours=48), who="x", why="ill")
    for policy in ({"percent_a_day": 50.0}, None):
        set_policy(class_.book, NAME, policy, "x")
        assert final(class_).questions[0].points == 0
        assert final(class_).late_days == 0


def test_the_history_says_who_decided_what_for_whom(class_):
    class_.run(late(30), marking=Marking(late=POLICY))
    ruled(class_, "q1", Ruling.DROP)
    ruled(class_, "q1", None)
    extend(class_.book, NAME, "a1", Extension(hours=48), who="x", why="ill")
    said = [(event.who, event.submission, event.what, event.value, event.why) for event in history(class_.book, NAME)]
    assert said == [
        ("A. Lecturer", "everybody", "q1", "drop", "the text was wrong"),
        ("A. Lecturer", "everybody", "q1", "as before", "the text was wrong"),
        ("x", "a1", "deadline", "48 hours more", "ill"),
    ]
