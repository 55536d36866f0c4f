"""The trusted process that grades: one suite and one jail, one submission after the other.

It reads one JSON object a line from standard input and answers each with one on standard output. The first names the
suite, and its answer describes it: what every suite needs is imported before. It ends when its input does. Its working
directory is the folder beside which test files expect their data. No submission's code runs in it.
"""

import gc
import importlib
import json
import os
import select
import sys
import threading
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from autograder.engine.jail import Jail
from autograder.errors import AutograderError
from autograder.grader.preloading import modules_for

if TYPE_CHECKING:
    from autograder.grader.serving import Service


def main() -> None:
    """Serve with the suite that the first line of input names.

    That line has the suite's `folder`, its `limits`, the folder of `snapshots`, the jail's `wall`, and in `hidden` the
    folders to keep out of sight.
    """
    gc.disable()  # until all is loaded: importing makes no garbage worth looking for
    threading.Thread(target=_end_with_input, name="end-with-input", daemon=True).start()
    answers = os.fdopen(os.dup(1), "w", encoding="ascii")
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)
    try:
        # the jail gets warm in a process of its own meanwhile; it ends with the thread that started it
        with ThreadPoolExecutor(1) as beside:
            beside.submit(importlib.import_module, "autograder.grader.serving")
            task = json.loads(sys.stdin.readline())
            loading = beside.submit(_load, task)
            hidden, preload = [Path(path) for path in task["hidden"]], modules_for(Path(task["folder"]))
            jail = Jail.start(hidden=hidden, preload=preload, wall=task["wall"])
        with jail:
            service = loading.result()
            service.settle()
            whole = service.suite.limits.submission
            limit = [whole.cpu_s, whole.wall_s]
            _say(answers, {"outcome": "described", "questions": service.suite.questions, "limit": limit})
            for line in sys.stdin:
                _say(answers, service.grade(jail, json.loads(line)))
    except AutograderError as error:
        _say(answers, {"outcome": "unavailable", "cause": str(error), "status": error.exit_status})


def _load(task: Mapping[str, Any]) -> "Service":
    """Load the suite, when what takes long is imported, otter above all."""
    from autograder.grader.serving import Service

    return Service.load(Path(task["folder"]), task["limits"], Path(task["snapshots"]))


def _end_with_input() -> None:
    """End this process, and with it the jail, when nobody holds the other end of its input any more.

    The grader may have been killed in the middle of a submission, for whose answer nobody waits then.
    """
    hung_up = select.poll()
    hung_up.register(sys.stdin, 0)
    hung_up.poll()
    os._exit(1)


def _say(answers: IO[str], answer: Mapping[str, Any]) -> None:
    answers.write(json.dumps(answer) + "\n")
    answers.flush()


if __name__ == "__main__":
    main()
