"""How many machines a night's grading needs: arithmetic on measured figures, printed as a table.

python -m autograder.cluster.scale --submissions 50000 --hours 8 --cpu-s 0.2 --cpu-s 3 --cpu-s 7
"""

import argparse
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Costs:
    """What one submission, and one core that grades, cost; measure them with `make bench` for your own machines.

    `warm_mb` is a core's grading process with its warm interpreter, `flight_mb` what a submission takes besides its
    own arrays, `head_cpu_s` what it costs the machine with the gradebook, `sent_kb` and `answer_kb` what travels there
    and back, `row_kb` what the gradebook grows by. `use` is the share of a core's time that is spent grading.
    """

    warm_mb: float = 250.0
    flight_mb: float = 60.0
    arrays_mb: float = 200.0
    head_cpu_s: float = 0.02
    sent_kb: float = 40.0
    answer_kb: float = 20.0
    row_kb: float = 25.0
    use: float = 0.8


@dataclass(frozen=True, slots=True)
class Needs:
    """What a night needs: cores and memory that grade, bytes that travel, and what the gradebook's machine bears."""

    cores: int
    memory_gb: float
    network_gb: float
    network_kb_s: float
    head_cores: float
    gradebook_gb: float


def needs(submissions: int, hours: float, cpu_s: float, costs: Costs | None = None) -> Needs:
    """Return what grading `submissions` in `hours` needs when each takes `cpu_s` seconds of one core."""
    costs = costs or Costs()
    seconds = hours * 3600
    cores = max(1, math.ceil(submissions * cpu_s / (seconds * costs.use)))
    traffic_kb = submissions * (costs.sent_kb + costs.answer_kb)
    return Needs(
        cores=cores,
        memory_gb=cores * (costs.warm_mb + costs.flight_mb + costs.arrays_mb) / 1000,
        network_gb=traffic_kb / 1e6,
        network_kb_s=traffic_kb / seconds,
        head_cores=submissions * costs.head_cpu_s / seconds,
        gradebook_gb=submissions * costs.row_kb / 1e6,
    )


def table(submissions: int, hours: float, cpu_seconds: Sequence[float], costs: Costs | None = None) -> Iterator[str]:
    """Yield the lines of a Markdown table, one row for each time that a submission may take."""
    yield "| CPU s a submission | cores | memory | network | gradebook's machine | gradebook |"
    yield "| ---: | ---: | ---: | ---: | ---: | ---: |"
    for cpu_s in cpu_seconds:
        need = needs(submissions, hours, cpu_s, costs)
        cells = [
            f"{cpu_s:g}",
            f"{need.cores}",
            f"{need.memory_gb:.1f} GB",
            f"{need.network_gb:.1f} GB, {need.network_kb_s:.0f} kB/s",
            f"{need.head_cores:.1%} of a core",
            f"{need.gradebook_gb:.2f} GB",
        ]
        yield f"| {' | '.join(cells)} |"


def main() -> None:
    """Print the table for what the command line says."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--submissions", type=int, default=50_000)
    parser.add_argument("--hours", type=float, default=8.0)
    parser.add_argument("--cpu-s", type=float, action="append", help="CPU seconds a submission; may be repeated")
    options = parser.parse_args()
    print("\n".join(table(options.submissions, options.hours, options.cpu_s or [0.2, 3.0, 7.0])))


if __name__ == "__main__":
    main()
