"""The program with its window: one application, one event loop, the look and language that the desk is set to."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QIcon
from PySide6.QtWidgets import QApplication

import resources
from app.ui.collector import collecting_here
from app.ui.i18n import Language
from app.ui.theme import Look, load_fonts, put_on, system_look
from core.errors import Trouble

if TYPE_CHECKING:
    from app.settings import Settings
    from app.ui.house import House


SWITCH_S = 0.0001
"""Of Python's own 5 ms each wait behind a computing worker, and one key may wait many times: a key deserves a frame."""


def run(house: House) -> int:
    """Show the window until it is closed; the exit code."""
    sys.setswitchinterval(SWITCH_S)
    application = make_application()
    language = Language()
    settings = settings_or_none(house)
    look = look_of(application, settings)
    language.speak(settings.language if settings else "id")
    put_on(application, look)
    from app.ui.stalls import StallWatch
    from app.ui.window import Window

    window = Window(house, look, language)
    with collecting_here(), window.crashes.watching(), StallWatch().watching():
        window.show()
        return application.exec()


def make_application() -> QApplication:
    """The one application, with the bundled typeface; if somebody who looks on has made one, it is that."""
    application = QApplication.instance()
    if not isinstance(application, QApplication):
        QGuiApplication.setHighDpiScaleFactorRoundingPolicy(Qt.HighDpiScaleFactorRoundingPolicy.PassThrough)
        application = QApplication(sys.argv[:1])
    application.setApplicationName("posko")
    application.setApplicationDisplayName("Posko")
    application.setDesktopFileName("posko")
    application.setWindowIcon(QIcon(str(resources.path("icons", "masks", "posko.png"))))
    load_fonts()
    return application


def settings_or_none(house: House) -> Settings | None:
    """The desk's settings; ``None`` if they cannot be read: the window then says so when it opens the desk."""
    try:
        return house.settings()
    except Trouble:
        return None


def running() -> QApplication:
    """The application that runs."""
    application = QApplication.instance()
    if not isinstance(application, QApplication):
        raise TypeError(type(application))
    return application


def look_of(application: QApplication, settings: Settings | None) -> Look:
    """The look that the settings ask for."""
    if settings is None:
        return Look(system_look(application))
    name = system_look(application) if settings.look == "system" else settings.look
    return Look(name, settings.text_percent)
