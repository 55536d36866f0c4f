"""Compare graders on the same classes on this machine, in one run; prints the table and writes docs/benchmarks.md.

    python -m benchmarks.grading [--class-size N] [--many N] [--compared N] [--nbgrader PROGRAM]

Every figure is of this run. Marks are compared before anything is written: a grader that gives others is named.
"""

import argparse
import platform
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import psutil

from autograder import __version__
from autograder.build.release import build
from autograder.course.assignment import Assignment
from autograder.course.settings import find_course
from benchmarks import growth
from benchmarks.classes import GradedClass, examples, trained_long, untouched, without_training
from benchmarks.measuring import adopt_orphans
from benchmarks.parts import Parts, table
from benchmarks.tools import Timing, autograder_grade, bare, nbgrader_autograde, otter_api, otter_run
from benchmarks.watching import Watched, watch

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "benchmarks.md"
HINTS = "\n## What hints say"


@dataclass(frozen=True, slots=True)
class Comparison:
    """One class, graded by every tool; the first timing is `autograder grade`'s.

    There are `parts` only where all notebooks are alike, so that a few stand for all.
    """

    graded: GradedClass
    timings: tuple[Timing, ...]
    differences: tuple[str, ...]
    parts: Parts | None


def main() -> None:
    """Run the benchmark."""
    options = _options()
    adopt_orphans()
    with tempfile.TemporaryDirectory(prefix="benchmark-") as place:
        scratch = Path(place)
        assignment = find_course(ROOT).assignment("binary_mlp")
        comparisons = [
            _compare(graded, options, scratch / str(number))
            for number, graded in enumerate(_classes(assignment, options, scratch))
        ]
        many = untouched(assignment, options.many, scratch / "many")
        gradebooks = list(growth.on_both(many, scratch / "many-out"))
        few = GradedClass(many.title, assignment, many.notebooks[:200])
        again = _again(few, scratch)
        trained = [
            watch(examples(assignment), scratch / "examples-out"),
            # they train alike: the first's would do for all
            watch(trained_long(assignment, 20, scratch / "long"), scratch / "long-out", ["--fresh"]),
        ]
    page = "\n".join(_page(comparisons, gradebooks, again, trained, options))
    PAGE.write_text(f"{page}\n{_of_hints()}", encoding="utf-8")
    print(page)


def _of_hints() -> str:
    """Return what the page says of hints, which is measured by tests: it stays as it is."""
    return "".join(PAGE.read_text(encoding="utf-8").partition(HINTS)[1:])


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--class-size", type=int, default=100, help="submissions in the class without training")
    parser.add_argument("--many", type=int, default=1000, help="submissions in the class that is watched")
    parser.add_argument("--compared", type=int, default=4, help="of these, how many the slower graders get")
    parser.add_argument("--nbgrader", type=Path, default=Path(sys.executable).with_name("nbgrader"))
    return parser.parse_args()


def _classes(assignment: Assignment, options: argparse.Namespace, scratch: Path) -> Iterator[GradedClass]:
    yield untouched(assignment, options.class_size, scratch / "untouched")
    yield without_training(assignment, options.class_size, scratch / "without-training")
    yield examples(assignment)


def _compare(graded: GradedClass, options: argparse.Namespace, scratch: Path) -> Comparison:
    scratch.mkdir()
    built = build(graded.assignment, scratch / "built")
    chosen = graded.notebooks[: options.compared]
    ours, alone = autograder_grade(graded, scratch), bare(chosen, built.solution.parent, graded.assignment.seed)
    timings = [
        ours,
        otter_run(chosen, built.autograder_zip, scratch),
        otter_api(chosen, built.autograder_zip, scratch),
        alone,
    ]
    if options.nbgrader.is_file():
        timings.append(
            nbgrader_autograde(chosen, built.autograder_zip, scratch, options.nbgrader, built.solution.parent)
        )
    parts = Parts.of(ours, _few(graded, scratch), alone) if graded.alike else None
    return Comparison(graded, tuple(timings), tuple(_differences(timings)), parts)


def _few(graded: GradedClass, scratch: Path) -> Timing:
    """Return what it takes to grade as few submissions of a class as there are cores: each grader has one."""
    chosen = graded.notebooks[: len(psutil.Process().cpu_affinity() or [0])]
    (scratch / "few").mkdir()
    return autograder_grade(replace(graded, notebooks=chosen), scratch / "few")


def _differences(timings: Sequence[Timing]) -> Iterator[str]:
    ours = timings[0]
    for theirs in timings[1:]:
        for name, marks in theirs.marks.items():
            for question, points in marks.items():
                if abs(points - ours.marks[name][question]) > 1e-6:
                    yield f"{name} {question}: {ours.tool} {ours.marks[name][question]:g}, {theirs.tool} {points:g}"


def _again(graded: GradedClass, scratch: Path) -> Watched:
    """Grade a class twice, and return the second time."""
    folder = scratch / "few"
    folder.mkdir()
    for path in graded.notebooks:
        shutil.copy(path, folder)
    few = GradedClass(graded.title, graded.assignment, tuple(sorted(folder.iterdir())))
    watch(few, scratch / "few-out")
    return watch(few, scratch / "few-out")


def _page(
    comparisons: Sequence[Comparison],
    gradebooks: Sequence[tuple[str, Watched]],
    again: Watched,
    trained: Sequence[Watched],
    options: argparse.Namespace,
) -> Iterator[str]:
    watched = gradebooks[0][1]
    yield "# Benchmarks"
    yield ""
    yield f"Made by `make bench` (scratchgrade {__version__}) in one run on: {_machine()}."
    yield ""
    yield "Each tool graded the same notebooks with the same tests. Times are of whole commands with everything they"
    yield "start, divided by the number of submissions; `otter run` is one command a submission, the warm API one"
    yield "process that had graded a notebook before the clock began, nbgrader one command for all, whose cells run"
    yield "the same test files. CPU time is that of the machine, on which nothing else ran. The cells and tests alone"
    yield "run one after the other on one core, in forks of a process that has all loaded, with no kernel, no jail and"
    yield "no results: what is left when a grader costs nothing. The garbage collector leaves alone what is"
    yield "loaded, and the ticks of figures wait until they are asked for, both as in the jail."
    for comparison in comparisons:
        yield from _table(comparison)
    yield from _of_parts(comparisons)
    yield ""
    yield "## The command itself"
    yield ""
    yield f"{options.many:,} untouched notebooks ({len(watched.samples)} samples), 200 of them graded twice, the"
    yield "example class, and twenty full answers that train 16 times as many epochs, as long as on the whole of MNIST:"
    yield ""
    yield "| what | measured |"
    yield "| --- | --- |"
    yield f"| first result on the screen after | {watched.first_s:.1f} s |"
    yield f"| most private memory of a submission's process | {watched.most_private_mb:.1f} MiB |"
    yield f"| 200 submissions again, nothing changed | {again.wall_s:.2f} s |"
    for title, run in zip(("example class", "trained as long as on MNIST"), trained, strict=True):
        yield f"| {title}: CPU time in the submissions' processes, at least | {run.submissions_share:.1%} |"
        yield f"| {title}: cores busy | {run.cores_busy:.2f} |"
    yield ""
    yield "Does a class cost more at its end than at its beginning?"
    yield ""
    yield from growth.table(gradebooks)


def _of_parts(comparisons: Sequence[Comparison]) -> Iterator[str]:
    yield ""
    yield "## Where the CPU time goes"
    yield ""
    yield "What one submission takes of all cores: its cells and tests, as above with nothing around them; copying"
    yield "processes, as often as `autograder grade` did, at the price of copying the one that ran cells and tests;"
    yield "what else grading takes, most of it requests between the grader and the submission's process; its share in"
    yield "starting the graders, known because as few submissions as there are cores were graded as well; and what"
    yield "the command's own process does: reading, the gradebook, the reports."
    yield ""
    yield from table([(each.graded.title, each.parts) for each in comparisons if each.parts])


def _table(comparison: Comparison) -> Iterator[str]:
    ours = comparison.timings[0]
    yield ""
    yield f"## {comparison.graded.title}"
    yield ""
    yield "| tool | submissions | wall s each | CPU s each | wall, times ours |"
    yield "| --- | --: | --: | --: | --: |"
    for timing in comparison.timings:
        ratio = timing.wall_each_s / ours.wall_each_s
        yield (
            f"| {timing.tool} | {timing.submissions} | {timing.wall_each_s:.3f} | {timing.cpu_each_s:.3f} "
            f"| {ratio:.1f} |"
        )
    yield ""
    same = "The same points in every question as otter gave." if not comparison.differences else "Other points:"
    yield same
    for difference in comparison.differences:
        yield f"- {difference}"


def _machine() -> str:
    cores = len(psutil.Process().cpu_affinity() or [])
    memory = psutil.virtual_memory().total / 2**30
    model = next(
        (
            line.partition(":")[2].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if line.startswith("model name")
        ),
        platform.machine(),
    )
    return (
        f"{model}, {cores} cores, {memory:.0f} GiB, Linux {platform.release()}, "
        f"Python {platform.python_version()}, numpy {np.__version__}"
    )


if __name__ == "__main__":
    main()
