"""Run the cells and the tests of notebooks with nothing around them, and print what each took as JSON.

What this takes no grader can do without: no kernel, no jail, no file but those that cells and tests read. Each notebook
runs in a fork of this process, which has done it once before. What is loaded is kept from the garbage collector, and
ticks wait until they are asked for, as in the jail: no grader needs them either.

Arguments: a folder with the tests and what cells and tests read, the seed that the generators have before each cell, a
notebook that is not counted, and the notebooks.
"""

import gc
import json
import os
import random
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np

from autograder.engine.jailed import lazy_ticks
from benchmarks.measuring import busy_s

_FORKS = 20


def main(folder: str, seed: str, *paths: str) -> None:
    """Run the notebooks one after the other."""
    import matplotlib as mpl

    mpl.use("Agg")
    first, *notebooks = [Path(path).resolve() for path in paths]
    os.chdir(folder)
    tests = _tests()
    _import_as(first)
    lazy_ticks.install()
    gc.freeze()
    _in_a_fork(first, tests, int(seed))
    ran, began, cpu = {}, time.perf_counter(), busy_s()
    for notebook in notebooks:
        ran[notebook.name] = _in_a_fork(notebook, tests, int(seed))
    took = {"wall_s": time.perf_counter() - began, "cpu_s": busy_s() - cpu}
    took |= {part: sum(each[part] for each in ran.values()) for part in ("cells_s", "tests_s")}
    print(json.dumps(took | {"fork_s": _fork_s(), "marks": {name: each["points"] for name, each in ran.items()}}))


def _fork_s() -> float:
    """Return the CPU seconds of a fork of this process, which ends at once."""
    cpu = busy_s()
    for _ in range(_FORKS):
        if os.fork() == 0:
            os._exit(0)
        os.wait()
    return (busy_s() - cpu) / _FORKS


def _tests() -> dict[str, Any]:
    from otter.nbmeta_config import NBMetadataConfig
    from otter.test_files import create_test_file

    return {path.stem: create_test_file(str(path), NBMetadataConfig()) for path in Path("tests").glob("*.py")}


def _import_as(notebook: Path) -> None:
    """Import what a notebook imports."""
    for source in _cells(notebook):
        for line in source.splitlines():
            if line.startswith(("import ", "from ")):
                exec(line, {})


def _in_a_fork(notebook: Path, tests: Mapping[str, Any], seed: int) -> dict[str, Any]:
    """Run a notebook in a process of its own; return what `_run` does."""
    reading, writing = os.pipe()
    if os.fork() == 0:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        os.write(writing, json.dumps(_run(notebook, tests, seed)).encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as answer:
        ran: dict[str, Any] = json.loads(answer.read())
    os.wait()
    return ran


def _run(notebook: Path, tests: Mapping[str, Any], seed: int) -> dict[str, Any]:
    """Run the cells, and the tests where they are checked or else at the end.

    Return the points by question, and the CPU seconds of the cells and of the tests.
    """
    namespace: dict[str, Any] = {"__name__": "__main__", "display": print}
    checked, tests_s, began = set(), 0.0, time.process_time()

    def check(question: str) -> None:
        nonlocal tests_s
        since = time.process_time()
        tests[question].run(namespace)
        tests_s += time.process_time() - since
        checked.add(question)

    sys.modules["otter"] = _stand_in(check)
    for source in _cells(notebook):
        np.random.seed(seed)
        random.seed(seed)
        try:
            exec(source, namespace)
        except Exception as error:
            print(error)
    for question in tests.keys() - checked:
        check(question)
    points = {name: test.score for name, test in tests.items()}
    return {"points": points, "cells_s": time.process_time() - began - tests_s, "tests_s": tests_s}


def _stand_in(check: Any) -> ModuleType:
    class Notebook:
        def __init__(self, *arguments: Any) -> None:
            self.check = check
            self.export = lambda *arguments, **options: None

    module = ModuleType("otter")
    module.Notebook = Notebook  # type: ignore[attr-defined]
    return module


def _cells(notebook: Path) -> list[str]:
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    return ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]


if __name__ == "__main__":
    main(*sys.argv[1:])
