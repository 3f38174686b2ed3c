"""Somebody at the keyboard: real key events to whatever has the focus, a count of them, and eyes for what is shown."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from PySide6.QtCore import QAbstractItemModel, QModelIndex, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTableView,
    QWidget,
)
from pytestqt.qtbot import QtBot

KEYSTROKE_S = 0.28
"""Seconds a key of somebody who types as office workers do. Source: Card, Moran and Newell, keystroke-level model."""

MENTAL_S = 1.35
"""Seconds to make up one's mind before a chunk of keys: in a form, each field. Source: the same."""

PATIENCE_MS = 20_000
MOST_TABS = 80
MOST_ROWS = 200


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


class Keyboard:
    """The keys of one window, and what can be read there."""

    def __init__(self, window: QWidget) -> None:
        self.window = window
        self.effort = Effort()
        self._popup: QWidget | None = None
        """Held while keys go there: what lies in it would lose its Python name together with it."""

    @property
    def target(self) -> QWidget:
        """Where the toolkit sends a key now."""
        popup = self._popup = QApplication.activePopupWidget()
        focus: QWidget | None = QApplication.focusWidget() if popup is None else popup.focusWidget()
        return focus or popup or self.window

    def type(self, text: str) -> None:
        """Press the keys of a text."""
        self.effort.strokes += len(text)
        self.effort.chunks += 1
        for char in text:
            self._strike(char, Qt.KeyboardModifier.NoModifier)

    def press(self, *combinations: str) -> None:
        """Press keys by name: ``press("F2")``, ``press("Tab", "Tab", "Alt+Y")``."""
        for combination in combinations:
            pressed = QKeySequence(combination)[0]  # type: ignore[index]  # it is a list of combinations
            held = pressed.keyboardModifiers()
            self._strike(pressed.key(), held)
            self.effort.strokes += 1 + (held != Qt.KeyboardModifier.NoModifier)

    def _strike(self, key: str | Qt.Key, held: Qt.KeyboardModifier) -> None:
        """Down and up; the press may have led elsewhere."""
        for act in (QTest.keyPress, QTest.keyRelease):
            act(self.target, key, held)  # type: ignore[arg-type]  # every pair of these is one of its forms

    def sees(self, text: str) -> bool:
        """Whether this stands somewhere in the window now."""
        return any(text in shown for shown in texts_of(self.window))

    @property
    def shown(self) -> str:
        """Everything that can be read now."""
        return " | ".join(texts_of(self.window))

    @property
    def place(self) -> str:
        """What a screen reader says of the control that has the focus."""
        focus = QApplication.focusWidget()
        return focus.accessibleName() if focus is not None else ""

    def tab_to(self, name: str) -> None:
        """Press Tab until the focus is on the control that a screen reader calls so."""
        for _ in range(MOST_TABS):
            if self.place == name:
                return
            self.press("Tab")
        raise AssertionError(f"Tab never comes to {name!r}; at the end: {self.place!r}")


class Typist(Keyboard):
    """Types into a window and waits for what it shows; never for a fixed time."""

    def __init__(self, qtbot: QtBot, window: QWidget) -> None:
        super().__init__(window)
        self._qtbot = qtbot

    def until(self, is_so: Callable[[], bool], what: str = "", *, patience_ms: int = PATIENCE_MS) -> None:
        """Wait until something is so."""

        def holds() -> None:
            assert is_so(), f"{what or 'it never came to that'}; at {self.place!r}; shown: {self.shown}"

        self._qtbot.waitUntil(holds, timeout=patience_ms)

    def until_sees(self, text: str) -> None:
        """Wait until this stands somewhere in the window."""

        def holds() -> None:
            assert self.sees(text), f"{text!r} is not shown; what is: {self.shown}"

        self._qtbot.waitUntil(holds, timeout=PATIENCE_MS)

    def until_gone(self, text: str) -> None:
        """Wait until this stands nowhere in the window."""
        self.until(lambda: not self.sees(text), f"{text!r} is still shown")


def texts_of(window: QWidget) -> Iterator[str]:
    """Everything that can be read in a window now: words, boxes, lists."""
    for widget in (window, *window.findChildren(QWidget)):
        if widget.isVisible():
            yield from (text for text in _texts(widget) if text)


def _texts(widget: QWidget) -> Iterator[str]:
    match widget:
        case QLabel() | QAbstractButton():
            yield widget.text()
        case QLineEdit():
            yield widget.displayText()
        case QComboBox():
            yield widget.currentText()
        case QPlainTextEdit():
            yield widget.toPlainText()
        case QAbstractItemView():
            yield from _rows(widget)
        case _:
            pass


def _rows(view: QAbstractItemView) -> Iterator[str]:
    model: QAbstractItemModel | None = view.model()
    if model is None:
        return
    top = QModelIndex()
    columns = view.horizontalHeader().count() if isinstance(view, QTableView) else 1
    for row in range(min(model.rowCount(top), MOST_ROWS)):
        for column in range(columns):
            yield str(model.index(row, column, top).data() or "")
