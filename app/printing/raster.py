"""A page as the dots of a thermal head: rows of bits, black or nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

DOTS_AN_INCH = 203
"""What thermal heads of receipt printers burn; the slips are drawn on this grid."""

ROLL_DOTS: Mapping[str, int] = {"thermal58": 384, "thermal80": 576}
"""Paper -> how wide its printer's head is; all other papers are sheets."""

DARK_BELOW = 128

_ONE_IF_DARK = bytes(b"1"[0] if grey < DARK_BELOW else b"0"[0] for grey in range(256))
_DOTS_A_BYTE = 8


@dataclass(frozen=True, slots=True)
class Raster:
    """Rows from the top; in a row the leftmost dot is the highest bit of the first byte, 1 = burn.

    Raises: ValueError if the bits are no whole rows.
    """

    width_dots: int
    bits: bytes = field(repr=False)

    def __post_init__(self) -> None:
        """Refuse what no head could print."""
        if self.width_dots <= 0 or self.width_dots % _DOTS_A_BYTE or len(self.bits) % self.row_bytes:
            raise ValueError("a raster has whole bytes a row and whole rows")

    @property
    def row_bytes(self) -> int:
        """How many bytes a row takes."""
        return self.width_dots // _DOTS_A_BYTE

    @property
    def height_dots(self) -> int:
        """How many rows there are."""
        return len(self.bits) // self.row_bytes

    def rows(self, first: int, many: int) -> bytes:
        """The bits of so many rows, fewer at the end."""
        return self.bits[first * self.row_bytes : (first + many) * self.row_bytes]


Rasterise = Callable[[bytes, int], tuple[Raster, ...]]
"""The pages of a PDF for a head of so many dots; it takes the middle of a page that is wider than the head."""


def raster_of(grey: bytes, stride: int, page_dots: int, width_dots: int) -> Raster:
    """The middle of a page in shades of grey, one byte a dot, as black or nothing.

    Args:
        stride: bytes from one row to the next.
        page_dots: how many of them are dots; at least ``width_dots``.
    """
    left = (page_dots - width_dots) // 2
    starts = range(left, len(grey) - page_dots + 1 + left, stride)
    dots = b"".join([grey[start : start + width_dots] for start in starts]).translate(_ONE_IF_DARK)
    # a number written in ones and zeros is the quickest way to pack them
    return Raster(width_dots, int(dots or b"0", 2).to_bytes(len(dots) // _DOTS_A_BYTE))
