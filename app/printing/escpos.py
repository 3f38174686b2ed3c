"""Slips in the language of receipt printers (ESC/POS): pictures only, so that no printer's letters matter."""

from __future__ import annotations

import enum
import re
from collections.abc import Iterator, Sequence

from app.printing.raster import Raster

BAND_ROWS = 64
"""Rows a picture command carries: little enough for a printer with a small memory."""

STRIP_ROWS = 24
"""Rows a printer draws at once where it knows columns of dots only."""

FEED_LINES = 5
"""From the head to the knife, and to the edge that tears; a line is a sixth of an inch."""

BEGIN = b"\x1b@"
"""ESC @: everything as when the printer was switched on."""

_FEED = b"\x1b2\x1bd" + bytes([FEED_LINES])
_STRIP_LINES = b"\x1b3" + bytes([STRIP_ROWS])

_HIDDEN_REQUEST = re.compile(rb"\x10(?=[\x04\x05\x14])")
"""Printers look for requests they answer at once (DLE EOT, ENQ, DC4) in pictures, too."""


class Cut(enum.StrEnum):
    """What the knife does below a slip."""

    FULL = "full"
    PARTIAL = "partial"
    NONE = "none"


class Picture(enum.StrEnum):
    """The command that carries the dots."""

    RASTER = "raster"
    """GS v 0: row by row; nearly every printer knows it."""
    COLUMNS = "columns"
    """ESC *: strips of 24 rows, column by column; the oldest and the cheapest know only this."""


_CUTS = {Cut.FULL: b"\x1dV\x00", Cut.PARTIAL: b"\x1dV\x01", Cut.NONE: b""}


def picture_parts(pages: Sequence[Raster], picture: Picture) -> Iterator[bytes]:
    """The dots of a slip, one command a part; who got fewer bytes than all of them has not drawn it whole."""
    for page in pages:
        yield from _bands(page) if picture is Picture.RASTER else _strips(page)


def ending(cut: Cut) -> bytes:
    """What follows the last dot: the slip moves out of the printer and is cut."""
    return _FEED + _CUTS[cut]


def longest_part(width_dots: int) -> int:
    """How many bytes the longest part of a picture can have."""
    return max(8 + width_dots // 8 * BAND_ROWS, 6 + width_dots * STRIP_ROWS // 8)


def without_requests(bits: bytes) -> bytes:
    """The same dots without what a printer would take for a request: one lonely dot a place is left out.

    In a QR, whose modules are four dots wide, there is no lonely dot.
    """
    return _HIDDEN_REQUEST.sub(b"\x00", bits)


def _bands(page: Raster) -> Iterator[bytes]:
    for first in range(0, page.height_dots, BAND_ROWS):
        bits = without_requests(page.rows(first, BAND_ROWS))
        size = page.row_bytes.to_bytes(2, "little") + (len(bits) // page.row_bytes).to_bytes(2, "little")
        yield b"\x1dv0\x00" + size + bits


def _strips(page: Raster) -> Iterator[bytes]:
    """Every strip ends with a line as high as itself; a line's height is said with the first."""
    begin = _STRIP_LINES
    for first in range(0, page.height_dots, STRIP_ROWS):
        rows = page.rows(first, STRIP_ROWS).ljust(page.row_bytes * STRIP_ROWS, b"\x00")
        columns = without_requests(_turned(rows, page.row_bytes))
        yield begin + b"\x1b*\x21" + page.width_dots.to_bytes(2, "little") + columns + b"\n"
        begin = b""


_SPREAD = tuple(sum((byte >> (7 - place) & 1) << (8 * (7 - place)) for place in range(8)) for byte in range(256))
"""The eight dots of a byte, one a byte: dots of rows below each other are then put together by shifting."""


def _turned(rows: bytes, row_bytes: int) -> bytes:
    """24 rows as columns from left to right, three bytes each, the uppermost dot the highest bit."""
    eighths = [_turned_eighth(rows[first * row_bytes : (first + 8) * row_bytes], row_bytes) for first in (0, 8, 16)]
    return bytes(byte for column in zip(*eighths, strict=True) for byte in column)


def _turned_eighth(rows: bytes, row_bytes: int) -> bytes:
    turned = []
    for place in range(row_bytes):
        together = 0
        for byte in rows[place::row_bytes]:
            together = together << 1 | _SPREAD[byte]
        turned.append(together.to_bytes(8))
    return b"".join(turned)
