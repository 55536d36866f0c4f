"""The figures of a class."""

import pytest

from autograder.marks.final import FinalMark, QuestionMark
from autograder.reports.statistics import summarize
from autograder.results import Status, Verdict

from .made_class import class_of, question, rejected, submission


def marked(name, *points, manual=None, most=2.0, total=None, complete=True, decided=True):
    """Return final marks; a person gives up to one point in the last question."""
    questions = [QuestionMark(f"q{n}", value, most) for n, value in enumerate(points[:-1], 1)]
    questions.append(QuestionMark(f"q{len(points)}", points[-1], most, manual=manual, manual_max=1.0))
    earned = sum(item.points for item in questions)
    total = earned if total is None else total
    return FinalMark(name, None, Status.GRADED, tuple(questions), 0.0, 0.0, total, 5.0, complete, decided=decided)


def test_full_partial_and_no_marks_are_counted():
    first, _ = summarize(class_of(submission("a", 2, 2), submission("b", 1, 0), submission("c", 0, 0))).questions
    assert (first.full, first.partial, first.none) == (1, 1, 1)


def test_difficulty_is_the_mean_share_of_the_points_that_was_got():
    first, second = summarize(class_of(submission("a", 2, 2), submission("b", 1, 2), submission("c", 0, 2))).questions
    assert (first.difficulty, second.difficulty) == (0.5, 1.0)


def test_discrimination_is_the_correlation_with_the_sum_of_the_other_questions():
    graded = class_of(submission("a", 2, 2, 1), submission("b", 1, 0, 0), submission("c", 0, 0, 2))
    # q1: 2, 1, 0 against 3, 0, 2: covariance 1/3, variances 2/3 and 14/9
    assert summarize(graded).questions[0].discrimination == pytest.approx((1 / 3) / ((2 / 3) * (14 / 9)) ** 0.5)


def test_a_question_that_only_weaker_students_get_right_has_a_negative_discrimination():
    graded = class_of(submission("a", 0, 2), submission("b", 2, 0), submission("c", 0, 2), submission("d", 2, 1))
    assert summarize(graded).questions[0].discrimination < -0.9


@pytest.mark.parametrize("others", [[(2, 2), (2, 0)], [(2, 2), (0, 2)], [(1, 1)]])
def test_discrimination_is_left_open_where_nothing_varies(others):
    graded = class_of(*(submission(f"s{n}", *points) for n, points in enumerate(others)))
    assert summarize(graded).questions[0].discrimination is None


def test_points_that_only_rounding_tells_apart_are_equal():
    third = question("q1", 0.1 + 0.2, most=0.3)
    assert summarize(class_of(submission("a", third), submission("b", third))).questions[0].full == 2


def test_the_histogram_has_ten_bins_and_full_marks_are_in_the_last():
    graded = class_of(*(submission(f"s{n}", *points) for n, points in enumerate([(0, 0), (2, 0), (2, 2), (2, 2)])))
    assert summarize(graded).histogram == (1, 0, 0, 0, 0, 1, 0, 0, 0, 2)


def test_the_figures_are_over_what_could_be_graded():
    broken = submission("c", question("q1", 0, verdict=Verdict.ENGINE_ERROR))
    missing = submission("d", status=Status.MISSING, error="Nothing was handed in.")
    found = summarize(class_of(submission("a", 2, 2), submission("b", 0, 1), rejected("x"), broken, missing))
    assert (found.counted, found.mean, found.median, found.lowest, found.highest) == (2, 2.5, 2.5, 1, 4)


def test_a_class_of_which_nothing_could_be_graded_has_no_questions():
    found = summarize(class_of(rejected("x")))
    assert (found.counted, found.questions, sum(found.histogram)) == (0, (), 0)


def test_final_marks_count_when_all_of_them_are_there():
    graded = class_of(submission("a", 2, 2), submission("b", 0, 1))
    found = summarize(graded, [marked("a", 2, 2, manual=1.0), marked("b", 0, 1, manual=0.5)])
    assert (found.by_hand, found.max_score, found.mean) == (True, 5.0, 3.25)
    assert (found.questions[1].max_score, found.questions[1].full, found.questions[1].partial) == (3.0, 1, 1)


def test_while_answers_wait_for_a_mark_the_figures_are_those_of_the_tests():
    graded = class_of(submission("a", 2, 2), submission("b", 0, 1))
    found = summarize(graded, [marked("a", 2, 2, manual=1.0), marked("b", 0, 1, complete=False)])
    assert (found.by_hand, found.max_score, found.mean) == (False, 4.0, 2.5)


def test_lateness_takes_from_the_total_and_not_from_how_a_question_discriminates():
    graded = class_of(*(submission(name, *points) for name, points in {"a": (2, 2), "b": (1, 0), "c": (0, 1)}.items()))
    on_time = [marked(item.id, *(q.score for q in item.questions), manual=0.0) for item in graded.submissions]
    late = [marked("a", 2, 2, manual=0.0, total=1.0), *on_time[1:]]
    assert summarize(graded, late).mean < summarize(graded, on_time).mean
    assert summarize(graded, late).questions == summarize(graded, on_time).questions
