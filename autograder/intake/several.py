"""Which of several notebooks counts: one rule for what lies in a zip, a folder of a student, and an LMS download."""

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

from autograder.intake.notebooks import NotGradable, read_notebook
from autograder.results.messages import shorten

MOST = 20  # reading more to find one would take long
_STAMP = re.compile(r"_(\d{4}_\d\d_\d\dT\d\d_\d\d_\d\d_\d{1,6})(?=\.zip$)")  # of otter's grader.export
_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Option:
    """A notebook that may count: its `name` as the student gave it, with folders, and what gives its bytes.

    `read` gives b"" for a zip that holds none. `version` tells of two with one name which is newer, None where nobody
    knows. `comes_first` is for a zip, which goes before the notebook that it holds.
    """

    name: str
    read: Callable[[], bytes]
    version: int | None = None
    comes_first: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """The number of the option that counts, None if only a person can tell; and what is passed over, with a reason.

    A reason is a phrase, such as "a notebook for the assignment 'homework 2'"; an equal of the one that counts has
    none.
    """

    number: int | None
    passed_over: Mapping[int, str]


OLDER = "an older attempt"


def choose_one(options: Sequence[Option], assignment: str | None, whose: str = "") -> Choice:
    """Return which of the options counts for `assignment`; `whose` stands in the reasons, such as " of Ada".

    A zip without a notebook is out, and so are those that say that they are of another assignment, if there are
    others. Equal ones are one. Of those with one name, but for what tells attempts apart, the newest counts. If some
    are left, it is the one that alone says that it is of this assignment.
    """
    if len(options) == 1:
        return Choice(0, {})
    if len(options) > MOST:
        return Choice(None, {})
    contents = [option.read() for option in options]
    left = _without_equals(options, contents)
    if len(left) > 1:
        left = [number for number in left if contents[number]]
    names = {number: _assignment_of(contents[number]) for number in left} if len(left) > 1 else {}
    passed: dict[int, str] = {}
    others = [number for number in left if assignment and names.get(number) not in {None, assignment}]
    if others and len(others) < len(left):
        left = [number for number in left if number not in others]
        passed |= {
            number: f"a notebook{whose} for the assignment {shorten(names[number] or '', 60)!r}" for number in others
        }
    newest = _newest(options, left)
    if len(newest) > 1:
        own = [number for number in newest if assignment and names.get(number) == assignment]
        if len(own) != 1:
            return Choice(None, {})
        counts = options[own[0]].name.rpartition("/")[2]
        beside = f"a notebook{whose} beside {counts}, which alone says that it is of {assignment}"
        passed |= dict.fromkeys((number for number in newest if number != own[0]), beside)
        left = [number for number in left if number == own[0] or _base(options[number]) == _base(options[own[0]])]
        newest = own
    passed |= {number: OLDER for number in left if number != newest[0]}
    return Choice(newest[0], passed)


def listed(names: Sequence[str]) -> str:
    """Return the first of many names, for a sentence."""
    return ", ".join(shorten(name, 60) for name in names[:_SHOWN]) + (", ..." if len(names) > _SHOWN else "")


def _without_equals(options: Sequence[Option], contents: Sequence[bytes]) -> list[int]:
    kept: dict[str, int] = {}
    for number in sorted(range(len(options)), key=lambda number: not options[number].comes_first):
        kept.setdefault(hashlib.sha256(contents[number]).hexdigest(), number)
    return sorted(kept.values())


def _newest(options: Sequence[Option], numbers: Sequence[int]) -> list[int]:
    """Return of the options with one name, but for what tells attempts apart, the newest."""
    groups: dict[str, list[int]] = {}
    for number in numbers:
        groups.setdefault(_base(options[number]), []).append(number)
    newest: list[int] = []
    for group in groups.values():
        versions = [_version(options[number]) for number in group]
        known = len(group) == 1 or (all(versions) and len(set(versions)) == len(versions))
        newest += [group[versions.index(max(versions))]] if known else group
    return newest


def _base(option: Option) -> str:
    return _STAMP.sub("", option.name)


def _version(option: Option) -> tuple[str, int] | tuple[()]:
    stamp = _STAMP.search(option.name)
    return (stamp[1] if stamp else "", option.version or 0) if stamp or option.version else ()


def _assignment_of(content: bytes) -> str | None:
    """Return the assignment that a notebook says it is of, None if it says nothing."""
    with suppress(NotGradable):
        name = read_notebook(content)["metadata"].get("otter", {}).get("assignment_name")
        return name if isinstance(name, str) and name else None
    return None
