"""The five papers as dots: widths, margins and type sizes on one whole-dot grid of 203 dpi.

A thermal head burns dots of 1/203 inch. Whatever must stay sharp (the QR, lines, baselines) lies on that grid, on
office paper too, so that a slip looks the same wherever it is printed.
"""

from __future__ import annotations

import enum
import math
from dataclasses import dataclass

DOTS_PER_INCH = 203
POINTS_PER_DOT = 72 / DOTS_PER_INCH
MM_PER_DOT = 25.4 / DOTS_PER_INCH


def dots(length_mm: float) -> int:
    """The whole number of dots nearest to a length."""
    return round(length_mm / MM_PER_DOT)


def page_points(length_dots: int) -> float:
    """A page side in points that holds exactly ``length_dots`` dots.

    Rounded down to a thousandth: a viewer that rounds up to whole pixels would else add a pixel and blur every edge.
    """
    return math.floor(length_dots * POINTS_PER_DOT * 1000) / 1000


class Paper(enum.StrEnum):
    """A paper a slip can be printed on."""

    THERMAL58 = "thermal58"
    THERMAL80 = "thermal80"
    A5 = "a5"
    A4 = "a4"
    F4 = "f4"
    """Folio, 215 x 330 mm: still common beside A4 [FACTBOOK 4]."""

    @property
    def sheet(self) -> Sheet:
        """The measures of this paper."""
        return _SHEETS[self]


@dataclass(frozen=True, slots=True)
class TypeSizes:
    """Sizes of type in dots (25 dots = 8.9 points at the printed size)."""

    small: int
    body: int
    strong: int
    title: int
    missing: int
    queue_number: int

    def scaled(self, percent: int) -> TypeSizes:
        """The same hierarchy, smaller or larger; nothing falls below what a thermal head can still draw."""
        sizes = (self.small, self.body, self.strong, self.title, self.missing, self.queue_number)
        return TypeSizes(*(max(SMALLEST_TYPE, size * percent // 100) for size in sizes))


SMALLEST_TYPE = 20
"""Dots; 7 points. Below that a 1-bit head closes the eyes of an ``e``."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """Measures of one paper; ``height_mm`` is ``None`` where the page grows with its content.

    Args:
        part_mm: width and height of the upper left part that is used, and cut out afterwards; ``None`` = all of it.
    """

    width_mm: int
    height_mm: int | None
    printable_dots: int
    top_dots: int
    bottom_dots: int
    sizes: TypeSizes
    part_mm: tuple[int, int] | None = None

    @property
    def width_dots(self) -> int:
        """The page's whole width."""
        return dots(self.width_mm)

    @property
    def height_dots(self) -> int | None:
        """The page's whole height; ``None`` = as long as the content."""
        return None if self.height_mm is None else dots(self.height_mm)

    @property
    def room_dots(self) -> int | None:
        """Height between the margins; ``None`` = as much as the content needs."""
        height = dots(self.part_mm[1]) if self.part_mm else self.height_dots
        return None if height is None else height - self.top_dots - self.bottom_dots

    @property
    def left_dots(self) -> int:
        """Where the printable width begins; it stands in the middle of the paper, or of its part."""
        width = dots(self.part_mm[0]) if self.part_mm else self.width_dots
        return (width - self.printable_dots) // 2

    @property
    def is_roll(self) -> bool:
        """Whether this is a thermal roll: one narrow column of any length."""
        return self.height_mm is None


_SHEETS = {
    Paper.THERMAL58: Sheet(58, None, 384, 16, 24, TypeSizes(20, 23, 27, 27, 32, 156)),
    Paper.THERMAL80: Sheet(80, None, 576, 16, 24, TypeSizes(22, 26, 33, 34, 40, 220)),
    Paper.A5: Sheet(148, 210, 1023, 64, 64, TypeSizes(24, 28, 38, 42, 46, 250)),
    Paper.A4: Sheet(210, 297, 1422, 128, 112, TypeSizes(32, 38, 52, 54, 60, 340)),
    Paper.F4: Sheet(215, 330, 1462, 128, 112, TypeSizes(32, 38, 52, 54, 60, 340)),
}
