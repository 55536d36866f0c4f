"""What decides a mark, as one digest: what is graded of the submission, the assignment, the settings, and the software.

What has the same key has the same result, so that nothing is graded twice that has not changed. It does not matter in
what a submission comes: a notebook that is saved again, with other outputs, or in a zip, is the same one.
"""

import hashlib
import io
import json
import os
import platform
import zipfile
from collections.abc import Iterable, Mapping
from importlib import metadata
from pathlib import Path
from typing import Any

import autograder
from autograder import __version__
from autograder.course.class_list import Student
from autograder.engine.unpacking import SETTINGS
from autograder.intake.notebooks import NotGradable
from autograder.intake.prepare import clean_copy
from autograder.intake.submission import Submission
from autograder.results.handed_in import MISSING, HandedIn

# Their versions can change what a submission does, or what a test makes of it.
SOFTWARE = ("otter-grader", "ipython", "nbformat", "numpy", "scipy", "pandas", "matplotlib", "scikit-learn")


def settings_digest(assignment_zip: Path, settings: Mapping[str, Any]) -> str:
    """Return the digest of all that decides a mark besides the submission; `settings` are plain values.

    The program's own source counts, not only its version, for whoever changes the program.
    """
    parts = {
        "zip": _members(assignment_zip),
        "settings": dict(settings),
        "autograder": [__version__, _source_digest()],
        "python": platform.python_version(),
        "software": dict(_versions(SOFTWARE)),
    }
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def identify(submission: Submission, settings: str, assignment: str | None = None) -> HandedIn:
    """Return what the submission is now, by its content; what cannot be graded is known by its bytes and the reason.

    `assignment` is the name by which one of several notebooks counts.
    """
    digest = _digest(submission, assignment)
    key = hashlib.sha256("\0".join([settings, digest]).encode()).hexdigest()
    return HandedIn(submission.id, place_of(submission.path), digest, key, **submission.said)


def digest_of_bytes(submission: Submission) -> str:
    """Return what tells whether the file itself has changed, which is known sooner than its content."""
    try:
        return hashlib.sha256(submission.read()).hexdigest()
    except NotGradable as reason:
        return str(reason)


def _digest(submission: Submission, assignment: str | None) -> str:
    """Return the digest of all that is graded: the cells of the clean copy, and the files that go with it."""
    content = b""
    try:
        content = submission.read()
        parts = _graded(*clean_copy(submission.path, assignment=assignment, content=content))
    except NotGradable as reason:
        parts = [["not gradable", str(reason)], hashlib.sha256(content).hexdigest()]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def _graded(name: str, copy: bytes) -> list[Any]:
    """Return the digests of a clean copy's notebook and of the files beside it, these by their names."""
    if not name.endswith(".zip"):
        return [hashlib.sha256(copy).hexdigest()]
    with zipfile.ZipFile(io.BytesIO(copy)) as archive:
        notebook, *others = archive.namelist()  # the notebook is written first; its name does not matter
        members = [notebook, *sorted(others)]
        digests = {name: hashlib.sha256(archive.read(name)).hexdigest() for name in members}
    return [digests[notebook], *([name, digests[name]] for name in members[1:])]


def place_of(path: Path) -> str:
    """Return by what a gradebook knows where a file lies: its absolute path, links not followed."""
    return os.path.abspath(path)  # noqa: PTH100 - Path.resolve would follow links


def identify_missing(student: Student, settings: str, section: str = "") -> HandedIn:
    """Return what stands in the gradebook for a student who has handed in nothing."""
    key = hashlib.sha256(f"{settings}\0{MISSING}".encode()).hexdigest()
    return HandedIn(student.label, "", MISSING, key, student=student, section=section)


def _members(assignment_zip: Path) -> list[list[str]]:
    """Return the name and digest of each file of the zip; what only people mark by decides nothing here."""
    members = []
    with zipfile.ZipFile(assignment_zip) as archive:
        for info in archive.infolist():
            content = archive.read(info)
            if info.filename == SETTINGS:
                content = _without_policies(content)
            members.append([info.filename, hashlib.sha256(content).hexdigest()])
    return members


def _without_policies(content: bytes) -> bytes:
    settings = json.loads(content)
    marking = settings.get("marking") if isinstance(settings, dict) else None
    if not isinstance(marking, dict):
        return content
    settings["marking"] = {key: value for key, value in marking.items() if key not in ("rubric", "late", "title")}
    return json.dumps(settings, sort_keys=True).encode()


def _source_digest() -> str:
    root = Path(autograder.__file__).parent
    digest = hashlib.sha256()
    for path in sorted(root.rglob("*.py")):
        digest.update(f"{path.relative_to(root)}\0{path.stat().st_size}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _versions(names: Iterable[str]) -> Iterable[tuple[str, str]]:
    for name in names:
        try:
            yield name, metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
