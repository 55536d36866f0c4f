"""Which of the files of one student is graded: the newest attempt's one notebook, or none when that is not certain."""

import hashlib
from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import PurePosixPath

from autograder.intake.companions import with_companions
from autograder.intake.contents import Kind, described, is_notebook, kind_of, meant
from autograder.intake.lms import HandIn
from autograder.intake.notebooks import NotGradable
from autograder.intake.several import MOST, OLDER, Option, choose_one, listed
from autograder.intake.zips import NoNotebook, notebook_in
from autograder.results import Skipped


@dataclass(frozen=True, slots=True)
class Refused:
    """The source of a submission that cannot be graded whatever it holds; `text` says what the student should do."""

    text: str

    def read(self) -> bytes:
        """Raise the reason."""
        raise NotGradable(self.text)

    def head(self) -> bytes:
        """Return nothing: it is never looked at."""
        return b""


@dataclass(frozen=True, slots=True)
class Chosen:
    """What is graded of a student, None if nobody but a person can tell, and what is not, with the reasons."""

    file: HandIn | None
    skipped: tuple[Skipped, ...] = ()


def choose(files: Sequence[HandIn], who: str, assignment: str | None, support_files: Collection[str] = ()) -> Chosen:
    """Return which of the `files` of one student, called `who`, is the submission for `assignment`.

    The newest attempt counts, and of several notebooks in it the one that `several.choose_one` says. Modules and data
    beside it go with it; what is for people (a PDF) is passed over in silence. Who has nothing but files that cannot be
    graded has a submission that is turned away.
    """
    able = [file for file in files if not file.reason]
    if not able:
        return Chosen(_refused(files))
    beside = tuple(Skipped(str(file.shown), file.reason) for file in files if file.reason)
    chosen = _choose(able, who, assignment, support_files)
    return replace(chosen, skipped=(*chosen.skipped, *beside))


def _choose(files: Sequence[HandIn], who: str, assignment: str | None, support_files: Collection[str]) -> Chosen:
    batches: dict[str, list[HandIn]] = {}
    for file in files:
        batches.setdefault(file.batch, []).append(file)
    newest, older = _newest_batch(list(batches.values()))
    if newest is None:
        return _undecided([file for file in files if _is_gradable(file)], who, "which of them is newer is not known")
    candidates = _candidates(newest, support_files)
    if not candidates:
        return Chosen(_refused(newest), _set_aside(older, newest[0], f"{OLDER} of {who}"))
    chosen = _choose_in(candidates, who, assignment)
    if chosen.file is None:
        return chosen
    set_aside = _set_aside(older, chosen.file, f"{OLDER} of {who}")
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
    found = [file for file in gradable if _ending(file) != ".py"]
    left_out = {*support_files, "__init__.py"}
    return found or [file for file in gradable if PurePosixPath(file.original).name not in left_out]


def _choose_in(candidates: list[HandIn], who: str, assignment: str | None) -> Chosen:
    options = [
        Option(file.original, partial(_content, file, assignment), file.version, comes_first=_ending(file) == ".zip")
        for file in candidates
    ]
    choice = choose_one(options, assignment, f" of {who}")
    if choice.number is None:
        return _undecided(candidates, who, "delete all but the one to be graded")
    chosen = candidates[choice.number]
    skipped = [
        Skipped(str(file.shown), reason)
        if reason != OLDER
        else Skipped(str(file.shown), f"{OLDER} of {who}; {_seen_from(chosen, file)} counts")
        for file, reason in ((candidates[number], reason) for number, reason in choice.passed_over.items())
    ]
    return Chosen(chosen, tuple(skipped))


def _undecided(files: Sequence[HandIn], who: str, what: str) -> Chosen:
    names = listed([file.original for file in files])
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
    names = listed([file.original for file in files])
    said = (described(file.member.source.head()) for file in files)
    kinds = ", ".join(dict.fromkeys(filter(None, said)) if len(files) <= MOST else ())
    what = f"{names} ({kinds})" if kinds else names
    source = Refused(f"No notebook was handed in, only {what}; hand in your .ipynb file, too.")
    return replace(files[0], member=replace(files[0].member, source=source))


def _is_gradable(file: HandIn) -> bool:
    return bool(_ending(file))


def _ending(file: HandIn) -> str:
    """Return what a file is by its name, or by its content where its name does not say."""
    return meant(PurePosixPath(file.original).name) or (".ipynb" if is_notebook(file.member.source.head()) else "")


def _content(file: HandIn, assignment: str | None) -> bytes:
    """Return the notebook of a file, that in it if it is a zip, or what can be had of it; b"" if it holds none."""
    try:
        content = file.member.source.read()
    except NotGradable as reason:
        return f"not gradable: {reason}, {file.shown}".encode()
    if kind_of(file.original, content) is Kind.ZIP:
        try:
            return notebook_in(content, assignment)
        except NoNotebook:
            return b""
        except NotGradable:
            pass
    return content


def _digest(file: HandIn) -> str:
    with suppress(NotGradable):
        return hashlib.sha256(file.member.source.read()).hexdigest()
    return f"not gradable: {file.shown}"
