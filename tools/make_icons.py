"""Draw the masks of the icons, which the window tints: ``resources/icons/*.svg`` into ``resources/icons/masks/*.png``.

Run it after an icon was added or changed::

    .venv/bin/python -m tools.make_icons
"""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QByteArray
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

ICONS = Path(__file__).resolve().parents[1] / "resources" / "icons"
MASKS = ICONS / "masks"
MASK_PX = 144
"""The largest icon of the window (32), at the largest text (150 %), thrice as sharp."""

WINDOW_ICON = "posko"
"""Not tinted, and larger: desktops show it."""
WINDOW_ICON_PX = 256


def drawn(file: Path) -> QImage:
    """An icon as a picture: white where the window will tint it, but for the program's own, which has colours."""
    side = WINDOW_ICON_PX if file.stem == WINDOW_ICON else MASK_PX
    renderer = QSvgRenderer(QByteArray(file.read_bytes().replace(b"currentColor", b"#ffffff")))
    image = QImage(side, side, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    painter = QPainter(image)
    renderer.render(painter)
    painter.end()
    return image.convertToFormat(QImage.Format.Format_ARGB32)


def main() -> int:
    """Draw all of them."""
    MASKS.mkdir(exist_ok=True)
    files = sorted(ICONS.glob("*.svg"))
    for old in set(MASKS.glob("*.png")) - {MASKS / f"{file.stem}.png" for file in files}:
        old.unlink()
    for file in files:
        drawn(file).save(str(MASKS / f"{file.stem}.png"))
    print(f"{len(files)} icons")
    return 0


if __name__ == "__main__":
    sys.exit(main())
