"""How much may be shown: what the jail keeps to for the author's sake, and the trusted side refuses more of."""

from typing import Final

FIGURES: Final = 12  # of a submission
FIGURES_BYTES: Final = 2_000_000  # of all of them
FIGURE_BYTES: Final = 300_000
FIGURE_PIXELS: Final = 2_000  # of either side
FIGURE_PIXELS_DRAWN: Final = 1_200  # of the longer side; so large a figure is made smaller
FIGURE_WORDS: Final = 200  # characters of its titles and labels
PLACES: Final = 100  # at which a cell shows something besides figures
MARKUP_CHARACTERS: Final = 100_000  # of one table or formula
OUTPUT_CHARACTERS: Final = 30_000  # of what a cell printed
OUTPUTS_CHARACTERS: Final = 400_000  # of a submission
