"""The papers of a *kartu e-mail*: rolls, A6, and the corner of an office sheet out of which the card is cut."""

from __future__ import annotations

import enum

from papers.marks import Dashes, Mark
from papers.page import Paper, Sheet, TypeSizes, dots

_A6_MM, _A5_MM = (105, 148), (148, 210)
_EDGE_MM = 5
_SIZES = TypeSizes(22, 27, 34, 38, 52, 96)

_LARGE_PERCENT = 141
"""A5 is A6 grown by the root of two."""


class CardPaper(enum.StrEnum):
    """A paper a card can be printed on: those of slips, and A6."""

    THERMAL58 = "thermal58"
    THERMAL80 = "thermal80"
    A6 = "a6"
    A5 = "a5"
    A4 = "a4"
    F4 = "f4"

    def sheet(self, *, is_large: bool) -> Sheet:
        """The measures of this paper; of a larger sheet only the upper left corner is used.

        Args:
            is_large: a card in large type takes A5; on A6 there is no room for that.
        """
        if self is CardPaper.A6:
            return _corner(_A6_MM, _A6_MM, 100)
        whole = Paper(self.value).sheet
        if whole.height_mm is None:
            return whole
        on_sheet = (whole.width_mm, whole.height_mm)
        return _corner(on_sheet, _A5_MM, _LARGE_PERCENT) if is_large else _corner(on_sheet, _A6_MM, 100)


def _corner(sheet_mm: tuple[int, int], card_mm: tuple[int, int], percent: int) -> Sheet:
    edge = dots(_EDGE_MM)
    printable = dots(card_mm[0]) - 2 * edge
    return Sheet(*sheet_mm, printable, edge, edge, _SIZES.scaled(percent), card_mm)


def cut_lines(sheet: Sheet) -> tuple[Mark, ...]:
    """Where to cut, counted from the corner of what is printed; nothing along the sheet's own edges."""
    if sheet.part_mm is None or sheet.height_dots is None:
        return ()
    width, height = map(dots, sheet.part_mm)
    left, top = sheet.left_dots, sheet.top_dots
    marks: list[Mark] = []
    if width < sheet.width_dots:
        marks.append(Dashes(width - left, -top, height, is_upright=True))
    if height < sheet.height_dots:
        marks.append(Dashes(-left, height - top, width))
    return tuple(marks)
