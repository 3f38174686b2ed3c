"""What holds for every test: Qt draws without a display, unless a test has started one of its own."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

SCREEN = '{"screens": [{"name": "laptop", "x": 0, "y": 0, "width": 1366, "height": 768, "dpi": 96, "dpr": 1}]}'


def _small_laptop() -> str:
    """The off-screen platform on a screen as officers have it; its own would be 800 x 800."""
    path = Path(tempfile.mkdtemp(prefix="posko-screen-")) / "screen.json"
    path.write_text(SCREEN, encoding="utf-8")
    return f"offscreen:configfile={path}"


os.environ.setdefault("QT_QPA_PLATFORM", _small_laptop())
