"""Which of the files of one student is graded: the newest attempt's one notebook, or none when that is not certain."""

import hashlib
import re
from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from autograder.grade.companions import with_companions
from autograder.grade.messages import shorten
from autograder.grade.notebooks import NotGradable, read_notebook
from autograder.grade.prepare import notebook_in
from autograder.grade.walk import SUFFIXES
from autograder.lms.incoming import HandIn
from autograder.results import Skipped

_STAMP = re.compile(r"_(\d{4}_\d\d_\d\dT\d\d_\d\d_\d\d_\d{1,6})(?=\.zip$)")  # of otter's grader.export
_SHOWN = 3
_MOST = 20


@dataclass(frozen=True, slots=True)
class Refused:
    """The source of a submission that cannot be graded whatever it holds; `text` says what the student should do."""

    text: str

    def read(self) -> bytes:
        """Raise the reason."""
        raise NotGradable(self.text)


@dataclass(frozen=True, slots=True)
class Chosen:
    """What is graded of a student, None if nobody but a person can tell, and what is not, with the reasons."""

    file: HandIn | None
    skipped: tuple[Skipped, ...] = ()


def choose(files: Sequence[HandIn], who: str, assignment: str | None, support_files: Collection[str] = ()) -> Chosen:
    """Return which of the `files` of one student, called `who`, is the submission for `assignment`.

    The newest attempt counts. Of several notebooks in it the one that says that it is of this assignment is taken, if
    it is the only one. Modules and data beside it go with it; what is for people (a PDF) is passed over in silence.
    """
    batches: dict[str, list[HandIn]] = {}
    for file in files:
        batches.setdefault(file.batch, []).append(file)
    newest, older = _newest_batch(list(batches.values()))
    if newest is None:
        return _undecided([file for file in files if _is_gradable(file)], who, "which of them is newer is not known")
    candidates = _candidates(newest, support_files)
    if not candidates:
        return Chosen(_refused(newest), _set_aside(older, newest[0], f"an older attempt of {who}"))
    if len(candidates) > _MOST:  # reading them all to find one would take long
        return _undecided(candidates, who, "delete all but the one to be graded")
    chosen = _choose_in(candidates, who, assignment)
    if chosen.file is None:
        return chosen
    set_aside = _set_aside(older, chosen.file, f"an older attempt of {who}")
    return Chosen(with_companions(chosen.file, newest), (*set_aside, *chosen.skipped))


def _newest_batch(batches: list[list[HandIn]]) -> tuple[list[HandIn] | None, list[HandIn]]:
    """Return the files of the newest attempt and those of the others; None when the order is not known."""
    if len(batches) == 1:
        return batches[0], []
    by_content: dict[frozenset[str], list[HandIn]] = {}
    for batch in batches:  # the same attempt in two downloads
        by_content.setdefault(frozenset(_digest(file) for file in batch if _is_gradable(file)), batch)
    distinct = list(by_content.values())
    if len(distinct) == 1:
        return distinct[0], []
    orders = [max((file.order or 0.0 for file in batch), default=0.0) for batch in distinct]
    if not all(orders) or len(set(orders)) < len(orders):
        return None, []
    place = orders.index(max(orders))
    return distinct[place], [file for batch in distinct if batch is not distinct[place] for file in batch]


def _candidates(files: Sequence[HandIn], support_files: Collection[str]) -> list[HandIn]:
    """Return the notebooks and zips of an attempt, or its scripts where there are none."""
    gradable = [file for file in files if _is_gradable(file)]
    found = [file for file in gradable if _suffix(file) != ".py"]
    left_out = {*support_files, "__init__.py"}
    return found or [file for file in gradable if PurePosixPath(file.original).name not in left_out]


def _choose_in(candidates: list[HandIn], who: str, assignment: str | None) -> Chosen:
    if len(candidates) == 1:
        return Chosen(candidates[0])
    skipped: list[Skipped] = []
    left = _without_equals(candidates)
    names = {id(file): _assignment_of(file) for file in left} if len(left) > 1 else {}
    others = [file for file in left if assignment and names.get(id(file)) not in {None, assignment}]
    if others and len(others) < len(left):
        left = [file for file in left if file not in others]
        skipped += [
            Skipped(str(file.shown), f"a notebook of {who} for the assignment {shorten(names[id(file)] or '', 60)!r}")
            for file in others
        ]
    newest = _newest_versions(left)
    if len(newest) > 1:
        own = [file for file in newest if assignment and names.get(id(file)) == assignment]
        if len(own) != 1:
            return _undecided(candidates, who, "delete all but the one to be graded")
        skipped += [
            Skipped(
                str(file.shown),
                f"a notebook of {who} beside {own[0].shown.name}, which alone says that it is of {assignment}",
            )
            for file in newest
            if file is not own[0]
        ]
        newest, left = own, [file for file in left if file is own[0] or _base(file) == _base(own[0])]
    older = [file for file in left if file is not newest[0]]
    return Chosen(newest[0], (*skipped, *_set_aside(older, newest[0], f"an older attempt of {who}")))


def _without_equals(files: list[HandIn]) -> list[HandIn]:
    """Return the files without those that are another's twin; a zip comes before the notebook that it holds."""
    kept: dict[str, HandIn] = {}
    for file in sorted(files, key=lambda file: _suffix(file) != ".zip"):
        kept.setdefault(_notebook_digest(file), file)
    return [file for file in files if file in kept.values()]


def _newest_versions(files: list[HandIn]) -> list[HandIn]:
    """Return of the files with one name, but for what tells attempts apart, the newest."""
    groups: dict[str, list[HandIn]] = {}
    for file in files:
        groups.setdefault(_base(file), []).append(file)
    newest: list[HandIn] = []
    for group in groups.values():
        versions = [_version(file) for file in group]
        known = len(group) == 1 or (all(versions) and len(set(versions)) == len(versions))
        newest += [group[versions.index(max(versions))]] if known else group
    return newest


def _base(file: HandIn) -> str:
    return _STAMP.sub("", file.original)


def _version(file: HandIn) -> tuple[str, int] | tuple[()]:
    stamp = _STAMP.search(file.original)
    return (stamp[1] if stamp else "", file.version or 0) if stamp or file.version else ()


def _undecided(files: Sequence[HandIn], who: str, what: str) -> Chosen:
    names = ", ".join(shorten(file.original, 60) for file in files[:_SHOWN]) + (", ..." if len(files) > _SHOWN else "")
    reason = f"one of {len(files)} files of {who} that may be meant ({names}); {what}, then run again"
    return Chosen(None, tuple(Skipped(str(file.shown), reason) for file in files))


def _set_aside(files: Sequence[HandIn], chosen: HandIn, what: str) -> tuple[Skipped, ...]:
    """Return why the `files` are not graded, the `chosen` one named as shortly as it can be found beside them."""
    return tuple(
        Skipped(str(file.shown), f"{what}; {_seen_from(chosen, file)} counts") for file in files if _is_gradable(file)
    )


def _seen_from(chosen: HandIn, file: HandIn) -> str:
    return chosen.shown.name if chosen.shown.parent == file.shown.parent else str(chosen.shown)


def _refused(files: Sequence[HandIn]) -> HandIn:
    names = ", ".join(shorten(file.original, 60) for file in files[:_SHOWN]) + (", ..." if len(files) > _SHOWN else "")
    source = Refused(f"No notebook was handed in, only {names}; hand in your .ipynb file, too.")
    return replace(files[0], member=replace(files[0].member, source=source))


def _is_gradable(file: HandIn) -> bool:
    return _suffix(file) in SUFFIXES


def _suffix(file: HandIn) -> str:
    return PurePosixPath(file.original).suffix.lower()


def _content(file: HandIn) -> bytes:
    """Return the notebook of a file, that in it if it is a zip, or what can be had of it."""
    try:
        content = file.member.source.read()
    except NotGradable as reason:
        return f"not gradable: {reason}, {file.shown}".encode()
    if _suffix(file) == ".zip":
        with suppress(NotGradable):
            return notebook_in(content)
    return content


def _digest(file: HandIn) -> str:
    with suppress(NotGradable):
        return hashlib.sha256(file.member.source.read()).hexdigest()
    return f"not gradable: {file.shown}"


def _notebook_digest(file: HandIn) -> str:
    return hashlib.sha256(_content(file)).hexdigest()


def _assignment_of(file: HandIn) -> str | None:
    """Return the assignment that a notebook says it is of, None if it says nothing."""
    with suppress(NotGradable):
        name = read_notebook(_content(file))["metadata"].get("otter", {}).get("assignment_name")
        return name if isinstance(name, str) and name else None
    return None
