"""Dropping the outputs of a large notebook before it is parsed: they may be most of it, and grading makes them anew."""

import hashlib
import re
from typing import Final

_LARGE: Final = 4_000_000  # characters from which on it pays
_TOKEN: Final = re.compile(r'"(?:[^"\\]++|\\.)*+(?:"|\Z)|[\[\]{}]', re.DOTALL)  # possessive: linear whatever the text
_DROPPED: Final = {
    '"outputs"': "[]",
    '"attachments"': '{{"dropped": {{"text/plain": "{}"}}}}',
}  # pictures may be answers
_CELL_DEPTHS: Final = (3, 5)  # of a cell's keys, in format 4 and in formats before it
_MOST_TOKENS: Final = 20_000_000
_LONGEST_KEY: Final = max(map(len, _DROPPED))


def without_outputs(text: str) -> str:
    """Return the JSON of a notebook without the outputs and attachments of its cells, if it is large.

    What tells attachments from others stays in their place.

    Text that is no JSON is returned more or less as it is: whoever parses it will say what is wrong.

    Raises:
        ValueError: it has too many parts to be looked at.

    """
    return "".join(_kept(text)) if len(text) > _LARGE else text


def _kept(text: str) -> list[str]:
    kept: list[str] = []
    begin = depth = dropping = key_end = 0
    key = instead = ""
    for number, token in enumerate(_TOKEN.finditer(text)):
        start, end = token.span()
        first = text[start]
        if number > _MOST_TOKENS:
            raise ValueError("too many parts")
        if first == '"':
            key, key_end = (text[start:end] if end - start <= _LONGEST_KEY else ""), end
        elif first in "[{":
            is_value = not dropping and depth in _CELL_DEPTHS and key in _DROPPED and text[key_end:start].strip() == ":"
            if is_value and _DROPPED[key][0] == first:
                kept.append(text[begin:start])
                begin, dropping, instead = start, depth + 1, _DROPPED[key]
            depth += 1
            key = ""
        else:
            if dropping == depth:
                kept.append(_instead(instead, text[begin:end]))
                begin, dropping = end, 0
            depth -= 1
            key = ""
    if not dropping:
        kept.append(text[begin:])
    return kept


def _instead(instead: str, dropped: str) -> str:
    """Return what stands in the place of what is dropped; nothing tells where there was nothing."""
    if not dropped[1:-1].strip():
        return dropped
    return instead.format(hashlib.sha256(dropped.encode("utf-8", "surrogatepass")).hexdigest())
