"""Sets letters with reportlab's page flow; the same letters always give the same bytes."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from papers.emblem import emblem_box
from papers.fonts import Faces, Fonts, faces_of
from papers.form_parts import bars, form_lines, hand_boxes, number_head, stamp_space, tear_off
from papers.letter import (
    Bars,
    Block,
    Fields,
    FormLines,
    Grid,
    HandBoxes,
    Letter,
    NumberHead,
    OfficeSheet,
    Points,
    Signature,
    Signatures,
    TearOff,
    Ticks,
    Words,
)
from papers.typeset import DRAWING
from papers.words import one_line, word

if TYPE_CHECKING:
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfgen.canvas import Canvas
    from reportlab.platypus import Flowable
    from reportlab.platypus.doctemplate import BaseDocTemplate, PageTemplate

POINTS_PER_MM = 72 / 25.4
_SIZES_MM = {OfficeSheet.A5: (148, 210), OfficeSheet.A4: (210, 297), OfficeSheet.F4: (215, 330)}
_MARGIN = 20 * POINTS_PER_MM
_DENSE_MARGIN = 11 * POINTS_PER_MM
_GAP, _DENSE_GAP = 5, 2
_ROOM_UNDER_HEADING = 64
"""Points: a heading stays with the head and the first row of a table, which alone it would not."""
_WRITING_ROOM = 9
_EMBLEM_SIDE = 19 * POINTS_PER_MM
_GUTTER_SHARE = 0.34
_CELL_PADDING = 3
_HAND_SPACE = 22 * POINTS_PER_MM
"""Room for a signature and a stamp of 3 x 3 cm beside it [FACTBOOK 4]."""


_Line = tuple[str, tuple[int, int], tuple[int, int], *tuple[Any, ...]]
"""A drawing command of reportlab's tables."""


def letters_pdf(letters: Sequence[Letter], fonts: Fonts, sheet: OfficeSheet = OfficeSheet.A4) -> bytes:
    """The PDF of some letters, each beginning on a page of its own with its own page count."""
    with DRAWING:
        faces = faces_of(fonts)
        setters = [_Setter(faces, sheet, letter) for letter in letters]
        counts = [_built([setter], [0], faces)[1] for setter in setters]
        return _built(setters, counts, faces)[0]


def _built(setters: Sequence[_Setter], counts: Sequence[int], faces: Faces) -> tuple[bytes, int]:
    """The PDF and how many pages it has. Set twice, for only then is it known how many pages a letter takes."""
    from reportlab.platypus import BaseDocTemplate, NextPageTemplate, PageBreak

    target = io.BytesIO()
    document = BaseDocTemplate(
        target,
        title=word("letter_file_title"),
        author="Posko",
        creator="Posko",
        invariant=1,
        lang="id",
        initialFontName=faces.regular.name,
    )
    flow: list[Flowable] = []
    first = 1
    for at, (setter, count) in enumerate(zip(setters, counts, strict=True)):
        document.addPageTemplates(setter.page_template(str(at), first, count))
        if at:
            flow += [NextPageTemplate(str(at)), PageBreak()]
        flow += setter.flow()
        first += count
    document.build(flow)
    return target.getvalue(), document.page


class _Setter:
    """One letter on one sheet."""

    def __init__(self, faces: Faces, sheet: OfficeSheet, letter: Letter) -> None:
        from reportlab.lib.styles import ParagraphStyle

        width_mm, height_mm = _SIZES_MM[sheet]
        upright = (width_mm * POINTS_PER_MM, height_mm * POINTS_PER_MM)
        self._page = (upright[1], upright[0]) if letter.is_lying else upright
        self._margin = _DENSE_MARGIN if letter.is_dense or sheet is OfficeSheet.A5 else _MARGIN
        self._width = self._page[0] - 2 * self._margin
        self._letter = letter
        self._faces = faces
        regular, bold = faces.regular.name, faces.bold.name
        self._body = ParagraphStyle("body", fontName=regular, fontSize=9.5, leading=12.5)
        self._strong = ParagraphStyle("strong", parent=self._body, fontName=bold, spaceBefore=6, keepWithNext=1)
        self._small = ParagraphStyle("small", parent=self._body, fontSize=7.5, leading=9.5)
        self._head = ParagraphStyle("head", parent=self._small, fontName=bold)
        self._figure = ParagraphStyle("figure", parent=self._small, alignment=2)
        self._centre = ParagraphStyle("centre", parent=self._body, alignment=1)
        self._title = ParagraphStyle("title", parent=self._centre, fontName=bold, fontSize=13, leading=17)
        size = 10.5 if letter.is_dense else 12
        self._agency = ParagraphStyle("agency", parent=self._centre, fontName=bold, fontSize=size, leading=size + 3)
        self._marked = ParagraphStyle("marked", parent=self._centre, fontName=bold, fontSize=11)

    def page_template(self, name: str, first: int, count: int) -> PageTemplate:
        """The sheet of this letter, which begins on page ``first`` of the file."""
        from reportlab.platypus import Frame, PageTemplate

        margin = self._margin
        height = self._page[1] - margin * 1.8
        frame = Frame(margin, margin, self._width, height, leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0)
        return PageTemplate(id=name, frames=[frame], onPage=self._foot(first, count), pagesize=self._page)

    def _foot(self, first: int, count: int) -> Callable[[Canvas, BaseDocTemplate], None]:
        """What stands below every page: what the paper is, and which page of how many."""

        def draw(canvas: Canvas, document: BaseDocTemplate) -> None:
            canvas.saveState()
            canvas.setFont(self._faces.regular.name, 7.5)
            at = self._margin * 0.6
            canvas.drawString(self._margin, at, one_line(self._letter.mark))
            page = word("page", page=document.page - first + 1, pages=count)
            canvas.drawRightString(self._page[0] - self._margin, at, page)
            if self._letter.is_training:
                canvas.setFont(self._faces.bold.name, 9)
                canvas.drawCentredString(self._page[0] / 2, at + 12, word("training"))
            canvas.restoreState()

        return draw

    def flow(self) -> Iterator[Flowable]:
        """Everything on it from the top down."""
        yield from self._letterhead()
        from reportlab.platypus import CondPageBreak, Spacer

        gap = _DENSE_GAP if self._letter.is_dense else _GAP
        if self._letter.is_training:
            yield self._paragraph(word("training"), self._marked)
        if self._letter.copy_no > 1:
            yield self._paragraph(word("duplicate", copy_no=self._letter.copy_no), self._marked)
        yield Spacer(1, gap + 3)
        yield self._paragraph(self._letter.title, self._title)
        if self._letter.number:
            yield self._paragraph(self._letter.number, self._centre)
        yield Spacer(1, gap + 3)
        for block in self._letter.blocks:
            if isinstance(block, Words) and block.is_strong:
                yield CondPageBreak(_ROOM_UNDER_HEADING)
            yield from self._block(block)
            yield Spacer(1, gap)

    def _letterhead(self) -> Iterator[Flowable]:
        from reportlab.lib.colors import black
        from reportlab.platypus import HRFlowable

        head = self._letter.letterhead
        lines = [self._paragraph(text, self._agency) for text in filter(None, (head.agency, head.post_name))]
        lines += [self._paragraph(text, self._centre) for text in filter(None, (head.address, head.phone))]
        if head.emblem:
            yield self._beside_emblem(lines, head.emblem)
        else:
            yield from lines
        yield HRFlowable(width="100%", thickness=2, color=black, spaceBefore=3, spaceAfter=1)
        yield HRFlowable(width="100%", thickness=0.6, color=black, spaceBefore=0, spaceAfter=2)

    def _beside_emblem(self, lines: Sequence[Flowable], emblem: bytes) -> Flowable:
        """The emblem at the left; the lines stay in the middle of the sheet."""
        from reportlab.platypus import Image, Table

        most = round(_EMBLEM_SIDE)
        width, height = emblem_box(emblem, most, most)
        picture = Image(io.BytesIO(emblem), width, height, mask="auto")
        side = _EMBLEM_SIDE + _CELL_PADDING
        table = Table([[picture, list(lines), ""]], colWidths=[side, self._width - 2 * side, side])
        none = [(name, (0, 0), (-1, -1), 0) for name in ("LEFTPADDING", "RIGHTPADDING", "TOPPADDING", "BOTTOMPADDING")]
        table.setStyle([("VALIGN", (0, 0), (-1, -1), "MIDDLE"), *none])
        return table

    def _block(self, block: Block) -> Iterator[Flowable]:
        match block:
            case Words():
                yield self._paragraph(block.text, self._strong if block.is_strong else self._body)
            case Points():
                yield self._pairs([(f"{number}.", text) for number, text in enumerate(block.texts, 1)], 0.05)
            case Fields():
                yield self._fields(block)
            case Ticks():
                yield self._ticks(block)
            case Grid():
                yield self._grid(block)
            case Signatures():
                yield self._signatures(block)
            case _:
                yield from self._drawn(block)

    def _drawn(self, block: Bars | FormLines | HandBoxes | NumberHead | TearOff) -> Iterator[Flowable]:
        match block:
            case Bars():
                yield bars(block, self._faces, self._width)
            case FormLines():
                yield from form_lines(block.rows, self._faces, self._width)
            case HandBoxes():
                yield hand_boxes(block, self._faces, self._width)
            case NumberHead():
                yield number_head(block, self._faces, self._width)
            case TearOff():
                yield tear_off(block, self._faces, self._width)

    def _paragraph(self, text: str, style: ParagraphStyle) -> Flowable:
        from reportlab.platypus import Paragraph

        return Paragraph(escape(one_line(text)), style)

    def _pairs(self, rows: Sequence[tuple[str, str]], share: float) -> Flowable:
        cells = [[self._paragraph(left, self._body), self._paragraph(right, self._body)] for left, right in rows]
        return self._table(cells, [self._width * share, self._width * (1 - share)], [])

    def _fields(self, block: Fields) -> Flowable:
        from reportlab.lib.colors import grey

        rows = [(label, f": {one_line(value)}" if one_line(value) else ":") for label, value in block.rows]
        cells = [[self._paragraph(left, self._body), self._paragraph(right, self._body)] for left, right in rows]
        lines = [
            ("LINEBELOW", (1, at), (1, at), 0.5, grey, None, (1, 2))
            for at, (_label, value) in enumerate(block.rows)
            if not one_line(value)
        ]
        return self._table(cells, [self._width * _GUTTER_SHARE, self._width * (1 - _GUTTER_SHARE)], lines)

    def _ticks(self, block: Ticks) -> Flowable:
        from reportlab.lib.colors import black

        cells = [[self._paragraph("X" if seen else "", self._marked), self._paragraph(label, self._body)]
                 for label, seen in block.rows]  # fmt: skip
        box = ("BOX", (0, 0), (0, -1), 0.6, black)
        inner = ("INNERGRID", (0, 0), (0, -1), 0.6, black)
        side = 16.0
        return self._table(cells, [side, self._width - side], [box, inner])

    def _grid(self, block: Grid) -> Flowable:
        from reportlab.lib.colors import black

        head = [self._paragraph(text, self._head) for text in block.headings]
        body = [
            [self._paragraph(text, self._figure if at in block.figures else self._small) for at, text in enumerate(row)]
            for row in block.rows
        ]
        widths = self._column_widths(block)
        lines: list[_Line] = [("GRID", (0, 0), (-1, -1), 0.4, black)]
        if block.is_to_write_on:
            lines.append(("BOTTOMPADDING", (0, 1), (-1, -1), _WRITING_ROOM))
        return self._table([head, *body], widths, lines, heads=1)

    def _column_widths(self, block: Grid) -> list[float]:
        """No number is broken as long as the sheet has room; what is left goes by the shares."""
        from reportlab.pdfbase.pdfmetrics import stringWidth

        heads = [self._longest(head, stringWidth, self._head) for head in block.headings]
        needed = [
            max([head, *(self._longest(row[at], stringWidth, self._small) for row in block.rows)]) + 2 * _CELL_PADDING
            for at, head in enumerate(heads)
        ]
        whole, spare = sum(block.shares), self._width - sum(needed)
        if spare < 0:
            return [self._width * share / whole for share in block.shares]
        return [least + spare * share / whole for least, share in zip(needed, block.shares, strict=True)]

    @staticmethod
    def _longest(text: str, width_of: Callable[[str, str, float], float], style: ParagraphStyle) -> float:
        words_ = one_line(text).split()
        return max((width_of(part, style.fontName, style.fontSize) for part in words_), default=0.0) + 0.5

    def _signatures(self, block: Signatures) -> Flowable:
        from reportlab.platypus import KeepTogether, Spacer

        many = max(len(block.hands), 2)
        empty = Signature("")
        hands = (*(empty,) * (many - len(block.hands)), *block.hands)
        over = ["" for _ in hands[1:]] + [block.place_and_day]
        width = self._width / many
        rows: list[list[Flowable]] = [
            [self._paragraph(text, self._centre) for text in over],
            [self._paragraph(hand.above, self._centre) for hand in hands],
            [stamp_space(width, self._faces) if block.has_stamp else Spacer(1, _HAND_SPACE) for _ in hands],
            [self._paragraph(_name_line(hand), self._centre) for hand in hands],
            [self._paragraph(hand.below, self._centre) for hand in hands],
        ]
        return KeepTogether([Spacer(1, 10), self._table(rows, [width] * many, [])])

    def _table(
        self,
        cells: Sequence[Sequence[Flowable]],
        widths: Sequence[float],
        lines: Sequence[_Line],
        heads: int = 0,
    ) -> Flowable:
        from reportlab.platypus import Table

        plain = [("VALIGN", (0, 0), (-1, -1), "TOP"), ("TOPPADDING", (0, 0), (-1, -1), 1)]
        plain += [("BOTTOMPADDING", (0, 0), (-1, -1), 1.5), ("LEFTPADDING", (0, 0), (-1, -1), _CELL_PADDING)]
        plain += [("RIGHTPADDING", (0, 0), (-1, -1), _CELL_PADDING)]
        table = Table([list(row) for row in cells], colWidths=list(widths), repeatRows=heads, hAlign="LEFT")
        table.setStyle([*plain, *lines])
        return table


def _name_line(hand: Signature) -> str:
    if not hand.above:
        return ""
    return hand.name or "(.......................................)"
