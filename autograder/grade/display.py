"""What is shown while a class is graded: a live display on a terminal, plain lines elsewhere, nothing when quiet."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable
from types import TracebackType
from typing import Self

from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.text import Text

from autograder.grade.events import Counted, Event, Graded, Isolated, Started
from autograder.results import Status, SubmissionResult, Verdict
from autograder.text.plain_text import printable

SLOW_S = 5.0
_MOST_SLOW = 3
_REFRESH_PER_S = 4


class Display:
    """Shows how a run goes; a terminal is drawn from another thread."""

    def __init__(self, console: Console, *, quiet: bool = False, clock: Callable[[], float] = time.monotonic) -> None:
        """Show on `console`; `quiet` shows nothing. `clock` gives seconds."""
        self._console, self._quiet, self._clock = console, quiet, clock
        self._lock = threading.Lock()
        self._total = self._done = 0
        self._began = clock()
        self._verdicts: Counter[Verdict] = Counter()
        self._statuses: Counter[Status] = Counter()
        self._running: dict[str, float] = {}
        self._progress = progress_bar(console)
        self._task = self._progress.add_task("getting ready", total=None)
        self._live: Live | None = None

    def __enter__(self) -> Self:
        if self._console.is_terminal and not self._quiet:
            self._live = Live(
                get_renderable=self.render, console=self._console, transient=True, refresh_per_second=_REFRESH_PER_S
            )
            self._live.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._live is not None:
            self._live.stop()

    def tell(self, event: Event) -> None:
        """Show what happens."""
        match event:
            case Isolated(isolation):
                if not self._quiet:
                    self._console.print(f"Isolation: {isolation}", highlight=False)
            case Counted(to_grade, known):
                self._begin(to_grade, known)
            case Started(name):
                with self._lock:
                    self._running[name] = self._clock()
            case Graded(result):
                self._finished(result)

    def _begin(self, total: int, reused: int) -> None:
        with self._lock:
            self._total, self._began = total, self._clock()
            self._progress.update(self._task, description="grading", total=total)
        if reused:
            self._line(f"{reused} unchanged since the last run, {total} to grade")

    def _finished(self, result: SubmissionResult) -> None:
        with self._lock:
            self._running.pop(result.id, None)
            self._done += 1
            self._statuses[result.status] += 1
            self._verdicts.update(case.verdict for question in result.questions for case in question.cases)
            self._progress.update(self._task, advance=1)
            done = self._done
        score = f"{result.score:g}/{result.max_score:g}"
        status = "to be graded again" if result.engine_failed else result.status.value
        self._line(f"[{done}/{self._total}] {printable(result.id)}: {score}, {status}, {result.seconds:.1f} s")

    def render(self) -> RenderableType:
        """Return what a terminal shows at this moment."""
        with self._lock:
            parts: list[RenderableType] = [self._progress]
            if self._done:
                parts.append(Text(self._tally()))
            if slow := self._slow():
                parts.append(Text(slow))
        return Group(*parts)

    def _tally(self) -> str:
        rate = self._done / max(self._clock() - self._began, 1e-3)
        statuses = [f"{self._statuses[status]} {status.value}" for status in Status if self._statuses[status]]
        verdicts = [
            f"{self._verdicts[verdict]} {verdict.value.replace('_', ' ')}"
            for verdict in Verdict
            if self._verdicts[verdict]
        ]
        return f"{rate:.1f} a second · submissions: {', '.join(statuses)} · tests: {', '.join(verdicts) or 'none'}"

    def _slow(self) -> str:
        now = self._clock()
        oldest = sorted(self._running.items(), key=lambda item: item[1])[:_MOST_SLOW]
        slow = [f"{printable(name)} ({now - began:.0f} s)" for name, began in oldest if now - began >= SLOW_S]
        return f"slow: {', '.join(slow)}" if slow else ""

    def _line(self, text: str) -> None:
        if self._live is None and not self._quiet:
            self._console.print(text, soft_wrap=True, highlight=False, markup=False)


def progress_bar(console: Console) -> Progress:
    """Return a bar with how many are done, for how long it has run, and how long it will; off without a terminal."""
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("left"),
        TimeRemainingColumn(),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    )
