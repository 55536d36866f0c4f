"""Names as people write them: the same whatever their letters look like, and what one was that there is not."""

import difflib
import unicodedata
from collections.abc import Iterable


def folded(text: str) -> str:
    """Return text without accents and case, so that a name is found however its letters are written."""
    apart = unicodedata.normalize("NFKD", text).casefold()
    return "".join(char for char in apart if not unicodedata.combining(char))


def did_you_mean(wanted: str, names: Iterable[str], otherwise: str) -> str:
    """Return the end of a sentence on a name that there is not: the one that was meant, or else `otherwise`."""
    near = difflib.get_close_matches(wanted, list(names), n=1)
    return f"did you mean {near[0]!r}?" if near else otherwise
