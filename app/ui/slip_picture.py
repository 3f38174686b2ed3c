"""Reads the QR out of a picture or PDF of a slip: a photo that somebody sent, a scan, a file that was saved."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QImageReader

from app.ui.pdf_reading import opened_pdf
from core.errors import unusable
from core.slip_keys import looks_like_slip

if TYPE_CHECKING:  # loaded with the first PDF
    import pypdfium2  # type: ignore[import-untyped]  # ships without types

ENDINGS = ("png", "jpg", "jpeg", "pdf")

MOST_SIDE_PX = 4000
"""Larger photos are made smaller: the squares of a QR are still several dots wide then."""

MOST_PAGES = 4
PDF_SCALE = 3
"""216 dots an inch: what a thermal head prints, and a little more."""


_GREY = QImage.Format.Format_Grayscale8
_KEEP, _SMOOTH = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation


@functools.cache
def load_reader() -> None:
    """Use every class of the toolkit that a picture needs once, in the window's thread [decision 0053]; some 10 ms."""
    import zxingcpp  # loaded with the first picture

    image = QImage(8, 8, QImage.Format.Format_RGB32)
    image.fill(0)
    small = image.scaled(4, 4, _KEEP, _SMOOTH).convertToFormat(_GREY)
    zxingcpp.read_barcodes(small.copy(), formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode))
    QImageReader().setAutoTransform(True)


def slip_text_of(path: Path) -> str:
    """The slip's text in a picture or PDF; some tenths of a second, in any thread after :func:`load_reader`.

    Raises: Trouble SLIP_PICTURE_UNREADABLE, SLIP_PICTURE_EMPTY (usage).
    """
    import zxingcpp

    texts: list[str] = []
    for image in images_of(path):
        texts += [
            found.text
            for found in zxingcpp.read_barcodes(image, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode))
        ]
    if not texts:
        raise unusable("SLIP_PICTURE_EMPTY", file=path.name)
    return next((text for text in texts if looks_like_slip(text)), texts[0])


def images_of(path: Path) -> list[QImage]:
    """A picture, or the first pages of a PDF, in shades of grey. Raises: Trouble SLIP_PICTURE_UNREADABLE (usage)."""
    if path.suffix.lower() == ".pdf":
        return _pages(path)
    reader = QImageReader(str(path))
    reader.setAutoTransform(True)
    reader.setDecideFormatFromContent(True)
    image = reader.read()
    if image.isNull():
        raise unusable("SLIP_PICTURE_UNREADABLE", file=path.name)
    if max(image.width(), image.height()) > MOST_SIDE_PX:
        image = image.scaled(MOST_SIDE_PX, MOST_SIDE_PX, _KEEP, _SMOOTH)
    return [image.convertToFormat(_GREY)]


def _pages(path: Path) -> list[QImage]:
    """All of them at once: nobody else can read a PDF meanwhile."""
    import pypdfium2

    try:
        with opened_pdf(path) as document:
            return [_drawn(document[number]) for number in range(min(len(document), MOST_PAGES))]
    except (pypdfium2.PdfiumError, OSError) as error:
        raise unusable("SLIP_PICTURE_UNREADABLE", file=path.name) from error


def _drawn(page: pypdfium2.PdfPage) -> QImage:
    side = max(page.get_size()) * PDF_SCALE
    drawn = page.render(scale=PDF_SCALE * min(1, MOST_SIDE_PX / side), grayscale=True)
    shown = QImage(memoryview(drawn.buffer), drawn.width, drawn.height, drawn.stride, _GREY)
    return shown.copy()  # the page's own dots go with the page
