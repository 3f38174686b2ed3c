"""What can stand on a page: text, boxes, symbols, the QR. Measures are dots, counted down from the upper left."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol, Self

from papers.emblem import emblem_dots, reader_of
from papers.qr import DOTS_PER_MODULE, QUIET_MODULES, draw_qr, side_modules
from papers.symbols import Shape, draw_symbol

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

    from papers.fonts import Faces

_HAIR = 0.02
"""Dots."""

_DASH, _DASH_GAP, _DASH_WIDTH = 8, 10, 2
"""Dots."""


@dataclass(frozen=True, slots=True)
class Pen:
    """A canvas whose unit is one dot, with the page's height: PDF counts upwards, papers are read downwards."""

    canvas: Canvas
    page_height: int
    faces: Faces


class Mark(Protocol):
    """Something to draw that can be moved to its place on the page."""

    def moved(self, right: int, down: int) -> Self:
        """The same mark elsewhere."""
        ...

    def draw(self, pen: Pen) -> None:
        """Put the mark on the page."""
        ...


@dataclass(frozen=True, slots=True)
class Text:
    """One line of text; ``y`` is its baseline."""

    x: int
    y: int
    text: str
    size: int
    is_bold: bool = False
    is_white: bool = False

    def moved(self, right: int, down: int) -> Self:
        """The same line elsewhere."""
        return replace(self, x=self.x + right, y=self.y + down)

    def draw(self, pen: Pen) -> None:
        """Write the line."""
        canvas = pen.canvas
        canvas.setFont(pen.faces.face(is_bold=self.is_bold).name, self.size)
        if self.is_white:
            canvas.setFillGray(1)
        canvas.drawString(self.x, pen.page_height - self.y, self.text)
        if self.is_white:
            canvas.setFillGray(0)


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle; ``line`` dots wide inside its edges, or filled where ``line`` is 0."""

    x: int
    y: int
    width: int
    height: int
    line: int = 0

    def moved(self, right: int, down: int) -> Self:
        """The same box elsewhere."""
        return replace(self, x=self.x + right, y=self.y + down)

    def draw(self, pen: Pen) -> None:
        """Fill the box, or its four edges: whole dots, where a stroked line would straddle two."""
        x, y, width, height, line = self.x, pen.page_height - self.y - self.height, self.width, self.height, self.line
        if line == 0:
            _fill(pen.canvas, x, y, width, height)
            return
        _fill(pen.canvas, x, y, width, line)
        _fill(pen.canvas, x, y + height - line, width, line)
        _fill(pen.canvas, x, y + line, line, height - 2 * line)
        _fill(pen.canvas, x + width - line, y + line, line, height - 2 * line)


def _fill(canvas: Canvas, x: int, y: int, width: int, height: int) -> None:
    """Fill a rectangle, a hair inside its dots: viewers round a single rectangle outwards, to a dot too many."""
    canvas.rect(x + _HAIR, y + _HAIR, width - 2 * _HAIR, height - 2 * _HAIR, stroke=0, fill=1)


@dataclass(frozen=True, slots=True)
class Dashes:
    """A thin broken line to cut along, to the right or, where ``is_upright``, down."""

    x: int
    y: int
    length: int
    is_upright: bool = False

    def moved(self, right: int, down: int) -> Self:
        """The same line elsewhere."""
        return replace(self, x=self.x + right, y=self.y + down)

    def draw(self, pen: Pen) -> None:
        """Draw the dashes as whole dots."""
        for at in range(0, self.length, _DASH + _DASH_GAP):
            long = min(_DASH, self.length - at)
            if self.is_upright:
                _fill(pen.canvas, self.x, pen.page_height - self.y - at - long, _DASH_WIDTH, long)
            else:
                _fill(pen.canvas, self.x + at, pen.page_height - self.y - _DASH_WIDTH, long, _DASH_WIDTH)


@dataclass(frozen=True, slots=True)
class Symbol:
    """A small picture in a square whose upper left corner is (x, y)."""

    x: int
    y: int
    side: int
    shape: Shape

    def moved(self, right: int, down: int) -> Self:
        """The same picture elsewhere."""
        return replace(self, x=self.x + right, y=self.y + down)

    def draw(self, pen: Pen) -> None:
        """Draw the picture with a line about a tenth of its side."""
        draw_symbol(pen.canvas, self.shape, self.x, pen.page_height - self.y, self.side)


@dataclass(frozen=True, slots=True)
class Picture:
    """An emblem; ``is_dotted``: as black dots, for a thermal head."""

    x: int
    y: int
    width: int
    height: int
    data: bytes
    is_dotted: bool

    def moved(self, right: int, down: int) -> Self:
        """The same emblem elsewhere."""
        return replace(self, x=self.x + right, y=self.y + down)

    def draw(self, pen: Pen) -> None:
        """Draw the emblem."""
        top = pen.page_height - self.y
        if self.is_dotted:
            for column, row, columns, rows in emblem_dots(self.data, self.width, self.height):
                _fill(pen.canvas, self.x + column, top - row - rows, columns, rows)
            return
        pen.canvas.drawImage(reader_of(self.data), self.x, top - self.height, self.width, self.height, mask="auto")


@dataclass(frozen=True, slots=True)
class Qr:
    """A QR symbol; (x, y) is the corner of its quiet zone."""

    x: int
    y: int
    text: str

    @property
    def quiet(self) -> int:
        """Width of the quiet zone."""
        return QUIET_MODULES * DOTS_PER_MODULE

    @property
    def side(self) -> int:
        """Width and height with the quiet zone."""
        return side_modules(self.text) * DOTS_PER_MODULE + 2 * self.quiet

    def moved(self, right: int, down: int) -> Self:
        """The same symbol elsewhere."""
        return replace(self, x=self.x + right, y=self.y + down)

    def draw(self, pen: Pen) -> None:
        """Draw the symbol inside its quiet zone."""
        draw_qr(pen.canvas, self.text, self.x + self.quiet, pen.page_height - self.y - self.quiet)
