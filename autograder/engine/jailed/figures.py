"""A matplotlib backend that behaves like a notebook's: show() shows all figures in the gallery, and closes them.

Named to matplotlib as "module://" and this module's name.
"""

from typing import Any

from IPython.core.interactiveshell import InteractiveShell
from matplotlib import pyplot
from matplotlib.backend_bases import FigureManagerBase
from matplotlib.backends.backend_agg import FigureCanvasAgg


class FigureManager(FigureManagerBase):
    """Has no window."""

    def show(self) -> None:
        """Do nothing: there is no window."""

    @classmethod
    def pyplot_show(cls, *, block: Any = None) -> None:
        """Show and close all figures; those that are still referred to can be read."""
        gallery = getattr(InteractiveShell.instance(), "gallery", None)
        if gallery is not None:
            gallery.show_open()
        pyplot.close("all")


class FigureCanvas(FigureCanvasAgg):
    """Draws with Agg when asked to."""

    manager_class = FigureManager
