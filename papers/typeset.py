"""From parts to PDF bytes: choose the size that fits, fill pages, draw. The same parts always give the same bytes."""

from __future__ import annotations

import io
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from papers.flow import Align, Row, Setting, beside, filled_pages, gap, height_of, paragraph, stack
from papers.fonts import Faces, Fonts, faces_of
from papers.marks import Pen
from papers.page import POINTS_PER_DOT, Sheet, page_points
from papers.words import word

SMALLER_PERCENTS = (92, 84, 76, 70)
"""Sizes tried next until a slip fits one sheet; what fits none goes on to a second sheet."""

LARGE_PERCENT = 150
"""Type of the large-print variant; it goes on to a second sheet rather than shrink."""

DRAWING = threading.Lock()
"""reportlab's parsed fonts keep a reading position: one slip is drawn at a time."""


@dataclass(frozen=True, slots=True)
class Layout:
    """A paper's rows: the body flows from the top, the foot stays together at the bottom of a sheet."""

    body: tuple[Row, ...]
    foot: tuple[Row, ...]

    @property
    def height(self) -> int:
        """Height of everything in one column."""
        return height_of(self.body) + height_of(self.foot)


def pdf(
    compose: Callable[[Setting], Layout], sheet: Sheet, fonts: Fonts, title: str, *, is_large: bool = False
) -> bytes:
    """The PDF of what ``compose`` lays out on this sheet; ``title`` goes into the file's properties, no data in it."""
    with DRAWING:
        faces = faces_of(fonts)
        return _drawn(_pages(compose, sheet, faces, is_large=is_large), sheet, faces, title)


def _pages(compose: Callable[[Setting], Layout], sheet: Sheet, faces: Faces, *, is_large: bool = False) -> list[Row]:
    room = sheet.room_dots
    sizes = sheet.sizes.scaled(LARGE_PERCENT) if is_large else sheet.sizes
    setting = Setting(sheet, sizes, faces, sheet.printable_dots)
    layout = compose(setting)
    if room is None:
        return [stack([gap(sheet.top_dots), *layout.body, *layout.foot, gap(sheet.bottom_dots)])]
    for percent in () if is_large else SMALLER_PERCENTS:
        if layout.height <= room:
            break
        setting = replace(setting, sizes=sheet.sizes.scaled(percent))
        layout = compose(setting)
    pages = filled_pages(layout.body, layout.foot, room)
    folios = _folios(setting, len(pages))
    return [stack([gap(sheet.top_dots), beside(page, folio, 0)]) for page, folio in zip(pages, folios, strict=True)]


def _folios(setting: Setting, pages: int) -> list[Row]:
    """The page numbers, in the bottom margin; none where there is only one page."""
    if pages == 1:
        return [gap(0)]
    down = gap(setting.sheet.room_dots or 0)
    texts = [word("page", page=page, pages=pages) for page in range(1, pages + 1)]
    return [stack([down, *paragraph(setting, text, setting.sizes.small, align=Align.RIGHT)]) for text in texts]


def _drawn(pages: Sequence[Row], sheet: Sheet, faces: Faces, title: str) -> bytes:
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(
        io.BytesIO(),
        pageCompression=1,
        invariant=1,
        initialFontName=faces.regular.name,  # type: ignore[arg-type] # the stubs take a font's name for a number
        lang="id",
    )
    canvas.setTitle(title)
    canvas.setAuthor("Posko")
    canvas.setCreator("Posko")
    for page in pages:
        height = sheet.height_dots or page.height
        canvas.setPageSize((page_points(sheet.width_dots), page_points(height)))
        canvas.scale(POINTS_PER_DOT, POINTS_PER_DOT)
        pen = Pen(canvas, height, faces)
        for mark in page.marks:
            mark.moved(sheet.left_dots, 0).draw(pen)
        canvas.showPage()
    return bytes(canvas.getpdfdata())
