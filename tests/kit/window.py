"""The window over a real profile: house, desk and station as ``app.main`` builds them, with a cheap secret."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.house import DeskHouse
from app.paths import SETTINGS_NAME
from app.settings import Settings
from app.settings_file import write_settings
from app.ui.gates.farewell import Farewell
from app.ui.i18n import Language
from app.ui.people import People
from app.ui.printing import Printing
from app.ui.queue_desk import QueueDesk
from app.ui.queue_memory import QueueMemory
from app.ui.station import Signals, Station
from app.ui.tasks import Tasks
from app.ui.theme import Look, load_fonts, put_on
from app.ui.window import Window
from tests.kit.desk import DAY, OFFICER, SECRET, new_profile

TRAINING = Settings(
    agency="Disnakertrans Jawa Timur", training_on=DAY.isoformat(), complaint_line="loket C di posko ini"
)
"""A training desk on a day whose batch is open."""


OFFSCREEN_LACKS = r"This plugin does not support (raise|grabbing the keyboard|propagateSizeHints)"
"""What the toolkit complains about when a list of choices opens without a display."""


def training_home(home: Path, settings: Settings = TRAINING) -> Path:
    """A new training profile."""
    new_profile(home)
    write_settings(home / SETTINGS_NAME, settings)
    return home


@contextmanager
def opened_house(home: Path) -> Iterator[DeskHouse]:
    """The house of a profile, its store open; closed when the block ends."""
    house = DeskHouse(home)
    house.open()
    try:
        yield house
    finally:
        house.close()


@contextmanager
def station_on(home: Path, look: Look | None = None) -> Iterator[Station]:
    """What screens work with, over a fresh training profile in ``home`` (or the one that is there)."""
    if not home.exists():
        training_home(home)
    with opened_house(home) as house:
        desk = house.unlock(OFFICER, SECRET)
        tasks, signals = Tasks(desk.submit), Signals()
        people = People(desk, tasks, signals.changed, tasks)
        printing = Printing(desk, house, tasks, signals, tasks)
        try:
            queue = QueueDesk(desk, tasks, signals.changed, QueueMemory(house.home, desk.words.counter), tasks)
            yield Station(desk, house, tasks, look or Look(), signals, people, printing, queue)
        finally:
            assert printing.close(5)
            tasks.put_away()


def dress(application: QApplication, look: Look | None = None, language: str = "id") -> Look:
    """Give the application typeface, look and language."""
    worn = look or Look()
    load_fonts()
    put_on(application, worn)
    SPEAKING.speak(language)
    return worn


SPEAKING = Language()


def settled(qtbot: QtBot, station: Station) -> None:
    """Wait until every answer has come back from the workers."""
    qtbot.waitUntil(lambda: not station.tasks.is_busy, timeout=20_000)


@contextmanager
def opened_window(qtbot: QtBot, home: Path, look: Look | None = None, language: str = "id") -> Iterator[Window]:
    """The program's window over ``home``, or its set-up; nobody has unlocked it yet. It closes when the block ends."""
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    house = DeskHouse(home)
    window = Window(house, dress(application, look, language), SPEAKING)
    try:
        window.show()
        qtbot.waitUntil(window.isActiveWindow, timeout=20_000)
        yield window
    finally:
        close_window(qtbot, window)
        _join_asides()  # a store that is still being opened would be nobody's to close: in life the program ends here
        house.close()
        window.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def _join_asides() -> None:
    for thread in threading.enumerate():
        if thread.name == "posko-aside":
            thread.join(20)


def close_window(qtbot: QtBot, window: Window, close: Callable[[], object] | None = None) -> str:
    """Close as an officer does who goes home: the farewell may tell what is unsent, Enter answers it; what it told.

    Args:
        close: how; else as the cross in the window's corner does it.
    """
    shell = window.shell
    told = ""
    (close or window.close)()

    def has_gone() -> bool:
        nonlocal told
        farewell = window.centralWidget()
        if isinstance(farewell, Farewell) and farewell.leave_button.isVisible():
            told = farewell.text
            QTest.keyClick(farewell.leave_button, Qt.Key.Key_Return)
        return not window.isVisible()

    qtbot.waitUntil(has_gone, timeout=20_000)
    assert shell is None or shell.station.printing.close(5)
    return told
