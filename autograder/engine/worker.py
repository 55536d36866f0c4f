"""The trusted process that grades: one suite and one jail, one submission after the other.

It reads one JSON object a line from standard input and answers each with one on standard output; the first answer
describes the suite. It ends when its input does. Its working directory is the folder beside which test files expect
their data. No submission's code runs in it.
"""

import json
import os
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import IO, Any

from autograder import otter_adapter
from autograder.course import Limits
from autograder.engine.grading import SubmissionRun
from autograder.engine.jail import Jail
from autograder.engine.prepared import read_prepared
from autograder.engine.suite import Suite, load_suite
from autograder.errors import AutograderError


def main(arguments: Sequence[str]) -> None:
    """Serve with the suite in the folder `arguments[0]`, under the limits in the JSON object `arguments[1]`.

    The other arguments are folders to keep out of sight.
    """
    answers = os.fdopen(os.dup(1), "w", encoding="ascii")
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)
    folder = Path(arguments[0])
    try:
        suite = load_suite(folder)
        suite = replace(suite, limits=_fitting(replace(suite.limits, **json.loads(arguments[1]))))
        with Jail.start(hidden=[Path(path) for path in arguments[2:]]) as jail:
            _say(answers, {"outcome": "described", "questions": otter_adapter.describe_tests(folder / "tests")})
            for line in sys.stdin:
                _say(answers, _grade(suite, jail, json.loads(line)))
    except AutograderError as error:
        _say(answers, {"outcome": "unavailable", "cause": str(error), "status": error.exit_status})


def _fitting(limits: Limits) -> Limits:
    """Return the limits with time left for the rest when a cell or a case uses up its own."""
    share = limits.wall_s / 3
    return replace(limits, cell_s=min(limits.cell_s, share), case_s=min(limits.case_s, share))


def _grade(suite: Suite, jail: Jail, request: Mapping[str, Any]) -> dict[str, Any]:
    began = time.monotonic()
    try:
        submission = read_prepared(Path(request["path"]))
        graded = SubmissionRun(suite, jail, submission, request["seed"]).grade()
    except Exception as error:
        cause = f"{type(error).__name__}: {error}"[:2000]
        return {"outcome": "engine_error", "cause": cause, "alive": jail.alive}
    return {
        "outcome": "graded",
        "seconds": time.monotonic() - began,
        "losses": list(graded.losses),
        "questions": {
            name: [[verdict.value, text] for verdict, text in cases] for name, cases in graded.questions.items()
        },
    }


def _say(answers: IO[str], answer: Mapping[str, Any]) -> None:
    answers.write(json.dumps(answer) + "\n")
    answers.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
