"""A table of marks beside markers in the browser: items of the rubric, and nobody's newer mark written over."""

import pytest

from autograder.course.rubric import RubricItem, WrittenRubric
from autograder.errors import AutograderError
from autograder.marks.change_rubric import put_item
from autograder.marks.decisions import current_marks
from autograder.marks.export import export_answers
from autograder.marks.give import give_mark, undo_last
from autograder.marks.mark_table import import_marks
from autograder.marks.marking import Marking
from autograder.marks.standing import Answer

from .conftest import NAME, read_csv, result

RUBRIC = WrittenRubric(
    "Wording does not matter.",
    (RubricItem("w", "names the weights", 1.0), RubricItem("", "why kept", 3.0), RubricItem("", "wrong units", -0.5)),
)
DIGEST = Answer("mine").digest


@pytest.fixture
def class_of_two(class_):
    class_.run(
        result("s1.ipynb", {"q2": "mine", "q3": "x"}),
        result("s2.ipynb", {"q2": "yours"}),
        marking=Marking({"q2": RUBRIC}),
    )
    return class_


@pytest.fixture
def table(class_of_two, tmp_path, write_csv):
    """Return functions that export the rows of q2 by submission, and that import them after changes."""

    def export():
        export_answers(class_of_two.book, NAME, tmp_path / "out", questions=["q2"], force=True)
        return {row["submission"]: row for row in read_csv(tmp_path / "out" / "marks.csv")}

    def import_(rows):
        first = next(iter(rows.values()))
        path = write_csv([list(first), *(row.values() for row in rows.values())])
        return import_marks(class_of_two.book, NAME, path, "Ada")

    return export, import_


def mark(class_, name="s1.ipynb"):
    with class_.book.database.reading() as connection:
        found = current_marks(connection, NAME, "q2").get(name)
    return found and (found.points, found.items, found.adjustment, found.who)


def give(class_, *items, adjustment=0.0, who="Bob"):
    with class_.book.database.reading() as connection:
        seen = {name: now.record for name, now in current_marks(connection, NAME, "q2").items()}
    how = {"items": items, "adjustment": adjustment, "answer": DIGEST, "who": who, "seen": seen}
    give_mark(class_.book, NAME, "q2", ["s1.ipynb"], **how)


@pytest.mark.parametrize(
    ("items", "points", "found"),
    [
        ("w", "", (1.0, ("w",), 0.0, "Ada")),
        ("2, w", "", (0.5, ("w", "2"), 0.0, "Ada")),
        ("w 1 2", "3.5", (3.5, ("w", "1", "2"), 0.0, "Ada")),
        ("w;1", "3", (3.0, ("w", "1"), -1.0, "Ada")),
        ("", "2", (2.0, (), 2.0, "Ada")),
    ],
)
def test_items_give_the_points_and_other_points_adjust_them(class_of_two, table, items, points, found):
    export, import_ = table
    rows = export()
    rows["s1.ipynb"] |= {"items": items, "points": points}
    assert (import_(rows).written, import_(rows).unchanged) == (1, 1)
    assert mark(class_of_two) == found


def test_an_item_that_is_not_in_the_rubric_is_named(table):
    export, import_ = table
    rows = export()
    rows["s1.ipynb"]["items"] = "w 7"
    with pytest.raises(AutograderError, match="row 2: the rubric of q2 has no item '7'; its items are w, 1, 2"):
        import_(rows)


def test_marks_of_the_browser_come_back_as_they_were(class_of_two, table):
    export, import_ = table
    give(class_of_two, "w", "1", adjustment=-0.25)
    rows = export()
    assert (rows["s1.ipynb"]["points"], rows["s1.ipynb"]["items"]) == ("3.75", "w 1")
    assert (import_(rows).written, import_(rows).unchanged) == (0, 1)
    assert mark(class_of_two) == (3.75, ("w", "1"), -0.25, "Bob")


def test_other_items_change_the_points_that_were_left_as_they_were(class_of_two, table):
    export, import_ = table
    give(class_of_two, "w", "1", adjustment=-0.25)
    rows = export()
    rows["s1.ipynb"]["items"] = "1"
    import_(rows)
    assert mark(class_of_two) == (2.75, ("1",), -0.25, "Ada")


def test_a_table_without_items_leaves_them_where_the_points_are_the_same(class_of_two, write_csv):
    give(class_of_two, "w", "1", adjustment=-0.25)
    for points, comment in (("3.75", "good"), ("2", "less")):
        path = write_csv([["submission", "question", "points", "comment"], ["s1.ipynb", "q2", points, comment]])
        import_marks(class_of_two.book, NAME, path, "Ada")
        expected = (3.75, ("w", "1"), -0.25, "Ada") if comment == "good" else (2.0, (), 2.0, "Ada")
        assert mark(class_of_two) == expected


def test_a_row_left_as_exported_does_not_go_over_a_newer_mark(class_of_two, table):
    export, import_ = table
    give(class_of_two, "w")
    rows = export()
    give(class_of_two, "1")
    rows["s2.ipynb"]["points"] = "4"
    assert import_(rows).written == 1
    assert mark(class_of_two) == (3.0, ("1",), 0.0, "Bob")
    undo_last(class_of_two.book, NAME, "Bob")
    undo_last(class_of_two.book, NAME, "Bob")
    assert import_(rows).written == 0
    assert mark(class_of_two) is None, "what was taken back since stays taken back"


def test_a_row_that_would_go_over_a_newer_mark_is_named_and_nothing_is_written(class_of_two, table):
    export, import_ = table
    rows = export()
    give(class_of_two, "1")
    rows["s1.ipynb"]["points"] = rows["s2.ipynb"]["points"] = "4"
    message = r"row 2: Bob has changed the mark of s1\.ipynb for q2 since the export \(it is 3 points now\)"
    with pytest.raises(AutograderError, match=message):
        import_(rows)
    assert mark(class_of_two, "s2.ipynb") is None


def test_the_same_mark_from_two_sides_is_no_conflict(class_of_two, table):
    export, import_ = table
    rows = export()
    give(class_of_two, "w")
    rows["s1.ipynb"]["items"] = "w"
    assert import_(rows).unchanged == 1


def test_nothing_for_an_empty_answer_gives_way_to_a_mark_that_somebody_gave(class_, tmp_path):
    class_.run(result("s1.ipynb"))
    export_answers(class_.book, NAME, tmp_path, questions=["q2"])
    how = {"items": (), "adjustment": 2.0, "answer": Answer("").digest, "who": "Bob", "seen": {}}
    give_mark(class_.book, NAME, "q2", ["s1.ipynb"], **how)
    import_marks(class_.book, NAME, tmp_path / "marks.csv", "Ada")
    assert mark(class_) == (2.0, (), 2.0, "Bob")


def test_a_changed_item_is_no_change_of_a_row_and_a_changed_row_adjusts_it(class_of_two, table):
    export, import_ = table
    give(class_of_two, "w", adjustment=0.25)
    rows = export()
    put_item(class_of_two.book, NAME, "q2", RubricItem("w", "names the weights", 0.5), "Bob")
    assert import_(rows).written == 0
    assert mark(class_of_two) == (0.75, ("w",), 0.25, "Bob")
    rows["s1.ipynb"]["comment"] = "good"
    import_(rows)
    assert mark(class_of_two) == (0.75, ("w",), 0.25, "Ada")
    rows["s1.ipynb"]["points"] = "2"
    rows["s1.ipynb"]["seen"] = export()["s1.ipynb"]["seen"]
    import_(rows)
    assert mark(class_of_two) == (2.0, ("w",), 1.5, "Ada")


def test_a_table_can_be_corrected_and_imported_again_by_who_imported_it(class_of_two, table):
    export, import_ = table
    rows = export()
    for points in ("1", "3"):
        rows["s1.ipynb"]["points"] = points
        assert import_(rows).written == 1
    assert mark(class_of_two) == (3.0, (), 3.0, "Ada")
