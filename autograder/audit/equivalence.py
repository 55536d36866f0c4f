"""Telling whether a mutant makes any difference: it and the reference are run on many inputs, in a process of its own.

The inputs come from the assignment's `probes.py`, which has for each question that defines something a function

    def probe_q5(env, generator): ...

that draws inputs from the numpy generator, calls what `env` defines, and returns what came of it, arguments that a
call may have changed included.
"""

import json
import subprocess
import sys
import warnings
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np

from autograder.assignments.solution import SolutionCell, definitions
from autograder.audit.trials import Trial
from autograder.errors import AutograderError

PROBES = "probes.py"
_SEEDS = 40
_TIMEOUT_S = 120.0
_TOLERANCE = 1e-9


def find_equivalent(
    survivors: Sequence[Trial], solution: Sequence[SolutionCell], probes: Path, jobs: int
) -> frozenset[Trial]:
    """Return those of the mutants `survivors` that behave as the reference does wherever the probes look.

    A mutant of a question without a probe is not among them.
    """
    if not survivors or not probes.is_file():
        return frozenset()
    source = probes.read_text(encoding="utf-8")
    reference = definitions(solution)
    with ThreadPoolExecutor(jobs) as pool:
        same = pool.map(lambda trial: _is_same(trial, solution, reference, source), survivors)
        return frozenset(trial for trial, is_same in zip(survivors, same, strict=True) if is_same)


def _is_same(trial: Trial, solution: Sequence[SolutionCell], reference: str, probes: str) -> bool:
    if f"def probe_{trial.question}(" not in probes:
        return False
    changed = [*trial.cells, *solution[len(trial.cells) :]]
    request = {
        "reference": reference,
        "mutated": definitions(changed),
        "probes": probes,
        "probe": f"probe_{trial.question}",
    }
    try:
        done = subprocess.run(
            [sys.executable, "-P", "-m", "autograder.audit.equivalence"],
            input=json.dumps(request),
            capture_output=True,
            text=True,
            timeout=_TIMEOUT_S,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return False
    if done.returncode:
        last = done.stderr.strip().splitlines()[-1:] or ["it ended without a word"]
        raise AutograderError(f"{PROBES}: probe_{trial.question} does not run on the reference solution: {last[0]}.")
    return done.stdout.strip() == "same"


def compare(request: Mapping[str, str]) -> bool:
    """Return whether the probe gives the same for the reference as for the mutant, for every seed."""
    reference, mutated = _namespace(request["reference"]), _namespace(request["mutated"])
    probe = _namespace(request["probes"])[request["probe"]]
    for seed in range(_SEEDS):
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
