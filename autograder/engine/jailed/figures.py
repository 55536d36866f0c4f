"""A matplotlib backend that behaves like a notebook's without drawing: show() closes all figures.

Named to matplotlib as "module://" and this module's name.
"""

from typing import Any

from matplotlib import pyplot
from matplotlib.backend_bases import FigureManagerBase
from matplotlib.backends.backend_agg import FigureCanvasAgg


class FigureManager(FigureManagerBase):
    """Shows nothing, and closes what it was told to show, as a notebook does."""

    def show(self) -> None:
        """Do nothing: there is no window."""

    @classmethod
    def pyplot_show(cls, *, block: Any = None) -> None:
        """Close all figures; those that are still referred to can be read."""
        pyplot.close("all")


class FigureCanvas(FigureCanvasAgg):
    """Draws with Agg when asked to."""

    manager_class = FigureManager
