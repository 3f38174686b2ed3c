"""Icons of the one set, tinted in a colour of the look."""

from __future__ import annotations

import functools

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from app.ui.widgets.icon_file import tinted

SIZE_PX = 20
_SHARPNESS = 3
"""Drawn that much larger than shown, so that icons stay sharp at 125, 150 and 200 %."""


@functools.cache
def icon(name: str, colour: str) -> QIcon:
    """The icon ``name`` in ``colour`` (``#rrggbb``)."""
    return QIcon(icon_pixmap(name, colour))


@functools.cache
def icon_pixmap(name: str, colour: str, size_px: int = SIZE_PX) -> QPixmap:
    """The icon as a picture of ``size_px`` logical pixels."""
    renderer = QSvgRenderer(QByteArray(tinted(name, colour)))
    pixmap = QPixmap(size_px * _SHARPNESS, size_px * _SHARPNESS)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    renderer.render(painter, QRectF(0, 0, pixmap.width(), pixmap.height()))
    painter.end()
    pixmap.setDevicePixelRatio(_SHARPNESS)
    return pixmap
