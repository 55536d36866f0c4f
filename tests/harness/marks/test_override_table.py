"""Overrides of many in one table, and the flag on one that a corrected mark has outdone."""

import pytest

from autograder.errors import AutograderError
from autograder.marks.overrides import import_overrides, in_words, override

from .conftest import NAME, marks_of, result

TABLE = 'submission,question,points,why\ns1.ipynb,q2,3,seen in class\ns2.ipynb,,"4,5",\ns3.ipynb,q1,,\n'


@pytest.fixture
def table(tmp_path):
    def write(text: str):
        path = tmp_path / "overrides.csv"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def totals(graded) -> dict[str, float]:
    return {name: mark.total for name, mark in marks_of(graded.book).items()}


def test_a_table_is_shown_before_anything_is_written(graded, table):
    before = totals(graded)
    shown = import_overrides(graded.book, NAME, table(TABLE), who="Ada", why="talk", dry_run=True)
    assert in_words(shown) == ["s1.ipynb, q2: 1 -> 3 (seen in class)", "s2.ipynb, total: 2 -> 4.5 (talk)"]
    assert (shown.unchanged, shown.waiting) == (0, 1)
    assert totals(graded) == before


def test_a_table_is_written_once(graded, table):
    import_overrides(graded.book, NAME, table(TABLE), who="Ada", why="talk")
    assert totals(graded) == {"s1.ipynb": 4.0, "s2.ipynb": 4.5, "s3.ipynb": 2.0}
    again = import_overrides(graded.book, NAME, table(TABLE), who="Ada", why="talk")
    assert (again.changes, again.unchanged) == ((), 2)


def test_a_table_takes_overrides_away(graded, table):
    import_overrides(graded.book, NAME, table(TABLE), who="Ada", why="talk")
    import_overrides(graded.book, NAME, table("submission,points\ns2.ipynb,remove\n"), who="Ada", why="mistaken")
    assert totals(graded)["s2.ipynb"] == 2.0


def test_every_row_that_is_wrong_is_said_and_nothing_is_written(graded, table):
    rows = (
        "s1.ipynb,q2,3,x",
        "s1.ipynb,q2,2,x",
        "nobody,,1,x",
        "s2.ipynb,q1,99,x",
        "s3.ipynb,q1,two,x",
        "s3.ipynb,q1,1,",
    )
    before = totals(graded)
    with pytest.raises(AutograderError) as error:
        import_overrides(graded.book, NAME, table("\n".join(("submission,question,points,why", *rows))), who="Ada")
    lines = str(error.value).splitlines()
    assert [line.split(":")[0] for line in lines[1:]] == ["  row 3", "  row 4", "  row 5", "  row 6", "  row 7"]
    assert totals(graded) == before


@pytest.mark.parametrize(
    ("question", "flag"),
    [
        ("q1", "q1: the override gives 1.5, and without it the mark would be 2 now"),
        (None, "total: the override gives 1.5, and without it the mark would be 3 now"),
    ],
)
def test_an_override_that_a_corrected_mark_has_outdone_is_flagged(class_, question, flag):
    class_.run(result("s1.ipynb", score=0.0))
    override(class_.book, NAME, "s1.ipynb", points=1.5, question=question, who="Ada", why="half right")
    assert marks_of(class_.book)["s1.ipynb"].flags == ()
    class_.run(result("s1.ipynb", score=2.0), settings="corrected")
    assert marks_of(class_.book)["s1.ipynb"].flags == (flag,)


def test_a_mark_that_was_put_lower_on_purpose_is_not_flagged(class_):
    class_.run(result("s1.ipynb", score=2.0))
    override(class_.book, NAME, "s1.ipynb", points=0.5, question="q1", who="Ada", why="copied")
    assert marks_of(class_.book)["s1.ipynb"].flags == ()
