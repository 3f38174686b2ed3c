"""The recovery key on paper: one A4 page, for a printer or as a file that the coordinator locks away."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QRectF, Qt
from PySide6.QtGui import QFont, QPagedPaintDevice, QPageLayout, QPageSize, QPainter, QPdfWriter

from app.desk.outputs import refuse_clear_in_profile
from app.ui.i18n import tr
from app.ui.printer import system_printer, system_printers
from app.ui.theme import FAMILY
from core.errors import Trouble
from core.sentences import os_reason

MARGIN_MM = 25.0
GROUPS_A_LINE = 4
_LINE_MM = 8.0


@dataclass(frozen=True, slots=True)
class KeySheet:
    """What stands on the page."""

    post: str
    officer_name: str
    code: str

    @property
    def lines(self) -> tuple[str, ...]:
        """The key in groups, two lines of four."""
        groups = self.code.split("-")
        return tuple("  ".join(groups[start : start + GROUPS_A_LINE]) for start in range(0, len(groups), GROUPS_A_LINE))


def print_sheet(sheet: KeySheet, printer_name: str) -> None:
    """Give the page to the system's print queue. Raises: Trouble PRINTER_GONE, PRINTER_REFUSED."""
    from PySide6.QtPrintSupport import QPrinter

    printer = system_printer(printer_name)
    printer.setDocName(tr("Kunci pemulihan"))
    if not _drawn(sheet, printer) or printer.printerState() == QPrinter.PrinterState.Error:
        raise Trouble("PRINTER_REFUSED", printer=printer_name)


def save_sheet(sheet: KeySheet, path: Path, home: Path) -> None:
    """Write the page as a PDF file that only this user may read.

    Args:
        home: the profile; the key of a lock does not belong behind it.

    Raises: Trouble CLEAR_IN_PROFILE, FILE_CANNOT_USE.
    """
    refuse_clear_in_profile(home, path)
    content = pdf_of(sheet)
    try:
        with open(path, "wb", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise Trouble("FILE_CANNOT_USE", file=path.name, reason=os_reason(error.errno)) from error


def pdf_of(sheet: KeySheet) -> bytes:
    """The page as a PDF file."""
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(tr("Kunci pemulihan"))
    _drawn(sheet, writer)
    buffer.close()
    return bytes(content.data())


def printers() -> tuple[str, ...]:
    """The printers that the system knows, the usual one first."""
    from PySide6.QtPrintSupport import QPrinterInfo

    usual = QPrinterInfo.defaultPrinterName()
    return tuple(sorted(system_printers(), key=lambda name: (name != usual, name)))


def _drawn(sheet: KeySheet, device: QPagedPaintDevice) -> bool:
    device.setPageLayout(
        QPageLayout(
            QPageSize(QPageSize.PageSizeId.A4),
            QPageLayout.Orientation.Portrait,
            QMarginsF(MARGIN_MM, MARGIN_MM, MARGIN_MM, MARGIN_MM),
            QPageLayout.Unit.Millimeter,
        )
    )
    painter = QPainter()
    if not painter.begin(device):
        return False
    dots_a_mm = device.logicalDpiX() / 25.4
    width, top = float(painter.viewport().width()), 0.0
    for text, points, is_bold, rows in _words_of(sheet):
        font = QFont(FAMILY)
        font.setPointSizeF(points)
        font.setBold(is_bold)
        painter.setFont(font)
        place = QRectF(0, top, width, rows * _LINE_MM * dots_a_mm)
        painter.drawText(place, int(Qt.AlignmentFlag.AlignLeft) | int(Qt.TextFlag.TextWordWrap), text)
        top = place.bottom()
    return painter.end()


def _words_of(sheet: KeySheet) -> tuple[tuple[str, float, bool, float], ...]:
    """Text, size in points, bold or not, and how many lines it may take."""
    return (
        (tr("Kunci pemulihan Posko"), 20, True, 2),
        (sheet.post, 12, False, 1),
        (tr("Koordinator: {name}").format(name=sheet.officer_name), 12, False, 2),
        *((line, 24, True, 2) for line in sheet.lines),
        (
            tr(
                "Kunci ini membuka data laptop kalau kata rahasia terlupa. Simpan di tempat terkunci, jauh dari laptop "
                "itu. Siapa pun yang memegang kertas ini bisa membaca semua data pemohon."
            ),
            12,
            False,
            4,
        ),
    )
