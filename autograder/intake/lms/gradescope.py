"""Gradescope's "export submissions": a folder for each, `submission_NUMBER`, and `submission_metadata.yml` beside them.

The metadata say by whom each is (several for a group: each is graded the same), and when it came. The export holds the
attempt that is active on Gradescope; of the others there is only the history.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import PurePosixPath
from typing import Any

from autograder.course.class_list import Student
from autograder.errors import AutograderError
from autograder.intake.contents import MAX_FILE_MB
from autograder.intake.lms.download import Download, HandIn, entries, may_be_submissions
from autograder.intake.lms.tree import Member, Tree
from autograder.intake.lms.yaml_data import read_yaml
from autograder.intake.notebooks import NotGradable
from autograder.results import Skipped
from autograder.text.plain_text import plain

PLATFORM = "Gradescope"
METADATA = "submission_metadata.yml"
_FOLDER = re.compile(r"submission_\d+")
_DEEPEST = 5  # submissions, submission, submitters, submitter, its parts
_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)(\.\d{1,6})?\d* ?(Z|[+-]\d\d:?\d\d)?")


def read(tree: Tree) -> Download | None:
    """Return what fits, None if nothing does.

    Raises:
        AutograderError: nearly all of it would fit, but the metadata cannot be read.

    """
    metadata = next((member for member in tree.members if str(member.path) == METADATA), None)
    if metadata is None:
        return None
    members = [member for member in tree.members if member is not metadata]
    try:
        described = _parse(metadata)
    except AutograderError:
        if _sorted(tree, members, _seem_described(members)).is_one:
            raise
        return None
    return _sorted(tree, members, described)


def seems_one(tree: Tree) -> bool:
    """Tell whether this seems to be an export of Gradescope, by names alone."""
    members = [member for member in tree.members if str(member.path) != METADATA]
    found = _sorted(tree, members, _seem_described(members))
    return len(members) < len(tree.members) and found.fitting > 1 and found.is_one


def _seem_described(members: Iterable[Member]) -> dict[str, Mapping[str, Any]]:
    return {name: {":submitters": []} for name in entries(members) if _FOLDER.fullmatch(name)}


def _sorted(tree: Tree, members: Sequence[Member], described: Mapping[str, Mapping[str, Any]]) -> Download:
    """Return what fits to what the metadata say of each folder."""
    folders: dict[str, list[Member]] = {}
    loose: list[Member] = []
    for member in members:
        if len(member.path.parts) > 1 and member.path.parts[0] in described:
            folders.setdefault(member.path.parts[0], []).append(member)
        else:
            loose.append(member)
    hand_ins: list[HandIn] = []
    skipped = list(tree.skipped)
    for name, about in described.items():
        if name not in folders:
            skipped.append(Skipped(str(tree.shown / name), f"{METADATA} speaks of it, but it holds no file"))
            continue
        found = list(_hand_ins(folders[name], about, str(tree.shown / name)))
        if not found:
            skipped.append(Skipped(str(tree.shown / name), f"{METADATA} does not say by whom it is"))
        hand_ins += found
    others = entries(may_be_submissions(loose))
    return Download(
        PLATFORM, tuple(hand_ins), tuple(skipped), loose=tuple(loose), fitting=len(folders), others=len(others)
    )


def _hand_ins(members: list[Member], about: Mapping[str, Any], batch: str) -> Iterator[HandIn]:
    moment = _moment(about.get(":created_at"))
    order = moment.timestamp() if moment else None
    team = PurePosixPath(batch).name if len(about[":submitters"]) > 1 else ""
    for submitter in about[":submitters"]:
        student = Student(*(_text(submitter.get(key)) for key in (":sid", ":name", ":email")))
        if student.label:
            for member in members:
                inside = PurePosixPath(*member.path.parts[1:])
                yield HandIn(student, member, str(inside), batch, PLATFORM, order, handed_in=moment, team=team)


def _parse(metadata: Member) -> dict[str, Mapping[str, Any]]:
    """Return what is said of each submission, in the parts that are used here in the form that they should have."""
    try:
        data = read_yaml(metadata.source.read(), deepest=_DEEPEST)
    except NotGradable as error:
        raise AutograderError(
            f"{metadata.shown} cannot be read (it is damaged, or larger than {MAX_FILE_MB} MB); export the submissions "
            "again, or in parts."
        ) from error
    except ValueError as error:
        raise AutograderError(f"{metadata.shown} cannot be read ({error}); export the submissions again.") from error
    if not isinstance(data, dict):
        raise AutograderError(f"{metadata.shown} does not describe submissions; export them again.")
    return {name: _submission(about) for name, about in data.items() if isinstance(about, dict)}


def _submission(about: Mapping[str, Any]) -> dict[str, Any]:
    submitters = about.get(":submitters")
    known = [each for each in submitters if isinstance(each, dict)] if isinstance(submitters, list) else []
    return {":submitters": known, ":created_at": about.get(":created_at")}


def _text(value: object) -> str:
    return " ".join(plain(value).split()) if isinstance(value, str) else ""


def _moment(value: object) -> datetime | None:
    """Return the moment of "2026-11-20 10:00:00.123456000 Z", or of another time zone."""
    match = _MOMENT.fullmatch(value) if isinstance(value, str) else None
    try:
        moment = datetime.fromisoformat(f"{match[1]}T{match[2]}{match[3] or ''}{match[4] or ''}") if match else None
    except ValueError:
        return None
    return moment.replace(tzinfo=UTC) if moment and moment.tzinfo is None else moment
