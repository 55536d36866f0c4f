"""`autograder marks ...` as a user meets it."""

import shlex
from datetime import datetime

import pytest
from typer.testing import CliRunner

from autograder.cli import app
from autograder.errors import AutograderError

from .conftest import NAME, read_csv, result


@pytest.fixture
def marks(graded, tmp_path, monkeypatch):
    """Return a function that runs `autograder marks` with the words of a call and returns what it prints."""
    monkeypatch.chdir(tmp_path)

    def run(call: str, *, gradebook: str = "gradebook.db") -> str:
        words = ["marks", *shlex.split(call), "--gradebook", gradebook]
        outcome = CliRunner().invoke(app, words, catch_exceptions=False)
        assert outcome.exit_code == 0, outcome.output
        return outcome.output

    return run


def test_from_export_to_import(marks, tmp_path):
    assert "q2: 2 different answers from 3 submissions, 0 marked" in marks("export --out marking --anonymous")
    rows = read_csv(tmp_path / "marking" / "marks.csv")
    text = (tmp_path / "marking" / "marks.csv").read_text(encoding="utf-8-sig")
    for row in rows[:2]:
        text = text.replace(f"{row['code']},{row['students']},q2,4,,", f"{row['code']},{row['students']},q2,4,2.5,")
    (tmp_path / "marking" / "marks.csv").write_text(text, encoding="utf-8")
    printed = marks("import marking/marks.csv --who Ada")
    assert "4 marks written, 0 were there already." in printed  # an answer that is empty has its 0 filled in
    assert "2 rows have no points yet." in printed
    assert "Run the same autograder grade again" in printed
    assert marks("list").count("q2: 2.5") == 3


@pytest.mark.parametrize("command", [["marks", "list"], ["export", "csv", "--out", "marks.csv"]], ids=" ".join)
def test_a_gradebook_that_is_not_here_is_found_in_the_course(graded, tmp_path, tmp_path_factory, monkeypatch, command):
    for folder in ("solutions", "tests/otter", "deeper"):
        (tmp_path / folder).mkdir(parents=True)
    outside, call = tmp_path_factory.mktemp("outside"), [*command, "--gradebook", "gradebook.db"]
    for here, said in ((outside, ["--course", str(tmp_path)]), (tmp_path / "deeper", [])):
        monkeypatch.chdir(here)
        found = CliRunner().invoke(app, [*call, *said], catch_exceptions=False)
        assert found.exit_code == 0, found.output
    monkeypatch.chdir(outside)
    with pytest.raises(AutograderError, match=r"There is no gradebook gradebook\.db"):
        CliRunner().invoke(app, call, catch_exceptions=False)
    with pytest.raises(AutograderError, match=r"The folder \. is not a course"):
        CliRunner().invoke(app, [*call, "--course", "."], catch_exceptions=False)


def test_override_late_and_list(marks):
    assert "s1.ipynb, q2: 1 -> 3." in marks('override s1.ipynb --question q2 --points 3 --who Ada --why "a reason"')
    assert "s1.ipynb, q2: 3 -> 1." in marks('override s1.ipynb --question q2 --remove --who Ada --why "no reason"')
    assert "s1.ipynb: 2 days late." in marks("late s1.ipynb --days 2 --who Ada --why mail")
    listed = marks("list s1.ipynb").splitlines()
    assert [line.split("  ", 1)[1] for line in listed] == [
        "Ada  s1.ipynb  q2, override: 1 -> 3 (a reason)",
        "Ada  s1.ipynb  q2, override removed: 3 -> 1 (no reason)",
        "Ada  s1.ipynb  late days: 2 (mail)",
    ]
    assert marks("list s2.ipynb") == "Nobody has decided anything yet.\n"


def test_overrides_of_many_are_looked_at_and_then_written(marks, tmp_path):
    (tmp_path / "talk.csv").write_text("submission,points\ns1.ipynb,3\ns2.ipynb,\n", encoding="utf-8")
    shown = marks("import-overrides talk.csv --who Ada --why talk --dry-run").splitlines()
    assert shown == [
        "s1.ipynb, total: 2 -> 3 (talk)",
        "1 overrides would be written, 1 rows have no points yet: leave out --dry-run to do so.",
    ]
    assert marks("list") == "Nobody has decided anything yet.\n"
    assert "1 overrides written" in marks("import-overrides talk.csv --who Ada --why talk")
    assert "total, override: 2 -> 3 (talk)" in marks("list")


def test_a_policy_is_shown_set_and_removed(marks):
    assert marks("policy") == "Nothing is taken off for lateness.\n"
    printed = marks(
        "policy --due 2026-11-02T23:59:00+01:00 --percent-a-day 10 --grace-hours 1 --cut-off-days 7 --who Ada"
    )
    assert printed.splitlines()[0] == (
        "Late days: due 2026-11-02 23:59:00+01:00; 10 % of the points earned for each day begun, with 1 h of grace; "
        "more than 7 days late gives 0 points."
    )
    assert "Nothing is taken off" in marks("policy --remove --who Ada")


def test_a_policy_that_finds_no_time_to_go_by_says_so(marks, graded):
    printed = marks("policy --percent-a-day 10 --who Ada")
    assert "Nothing says whether any of the 3 submissions was late" in printed
    assert "nothing is taken off. Set the deadline (autograder marks policy --due) and grade with a class" in printed
    printed = marks("policy --due 2026-11-02T23:59:00+00:00 --who Ada")
    assert "nothing is taken off. Grade with a class list that says" in printed, "the deadline is set"
    assert "Set the deadline" not in printed
    graded.run(result("s1.ipynb", late_days=0.5), result("s2.ipynb", late_days=9.0), result("s3.ipynb"))
    printed = marks("policy --grace-hours 1 --who Ada")
    assert "10 % of the points earned for each day begun, with 1 h of grace" in printed
    assert "2 of 3 are late (0.5 to 9 days). Nothing says whether 1 of 3 were late" in printed


def test_a_deadline_finds_who_is_late(marks, graded):
    graded.run(result("s1.ipynb", handed_in=datetime(2026, 11, 3, 11, 59)), result("s2.ipynb", late_days=0.0))
    marks("policy --percent-a-day 10 --who Ada")
    assert "1 of 2 are late (0.5 days)." in marks("policy --due 2026-11-02T23:59:00+00:00 --who Ada")


def test_the_folder_of_a_gradebook_will_do(marks):
    assert marks("list", gradebook=".") == "Nobody has decided anything yet.\n"


def test_what_is_printed_of_a_submission_cannot_drive_the_terminal(marks, graded):
    graded.run(result("\x1b[31m\u202e.ipynb"))
    marks("late '\x1b[31m\u202e.ipynb' --days 1 --who Ada --why x")
    assert not {"\x1b", "\u202e"} & set(marks("list"))


@pytest.mark.parametrize(
    ("call", "said"),
    [
        ("override s1.ipynb --who Ada --why x", "Give either --points P or --remove"),
        ("override s1.ipynb --points 1 --remove --who Ada --why x", "Give either --points P or --remove"),
        ("override s1.ipynb --points 1 --who ' ' --why x", "--who must not be empty"),
        ("override s1.ipynb --points 1 --who Ada --why ''", "--why must not be empty"),
        ("late s1.ipynb --who Ada --why x", "Give either SUBMISSION with --days D"),
        ("late s1.ipynb --days 1 --who Ada", "--why must not be empty"),
        ("policy --due tomorrow --who Ada", "--due 'tomorrow' is no date and time"),
        ("policy --due 2026-11-02 --who Ada", "with its offset from UTC"),
        ("policy --percent-a-day 10", "--who must not be empty"),
        ("policy --percent-a-day 10 --remove --who Ada", "either a policy or --remove"),
        ("list --assignment tinny", "has no assignment 'tinny'; did you mean 'tiny'"),
    ],
)
def test_a_wrong_call_is_one_sentence(marks, call, said):
    with pytest.raises(AutograderError, match=said):
        marks(call)
    assert marks("list") == "Nobody has decided anything yet.\n"


def test_a_gradebook_that_is_not_there_is_not_made(marks, tmp_path):
    with pytest.raises(AutograderError, match=r"There is no gradebook elsewhere\.db"):
        marks("list", gradebook="elsewhere.db")
    assert not (tmp_path / "elsewhere.db").exists()


def test_with_two_assignments_one_must_be_named(marks, graded):
    from .conftest import SETTINGS

    with graded.book.run("another", SETTINGS) as record:
        record.end()
    with pytest.raises(AutograderError, match=r"Name the assignment with --assignment; .* has another, tiny"):
        marks("list")
    assert marks(f"list --assignment {NAME}") == "Nobody has decided anything yet.\n"
