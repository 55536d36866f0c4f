"""What test cases measure of something that was trained (see `testing.measured`), as the grader hears and says it."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Iterator, Sequence
from typing import Final

AGAIN: Final = 2  # trainings more when what was trained is not good enough
_NAME: Final = "autograder.measured"
_MOST: Final = 3  # of one case

Measured = tuple[str, float]  # what it is, and how large


def sentences(trainings: Sequence[Sequence[Measured]]) -> str:
    """Return what a case measured in each of the trainings that came so far, in words."""
    measured_in = [each for each in trainings if each]
    if not measured_in:
        return ""
    first, *others = measured_in
    said = []
    for number, (what, value) in enumerate(first):
        again = [f"{each[number][1]:.4g}" for each in others if number < len(each)]
        later = f"; trained again from other seeds, {' and '.join(again)}" if again else ""
        said.append(f"{what} is {value:.4g}{later}.")
    return " ".join([*said, *(["The best training counts."] if others else [])])


@contextlib.contextmanager
def listening() -> Iterator[list[Measured]]:
    """Yield a list to which what the block measures is added; nothing of it goes to any other log."""
    heard: list[Measured] = []
    logger, handler = logging.getLogger(_NAME), _Listener(heard)
    before = logger.level, logger.propagate
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    logger.propagate = False
    try:
        yield heard
    finally:
        logger.removeHandler(handler)
        logger.setLevel(before[0])
        logger.propagate = before[1]


class _Listener(logging.Handler):
    def __init__(self, heard: list[Measured]) -> None:
        super().__init__()
        self._heard = heard

    def emit(self, record: logging.LogRecord) -> None:
        match record.args:
            case (str(what), float(value)) if len(self._heard) < _MOST:
                self._heard.append((what, value))
