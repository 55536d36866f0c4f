"""The trusted process that grades: one suite and one jail, one submission after the other.

It reads one JSON object a line from standard input and answers each with one on standard output. The first names the
suite, and its answer describes it: what every suite needs is imported before. It ends when its input does. Its working
directory is the folder beside which test files expect their data. No submission's code runs in it.
"""

import gc
import json
import os
import re
import select
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final

from autograder.assignments.material import solution_file
from autograder.engine.jail import Jail
from autograder.engine.jail.walls import AUTO
from autograder.engine.jailed.zygote import ALWAYS, PRELOADED
from autograder.errors import AutograderError, EngineError

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


# Of these it is known that they start no thread when they are imported: a fork would lose it.
_KNOWN: Final = frozenset({"matplotlib", "numpy", "pandas", "scipy", "sklearn"})
_IMPORT = re.compile(r"^[ \t>.]*import[ \t]+([\w., \t]+)", re.MULTILINE)  # in a doctest, too
_FROM = re.compile(r"^[ \t>.]*from[ \t]+([\w.]+)[ \t]+import[ \t]+\(?[ \t]*(\w*)", re.MULTILINE)


def modules_for(folder: Path) -> tuple[str, ...]:
    """Return the modules to import for the suite unpacked in `folder`, in the order in which to import them.

    They are read off its solution and its tests, without executing or even parsing them. A suite without a solution, as
    other zips than ours are, does not say what its notebooks import: it gets the usual ones. An import that nobody
    needs costs seconds at the start, and again at every fork, which copies the tables of all pages that a process has.
    What a submission imports besides, it imports itself, on its own time.
    """
    solution = solution_file(folder)
    if not solution.is_file():
        return PRELOADED
    sources = [solution, *sorted((folder / "tests").glob("*.py"))]
    named = {name for source in sources for name in _imported(source.read_text(encoding="utf-8", errors="replace"))}
    return tuple(dict.fromkeys((*ALWAYS, *sorted(named))))


def _imported(source: str) -> Iterator[str]:
    """Yield the names of known modules that lines of `source` import, and those that may be modules."""
    for words in _IMPORT.findall(source):
        for part in words.split(","):
            yield from _known(*part.split()[:1])
    for module, name in _FROM.findall(source):
        yield from _known(module)
        yield from _known(f"{module}.{name}" if name else module)


def _known(*names: str) -> Iterator[str]:
    yield from (name for name in names if name.partition(".")[0] in _KNOWN)


if __name__ == "__main__":
    main(sys.argv[1:])
