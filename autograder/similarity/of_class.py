"""The search over a class that is being graded, and what of the last one still holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path

from autograder.errors import AutograderError
from autograder.intake.gather import Submission
from autograder.intake.notebooks import NotGradable
from autograder.similarity.record import SIMILARITY, Similarities, read_similarities, write_similarities
from autograder.similarity.search import MISSING, find_similar
from autograder.similarity.sources import code_of


def check_similarity(given: Path | None) -> None:
    """Check before a long run that a search is possible at its end.

    Raises:
        AutograderError: copydetect is not installed, or `given`, the notebook that students got, cannot be read.

    """
    if find_spec("copydetect") is None:
        raise AutograderError(MISSING)
    if given is not None and not code_of(given):
        raise AutograderError(
            f"{given} is not a notebook with code; give the one that the students got, as --student-notebook."
        )


def search_class(
    submissions: Sequence[Submission],
    digests: Mapping[str, str],
    out: Path,
    given: Path | None,
    assignment: str | None = None,
) -> None:
    """Look for similar submissions and keep what is found in the folder `out`, unless that is known already.

    `digests` tell the contents of the submissions apart, by id; `given` is the notebook that students got, `assignment`
    the name by which one of several notebooks counts.
    """
    code = code_of(given) if given else ""
    digest = sha256(code.encode()).hexdigest() if code else ""
    known = read_similarities(out / SIMILARITY)
    if known is not None and known.compared == digests and known.given == digest:
        return
    sources = {item.id: _code(item, assignment) for item in submissions}
    found = find_similar(sources, given=code, digests=digests)
    write_similarities(replace(found, given=digest), out / SIMILARITY)


def known_similarities(digests: Mapping[str, str], out: Path) -> Similarities | None:
    """Return what the last search found and still holds; None when there was none."""
    known = read_similarities(out / SIMILARITY)
    return known.still_true(digests) if known else None


def _code(submission: Submission, assignment: str | None) -> str:
    try:
        return code_of(submission.path, submission.read(), assignment)
    except NotGradable:
        return ""
