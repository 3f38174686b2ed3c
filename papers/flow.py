"""Setting text: lines broken to a width, stacked to rows, rows filled into pages. Pure arithmetic, nothing is drawn."""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from papers.fonts import Face, Faces
from papers.marks import Box, Mark, Text
from papers.page import SMALLEST_TYPE, Sheet, TypeSizes
from papers.words import clean

LEADING = 1.36
"""Line distance over type size: room for stacked accents above and descenders below."""

CAP_HEIGHT = 0.714
"""Height of a capital over type size."""

MOST_BALANCED_LINES = 4
"""Longer texts are simply filled."""


class Align(enum.Enum):
    """Where a line stands in its width."""

    LEFT = 0
    CENTRE = 1
    RIGHT = 2


@dataclass(frozen=True, slots=True)
class Row:
    """A strip of the page that is never cut; its marks count from its own upper left corner."""

    height: int
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class Setting:
    """What a part of a paper must know to set itself: the sheet, the type and the width it may fill."""

    sheet: Sheet
    sizes: TypeSizes
    faces: Faces
    width: int

    def narrowed(self, width: int) -> Setting:
        """The same in a narrower column."""
        return replace(self, width=width)

    def face(self, *, is_bold: bool) -> Face:
        """The bold or the regular face."""
        return self.faces.face(is_bold=is_bold)


def line_height(size: int) -> int:
    """Dots from one baseline to the next."""
    return round(size * LEADING)


def baseline(size: int) -> int:
    """Dots from a line's upper edge to its baseline: capitals stand in the middle of the line."""
    return round(size * (LEADING + CAP_HEIGHT) / 2)


def gap(height: int) -> Row:
    """Empty space."""
    return Row(height)


def stack(rows: Iterable[Row]) -> Row:
    """Rows below each other, kept together as one."""
    marks: list[Mark] = []
    height = 0
    for row in rows:
        marks.extend(mark.moved(0, height) for mark in row.marks)
        height += row.height
    return Row(height, tuple(marks))


def height_of(rows: Iterable[Row]) -> int:
    """Height of rows below each other."""
    return sum(row.height for row in rows)


def kept(setting: Setting, rows: Sequence[Row]) -> list[Row]:
    """Rows as one that no page break cuts, unless they are too tall to be kept together."""
    limit = setting.sheet.room_dots
    return [stack(rows)] if limit is None or height_of(rows) <= limit // 3 else list(rows)


def shifted(row: Row, right: int) -> Row:
    """A row further right."""
    return Row(row.height, tuple(mark.moved(right, 0) for mark in row.marks))


def beside(left: Row, right: Row, right_x: int) -> Row:
    """Two rows beside each other."""
    return Row(max(left.height, right.height), left.marks + shifted(right, right_x).marks)


Part = Callable[[Setting], list[Row]]
"""Something that sets itself into any width."""


def columns(setting: Setting, left: Part, right: Part) -> list[Row]:
    """Two parts beside each other where the paper is wide and they are short, else one below the other."""
    if not setting.sheet.is_roll:
        gutter = setting.sizes.body * 2
        left_width = (setting.width - gutter) * 11 // 20
        left_rows = left(setting.narrowed(left_width))
        right_rows = right(setting.narrowed(setting.width - gutter - left_width))
        if left_rows and right_rows:
            pair = beside(stack(left_rows), stack(right_rows), left_width + gutter)
            if pair.height <= (setting.sheet.room_dots or 0) // 2:
                return [pair]
    return joined(setting, [left(setting), right(setting)])


def joined(setting: Setting, groups: list[list[Row]]) -> list[Row]:
    """Groups below each other with air between; nothing for an empty one."""
    return spaced(setting, groups)[1:]


def spaced(setting: Setting, groups: list[list[Row]]) -> list[Row]:
    """Groups below each other with air above each; nothing for an empty one."""
    return [row for group in groups if group for row in (gap(setting.sizes.body * 3 // 4), *group)]


def rule(setting: Setting) -> Row:
    """A hairline with air above and below."""
    air = setting.sizes.body // 2
    return Row(2 * air + 2, (Box(0, air, setting.width, 2),))


def paragraph(
    setting: Setting, text: str, size: int, *, is_bold: bool = False, align: Align = Align.LEFT, indent: int = 0
) -> list[Row]:
    """A text broken to the setting's width, one row a line; no row for an empty text."""
    face = setting.face(is_bold=is_bold)
    width = setting.width - indent
    rows = []
    for line in broken(face, clean(text), size, width):
        spare = width - face.width(line, size) if align is not Align.LEFT else 0
        x = indent + max(0, round(spare * align.value / 2))
        rows.append(Row(line_height(size), (Text(x, baseline(size), line, size, is_bold),)))
    return rows


def fitting_size(face: Face, text: str, size: int, width: int) -> int:
    """The size at which a text fills one line at most; not below the smallest type."""
    taken = face.width(text, size)
    return size if taken <= width else max(SMALLEST_TYPE, int(size * width / taken))


def broken(face: Face, text: str, size: int, width: int) -> list[str]:
    """The lines of a text: broken between words, and inside a word only where it is wider than a line.

    A few lines are made about equally long: a last line of one word looks like an afterthought.
    """
    words = [(part, face.width(part, size)) for word in text.split() for part in _fitting(face, word, size, width)]
    space = face.width(" ", size)
    lines = _filled(words, space, width)
    if not 1 < len(lines) <= MOST_BALANCED_LINES:
        return lines
    narrow, wide = max(needed for _, needed in words), float(width)
    while wide - narrow > size:
        middle = (narrow + wide) / 2
        tried = _filled(words, space, middle)
        if len(tried) > len(lines):
            narrow = middle
        else:
            lines, wide = tried, middle
    return lines


def _filled(words: Sequence[tuple[str, float]], space: float, width: float) -> list[str]:
    lines: list[list[str]] = []
    taken = 0.0
    for word, needed in words:
        if lines and taken + space + needed <= width:
            lines[-1].append(word)
            taken += space + needed
        else:
            lines.append([word])
            taken = needed
    return [" ".join(line) for line in lines]


def _fitting(face: Face, word: str, size: int, width: int) -> list[str]:
    """The word, cut into pieces where it is wider than a line."""
    if face.width(word, size) <= width:
        return [word]
    pieces: list[str] = []
    piece, taken = "", 0.0
    for letter in word:
        needed = face.width(letter, size)
        if piece and taken + needed > width:
            pieces.append(piece)
            piece, taken = "", 0.0
        piece += letter
        taken += needed
    return [*pieces, piece]


def filled_pages(rows: Sequence[Row], foot: Sequence[Row], room: int) -> list[Row]:
    """Rows filled into pages of ``room`` dots; the foot stands together at the bottom of the last page."""
    foot_height = height_of(foot)
    if foot_height > room:
        rows, foot, foot_height = [*rows, *foot], [], 0
    pages: list[list[Row]] = [[]]
    used = 0
    for row in rows:
        if pages[-1] and used + row.height > room:
            pages.append([])
            used = 0
        pages[-1].append(row)
        used += row.height
    if used + foot_height > room:
        pages.append([])
        used = 0
    pages[-1] += [gap(max(0, room - used - foot_height)), *foot]
    return [stack(page) for page in pages]
