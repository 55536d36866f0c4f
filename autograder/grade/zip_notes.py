"""What an instructor has to know of a zip that otter alone has made: what it says that has no effect, or no sense."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from autograder.grader.bundle import Bundle, faults
from autograder.grader.zip_settings import said_of_settings


def said_of_zip(bundle: Bundle, described: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Yield the sentences: on settings, and on what is odd in the tests and yet graded as otter grades it."""
    yield from said_of_settings(bundle.config)
    yield from (f"{fault}. It was graded as otter does." for fault in faults(described))
