"""Starts the window before anything behind it is loaded: store, desk and line come while the first picture stands."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from core.errors import Trouble


def run_window(home: Path) -> int:
    """Open the window on a profile (or its set-up) until it is closed; the program's exit code.

    Raises: Trouble WINDOW_NO_SCREEN where no window can be shown.
    """
    if not _has_screen():
        raise Trouble("WINDOW_NO_SCREEN")
    from app.house import DeskHouse
    from app.ui.program import run

    house = DeskHouse(home)
    try:
        return run(house)
    finally:
        house.close()


def _has_screen() -> bool:
    """The toolkit ends the whole program where it finds no screen, so it is asked only where there may be one."""
    if sys.platform in ("win32", "darwin") or os.environ.get("QT_QPA_PLATFORM"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
