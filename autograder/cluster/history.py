"""What happened to a cluster during a run: each thing in one line. None of it changes a mark."""

import threading
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from statistics import median
from typing import Any

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
