"""What a night's grading needs: the arithmetic, and that the page of the documentation shows it."""

import re

import pytest

from autograder.cluster.scale import Costs, needs, table


def test_cores_are_the_work_over_the_time_with_room_to_spare():
    assert needs(3600, 1, 1, Costs(use=1.0)).cores == 1
    assert needs(3600, 1, 4, Costs(use=1.0)).cores == 4
    assert needs(3600, 1, 4, Costs(use=0.5)).cores == 8


def test_a_core_is_needed_for_the_smallest_class():
    assert needs(1, 8, 0.1).cores == 1


def test_memory_grows_with_the_cores_and_nothing_else_does():
    small, large = needs(50_000, 8, 1), needs(50_000, 8, 10)
    assert large.memory_gb / small.memory_gb == pytest.approx(large.cores / small.cores)
    assert (large.network_gb, large.gradebook_gb, large.head_cores) == (
        small.network_gb,
        small.gradebook_gb,
        small.head_cores,
    )


def test_what_travels_is_each_submission_and_its_answer():
    need = needs(1000, 1, 1, Costs(sent_kb=30, answer_kb=6))
    assert need.network_gb == pytest.approx(0.036)
    assert need.network_kb_s == pytest.approx(10)


def test_the_page_shows_what_the_arithmetic_gives(root):
    page = (root / "docs" / "scale.md").read_text(encoding="utf-8")
    seconds = [float(each) for each in re.findall(r"--cpu-s (\S+)", page)]
    assert len(seconds) == 4
    assert "\n".join(table(50_000, 8, seconds)) in page
