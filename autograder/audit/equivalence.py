"""Telling whether a mutant makes any difference: it and the reference are run on many inputs, in a process of its own.

The inputs come from the assignment's `probes.py`, which may have for a question that defines something a function

    def probe_q5(env, generator): ...

that draws inputs from the numpy generator, calls what `env` defines, and returns what came of it, arguments that a
call may have changed included. Where there is none, the inputs of the question's own cases serve: see `case_inputs`.
"""

import json
import os
import subprocess
import sys
import time
import warnings
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np

from autograder.assignments.solution import SolutionCell, definitions
from autograder.audit.case_inputs import probe_of_cases
from autograder.audit.trials import Trial
from autograder.errors import AutograderError
from autograder.text.reading import read_source

PROBES = "probes.py"
_SEEDS = 40
_FEWEST_SEEDS, _LONG_S = 5, 30.0  # of cases that take long
_TIMEOUT_S = 120.0
_TOLERANCE = 1e-9


def find_equivalent(
    survivors: Sequence[Trial],
    solution: Sequence[SolutionCell],
    probes: Path,
    jobs: int,
    *,
    cases: Mapping[str, str] | None = None,
    beside: Path | None = None,
) -> frozenset[Trial]:
    """Return those of the mutants `survivors` that behave as the reference does wherever the probes look.

    `cases` are the self-contained tests by question, for questions without a probe; they run in the folder `beside`.
    """
    if not survivors:
        return frozenset()
    source = read_source(probes) if probes.is_file() else ""
    reference = definitions(solution)

    def is_same(trial: Trial) -> bool:
        probed = f"def probe_{trial.question}(" in source
        if not probed and trial.question not in (cases or {}):
            return False
        request = {"reference": reference, "mutated": definitions([*trial.cells, *solution[len(trial.cells) :]])}
        if probed:
            request |= {"probes": source, "probe": f"probe_{trial.question}"}
        else:
            request |= {"cases": (cases or {})[trial.question]}
        return _compared(request, beside, trial.question if probed else "")

    with ThreadPoolExecutor(jobs) as pool:
        return frozenset(trial for trial, same in zip(survivors, pool.map(is_same, survivors), strict=True) if same)


def _compared(request: Mapping[str, str], beside: Path | None, probed: str) -> bool:
    """Return whether both are the same; a probe (of the question `probed`) has to run on the reference."""
    try:
        done = subprocess.run(
            [sys.executable, "-P", "-m", "autograder.audit.equivalence"],
            input=json.dumps(request),
            capture_output=True,
            text=True,
            timeout=_TIMEOUT_S,
            check=False,
            cwd=beside,
            env={**os.environ, "MPLBACKEND": "agg"},
        )
    except subprocess.TimeoutExpired:
        return False
    if done.returncode and probed:
        last = done.stderr.strip().splitlines()[-1:] or ["it ended without a word"]
        raise AutograderError(f"{PROBES}: probe_{probed} does not run on the reference solution: {last[0]}.")
    return not done.returncode and done.stdout.strip() == "same"


def compare(request: Mapping[str, str]) -> bool:
    """Return whether the probe gives the same for the reference as for the mutant, for every seed."""
    reference, mutated = _namespace(request["reference"]), _namespace(request["mutated"])
    by_cases = "cases" in request
    probe = probe_of_cases(request["cases"]) if by_cases else _namespace(request["probes"])[request["probe"]]
    began = time.monotonic()
    for seed in range(_SEEDS):
        if by_cases and seed >= _FEWEST_SEEDS and time.monotonic() - began > _LONG_S:
            break
        due = _observed(probe, reference, seed)
        try:
            came = _observed(probe, mutated, seed)
        except Exception:
            return False
        if not _equal(due, came):
            return False
    return True


def _namespace(source: str) -> dict[str, Any]:
    namespace: dict[str, Any] = {"__name__": "__main__"}
    exec(compile(source, "<notebook>", "exec"), namespace)
    return namespace


def _observed(probe: Any, env: dict[str, Any], seed: int) -> tuple[Any, list[str]]:
    np.random.seed(seed)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        values = probe(env, np.random.default_rng(seed))
    return values, sorted({type(warning.message).__name__ for warning in caught})


def _equal(some: Any, other: Any) -> bool:
    if isinstance(some, list | tuple):
        if not isinstance(other, list | tuple) or len(some) != len(other):
            return False
        return all(_equal(one, two) for one, two in zip(some, other, strict=True))
    if isinstance(some, np.ndarray | np.generic | int | float) and not isinstance(some, bool):
        try:
            one, two = np.asarray(some, float), np.asarray(other, float)
        except (TypeError, ValueError):
            return False
        return one.shape == two.shape and np.allclose(one, two, rtol=_TOLERANCE, atol=1e-12, equal_nan=True)
    return type(some) is type(other) and bool(some == other)


if __name__ == "__main__":
    print("same" if compare(json.load(sys.stdin)) else "different")
