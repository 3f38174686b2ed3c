"""Icons of the one set, tinted in a colour of the look."""

from __future__ import annotations

import functools
import tempfile
from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

import resources

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
    renderer = QSvgRenderer(QByteArray(_tinted(name, colour)))
    pixmap = QPixmap(size_px * _SHARPNESS, size_px * _SHARPNESS)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    renderer.render(painter, QRectF(0, 0, pixmap.width(), pixmap.height()))
    painter.end()
    pixmap.setDevicePixelRatio(_SHARPNESS)
    return pixmap


def _tinted(name: str, colour: str) -> bytes:
    return resources.read("icons", f"{name}.svg").replace(b"currentColor", colour.encode("ascii"))


@functools.cache
def _folder() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="posko-icons-")


@functools.cache
def icon_file(name: str, colour: str) -> str:
    """The tinted icon as a file: style sheets take pictures from files only."""
    path = Path(_folder().name) / f"{name}-{colour.lstrip('#')}.svg"
    path.write_bytes(_tinted(name, colour))
    return path.as_posix()
