"""Assignments in the styles of courses that use otter get otter's verdicts and totals, case by case.

Otter's side is `as_otter_runs`: what `otter run` does, without the kernel. `docs/otter-zips.md` has the differences
that remain, and why.
"""

from __future__ import annotations

import importlib.util
import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from functools import cache
from pathlib import Path

import pytest

from tests.harness.conftest import ROOT
from tests.harness.jails import needs_jail

from .both import Otter, Verdicts, graded, verdicts, write_class
from .corpus import ASSIGNMENTS, STYLES
from .corpus.making import Assigned, Case, Generated
from .corpus.shares import SHARES

PAGE = ROOT / "docs/otter-zips.md"
SLOW = ("datascience",)  # to import


@pytest.fixture(scope="module")
def otters() -> Iterator[Callable[[Assigned | Generated], Otter]]:
    """Give the process of otter's for an assignment: one for all that import the same slow packages."""
    with ExitStack() as running:

        @cache
        def process(packages: tuple[str, ...]) -> Otter:
            return running.enter_context(Otter(packages))

        yield lambda assignment: process(tuple(name for name in SLOW if name in assignment.needs))


def skip_without(packages: Sequence[str]) -> None:
    missing = [name for name in packages if importlib.util.find_spec(name) is None]
    if missing and os.environ.get("CI", "").lower() in ("", "0", "false"):
        pytest.skip(f"needs: pip install {' '.join(missing)}")


@needs_jail
@pytest.mark.slow
@pytest.mark.parametrize("assignment", ASSIGNMENTS, ids=lambda assignment: assignment.name)
def test_every_case_and_every_total_is_otters(
    assignment: Assigned | Generated, otters: Callable[[Assigned | Generated], Otter], tmp_path: Path
) -> None:
    skip_without(assignment.needs)
    made = assignment.make(tmp_path / "made")
    folder = write_class(tmp_path / "class", made.notebooks)
    result = graded(folder, made.autograder_zip, tmp_path / "out", timeout_s=120, assignment_name=assignment.name)
    answers = otters(assignment).answers(folder, made.autograder_zip, tmp_path / "otter")
    other = set(different(verdicts(result), {name: answer["questions"] for name, answer in answers.items()}))
    assert other == set(assignment.differs)
    for item in result.submissions:
        name = item.id.removesuffix(".ipynb")
        if name not in {case[0] for case in other}:
            assert [item.score, item.max_score] == pytest.approx(answers[name]["total"], abs=1e-3)
    cases = [case for item in result.submissions for question in item.questions for case in question.cases]
    assert (len(cases), sum(case.unsealed for case in cases)) == SHARES[assignment.name]


@needs_jail
@pytest.mark.slow
@pytest.mark.parametrize("name", ["data100_plots", "inf8245e_perceptron_seed_variable"])
def test_otter_run_itself_says_what_it_says_without_its_kernel(
    name: str, otters: Callable[[Assigned | Generated], Otter], tmp_path: Path
) -> None:
    (assignment,) = [each for each in ASSIGNMENTS if each.name == name]
    made = assignment.make(tmp_path / "made")
    folder = write_class(tmp_path / "class", {"right": made.notebooks["right"]})
    result = graded(folder, made.autograder_zip, tmp_path / "out", isolation="none", timeout_s=300)
    answers = otters(assignment).answers(folder, made.autograder_zip, tmp_path / "otter")
    assert verdicts(result) == {"right": answers["right"]["questions"]}


def different(engine: Mapping[str, Verdicts], otter: Mapping[str, Verdicts]) -> Iterator[Case]:
    """Yield the cases of which the two say something else."""
    assert {name: set(questions) for name, questions in engine.items()} == {
        name: set(questions) for name, questions in otter.items()
    }
    for name, questions in otter.items():
        for question, cases in questions.items():
            pairs = zip(engine[name][question], cases, strict=True)
            yield from ((name, question, number) for number, (a, b) in enumerate(pairs, start=1) if a is not b)


def test_the_page_says_how_many_cases_are_unsealed_in_each_style() -> None:
    rows = ["| style | zips | cases | unsealed |", "| --- | --- | --- | --- |"]
    for style, zips in STYLES.items():
        cases, unsealed = (sum(column) for column in zip(*(SHARES[each.name] for each in zips), strict=True))
        rows.append(f"| {style} | {len(zips)} | {cases} | {unsealed} ({unsealed / cases:.1%}) |")
    assert "\n".join(rows) in PAGE.read_text(encoding="utf-8"), "\n".join(rows)
    assert f"grades {len(ASSIGNMENTS)} zips" in PAGE.read_text(encoding="utf-8")


def test_every_known_difference_is_of_a_kind_that_the_page_names() -> None:
    differing = {assignment.name for assignment in ASSIGNMENTS if assignment.differs}
    named = set(re.findall(r"`(\w+)`", PAGE.read_text(encoding="utf-8").partition("## Where it differs")[2]))
    assert differing <= named
