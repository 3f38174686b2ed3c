"""A scanner at the system's window: real keys, shortcuts and all, with the times at which a scanner presses them."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QWindow
from PySide6.QtTest import QTest

SCANNER_MS = 8
_DOWN = (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress, QEvent.Type.KeyRelease)


class Beat(QObject):
    """Gives every key the time at which it would have been pressed, however long this machine took to come to it."""

    def __init__(self, window: QWindow) -> None:
        super().__init__()
        self.at_ms = 1_000
        window.installEventFilter(self)  # who comes last is asked first: before the one who listens for scanners

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - the toolkit's name
        """Change nothing but the time."""
        del watched
        if isinstance(event, QKeyEvent) and event.type() in _DOWN:
            event.setTimestamp(self.at_ms)
        return False


def scan_keys(window: QWindow, text: str, *, has_end: bool = True) -> None:
    """Press the keys of a text as a scanner does, faster than anybody.

    Args:
        has_end: whether Enter follows.
    """
    beat = Beat(window)
    keys: list[str | Qt.Key] = [*text, *([Qt.Key.Key_Return] if has_end else [])]
    for key in keys:
        beat.at_ms += SCANNER_MS
        QTest.keyClick(window, key)  # type: ignore[arg-type]  # a letter will do, as for every widget
    window.removeEventFilter(beat)
