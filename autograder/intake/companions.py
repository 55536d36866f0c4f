"""What a student handed in beside the notebook, modules and data, goes with it: as the zip that it might have been."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from autograder.intake.contents import meant
from autograder.intake.lms import HandIn
from autograder.intake.lms.tree import Source
from autograder.intake.notebooks import NotGradable
from autograder.intake.zips import MAX_UNPACKED_MB

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
