"""Runs the notebook's code cells with IPython in this process, without a kernel."""

from __future__ import annotations

import builtins
import contextlib
import getpass
import os
import random
import subprocess
import sys
import warnings
from collections.abc import Iterator
from typing import Any, Final

import numpy as np
from IPython.core.compilerop import CachingCompiler
from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.inputtransformer2 import leading_empty_lines
from IPython.core.interactiveshell import InteractiveShell
from traitlets import Type
from traitlets.config import Config

from .failures import describe_failure
from .gallery import MARKUP, Gallery
from .output import Output

_FIGURES: Final = f"module://{__package__}.figures"
_PNG: Final = "image/png"
_seed_numpy, _seed_python = np.random.seed, random.seed


class CellCompiler(CachingCompiler):
    """Names the code of a cell after the cell's place in the notebook, so that a traceback can say it."""

    cell = 0

    def get_code_name(self, raw_code: str, transformed_code: str, number: int) -> str:
        """Return the file name for the cell that runs now."""
        return cell_file(self.cell)


def cell_file(cell: int) -> str:
    """Return the file name that the code of a cell goes by."""
    return f"<cell {cell}>"


class Hook(DisplayHook):
    """Shows the value of a cell's last line, without a prompt."""

    def write_output_prompt(self) -> None:
        """Write no prompt."""

    def write_format_data(self, format_dict: Any, md_dict: Any = None) -> None:
        """Write the text, and show what stands for it if there is something."""
        with _gallery(self.shell).in_place_of_text(format_dict):
            super().write_format_data(format_dict, md_dict)


class Publisher(DisplayPublisher):
    """Shows what `display` is given."""

    def publish(self, data: Any, *arguments: Any, **options: Any) -> None:
        """Print the text and show what stands for it, if anything; while a test runs nothing, as under otter."""
        if not self.shell.shows:
            return
        with _gallery(self.shell).in_place_of_text(data):
            super().publish(data, *arguments, **options)


class Shell(InteractiveShell):
    """IPython without a terminal, a profile, a history, or tracebacks of its own.

    `gallery` is what figures go to; `shows` says whether `display` shows anything: while a cell runs, and no test.
    """

    compiler_class = Type(CellCompiler)
    displayhook_class = Type(Hook)
    display_pub_class = Type(Publisher)
    gallery: Gallery
    shows = False

    def init_ipython_dir(self, ipython_dir: Any) -> None:
        """Have no folder: nothing is written to disk."""

    def init_profile_dir(self, profile_dir: Any) -> None:
        """Have no profile."""

    def _format_exception_for_storage(self, *arguments: Any, **options: Any) -> dict[str, Any]:
        return {}

    def _showtraceback(self, *arguments: Any, **options: Any) -> None:
        """Print nothing: what a cell raised is reported by `Cells.run`."""

    def showtraceback(self, *arguments: Any, **options: Any) -> None:
        """Print nothing: what a cell raised is reported by `Cells.run`."""

    def showsyntaxerror(self, *arguments: Any, **options: Any) -> None:
        """Print nothing: what a cell raised is reported by `Cells.run`."""

    def enable_gui(self, gui: Any = None) -> None:
        """Have no windows."""

    def enable_matplotlib(self, gui: Any = None) -> tuple[str, str]:
        """Keep the backend there is, whichever one `%matplotlib` asks for."""
        return "inline", _FIGURES

    def enable_pylab(self, gui: Any = None, import_all: bool = True, **options: Any) -> tuple[str, str, list[str]]:
        """Import what `%pylab` imports, and keep the backend."""
        if import_all:
            exec("from matplotlib.pyplot import *\nfrom numpy import *", self.user_ns)
        exec("import numpy\nimport numpy as np\nfrom matplotlib import pyplot as plt\nimport matplotlib", self.user_ns)
        return "inline", _FIGURES, []

    def ask_exit(self) -> None:
        """End the cell that calls exit() or quit(); the next one runs as if nothing had happened."""
        raise SystemExit

    def system(self, cmd: str) -> None:
        """Run `!cmd`, and print what it printed."""
        command: str = self.var_expand(cmd, depth=1)  # type: ignore[no-untyped-call]
        process = subprocess.Popen(command, shell=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        assert process.stdout is not None
        with process.stdout:
            while chunk := os.read(process.stdout.fileno(), 1 << 16):
                sys.stdout.write(chunk.decode("utf-8", "replace"))
        self.user_ns["_exit_code"] = process.wait()


class Cells:
    """The notebook: its cells run in one namespace, which is `__main__` for the code in it."""

    def __init__(self, output: Output) -> None:
        self.gallery = Gallery()
        config = Config()
        config.HistoryManager.enabled = False
        config.HistoryManager.hist_file = ":memory:"
        config.InteractiveShell.colors = "nocolor"
        config.InteractiveShell.ast_node_interactivity = "last_expr"
        self._output = output
        shell: Any = Shell.instance(config=config)
        shell.gallery = self.gallery
        shell.display_formatter.active_types = ["text/plain", *MARKUP, _PNG]
        formatters = shell.display_formatter.formatters
        # scikit-learn's models draw themselves with style sheets and scripts: their text says the same
        for formatter in (shell.display_formatter.mimebundle_formatter, formatters["text/html"]):
            formatter.for_type_by_name("sklearn.base", "BaseEstimator", _nothing)
        formatters[_PNG].for_type_by_name("matplotlib.figure", "Figure", self.gallery.show_value)
        shell.input_transformer_manager.cleanup_transforms = [
            _empty_lines_before_magic if transform is leading_empty_lines else transform
            for transform in shell.input_transformer_manager.cleanup_transforms
        ]
        self._shell = shell

    @property
    def namespace(self) -> dict[str, Any]:
        """The globals of the notebook's functions."""
        return self._shell.user_ns  # type: ignore[no-any-return]

    def install(self) -> None:
        """Put right what a notebook has and a plain interpreter has not."""
        builtins.input = _no_input
        warnings.filterwarnings("ignore", "To exit: use", UserWarning)  # IPython's advice after exit()
        getpass.getpass = _no_input
        os.environ["MPLBACKEND"] = _FIGURES
        pyplot = sys.modules.get("matplotlib.pyplot")
        if pyplot is not None and pyplot.rcParams["backend"] != _FIGURES:
            pyplot.switch_backend(_FIGURES)

    def warm_up(self) -> None:
        """Run something that leaves nothing behind: the first run is the slow one."""
        self._shell.run_cell("None", store_history=False)

    def run(self, cell: int, source: str, seed: int | None, room: int = -1, *, goes_on: bool = False) -> dict[str, Any]:
        """Run one cell, and return what came of it.

        That is {"failure": None or what it raised (see describe_failure), "printed": text, and "figures" and "places",
        what it showed, up to `room` figures (see `gallery`)}. With a `seed`, the legacy generators are seeded first, as
        otter does (but for cells that start with a magic). Figures that are open at the end are shown and closed,
        unless the cell `goes_on` in the next one.
        """
        if seed is not None and not source.startswith("%%"):
            seed_generators(seed)
        with (
            self._output.capture() as printed,
            self.gallery.collect(room, printed.place) as shown,
            self._showing(True),
        ):
            compiler: Any = self._shell.compile
            compiler.cell = cell
            try:
                result = self._shell.run_cell(source, store_history=True)
                error = result.error_before_exec or result.error_in_exec
            except BaseException as escaped:
                error = escaped
            if not goes_on:
                with contextlib.suppress(BaseException):
                    self.gallery.show_open()
                with contextlib.suppress(BaseException):
                    close_figures()
        failure = None if error is None else describe_failure(error)
        return {"failure": failure, "printed": printed.text(), "figures": shown.figures, "places": shown.places}

    @contextlib.contextmanager
    def closed(self) -> Iterator[None]:
        """Show nothing in the block, in which tests run."""
        with self.gallery.closed(), self._showing(False):
            yield

    @contextlib.contextmanager
    def _showing(self, shows: bool) -> Iterator[None]:
        before, self._shell.shows = self._shell.shows, shows
        try:
            yield
        finally:
            self._shell.shows = before


def seed_generators(seed: int) -> None:
    """Seed numpy's legacy generator and Python's."""
    _seed_numpy(seed % (1 << 32))
    _seed_python(seed)


def close_figures() -> None:
    """Close pyplot's figures, as a notebook does after each cell. Those that are still referred to can be read."""
    pyplot = sys.modules.get("matplotlib.pyplot")
    if pyplot is not None:
        pyplot.close("all")


def _empty_lines_before_magic(lines: list[str]) -> list[str]:
    """Remove empty lines before a cell magic, and no others: tracebacks count the lines that the student sees."""
    without: list[str] = leading_empty_lines(lines)  # type: ignore[no-untyped-call]
    return without if without and without[0].startswith("%%") else lines


def _gallery(shell: Any) -> Gallery:
    gallery: Gallery = shell.gallery
    return gallery


def _nothing(value: Any) -> None:
    """Say that there is no such form of a value."""


def _no_input(*arguments: Any, **options: Any) -> str:
    raise EOFError("nobody can answer input() while a notebook is graded: give the value in the cell instead")
