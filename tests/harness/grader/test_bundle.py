"""The autograder.zip: what is refused, what its copy says, and what its questions are worth."""

import json
import zipfile

import pytest

from autograder.errors import AutograderError
from autograder.grader.bundle import CaseSpec, QuestionSpec, faults, open_bundle, read_specs
from autograder.results import Verdict
from autograder.results.verdict import WORDS


def described(name="q1", points=(1, 2), declared=None, **changes):
    cases = [
        {"name": f"case {number}", "hidden": bool(number % 2), "points": value, "advice": ""}
        for number, value in enumerate(points)
    ]
    return {"name": name, "all_or_nothing": False, "declared": declared, "cases": cases} | changes


def test_settings_of_the_zip(tiny_zip):
    bundle = open_bundle(tiny_zip)
    assert (bundle.seed, bundle.assignment_name, bundle.support_files) == (42, "tiny", {"checks.py"})


@pytest.mark.parametrize(("seed", "expected"), [(7, 7), (0, 0), (None, 42)])
def test_the_copy_has_the_seed_and_grades_only(tmp_path, tiny_files, make_zip, seed, expected):
    config = json.loads(tiny_files["otter_config.json"]) | {"token": "secret", "pdf": True, "points_possible": 10}
    source = make_zip(tmp_path / "a.zip", tiny_files | {"otter_config.json": json.dumps(config)})
    copy = tmp_path / "copy.zip"
    open_bundle(source).write_copy(copy, seed)
    with zipfile.ZipFile(copy) as archive:
        written = json.loads(archive.read("otter_config.json"))
        assert sorted(archive.namelist()) == sorted(tiny_files)
    assert written["seed"] == expected
    assert written["pdf"] is False
    assert written["show_stdout"] is True
    assert not {"token", "assignment_name"} & set(written)


def test_a_zip_without_settings(tmp_path, make_zip, tiny_files):
    files = {name: text for name, text in tiny_files.items() if name != "otter_config.json"}
    bundle = open_bundle(make_zip(tmp_path / "a.zip", files))
    bundle.write_copy(tmp_path / "copy.zip", None)
    assert bundle.seed is None
    assert open_bundle(tmp_path / "copy.zip").seed is None


@pytest.mark.parametrize(
    ("files", "part"),
    [
        ({"a.txt": ""}, "holds no tests"),
        ({"tests/q1.py": "", "otter_config.json": "[]"}, "not a JSON object"),
        ({"tests/q1.py": "", "otter_config.json": "{"}, "build it again"),
        ({"tests/q1.py": "", "otter_config.json": '{"lang": "r"}'}, "only Python"),
        ({"tests/q1.R": "", "otter_config.json": '{"lang": "r"}'}, "assignments in R .* otter grade"),
        ({"tests/q1.R": ""}, "assignments in R "),
        ({"tests/q1.py": "", "otter_config.json": '{"grade_from_log": true}'}, "not supported"),
    ],
)
def test_zips_that_are_refused(tmp_path, make_zip, files, part):
    with pytest.raises(AutograderError, match=part):
        open_bundle(make_zip(tmp_path / "a.zip", files))


def test_a_file_that_is_no_zip_or_not_there(tmp_path):
    (tmp_path / "a.zip").write_text("no")
    with pytest.raises(AutograderError, match="not an autograder zip"):
        open_bundle(tmp_path / "a.zip")
    with pytest.raises(AutograderError, match="There is no autograder zip"):
        open_bundle(tmp_path / "b.zip")


def test_questions_come_in_the_given_order_and_then_as_people_count():
    items = [described(name) for name in ("q1", "q10", "q2", "q3")]
    assert [spec.name for spec in read_specs(items, manual={})] == ["q1", "q2", "q3", "q10"]
    assert [spec.name for spec in read_specs(items, manual={}, order=["q3", "q1"])] == ["q3", "q1", "q2", "q10"]


def test_manual_points_stand_beside():
    (spec,) = read_specs([described()], manual={"q1": 4})
    assert (spec.max_score, spec.manual_max_score) == (3.0, 4.0)


ODD = {
    "states 20 points, but its cases add up to 3": [described(declared=20)],
    "Two test files": [described(), described(points=(5,))],
    "has no test cases": [described(), described("q2", points=())],
    "no points at all": [described(points=(0, 0))],
}


@pytest.mark.parametrize("part", ODD)
def test_assignments_that_are_refused(part):
    with pytest.raises(AutograderError, match=part):
        read_specs(ODD[part], manual={})


@pytest.mark.parametrize(("part", "points"), zip(ODD, (3, 5, 3, 0), strict=True))
def test_what_otter_grades_is_taken_from_others_and_said(part, points):
    specs = read_specs(ODD[part], manual={}, strict=False)
    assert sum(spec.max_score for spec in specs) == points
    assert [part in fault for fault in faults(ODD[part])] == [True]


def test_nothing_is_wrong_with_a_sound_assignment():
    assert list(faults([described(declared=3), described("q2", (0,))])) == []


def test_tests_that_ask_nothing_are_never_taken():
    with pytest.raises(AutograderError, match="no points at all"):
        read_specs([], manual={}, strict=False)


def test_a_question_without_points_is_no_harm_beside_others():
    assert [spec.max_score for spec in read_specs([described(), described("q2", (0,))], manual={})] == [3.0, 0.0]


PASSED, FAILED = (Verdict.PASSED, ""), (Verdict.FAILED, "wrong")


@pytest.mark.parametrize(("all_or_nothing", "score"), [(False, 1.0), (True, 0.0)])
def test_the_score_of_a_question(all_or_nothing, score):
    spec = QuestionSpec("q1", (CaseSpec("a", False, 1.0), CaseSpec("b", True, 2.0)), all_or_nothing)
    assert spec.result([PASSED, FAILED]).score == score
    assert spec.result([PASSED, PASSED]).score == 3.0


def test_the_instructors_advice_comes_first():
    spec = QuestionSpec("q1", (CaseSpec("a", False, 1.0, "Read chapter 2."),))
    assert spec.result([FAILED]).cases[0].message == "Read chapter 2.\nwrong"
    assert spec.result([PASSED]).cases[0].message == ""


STUDENTS = [verdict for verdict in Verdict if verdict not in (Verdict.PASSED, Verdict.ENGINE_ERROR)]


@pytest.mark.parametrize("verdict", STUDENTS)
def test_a_student_reads_of_a_hidden_case_its_advice_and_its_verdict_only(verdict):
    cases = (CaseSpec("public", False, 1.0), CaseSpec("hidden", True, 1.0, "Think of the bias."))
    question = QuestionSpec("q1", cases)
    public, hidden = question.result([(verdict, "f(173) is wrong"), (verdict, "f(173) is wrong")]).cases
    assert (public.message, public.detail) == ("f(173) is wrong", "")
    assert hidden.message == f"Think of the bias.\n{WORDS[verdict].hidden}"
    assert hidden.detail == "f(173) is wrong"


def test_what_broke_in_the_grader_is_for_the_instructor():
    result = QuestionSpec("q1", (CaseSpec("public", False, 1.0),)).result([(Verdict.ENGINE_ERROR, "no space left")])
    assert (result.cases[0].message, result.cases[0].detail) == (WORDS[Verdict.ENGINE_ERROR].hidden, "no space left")
