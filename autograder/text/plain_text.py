"""Text that others wrote, and numbers, as the student's page shows them."""

import re
from functools import lru_cache
from typing import Final

from autograder.text.numbers import tidy

# Colour codes of terminals; control characters; what turns the direction of the text that follows; halves of
# surrogate pairs, which no file takes.
_NOT_TEXT: Final = re.compile(
    r"\x1b\[[0-9;?]*[A-Za-z]|[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
_CODE: Final = re.compile(r"`([^`\n]+)`")
# Besides those: what has no width and joins nothing, by which equal answers could be made to look different.
_UNSEEN: Final = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ud800-\udfff\ufeff"
    r"\U000e0000-\U000e007f]"
)


def plain(text: str) -> str:
    """Return `text` without what is no text; line ends and tabs stay."""
    return _NOT_TEXT.sub("", text)


@lru_cache(1024)
def points(value: float) -> str:
    """Return points with at most two decimals."""
    return f"{tidy(value):.2f}".rstrip("0").rstrip(".")


@lru_cache(1024)
def count_points(value: float) -> str:
    """Return points with the word."""
    return f"{points(value)} {'point' if points(value) == '1' else 'points'}"


def pieces(text: str) -> tuple[tuple[bool, str], ...]:
    """Return a sentence in pieces: whether each is code (which stands between backticks), and its text."""
    parts = _CODE.split(plain(text))
    return tuple((bool(number % 2), part) for number, part in enumerate(parts) if part)


def visible(text: str) -> str:
    r"""Return `text` with what cannot be seen written out, such as \u202e; line ends and tabs stay."""
    return _UNSEEN.sub(lambda found: f"\\u{ord(found[0]):04x}", text.replace("\r\n", "\n"))


def readable(text: str) -> str:
    """Return `text` as a gradebook stores it; the same for nearly every text, and the same again when repeated."""
    return text.encode("utf-8", "backslashreplace").decode().replace("\0", "\\x00")


def printable(text: str) -> str:
    """Return `text` with everything escaped that is not for the eye: file names come from students, too."""
    return "".join(char if char.isprintable() else ascii(char)[1:-1] for char in text)
