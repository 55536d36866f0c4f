"""The settings of a zip that otter made: applied, refused, or named with what is in their place."""

import importlib
import inspect
from pathlib import Path

import pytest

from autograder.errors import AutograderError
from autograder.grader import zip_settings
from autograder.grader.zip_settings import refuse_unusable, said_of_settings, unknown_plugins

RATE, GMAIL, SHEET = (
    f"otter.plugins.builtin.{name}" for name in ("RateLimiting", "GmailNotifications", "GoogleSheetsGradeOverride")
)


@pytest.mark.parametrize(
    ("config", "parts"),
    [
        ({"lang": "python", "seed": 1, "points_possible": 3, "show_hidden": True}, []),
        ({"show_stdout": False, "pdf": False, "token": None, "plugins": []}, []),
        ({"show_stdout": True}, ["show_stdout has no effect: what a notebook printed"]),
        ({"token": "t", "course_id": 1}, ["token has no effect", "course_id has no effect"]),
        ({"plugins": [{RATE: {"days": 1}}, GMAIL]}, ["RateLimiting has no effect", "GmailNotifications has no effect"]),
        ({"plugins": [SHEET]}, ["autograder marks override"]),
        ({"colour": "red"}, ["colour has no effect: otter 7 has no setting of this name"]),
    ],
)
def test_what_has_no_effect_is_named_with_what_is_in_its_place(config, parts):
    said = list(said_of_settings(config))
    assert len(said) == len(parts)
    assert all(part in sentence for part, sentence in zip(parts, said, strict=True))


def test_plugins_that_are_not_otters_own_are_known():
    assert unknown_plugins({"plugins": [RATE, "course.Curve", {"course.Bonus": {"points": 1}}]}) == [
        "course.Curve",
        "course.Bonus",
    ]
    assert unknown_plugins({}) == []


@pytest.mark.parametrize("value", ["10", True, -1])
@pytest.mark.parametrize("name", ["points_possible", "score_threshold"])
def test_points_that_are_no_number_are_refused_by_name(name, value):
    with pytest.raises(AutograderError, match=name):
        refuse_unusable({name: value}, "a.zip")


def test_every_setting_of_otters_is_known_here_and_in_the_docs():
    config = importlib.import_module("otter.run.run_autograder.autograder_config").AutograderConfig
    names = set(inspect.get_annotations(config))
    known = zip_settings.APPLIED | zip_settings.ELSEWHERE.keys() | zip_settings.OF_OTTERS_RUN | {"plugins"}
    assert names == known
    page = Path(zip_settings.__file__).parents[2] / "docs/otter-zips.md"
    text = page.read_text(encoding="utf-8")
    assert [name for name in sorted(known) if f"`{name}`" not in text] == []
