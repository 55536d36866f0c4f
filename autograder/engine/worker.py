"""The trusted process that grades: one suite and one jail, one submission after the other.

It reads one JSON object a line from standard input and answers each with one on standard output; the first answer
describes the suite. It ends when its input does. Its working directory is the folder beside which test files expect
their data. No submission's code runs in it.
"""

import functools
import json
import os
import resource
import select
import sys
import threading
import time
import warnings
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import IO, Any

from autograder import otter_adapter
from autograder.course import Limits
from autograder.diagnosis.diagnose import Diagnosis
from autograder.engine.checkpoints import Checkpoints
from autograder.engine.grading import SubmissionRun
from autograder.engine.jail import Jail
from autograder.engine.prepared import read_prepared
from autograder.engine.suite import Suite, case_seed, load_suite
from autograder.errors import AutograderError

_OWN_MB = 256


def main(arguments: Sequence[str]) -> None:
    """Serve with the suite in the folder `arguments[0]`, under the limits in the JSON object `arguments[1]`.

    `arguments[2]` is the folder of checkpoints, "" for none; the others are folders to keep out of sight.
    """
    threading.Thread(target=_end_with_input, name="end-with-input", daemon=True).start()
    answers = os.fdopen(os.dup(1), "w", encoding="ascii")
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)
    folder = Path(arguments[0])
    try:
        # the jail gets warm in a process of its own meanwhile; it ends with the thread that started it
        with ThreadPoolExecutor(1) as beside:
            loading = beside.submit(load_suite, folder)
            jail = Jail.start(hidden=[Path(path) for path in arguments[3:]])
        with jail:
            suite = loading.result()
            suite = replace(suite, limits=_fitting(replace(suite.limits, **json.loads(arguments[1]))))
            _say(answers, {"outcome": "described", "questions": otter_adapter.describe_tests(folder / "tests")})
            _bound_memory(suite.limits.memory_mb)
            warnings.showwarning = _show_nothing
            diagnosis = Diagnosis(suite.tests, suite.files, suite.material, suite.limits.memory_mb)
            checkpoints = Checkpoints(Path(arguments[2]) if arguments[2] else None, suite.files)
            for line in sys.stdin:
                _say(answers, _grade(suite, jail, checkpoints, diagnosis, json.loads(line)))
    except AutograderError as error:
        _say(answers, {"outcome": "unavailable", "cause": str(error), "status": error.exit_status})


def _bound_memory(memory_mb: int) -> None:
    """Let what a submission sends, and what tests make of it, need as much memory as the submission itself may.

    Beyond that there is a MemoryError, which is that submission's verdict. The jail, which is running already, has its
    own bounds.
    """
    used = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[5]) * resource.getpagesize()
    hard = resource.getrlimit(resource.RLIMIT_DATA)[1]
    wanted = used + ((memory_mb + _OWN_MB) << 20)
    soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    resource.setrlimit(resource.RLIMIT_DATA, (soft, hard))


def _show_nothing(*arguments: object, **options: object) -> None:
    """Print no warning: nobody reads standard error while this process lives, and submissions word the warnings."""


def _end_with_input() -> None:
    """End this process, and with it the jail, when nobody holds the other end of its input any more.

    The grader may have been killed in the middle of a submission, for whose answer nobody waits then.
    """
    hung_up = select.poll()
    hung_up.register(sys.stdin, 0)
    hung_up.poll()
    os._exit(1)


def _fitting(limits: Limits) -> Limits:
    """Return the limits with time left for the rest when a cell or a case uses up its own."""
    share = limits.wall_s / 3
    return replace(limits, cell_s=min(limits.cell_s, share), case_s=min(limits.case_s, share))


def _grade(
    suite: Suite, jail: Jail, checkpoints: Checkpoints, diagnosis: Diagnosis, request: Mapping[str, Any]
) -> dict[str, Any]:
    began = time.monotonic()
    try:
        submission = read_prepared(Path(request["path"]))
        if questions := request.get("questions"):
            suite = replace(suite, tests={name: suite.tests[name] for name in questions})
        figures = bool(request.get("figures", True))
        graded = SubmissionRun(suite, jail, submission, request["seed"], checkpoints, figures=figures).grade()
        seed_of = functools.partial(case_seed, request["seed"], submission.content)
        hints = diagnosis.hints(jail, graded.seen, seed_of) if request.get("hints", True) else {}
    except Exception as error:
        cause = f"{type(error).__name__}: {error}"[:2000]
        return {"outcome": "engine_error", "cause": cause, "alive": jail.alive}
    return {
        "outcome": "graded",
        "seconds": time.monotonic() - began,
        "losses": list(graded.losses),
        "hints": {name: list(found) for name, found in hints.items()},
        "figures": [figure.to_json() for figure in graded.figures],
        "unsealed": {name: list(numbers) for name, numbers in graded.unsealed.items()},
        "questions": {
            name: [[verdict.value, text] for verdict, text in cases] for name, cases in graded.questions.items()
        },
    }


def _say(answers: IO[str], answer: Mapping[str, Any]) -> None:
    answers.write(json.dumps(answer) + "\n")
    answers.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
