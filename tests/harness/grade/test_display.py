"""What the terminal shows while a class is graded."""

import io

import pytest
from rich.console import Console

from autograder.grade.display import SLOW_S, Display
from autograder.grade.events import Counted, Graded, Started
from autograder.results import CaseResult, QuestionResult, Status, SubmissionResult, Verdict


def result_of(name, verdict=Verdict.PASSED, status=Status.GRADED):
    case = CaseResult("a case", hidden=False, points=2.0, verdict=verdict)
    score = 2.0 if verdict is Verdict.PASSED else 0.0
    return SubmissionResult(name, status, None, score, 2.0, 0.25, (QuestionResult("q1", score, 2.0, (case,)),))


class Clock:
    def __init__(self):
        self.now = 0.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def lines(clock):
    """Return a display that is not on a terminal, and a function that gives the lines it has printed."""
    file = io.StringIO()
    return Display(Console(file=file, width=200), clock=clock), lambda: file.getvalue().splitlines()


def shown_on_terminal(display):
    console = Console(file=io.StringIO(), width=200, force_terminal=False)
    console.print(display.render())
    return console.file.getvalue()


def test_without_a_terminal_each_submission_is_a_plain_line(lines):
    display, printed = lines
    with display:
        display.tell(Counted(2))
        display.tell(Graded(result_of("a.ipynb")))
        display.tell(Graded(result_of("b.ipynb", Verdict.FAILED)))
    assert printed() == ["[1/2] a.ipynb: 2/2, graded, 0.2 s", "[2/2] b.ipynb: 0/2, graded, 0.2 s"]


def test_results_taken_from_the_gradebook_are_counted_apart(lines):
    display, printed = lines
    display.tell(Counted(3, 197))
    assert printed() == ["197 unchanged since the last run, 3 to grade"]


def test_whom_to_grade_again_is_said_at_once(lines):
    display, printed = lines
    display.tell(Counted(1))
    display.tell(Graded(result_of("a.ipynb", Verdict.ENGINE_ERROR, Status.PARTIAL)))
    assert "to be graded again" in printed()[0]


def test_a_name_cannot_move_the_cursor(lines):
    display, printed = lines
    display.tell(Counted(1))
    display.tell(Graded(result_of("\x1b[2J[red]a\nb.ipynb")))
    assert printed() == ["[1/1] \\x1b[2J[red]a\\nb.ipynb: 2/2, graded, 0.2 s"]


def test_quiet_shows_nothing(clock):
    file = io.StringIO()
    with Display(Console(file=file), quiet=True, clock=clock) as display:
        display.tell(Counted(1, 1))
        display.tell(Started("a.ipynb"))
        display.tell(Graded(result_of("a.ipynb")))
    assert file.getvalue() == ""


def test_the_terminal_shows_progress_rate_and_a_tally_by_verdict(clock):
    display = Display(Console(file=io.StringIO(), force_terminal=True, width=200), clock=clock)
    display.tell(Counted(4))
    clock.now = 2.0
    display.tell(Graded(result_of("a")))
    display.tell(Graded(result_of("b", Verdict.FAILED)))
    display.tell(Graded(result_of("c", Verdict.TIMEOUT, Status.PARTIAL)))
    text = shown_on_terminal(display)
    assert "3/4" in text
    assert "1.5 a second" in text
    assert "submissions: 2 graded, 1 partial" in text
    assert "tests: 1 passed, 1 failed, 1 timeout" in text


def test_the_terminal_shows_who_is_slow_until_they_are_done(clock):
    display = Display(Console(file=io.StringIO(), force_terminal=True, width=200), clock=clock)
    display.tell(Counted(2))
    display.tell(Started("sloth.ipynb"))
    clock.now = SLOW_S - 1
    assert "slow" not in shown_on_terminal(display)
    clock.now = SLOW_S + 1
    assert f"slow: sloth.ipynb ({SLOW_S + 1:.0f} s)" in shown_on_terminal(display)
    display.tell(Graded(result_of("sloth.ipynb")))
    assert "slow" not in shown_on_terminal(display)
