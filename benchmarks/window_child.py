"""A process with a window that says when it has painted, or how much memory it holds: ours or a bare form.

``python -m benchmarks.window_child WHOSE QUESTION``. Ours is the program as ``python -m app`` runs it on the profile in
``$POSKO_HOME``; this only looks on, and types the secret where memory is asked for.
"""

from __future__ import annotations

import os
import runpy
import sys
import time
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QFont, QFontDatabase, QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QApplication, QFormLayout, QLineEdit, QMainWindow, QWidget

ROOT = Path(__file__).resolve().parents[1]
FONTS = ("NotoSans-Regular.ttf", "NotoSans-Bold.ttf")
FIELDS = 20
SECRET = "rahasia-latihan"
SETTLE_MS = 3000
"""After that nothing is read in the background any more."""

OURS, BARE = "ours", "bare"
PAINTED, READY, MEMORY = "painted", "ready", "memory"
"""Seconds until anything is seen; until a box can be typed into; mebibytes at rest, behind the secret."""


class Looker(QObject):
    """Sees the events of the process until its question is answered."""

    def __init__(self, question: str, last_screen: str) -> None:
        super().__init__()
        self._question = question
        self._last_screen = last_screen
        self._is_typed = self._is_answered = False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - the toolkit's name
        """Look on; nothing is kept from anybody."""
        if not self._is_answered and event.type() is QEvent.Type.Paint and isinstance(watched, QWidget):
            self._on_paint(watched)
        return False

    def _on_paint(self, painted: QWidget) -> None:
        if self._question == MEMORY:
            self._go_on(painted)
        elif self._question == PAINTED or isinstance(painted, QLineEdit):
            self._is_answered = True
            QTimer.singleShot(0, self, lambda: _answer(time.monotonic()))  # behind this paint

    def _go_on(self, painted: QWidget) -> None:
        if type(painted).__name__ == self._last_screen:
            self._is_answered = True
            QTimer.singleShot(SETTLE_MS, self, lambda: _answer(resident_mib()))
        elif isinstance(painted, QLineEdit) and not self._is_typed:
            self._is_typed = True
            QTimer.singleShot(0, painted, lambda: type_into(painted, SECRET))


def type_into(box: QWidget, text: str) -> None:
    """Press the keys of a text, and Enter."""
    keys = [*((Qt.Key.Key_unknown, char) for char in text), (Qt.Key.Key_Return, "\r")]
    for key, char in keys:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QCoreApplication.postEvent(box, QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, char))


def resident_mib() -> float:
    """What this process holds in memory."""
    lines = Path("/proc/self/status").read_text("ascii").splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS"))


def bare_form() -> QMainWindow:
    """The floor: the same toolkit, typeface and style, a window with boxes for text, and nothing behind them."""
    for name in FONTS:
        QFontDatabase.addApplicationFont(str(ROOT / "resources" / "fonts" / name))
    QApplication.setStyle("Fusion")
    font = QFont("Noto Sans")
    font.setPointSizeF(10.5)
    QApplication.setFont(font)
    window, form = QMainWindow(), QWidget()
    rows = QFormLayout(form)
    for number in range(FIELDS):
        rows.addRow(f"Isian {number + 1}", QLineEdit())
    window.setCentralWidget(form)
    window.resize(1366, 728)
    return window


def _answer(value: float) -> None:
    sys.stdout.write(f"{value}\n")
    sys.stdout.flush()
    os._exit(0)  # how long a process takes to end is not asked


def main(whose: str, question: str) -> None:
    """Show the program or the form until the question is answered."""
    QGuiApplication.setHighDpiScaleFactorRoundingPolicy(Qt.HighDpiScaleFactorRoundingPolicy.PassThrough)
    application = QApplication(sys.argv[:1])
    looker = Looker(question, "RegistrationScreen" if whose == OURS else "QMainWindow")
    application.installEventFilter(looker)
    if whose == OURS:
        del sys.argv[1:]
        runpy.run_module("app", run_name="__main__")
    else:
        window = bare_form()
        window.show()
        application.exec()


if __name__ == "__main__":
    main(*sys.argv[1:])
