"""The IDX format, in which MNIST was published: a big-endian header, then the bytes of the array.

The header is two zero bytes, the type (8 is unsigned byte), the number of axes, and the length of each axis as four
bytes. Files may be compressed with gzip.
"""

from __future__ import annotations

import gzip
import struct
import zlib
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from autograder.errors import AutograderError

UNSIGNED_BYTE = 8
GZIP_MAGIC = b"\x1f\x8b"
MAX_BYTES = 64 * 2**20  # MNIST's largest file unpacks to 45 MB


def idx_bytes(array: NDArray[np.uint8]) -> bytes:
    """Return the IDX file that holds `array`."""
    header = struct.pack(f">HBB{array.ndim}I", 0, UNSIGNED_BYTE, array.ndim, *array.shape)
    return header + np.ascontiguousarray(array).tobytes()


def read_idx(path: Path, *, axes: int) -> NDArray[np.uint8]:
    """Return the array of unsigned bytes in an IDX file, plain or gzipped, that must have `axes` axes.

    Raises AutograderError when the file is missing, truncated, too long, or something else than such an IDX file.
    """
    content = _unpacked(path)
    header_length = 4 + 4 * axes
    if content[:4] != bytes((0, 0, UNSIGNED_BYTE, axes)):
        raise AutograderError(
            f"{path} starts with the bytes {content[:4].hex(' ') or '(none)'} instead of 00 00 08 {axes:02x}, so it "
            f"does not hold MNIST's {'labels' if axes == 1 else 'images'}: is it another file under this name?"
        )
    if len(content) < header_length:
        raise AutograderError(f"{path} ends within its header: copy or download it again.")
    shape = struct.unpack(f">{axes}I", content[4:header_length])
    due, there = int(np.prod(shape, dtype=object)), len(content) - header_length
    if due != there:
        raise AutograderError(
            f"{path} announces an array of shape {shape}, {due} bytes, but holds {there} bytes: "
            "copy or download it again."
        )
    return np.frombuffer(content, dtype=np.uint8, offset=header_length).reshape(shape)


def _unpacked(path: Path) -> bytes:
    """Return the content of a file, unpacked when it is gzipped, whatever its name says."""
    try:
        with path.open("rb") as file:
            packed = file.read(2) == GZIP_MAGIC
        with gzip.open(path) if packed else path.open("rb") as stream:
            content = stream.read(MAX_BYTES + 1)
    except (EOFError, gzip.BadGzipFile, zlib.error):
        raise AutograderError(f"{path} is a damaged or truncated gzip file: copy or download it again.") from None
    except OSError as error:
        raise AutograderError(
            f"{path} cannot be read ({error.strerror or error}): check the path and its permissions."
        ) from None
    if len(content) > MAX_BYTES:
        raise AutograderError(f"{path} unpacks to more than {MAX_BYTES // 2**20} MB, so it is no file of MNIST's.")
    return content
