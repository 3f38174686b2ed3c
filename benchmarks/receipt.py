"""A receipt against bare reportlab: the same strings at the same places, the same QR as vectors, the same two fonts.

The floor is handed what our typesetting found out (which line stands where), and draws it with nothing but reportlab's
own calls; setting the text, small symbols and checks are ours alone.
"""

from __future__ import annotations

import io
from collections.abc import Sequence

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

import resources
from app.desk.slips import slip_of
from app.main import fonts
from benchmarks import stage
from benchmarks.measuring import Figure, alternating
from papers import Fonts, Paper, Slip, render
from papers.fonts import faces_of
from papers.marks import Box, Mark, Qr, Text
from papers.page import POINTS_PER_DOT, Sheet
from papers.qr import DOTS_PER_MODULE, modules_of, rectangles
from papers.receipt import _composed
from papers.typeset import _pages

ROUNDS = 41
REGULAR, BOLD = "bench-regular", "bench-bold"


def a_receipt() -> Slip:
    """The first receipt of the day, as the desk prints it."""
    with stage.folder() as place:
        stage.bear(place / "profile")
        with stage.opened(place / "profile") as desk:
            return slip_of(desk, stage.visit(desk, stage.day()[0]).kept, 1)


def marks_of(slip: Slip, sheet: Sheet) -> list[tuple[int, list[Mark]]]:
    """Per page its height and what stands on it."""
    pages = _pages(lambda setting: _composed(setting, slip), sheet, faces_of(fonts()))
    return [
        (sheet.height_dots or page.height, [mark.moved(sheet.left_dots, 0) for mark in page.marks]) for page in pages
    ]


def register_fonts() -> None:
    """The same two files under names of their own."""
    for name, file in ((REGULAR, "NotoSans-Regular.ttf"), (BOLD, "NotoSans-Bold.ttf")):
        pdfmetrics.registerFont(TTFont(name, io.BytesIO(resources.read("fonts", file)), asciiReadable=False))


def bare(pages: Sequence[tuple[int, list[Mark]]], sheet: Sheet) -> bytes:
    """The floor's PDF."""
    canvas = Canvas(io.BytesIO(), pageCompression=1, invariant=1)
    for height, marks in pages:
        canvas.setPageSize((sheet.width_dots * POINTS_PER_DOT, height * POINTS_PER_DOT))
        canvas.scale(POINTS_PER_DOT, POINTS_PER_DOT)
        for mark in marks:
            draw(canvas, height, mark)
        canvas.showPage()
    return bytes(canvas.getpdfdata())


def draw(canvas: Canvas, height: int, mark: Mark) -> None:
    """One mark with reportlab's own calls."""
    if isinstance(mark, Text):
        canvas.setFont(BOLD if mark.is_bold else REGULAR, mark.size)
        canvas.drawString(mark.x, height - mark.y, mark.text)
    elif isinstance(mark, Box):
        bottom = height - mark.y - mark.height
        canvas.rect(mark.x, bottom, mark.width, mark.height, stroke=int(mark.line > 0), fill=int(mark.line == 0))
    elif isinstance(mark, Qr):
        path = canvas.beginPath()
        left, top = mark.x + mark.quiet, height - mark.y - mark.quiet
        for column, row, columns, rows in rectangles(modules_of(mark.text)):
            side = DOTS_PER_MODULE
            path.rect(left + column * side, top - (row + rows) * side, columns * side, rows * side)
        canvas.drawPath(path, stroke=0, fill=1)


def measure() -> list[Figure]:
    """One receipt on the roll and on A5."""
    slip, typeface = a_receipt(), fonts()
    register_fonts()
    return [_figure(slip, paper, typeface) for paper in (Paper.THERMAL80, Paper.A5)]


def _figure(slip: Slip, paper: Paper, typeface: Fonts) -> Figure:
    pages = marks_of(slip, paper.sheet)
    ours, floor = alternating(lambda: render(slip, paper, typeface), lambda: bare(pages, paper.sheet), ROUNDS)
    return Figure(f"receipt PDF, {paper.value}", "ms", ours * 1000, floor * 1000, aim=1.3)
