"""The emblem of a letterhead: a picture as it lies in a file; as it is on office paper, as single dots on a roll."""

from __future__ import annotations

import functools
import io
import struct
import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reportlab.lib.utils import ImageReader

MOST_BYTES = 1 << 20
MOST_PIXELS = 4_000_000
SIGNATURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")
"""How PNG and JPEG files begin."""

_PLANES = {"L": (1000,), "RGB": (299, 587, 114)}
"""How much of the lightness each plane of a picture makes, in thousandths."""

_BROKEN = (OSError, ValueError, SyntaxError, TypeError, LookupError, EOFError, struct.error, zlib.error)
"""What decoders raise at a picture that is none."""

_SAMPLES = 4
"""Points along each edge of a dot that are looked at: enough against jagged edges, and never slow."""

_WHITE = 255


def is_emblem(data: bytes) -> bool:
    """Whether these bytes are a PNG or JPEG picture of a size and kind that papers can carry."""
    if not data.startswith(SIGNATURES) or len(data) > MOST_BYTES:
        return False
    try:
        width, height = emblem_size(data)
        if not 0 < width * height <= MOST_PIXELS:
            return False
        emblem_dots(data, 1, 1)
    except _BROKEN:
        return False
    return True


def emblem_size(data: bytes) -> tuple[int, int]:
    """Width and height in pixels."""
    width, height = reader_of(data).getSize()
    return int(width), int(height)


def emblem_box(data: bytes, most_width: int, most_height: int) -> tuple[int, int]:
    """The largest width and height in whole dots inside a box, in the picture's own shape."""
    width, height = emblem_size(data)
    scale = min(most_width / width, most_height / height)
    return max(1, int(width * scale)), max(1, int(height * scale))


@functools.lru_cache(maxsize=2)
def reader_of(data: bytes) -> ImageReader:
    """The picture as reportlab reads it."""
    from reportlab.lib.utils import ImageReader

    return ImageReader(io.BytesIO(data))


@functools.lru_cache(maxsize=4)
def emblem_dots(data: bytes, width: int, height: int) -> tuple[tuple[int, int, int, int], ...]:
    """The picture as black rectangles of whole dots (column, row, columns, rows): no printer has to guess its greys.

    Raises: ValueError for a picture in colours of a printing press.
    """
    grey = _Grey(data)
    rows = [[grey.at_dot(column, row, width, height) for column in range(width)] for row in range(height)]
    from papers.qr import rectangles  # a desk that only asks whether a file can be an emblem draws nothing

    return tuple(rectangles(_dithered(rows)))


class _Grey:
    """How light a picture is on white paper."""

    def __init__(self, data: bytes) -> None:
        reader = reader_of(data)
        self._width, self._height = emblem_size(data)
        self._colours = bytes(reader.getRGBData())
        weights = _PLANES.get(reader.mode)
        if weights is None:
            raise ValueError("neither grey nor red, green and blue")
        self._weights = weights
        clear: ImageReader | None = getattr(reader, "_dataA", None)  # reportlab tells it nowhere else
        self._seen = bytes(clear.getRGBData()) if clear is not None else b""

    def at_dot(self, column: int, row: int, width: int, height: int) -> float:
        """The mean of some points of a dot, 0 to 255."""
        found = 0
        for down in range(_SAMPLES):
            y = (row * _SAMPLES + down) * self._height // (height * _SAMPLES)
            for right in range(_SAMPLES):
                x = (column * _SAMPLES + right) * self._width // (width * _SAMPLES)
                found += self._pixel(y * self._width + x)
        return found / _SAMPLES**2

    def _pixel(self, at: int) -> int:
        planes = len(self._weights)
        shares = zip(self._weights, self._colours[at * planes : (at + 1) * planes], strict=True)
        grey = sum(weight * plane for weight, plane in shares) // 1000
        return _WHITE - (_WHITE - grey) * self._seen[at] // _WHITE if self._seen else grey


def _dithered(grey: list[list[float]]) -> list[list[bool]]:
    """Black where it is dark; what a dot is too light or too dark goes on to its neighbours (Floyd, Steinberg)."""
    rows = [row[:] for row in grey]
    width = len(rows[0])
    for at, row in enumerate(rows):
        below = rows[at + 1] if at + 1 < len(rows) else [0.0] * width
        for column, level in enumerate(row):
            row[column] = _WHITE if level >= _WHITE / 2 else 0
            rest = level - row[column]
            for target, place, share in (
                (row, column + 1, 7), (below, column - 1, 3), (below, column, 5), (below, column + 1, 1),
            ):  # fmt: skip
                if 0 <= place < width:
                    target[place] += rest * share / 16
    return [[level == 0 for level in row] for row in rows]
