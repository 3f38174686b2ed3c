"""Somebody at the keyboard: real key events to whatever has the focus, and a count of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

KEYSTROKE_S = 0.28
"""Seconds a key of somebody who types as office workers do. Source: Card, Moran and Newell, keystroke-level model."""

MENTAL_S = 1.35
"""Seconds to make up one's mind before a chunk of keys: in a form, each field. Source: the same."""

PATIENCE_MS = 20_000


@dataclass
class Effort:
    """Keys pressed so far, and in how many chunks."""

    strokes: int = 0
    chunks: int = 0

    @property
    def typing_s(self) -> float:
        """Seconds that the fingers need."""
        return self.strokes * KEYSTROKE_S

    @property
    def total_s(self) -> float:
        """Seconds with the moments of thought."""
        return self.typing_s + self.chunks * MENTAL_S


class Typist:
    """Types into a window and waits for what it shows; never for a fixed time."""

    def __init__(self, qtbot: QtBot, window: QWidget) -> None:
        self._qtbot = qtbot
        self.window = window
        self.effort = Effort()

    @property
    def target(self) -> QWidget:
        """Where a key goes now."""
        return QApplication.activePopupWidget() or QApplication.focusWidget() or self.window

    def type(self, text: str) -> None:
        """Press the keys of a text."""
        self.effort.strokes += len(text)
        self.effort.chunks += 1
        for char in text:
            QTest.keyClicks(self.target, char)

    def press(self, *combinations: str) -> None:
        """Press keys by name: ``press("F2")``, ``press("Tab", "Tab", "Alt+Y")``."""
        for combination in combinations:
            pressed = QKeySequence(combination)[0]
            QTest.keyClick(self.target, pressed.key(), pressed.keyboardModifiers())
            self.effort.strokes += 1 + (pressed.keyboardModifiers() != Qt.KeyboardModifier.NoModifier)

    def until(self, is_so: Callable[[], bool], what: str = "") -> None:
        """Wait until something is so."""

        def holds() -> None:
            assert is_so(), what or "it never came to that"

        self._qtbot.waitUntil(holds, timeout=PATIENCE_MS)
