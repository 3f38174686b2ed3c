"""Three people registered in the real window by its keys alone, with a picture after each step."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import QApplication

from app.house import DeskHouse
from app.ui.i18n import Language
from app.ui.program import look_of, make_application
from app.ui.theme import Look, put_on
from app.ui.window import Window
from tools.keyboard import Keyboard

SIZE = (1366, 728)
"""A 1366 x 768 screen without the system's own bar."""

ORDER = ("name_on_id", "birth_place", "birth_date", "sex", "id_address", "rt_rw")
RIGHT_DAY = "15-08-1990"


@dataclass
class Tour:
    """A window over a profile, hands on its keyboard, and where the pictures go."""

    application: QApplication
    window: Window
    keys: Keyboard
    folder: Path

    def picture(self, name: str) -> Path:
        """What the window shows now, as PNG."""
        self.folder.mkdir(parents=True, exist_ok=True)
        path = self.folder / f"{name}.png"
        self.window.grab().save(str(path))
        return path


def started(home: Path, folder: Path, *, language: str = "id", look: Look | None = None) -> Tour:
    """Open the window over the profile in ``home``."""
    running = QApplication.instance()
    application = running if isinstance(running, QApplication) else make_application()
    house = DeskHouse(home)
    settings = house.settings() if house.is_founded() else None
    worn = look or look_of(application, settings)
    words = Language()
    words.speak(language)
    put_on(application, worn)
    window = Window(house, worn, words)
    window.resize(*SIZE)
    window.show()
    window.activateWindow()
    return Tour(application, window, Keyboard(window), folder)


def unlock(tour: Tour, secret: str) -> None:
    """Type the secret."""
    tour.keys.until(lambda: tour.keys.target.accessibleName() != "", "the unlock screen has a field with the focus")
    tour.keys.type(secret)
    tour.keys.press("Enter")
    tour.keys.until(lambda: tour.window.shell is not None, "the desk is unlocked")


def leave(tour: Tour) -> None:
    """Close as Ctrl+Q does."""
    tour.window.close()
    tour.keys.until(lambda: not tour.window.isVisible(), "the window has closed")
