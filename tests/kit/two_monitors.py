"""A process with two monitors: what stands on which of them. ``python -m tests.kit.two_monitors HOME``; JSON on stdout.

The toolkit's platform without a screen is told of its monitors by a file, and only when it starts.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.ui.window import Window
    from tools.keyboard import Keyboard

DESK, WALL = (0, 0, 1366, 768), (1366, 0, 1920, 1080)
_NAMES = ("x", "y", "width", "height")


def main(home: Path) -> None:
    """Open call screen and kiosk, touch the kiosk, close both."""
    monitors = home.with_suffix(".json")
    screens = [
        {"name": name, **dict(zip(_NAMES, place, strict=True)), "logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1}
        for name, place in (("meja", DESK), ("dinding", WALL))
    ]
    monitors.write_text(json.dumps({"screens": screens}), "ascii")
    os.environ["QT_QPA_PLATFORM"] = f"offscreen:configfile={monitors}"
    from tests.kit.window import TRAINING, training_home  # the toolkit looks at the environment when it is loaded
    from tools.window_tour import started, unlock

    training_home(home, TRAINING)
    tour = started(home, home)
    tour.window.setGeometry(*DESK)
    unlock(tour, "rahasia-latihan")
    json.dump(_seen(tour.window, tour.keys), sys.stdout)
    sys.stdout.flush()
    os._exit(0)  # how the window closes is not asked here


def _seen(window: Window, keys: Keyboard) -> dict[str, object]:
    from app.ui.public_screens import PublicScreens

    public = PublicScreens.of(window)
    keys.press("F11")
    wall = public.calls
    seen: dict[str, object] = {"wall": wall.geometry().getRect() if wall else None}
    keys.press("F12")
    kiosk = public.public
    if kiosk is None or window.shell is None:
        return seen
    keys.until(window.isActiveWindow, "the officer keeps the keys")
    seen["kiosk"] = kiosk.geometry().getRect()
    seen["has_way_out"] = kiosk.way_out.isVisible()
    kiosk.close()
    seen["is_open_still"] = kiosk.isVisible()
    kiosk.kiosk.buttons[0].click()
    shell = window.shell
    keys.until(lambda: shell.station.queue.waiting == 1, "the desk hears of the number")
    seen["is_locked"] = window.shell is None
    keys.press("F12")
    seen["is_gone"] = public.public is None
    return seen


if __name__ == "__main__":
    main(Path(sys.argv[1]))
