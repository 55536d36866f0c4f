"""What runs in the processes of the cluster's workers. All that goes out from here is plain data.

The functions are called by dask, by name: the package must be installed wherever there is a scheduler or a worker.
"""

import asyncio
from importlib import metadata
from pathlib import Path
from typing import Any

from distributed import Worker, WorkerPlugin, get_worker

from autograder import __version__
from autograder.cluster.interpreters import Interpreters, Suite
from autograder.errors import AutograderError
from autograder.system.secret import Secret

_COMPARED = ("distributed", "otter-grader", "ipython", "nbformat", "numpy", "pandas", "matplotlib", "scikit-learn")
_WATCHING = ("profile", "profile-cycle", "tick", "ticks")


class Station(WorkerPlugin):  # type: ignore[misc]  # dask's classes are not typed
    """A run's place on one worker: the assignment and its interpreters, there until the run is over.

    dask gives it to workers that come later, too, and to those that are started again.
    """

    def __init__(self, suite: Suite) -> None:
        self.suite = suite
        self.interpreters: Interpreters | None = None

    def setup(self, worker: Worker) -> None:
        """Prepare to grade; nothing is started before it is wanted, so that this cannot fail."""
        for callback in self._watching(worker):
            callback.stop()
        # dask removes what a killed worker has left in its folder
        self.interpreters = Interpreters(self.suite, scratch=Path(worker.local_directory))

    async def teardown(self, worker: Worker) -> None:
        """End what runs here."""
        for callback in self._watching(worker):
            callback.start()
        if self.interpreters is not None:
            await asyncio.to_thread(self.interpreters.close)

    def _watching(self, worker: Worker) -> list[Any]:
        """Return what looks at the worker itself up to 100 times a second: here it only waits for other processes."""
        return [worker.periodic_callbacks[name] for name in _WATCHING if name in worker.periodic_callbacks]


def software() -> dict[str, str]:
    """Return the versions that must be the same everywhere, by name."""
    import platform

    versions = {"Python": ".".join(platform.python_version_tuple()[:2]), "scratchgrade": __version__}
    for name in _COMPARED:
        try:
            versions[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            versions[name] = "none"
    return versions


async def warm_up(run: str, dask_worker: Worker) -> dict[str, Any]:
    """Start this worker's first interpreter; return what it says of the tests, or why there is none."""
    station: Station = dask_worker.plugins[run]
    assert station.interpreters is not None
    try:
        return {"outcome": "described", "questions": await asyncio.to_thread(station.interpreters.describe)}
    except AutograderError as error:
        return _unavailable(error, dask_worker.address)


def grade_here(run: str, content: bytes, suffix: str, seed: int | None, secret: Secret | None) -> dict[str, Any]:
    """Grade a prepared submission on this worker and return the engine's answer; see `Interpreters.grade`."""
    worker = get_worker()
    station: Station | None = worker.plugins.get(run)
    if station is None or station.interpreters is None:
        return {"outcome": "engine_error", "cause": f"The worker {worker.address} knows nothing of this run."}
    try:
        return {**station.interpreters.grade(content, suffix, seed=seed, secret=secret), "worker": worker.address}
    except AutograderError as error:
        return _unavailable(error, worker.address)


def _unavailable(error: AutograderError, address: str) -> dict[str, Any]:
    return {"outcome": "unavailable", "cause": str(error), "status": error.exit_status, "worker": address}
