"""The lower part of every paper: where to ask, boxes for hand and thumb, what the paper is not."""

from __future__ import annotations

from papers.flow import Align, Row, Setting, baseline, beside, gap, height_of, line_height, paragraph, shifted, stack
from papers.marks import Box, Symbol
from papers.page import dots
from papers.slip import Slip
from papers.symbols import Shape
from papers.words import clean, word

STAMP_MM = 30
"""Side of the space for the wet stamp [FACTBOOK 4]."""

LEAST_BOX = 5
"""Ems of small type that a box beside another one needs, so that no word of its label is broken."""

SIGNATURE_MM = 18
"""Height of the space where a signature is enough."""


def contacts(setting: Setting, slip: Slip) -> list[Row]:
    """How to ask afterwards: status and complaints."""
    size = setting.sizes.small
    side = round(size * 1.1)
    rows: list[Row] = []
    for key, text, shape in (
        ("status_check", slip.status_check, Shape.SEARCH),
        ("complaint", slip.complaint_line, Shape.PHONE),
    ):
        if clean(text):
            lines = paragraph(setting, f"{word(key)}: {text}", size, indent=side + size // 3)
            picture = Symbol(0, (line_height(size) - side) // 2, side, shape)
            rows += [Row(lines[0].height, (picture, *lines[0].marks)), *lines[1:], gap(size // 4)]
    return rows


def promises(setting: Setting, key: str) -> list[Row]:
    """That it costs nothing, and what this paper does not prove: in the middle of a roll, at both edges of a sheet."""
    sizes = setting.sizes
    align = Align.CENTRE if setting.sheet.is_roll else Align.LEFT
    free = paragraph(setting, word("free"), sizes.strong, is_bold=True, align=align)
    if setting.sheet.is_roll:
        return [*free, *paragraph(setting, word(key), sizes.small, align=align)]
    left_width = round(setting.faces.bold.width(word("free"), sizes.strong)) + sizes.body
    drop = gap(baseline(sizes.strong) - baseline(sizes.small))
    proof = paragraph(setting.narrowed(setting.width - left_width), word(key), sizes.small, align=Align.RIGHT)
    return [beside(stack(free), stack([drop, *proof]), left_width)]


def hands(setting: Setting, slip: Slip) -> list[Row]:
    """Boxes for the applicant's thumb or signature, and for the officer's signature and stamp over the name."""
    space = setting.sizes.small // 2
    right = max(dots(STAMP_MM), (setting.width - space) // 2)
    left = setting.width - right - space
    if left < setting.sizes.small * LEAST_BOX:
        return _hands_below_each_other(setting, slip)
    applicant = _box(setting.narrowed(left), word("applicant_mark"), "", STAMP_MM)
    officer = _box(setting.narrowed(right), word("officer_mark"), slip.officer_name, STAMP_MM)
    height = max(applicant.height, officer.height)
    return [beside(_framed(applicant, left, height), _framed(officer, right, height), left + space)]


def _hands_below_each_other(setting: Setting, slip: Slip) -> list[Row]:
    """Large print leaves no room for two boxes on a narrow roll."""
    applicant = _box(setting, word("applicant_mark"), "", SIGNATURE_MM)
    officer = _box(setting, word("officer_mark"), slip.officer_name, STAMP_MM)
    boxes = [_framed(box, setting.width, box.height) for box in (applicant, officer)]
    return [boxes[0], gap(setting.sizes.small // 2), boxes[1]]


def officer_hand(setting: Setting, slip: Slip) -> list[Row]:
    """The officer's box alone, for a paper that nobody acknowledges."""
    row = _box(setting, word("officer_mark"), slip.officer_name, SIGNATURE_MM if setting.sheet.is_roll else STAMP_MM)
    return [_framed(row, setting.width, row.height)]


def _box(setting: Setting, label: str, name: str, room_mm: int) -> Row:
    """Label and room for a hand, which may go over the label; the name below."""
    pad = setting.sizes.small // 3
    inner = setting.narrowed(setting.width - 2 * pad)
    label_rows = paragraph(inner, label, setting.sizes.small)
    name_rows = paragraph(inner, name, setting.sizes.small, is_bold=True, align=Align.CENTRE)
    rows = [gap(pad), *label_rows, gap(max(0, dots(room_mm) - height_of(label_rows))), *name_rows, gap(pad)]
    return shifted(stack(rows), pad)


def _framed(row: Row, width: int, height: int) -> Row:
    return Row(height, (Box(0, 0, width, height, line=2), *row.marks))
