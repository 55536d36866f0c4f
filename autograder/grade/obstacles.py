"""What is the instructor's matter and would cost a whole class marks, found before anything is graded.

That is a package that is not installed here and that tests import, or most submissions, or one of them where the zip's
environment names it; and plugins of a zip, which are not run here. A student's own odd import is the student's matter.
"""

import re
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path, PurePosixPath
from typing import Final

from autograder.engine.doctor import Finding, State
from autograder.errors import AutograderError
from autograder.grade.options import RunOptions
from autograder.grade.target import target_of
from autograder.grader.bundle import Bundle, open_bundle
from autograder.grader.zip_settings import said_of_settings, unknown_plugins
from autograder.intake.gather import gather
from autograder.intake.imports import missing_in, missing_in_submission
from autograder.intake.submission import Submission

_FEWEST: Final = 3  # submissions to an assignment of ours, whose tests and given code are known to run
_NAMED: Final = re.compile(r"^[ \t]*-[ \t]*['\"]?([A-Za-z0-9][\w.-]*)", re.MULTILINE)
_OF_OTTER: Final = frozenset({"otter-grader", "jupyter-server"})  # in the environment of every zip
_PACKAGES: Final = {  # modules that are not called as their package
    "bs4": "beautifulsoup4",
    "cv2": "opencv-python",
    "PIL": "pillow",
    "skimage": "scikit-image",
    "sklearn": "scikit-learn",
    "yaml": "pyyaml",
}


def refuse(found: Sequence[str]) -> None:
    """Stop before anything is graded if obstacles were found."""
    if found:
        raise AutograderError(f"{' '.join(found)} Then grade again; to grade without that, add --even-so.")


def obstacles(bundle: Bundle, submissions: Sequence[Submission], assignment: str | None) -> Iterator[str]:
    """Yield a sentence on each obstacle, with what to do.

    `assignment` is the name by which one of several notebooks of a submission counts.
    """
    if plugins := unknown_plugins(bundle.config):
        yield (
            f"The zip runs {', '.join(plugins)} under otter, which may change notebooks and marks and is not run here: "
            "grade with otter, or take plugins out of the zip's settings."
        )
    zipped = _Zipped.read(bundle.path)
    students = Counter(name for each in submissions for name in missing_in_submission(each, assignment, zipped.local))
    tests = {name: missing_in(text, zipped.local) for name, text in zipped.tests.items()}
    for module in sorted({*students, *(name for found in tests.values() for name in found)}):
        asking = [name for name, found in tests.items() if module in found]
        count, of = students[module], len(submissions)
        by_most = 2 * count > of and (of >= _FEWEST or not bundle.is_ours)
        package = _PACKAGES.get(module, module)
        if asking or by_most or (count and _plain(package) in map(_plain, zipped.environment)):
            who = [f"{count} of {of} submissions"] if count else []
            who += [f"the tests {', '.join(asking[:3])}{', ...' if asking[3:] else ''}"] if asking else []
            yield f"{module}, which {' and '.join(who)} import, is not installed here: pip install {package}."


def missing_packages(bundle: Bundle) -> list[str]:
    """Return the packages that the zip's environment names for pip and that are not installed here."""
    named = _Zipped.read(bundle.path).environment
    return [name for name in named if _plain(name) not in _OF_OTTER and not _is_installed(name)]


@dataclass(frozen=True, slots=True)
class _Zipped:
    """What a zip says of modules: its test files by question, what lies beside notebooks, packages of its environment.

    `local` are the names by which tests and notebooks may import what lies there.
    """

    tests: dict[str, str]
    local: frozenset[str]
    environment: tuple[str, ...]

    @classmethod
    def read(cls, path: Path) -> "_Zipped":
        with zipfile.ZipFile(path) as archive:
            names = [PurePosixPath(name) for name in archive.namelist() if not name.endswith("/")]
            texts = {
                name: archive.read(str(name)).decode("utf-8", "replace")
                for name in names
                if str(name) == "environment.yml" or (name.parts[0] == "tests" and name.suffix == ".py")
            }
        environment = texts.pop(PurePosixPath("environment.yml"), "").partition("pip:")[2]
        local = {part.removesuffix(".py") for name in names for part in name.parts}
        named = tuple(dict.fromkeys(_NAMED.findall(environment)))
        return cls({name.stem: text for name, text in texts.items()}, frozenset(local), named)


def _is_installed(package: str) -> bool:
    try:
        metadata.version(package)
    except metadata.PackageNotFoundError:
        return False
    return True


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


_NAME = "assignment"


def needs_of(assignment: str, paths: Sequence[Path], course: Path | None) -> Iterator[Finding]:
    """Yield what was found of an assignment, or a zip of otter's, and of the imports of submissions at `paths`."""
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
