"""The page of the class, as it is written; how it behaves in a browser is in test_report_in_browser.py."""

import base64
import hashlib
import json
import re
from dataclasses import replace

import pytest

from autograder.course.class_list import Student
from autograder.marks.final import FinalMark, QuestionMark
from autograder.reports.attention import names_of, needs_a_person
from autograder.reports.report import write_report
from autograder.results import Status, SubmissionResult, Verdict
from autograder.similarity import Pair, Similarities
from autograder.text.plain_text import visible

from .made_class import class_of, large_class, question, rejected, submission

EVIL = "</script><script>alert(1)</script><img src=x onerror=alert(2)>"
TURNED = "a\u202efdp.ipynb"


@pytest.fixture
def written(tmp_path):
    """Return a function that writes the report of a class and returns its text."""

    def write(graded, **more):
        write_report(graded, tmp_path / "report.html", **more)
        return (tmp_path / "report.html").read_text()

    return write


def data_in(page):
    (data,) = re.findall(r'<script type="application/json" id="data">(.*?)</script>', page)
    return json.loads(data)


def matters(graded, final=()):
    return {matter.title: matter for matter in needs_a_person(graded, final)}


def final_mark(name, *, manual=None, override=None, flags=(), late_days=0.0, deduction=0.0, total=2.5, comments=()):
    questions = (QuestionMark("q1", 2.0, 2.0), QuestionMark("q2", 0.0, 2.0, manual, 1.0, override))
    complete = manual is not None
    return FinalMark(
        name, None, Status.GRADED, questions, late_days, deduction, total, 5.0, complete, tuple(comments), tuple(flags)
    )


def test_of_whom_nothing_says_whether_they_were_late_a_person_is_told():
    graded = class_of(submission("a.ipynb", 2, 0.5), submission("b.ipynb", 2, 0.5))
    known, unknown = final_mark("a.ipynb"), replace(final_mark("b.ipynb"), late_unknown=True)
    assert "Nothing says whether it was late" not in matters(graded, (known,))
    (item,) = matters(graded, (known, unknown))["Nothing says whether it was late"].items
    assert item == (names_of(graded)["b.ipynb"], "")


def test_a_row_has_the_student_the_status_the_total_and_the_points_of_each_question(written):
    page = written(class_of(submission("a.ipynb", 2, 0.5, student="Lena García")))
    (row,) = re.findall(r"<tr><th scope=\"row\"><span class=\"name\">.*?</tr>", page)
    cells = re.findall(r"<td[^>]*>(.*?)</td>", row)
    assert "<bdi>Lena García</bdi>" in row
    assert "id-a.ipynb" in row
    assert cells == ["graded", "2.5", "2", "0.5", "0.5"]


def test_the_instructor_reads_what_hidden_cases_said(written):
    page = written(
        class_of(submission("a", question("q1", 0, detail="input 0.1234", message="It is wrong.", hidden=True)))
    )
    details = data_in(page)["details"]
    ((place, said),) = details["students"][0]["questions"][0][4]
    name, kind, verdict = details["cases"][place]
    assert [details["texts"][name], details["texts"][kind]] == ["goes to 0 and 1", "hidden"]
    assert details["verdicts"][verdict] == "wrong"
    assert details["texts"][said] == "input 0.1234"


def test_an_unsealed_case_is_marked_even_if_it_passed(written):
    graded = class_of(submission("a", question("q1", 2, unsealed=True)))
    assert "public, unsealed" in data_in(written(graded))["details"]["texts"]
    assert matters(graded)["Tests that ran unsealed"].items == (("q1: goes to 0 and 1", "in 1 submission"),)


def test_nothing_of_a_submission_becomes_markup(written):
    bad = question("q1", 0, message=EVIL, detail=EVIL, hints=(EVIL,))
    graded = class_of(
        submission(EVIL, bad, status=Status.PARTIAL, error=EVIL, student=EVIL), skipped=[(EVIL, EVIL)], notes=(EVIL,)
    )
    pair = Pair((EVIL, EVIL), (90, 90), ((0, 5),), ((0, 5),), (EVIL, EVIL))
    page = written(graded, similar=Similarities({EVIL: "1"}, (pair,), 1))
    assert page.count("<script") == 2
    assert "<img" not in page
    assert data_in(page)["similar"]["sources"] == [EVIL]


def test_the_policy_allows_the_page_s_own_script_and_style_and_nothing_else(written):
    page = written(class_of(submission("a", 2, 2)))
    (policy,) = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page)
    rules = {rule.split()[0]: rule.split()[1:] for rule in policy.split(";")}
    for rule, pattern in {"script-src": r"<script>(.*?)</script>", "style-src": r"<style>(.*?)</style>"}.items():
        (text,) = re.findall(pattern, page, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert rules[rule] == [f"'sha256-{digest}'"]
    assert rules["default-src"] == rules["base-uri"] == rules["form-action"] == ["'none'"]
    assert not re.search(r"\sstyle=|\son\w+=", page)


def test_the_page_needs_no_other_file(written):
    page = written(large_class(3))
    assert re.findall(r"<link|<iframe|<object|<embed|@import|url\(|src=", page) == []


@pytest.mark.parametrize(
    ("hidden", "shown"),
    [("\u202egpj.exe", "\\u202egpj.exe"), ("a\x1b[2Jb", "a\\u001b[2Jb"), ("\u2066x\u2069", "\\u2066x\\u2069")],
)
def test_characters_that_deceive_the_eye_are_written_out(hidden, shown):
    assert visible(hidden) == shown


@pytest.mark.parametrize("name", ["نور الدين", "דוד כהן", "Zoë Öztürk", "می\u200cخواهم", "two\nlines"])
def test_names_of_every_script_stay_as_they_are(name):
    assert visible(name) == name


def test_a_name_cannot_turn_the_text_around_it(written):
    page = written(class_of(submission(TURNED, 2, 2), skipped=[(TURNED, TURNED)]))
    assert "\u202e" not in page
    assert "<bdi>a\\u202efdp.ipynb</bdi>" in page


def test_lone_surrogates_do_not_stop_the_report(written):
    assert "\\ud800" in written(class_of(submission("a\ud800", question("q1", 0, message="\udfff"))))


def test_a_very_long_message_is_cut(written):
    page = written(class_of(submission("a", question("q1", 0, message="x" * 100_000))))
    assert len(page) < 60_000
    assert "x ..." in page


def test_a_page_that_would_say_the_same_is_not_written_again(tmp_path):
    path, graded = tmp_path / "report.html", class_of(submission("a", 2, 2))
    write_report(graded, path)
    before = path.stat().st_ino
    write_report(graded, path)
    assert path.stat().st_ino == before
    write_report(class_of(submission("a", 2, 1)), path)
    assert path.stat().st_ino != before


def test_a_file_that_is_not_this_page_is_written_over(tmp_path):
    path = tmp_path / "report.html"
    path.write_bytes(b"\xff broken")
    write_report(class_of(submission("a", 2, 2)), path)
    assert path.read_text().startswith("<!doctype html>")


def test_what_to_do_comes_with_whom_it_is_about():
    graded = class_of(
        rejected("x.ipynb"),
        submission("y.ipynb", 2, 0, status=Status.PARTIAL, error="A cell ran for more than 60 s."),
        SubmissionResult("z", Status.MISSING, "Nothing was handed in.", 0, 4, 0, (), student=Student("17", "Zoë")),
        skipped=[("two.zip", "two students have this name: rename it")],
        notes=("The newest of 2 attempts counts.",),
    )
    found = matters(graded)
    assert found["Rejected"].items == (("x.ipynb", "The file is empty; save your work."),)
    assert found["Graded in part"].items == (("y.ipynb", "A cell ran for more than 60 s."),)
    assert found["Nothing handed in"].items == (("Zoë", "17"),)
    assert found["Files that were not taken for a submission"].items[0][0] == "two.zip"
    assert found["How the files were read"].items == (("The newest of 2 attempts counts.", ""),)


def test_where_the_grader_failed_no_mark_is_shown_and_it_comes_first(written):
    broken = question("q1", 0, detail="the jail broke", verdict=Verdict.ENGINE_ERROR)
    graded = class_of(rejected("x"), submission("a", broken), submission("b", 2, 2))
    assert next(iter(matters(graded))) == "The grader failed"
    (row,) = re.findall(r'class="name"><bdi>a</bdi>.*?</tr>', written(graded))
    assert re.findall(r"<td[^>]*>(.*?)</td>", row)[:3] == ["grader failed", "", ""]


def test_nothing_to_do_is_said(written):
    assert "Nothing: all that was handed in is graded." in written(class_of(submission("a", 2, 2)))


def test_answers_that_wait_for_a_mark_are_counted():
    graded = class_of(*(submission(name, question("q1", 2), question("q2", 0, manual=1.0)) for name in "abc"))
    assert matters(graded)["Written answers without a mark"].items == (("q2", "3 to mark"),)
    final = [final_mark("a", manual=1.0), final_mark("b"), final_mark("c", override=2.0)]
    assert matters(graded, final)["Written answers without a mark"].items == (("q2", "1 to mark"),)


def test_the_total_is_the_final_one_and_says_when_it_is_not_complete(written):
    graded = class_of(*(submission(name, question("q1", 2), question("q2", 0, manual=1.0)) for name in "ab"))
    page = written(graded, final=[final_mark("a", manual=0.5), final_mark("b", total=2.0)])
    assert re.findall(r'class="number total">(.*?)<', page) == ["2.5", "2+"]


def test_what_people_decided_is_told_of_a_student(written):
    graded = class_of(submission("a", 2, 0))
    mark = final_mark(
        "a",
        manual=0.5,
        late_days=2,
        deduction=0.4,
        comments=("q2: well argued", "Handed in late."),
        flags=("q2: changed",),
    )
    details = data_in(written(graded, final=[mark]))["details"]
    lines = [details["texts"][place] for place in details["students"][0]["lines"]]
    assert lines == ["q2: well argued", "Handed in late.", "Q2: changed."]
    parts = [details["texts"][question[2]] for question in details["students"][0]["questions"]]
    assert parts == ["", "Tests: 0 of 2. By a person: 0.5 of 1."]


def test_without_a_search_the_page_says_how_to_have_one(written):
    page = written(class_of(submission("a", 2, 2)))
    assert "autograder similar" in page
    assert "scratchgrade[similarity]" in page


def test_similar_work_comes_with_the_warning_that_it_proves_nothing(written):
    pair = Pair(("a", "b"), (90, 85), ((0, 5),), ((0, 5),), ("x = 1", "y = 1"))
    page = written(
        class_of(submission("a", 2, 2, student="Amara"), submission("b", 2, 2)),
        similar=Similarities({"a": "1", "b": "2"}, (pair,), 2),
    )
    assert "Similarity is no proof of anything." in page
    assert data_in(page)["similar"]["pairs"][0]["names"] == ["Amara", "b"]


@pytest.mark.slow
def test_a_thousand_students_are_a_page_of_less_than_ten_megabytes(tmp_path):
    write_report(large_class(1000), tmp_path / "report.html")
    assert (tmp_path / "report.html").stat().st_size < 10_000_000


def test_students_of_one_name_are_told_apart_by_their_numbers():
    graded = class_of(
        rejected("x"),
        submission("a", status=Status.REJECTED, error="Empty.", student="Lena García"),
        submission("b", status=Status.REJECTED, error="Empty.", student="Lena García"),
    )
    assert [about for about, _ in matters(graded)["Rejected"].items] == [
        "x",
        "Lena García (id-a)",
        "Lena García (id-b)",
    ]
