"""What the warm interpreter of a class imports before the first fork: what notebooks of the assignment will import.

An import that nobody needs costs seconds at the start, and again at every fork, which copies the tables of all pages
that a process has. What a submission imports besides, it imports itself, on its own time.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from autograder.assignments.material import solution_file
from autograder.engine.jailed.zygote import ALWAYS, PRELOADED

# Of these it is known that they start no thread when they are imported: a fork would lose it.
_KNOWN: Final = frozenset({"matplotlib", "numpy", "pandas", "scipy", "sklearn"})
_IMPORT = re.compile(r"^[ \t>.]*import[ \t]+([\w., \t]+)", re.MULTILINE)  # in a doctest, too
_FROM = re.compile(r"^[ \t>.]*from[ \t]+([\w.]+)[ \t]+import[ \t]+\(?[ \t]*(\w*)", re.MULTILINE)


def modules_for(folder: Path) -> tuple[str, ...]:
    """Return the modules to import for the suite unpacked in `folder`, in the order in which to import them.

    They are read off its solution and its tests, without executing or even parsing them. A suite without a solution, as
    other zips than ours are, does not say what its notebooks import: it gets the usual ones.
    """
    solution = solution_file(folder)
    if not solution.is_file():
        return PRELOADED
    sources = [solution, *sorted((folder / "tests").glob("*.py"))]
    named = {name for source in sources for name in _imported(source.read_text(encoding="utf-8", errors="replace"))}
    return tuple(dict.fromkeys((*ALWAYS, *sorted(named))))


def _imported(source: str) -> Iterator[str]:
    """Yield the names of known modules that lines of `source` import, and those that may be modules."""
    for words in _IMPORT.findall(source):
        for part in words.split(","):
            yield from _known(*part.split()[:1])
    for module, name in _FROM.findall(source):
        yield from _known(module)
        yield from _known(f"{module}.{name}" if name else module)


def _known(*names: str) -> Iterator[str]:
    yield from (name for name in names if name.partition(".")[0] in _KNOWN)
