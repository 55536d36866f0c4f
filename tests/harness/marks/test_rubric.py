"""The rubric as items with points: what the assignment says, what people change, and what marks follow from it."""

import pytest

from autograder.course.rubric import RubricItem, WrittenRubric
from autograder.errors import AutograderError
from autograder.marks.change_rubric import drop_item, put_item
from autograder.marks.give import give_mark
from autograder.marks.history import history
from autograder.marks.marking import Marking
from autograder.marks.rubric import Rubric, read_rubrics
from autograder.marks.standing import Answer

from .conftest import NAME, marks_of, result

WEIGHTS, KEPT, UNITS = (
    RubricItem("", "names the weights", 1.0),
    RubricItem("", "says why they are kept", 3.0),
    RubricItem("", "gets the units wrong", -0.5),
)
ANSWER = {"q2": "mine"}


def bring(class_, *items: RubricItem, text: str = "") -> None:
    """Grade the class with these items for q2."""
    class_.run(
        result("s1.ipynb", ANSWER), result("s2.ipynb", ANSWER), marking=Marking({"q2": WrittenRubric(text, items)})
    )


def rubric(class_) -> Rubric:
    with class_.book.database.reading() as connection:
        return read_rubrics(connection, NAME)["q2"]


def ids(class_) -> dict[str, str]:
    return {item.text: item.id for item in rubric(class_).items}


def give(class_, *items: str, adjustment: float = 0.0, submission: str = "s1.ipynb") -> float:
    return give_mark(
        class_.book,
        NAME,
        "q2",
        [submission],
        items=items,
        adjustment=adjustment,
        answer=Answer("mine").digest,
        who="Ada",
        seen={},
    )


def put(class_, item: RubricItem) -> RubricItem:
    return put_item(class_.book, NAME, "q2", item, "Ada")


def test_every_question_that_a_person_marks_has_one_with_numbers_and_the_maximum(class_):
    bring(class_, WEIGHTS, KEPT, text="Wording does not matter.")
    with class_.book.database.reading() as connection:
        found = read_rubrics(connection, NAME)
    items = (RubricItem("1", WEIGHTS.text, 1.0), RubricItem("2", KEPT.text, 3.0))
    assert found == {"q2": Rubric("q2", 4.0, "Wording does not matter.", items), "q3": Rubric("q3", 3.0)}


@pytest.mark.parametrize(
    ("items", "adjustment", "points"),
    [
        ((), 0.0, 0.0),
        (("1",), 0.0, 1.0),
        (("1", "2"), 0.0, 4.0),
        (("1", "2"), 1.0, 4.0),
        (("3",), 0.0, 0.0),
        (("1", "3"), 0.0, 0.5),
        (("1", "3"), 0.3, 0.8),
    ],
)
def test_points_are_the_sum_of_the_items_and_the_adjustment_between_nothing_and_the_maximum(
    class_, items, adjustment, points
):
    bring(class_, WEIGHTS, KEPT, UNITS)
    assert give(class_, *items, adjustment=adjustment) == points
    assert marks_of(class_.book)["s1.ipynb"].questions[1].manual == points
    assert marks_of(class_.book)["s2.ipynb"].questions[1].manual is None


def test_a_change_of_an_item_counts_for_all_who_have_it_and_for_nobody_else(class_):
    bring(class_, WEIGHTS, KEPT)
    give(class_, "1", submission="s1.ipynb")
    give(class_, "2", submission="s2.ipynb")
    put(class_, RubricItem("1", "names the weights, in words", 0.5))
    given = {name: mark.questions[1].manual for name, mark in marks_of(class_.book).items()}
    assert given == {"s1.ipynb": 0.5, "s2.ipynb": 3.0}
    assert rubric(class_).items[0] == RubricItem("1", "names the weights, in words", 0.5)


def test_what_people_change_outlives_another_run_with_the_rubric_of_the_assignment(class_):
    bring(class_, WEIGHTS, KEPT)
    put(class_, RubricItem("1", WEIGHTS.text, 0.5))
    assert put(class_, RubricItem("", "an example", 0.25)).id == "3"
    bring(class_, WEIGHTS, KEPT)
    assert [(item.id, item.points) for item in rubric(class_).items] == [("1", 0.5), ("2", 3.0), ("3", 0.25)]


def test_an_item_that_is_put_before_others_or_reworded_in_the_assignment_changes_no_mark(class_):
    bring(class_, WEIGHTS, KEPT)
    give(class_, "1")
    reworded = RubricItem("", "names the weights of a layer", 1.0)
    bring(class_, UNITS, reworded, KEPT)
    assert ids(class_) == {UNITS.text: "3", reworded.text: "1", KEPT.text: "2"}
    assert marks_of(class_.book)["s1.ipynb"].questions[1].manual == 1.0


def test_an_item_with_an_id_can_be_rewritten_as_a_whole(class_):
    bring(class_, RubricItem("w", "names the weights", 1.0), KEPT)
    bring(class_, KEPT, RubricItem("w", "quite another text", 2.0))
    assert ids(class_) == {KEPT.text: "1", "quite another text": "w"}


def test_an_item_that_the_assignment_gives_up_counts_on_for_who_has_it(class_):
    bring(class_, WEIGHTS, KEPT)
    give(class_, "1")
    bring(class_, KEPT)
    assert (len(rubric(class_).items), rubric(class_).former[0].text) == (1, WEIGHTS.text)
    assert marks_of(class_.book)["s1.ipynb"].questions[1].manual == 1.0


def test_an_item_that_a_mark_has_is_not_dropped_and_another_one_is(class_):
    bring(class_, WEIGHTS, KEPT)
    give(class_, "1")
    with pytest.raises(AutograderError, match="One answer has this item, so it stays in the rubric of q2"):
        drop_item(class_.book, NAME, "q2", "1", "Ada")
    drop_item(class_.book, NAME, "q2", "2", "Ada")
    assert [item.id for item in rubric(class_).items] == ["1"]
    assert put(class_, RubricItem("", "something else", 1.0)).id == "3", "no id is used twice"


@pytest.mark.parametrize(
    ("item", "message"),
    [
        (RubricItem("", "  ", 1.0), "in 1 to 2,000 characters"),
        (RubricItem("", "x" * 2001, 1.0), "in 1 to 2,000 characters"),
        (RubricItem("", "much", 5.0), "5 points make no sense where 4 are to get"),
        (RubricItem("", "nan", float("nan")), "nan points make no sense"),
        (RubricItem("9", "unknown", 1.0), "The rubric of q2 has no item '9'"),
    ],
)
def test_an_item_that_makes_no_sense_is_refused_in_a_sentence(class_, item, message):
    bring(class_, WEIGHTS)
    with pytest.raises(AutograderError, match=message):
        put(class_, item)
    with pytest.raises(AutograderError, match="A person does not mark 'q1'; the questions are q2, q3"):
        put_item(class_.book, NAME, "q1", WEIGHTS, "Ada")
    assert rubric(class_).items == (RubricItem("1", WEIGHTS.text, 1.0),)


def test_the_history_tells_who_changed_the_rubric(class_):
    bring(class_, WEIGHTS, KEPT)
    put(class_, RubricItem("1", "names them", 0.5))
    drop_item(class_.book, NAME, "q2", "2", "Bob")
    told = [(event.who, event.submission, event.what, event.value) for event in history(class_.book, NAME)]
    assert told == [
        ("Ada", "everybody", "q2, rubric item 1", "0.5 points: names them"),
        ("Bob", "everybody", "q2, rubric item 2", "taken out"),
    ]
