"""The upper part of every paper: office, title, queue number, time and place, QR."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from papers.emblem import emblem_box
from papers.flow import (
    CAP_HEIGHT,
    Align,
    Row,
    Setting,
    baseline,
    fitting_size,
    gap,
    line_height,
    paragraph,
    shifted,
    stack,
)
from papers.marks import Box, Mark, Picture, Qr, Symbol, Text
from papers.slip import Letterhead, Slip
from papers.symbols import Shape
from papers.words import clean, clock_time, long_day, word

EMBLEM_LINES = 4
"""An emblem is about as tall as so many lines of text."""


class Marked(Protocol):
    """A paper that may be a copy or of a training desk."""

    @property
    def copy_no(self) -> int:
        """1 for the original."""
        ...

    @property
    def is_training(self) -> bool:
        """Whether nothing on it counts."""
        ...


def bands(setting: Setting, slip: Marked) -> list[Row]:
    """White on black, so that nobody takes it for a real first print: DATA LATIHAN, DUPLIKAT."""
    texts = [word("training")] if slip.is_training else []
    if slip.copy_no > 1:
        texts.append(word("duplicate", copy_no=slip.copy_no))
    if not setting.sheet.is_roll and texts:
        texts = [" \N{EN DASH} ".join(texts)]
    return [row for text in texts for row in (_band(setting, text), gap(setting.sizes.small // 2))]


def training_end(setting: Setting, slip: Marked) -> list[Row]:
    """The same warning at the foot: a slip that was torn in two still tells."""
    return [gap(setting.sizes.small // 2), _band(setting, word("training"))] if slip.is_training else []


def _band(setting: Setting, text: str) -> Row:
    size = fitting_size(setting.faces.bold, text, setting.sizes.strong, setting.width - setting.sizes.small)
    height = round(size * 1.6)
    x = round((setting.width - setting.faces.bold.width(text, size)) / 2)
    y = round((height + size * CAP_HEIGHT) / 2)
    return Row(height, (Box(0, 0, setting.width, height), Text(x, y, text, size, is_bold=True, is_white=True)))


def letterhead(setting: Setting, head: Letterhead) -> list[Row]:
    """The office's head, centred, with the double line that closes an Indonesian letterhead."""
    sizes = setting.sizes
    lines = Row(9, (Box(0, 0, setting.width, 4), Box(0, 7, setting.width, 2)))
    return [*_with_emblem(setting, head), gap(sizes.small // 3), lines, gap(sizes.small * 2 // 3)]


def _with_emblem(setting: Setting, head: Letterhead) -> list[Row]:
    """The lines with the emblem over them on a roll, at their left on a sheet, where they stay in the middle."""
    if not head.emblem:
        return _head_lines(setting, head)
    most = setting.sizes.body * EMBLEM_LINES
    width, height = emblem_box(head.emblem, most, most)
    picture = Picture(0, 0, width, height, head.emblem, is_dotted=setting.sheet.is_roll)
    if setting.sheet.is_roll:
        above = Row(height + setting.sizes.small // 3, (picture.moved((setting.width - width) // 2, 0),))
        return [above, *_head_lines(setting, head)]
    side = width + setting.sizes.body
    lines = stack(_head_lines(setting.narrowed(setting.width - 2 * side), head))
    tall = max(height, lines.height)
    marks = [mark.moved(side, (tall - lines.height) // 2) for mark in lines.marks]
    return [Row(tall, (picture.moved(0, (tall - height) // 2), *marks))]


def _head_lines(setting: Setting, head: Letterhead) -> list[Row]:
    sizes = setting.sizes
    rows = paragraph(setting, head.agency, sizes.body, is_bold=True, align=Align.CENTRE)
    rows += paragraph(setting, head.post_name, sizes.body, is_bold=True, align=Align.CENTRE)
    rows += paragraph(setting, head.address, sizes.small, align=Align.CENTRE)
    rows += paragraph(setting, head.phone, sizes.small, align=Align.CENTRE)
    return rows


def title(setting: Setting, text: str, align: Align) -> list[Row]:
    """What this paper is, as large as fits one line."""
    shown = clean(text)
    size = max(setting.sizes.body, fitting_size(setting.faces.bold, shown, setting.sizes.title, setting.width))
    return paragraph(setting, shown, size, is_bold=True, align=align)


def queue_number(setting: Setting, number: str, align: Align, percent: int = 100) -> list[Row]:
    """The number that is called, as large as the paper allows, or a part of that."""
    shown = clean(number)
    if not shown:
        return []
    face = setting.faces.bold
    size = fitting_size(face, shown, setting.sizes.queue_number * percent // 100, setting.width)
    x = round((setting.width - face.width(shown, size)) * align.value / 2)
    tall = round(size * CAP_HEIGHT)
    label = paragraph(setting, word("queue_number"), setting.sizes.body, align=align)
    above, below = setting.sizes.body // 2, setting.sizes.body * 2 // 3
    figure = Text(x, above + tall, shown, size, is_bold=True)
    return [*label, Row(above + tall + below, (figure,))]


def when_and_where(setting: Setting, slip: Slip, align: Align) -> list[Row]:
    """Counter, time and day with their pictures; counter and time side by side where the width allows."""
    counter = clean(slip.counter)
    items = [(Shape.PIN, word("counter", counter=counter))] if counter else []
    items.append((Shape.CLOCK, clock_time(slip.at, clean(slip.zone))))
    rows = _picture_line(setting, items, align) or [
        row for item in items for row in _picture_rows(setting, item, align)
    ]
    return [*rows, *paragraph(setting, long_day(slip.at.date()), setting.sizes.body, align=align)]


def time_and_day(setting: Setting, at: datetime, zone: str, align: Align) -> list[Row]:
    """Time and day where there is no counter yet."""
    rows = _picture_rows(setting, (Shape.CLOCK, clock_time(at, clean(zone))), align)
    return [*rows, *paragraph(setting, long_day(at.date()), setting.sizes.body, align=align)]


def _picture_rows(setting: Setting, item: tuple[Shape, str], align: Align) -> list[Row]:
    """One picture with its words; words too long for one line go without the picture."""
    return _picture_line(setting, [item], align) or paragraph(
        setting, item[1], setting.sizes.body, is_bold=True, align=align
    )


def _picture_line(setting: Setting, items: list[tuple[Shape, str]], align: Align) -> list[Row]:
    """Pictures with their words in one line; nothing if it is too narrow."""
    marks: list[Mark] = []
    size = setting.sizes.body
    side, x = round(size * 1.05), 0
    for shape, text in items:
        marks += [
            Symbol(x, (line_height(size) - side) // 2, side, shape),
            Text(x + side + size // 4, baseline(size), text, size, is_bold=True),
        ]
        x += side + size // 4 + round(setting.faces.bold.width(text, size)) + size
    spare = setting.width - (x - size)
    if spare < 0:
        return []
    return [shifted(Row(line_height(size), tuple(marks)), spare * align.value // 2)]


def registration(setting: Setting, slip: Slip, align: Align) -> list[Row]:
    """The QR with the registration number under it.

    On the right edge of a sheet the margin serves as quiet zone, so that the dark modules end where the text ends.
    """
    code = Qr(0, 0, slip.qr_text)
    outdent = code.quiet if align is Align.RIGHT else 0
    code = code.moved((setting.width - code.side) * align.value // 2 + outdent, 0)
    size = fitting_size(setting.faces.bold, slip.registration_no, setting.sizes.body, setting.width)
    label = paragraph(setting, word("registration_no"), setting.sizes.small, align=align)
    number = paragraph(setting, slip.registration_no, size, is_bold=True, align=align)
    return [Row(code.side, (code,)), *label, *number]
