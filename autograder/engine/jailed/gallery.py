"""What the cell at work shows besides text: figures, drawn as PNG when a notebook would show them, tables, formulas.

They go to nobody but the author of the submission, so what drawing costs is bounded here only for the author's sake:
what comes out is checked and bounded on the trusted side.
"""

from __future__ import annotations

import base64
import binascii
import contextlib
import io
import signal
import sys
import warnings
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from .bounds import FIGURE_BYTES, FIGURE_PIXELS_DRAWN, FIGURE_WORDS, MARKUP_CHARACTERS, PLACES

Picture = tuple[bytes, str, str]  # a picture, the words in it, and why there is no picture ("" if there is one)
Place = tuple[int, int, str, str | int]  # see `Shown`

MARKUP: Final = ("text/html", "text/markdown", "text/latex")  # the first that there is, is shown

_CLOSED: Final = -1
_DPI: Final = 80
_PNG: Final = "image/png"
_DRAW_CPU_S: Final = 5.0  # for one figure
_DRAW_ALL_CPU_S: Final = 15.0  # for all of a submission: who needs longer had better spend the time on the tests


class _TooSlow(BaseException):
    """Drawing took too long."""


@dataclass(slots=True)
class Shown:
    """What a cell has shown: its figures, and where each thing stands in the text that it printed.

    A place is (begin, end, kind, content): instead of the text from `begin` to `end` a notebook shows markup of that
    kind (see MARKUP), or the figure with that number ("figure").
    """

    figures: list[Picture] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)


class Gallery:
    """What is on show; nothing is drawn but in `collect`."""

    def __init__(self) -> None:
        self._all = Shown()
        self._printed: Callable[[], int] = lambda: 0
        self._drawn = False  # what is printed next is the text of the last figure
        self._room = _CLOSED
        self._cpu_s = _DRAW_ALL_CPU_S

    @contextlib.contextmanager
    def collect(self, room: int, printed: Callable[[], int]) -> Iterator[Shown]:
        """Collect what is shown in the block: up to `room` figures and a word if there are more; nothing for -1.

        `printed` tells how many characters have been printed.
        """
        self._all, self._room, self._printed = Shown(), room, printed
        try:
            yield self._all
        finally:
            self._room = _CLOSED

    @property
    def _shown(self) -> list[Picture]:
        return self._all.figures

    @contextlib.contextmanager
    def in_place_of_text(self, data: Mapping[str, Any]) -> Iterator[None]:
        """Show the richest form in `data` of what is printed in the block."""
        if self._room == _CLOSED:
            yield
            return
        begin, places = self._printed(), self._all.places
        drawn, self._drawn = self._drawn, False
        before = len(places) - (drawn and places[-1:] != [] and places[-1][:3] == (begin, begin, "figure"))
        if _PNG in data:
            self.show_png(data[_PNG])
        elif markup := next((kind for kind in MARKUP if type(data.get(kind)) is str), None):
            text = data[markup].encode("utf-8", "backslashreplace")
            if len(text) <= MARKUP_CHARACTERS and len(places) < PLACES:
                places.append((begin, begin, markup, text.decode("utf-8")))
        yield
        if len(places) > before:
            places[-1] = (begin, self._printed(), *places[-1][2:])

    @contextlib.contextmanager
    def closed(self) -> Iterator[None]:
        """Collect nothing in the block, in which tests run and then close all figures: those open now come first."""
        self.show_open()
        room, self._room = self._room, _CLOSED
        try:
            yield
        finally:
            self._room = room

    def show_open(self) -> None:
        """Show pyplot's open figures, in their order."""
        pyplot = sys.modules.get("matplotlib.pyplot")
        if pyplot is None or self._room == _CLOSED:
            return
        with contextlib.suppress(Exception):
            for number in pyplot.get_fignums():
                self.show(pyplot._pylab_helpers.Gcf.figs[number].canvas.figure)

    def show_value(self, figure: Any) -> None:
        """Show a figure of matplotlib's that is about to be printed as text, too."""
        self.show(figure)
        self._drawn = True

    def show(self, figure: Any) -> None:
        """Show a figure of matplotlib's."""
        if self._is_full():
            return
        png, reason = b"", "failed"
        with contextlib.suppress(Exception, _TooSlow), self._in_time(), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            png = _draw(figure, _DPI)
            if len(png) > FIGURE_BYTES:
                png = _draw(figure, _DPI / 2)
            reason = "" if len(png) <= FIGURE_BYTES else "large"
        self._add(png, _words(figure), reason)

    def show_png(self, data: Any) -> None:
        """Show a picture that is there already, as bytes or in base64, as IPython has it."""
        if self._is_full():
            return
        png = b""
        with contextlib.suppress(binascii.Error, ValueError):
            png = bytes(data) if isinstance(data, bytes | bytearray) else base64.b64decode(data)
        self._add(png, "", "large" if len(png) > FIGURE_BYTES else "" if png else "failed")

    def _add(self, png: bytes, words: str, reason: str) -> None:
        item = (b"" if reason else png, words, reason)
        if reason or item not in self._shown:  # display(figure) and the end of the cell show the same
            self._append(item)

    def _append(self, item: Picture) -> None:
        self._all.places.append((self._printed(), self._printed(), "figure", len(self._shown)))
        self._shown.append(item)

    def _is_full(self) -> bool:
        """Tell whether there is no room; the first figure without room leaves a word."""
        if len(self._shown) == self._room:
            self._append((b"", "", "more"))
        return len(self._shown) >= self._room

    @contextlib.contextmanager
    def _in_time(self) -> Iterator[None]:
        """Stop the block with an exception when it uses too much of the CPU."""
        seconds = min(_DRAW_CPU_S, self._cpu_s)
        if seconds <= 0:
            raise _TooSlow
        handler = signal.signal(signal.SIGPROF, _stop)
        theirs, interval = signal.setitimer(signal.ITIMER_PROF, seconds)
        try:
            yield
        finally:
            left, _ = signal.setitimer(signal.ITIMER_PROF, 0)
            taken = seconds - left
            self._cpu_s -= taken
            signal.signal(signal.SIGPROF, handler)
            if theirs:  # the student's own timer goes on
                signal.setitimer(signal.ITIMER_PROF, max(theirs - taken, 0.001), interval)


def warm_up() -> None:
    """Draw something that leaves nothing behind: the first figure is the slow one, by its fonts."""
    if "matplotlib.pyplot" not in sys.modules:
        return
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure()
    FigureCanvasAgg(figure)
    axes = figure.add_subplot()
    axes.plot([0, 1], label="0")
    axes.set_title("0")
    axes.legend()
    _draw(figure, _DPI / 4)


def _draw(figure: Any, dpi: float) -> bytes:
    width, height = figure.get_size_inches()
    with io.BytesIO() as file:
        figure.savefig(file, format="png", dpi=min(dpi, FIGURE_PIXELS_DRAWN / max(width, height)))
        return file.getvalue()


def _words(figure: Any) -> str:
    """Return the titles and labels in a figure, for who cannot see it."""
    words: dict[str, None] = {}
    with contextlib.suppress(Exception):
        titles = [getattr(figure, "_suptitle", None), *(axes.title for axes in figure.axes)]
        labels = [label for axes in figure.axes for label in (axes.xaxis.label, axes.yaxis.label)]
        for text in (*titles, *labels):
            if text is not None and text.get_text():
                words[text.get_text()] = None
    return ", ".join(words)[:FIGURE_WORDS]


def _stop(*details: Any) -> None:
    raise _TooSlow
