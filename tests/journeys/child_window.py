"""The program itself in a process of its own, with fingers at its keyboard that do what they read on standard input.

Every order is one line of JSON, a list; every answer one line of JSON on standard output, written when it is done:
``["type", "siti"]``, ``["press", "F2"]``, ``["until sees", "Nomor antrean"]``, ``["until kept"]`` (nothing is under way
and the open form is kept as a draft). Started as ``python -m tests.journeys.child_window --home DIR``.
"""

from __future__ import annotations

import faulthandler
import json
import os
import sys
import threading
import time
from collections.abc import Callable
from functools import partial
from importlib.abc import MetaPathFinder

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

from app.__main__ import main
from app.ui.window import Window
from tests.kit.typist import Keyboard, texts_of

LOOK_EVERY_MS = 2
PATIENCE_S = 30.0
STUCK_S = 45.0
WRONG_THREAD = 53
GAVE_UP = "gave up"
"""Stands before what is shown instead of what was waited for."""


def say(answer: object) -> None:
    """One write, so that the line is heard whole or not at all."""
    os.write(1, json.dumps(answer).encode() + b"\n")


class Fingers(QObject):
    """Live in the window's thread; orders come from another one."""

    ordered = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._keyboard: Keyboard | None = None
        self._ordered: list[tuple[str, ...]] = []
        self._since_s = time.monotonic()
        self._look = QTimer(self, interval=LOOK_EVERY_MS)
        self._look.timeout.connect(self._go_on)
        self.ordered.connect(self._take)

    def _take(self, order: tuple[str, ...]) -> None:
        self._ordered.append(order)
        self._since_s = time.monotonic()
        if not self._look.isActive():
            self._look.start()

    def _go_on(self) -> None:
        """Do the first order, or look again later whether what it waits for has come."""
        faulthandler.dump_traceback_later(STUCK_S)  # written by a thread that needs nobody's leave
        window = next((one for one in QApplication.topLevelWidgets() if isinstance(one, Window)), None)
        is_in_front = window is not None and window.isActiveWindow()
        is_done = window is not None and is_in_front and self._is_done(window)
        if is_done or time.monotonic() - self._since_s > PATIENCE_S:
            self._ordered.pop(0)
            self._since_s = time.monotonic()
            say(_answer(window, is_done=is_done, is_in_front=is_in_front))
        if not self._ordered:
            self._look.stop()

    def _is_done(self, window: Window) -> bool:
        self._keyboard = self._keyboard or Keyboard(window)
        return _is_done(self._ordered[0], window, self._keyboard)


def _answer(window: Window | None, *, is_done: bool, is_in_front: bool) -> list[str]:
    reason = [] if is_done else [GAVE_UP] if is_in_front else [GAVE_UP, "it is not in front"]
    return [*reason, *(texts_of(window) if window is not None else ["there is no window"])]


def _is_done(order: tuple[str, ...], window: Window, keyboard: Keyboard) -> bool:
    what, words = order[0], order[1:]
    deeds: dict[str, Callable[[], bool]] = {
        "type": lambda: _did(partial(keyboard.type, *words)),
        "press": lambda: _did(partial(keyboard.press, *words)),
        "until sees": lambda: any(words[0] in text for text in texts_of(window)),
        "until gone": lambda: all(words[0] not in text for text in texts_of(window)),
        "until at": lambda: keyboard.place == words[0],
        "until kept": lambda: _is_kept(window),
        "until drafts": lambda: _has_drafts(window, int(words[0])),
    }
    return deeds[what]()


def _did(deed: Callable[[], None]) -> bool:
    deed()
    return True


def _is_kept(window: Window) -> bool:
    shell = window.shell
    if shell is None or shell.station.tasks.is_busy:
        return False
    keeper = shell.registration.keeper
    return keeper.uid is not None and not keeper._timer.isActive()


def _has_drafts(window: Window, many: int) -> bool:
    shell = window.shell
    return shell is not None and not shell.station.tasks.is_busy and shell.registration.count() == many


def listen(fingers: Fingers) -> None:
    """Hand the orders over, line by line."""
    for line in sys.stdin:
        fingers.ordered.emit(tuple(json.loads(line)))


class OnlyInTheWindowsThread(MetaPathFinder):
    """Ends the program if another thread loads what uses the toolkit: that breaks it sometimes, here always [0053]."""

    def find_spec(self, fullname: str, path: object, target: object = None) -> None:
        """Find nothing; only look on."""
        uses_toolkit = fullname.startswith(("app.ui.", "PySide6")) and fullname != "app.ui.house"
        if uses_toolkit and threading.current_thread() is not threading.main_thread():
            os.write(2, f"{fullname} was loaded in {threading.current_thread().name}\n".encode())
            os._exit(WRONG_THREAD)


def hire_fingers() -> None:
    """Wait for the program to have an application, then put fingers into its thread."""
    nothing = threading.Event()
    while (application := QApplication.instance()) is None:
        nothing.wait(0.01)
    fingers = Fingers()
    fingers.moveToThread(application.thread())
    listen(fingers)


if __name__ == "__main__":
    faulthandler.enable()
    sys.meta_path.insert(0, OnlyInTheWindowsThread())
    threading.Thread(target=hire_fingers, daemon=True).start()
    sys.exit(main(sys.argv[1:]))
