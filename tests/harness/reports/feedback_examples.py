"""Submissions of every kind whose pages of feedback are tested."""

import struct
import tempfile
import zlib
from datetime import UTC, datetime
from pathlib import Path

from autograder.course.class_list import Student
from autograder.engine.outputs import read_figures
from autograder.marks.final import FinalMark, QuestionMark
from autograder.reports.feedback import feedback_name, write_feedback
from autograder.results import CaseResult, ClassResult, Engine, QuestionResult, Status, SubmissionResult, Verdict
from autograder.results.shown import Figure, LeftOut

ATTACK = (
    "<script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\">"
    "<svg onload=document.title='owned'><style>body{display:none}</style>"
    "</style></title></textarea>--><script>document.title='owned'</script>{{7*7}}{% raw %}"
    "\"'><a href=\"javascript:document.title='owned'\">x</a><iframe src=https://example.org></iframe>"
    "<link rel=stylesheet href=https://example.org/a.css><meta http-equiv=refresh content=0;url=https://example.org>"
    "\x1b[31mred\x1b[0m\u202egnp.exe\u2066\x00\x08 url(https://example.org/b.png) @import 'https://example.org'"
)


def picture(width: int = 300, height: int = 200) -> bytes:
    """Return a grey picture as PNG."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I4s", len(content), kind) + content + struct.pack(">I", zlib.crc32(kind + content))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    rows = zlib.compress((b"\0" + b"\x99" * width) * height)
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def case(name, verdict=Verdict.PASSED, *, hidden=False, points=1.0, message="", detail=""):
    return CaseResult(name, hidden, points, verdict, message, detail)


def question(name, *cases, hints=(), manual=0.0):
    score = sum(each.points for each in cases if each.passed)
    return QuestionResult(name, score, sum(each.points for each in cases), tuple(cases), hints, manual)


def submission(name, *questions, status=Status.GRADED, error=None, **more):
    score = sum(each.score for each in questions)
    most = sum(each.max_score for each in questions) or 4.0
    return SubmissionResult(name, status, error, score, most, 0.5, questions, **more)


def class_of(*submissions, assignment="tiny", warning=None):
    engine = Engine("bubblewrap", "engine", 1, "0.1", warning)
    return ClassResult(assignment, submissions[0].max_score, engine, submissions)


def page_of(result, *, mark=None, figures=(), warning=None, **options):
    """Return the page that is written for a submission."""
    with tempfile.TemporaryDirectory() as folder:
        graded, final = class_of(result, warning=warning), [mark] if mark else []
        write_feedback(graded, Path(folder), final=final, figures=lambda submission: figures, **options)
        return (Path(folder) / feedback_name(result.id)).read_text(encoding="utf-8")


def mark_of(result, *, manual=None, comment="", late_days=0.0, late_deduction=0.0, override=None, overrides=()):
    """Return a final mark in which a person gave `manual` points wherever one can give any."""
    questions = tuple(
        QuestionMark(
            each.name,
            each.score,
            each.max_score,
            manual=manual if each.manual_max_score else None,
            manual_max=each.manual_max_score,
            override=dict(overrides).get(each.name),
            comment=comment if each.manual_max_score else "",
        )
        for each in result.questions
    )
    total = sum(each.points for each in questions) - late_deduction
    return FinalMark(
        submission=result.id,
        student=result.student,
        status=result.status,
        questions=questions,
        late_days=late_days,
        late_deduction=late_deduction,
        total=total if override is None else override,
        max_score=sum(each.max_points for each in questions),
        complete=True,
        override=override,
    )


FULL = submission(
    "s01.ipynb",
    question("q1", case("goes to 0 and 1"), case("saturates without overflow", hidden=True)),
    question("q2", case("returns a number"), manual=3.0),
    student=Student("4711", "Zoë O’Brien"),
    handed_in=datetime(2026, 3, 1, 23, 59, tzinfo=UTC),
)
IN_PART = submission(
    "s02.ipynb",
    question(
        "q1",
        case("goes to 0 and 1", Verdict.FAILED, message="sigmoid(0) is 0.25, expected 0.5"),
        case(
            "takes arrays", Verdict.ERROR, message="ValueError: shapes (3,) and (4,) differ\n  in line 2\n" + "x" * 300
        ),
        case("saturates without overflow", Verdict.FAILED, hidden=True, message="SECRET", detail="SECRET 0.7310585"),
        hints=(
            "deriv_sigmoid is given Y, so it is `Y*(1-Y)`; yours applies sigmoid once more: "
            "s'(z[i, j]) = a1[j] (1 - a1[j]).",
        ),
    ),
    question("q2", case("ends", Verdict.TIMEOUT), case("is small", Verdict.MEMORY), case("lives", Verdict.CRASHED)),
    question("q3", case("x", Verdict.NOT_ATTEMPTED), case("y", Verdict.NOT_ATTEMPTED, hidden=True)),
    question("q4", case("answered"), manual=2.0),
    question("q10_12", case("nearly", points=10.25), case("quite", Verdict.FAILED, points=22.5), manual=12.25),
    question("q5", manual=4.0),
    status=Status.PARTIAL,
    error="Cell 3 was left out: it was not done within the time limit.",
)
REJECTED = submission(
    "s03.ipynb", status=Status.REJECTED, error="This is not a notebook: save it as .ipynb and hand it in again."
)
MISSING = submission(
    "Ünal, Özge (12)", status=Status.MISSING, error="Nothing was handed in.", student=Student("12", "Özge Ünal")
)
BROKEN_DOWN = submission(
    "s05.ipynb", question("q1", case("x", Verdict.ENGINE_ERROR, detail="Traceback: the grader's own trouble"))
)
HOSTILE = submission(
    f"{ATTACK}.ipynb",
    question(
        ATTACK,
        case(ATTACK, Verdict.FAILED, message=ATTACK),
        case(ATTACK, Verdict.FAILED, message=ATTACK + "\n" + ATTACK),
        case(ATTACK, hidden=True),
        hints=(ATTACK, f"`{ATTACK}`"),
        manual=1.0,
    ),
    status=Status.PARTIAL,
    error=ATTACK,
    student=Student(ATTACK, ATTACK, ATTACK),
)
FIGURES = (
    Figure(2, picture(), "Cost over epochs, epoch, cost"),
    Figure(4, picture(1600, 500)),
    Figure(6, b"", left_out=LeftOut.FAILED),
    Figure(7, b"", left_out=LeftOut.MORE),
)
FAKE_FIGURES = read_figures(
    0,
    [
        (ATTACK.encode("utf-8", "replace"), ATTACK, ""),
        (picture() + ATTACK.encode(), ATTACK, ""),
        (picture(), ATTACK, ""),
    ],
    12,
)
EXAMPLES = {
    "full": (FULL, {"mark": mark_of(FULL, manual=2.5, comment="Well argued."), "figures": FIGURES}),
    "in part": (IN_PART, {"mark": mark_of(IN_PART, late_days=2, late_deduction=0.2), "figures": FIGURES}),
    "rejected": (REJECTED, {}),
    "missing": (MISSING, {}),
    "broken down": (BROKEN_DOWN, {}),
    "hostile": (HOSTILE, {"mark": mark_of(HOSTILE, manual=1, comment=ATTACK), "figures": FAKE_FIGURES}),
}
