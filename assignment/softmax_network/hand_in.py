"""What the last cell of the notebook does: it saves, compares, tries what is saved, and writes what you can hand in.

    grader.export()           a zip file with the notebook
    grader.export(html=True)  with a page to read as well, which opens in any browser without a network
    grader.export(pdf=True)   with a PDF of that page as well

It sends nothing anywhere.
"""

import os
import time
import warnings
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from IPython.core.getipython import get_ipython
from notebook_page import write_pages

SECONDS_TO_SAVE = 10
_MOST_NAMED = 3


class NotHandedIn(Exception):
    """Why nothing was written: shown as one sentence, without a traceback."""

    def _render_traceback_(self) -> list[str]:
        return [str(self)]


@dataclass(frozen=True)
class Run:
    """A cell as it was run, and the state of the notebook's file then."""

    source: str
    file: tuple[int, int]


class Grader:
    """Otter's notebook with an `export` of our own: everything else, `check` above all, is otter's."""

    def __init__(self, notebook: Any, name: str) -> None:
        self._otter = notebook
        self._name = Path(name).resolve()
        self._shell = get_ipython()
        self._runs: list[Run] = []
        if self._shell is not None:
            self._shell.events.register("pre_run_cell", self._note)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._otter, name)

    def export(self, *, html: bool = False, pdf: bool = False, run_tests: bool = True) -> None:
        """Save, compare with what was run, try what is saved, and write a zip file to hand in.

        `html` and `pdf` add the notebook as a page or a PDF, both in the zip and beside the notebook; without
        `run_tests` the notebook is not tried.
        """
        if "google.colab" in str(self._shell):
            print("On Colab, hand in the notebook itself: File, Download, Download .ipynb.")
            return
        path = self._running()
        with _in_folder(path.parent):
            saved = self._save(path)
            notebook = _read(path)
            self._refuse_unsaved(path, notebook)
            print(_when(path, saved=saved))
            for line in self._stale(notebook):
                print(line)
            pages = list(write_pages(notebook, path, html=html, pdf=pdf))
            written = path.with_name(f"{path.stem}_{time.strftime('%Y_%m_%dT%H_%M_%S')}.zip").name
            if run_tests:
                print("What is saved now runs from top to bottom, as when it is graded ...")
            try:
                with warnings.catch_warnings():
                    warnings.simplefilter("ignore")  # otter's: what kernels write of themselves
                    self._otter.export(path.name, written, pdf=False, files=pages, run_tests=run_tests, ignore_log=True)
            except Exception as error:  # whatever otter stumbles over
                why = f"{type(error).__name__}: {error}"
                if not _holds(Path(written), path.name):
                    raise NotHandedIn(f"No zip file could be written ({why}). Hand in {path.name} itself.") from error
                print(f"What is saved could not be tried ({why}).")
            print(f"Written: {', '.join([written, *pages])}. Hand in {written}, or {path.name}: both are graded alike.")

    def _running(self) -> Path:
        """Return the file of the notebook that runs, if the editor says which; else the assignment's."""
        names = (self._shell.user_ns.get("__vsc_ipynb_file__") if self._shell else None, os.getenv("JPY_SESSION_NAME"))
        for name in names:
            path = self._name.parent / str(name or "")
            if path.suffix == ".ipynb" and path.is_file():
                return path.resolve()
        return self._name

    def _note(self, info: Any) -> None:
        if info.store_history:
            self._runs.append(Run(_plain(info.raw_cell), _state(self._running())))

    def _save(self, path: Path) -> bool:
        """Ask the editor to save, and return whether it did; VS Code cannot be asked."""
        if self._shell is None or "__vsc_ipynb_file__" in self._shell.user_ns:
            return False
        before = _state(path)
        with suppress(Exception):  # without a page in a browser there is nobody to ask
            import ipylab

            ipylab.JupyterFrontEnd().commands.execute("docmanager:save")
            until = time.monotonic() + SECONDS_TO_SAVE
            while time.monotonic() < until:
                if _state(path) != before and path.stat().st_size:
                    return True
                time.sleep(0.1)
        return False

    def _refuse_unsaved(self, path: Path, notebook: Any) -> None:
        """Raise where a cell was run that is not in the file, and the file has not changed since."""
        there, now = set(_sources(notebook)), _state(path)
        lost = [run.source for run in self._runs if run.source and run.source not in there and run.file == now]
        if lost:
            raise NotHandedIn(
                f"Nothing is written yet: {path.name} does not have {_named(lost)} as you ran it. Save the notebook "
                f"(Ctrl+S, or ⌘S), and run this cell again. If that does not help, {path.name} is not the notebook "
                "that you see: give the one that you see that name, and restart."
            )

    def _stale(self, notebook: Any) -> Iterator[str]:
        """Yield a sentence for what the notebook shows that may not be what its cells would show now."""
        if self._shell is None or self._shell.history_manager is None:
            return
        last = {_plain(source): turn for turn, source in enumerate(self._shell.history_manager.input_hist_raw)}
        sources = _sources(notebook)
        if fresh := [source for source in sources if source not in last]:
            yield f"Changed since you ran it, or not run since the start: {_named(fresh)}."
        if early := _before_one_above([source for source in sources if source in last], last.__getitem__):
            yield f"Run before a cell above it was run again, so what it shows may be old: {_named(early)}."


def _before_one_above(sources: Sequence[str], turn: Callable[[str], int]) -> list[str]:
    latest, early = 0, []
    for source in sources:
        if turn(source) < latest:
            early.append(source)
        latest = max(latest, turn(source))
    return early


def _when(path: Path, *, saved: bool) -> str:
    at = time.strftime("%H:%M:%S", time.localtime(path.stat().st_mtime))
    if saved:
        return f"Saved: {path.name}, at {at}."
    return (
        f"{path.name} could not be saved from here. It is taken as it was saved at {at}; if you have changed anything "
        "since then, save it (Ctrl+S, or ⌘S) and run this cell again."
    )


def _named(sources: Iterable[str]) -> str:
    """Return the first lines of cells, of many only some."""
    lines = list(dict.fromkeys(map(_first_line, sources)))
    more = len(lines) - _MOST_NAMED
    return ", ".join(lines[:_MOST_NAMED]) + (f" and {more} more" if more > 0 else "")


def _first_line(source: str) -> str:
    lines = [line.strip() for line in source.splitlines() if line.strip()]
    line = next((line for line in lines if not line.startswith(("#", "@"))), lines[0])
    return f"`{line[:60]}{'...' * (len(line) > 60)}`"


def _plain(source: str) -> str:
    return source.replace("\r\n", "\n").strip()


def _sources(notebook: Any) -> list[str]:
    return [_plain(cell.source) for cell in notebook.cells if cell.cell_type == "code" and _plain(cell.source)]


def _state(path: Path) -> tuple[int, int]:
    """Return what changes when the file is written; no clock is asked, as a server's may differ from this one's."""
    try:
        known = path.stat()
    except OSError:
        return 0, 0
    return known.st_mtime_ns, known.st_ino


def _read(path: Path) -> Any:
    try:
        return nbformat.read(path, as_version=4)
    except FileNotFoundError as error:
        raise NotHandedIn(f"There is no {path.name} in {path.parent}: give the notebook that name again.") from error
    except Exception as error:
        raise NotHandedIn(f"{path.name} is empty or damaged: save the notebook, and run this cell again.") from error


def _holds(zipped: Path, name: str) -> bool:
    return zipfile.is_zipfile(zipped) and name in zipfile.ZipFile(zipped).namelist()


@contextmanager
def _in_folder(folder: Path) -> Iterator[None]:
    """Work in the notebook's folder, wherever its cells have gone."""
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)
