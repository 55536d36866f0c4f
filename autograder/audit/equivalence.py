"""Telling whether a mutant makes any difference: it and the reference are run on many inputs, in a process of its own.

The inputs come from the assignment's `probes.py`, which may have for a question that defines something a function

    def probe_q5(env, generator): ...

that draws inputs from the numpy generator, calls what `env` defines, and returns what came of it, arguments that a
call may have changed included. Where there is none, the question's own cases run in that process with their own inputs,
and seen is what the solution's functions return and write into their arguments, and what expectations look at.
"""

import functools
import inspect
import json
import os
import subprocess
import sys
import time
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import FunctionType
from typing import Any

import numpy as np

from autograder.assignments.solution import SolutionCell, definitions
from autograder.audit.trials import Trial
from autograder.errors import AutograderError
from autograder.text.reading import read_source

_DEPTH = 4
_BOUND = 1 << 20  # of the values kept of a case


class NothingSeen(Exception):
    """No case passes with the reference, so that nothing can be compared."""


def probe_of_cases(source: str) -> Callable[[dict[str, Any], np.random.Generator], list[Any]]:
    """Return a probe that runs the cases of a self-contained test file and says what they saw."""
    namespace: dict[str, Any] = {"__name__": "cases"}
    exec(compile(source, "<cases>", "exec"), namespace)
    cases = [value.test_func for value in namespace.values() if type(value).__name__ == "test_case"]
    seen: list[Any] = []
    for name in ("call", "as_numbers", "require_answer"):
        if name in namespace:
            namespace[name] = _recorded(namespace[name], seen)

    def probe(env: dict[str, Any], generator: np.random.Generator) -> list[Any]:
        found: list[Any] = []
        for case in cases:
            seen.clear()
            np.random.seed(int(generator.integers(2**31)))
            if _passes(case, env, seen):
                found.append([case.__name__, *seen])
            else:
                found.append([case.__name__, "does not pass"])
        if all(part[1:] == ["does not pass"] for part in found):
            raise NothingSeen
        return found

    return probe


def _passes(case: Callable[..., Any], env: dict[str, Any], seen: list[Any]) -> bool:
    before = dict(env)
    wanted = inspect.signature(case).parameters
    given = {name: env if name == "env" else _watched(env.get(name), seen) for name in wanted}
    try:
        case(**given)
    except Exception:
        return False
    finally:
        env.clear()
        env.update(before)
    return True


def _watched(value: Any, seen: list[Any]) -> Any:
    return _recorded(value, seen) if isinstance(value, FunctionType) else value


def _recorded(function: Callable[..., Any], seen: list[Any]) -> Callable[..., Any]:
    """Return the function as one that notes what it returns and what its arguments are afterwards."""

    @functools.wraps(function)
    def noting(*arguments: Any, **options: Any) -> Any:
        value = function(*arguments, **options)
        if len(seen) < _BOUND:
            seen.append([_plain(value), [_plain(argument) for argument in arguments]])
        return value

    return noting


def _plain(value: Any, depth: int = _DEPTH) -> Any:
    """Return a copy that can be compared: numbers, texts, arrays, and lists of them; objects as their attributes."""
    if value is None or isinstance(value, bool | int | float | complex | str | bytes | np.generic):
        return value
    if isinstance(value, np.ndarray):
        return value.copy() if value.dtype.kind in "biuf" else value.tolist()
    if depth == 0 or callable(value):
        return type(value).__name__
    return [type(value).__name__, *_parts(value, depth - 1)]


def _parts(value: Any, depth: int) -> Iterator[Any]:
    if isinstance(value, dict):
        yield from ([_plain(key, depth), _plain(entry, depth)] for key, entry in value.items())
    elif isinstance(value, list | tuple):
        yield from (_plain(entry, depth) for entry in value)
    elif hasattr(value, "__dict__"):
        yield from ([name, _plain(entry, depth)] for name, entry in sorted(vars(value).items()))


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
