"""The reports: functions of the results."""

import csv
import io
import json

import pytest
from rich.console import Console

from autograder.reports.grades_csv import grades_csv
from autograder.results import (
    CaseResult,
    ClassResult,
    Engine,
    QuestionResult,
    Skipped,
    Status,
    SubmissionResult,
    Verdict,
)
from autograder.results import json_file as results_json_module
from autograder.results.json_file import results_json
from autograder.results.table import notes, print_table
from autograder.system.files import write_atomically

PASSED, FAILED = Verdict.PASSED, Verdict.FAILED


def question(name, *verdicts, manual=0.0):
    cases = tuple(CaseResult(f"case {n}", False, 1.0, verdict) for n, verdict in enumerate(verdicts))
    return QuestionResult(name, float(verdicts.count(PASSED)), float(len(verdicts)), cases, (), manual)


def submission(name, *questions, status=Status.GRADED, error=None):
    score = sum(q.score for q in questions)
    return SubmissionResult(name, status, error, score, 4.0, 1.0, questions)


def lost(name, verdict, error):
    return submission(
        name, question("q1", verdict, verdict), question("q2", verdict, verdict), status=Status.PARTIAL, error=error
    )


def class_of(*submissions, warning="Graded without isolation.", skipped=()):
    return ClassResult("tiny", 4.0, Engine("none", "otter", 42, "0.1.0", warning), submissions, skipped)


GOOD = submission("s1.ipynb", question("q1", PASSED, PASSED), question("q2", PASSED, FAILED))
EMPTY = submission(
    "s2.ipynb", question("q1", *[Verdict.NOT_ATTEMPTED] * 2), question("q2", Verdict.NOT_ATTEMPTED, FAILED)
)
REJECTED = submission("s3.ipynb", status=Status.REJECTED, error="The file is empty; save it.")
SLOW = lost("s4.ipynb", Verdict.TIMEOUT, "The notebook did not end.")
UNKNOWN = lost("s5.ipynb", Verdict.ENGINE_ERROR, "The grader failed.")


def printed(result):
    stream = io.StringIO()
    print_table(result, Console(file=stream))
    return stream.getvalue()


def row(text, name):
    (line,) = [line for line in text.splitlines() if line.strip().startswith(f"{name} ")]
    return line.split()


def test_the_table_is_ruled_with_what_its_terminal_can_draw():
    assert "───" in printed(class_of(GOOD))
    stream = io.TextIOWrapper(io.BytesIO(), encoding="latin-1")
    print_table(class_of(GOOD), Console(file=stream))
    stream.seek(0)
    assert "---" in stream.read()


def test_the_table_has_a_row_a_submission_and_a_column_a_question():
    text = printed(class_of(GOOD, EMPTY, REJECTED, SLOW, UNKNOWN))
    assert row(text, "s1.ipynb") == ["s1.ipynb", "2", "1", "3", "graded"]
    assert row(text, "s2.ipynb") == ["s2.ipynb", "-", "0", "0", "graded"]
    assert row(text, "s3.ipynb")[:3] == ["s3.ipynb", "0", "rejected"]
    assert row(text, "s4.ipynb") == ["s4.ipynb", "0t", "0t", "0", "partial"]
    assert row(text, "s5.ipynb") == ["s5.ipynb", "?", "?", "?", "partial"]
    assert row(text, "mean") == ["mean", "of", "the", "3", "graded", "0.67", "0.33", "1"]


@pytest.fixture
def wide():
    names = [f"q{part}.{number}" for part in (1, 2, 3, 4) for number in range(1, 5)]
    return class_of(
        submission(
            "a-rather-long-name-of-a-submission-from-an-lms.ipynb",
            *(question(name, *[PASSED] * 10, FAILED) for name in names),
        )
    )


def test_a_piped_table_is_never_folded_or_coloured(wide):
    text = printed(wide)
    assert "\x1b" not in text
    assert "q1.1" in text
    assert "q4.4" in text
    assert len(row(text, "a-rather-long-name-of-a-submission-from…")) == 1 + 16 + 2


def test_sixteen_questions_fit_into_120_columns(wide):
    assert max(map(len, printed(wide).splitlines()[:6])) <= 140
    short = class_of(
        *(SubmissionResult("s01.ipynb", s.status, None, s.score, 4.0, 1.0, s.questions) for s in wide.submissions)
    )
    assert max(map(len, printed(short).splitlines()[:6])) <= 120


def test_in_a_narrow_terminal_the_table_comes_in_parts(wide):
    stream = io.StringIO()
    print_table(wide, Console(file=stream, width=80, force_terminal=True, color_system=None))
    lines = stream.getvalue().splitlines()
    assert [" ".join(line.split()) for line in lines if "q1.1" in line or "q4.1" in line] == [
        "q1.1 q1.2 q1.3 q1.4 total",
        "q4.1 q4.2 q4.3 q4.4 total",
    ]
    assert not any("..." in line for line in lines)


def test_notes_say_what_the_instructor_must_know():
    result = class_of(
        submission("s0.ipynb", question("q1", PASSED, manual=4.0)),
        EMPTY,
        REJECTED,
        UNKNOWN,
        skipped=(Skipped("a.txt", "not a notebook"),),
    )
    text = "\n".join(notes(result))
    assert "Signs: - not attempted, ? the grader failed: grade again." in text
    assert "s3.ipynb: rejected. The file is empty; save it." in text
    assert "A person marks besides, with points that are not in the table: q1 (4)." in text
    assert "Skipped a.txt: not a notebook." in text
    assert "The grader failed for: s5.ipynb. Grade again" in text
    assert text.endswith("Warning: Graded without isolation.")


def test_no_signs_no_legend():
    assert notes(class_of(GOOD, warning=None)) == []


def test_an_empty_class_prints():
    assert "total" in printed(class_of())


def test_names_cannot_move_the_cursor_or_stop_the_output():
    text = printed(class_of(submission("\x1b[2J[red]\udc80.ipynb", question("q1", PASSED))))
    assert "\x1b" not in text
    assert "\\x1b[2J[red]\\udc80.ipynb" in text
    text.encode("utf-8")


@pytest.mark.parametrize("sign", ["\u202e", "\u2066", "\u200f", "\x9b", "\x07", "\r", "\n", "\u2028", "\U000e0041"])
def test_names_cannot_turn_the_line_round_or_break_it(sign):
    text = printed(class_of(submission(f"a{sign}b.ipynb", question("q1", PASSED)), skipped=(Skipped(f"c{sign}", "x"),)))
    assert f"a{ascii(sign)[1:-1]}b.ipynb" in text
    assert sign == "\n" or sign not in text


def read_csv(result):
    return list(csv.DictReader(io.StringIO(grades_csv(result))))


def test_csv():
    good, rejected, unknown = read_csv(class_of(GOOD, REJECTED, UNKNOWN))
    assert good == {
        "id": "s1.ipynb",
        "status": "graded",
        "score": "3",
        "max_score": "4",
        "q1": "2",
        "q2": "1",
        "error": "",
    }
    assert (rejected["score"], rejected["q1"], rejected["error"]) == ("0", "0", "The file is empty; save it.")
    assert (unknown["score"], unknown["q1"], unknown["max_score"]) == ("", "", "4"), "no mark is not a zero"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", " =", "\n=", "\uff1d"])
def test_csv_cells_are_never_formulas(start):
    (line,) = read_csv(class_of(submission(f"{start}HYPERLINK(1).ipynb", error=f"{start}cmd", status=Status.REJECTED)))
    assert line["id"].startswith("'")
    assert not line["error"].startswith(("=", "+", "-", "@", "\t", "\r"))


def test_csv_with_thirds_is_readable():
    thirds = SubmissionResult(
        "s.ipynb", Status.GRADED, None, 0.1 + 0.2, 1.0, 0.0, (QuestionResult("q1", 1 / 3, 1.0, ()),)
    )
    (line,) = read_csv(class_of(thirds))
    assert (line["score"], line["q1"]) == ("0.3", "0.3333")


def test_json_is_readable_by_people_and_survives_half_characters(tmp_path):
    path = tmp_path / "results.json"
    result = class_of(submission("é\udc80.ipynb", question("q1", PASSED)))
    results_json_module.write_results_json(result, path)
    text = path.read_text(encoding="utf-8")
    assert "é" in text
    assert ClassResult.from_json(json.loads(text)) == result
    assert results_json(class_of(GOOD)).endswith("\n")


def test_a_file_is_written_whole_or_not_at_all(tmp_path, monkeypatch):
    path = tmp_path / "results.json"
    write_atomically("old", path)

    def full(*args):
        raise OSError("no space left")

    monkeypatch.setattr("pathlib.Path.replace", full)
    with pytest.raises(OSError, match="no space"):
        write_atomically("new", path)
    assert path.read_text() == "old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["results.json"]
