"""The drawings of the steps to an address, tinted in a colour of the look."""

from __future__ import annotations

import functools

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

import resources

_SHARPNESS = 2


@functools.cache
def drawing_pixmap(name: str, colour: str, size_px: int) -> QPixmap:
    """The drawing ``name`` in ``colour`` (``#rrggbb``), ``size_px`` logical pixels wide and high."""
    drawn = resources.read("mail", "pictures", f"{name}.svg").replace(b"currentColor", colour.encode("ascii"))
    renderer = QSvgRenderer(QByteArray(drawn))
    pixmap = QPixmap(size_px * _SHARPNESS, size_px * _SHARPNESS)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    renderer.render(painter, QRectF(0, 0, pixmap.width(), pixmap.height()))
    painter.end()
    pixmap.setDevicePixelRatio(_SHARPNESS)
    return pixmap
