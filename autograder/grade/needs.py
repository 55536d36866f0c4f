"""What `autograder doctor --assignment` says: whether all that an assignment needs is here."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from autograder.engine.doctor import Finding, State
from autograder.grade.obstacles import missing_packages, obstacles
from autograder.grade.options import RunOptions
from autograder.grade.target import target_of
from autograder.grader.bundle import open_bundle
from autograder.grader.zip_settings import said_of_settings
from autograder.intake.gather import gather

_NAME = "assignment"


def needs_of(assignment: str, paths: Sequence[Path], course: Path | None) -> Iterator[Finding]:
    """Yield what was found of an assignment, or a zip of otter's, and of the imports of submissions at `paths`.

    Raises:
        AutograderError: there is no such assignment, or nothing to grade at the paths.

    """
    with target_of(RunOptions(paths=[*paths], assignment=assignment, out=Path(), course=course)) as target:
        bundle = open_bundle(target.autograder_zip)
        expected = bundle.assignment_name or target.expected_name
        files = gather(paths, support_files=bundle.support_files, assignment=expected).submissions if paths else ()
        stops = list(obstacles(bundle, files, expected))
        listed = missing_packages(bundle)
        said = [] if bundle.is_ours else list(said_of_settings(bundle.config))
    yield from (Finding(_NAME, State.MISSING, found) for found in stops)
    if listed and not stops:
        meaning = f"install what notebooks import: pip install {' '.join(listed)}"
        yield Finding(_NAME, State.WEAKER, f"its environment names {', '.join(listed)}, not installed here", meaning)
    yield from (Finding(_NAME, State.WEAKER, sentence) for sentence in said)
    if not (stops or listed or said):
        yield Finding(_NAME, State.FINE, "all that it imports is installed")
