"""What learning platforms hand out when all submissions are downloaded: a reader for each format, one interface."""

from collections.abc import Callable

from autograder.lms.incoming import canvas, gradescope, moodle
from autograder.lms.incoming.download import Download, HandIn
from autograder.lms.incoming.tree import Tree

__all__ = ["Download", "HandIn", "Tree", "platform_of", "read_download"]

READERS: tuple[Callable[[Tree], Download | None], ...] = (gradescope.read, moodle.read, canvas.read)


def platform_of(tree: Tree) -> str | None:
    """Return whose download a zip or a folder seems to be, by its names alone: it may be anybody's."""
    for level in tree.levels():
        if gradescope.is_export(level):
            return gradescope.PLATFORM
        if found := moodle.read(level) or canvas.read(level):
            return found.platform
    return None


def read_download(tree: Tree) -> Download | None:
    """Return the download that a zip or a folder is, None if it is no platform's.

    Raises:
        AutograderError: it is one, and damaged.

    """
    for level in tree.levels():
        for read in READERS:
            if (found := read(level)) is not None:
                return found
    return None
