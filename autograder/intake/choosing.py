"""Which of the files of one student is graded: the newest attempt's one notebook, or none when that is not certain.

What was handed in beside it, modules and data, goes with it: as the zip that it might have been.
"""

import hashlib
import io
import zipfile
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import PurePosixPath

from autograder.intake.contents import Kind, described, is_notebook, kind_of, meant
from autograder.intake.lms import HandIn
from autograder.intake.lms.tree import Source
from autograder.intake.notebooks import NotGradable
from autograder.intake.several import MOST, OLDER, Option, choose_one, listed
from autograder.intake.zips import MAX_UNPACKED_MB, NoNotebook, notebook_in
from autograder.results import Skipped

_MOST = 200
_NOTEBOOKS = frozenset({".ipynb", ".zip"})  # other versions, and what came with them
_FOR_PEOPLE = frozenset({".pdf", ".html", ".htm", ".doc", ".docx", ".odt", ".otter"})
_LEFT_OUT = frozenset({"__zip_filename__"})
_DATE = (1980, 1, 1, 0, 0, 0)  # the same files are the same bytes


@dataclass(frozen=True, slots=True)
class Together:
    """The source of a zip of the `notebook` and the `others`, by their names in it."""

    notebook: tuple[str, Source]
    others: Mapping[str, Source]

    def read(self) -> bytes:
        """Return the zip; what of the others cannot be read is not in it.

        Raises:
            NotGradable: the notebook cannot be read, or all is too much; the text says what the student should do.

        """
        name, source = self.notebook
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w") as archive:
            archive.writestr(zipfile.ZipInfo(name, _DATE), source.read())
            for other, its_source in sorted(self.others.items()):
                with suppress(NotGradable):
                    archive.writestr(zipfile.ZipInfo(other, _DATE), its_source.read())
                if stream.tell() > MAX_UNPACKED_MB << 20:
                    raise NotGradable(
                        f"The files beside the notebook have more than {MAX_UNPACKED_MB} MB; hand it in alone."
                    )
        return stream.getvalue()

    def head(self) -> bytes:
        """Return the beginning of the notebook, for which all of it is taken."""
        return self.notebook[1].head()


def with_companions(notebook: HandIn, attempt: Sequence[HandIn]) -> HandIn:
    """Return the `notebook` of an `attempt` with the files of its folder and below that it may need, if there are any.

    A zip brings its own, a script is graded alone, and so is a file that is from no platform.
    """
    name = PurePosixPath(notebook.original)
    is_alone = meant(name.name) in {".py", ".zip"}
    others = _needed(name, attempt) if notebook.platform and not is_alone else {}
    if not others or len(others) > _MOST:
        return notebook
    shown = notebook.shown.with_name(f"{notebook.shown.name} with {len(others)} more.zip")
    sources = {path: file.member.source for path, file in others.items()}
    source = Together((_as_notebook(name.name), notebook.member.source), sources)
    return replace(notebook, member=replace(notebook.member, shown=shown, source=source))


def _as_notebook(name: str) -> str:
    return name if name.lower().endswith(".ipynb") else f"{name}.ipynb"


def _needed(notebook: PurePosixPath, attempt: Sequence[HandIn]) -> dict[str, HandIn]:
    found: dict[str, HandIn] = {}
    for file in sorted(attempt, key=lambda file: file.version or 0):  # of one name the newest stays
        path = PurePosixPath(file.original)
        kind = path.suffix.lower()
        if path == notebook or meant(path.name) in _NOTEBOOKS or kind in _FOR_PEOPLE or path.name in _LEFT_OUT:
            continue
        if path.is_relative_to(notebook.parent):
            found[str(path.relative_to(notebook.parent))] = file
    return found


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
