"""The files of a folder that is no platform's download: which of them are submissions, and what each is called."""

from collections import Counter
from collections.abc import Collection, Iterator
from pathlib import Path

from autograder.intake.contents import UNSEEN, is_notebook, is_unseen, meant
from autograder.intake.prepare import read_head

NOT_A_SUBMISSION = "a file of the assignment, not a submission"
NOT_GRADABLE = "not a notebook (.ipynb), a script (.py) or a zip"
IN_R = "written in R, and only Python can be graded"
_OF_R = frozenset({".r", ".rmd", ".qmd"})
_DEEPEST = 50
_IGNORED_FOLDERS = frozenset({"__MACOSX", "__pycache__", "tests"})


def judge(path: Path) -> tuple[Path, str]:
    """Return the file with the reason why it is no submission, empty if it is one."""
    if meant(path.name) or is_notebook(read_head(path)):
        return path, ""
    return path, IN_R if path.suffix.lower() in _OF_R else NOT_GRADABLE


def walk(folder: Path, support_files: Collection[str], *, depth: int = 0) -> Iterator[tuple[Path, str]]:
    """Yield every file of a folder that is worth a word, with the reason why it is no submission, empty if it is one.

    A script with the name of one of the assignment's `support_files` is none, nor is one in a subfolder beside a
    notebook.
    """
    try:
        found = sorted(folder.iterdir())
    except OSError as error:
        yield folder, f"a folder that cannot be read ({error.strerror})"
        return
    yield from ((path, UNSEEN) for path in found if is_unseen(path.name) and path.is_file())
    entries = [path for path in found if not path.name.startswith((".", "~$"))]
    files = [path for path in entries if not path.is_dir()]
    has_notebook = any(meant(path.name) in {".ipynb", ".zip"} for path in files)
    for path in files:
        if meant(path.name) == ".py" and (path.name in support_files or path.name == "__init__.py"):
            yield path, NOT_A_SUBMISSION
        elif meant(path.name) == ".py" and has_notebook and depth:
            yield path, "a script beside a notebook in a folder of its own"
        else:
            yield judge(path)
    for path in entries:
        if path.is_dir() and path.name not in _IGNORED_FOLDERS:
            if path.is_symlink():
                yield path, "a link to a folder"
            elif depth == _DEEPEST:
                yield path, "a folder in too many folders"
            else:
                yield from walk(path, support_files, depth=depth + 1)


def identity(path: Path) -> Path:
    """Return what tells whether two paths are one file; a link is a file of its own, which is rejected later."""
    return path.parent.resolve() / path.name


def unique_names(paths: list[Path]) -> list[str]:
    """Return for each path its last parts, as many as it takes to tell those of one name apart."""
    names = [path.name for path in paths]
    identities = [identity(path) for path in paths]
    parts = 1
    while any(count > 1 for count in Counter(names).values()):
        parts += 1
        clashing = {name for name, count in Counter(names).items() if count > 1}
        names = [
            "/".join(identity.parts[-parts:]) if name in clashing else name
            for name, identity in zip(names, identities, strict=True)
        ]
    return names
