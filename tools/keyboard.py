"""A keyboard for programs that show the window: real key events to whatever has the focus, waits for what is shown."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QLabel, QWidget

PATIENCE_MS = 60_000
LOOK_EVERY_MS = 5


class Keyboard:
    """Types into a window."""

    def __init__(self, window: QWidget) -> None:
        self.window = window

    def type(self, text: str) -> None:
        """Press the keys of a text."""
        for char in text:
            QTest.keyClicks(self.target, char)

    def press(self, *combinations: str) -> None:
        """Press keys by name: ``press("F2")``, ``press("Tab", "Alt+Y")``."""
        for combination in combinations:
            pressed = QKeySequence(combination)[0]  # type: ignore[index]  # the stubs forget that it is a sequence
            QTest.keyClick(self.target, pressed.key(), pressed.keyboardModifiers())

    def tab_to(self, name: str, *, most: int = 60) -> None:
        """Press Tab until the control with this accessible name has the focus."""
        for _ in range(most):
            if self.target.accessibleName() == name:
                return
            self.press("Tab")
        raise SystemExit(f"Tab never comes to {name!r}")

    def until(self, is_so: Callable[[], bool], what: str) -> None:
        """Let the window work until something is so."""
        for _ in range(PATIENCE_MS // LOOK_EVERY_MS):
            if is_so():
                return
            self.settle(LOOK_EVERY_MS)
        raise SystemExit(f"waited in vain: {what}")

    def settle(self, for_ms: int = 300) -> None:
        """Let the window come to rest before a picture is taken of it."""
        loop = QEventLoop()  # not QTest.qWait: that one keeps every other thread of the program waiting as well
        QTimer.singleShot(for_ms, loop.quit)
        loop.exec()

    def until_shown(self, text: str) -> None:
        """Let the window work until this stands in one of its labels."""
        self.until(lambda: self.shows(text), f"{text!r} is not shown")

    def shows(self, text: str) -> bool:
        """Whether a visible label holds this text."""
        return any(text in shown for shown in self._texts())

    def _texts(self) -> Iterator[str]:
        for widget in self.window.findChildren(QWidget):
            if not widget.isVisible():
                continue
            if isinstance(widget, QLabel):
                yield widget.text()
            elif isinstance(widget, QAbstractItemView) and (rows := widget.model()) is not None:
                yield from (str(rows.index(row, 0).data()) for row in range(min(rows.rowCount(), 50)))

    @property
    def target(self) -> QWidget:
        """Where a key goes now."""
        return QApplication.activePopupWidget() or QApplication.focusWidget() or self.window
