"""What learning platforms hand out when all submissions are downloaded: a reader for each format, one interface."""

from collections.abc import Callable, Iterator, Mapping

from autograder.intake.lms import canvas, gradescope, moodle
from autograder.intake.lms.download import Download, HandIn
from autograder.intake.lms.tree import Tree

__all__ = ["PLATFORMS", "Download", "HandIn", "Tree", "partly", "platform_of", "read_download"]

# The platforms: each is read by the module of its name here, and its marks go back by that in autograder/export.
PLATFORMS: Mapping[str, Callable[[Tree], Download | None]] = {
    "gradescope": gradescope.read,
    "moodle": moodle.read,
    "canvas": canvas.read,
}


def read_download(tree: Tree) -> Download | None:
    """Return the download that a zip or a folder is, None if it is no platform's.

    Raises:
        AutograderError: it is one, and damaged.

    """
    return next((found for found in _readings(tree) if found.is_one), None)


def partly(tree: Tree) -> list[Download]:
    """Return what the readers find in a tree that is no download, the platform with most of it first."""
    return sorted(_readings(tree), key=lambda found: -found.fitting)


def platform_of(tree: Tree) -> str | None:
    """Return whose download, of several students, a zip or a folder seems to be, by its names alone."""
    for level in tree.levels():
        if gradescope.seems_one(level):
            return gradescope.PLATFORM
        for read in (moodle.read, canvas.read):
            found = read(level)
            if found and found.is_one and len({file.student for file in found.hand_ins}) > 1:
                return found.platform
    return None


def _readings(tree: Tree) -> Iterator[Download]:
    for level in tree.levels():
        yield from filter(None, (read(level) for read in PLATFORMS.values()))
