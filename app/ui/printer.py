"""Printers that the system knows: pages of a PDF at the printer's own resolution, in the print worker's thread."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QMarginsF, QRectF, QSizeF
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter

from core.errors import Trouble

if TYPE_CHECKING:  # a desk that prints nothing does without
    import pypdfium2  # type: ignore[import-untyped]  # ships without types
    from PySide6.QtPrintSupport import QPrinter

POINTS_AN_INCH = 72
MOST_DPI = 400
"""Beyond this a slip looks no better and an A4 page grows beyond 20 MB."""


def system_printers() -> tuple[str, ...]:
    """The names of the printers that the system knows."""
    from PySide6.QtPrintSupport import QPrinterInfo

    return tuple(QPrinterInfo.availablePrinterNames())


def system_printer(name: str) -> QPrinter:
    """The printer of this name. Raises: Trouble PRINTER_GONE."""
    from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

    found = QPrinterInfo.printerInfo(name)
    if found.isNull():
        raise Trouble("PRINTER_GONE", printer=name)
    return QPrinter(found, QPrinter.PrinterMode.HighResolution)


class QtPrinter:
    """One printer of the system; ``app.printing.worker`` hands it papers."""

    def __init__(self, name: str, connect: Callable[[str], QPrinter] = system_printer) -> None:
        self._name = name
        self._connect = connect

    def hand_over(self, pdf: bytes, paper: str, title: str) -> None:
        """Give a paper to the system's print queue. Raises: Trouble PRINTER_GONE, PRINTER_REFUSED."""
        import pypdfium2
        from PySide6.QtPrintSupport import QPrinter

        del paper  # its size stands in the PDF
        printer = self._connect(self._name)
        printer.setDocName(title)
        printer.setCreator("Posko")
        printer.setFullPage(True)
        with contextlib.closing(pypdfium2.PdfDocument(pdf)) as document:
            _fit(printer, document[0])
            painter = QPainter()
            if not painter.begin(printer):
                raise Trouble("PRINTER_REFUSED", printer=self._name)
            try:
                has_drawn = all(self._draw(painter, printer, page, number) for number, page in _pages(document))
            finally:
                has_ended = painter.end()
        if not (has_drawn and has_ended) or printer.printerState() == QPrinter.PrinterState.Error:
            raise Trouble("PRINTER_REFUSED", printer=self._name)

    def _draw(self, painter: QPainter, printer: QPrinter, page: pypdfium2.PdfPage, number: int) -> bool:
        if number:
            _fit(printer, page)
            if not printer.newPage():
                return False
        dots_a_point = printer.resolution() / POINTS_AN_INCH
        width_pt, height_pt = page.get_size()
        target = QRectF(0, 0, width_pt * dots_a_point, height_pt * dots_a_point)
        painter.drawImage(target, picture_of(page, min(printer.resolution(), MOST_DPI)))
        return True


def _pages(document: pypdfium2.PdfDocument) -> Iterator[tuple[int, pypdfium2.PdfPage]]:
    return enumerate(iter(document))


def _fit(printer: QPrinter, page: pypdfium2.PdfPage) -> None:
    """Ask for the paper that the page was made for: rolls are as long as what stands on them."""
    width_pt, height_pt = page.get_size()
    size = QPageSize(QSizeF(width_pt, height_pt), QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.FuzzyMatch)
    printer.setPageLayout(QPageLayout(size, QPageLayout.Orientation.Portrait, QMarginsF(0, 0, 0, 0)))
    printer.setFullPage(True)


def picture_of(page: pypdfium2.PdfPage, dots_an_inch: int) -> QImage:
    """A page in shades of grey: slips are black, and a picture of one byte a dot is a quarter as large."""
    drawn = page.render(scale=dots_an_inch / POINTS_AN_INCH, grayscale=True)
    shared = QImage(bytes(drawn.buffer), drawn.width, drawn.height, drawn.stride, QImage.Format.Format_Grayscale8)
    return shared.copy()  # the bytes above live only as long as this function
