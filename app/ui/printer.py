"""Papers as printers want them, in the print worker's thread: pages for the system's printers, dots for heads."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QMarginsF, QRectF, QSizeF
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter

from app.printing.address import transport_to
from app.printing.cups import queue_state, took_last
from app.printing.escpos import Cut, Picture
from app.printing.folder import FolderPrinter
from app.printing.raster import DOTS_AN_INCH, Raster, raster_of
from app.printing.thermal import ThermalPrinter
from app.printing.worker import Handover, Printer
from app.settings import Settings
from app.ui.pdf_reading import opened_pdf
from core.errors import Trouble

if TYPE_CHECKING:  # a desk that prints nothing does without
    import pypdfium2  # type: ignore[import-untyped]  # ships without types
    from PySide6.QtPrintSupport import QPrinter

LOG = logging.getLogger(__name__)

POINTS_AN_INCH = 72
MOST_DPI = 400
"""Beyond this a slip looks no better and an A4 page grows beyond 20 MB."""


def printer_for(settings: Settings) -> Printer | None:
    """The printer that the settings mean; ``None`` if none is chosen. Raises: Trouble (usage) PRINTER_ADDRESS."""
    if not settings.printer:
        return None
    if settings.printer_folder is not None:
        return FolderPrinter(settings.printer_folder)
    transport = transport_to(settings.printer)
    if transport is None:
        return QtPrinter(settings.printer)
    cut, picture = Cut(settings.thermal_cut), Picture(settings.thermal_picture)
    return ThermalPrinter(transport, rasters_of, cut=cut, picture=picture)


def rasters_of(pdf: bytes, width_dots: int) -> tuple[Raster, ...]:
    """The pages of a PDF as dots of a thermal head; slips are drawn on this very grid, so no dot is in doubt."""
    with opened_pdf(pdf) as document:
        return tuple(_raster(page, width_dots) for page in document)


def _raster(page: pypdfium2.PdfPage, width_dots: int) -> Raster:
    drawn = page.render(scale=DOTS_AN_INCH / POINTS_AN_INCH, grayscale=True)
    return raster_of(bytes(drawn.buffer), drawn.stride, drawn.width, width_dots)


def load_printing() -> None:
    """Load the toolkit's printing: in the window's thread, before any other may use it [decision 0053]."""
    from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

    LOG.debug("printing is there: %s, %s", QPrinter, QPrinterInfo)


def system_printers() -> tuple[str, ...]:
    """The names of the printers that the system knows; :func:`load_printing` goes before."""
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
        load_printing()
        self._name = name
        self._connect = connect

    def hand_over(self, pdf: bytes, paper: str, title: str, on_sent: Callable[[], None]) -> Handover:
        """Give a paper to the system's print queue.

        Raises: Trouble PRINTER_GONE, PRINTER_REFUSED, PRINTER_NOT_ACCEPTING.
        """
        del paper, on_sent  # its size stands in the PDF; a queue of the system says nothing about paper
        printer = self._connect(self._name)
        before = queue_state(self._name)
        if before is not None and not before.is_accepting:
            raise Trouble("PRINTER_NOT_ACCEPTING", printer=self._name)
        self._print(printer, pdf, title)
        if before is not None and not took_last():
            raise Trouble("PRINTER_NOT_ACCEPTING", printer=self._name)
        after = queue_state(self._name)
        is_stopped = after is not None and after.is_stopped
        return Handover(waits_for="PRINTER_QUEUE_STOPPED" if is_stopped else "")

    def _print(self, printer: QPrinter, pdf: bytes, title: str) -> None:
        from PySide6.QtPrintSupport import QPrinter

        printer.setDocName(title)
        printer.setCreator("Posko")
        printer.setFullPage(True)
        with opened_pdf(pdf) as document:
            _fit(printer, document[0])
            painter = QPainter()
            if not painter.begin(printer):
                raise Trouble("PRINTER_REFUSED", printer=self._name)
            has_drawn = False
            try:
                has_drawn = all(self._draw(painter, printer, page, number) for number, page in _pages(document))
            finally:
                if not has_drawn:
                    printer.abort()  # else its first pages would go out
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
