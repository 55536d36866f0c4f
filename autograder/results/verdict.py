"""What a test case says about a submission, and every word that people read of it: a row a verdict."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Verdict(StrEnum):
    """What a test case says about a submission, in the order in which reports show them."""

    PASSED = "passed"
    FAILED = "failed"
    ERROR = "error"
    TIMEOUT = "timeout"
    CRASHED = "crashed"
    MEMORY = "memory"
    NOT_ATTEMPTED = "not_attempted"
    ENGINE_ERROR = "engine_error"


@dataclass(frozen=True, slots=True)
class Words:
    """What people read of a verdict.

    `word` is for the instructor's pages, `happened` and `advice` for the student's. `hidden` is the fixed sentence of a
    hidden case, whatever the code said there; `message` that of a public case which has none of its own, as it is also
    said of a cell ("it" for "Your code"). `sign` and its `meaning` stand in the table on a terminal, beside the mark of
    a question in which all that was lost was lost for this reason.
    """

    word: str
    happened: str
    hidden: str = ""
    advice: str = ""
    message: str = ""
    sign: str = ""
    meaning: str = ""


WORDS: Final[Mapping[Verdict, Words]] = {
    Verdict.PASSED: Words("passed", "Right"),
    Verdict.FAILED: Words("wrong", "Not right yet", hidden="The answer is not right in this hidden test."),
    Verdict.ERROR: Words(
        "stopped with an error",
        "Your code stopped with an error",
        hidden="An exception in your code ended this hidden test.",
        advice="Choose “Restart and run all” in the notebook and see whether every cell runs to its end. Then try your "
        "function on other shapes and values than those in the text.",
    ),
    Verdict.TIMEOUT: Words(
        "took too long",
        "Your code took too long",
        hidden="Your code was not done within the time limit of this hidden test.",
        advice="Look for a loop that never ends, and for work that is done again and again inside a loop. Try your "
        "code on a small input first.",
        message="Your code was not done within the time limit.",
        sign="t",
        meaning="time limit",
    ),
    Verdict.CRASHED: Words(
        "crashed",
        "Your code ended Python itself",
        hidden="Your code ended the process it ran in during this hidden test.",
        advice="Take out calls that end the program, such as exit(), and look for a function that calls itself without "
        "an end.",
        message="Your code ended the process it ran in.",
        sign="c",
        meaning="crashed",
    ),
    Verdict.MEMORY: Words(
        "needed too much memory",
        "Your code needed too much memory",
        hidden="Your code needed more memory than there is in this hidden test.",
        advice="Look for a list or array that grows in a loop, and print the shapes of your arrays: one of them is "
        "probably much larger than you meant.",
        message="Your code needed more memory than there is.",
        sign="m",
        meaning="memory limit",
    ),
    Verdict.NOT_ATTEMPTED: Words(
        "not attempted",
        "You have not filled this in yet",
        hidden="not attempted yet.",
        sign="-",
        meaning="not attempted",
    ),
    Verdict.ENGINE_ERROR: Words(
        "could not be graded",
        "The grader broke down here, which is not your fault",
        hidden="The grader failed, which says nothing about this work; it must be graded again.",
        sign="?",
        meaning="the grader failed: grade again",
    ),
}

CUT_OFF: Final = frozenset(verdict for verdict, words in WORDS.items() if words.message)  # before there was an answer
