"""Clock, map pin, telephone, magnifier and tick: small pictures for those who read little, drawn as vectors."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from reportlab.pdfgen.canvas import Canvas


class Shape(enum.Enum):
    """The pictures there are."""

    CLOCK = "clock"
    PIN = "pin"
    PHONE = "phone"
    SEARCH = "search"
    TICK = "tick"


def draw_symbol(canvas: Canvas, shape: Shape, x: int, y: int, side: int) -> None:
    """Draw a picture into the square below and right of (x, y), on a canvas that counts upwards in dots."""
    canvas.setLineWidth(max(2, side // 10))
    canvas.setLineCap(1)
    canvas.setLineJoin(1)
    _DRAWN[shape](canvas, x, y - side, side)


def _clock(canvas: Canvas, x: float, y: float, side: float) -> None:
    middle_x, middle_y = x + side / 2, y + side / 2
    canvas.circle(middle_x, middle_y, side * 0.44)
    path = canvas.beginPath()
    path.moveTo(middle_x, middle_y + side * 0.27)
    path.lineTo(middle_x, middle_y)
    path.lineTo(middle_x + side * 0.2, middle_y - side * 0.1)
    canvas.drawPath(path)


def _pin(canvas: Canvas, x: float, y: float, side: float) -> None:
    middle_x, head_y, radius = x + side / 2, y + side * 0.63, side * 0.31
    path = canvas.beginPath()
    path.moveTo(middle_x, y + side * 0.03)
    path.curveTo(middle_x - side * 0.1, y + side * 0.25, middle_x - radius, y + side * 0.4, middle_x - radius, head_y)
    path.arcTo(middle_x - radius, head_y - radius, middle_x + radius, head_y + radius, startAng=180, extent=-180)
    path.curveTo(middle_x + radius, y + side * 0.4, middle_x + side * 0.1, y + side * 0.25, middle_x, y + side * 0.03)
    path.close()
    canvas.drawPath(path)
    canvas.circle(middle_x, head_y, side * 0.1, stroke=0, fill=1)


def _phone(canvas: Canvas, x: float, y: float, side: float) -> None:
    canvas.roundRect(x + side * 0.24, y + side * 0.05, side * 0.52, side * 0.9, side * 0.1)
    canvas.circle(x + side / 2, y + side * 0.2, side * 0.055, stroke=0, fill=1)


def _search(canvas: Canvas, x: float, y: float, side: float) -> None:
    canvas.circle(x + side * 0.42, y + side * 0.58, side * 0.32)
    canvas.line(x + side * 0.66, y + side * 0.34, x + side * 0.92, y + side * 0.08)


def _tick(canvas: Canvas, x: float, y: float, side: float) -> None:
    path = canvas.beginPath()
    path.moveTo(x + side * 0.12, y + side * 0.5)
    path.lineTo(x + side * 0.4, y + side * 0.2)
    path.lineTo(x + side * 0.9, y + side * 0.82)
    canvas.drawPath(path)


_DRAWN: dict[Shape, Callable[[Canvas, float, float, float], None]] = {
    Shape.CLOCK: _clock,
    Shape.PIN: _pin,
    Shape.PHONE: _phone,
    Shape.SEARCH: _search,
    Shape.TICK: _tick,
}
