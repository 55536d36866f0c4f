"""What people put in place of marks, who did it and why: kept for good, and by every later run."""

import pytest

from autograder.course.class_list import Student
from autograder.course.late import LatePolicy
from autograder.errors import AutograderError
from autograder.marks.history import history
from autograder.marks.late_days import import_late_days, set_late_days
from autograder.marks.marking import Marking
from autograder.marks.overrides import override

from .conftest import NAME, marks_of, result


def mark(class_, name="s1.ipynb"):
    return marks_of(class_.book)[name]


def put(class_, points, question=None, submission="s1.ipynb", why="a good reason"):
    return override(class_.book, NAME, submission, points=points, question=question, who="Ada", why=why)


def said(class_, submission=None) -> list[tuple[str, str, str, str]]:
    return [(event.who, event.what, event.value, event.why) for event in history(class_.book, NAME, submission)]


def test_an_override_of_a_question_stands_in_place_of_tests_and_markers(graded):
    assert put(graded, 3.5, "q2") == (1.0, 3.5)
    assert (mark(graded).total, mark(graded).questions[1].points) == (4.5, 3.5)
    assert mark(graded, "s2.ipynb").total == 2.0


def test_an_override_of_the_total_is_the_last_word(graded):
    put(graded, 1.0, "q2")
    assert put(graded, 9.0) == (2.0, 9.0)
    assert (mark(graded).total, mark(graded).override, mark(graded).complete) == (9.0, 9.0, True)


def test_lateness_takes_nothing_off_an_override_of_the_total_and_its_share_off_one_of_a_question(class_):
    class_.run(result("s1.ipynb", late_days=1.0), marking=Marking(late=LatePolicy(percent_a_day=50)))
    put(class_, 5.0, "q2")
    assert mark(class_).total == 3.0
    put(class_, 5.0)
    assert (mark(class_).total, mark(class_).late_deduction) == (5.0, 0.0)


def test_an_override_can_be_put_over_and_removed_and_the_history_keeps_all_of_it(graded):
    put(graded, 2.0, "q1", why="one")
    put(graded, 2.0, "q2", why="two")
    put(graded, 5.0, "q2", why="three")
    assert put(graded, None, "q2", why="four") == (5.0, 1.0)
    assert mark(graded).questions[1].override is None
    assert mark(graded).total == 3.0
    assert said(graded) == [
        ("Ada", "q1, override", "1 -> 2", "one"),
        ("Ada", "q2, override", "1 -> 2", "two"),
        ("Ada", "q2, override", "2 -> 5", "three"),
        ("Ada", "q2, override removed", "5 -> 1", "four"),
    ]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        ((99.0, "q2"), "99 points are not between 0 and the 5 of q2"),
        ((-1.0, None), "-1 points are not between 0 and the 10 of the assignment"),
        ((float("nan"), None), "nan points are not between"),
        ((1.0, "q9"), "no question 'q9'; the questions are q1, q2, q3"),
        ((None, "q2"), "has no override of q2 to remove"),
        ((None, None), "has no override of the total to remove"),
        ((1.0, None, "s1.ipyn"), r"no submission 's1\.ipyn'; did you mean 's1\.ipynb'\?"),
        ((1.0, None, ""), "no submission ''"),
    ],
)
def test_what_cannot_be_is_one_sentence_and_changes_nothing(graded, call, message):
    with pytest.raises(AutograderError, match=message):
        put(graded, *call)
    assert said(graded) == []


def test_a_submission_may_be_named_by_its_student(class_):
    class_.run(result("ada_42_nb.ipynb", student=Student("42", "Ada", "ada@x.org")), result("b", student=Student("43")))
    put(class_, 5.0, submission="42")
    put(class_, 6.0, submission="ada@x.org")
    assert mark(class_, "ada_42_nb.ipynb").total == 6.0


def test_a_student_with_two_submissions_must_be_named_by_one(class_):
    class_.run(result("one", student=Student("42")), result("two", student=Student("42")))
    with pytest.raises(AutograderError, match="'42' has 2 submissions: one, two"):
        put(class_, 5.0, submission="42")


@pytest.mark.parametrize("named", ["maria silva", "Silva, Maria"])
def test_a_name_is_no_id_but_all_who_have_it_are_shown(class_, named):
    class_.run(*(result(f"Maria Silva ({each})", student=Student(each, "Maria Silva")) for each in ("12", "13")))
    with pytest.raises(AutograderError, match=r"did you mean 'Maria Silva \(12\)' or 'Maria Silva \(13\)'\?"):
        put(class_, 5.0, submission=named)


# ---- late days ----


def test_late_days_come_from_a_table_all_or_none(graded, write_csv):
    head = ["submission", "days", "why"]
    assert import_late_days(graded.book, NAME, write_csv([head, ["s1.ipynb", "1,5", "mail"]]), "Ada") == 1
    assert said(graded) == [("Ada", "late days", "1.5", "mail")]
    wrong = [head, ["s2.ipynb", "1", ""], ["s9", "1", ""], ["s3.ipynb", "soon", ""], ["s2.ipynb", "2", ""]]
    with pytest.raises(AutograderError, match="nothing was written") as raised:
        import_late_days(graded.book, NAME, write_csv(wrong, delimiter=";"), "Ada")
    assert [line.split(":")[0].strip() for line in str(raised.value).splitlines()[1:]] == ["row 3", "row 4", "row 5"]
    assert len(said(graded)) == 1


def test_a_reason_that_its_commas_have_cut_into_cells_is_not_taken_for_less(graded, write_csv):
    with pytest.raises(AutograderError, match="row 2: it has more cells than the first line"):
        import_late_days(
            graded.book, NAME, write_csv([["submission", "days", "why"], ["s1.ipynb", "1", "ill", "mail"]]), "Ada"
        )


@pytest.mark.parametrize("days", [-1, float("nan"), float("inf"), 10_000])
def test_days_that_make_no_sense_are_refused(graded, days):
    with pytest.raises(AutograderError, match="are not between 0 and 3660"):
        set_late_days(graded.book, NAME, "s1.ipynb", days=days, who="Ada", why="x")


# ---- grading again ----


def test_nothing_that_people_decided_is_lost_on_grading_again(graded, write_csv):
    put(graded, 3.0, "q2")
    set_late_days(graded.book, NAME, "s1.ipynb", days=2, who="Ada", why="mail")
    before = said(graded)
    for settings, answer in (("new tests", "The bias  shifts."), ("newer tests", "handed in anew")):
        graded.run(result("s1.ipynb", {"q2": answer}, score=0.0), settings=settings)
        assert (mark(graded).total, mark(graded).late_days) == (3.0, 2.0)
    assert said(graded) == before
