import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.errors import AutograderError
from autograder.export.moodle import MoodleOptions, comment_html, export_moodle
from autograder.results import Status
from autograder.text.cells import harmless, is_harmless
from tests.harness.export.making import (
    MOODLE_HEADER,
    NAMES,
    a_class,
    csv_text,
    graded,
    moodle_row,
    names,
    read_csv,
    student,
)

GRADE, COMMENT = MOODLE_HEADER.index("Grade"), MOODLE_HEADER.index("Feedback comments")
ANA, BO = student(1234501, "Ana Álvarez", "ana@x.org"), student(1234502, "Bo, Chen", "bo@x.org")


def export(folder, graded_class, rows, header=MOODLE_HEADER, form=None, **options):
    worksheet, out = folder / "worksheet.csv", folder / "filled.csv"
    worksheet.write_bytes(csv_text([header, *rows], **(form or {})))
    exported = export_moodle(graded_class, MoodleOptions(table=worksheet, out=out, **options))
    return exported, read_csv(out.read_bytes(), (form or {}).get("delimiter", ","))


def test_grades_are_put_into_moodles_own_columns_and_rows(tmp_path):
    rows = [moodle_row(BO), moodle_row(ANA)]
    exported, (header, bo, ana) = export(tmp_path, a_class(graded(ANA, 7.5), graded(BO, 10)), rows)
    assert tuple(header) == MOODLE_HEADER
    assert (ana[GRADE], bo[GRADE]) == ("7.5", "10")
    for before, after in zip(rows, (bo, ana), strict=True):
        assert [*after[:GRADE], *after[GRADE + 1 :]] == [*before[:GRADE], *before[GRADE + 1 :]]
    assert exported.summary.startswith("2 of 2 rows")


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize(("newline", "bom"), [("\n", True), ("\r\n", False)])
def test_the_form_of_the_file_is_kept(tmp_path, delimiter, newline, bom):
    form = {"delimiter": delimiter, "newline": newline, "bom": bom}
    export(tmp_path, a_class(graded(ANA)), [moodle_row(ANA), moodle_row(BO)], form=form)
    expected = csv_text([MOODLE_HEADER, moodle_row(ANA, grade="7.5"), moodle_row(BO)], **form)
    assert (tmp_path / "filled.csv").read_bytes() == expected


def test_names_that_try_everything_come_back_with_their_grades_and_are_no_formulas(tmp_path):
    students = [student(5000 + number, name) for number, name in enumerate(NAMES)]
    marks = [graded(who, float(number)) for number, who in enumerate(students)]
    exported, (_, *rows) = export(tmp_path, a_class(*marks), [moodle_row(who) for who in students])
    assert not [note for note in exported.notes if "not in" in note]
    for number, (who, row) in enumerate(zip(students, rows, strict=True)):
        assert row[:2] == [f"Participant {who.id}", harmless(who.name)]
        assert row[GRADE] == str(number)
        assert all(is_harmless(cell) for cell in row[:GRADE])


@given(st.lists(names, min_size=1, max_size=6))
@settings(max_examples=50)
def test_whatever_the_names_each_identifier_gets_its_grade(tmp_path_factory, called):
    folder = tmp_path_factory.mktemp("moodle")
    students = [student(100 + number, name) for number, name in enumerate(called)]
    marks = [graded(who, number % 10) for number, who in enumerate(students)]
    _, (_, *rows) = export(folder, a_class(*marks), [moodle_row(who) for who in students])
    assert [(row[0], row[GRADE]) for row in rows] == [
        (f"Participant {who.id}", str(number % 10)) for number, who in enumerate(students)
    ]
    assert [row[1] for row in rows] == [harmless(name) for name in called]


def test_rows_without_a_submission_are_left_as_they_are(tmp_path):
    missing = graded(BO, 0.0, status=Status.MISSING)
    rows = [moodle_row(ANA), moodle_row(BO, grade="3.00", comment="<p>see me</p>")]
    _, (_, ana, bo) = export(tmp_path, a_class(graded(ANA), missing), rows)
    assert bo == list(rows[1])
    assert ana[GRADE] == "7.5"


def test_who_handed_in_nothing_gets_a_zero_when_asked(tmp_path):
    missing = graded(BO, 0.0, status=Status.MISSING)
    _, (_, _, bo) = export(
        tmp_path, a_class(graded(ANA), missing), [moodle_row(ANA), moodle_row(BO)], zero_for_missing=True
    )
    assert bo[GRADE] == "0"


def test_locked_rows_are_left_as_they_are_and_named(tmp_path):
    rows = [moodle_row(ANA, grade="2.00", changeable="No"), moodle_row(BO)]
    exported, (_, ana, bo) = export(tmp_path, a_class(graded(ANA), graded(BO)), rows)
    assert (ana[GRADE], bo[GRADE]) == ("2.00", "7.5")
    assert "1 of 2 rows" in exported.summary
    assert any("Ana Álvarez" in note and "locked in Moodle" in note for note in exported.notes)


def test_a_mark_that_is_not_complete_is_held_back_unless_asked_for(tmp_path):
    marks = a_class(graded(ANA, complete=False), graded(BO))
    rows = [moodle_row(ANA), moodle_row(BO)]
    exported, (_, ana, _) = export(tmp_path, marks, rows)
    assert ana[GRADE] == ""
    assert any("s1234501.ipynb" in note and "not complete" in note for note in exported.notes)
    _, (_, ana, _) = export(tmp_path, marks, rows, incomplete=True)
    assert ana[GRADE] == "7.5"


def test_without_a_mark_to_write_nothing_is_written(tmp_path):
    with pytest.raises(AutograderError, match=r"nothing was written\. Not written, .* not complete .*: s1234501"):
        export(tmp_path, a_class(graded(ANA, complete=False)), [moodle_row(ANA)])
    assert not (tmp_path / "filled.csv").exists()


def test_a_mark_that_the_grader_failed_to_give_is_never_written(tmp_path):
    marks = a_class(graded(ANA, 0, complete=False, failed=True), graded(BO))
    exported, (_, ana, _) = export(tmp_path, marks, [moodle_row(ANA), moodle_row(BO)], incomplete=True)
    assert ana[GRADE] == ""
    assert any("s1234501.ipynb" in note and "grade again" in note for note in exported.notes)


def test_what_the_instructor_should_look_at_is_said(tmp_path):
    flagged = graded(ANA, flags=("q6: the answer has changed since it was marked",))
    exported, _ = export(tmp_path, a_class(flagged), [moodle_row(ANA)])
    assert any("s1234501.ipynb" in note and "the answer has changed" in note for note in exported.notes)


def test_another_maximum_must_be_decided_on(tmp_path):
    marks, rows = a_class(graded(ANA, 7.5)), [moodle_row(ANA, maximum="100.00")]
    with pytest.raises(AutograderError, match="gives 10 points, Moodle expects 100: say --scale"):
        export(tmp_path, marks, rows)
    assert not (tmp_path / "filled.csv").exists()
    _, (_, ana) = export(tmp_path, marks, rows, scale=True)
    assert ana[GRADE] == "75"
    _, (_, ana) = export(tmp_path, marks, rows, scale=False)
    assert ana[GRADE] == "7.5"


def test_a_maximum_with_a_decimal_comma_is_read_and_points_have_a_decimal_point(tmp_path):
    _, (_, ana) = export(tmp_path, a_class(graded(ANA, 7.5)), [moodle_row(ANA, maximum="10,00")])
    assert ana[GRADE] == "7.5", "Moodle reads a point in every language"


def test_more_than_moodle_takes_is_not_written(tmp_path):
    rows = [moodle_row(ANA), moodle_row(BO)]
    exported, (_, ana, _) = export(tmp_path, a_class(graded(ANA, 11), graded(BO)), rows)
    assert ana[GRADE] == ""
    assert any("11 is more than Moodle's maximum of 10" in note for note in exported.notes)


def test_comments_are_written_as_paragraphs_where_moodle_has_none(tmp_path):
    mark = graded(ANA, comments=["q6: 1 < 2 & so on", "-1 for lateness"])
    _, (_, ana) = export(tmp_path, a_class(mark), [moodle_row(ANA)])
    assert ana[COMMENT] == "<p>q6: 1 &lt; 2 &amp; so on</p><p>-1 for lateness</p>"


def test_a_comment_in_moodle_is_kept_unless_asked(tmp_path):
    mark, rows = a_class(graded(ANA, comments=["q6: good"])), [moodle_row(ANA, comment="<p>by hand</p>")]
    exported, (_, ana) = export(tmp_path, mark, rows)
    assert ana[COMMENT] == "<p>by hand</p>"
    assert any("--replace-comments" in note for note in exported.notes)
    _, (_, ana) = export(tmp_path, mark, rows, replace_comments=True)
    assert ana[COMMENT] == "<p>q6: good</p>"


def test_a_comment_that_would_be_a_formula_looks_the_same_in_moodle(tmp_path):
    _, (_, ana) = export(tmp_path, a_class(graded(ANA)), [moodle_row(ANA, comment="=1+1; +2")])
    assert ana[COMMENT] == "<p>=1+1; &#43;2</p>"


@given(st.lists(st.text(max_size=20), max_size=3))
def test_no_comment_is_a_formula(comments):
    assert is_harmless(comment_html(comments))


def test_a_german_worksheet_is_read_by_what_its_cells_hold(tmp_path):
    header = (
        "ID", "Vollständiger Name", "E-Mail-Adresse", "Status", "Bewertung", "Bestwertung",
        "Bewertung kann geändert werden", "Zuletzt geändert (Abgabe)", "Zuletzt geändert (Bewertung)",
        "Feedback als Kommentar",
    )  # fmt: skip
    rows = [
        ("Teilnehmer/in101", "Ana Álvarez", "ana@x.org", "Zur Bewertung abgegeben", "", "10,00", "Ja", "-", "-", ""),
        ("Teilnehmer/in102", "Bo, Chen", "bo@x.org", "Zur Bewertung abgegeben", "4,00", "10,00", "Nein", "-", "-", ""),
    ]
    exported, (_, ana, bo) = export(
        tmp_path,
        a_class(graded(ANA, comments=["gut"]), graded(BO)),
        rows,
        header,
        form={"delimiter": ";", "bom": True},
        column=["comments=Feedback als Kommentar"],
    )
    assert (ana[4], bo[4]) == ("7.5", "4,00")
    assert ana[-1] == "<p>gut</p>"
    assert "grade 'Bewertung', maximum 'Bestwertung', changeable 'Bewertung kann geändert werden'" in exported.notes[0]


def test_with_anonymous_submissions_the_number_alone_decides(tmp_path):
    header = ("Identifier", "Status", "Grade", "Maximum grade", "Grade can be changed", "Last modified (grade)")
    rows = [
        ("Participant 1234501", "Submitted for grading", "", "10.00", "Yes", "-"),
        ("Participant 1234502", "Submitted for grading", "", "10.00", "Yes", "-"),
    ]
    _, (_, ana, bo) = export(tmp_path, a_class(graded(ANA, 1), graded(BO, 2)), rows, header)
    assert (ana[2], bo[2]) == ("1", "2")


def test_students_without_ids_are_found_by_email_then_name(tmp_path):
    marks = a_class(
        graded(student("", "A. Other", "ana@x.org"), 1, submission="a"),
        graded(student("", "Bo, Chen"), 2, submission="b"),
    )
    _, (_, ana, bo) = export(tmp_path, marks, [moodle_row(ANA), moodle_row(BO)])
    assert (ana[GRADE], bo[GRADE]) == ("1", "2")


def test_duplicate_names_are_told_apart_by_number_or_listed(tmp_path):
    first, second = student(71, "Li Wei"), student(72, "Li Wei")
    rows = [moodle_row(first), moodle_row(second), moodle_row(ANA)]
    _, (_, one, two, _) = export(tmp_path, a_class(graded(first, 1), graded(second, 2)), rows)
    assert (one[GRADE], two[GRADE]) == ("1", "2")
    nameless = graded(student("", "Li Wei"), 3, submission="li.ipynb")
    exported, (_, one, two, _) = export(tmp_path, a_class(nameless, graded(ANA)), rows)
    assert (one[GRADE], two[GRADE]) == ("", "")
    assert any(note.startswith("li.ipynb") and "2 rows" in note for note in exported.notes)


@pytest.mark.parametrize(
    ("header", "row", "says"),
    [
        (("Name", "Grade"), ("Ana", "3"), "is no grading worksheet of Moodle"),
        (("Identifier", "Full name", "Note"), ("Participant 1", "Ana", ""), "--column grade=HEADER"),
    ],
)
def test_what_is_no_worksheet_is_refused_before_anything_is_written(tmp_path, header, row, says):
    with pytest.raises(AutograderError, match=says):
        export(tmp_path, a_class(graded(ANA)), [row], header)
    assert [file.name for file in tmp_path.iterdir()] == ["worksheet.csv"]


def test_a_worksheet_of_another_course_is_refused(tmp_path):
    with pytest.raises(AutograderError, match=r"No row of .* is of this class"):
        export(tmp_path, a_class(graded(ANA)), [moodle_row(student(9, "Someone Else", "e@x.org"))])
    assert not (tmp_path / "filled.csv").exists()


@pytest.mark.parametrize("named", ["grade=Grades", "points=Grade"])
def test_a_column_that_is_named_wrongly_is_told(tmp_path, named):
    with pytest.raises(AutograderError, match=r"no column 'Grades'|no column for 'points'"):
        export(tmp_path, a_class(graded(ANA)), [moodle_row(ANA)], column=[named])


def test_identifiers_that_are_not_all_different_are_no_worksheet(tmp_path):
    with pytest.raises(AutograderError, match="with another number in each row"):
        export(tmp_path, a_class(graded(ANA)), [moodle_row(ANA), moodle_row(ANA)])


def test_the_worksheet_is_not_written_over_unless_told(tmp_path):
    worksheet = tmp_path / "worksheet.csv"
    worksheet.write_bytes(csv_text([MOODLE_HEADER, moodle_row(ANA)]))
    with pytest.raises(AutograderError, match="is the file that is read"):
        export_moodle(a_class(graded(ANA)), MoodleOptions(table=worksheet, out=worksheet))
    export_moodle(a_class(graded(ANA)), MoodleOptions(table=worksheet, out=worksheet, in_place=True))
    assert read_csv(worksheet.read_bytes())[1][GRADE] == "7.5"
