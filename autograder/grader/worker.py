"""The trusted process that grades: one suite and one jail, one submission after the other.

It reads one JSON object a line from standard input and answers each with one on standard output. The first names the
suite, and its answer describes it: what every suite needs is imported before. It ends when its input does. Its working
directory is the folder beside which test files expect their data. No submission's code runs in it.
"""

import gc
import json
import os
import select
import sys
import threading
from collections.abc import Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from autograder.engine.jail import Jail
from autograder.engine.jail.walls import AUTO
from autograder.errors import AutograderError, EngineError
from autograder.grader.preloading import modules_for

if TYPE_CHECKING:
    from autograder.grader.serving import Service


def main(arguments: Sequence[str]) -> None:
    """Serve with the suite that the first line of input names, in a jail with the wall that `arguments[0]` names.

    The other arguments are folders to keep out of its sight. The line has the suite's `folder`, its `limits`, the
    folder of `snapshots`, and the `wall` that the jail must turn out to have.
    """
    gc.disable()  # until all is loaded: importing makes no garbage worth looking for
    threading.Thread(target=_end_with_input, name="end-with-input", daemon=True).start()
    answers = os.fdopen(os.dup(1), "w", encoding="ascii")
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)
    try:
        # the jail gets warm in a process of its own meanwhile; it ends with the thread that started it
        with ThreadPoolExecutor(2) as beside:
            task = beside.submit(_Task.read)
            loading = beside.submit(_load, task)
            wall, *hidden = arguments
            jail = Jail.start(hidden=[*map(Path, hidden)], preload=lambda: modules_for(task.result().folder), wall=wall)
        with jail:
            if (wall := task.result().wall) not in (AUTO, jail.wall):
                raise EngineError(f"The wall {wall} was there, and is not any more; run the same command again.")
            service = loading.result()
            service.settle()
            whole = service.suite.limits.submission
            limit = [whole.cpu_s, whole.wall_s]
            _say(answers, {"outcome": "described", "questions": service.suite.questions, "limit": limit})
            for line in sys.stdin:
                _say(answers, service.grade(jail, json.loads(line)))
    except AutograderError as error:
        _say(answers, {"outcome": "unavailable", "cause": str(error), "status": error.exit_status})


@dataclass(frozen=True, slots=True)
class _Task:
    """What the first line of input says."""

    folder: Path
    limits: Mapping[str, float]
    snapshots: Path
    wall: str

    @classmethod
    def read(cls) -> "_Task":
        """Read that line, as soon as it comes."""
        said = json.loads(sys.stdin.readline())
        return cls(Path(said["folder"]), said["limits"], Path(said["snapshots"]), said["wall"])


def _load(task: "Future[_Task]") -> "Service":
    """Import what takes long, otter above all, and load the suite."""
    from autograder.grader.serving import Service

    said = task.result()
    return Service.load(said.folder, said.limits, said.snapshots)


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
    main(sys.argv[1:])
