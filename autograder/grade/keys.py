"""What decides a mark, as one digest: the submission's bytes, the assignment, the settings, and the software.

What has the same key has the same result, so that nothing is graded twice that has not changed.
"""

import hashlib
import json
import platform
from collections.abc import Iterable, Mapping
from importlib import metadata
from pathlib import Path
from typing import Any

import autograder
from autograder import __version__
from autograder.grade.intake import Submission
from autograder.grade.notebooks import NotGradable
from autograder.grade.prepare import read_content
from autograder.gradebook.record import HandedIn

# Their versions can change what a submission does, or what a test makes of it.
SOFTWARE = ("otter-grader", "ipython", "nbformat", "numpy", "scipy", "pandas", "matplotlib", "scikit-learn")


def settings_digest(assignment_zip: Path, settings: Mapping[str, Any]) -> str:
    """Return the digest of all that decides a mark besides the submission; `settings` are plain values.

    The program's own source counts, not only its version, for whoever changes the program.
    """
    parts = {
        "zip": hashlib.sha256(assignment_zip.read_bytes()).hexdigest(),
        "settings": dict(settings),
        "autograder": [__version__, _source_digest()],
        "python": platform.python_version(),
        "software": dict(_versions(SOFTWARE)),
    }
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def identify(submission: Submission, settings: str) -> HandedIn:
    """Return what the submission is now, by its content; a file that cannot be read is what is wrong with it."""
    try:
        content = read_content(submission.path) if submission.content is None else submission.content
        digest = hashlib.sha256(content).hexdigest()
    except NotGradable as reason:
        digest = hashlib.sha256(f"not gradable: {reason}".encode()).hexdigest()
    parts = [settings, submission.path.suffix.lower(), digest]
    key = hashlib.sha256("\0".join(parts).encode()).hexdigest()
    return HandedIn(submission.id, str(submission.path), digest, key)


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
