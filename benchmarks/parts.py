"""Where the CPU time of `autograder grade` goes: told from two of its runs, and from cells and tests alone.

What a run takes besides its first process grows with the number of submissions, from what starting takes: a run of a
few of the same submissions tells the two apart.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from benchmarks.tools import Timing


@dataclass(frozen=True, slots=True)
class Parts:
    """CPU seconds for one submission of a class.

    `cells_s` and `tests_s` are what they take alone, `forks_s` what copying processes does, `wire_s` all else that
    grading takes, `start_s` the share in starting the graders, and `command_s` what the command's own process does:
    reading, the gradebook, the reports.
    """

    cells_s: float
    tests_s: float
    forks_s: float
    wire_s: float
    start_s: float
    command_s: float
    forks: float

    @classmethod
    def of(cls, whole: Timing, few: Timing, alone: Timing) -> "Parts":
        """Return the parts of the `whole` run, given one of a `few` of its submissions, and their cells and tests."""
        more = whole.submissions - few.submissions
        graders, graders_of_few = (run.cpu_s - run.parts["own_s"] for run in (whole, few))
        each = (graders - graders_of_few) / more
        forks = (whole.parts["processes"] - few.parts["processes"]) / more
        cells, tests = (alone.parts[part] / alone.submissions for part in ("cells_s", "tests_s"))
        copying = forks * alone.parts["fork_s"]
        return cls(
            cells,
            tests,
            copying,
            each - cells - tests - copying,
            (graders_of_few - few.submissions * each) / whole.submissions,
            whole.parts["own_s"] / whole.submissions,
            forks,
        )

    @property
    def times_alone(self) -> float:
        """How many times what cells and tests take alone all of it is."""
        alone = self.cells_s + self.tests_s
        return (alone + self.forks_s + self.wire_s + self.start_s + self.command_s) / alone


def table(parts: Sequence[tuple[str, Parts]]) -> Iterator[str]:
    """Yield the lines of the table."""
    yield "| a submission, CPU s | cells | tests | forks (number) | wire | start | command, reports | times alone |"
    yield "| --- | --: | --: | --: | --: | --: | --: | --: |"
    for title, each in parts:
        yield (
            f"| {title} | {each.cells_s:.3f} | {each.tests_s:.3f} | {each.forks_s:.3f} ({each.forks:.1f}) "
            f"| {each.wire_s:.3f} | {each.start_s:.3f} | {each.command_s:.3f} | {each.times_alone:.2f} |"
        )
