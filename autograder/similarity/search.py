"""Finding submissions that share code: winnowing's fingerprints (as MOSS has them) by copydetect, over a whole class.

Names, comments and layout do not count: copydetect turns code into a string in which every name is V and every string
is S, and each of its runs of `RUN` characters is a fingerprint. Three kinds of fingerprints say nothing and are left
out: those of the given code, those that many submissions have (the usual way to write it), and those of too little
code. All runs are compared, not a selection, so that the same class gives the same result every time.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from autograder.intake.contents import Kind, kind_of
from autograder.intake.notebooks import NotGradable, read_notebook, read_script
from autograder.intake.prepare import read_content
from autograder.intake.zips import notebook_in
from autograder.similarity.record import Pair, Similarities
from autograder.text.plain_text import visible

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


RUN: Final = 25  # characters of code without names: about three short lines
MANY: Final = 10  # submissions that have something in common by habit, not by copying (MOSS has the same default)
MANY_SHARE: Final = 0.02  # of the class, where that is more
LEAST: Final = 150  # characters of code without names: about a dozen lines
ALIKE: Final = 0.7  # of a submission's own code
MOST_PAIRS: Final = 20
MISSING: Final = (
    'To look for similar submissions, copydetect is needed: pip install "scratchgrade[similarity]"; the marks are not '
    "concerned."
)


@dataclass(frozen=True, slots=True)
class _Document:
    """A submission's code: `runs` are the hashes of the runs that begin at each place of its code without names.

    `removed` has rows of a place there and how many characters are missing before the next one (copydetect's offsets).
    """

    text: str
    runs: NDArray[np.int64]
    removed: NDArray[np.int64]

    def spans(self, shared: NDArray[np.int64]) -> tuple[tuple[int, int], ...]:
        """Return from where to where the text has runs that are in `shared`, in order and without overlaps."""
        import numpy as np
        from copydetect.utils import get_copied_slices

        places = get_copied_slices(np.flatnonzero(np.isin(self.runs, shared)), RUN)
        found: list[tuple[int, int]] = []
        end = 0
        for first, last in np.asarray(places, dtype=np.int64).T:
            start = max(self._origin(int(first)), end)
            end = max(start + len(self.text[start : self._origin(int(last))].rstrip()), end)
            if end > start:
                found.append((start, end))
        return tuple(found)

    def _origin(self, place: int) -> int:
        """Return where in the text the character at a place of the code without names comes from."""
        row = min(int(self.removed[:, 0].searchsorted(place)), len(self.removed) - 1)
        return min(place + int(self.removed[row, 1]), len(self.text))


def find_similar(
    sources: Mapping[str, str], *, given: str = "", digests: Mapping[str, str] | None = None
) -> Similarities:
    """Return the pairs of submissions that have most of their own code in common, most alike first.

    Args:
        sources: the code of each submission, by its id.
        given: the code that the assignment came with.
        digests: what tells the submissions' contents apart, to know later which have changed.

    Raises:
        ImportError: copydetect is not installed; see `reports.similar_command`.

    """
    import numpy as np

    firsts, same = _one_of_each(sources)
    documents = {name: _document(sources[name]) for name in firsts}
    names = [name for name, document in documents.items() if len(document.runs)]
    common = _common([documents[name].runs for name in names], _document(given).runs)
    own = {name: np.setdiff1d(documents[name].runs, common) for name in names}
    own = {name: runs for name, runs in own.items() if len(runs) >= LEAST}
    pairs = [_same(documents[first].text, first, name) for first, name in same if first in own]
    pairs += _alike(documents, own, MOST_PAIRS)
    return Similarities(dict(digests or dict.fromkeys(sources, "")), tuple(pairs[:MOST_PAIRS]), len(own))


def _one_of_each(sources: Mapping[str, str]) -> tuple[list[str], list[tuple[str, str]]]:
    """Return one submission of each text, and the pairs of it with the others that have the same text."""
    first_of: dict[str, str] = {}
    pairs = []
    for name, text in sources.items():
        first = first_of.setdefault(text, name)
        if first != name:
            pairs.append((first, name))
    return list(first_of.values()), pairs


def _document(text: str) -> _Document:
    import numpy as np
    from copydetect.utils import filter_code, hashed_kgrams

    code, removed = filter_code(text, "submission.py", "python")
    removed[:, 1] = np.maximum.accumulate(removed[:, 1])  # what it notes for the name of a class is too small
    return _Document(text, hashed_kgrams(code, RUN).astype(np.int64), removed)


def _common(documents: Sequence[NDArray[np.int64]], given: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the runs that say nothing: those of the given code, and those that many submissions have."""
    import numpy as np

    if not documents:
        return np.unique(given)
    runs, counts = np.unique(np.concatenate([np.unique(item) for item in documents]), return_counts=True)
    return np.union1d(given, runs[counts > max(MANY, MANY_SHARE * len(documents))])


def _same(text: str, first: str, second: str) -> Pair:
    return Pair((first, second), (100, 100), ((0, len(text)),), ((0, len(text)),), (text, text), is_same=True)


def _alike(documents: Mapping[str, _Document], own: Mapping[str, NDArray[np.int64]], most: int) -> list[Pair]:
    """Return the pairs that have enough of their own runs in common, most alike first."""
    import numpy as np

    if not own:
        return []
    names, counts = list(own), _shared_counts(list(own.values()))
    one, other = counts.nonzero()
    sizes = np.array([len(own[name]) for name in names])
    shared = np.asarray(counts[one, other]).ravel()
    shares = np.stack([shared / sizes[one], shared / sizes[other]])
    fits = np.flatnonzero((one < other) & (shared >= LEAST) & (shares.max(axis=0) >= ALIKE))
    order = fits[np.lexsort((other[fits], one[fits], -shared[fits], -shares.mean(axis=0)[fits].round(2)))]
    return [
        _pair(documents, own, (names[one[place]], names[other[place]]), shares[:, place].tolist())
        for place in order[:most]
    ]


def _shared_counts(own: Sequence[NDArray[np.int64]]) -> Any:
    """Return how many different runs each two have in common, as a sparse matrix."""
    import numpy as np
    from scipy.sparse import csr_matrix

    _, columns = np.unique(np.concatenate(own), return_inverse=True)
    starts = np.cumsum([0, *map(len, own)])
    has = csr_matrix((np.ones(len(columns), dtype=np.int64), columns, starts), shape=(len(own), int(columns.max()) + 1))
    return (has @ has.T).tocsr()


def _pair(
    documents: Mapping[str, _Document],
    own: Mapping[str, NDArray[np.int64]],
    names: tuple[str, str],
    shares: Sequence[float],
) -> Pair:
    import numpy as np

    one, other = (documents[name] for name in names)
    shared = np.intersect1d(own[names[0]], own[names[1]], assume_unique=True)
    percent = (round(100 * shares[0]), round(100 * shares[1]))
    return Pair(names, percent, one.spans(shared), other.spans(shared), (one.text, other.text))


LONGEST: Final = 200_000  # characters: twenty times what an assignment asks for


def code_of(path: Path, assignment: str | None = None) -> str:
    """Return the code of a notebook, script or zip, where `assignment` tells which of several notebooks counts.

    What is not there, or cannot be read as code, is an empty text.
    """
    try:
        return code_in(_notebook(path, read_content(path), assignment))
    except NotGradable:
        return ""


def _notebook(path: Path, content: bytes, assignment: str | None) -> dict[str, Any]:
    kind = kind_of(path.name, content)
    if kind is Kind.SCRIPT:
        return read_script(content, in_pieces=False)
    if kind is Kind.NOTEBOOK:
        return read_notebook(content)
    inside = notebook_in(content, assignment)
    try:
        return read_notebook(inside)
    except NotGradable:
        return read_script(inside, in_pieces=False)


def code_in(notebook: Mapping[str, Any]) -> str:
    """Return the code cells of a notebook, one after the other, with nothing in it that hides."""
    cells = (cell["source"] for cell in notebook["cells"] if cell["cell_type"] == "code")
    text = "\n\n\n".join(cell.strip("\n") for cell in cells if cell.strip())
    return visible(text.replace("\r\n", "\n").replace("\r", "\n"))[:LONGEST]
