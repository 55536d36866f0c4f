"""What a submission's cells printed, drew, showed and raised, as it comes out of the jail: read, and bounded.

All of it is the submission's word, which nobody trusts: text is bounded here, and looked through where it is shown;
figures, whose bytes go to their author's page, are looked through here, never decoded.
"""

import struct
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from autograder.engine.jailed.bounds import (
    FIGURE_BYTES,
    FIGURE_PIXELS,
    FIGURE_WORDS,
    FIGURES,
    FIGURES_BYTES,
    MARKUP_CHARACTERS,
    OUTPUT_CHARACTERS,
    OUTPUTS_CHARACTERS,
    PLACES,
)
from autograder.results.shown import NO_FIGURE, Figure, Kind, LeftOut, Output, Outputs

_SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
_KEPT_CHUNKS: Final = (b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND")
_DEPTHS: Final = {0: (1, 2, 4, 8, 16), 2: (8, 16), 3: (1, 2, 4, 8), 4: (8, 16), 6: (8, 16)}  # by type of colour


def read_figures(cell: int, shown: Any, room: int) -> tuple[Figure, ...]:
    """Return the figures of a cell from what the jail says that it showed: at most `room`, and one left out for more.

    A `room` of -1 is for a cell that was not asked.

    Raises:
        ValueError: what it says is not well formed.

    """
    if not isinstance(shown, list | tuple) or len(shown) > room + 1:
        raise ValueError("the figures of a cell are not well formed")
    figures = []
    for item in shown:
        match item:
            case (bytes(png), str(words), str(reason)):
                figures.append(_figure(cell, png, words, reason))
            case _:
                raise ValueError("a figure is not well formed")
    most = max(room, 0)
    return (*figures[:most], *(Figure(cell, b"", left_out=LeftOut.MORE) for _ in figures[most:]))


def bounded(figures: Iterable[Figure]) -> tuple[Figure, ...]:
    """Return the figures of a submission up to where there is room, and one left out for all that follow."""
    kept: list[Figure] = []
    size = 0
    for figure in figures:
        size += len(figure.png)
        if len(kept) == FIGURES or size > FIGURES_BYTES or figure.left_out is LeftOut.MORE:
            return (*kept, Figure(figure.cell, b"", left_out=LeftOut.MORE))
        kept.append(figure)
    return tuple(kept)


def clean_png(data: bytes) -> bytes | None:
    """Return the picture without what a reader does not need (texts, times, profiles); None if it is no PNG."""
    if len(data) > FIGURE_BYTES or not data.startswith(_SIGNATURE):
        return None
    try:
        chunks = list(_chunks(data))
    except (ValueError, struct.error):
        return None
    kinds = [kind for kind, _ in chunks]
    if kinds[:1] != [b"IHDR"] or kinds[-1] != b"IEND" or b"IDAT" not in kinds or kinds.count(b"IHDR") > 1:
        return None
    if not _is_modest(chunks[0][1]):
        return None
    return _SIGNATURE + b"".join(_packed(kind, content) for kind, content in chunks if kind in _KEPT_CHUNKS)


def _figure(cell: int, png: bytes, words: str, reason: str) -> Figure:
    words = words[:FIGURE_WORDS]
    if reason:
        known = reason if reason in tuple(LeftOut) else LeftOut.FAILED
        return Figure(cell, b"", words, LeftOut(known))
    clean = clean_png(png)
    if clean is None:
        return Figure(cell, b"", words, LeftOut.LARGE if len(png) > FIGURE_BYTES else LeftOut.FAILED)
    return Figure(cell, clean, words)


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield name and content of each chunk, up to the end, which must be the end of the data."""
    place = len(_SIGNATURE)
    kind = b""
    while kind != b"IEND":
        length, kind = struct.unpack_from(">I4s", data, place)
        content = data[place + 8 : place + 8 + length]
        (check,) = struct.unpack_from(">I", data, place + 8 + length)
        if len(content) != length or check != zlib.crc32(kind + content):
            raise ValueError("a chunk is damaged")
        yield kind, content
        place += 12 + length
    if place != len(data):
        raise ValueError("something follows the end")


def _is_modest(header: bytes) -> bool:
    """Tell whether the header is that of a picture which every reader can show in little memory."""
    width, height, depth, colour, compression, filtering, interlace = struct.unpack(">IIBBBBB", header)
    return (
        0 < width <= FIGURE_PIXELS
        and 0 < height <= FIGURE_PIXELS
        and depth in _DEPTHS.get(colour, ())
        and compression == filtering == 0
        and interlace in (0, 1)
    )


def _packed(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I4s", len(content), kind) + content + struct.pack(">I", zlib.crc32(kind + content))


_CUT: Final = "\n[the rest of what this cell printed is left out]\n"


def read_outputs(printed: str, places: Any) -> tuple[Output, ...]:
    """Return the outputs of a cell from what it printed, and what the jail says was shown and where in that text.

    Raises:
        ValueError: what it says is not well formed.

    """
    if not isinstance(places, list | tuple) or len(places) > PLACES + FIGURES + 1:
        raise ValueError("the outputs of a cell are not well formed")
    outputs: list[Output] = []
    place, whole = 0, printed[:OUTPUT_CHARACTERS]
    for item in places:
        match item:
            case (int(begin), int(end), str(kind), str() | int() as content) if place <= begin <= end:
                outputs += _text(whole[place:begin])
                place = end
                outputs.append(_shown(kind, content, whole[begin:end]))
            case _:
                raise ValueError("an output is not well formed")
    return (*outputs, *_text(whole[place:] + _CUT * (len(printed) > OUTPUT_CHARACTERS)))


def in_order(outputs: Outputs, figures: Mapping[int, int]) -> dict[int, tuple[Output, ...]]:
    """Return the outputs of a submission with its figures numbered through; what is too much for it is left out.

    `figures` says how many there are of each cell.
    """
    numbered: dict[int, tuple[Output, ...]] = {}
    before = size = 0
    for cell in sorted(outputs.keys() | figures.keys()):
        here = figures.get(cell, 0)
        numbered[cell] = tuple(_numbered(outputs.get(cell, ()), range(before, before + here)))
        before += here
        size += sum(output.size for output in numbered[cell])
        if size > OUTPUTS_CHARACTERS:
            numbered[cell] = tuple(_bounded(numbered[cell]))
    return numbered


def _numbered(outputs: Iterable[Output], numbers: Sequence[int]) -> Iterable[Output]:
    for each in outputs:
        known = each.number < len(numbers)
        yield replace(each, number=numbers[each.number] if known else NO_FIGURE) if each.kind is Kind.FIGURE else each


def _bounded(outputs: Iterable[Output]) -> Iterable[Output]:
    """Yield what may stay where there is no room: figures, which have bounds of their own, and a word."""
    yield from (output for output in outputs if output.kind in {Kind.FIGURE, Kind.LEFT_OUT})
    yield Output(Kind.PRINTED, _CUT.lstrip())


def _text(text: str) -> list[Output]:
    return [Output(Kind.PRINTED, text)] if text.strip() else []


def _shown(kind: str, content: str | int, plain: str) -> Output:
    match kind, content:
        case "figure", int(number) if number >= 0:
            return Output(Kind.FIGURE, number=number)
        case ((Kind.HTML | Kind.MARKDOWN | Kind.LATEX), str(text)):
            return (
                Output(Kind(kind), text, plain=plain) if len(text) <= MARKUP_CHARACTERS else Output(Kind.PRINTED, plain)
            )
    raise ValueError("an output is of no known kind")
