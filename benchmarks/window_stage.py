"""What the window's measurements play on: the real window over a real profile, and a keyboard that takes the time."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from app.house import DeskHouse
from app.paths import SETTINGS_NAME
from app.settings_file import write_settings
from app.ui.collector import collecting_here
from app.ui.program import SWITCH_S
from app.ui.shell import Shell
from app.ui.window import Window
from benchmarks import stage
from tests.kit.typist import Keyboard
from tests.kit.window import SPEAKING, TRAINING, dress

PATIENCE_S = 60.0


def application() -> QApplication:
    """The one application; without a screen unless there is one already."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    there = QApplication.instance()
    return there if isinstance(there, QApplication) else QApplication([])


def settle() -> None:
    """Let the window answer and paint until nothing is left to do."""
    QCoreApplication.processEvents()


def wait_until(is_so: Callable[[], bool]) -> None:
    """Run the event loop until something is so. Raises: TimeoutError."""
    until_s = time.monotonic() + PATIENCE_S
    while not is_so():
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
        if time.monotonic() > until_s:
            raise TimeoutError("the window never came to that")


class TimedKeyboard(Keyboard):
    """Measures each key from its press until the window has answered and painted.

    ``worked_ms`` is the part in which the window's thread had a processor: the rest belongs to others on the machine.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.taken_ms: list[float] = []
        self.worked_ms: list[float] = []

    def type(self, text: str) -> None:
        """Press the keys of a text, one after the other."""
        for char in text:
            self._timed(partial(super().type, char))

    def press(self, *combinations: str) -> None:
        """Press keys by name."""
        for combination in combinations:
            self._timed(partial(super().press, combination))

    def _timed(self, press: Callable[[], None]) -> None:
        started, worked = time.perf_counter(), time.thread_time()
        press()
        settle()
        self.taken_ms.append(1000 * (time.perf_counter() - started))
        self.worked_ms.append(1000 * (time.thread_time() - worked))

    def until_sees(self, text: str) -> None:
        """Wait, untimed, until this stands somewhere in the window."""
        wait_until(lambda: self.sees(text))


def bear(home: Path, *, url: str = "", code: str = "") -> None:
    """Make a training profile that stands on a day whose batch is open."""
    stage.bear(home, url=url, code=code)
    write_settings(home / SETTINGS_NAME, TRAINING)


@contextmanager
def unlocked(home: Path, *, is_at_rest: bool = True) -> Iterator[Shell]:
    """The work area in the real window; closed when the block ends.

    Args:
        is_at_rest: wait until everybody's names are read; else it is handed over as soon as it is painted.
    """
    look = dress(application())
    sys.setswitchinterval(SWITCH_S)
    house = DeskHouse(home)
    with collecting_here():
        window = Window(house, look, SPEAKING)
        try:
            window.show()
            wait_until(lambda: isinstance(QApplication.focusWidget(), QLineEdit))
            keyboard = Keyboard(window)
            keyboard.type(stage.SECRET)
            keyboard.press("Return")
            wait_until(lambda: window.shell is not None)
            shell = window.shell
            if shell is None:
                raise RuntimeError("the window did not open")
            settle()  # it is painted
            wait_until(lambda: not (is_at_rest and shell.station.tasks.is_busy))
            yield shell
            wait_until(lambda: not shell.station.tasks.is_busy)
        finally:
            house.close()
            window.hide()
            window.deleteLater()
            QCoreApplication.sendPostedEvents(window, QEvent.Type.DeferredDelete)  # no loop of ours is left to do it


def last_percent(taken_ms: list[float]) -> float:
    """Below this lie 99 of 100."""
    return sorted(taken_ms)[len(taken_ms) * 99 // 100]
