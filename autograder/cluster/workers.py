"""A cluster in the place of this machine's own grading processes: submissions out as bytes, answers in as data.

What happens to it during a run is noted, each thing in one line. None of it changes a mark.
"""

import contextlib
import hashlib
import threading
import time
import uuid
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

from autograder.cluster.connection import ClusterUnavailable, connect
from autograder.errors import AutograderError, EngineError, JailUnavailable
from autograder.system.secret import Secret

if TYPE_CHECKING:
    from distributed import Client, Future

    from autograder.cluster.station import Station


_LOOK_S = 30.0
_LONELY_S = 600.0
_MOMENT_S = 0.2
_PER_SLOT = 1.25  # a submission waits at a worker while another is graded, so that none waits for the network


class SubmissionLost(AutograderError):
    """The submission's cluster workers died, again and again: it gets no mark, and must be graded again."""

    exit_status = 1


class ClusterWorkers:
    """A cluster, used like `grader.pool.Workers`: from many threads, each with one submission at a time."""

    def __init__(self, client: "Client", run: str, station: "Station | None" = None) -> None:
        self._client, self._run, self._station = client, run, station
        self._lock, self._handing_out = threading.Lock(), threading.Lock()
        self._waiting: set[Future] = set()
        self._unfit: set[str] = set()
        self._stopped = False
        self._scheduler = self._scheduler_now()
        self._history = History(frozenset(client.nthreads()))

    @classmethod
    @contextlib.contextmanager
    def at(
        cls,
        address: str,
        autograder_zip: Path,
        limits: Mapping[str, float],
        hidden: Sequence[Path] = (),
        *,
        wall: str = "auto",
    ) -> Iterator["ClusterWorkers"]:
        """Hand the assignment to all workers of the cluster for the time of the context."""
        with connect(address) as client:
            from autograder.cluster.interpreters import Suite
            from autograder.cluster.station import Station

            content = autograder_zip.read_bytes()
            run = f"autograder-{hashlib.sha256(content).hexdigest()[:12]}-{uuid.uuid4().hex[:12]}"
            station = Station(Suite(content, dict(limits), tuple(map(str, hidden)), wall))
            client.register_plugin(station, name=run)
            workers = cls(client, run, station)
            try:
                yield workers
            finally:
                workers.close()
                with contextlib.suppress(Exception):  # a cluster that is gone has nothing left to end
                    client.unregister_worker_plugin(run)

    def describe(self) -> list[Mapping[str, Any]]:
        """Warm every worker, and return what the assignment's tests ask for.

        Raises:
            JailUnavailable: a worker cannot have a jail.
            EngineError: an interpreter cannot start.

        """
        from autograder.cluster.station import warm_up

        answers: Mapping[str, Mapping[str, Any]] = self._client.run(warm_up, self._run)
        for answer in answers.values():
            if answer["outcome"] == "unavailable":
                raise _reason(answer)
        if not answers:
            raise ClusterUnavailable("The cluster has lost all its workers; start some, then try again.")
        return list(next(iter(answers.values()))["questions"])

    @property
    def jobs(self) -> int:
        """How many submissions to send at a time, so that every thread of every worker has work."""
        slots: int = sum(self._client.nthreads().values())
        return int(slots * _PER_SLOT) + 1

    def grade(self, path: Path, *, seed: int | None, secret: Secret | None = None) -> dict[str, Any]:
        """Have the prepared submission at `path` graded somewhere and return the engine's answer.

        A worker that dies over it is replaced by another, as often as the scheduler's `allowed-failures` says; where
        the scheduler goes, the submission is sent again as soon as one is back.

        Raises:
            EngineError: the run was stopped, or the cluster is lost.
            SubmissionLost: more workers died over this submission than the scheduler allows.
            JailUnavailable: no worker that is left can have a jail.

        """
        content = path.read_bytes()
        while True:
            answer = self._ask(content, path.suffix, seed, secret)
            if answer is None:
                self._regain()
            elif answer["outcome"] == "unavailable":
                with self._lock:  # it came later, or lost what it had: the others go on without it
                    self._unfit.add(answer["worker"])
                if not self._fit():
                    raise _reason(answer)
            else:
                self._history.add(answer)
                return answer

    def notes(self) -> tuple[str, ...]:
        """Return what an instructor should know of the cluster: none of it has changed a mark."""
        with contextlib.suppress(Exception):  # a cluster that is gone has said so where it mattered
            return tuple(self._history.notes(frozenset(self._client.nthreads())))
        return ()

    def close(self) -> None:
        """Stop: what waits for the cluster waits no longer, what runs there ends with the context of `at`."""
        with self._lock:
            self._stopped = True
            waiting = list(self._waiting)
        if waiting:
            with contextlib.suppress(Exception):
                self._client.cancel(waiting, force=True)

    def _fit(self) -> list[str]:
        return [address for address in self._client.nthreads() if address not in self._unfit]

    def _ask(self, content: bytes, suffix: str, seed: int | None, secret: Secret | None) -> dict[str, Any] | None:
        """Return the answer; None when the scheduler, and with it the submission, has gone."""
        from autograder.cluster.station import grade_here

        with self._lock:
            if self._stopped:
                raise EngineError("The run was stopped.")
            future = self._client.submit(
                grade_here,
                self._run,
                content,
                suffix,
                seed,
                secret,
                key=f"grade-{uuid.uuid4().hex}",
                pure=False,
                workers=self._fit() if self._unfit else None,
            )
            self._waiting.add(future)
        try:
            return self._result(future)
        finally:
            with self._lock:
                self._waiting.discard(future)

    def _result(self, future: "Future") -> dict[str, Any] | None:
        from distributed import CancelledError, KilledWorker

        lonely_since: float | None = None
        while True:
            try:
                return dict(future.result(timeout=_LOOK_S))
            except TimeoutError:
                lonely_since = None if self._has_workers() else lonely_since or time.monotonic()
                if lonely_since and time.monotonic() - lonely_since > _LONELY_S:
                    self.close()
                    raise EngineError("The cluster has had no workers for 10 minutes.") from None
            except KilledWorker as error:
                raise SubmissionLost(
                    f"{error.allowed_failures + 1} workers of the cluster died while they graded this submission."
                ) from error
            except CancelledError:
                return None

    def _regain(self) -> None:
        """Wait until there is a scheduler again, and give its workers, who know nothing of the run, what they need.

        Raises:
            EngineError: the run was stopped, or none has come back.

        """
        with self._handing_out:
            while (state := self._client.status) == "connecting" and not self._stopped:
                time.sleep(_MOMENT_S)
            if self._stopped or state != "running":
                raise EngineError("The run was stopped, or the connection to the cluster was lost.")
            if (now := self._scheduler_now()) != self._scheduler:
                self._client.register_plugin(self._station, name=self._run)
                self._scheduler = now
                self._history.restarts += 1

    def _has_workers(self) -> bool:
        with contextlib.suppress(Exception):  # while there is no scheduler
            return bool(self._client.nthreads())
        return False

    def _scheduler_now(self) -> str:
        return str(self._client.scheduler_info()["id"])


def _reason(answer: Mapping[str, Any]) -> AutograderError:
    kind = JailUnavailable if answer["status"] == JailUnavailable.exit_status else EngineError
    return kind(f"On the cluster's worker {answer['worker']}: {answer['cause']}")


_SLOW = 3.0  # times as long as the others
_FEWEST = 5  # submissions by which a worker is judged


@dataclass(slots=True)
class History:
    """The workers that there were at first, how often the scheduler has come back, and what was graded where."""

    workers: frozenset[str]
    restarts: int = 0
    _seconds: dict[str, list[float]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, answer: Mapping[str, Any]) -> None:
        """Take note of an answer of `station.grade_here`."""
        if answer["outcome"] == "graded":
            with self._lock:
                self._seconds.setdefault(answer["worker"], []).append(answer["seconds"])

    def notes(self, workers: Collection[str]) -> Iterator[str]:
        """Yield a line on each thing that happened; `workers` are those that are left."""
        if self.restarts:
            times = "once" if self.restarts == 1 else f"{self.restarts} times"
            yield f"The cluster's scheduler was started again {times}; what it had not finished was sent again."
        elif lost := self.workers.difference(workers):
            count = f"{len(lost)} of {len(self.workers)} workers of the cluster"
            yield f"{count} left during the run; what they had not finished was graded by others."
        enough = {name: median(taken) for name, taken in self._seconds.items() if len(taken) >= _FEWEST}
        for name, taken in sorted(enough.items()):
            others = [seconds for other, seconds in enough.items() if other != name]
            if others and taken > _SLOW * median(others):
                yield (
                    f"The cluster's worker {name} took {taken / median(others):.0f} times as long as the others; "
                    "limits count CPU time, so no mark depends on that."
                )
