"""The environment of a jail: nothing of the grader's own gets in."""

import os
from pathlib import Path

from autograder.engine.jail.interpreter import Interpreter
from autograder.engine.jailed import policy


def environment(python: Interpreter, threads: int, box: str) -> dict[str, str]:
    """Return the whole environment of the jail, whose own folders lie in `box`."""
    return {
        "PATH": f"{python.executable.parent}:/usr/local/bin:/usr/bin:/bin",
        **policy.ENVIRONMENT,
        **{name: f"{box}/{part}" for name, part in policy.OWN_FOLDERS.items()},
        "LOKY_MAX_CPU_COUNT": str(threads),
        **({"PYTHONUSERBASE": _user_base(python.user_packages)} if python.user_packages else {"PYTHONNOUSERSITE": "1"}),
        **{f"{pool}_NUM_THREADS": str(threads) for pool in policy.THREAD_POOLS},
    }


def _user_base(packages: Path) -> str:
    """Return the folder from which Python derives a user's site-packages: `BASE/lib/python3.x/site-packages`."""
    return os.fspath(packages.parent.parent.parent)
