"""From the paths of a call to the list of submissions: which files are one, what each is called, what is skipped."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from autograder.errors import AutograderError
from autograder.results import Skipped, natural_key

SUFFIXES = frozenset({".ipynb", ".py", ".zip"})
_DEEPEST = 50
_IGNORED_FOLDERS = frozenset({"__MACOSX", "__pycache__", "tests"})


@dataclass(frozen=True, slots=True)
class Submission:
    """A file to grade, under the name that results and reports give it; `content` is its bytes once it was read."""

    id: str
    path: Path
    content: bytes | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Intake:
    """What was found: the submissions sorted by id, and the files that are not one."""

    submissions: tuple[Submission, ...]
    skipped: tuple[Skipped, ...]


def gather(paths: Sequence[Path], *, support_files: Collection[str] = ()) -> Intake:
    """Return the submissions at `paths`: files, and folders with everything below them.

    Hidden files, `tests` folders and what macOS and Jupyter leave behind are passed over in silence. A script with the
    name of one of the assignment's `support_files`, or one in a subfolder beside a notebook, is skipped with a reason,
    like everything else that is not a notebook, a script or a zip. Ids are file names, or the shortest paths that tell
    files of one name apart.

    Raises:
        AutograderError: a path does not exist, or there is nothing to grade.

    """
    files: dict[Path, Path] = {}  # resolved -> as found
    skipped: list[Skipped] = []
    for path in paths:
        if not path.exists():
            raise AutograderError(f"There is no file or folder {path}; check the path of the submissions.")
        for found, reason in _walk(path, support_files) if path.is_dir() else [_judge(path.resolve())]:
            if reason:
                skipped.append(Skipped(str(found), reason))
            else:
                files.setdefault(_identity(found), found)
    if not files:
        raise AutograderError(
            f"Found nothing to grade in {', '.join(map(str, paths))}; name notebooks (.ipynb), scripts (.py), zips, "
            "or folders that hold some."
        )
    names = _unique_names(list(files.values()))
    submissions = sorted(
        (Submission(name, path) for name, path in zip(names, files.values(), strict=True)),
        key=lambda submission: natural_key(submission.id),
    )
    return Intake(tuple(submissions), tuple(skipped))


def _judge(path: Path) -> tuple[Path, str]:
    """Return the file with the reason why it is no submission, empty if it is one."""
    if path.suffix.lower() in SUFFIXES:
        return path, ""
    return path, "not a notebook (.ipynb), a script (.py) or a zip"


def _walk(folder: Path, support_files: Collection[str], *, depth: int = 0) -> Iterator[tuple[Path, str]]:
    try:
        entries = [path for path in sorted(folder.iterdir()) if not path.name.startswith((".", "~$"))]
    except OSError as error:
        yield folder, f"a folder that cannot be read ({error.strerror})"
        return
    files = [path for path in entries if not path.is_dir()]
    has_notebook = any(path.suffix.lower() in {".ipynb", ".zip"} for path in files)
    for path in files:
        if path.suffix.lower() == ".py" and (path.name in support_files or path.name == "__init__.py"):
            yield path, "a file of the assignment, not a submission"
        elif path.suffix.lower() == ".py" and has_notebook and depth:
            yield path, "a script beside a notebook in a folder of its own"
        else:
            yield _judge(path)
    for path in entries:
        if path.is_dir() and path.name not in _IGNORED_FOLDERS:
            if path.is_symlink():
                yield path, "a link to a folder"
            elif depth == _DEEPEST:
                yield path, "a folder in too many folders"
            else:
                yield from _walk(path, support_files, depth=depth + 1)


def _identity(path: Path) -> Path:
    """Return what tells whether two paths are one file; a link is a file of its own, which is rejected later."""
    return path.parent.resolve() / path.name


def _unique_names(paths: list[Path]) -> list[str]:
    """Return for each path its last parts, as many as it takes to tell those of one name apart."""
    names = [path.name for path in paths]
    identities = [_identity(path) for path in paths]
    parts = 1
    while any(count > 1 for count in Counter(names).values()):
        parts += 1
        clashing = {name for name, count in Counter(names).items() if count > 1}
        names = [
            "/".join(identity.parts[-parts:]) if name in clashing else name
            for name, identity in zip(names, identities, strict=True)
        ]
    return names
