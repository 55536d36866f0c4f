"""Which mistakes a class made, and who made them."""

from dataclasses import replace

from autograder.reports.statistics import Mistake, mistakes_of
from autograder.results import Cause

from .made_class import class_of, question, submission


def test_mistakes_come_with_who_made_them_commonest_first():
    graded = class_of(
        submission("a", question("q1", 0, hints=("rare", "common"))),
        submission("b", question("q1", 0, hints=("common", "common"))),
    )
    assert mistakes_of(graded) == (Mistake("q1", "common", ("a", "b")), Mistake("q1", "rare", ("a",)))


def test_a_mistake_is_one_in_whichever_test_and_question_and_on_whichever_values_it_was_found():
    line = "line 7 of step, 'z = d * y', stops with ValueError: shapes"
    graded = class_of(
        submission("a", question("q1", 0, hints=("sign",)), question("q2", 0, hints=("sign",))),
        submission("b", question("q1", 0), question("q2", 0, hints=("sign",))),
        submission("c", question("q1", 0, hints=(f'In the test "small": {line} (3,1) (4,1).',))),
        submission("d", question("q2", 0, hints=(f'In the test "large": {line} (16,5) (17,5).',))),
    )
    found = [(item.question, item.submissions) for item in mistakes_of(graded)]
    assert found == [("q1", ("a", "b")), ("q1", ("c", "d"))]


def test_what_a_cell_that_stopped_took_away_is_no_mistake():
    cause = Cause("`np` is missing because cell 2 stopped.", (("q1", "`np`"), ("q2", "`np`")))
    hints = [(cause.hint_for(name), "sign") for name in ("q1", "q2")]
    graded = class_of(
        replace(submission("a", question("q1", 0, hints=hints[0]), question("q2", 0, hints=hints[1])), causes=(cause,))
    )
    assert [item.hint for item in mistakes_of(graded)] == ["sign"]
