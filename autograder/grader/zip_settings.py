"""What the settings in an otter_config.json come to here: each is applied, refused, or named with what is in its place.

`docs/otter-zips.md` has the same as a table for people.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from autograder.errors import AutograderError
from autograder.results.total_rule import TotalRule

APPLIED: Final = frozenset(
    {"lang", "seed", "seed_variable", "points_possible", "score_threshold", "assignment_name", "zips", "show_hidden"}
)
# About otter's container and what it prints there: nothing of a mark or of what a student reads hangs on them.
OF_OTTERS_RUN: Final = frozenset(
    {"autograder_dir", "miniconda_path", "log_level", "logo", "print_summary", "print_score", "otter_run", "debug"}
    | {"show_all_public", "force_public_test_summary", "warn_missing_pdf", "filtering", "pagebreaks", "pdf_via_html"}
    | {"submit_blank_pdf_on_export_failure", "use_submission_pdf", "grade_from_log"}
)
ELSEWHERE: Final[Mapping[str, str]] = {
    "show_stdout": "what a notebook printed is in no feedback here",
    "pdf": "no PDF is made here",
    "token": "nothing is uploaded to Gradescope from here",
    "course_id": "nothing is uploaded to Gradescope from here",
    "assignment_id": "nothing is uploaded to Gradescope from here",
    "serialized_variables": "it is for grading from logs, which is not done here",
}
_PLUGINS: Final[Mapping[str, str]] = {
    "otter.plugins.builtin.RateLimiting": "everything that is handed in here is graded",
    "otter.plugins.builtin.GmailNotifications": "nobody is written to from here",
    "otter.plugins.builtin.GoogleSheetsGradeOverride": (
        "no sheet is read here; put marks in the place of others with: autograder marks override"
    ),
}


def refuse_unusable(config: Mapping[str, Any], zip_name: str) -> None:
    """Refuse a zip with settings that decide marks in a way that is not this command's."""
    if config.get("lang", "python") != "python":
        raise AutograderError(
            f"{zip_name} is for assignments in {str(config['lang']).upper()} (R notebooks or R Markdown); only Python "
            "can be graded here, so grade it with: otter grade."
        )
    if config.get("grade_from_log"):
        raise AutograderError(f"{zip_name} grades from students' logs, which is not supported; build it without that.")
    for name in ("points_possible", "score_threshold"):
        value = config.get(name)
        if value is not None and (isinstance(value, bool) or not isinstance(value, int | float) or value < 0):
            raise AutograderError(f"{zip_name}: its setting {name} is {value!r}, which is no number of points.")


def total_rule(config: Mapping[str, Any]) -> TotalRule:
    """Return how the zip has the total made of the questions."""
    return TotalRule(config.get("points_possible"), config.get("score_threshold"))


def said_of_settings(config: Mapping[str, Any]) -> Iterator[str]:
    """Yield a sentence on each setting that has no effect here."""
    for name, value in config.items():
        if name == "plugins":
            yield from (
                f"The zip's plugin {plugin} has no effect: {_PLUGINS[plugin]}."
                for plugin in _plugins(config)
                if plugin in _PLUGINS
            )
        elif name in ELSEWHERE and value:
            yield f"The zip's setting {name} has no effect: {ELSEWHERE[name]}."
        elif name not in APPLIED | OF_OTTERS_RUN | set(ELSEWHERE):
            yield f"The zip's setting {name} has no effect: otter 7 has no setting of this name."


def unknown_plugins(config: Mapping[str, Any]) -> list[str]:
    """Return the plugins that are not otter's own: what they would do to notebooks and marks, nobody can tell."""
    return [plugin for plugin in _plugins(config) if plugin not in _PLUGINS]


def _plugins(config: Mapping[str, Any]) -> list[str]:
    listed = config.get("plugins") or []
    return [str(name) for each in listed for name in (each if isinstance(each, dict) else [each])]
