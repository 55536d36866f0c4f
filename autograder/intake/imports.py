"""Which modules code imports that are not installed here."""

import ast
import importlib.util
import io
import re
import sys
import zipfile
from collections.abc import Collection, Iterator
from contextlib import suppress
from functools import cache
from pathlib import PurePosixPath
from typing import Final

from autograder.intake.contents import Kind, kind_of
from autograder.intake.notebooks import NotGradable, read_notebook
from autograder.intake.submission import Submission
from autograder.intake.zips import notebook_in

_IMPORT: Final = re.compile(r"import[ \t]+(\w[\w., \t]*)")
_FROM: Final = re.compile(r"from[ \t]+(\w+)[\w.]*[ \t]+import\b")
# Before them: in a notebook's JSON, in a test file, in the doctests that a test file has as texts. Looked for apart,
# because a pattern that begins with a word is found ten times as fast.
_BEFORE: Final = re.compile(r"""(?:^|\\n|["'>])[ \t>.]*\Z""", re.MULTILINE)
_DEEPEST: Final = 200  # characters of a line before an import
_ALWAYS: Final = frozenset({"google", "otter"})  # Colab's own, and what stands in its place here


def missing_in_submission(submission: Submission, assignment: str | None, local: Collection[str]) -> set[str]:
    """Return the modules that a submission imports, comes what may, and that are not here.

    `local` are modules that lie beside every notebook, `assignment` is the name by which one of several notebooks
    counts. What comes with a notebook, or is written by it, is no module that is missing.
    """
    try:
        content = submission.read()
        zipped = kind_of(submission.path.name, content) is Kind.ZIP
        notebook = notebook_in(content, assignment) if zipped else content
        found = missing_in(notebook.decode("utf-8", "replace"), local)
        if not found:
            return found  # as nearly always: the rest takes longer
        source = "\n".join(_cells(notebook))
        found = missing_in(source, {*local, *(_beside(content) if zipped else ())})
        return {name for name in found if f"{name}.py" not in source}
    except NotGradable:
        return set()


def missing_in(source: str, local: Collection[str] = ()) -> set[str]:
    """Return the modules that code imports, and not behind a `try` or an `if` where that can be told."""
    lists = (part for words in _beginning(_IMPORT, source) for part in words.split(","))
    found = {part.split()[0].partition(".")[0] for part in lists if part.strip()} | set(_beginning(_FROM, source))
    missing = {name for name in found if name.isidentifier() and name not in local and not _is_here(name)}
    return missing - set(_perhaps(source)) if missing else missing


def _beginning(pattern: re.Pattern[str], source: str) -> Iterator[str]:
    """Yield the first group of each match with which a line begins."""
    for match in pattern.finditer(source):
        if _BEFORE.search(source, max(0, match.start() - _DEEPEST), match.start()):
            yield match[1]


def _cells(content: bytes) -> list[str]:
    """Return the code cells of a notebook; a script is one."""
    try:
        return [cell["source"] for cell in read_notebook(content)["cells"] if cell["cell_type"] == "code"]
    except NotGradable:
        return [content.decode("utf-8", "replace")]


def _perhaps(source: str) -> Iterator[str]:
    """Yield the modules whose import may fail without harm."""
    python = "\n".join("" if line.startswith(("%", "!", "?")) else line for line in source.split("\n"))
    with suppress(SyntaxError, ValueError, RecursionError):
        for outer in ast.walk(ast.parse(python)):
            for node in ast.walk(outer) if isinstance(outer, ast.Try | ast.If) else ():
                if isinstance(node, ast.Import):
                    yield from (alias.name.partition(".")[0] for alias in node.names)
                elif isinstance(node, ast.ImportFrom) and node.module:
                    yield node.module.partition(".")[0]


def _beside(content: bytes) -> set[str]:
    """Return what the files of a zip that was handed in may be imported as."""
    with suppress(zipfile.BadZipFile), zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {part.removesuffix(".py") for name in archive.namelist() for part in PurePosixPath(name).parts}
    return set()


@cache
def _is_here(module: str) -> bool:
    if module in sys.stdlib_module_names or module in _ALWAYS:
        return True
    with suppress(ImportError, ValueError):
        return importlib.util.find_spec(module) is not None
    return False
