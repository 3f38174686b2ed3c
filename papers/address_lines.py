"""An address as large as a paper allows: broken before ``.``, ``@`` and ``/`` only, with the signs that look alike."""

from __future__ import annotations

import re
from collections.abc import Iterator

from papers.flow import CAP_HEIGHT, Align, Row, Setting, baseline, broken, line_height
from papers.fonts import Face
from papers.marks import Mark, Text
from papers.page import SMALLEST_TYPE
from papers.words import word

LINES = (3, 4, 5)
"""So many lines at most; more only where a fewer would be in small type."""

LINE_PERCENT = 125
"""Distance of lines over the type size: letters hang below and stand above."""

_PIECES = re.compile(r"[.@/]?[^.@/]+|[.@/]")

_LEAST_SHARE = 1.4
"""A type that is smaller than the largest by more than this is not large."""

_NAMES = {
    "@": "card_sign_at",
    ".": "card_sign_dot",
    "-": "card_sign_hyphen",
    "_": "card_sign_underscore",
    "+": "card_sign_plus",
    "0": "card_sign_zero",
    "1": "card_sign_one",
    "l": "card_sign_l",
    "o": "card_sign_o",
}
"""Signs that people take for others, or have no name for, in the order in which they are told."""


def address_rows(setting: Setting, address: str, largest: int, align: Align) -> list[Row]:
    """The lines of an address in bold, as large as they fit."""
    face = setting.faces.bold
    size, lines = address_lines(face, address, largest, setting.width)
    high, rows = round(size * LINE_PERCENT / 100), []
    for line in lines:
        x = max(0, round((setting.width - face.width(line, size)) * align.value / 2))
        y = round((high + size * CAP_HEIGHT) / 2)
        rows.append(Row(high, (Text(x, y, line, size, is_bold=True),)))
    return rows


def address_lines(face: Face, address: str, largest: int, width: int) -> tuple[int, list[str]]:
    """The largest type in which an address stands in a few lines, and those lines.

    A part that is wider than the paper even in the smallest type is broken where it must: nothing is ever cut off.
    """
    found = [one for most in LINES if (one := _set(face, address, largest, width, most))]
    good = (one for one in found if one[0] * _LEAST_SHARE >= largest)
    chosen = next(good, None) or max(found, key=lambda one: one[0], default=None)
    if chosen:
        return chosen
    lines = _lines(face, address, SMALLEST_TYPE, width)
    return SMALLEST_TYPE, [part for line in lines for part in broken(face, line, SMALLEST_TYPE, width)]


def _set(face: Face, address: str, largest: int, width: int, most: int) -> tuple[int, list[str]] | None:
    """The largest type in which it takes so many lines at most, with these lines."""
    for size in range(largest, SMALLEST_TYPE - 1, -1):
        lines = _lines(face, address, size, width)
        if len(lines) <= most and all(face.width(line, size) <= width for line in lines):
            return size, lines
    return None


def sign_rows(setting: Setting, address: str) -> list[Row]:
    """How the signs of an address are called that are easily mistaken, each kept together: ``1 = angka satu``."""
    size, x = setting.sizes.small, 0
    lines: list[list[Mark]] = [[]]
    for sign in _mistaken(address):
        said = f"= {word(_NAMES[sign])}"
        behind = round(setting.faces.bold.width(sign, size)) + size // 3
        taken = behind + round(setting.faces.regular.width(said, size))
        if lines[-1] and x + taken > setting.width:
            lines.append([])
            x = 0
        lines[-1] += [Text(x, baseline(size), sign, size, is_bold=True), Text(x + behind, baseline(size), said, size)]
        x += taken + size
    return [Row(line_height(size), tuple(marks)) for marks in lines]


def _mistaken(address: str) -> Iterator[str]:
    """The letter o only where it may be a nought."""
    for sign in _NAMES:
        if sign in address and (sign != "o" or any(map(str.isdigit, address))):
            yield sign


def _lines(face: Face, address: str, size: int, width: int) -> list[str]:
    """One line if it fits, else name and domain each in its own lines."""
    if face.width(address, size) <= width:
        return [address]
    name, at, domain = address.partition("@")
    return [*_filled(face, name, size, width), *_filled(face, at + domain, size, width)]


def _filled(face: Face, text: str, size: int, width: int) -> list[str]:
    lines: list[str] = []
    for piece in _PIECES.findall(text):
        if lines and face.width(lines[-1] + piece, size) <= width:
            lines[-1] += piece
        else:
            lines.append(piece)
    return lines
