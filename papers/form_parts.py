"""Parts of blank forms and reports that reportlab's page flow has no word for: boxes, ticks, bars, the tear-off end."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from papers.letter import Bars, FormLine, HandBoxes, NumberHead, TearOff
from papers.page import POINTS_PER_DOT
from papers.qr import DOTS_PER_MODULE, draw_qr, side_modules
from papers.words import one_line, word

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas
    from reportlab.platypus import Flowable

    from papers.fonts import Faces

    _Drawing = Callable[[Canvas], None]

POINTS_PER_MM = 72 / 25.4
LABEL_SIZE = 8
SMALL_SIZE = 7.5
_LABEL_MM = 38
_CELL = 5.2 * POINTS_PER_MM
_CELL_HEIGHT = 4.8 * POINTS_PER_MM
_BETWEEN_HALVES = 5 * POINTS_PER_MM
_BETWEEN_GROUPS = 2.4 * POINTS_PER_MM
_TICK = 3.2 * POINTS_PER_MM
_AIR = 0.9 * POINTS_PER_MM
_HAND_BOX = 18 * POINTS_PER_MM
_STAMP = 30 * POINTS_PER_MM
_CELL_PADDING = 3
_HAIR = 0.5
_LINE_HEIGHT = _CELL_HEIGHT + _AIR
_LABEL_LEADING = 8.8
_LABEL_AIR = 1.8
"""More below a label of several lines, or the next one seems to be a part of it."""


def form_lines(rows: Sequence[FormLine], faces: Faces, width: float) -> list[Flowable]:
    """A flowable for each line, or for two halves of one: labels in one gutter, boxes behind it."""
    flow: list[Flowable] = []
    waiting: FormLine | None = None
    for row in rows:
        if waiting is not None and row.is_half:
            flow.append(_pair(waiting, row, faces, width))
            waiting = None
            continue
        if waiting is not None:
            flow.append(_drawn(width, *_line(waiting, faces, width)))
        waiting = row if row.is_half else None
        if waiting is None:
            flow.append(_drawn(width, *_line(row, faces, width)))
    if waiting is not None:
        flow.append(_drawn(width, *_line(waiting, faces, width)))
    return flow


def _pair(left: FormLine, right: FormLine, faces: Faces, width: float) -> Flowable:
    """Two lines beside each other; the right one's label is as wide as it needs to be."""
    half = (width - _BETWEEN_HALVES) / 2
    left_height, draw_left = _line(left, faces, half)
    gutter = min(_wide(right.label, faces, LABEL_SIZE) + 6, half / 2)
    right_height, draw_right = _line(right, faces, half, gutter)
    height = max(left_height, right_height)

    def draw(canvas: Canvas) -> None:
        for x, own, draw_half in ((0.0, left_height, draw_left), (half + _BETWEEN_HALVES, right_height, draw_right)):
            canvas.saveState()
            canvas.translate(x, height - own)
            draw_half(canvas)
            canvas.restoreState()

    return _drawn(width, height, draw)


def number_head(head: NumberHead, faces: Faces, width: float) -> Flowable:
    """Queue number large, registration number and day beside it, framed."""
    height = 15 * POINTS_PER_MM

    def draw(canvas: Canvas) -> None:
        canvas.setLineWidth(1.2)
        canvas.rect(0, 0, width, height - 2)
        _head_texts(canvas, head, faces, 8, height - 2)

    return _drawn(width, height, draw)


def tear_off(part: TearOff, faces: Faces, width: float) -> Flowable:
    """A dotted line to cut along, the numbers again, and a QR at the right."""
    side = side_modules(part.qr_text) * DOTS_PER_MODULE * POINTS_PER_DOT
    room = width - side - 14
    lines = [line for text in part.texts for line in _broken(text, faces, SMALL_SIZE, room)]
    height = max(side + 10, 62 + len(lines) * (SMALL_SIZE + 2))

    def draw(canvas: Canvas) -> None:
        canvas.setLineWidth(_HAIR)
        canvas.setDash(3, 3)
        canvas.line(0, height - 3, width, height - 3)
        canvas.setDash()
        canvas.setFont(faces.bold.name, 9.5)
        canvas.drawString(0, height - 17, one_line(part.title))
        _head_texts(canvas, part.head, faces, 0, height - 20)
        canvas.setFont(faces.regular.name, SMALL_SIZE)
        for at, line in enumerate(lines):
            canvas.drawString(0, height - 68 - at * (SMALL_SIZE + 2), line)
        canvas.saveState()
        canvas.translate(width - side, height - 9)
        canvas.scale(POINTS_PER_DOT, POINTS_PER_DOT)
        draw_qr(canvas, part.qr_text, 0, 0)
        canvas.restoreState()

    return _drawn(width, height, draw)


def stamp_space(width: float, faces: Faces) -> Flowable:
    """Room for a hand, and at its left a dotted square of 3 x 3 cm for the wet stamp."""

    def draw(canvas: Canvas) -> None:
        canvas.setLineWidth(_HAIR)
        canvas.setDash(1, 2)
        canvas.rect(4, 1, _STAMP, _STAMP)
        canvas.setDash()
        canvas.setFillGray(0.45)
        canvas.setFont(faces.regular.name, SMALL_SIZE)
        canvas.drawCentredString(4 + _STAMP / 2, 5, word("stamp"))
        canvas.setFillGray(0)

    return _drawn(width - 2 * _CELL_PADDING, _STAMP + 2, draw)


def hand_boxes(part: HandBoxes, faces: Faces, width: float) -> Flowable:
    """Two frames beside each other: who signs, room for the hand, and the name below."""
    box = (width - _BETWEEN_HALVES) / 2

    def draw(canvas: Canvas) -> None:
        canvas.setLineWidth(_HAIR)
        for at, hand in enumerate(part.hands):
            x = at * (box + _BETWEEN_HALVES)
            canvas.rect(x, 2, box, _HAND_BOX - 4)
            canvas.setFont(faces.regular.name, SMALL_SIZE)
            canvas.drawString(x + 4, _HAND_BOX - 12, one_line(hand.above))
            canvas.drawRightString(x + box - 4, _HAND_BOX - 12, one_line(hand.below))
            canvas.setFont(faces.bold.name, SMALL_SIZE)
            canvas.drawCentredString(x + box / 2, 6, one_line(hand.name))

    return _drawn(width, _HAND_BOX, draw)


def bars(chart: Bars, faces: Faces, width: float) -> Flowable:
    """Label, bar and figure, a row each."""
    row_height, most = 13.0, max((many for _label, many in chart.rows), default=0)
    labels = [one_line(label) for label, _many in chart.rows]
    gutter = min(max((_wide(label, faces, SMALL_SIZE) for label in labels), default=0) + 8, width / 2)
    room = width - gutter - 36

    def draw(canvas: Canvas) -> None:
        canvas.setFont(faces.regular.name, SMALL_SIZE)
        for at, (label, (_label, many)) in enumerate(zip(labels, chart.rows, strict=True)):
            y = (len(labels) - at - 1) * row_height
            canvas.drawString(0, y + 4, label)
            long = room * many / most if most else 0
            canvas.setFillGray(0.35)
            canvas.rect(gutter, y + 2, max(long, 0.6), row_height - 5, stroke=0, fill=1)
            canvas.setFillGray(0)
            canvas.drawString(gutter + long + 4, y + 4, str(many))

    return _drawn(width, row_height * len(labels), draw)


def _head_texts(canvas: Canvas, head: NumberHead, faces: Faces, left: float, height: float) -> None:
    """The queue number with its label, then registration number and day below each other."""
    canvas.setFont(faces.regular.name, SMALL_SIZE)
    canvas.drawString(left, height - 10, word("queue_number"))
    canvas.setFont(faces.bold.name, 24)
    number = one_line(head.queue_number)
    canvas.drawString(left, height - 34, number)
    right = left + max(faces.bold.width(number, 24), faces.regular.width(word("queue_number"), 8)) + 18
    canvas.setFont(faces.regular.name, SMALL_SIZE)
    canvas.drawString(right, height - 10, word("registration_no"))
    canvas.setFont(faces.bold.name, 13)
    canvas.drawString(right, height - 23, one_line(head.registration_no))
    canvas.setFont(faces.regular.name, LABEL_SIZE)
    canvas.drawString(right, height - 34, one_line(head.day))


def _line(
    row: FormLine, faces: Faces, width: float, gutter: float = _LABEL_MM * POINTS_PER_MM
) -> tuple[float, _Drawing]:
    """How tall a line of a form is, and what draws it."""
    label = _broken(row.label, faces, LABEL_SIZE, gutter - 4)
    room = width - gutter
    if row.choices:
        body, draw_body = _choices(row.choices, faces, room)
    elif row.cells:
        body, draw_body = _cells(row.cells, room)
    else:
        body, draw_body = _LINE_HEIGHT, _writing_line(room)
    air = _AIR + (_LABEL_AIR if len(label) > 1 else 0)
    height = max(body, len(label) * _LABEL_LEADING + air)

    def draw(canvas: Canvas) -> None:
        canvas.setFont(faces.regular.name, LABEL_SIZE)
        for at, text in enumerate(label):
            canvas.drawString(0, height - LABEL_SIZE - 3 - at * _LABEL_LEADING, text)
        canvas.saveState()
        canvas.translate(gutter, height - body)
        draw_body(canvas)
        canvas.restoreState()

    return height, draw


def _writing_line(room: float) -> _Drawing:
    def draw(canvas: Canvas) -> None:
        canvas.setLineWidth(_HAIR)
        canvas.setDash(1, 2)
        canvas.line(0, _AIR, room, _AIR)

    return draw


def _cells(groups: Sequence[int], room: float) -> tuple[float, _Drawing]:
    """Boxes for letters; more than fit into the width go on in further rows of boxes."""
    places: list[tuple[float, int]] = []
    x, row = 0.0, 0
    for at, many in enumerate(groups):
        x += _BETWEEN_GROUPS if at and x else 0
        for _ in range(many):
            if x + _CELL > room:
                x, row = 0.0, row + 1
            places.append((x, row))
            x += _CELL
    height = (row + 1) * _LINE_HEIGHT

    def draw(canvas: Canvas) -> None:
        canvas.setLineWidth(_HAIR)
        for left, down in places:
            canvas.rect(left, height - _CELL_HEIGHT - down * _LINE_HEIGHT, _CELL, _CELL_HEIGHT)

    return height, draw


def _choices(choices: Sequence[str], faces: Faces, room: float) -> tuple[float, _Drawing]:
    """A box before each word, as many to a line as fit; a text longer than a line goes on below itself."""
    places: list[tuple[float, int, list[str]]] = []
    x, row = 0.0, 0
    for choice in choices:
        texts = _broken(choice, faces, LABEL_SIZE, room - _TICK - 4) or [""]
        wide = _TICK + 4 + max(_wide(text, faces, LABEL_SIZE) for text in texts)
        if x and x + wide > room:
            x, row = 0.0, row + 1
        places.append((x, row, texts))
        x += wide + 12
        row += len(texts) - 1
    line = _TICK + 3.0
    height = (row + 1) * line + _AIR

    def draw(canvas: Canvas) -> None:
        canvas.setLineWidth(_HAIR)
        canvas.setFont(faces.regular.name, LABEL_SIZE)
        for left, down, texts in places:
            y = height - (down + 1) * line + 1
            canvas.rect(left, y, _TICK, _TICK)
            for at, text in enumerate(texts):
                canvas.drawString(left + _TICK + 4, y + 1.8 - at * line, text)

    return height, draw


def _drawn(width: float, height: float, draw: _Drawing) -> Flowable:
    """Something of a known size that draws itself from its lower left corner."""
    return _drawn_class()(width, height, draw)


@functools.cache
def _drawn_class() -> Callable[[float, float, _Drawing], Flowable]:
    """Made when the first one is needed: reportlab is not loaded with the program."""
    from reportlab.platypus import Flowable

    class Drawn(Flowable):
        def __init__(self, width: float, height: float, draw: _Drawing) -> None:
            super().__init__()
            self.width, self.height, self._draw = width, height, draw

        def wrap(self, _room_width: float, _room_height: float) -> tuple[float, float]:
            return self.width, self.height

        def draw(self) -> None:
            self.canv.saveState()
            self._draw(self.canv)
            self.canv.restoreState()

    return Drawn


def _wide(text: str, faces: Faces, size: float) -> float:
    return faces.regular.width(text, 1000) * size / 1000


def _broken(text: str, faces: Faces, size: float, room: float) -> list[str]:
    """The lines of a text; a word wider than a line stands alone."""
    lines: list[str] = []
    for part in one_line(text).split():
        joined = f"{lines[-1]} {part}" if lines else part
        if lines and _wide(joined, faces, size) <= room:
            lines[-1] = joined
        else:
            lines.append(part)
    return lines
