"""Icons of the one set, tinted in a colour of the look; as pictures, or as files for style sheets.

They are drawn beforehand (``tools/make_icons.py``): what draws vectors costs memory and time at every start.
"""

from __future__ import annotations

import functools
import tempfile
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QIcon, QImage, QPainter, QPixmap

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
    # with its kind told nobody looks for plug-ins that may know it
    mask = QImage.fromData(resources.read("icons", "masks", f"{name}.png"), "PNG")  # type: ignore[arg-type]  # as it is taken
    pixmap = QPixmap(size_px * _SHARPNESS, size_px * _SHARPNESS)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.drawImage(pixmap.rect(), mask)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceIn)
    painter.fillRect(pixmap.rect(), QColor(colour))
    painter.end()
    pixmap.setDevicePixelRatio(_SHARPNESS)
    return pixmap


@functools.cache
def _folder() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="posko-icons-")


@functools.cache
def icon_file(name: str, colour: str) -> str:
    """The tinted icon as a file."""
    path = Path(_folder().name) / f"{name}-{colour.lstrip('#')}.png"
    icon_pixmap(name, colour).toImage().save(str(path), "PNG")  # type: ignore[call-overload]  # as it is taken
    return path.as_posix()
