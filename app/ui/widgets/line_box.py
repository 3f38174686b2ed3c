"""Boxes for one line of text, and for card numbers that are shown in groups of four."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QWidget

from app.ui.widgets.box_signals import BoxSignals, is_enter

MOST_CHARS = 600
GROUP = 4
_BETWEEN = " .-"
"""What may stand between the digits of a number that is typed or pasted."""


class LineBox(QLineEdit):
    """One line of text. The form's own steps back take the place of the box's."""

    def __init__(self, name: str, *, is_upper: bool = False, parent: QWidget | None = None) -> None:
        """An empty box.

        Args:
            is_upper: letters are written as the card prints them.
        """
        super().__init__(parent)
        self._is_upper = is_upper
        self.signals = BoxSignals(name, self)
        self.setMaxLength(MOST_CHARS)
        self.textEdited.connect(self._on_edited)

    def show_text(self, text: str) -> None:
        """Show another text; the caret stays as far as it can."""
        if text != self.text():
            caret = self.cursorPosition()
            is_at_end = caret == len(self.text())
            self.setText(text)
            self.setCursorPosition(len(text) if is_at_end and self.hasFocus() else min(caret, len(text)))

    def enter(self, text: str) -> None:
        """As if ``text`` had been typed here."""
        self.insert(text)
        self._on_edited(self.text())

    def event(self, event: QEvent) -> bool:
        """Keep Enter, and leave stepping back to the form."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if is_enter(event):
                event.accept()
                return True
            if event.matches(QKeySequence.StandardKey.Undo) or event.matches(QKeySequence.StandardKey.Redo):
                event.ignore()
                return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - the toolkit's name
        """Enter moves on; everything else is typing."""
        if is_enter(event):
            self.signals.tell_moved_on()
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - the toolkit's name
        """Say who came."""
        super().focusInEvent(event)
        self.signals.tell_came()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - the toolkit's name
        """Say who went."""
        super().focusOutEvent(event)
        self.signals.tell_went(event)

    def _on_edited(self, text: str) -> None:
        if self._is_upper and text != text.upper():
            caret = self.cursorPosition()
            self.setText(text.upper())
            self.setCursorPosition(min(caret, len(self.text())))
        self.signals.tell_typed(self.text())


class NumberBox(LineBox):
    """A card number: ``3578 0855 0890 9901`` on the screen, ``3578085508909901`` for the form.

    What is not a number stays as it was typed: the rules say what is wrong with it.
    """

    def show_text(self, text: str) -> None:
        """Show another number."""
        shown = _grouped(text) if _digits(text) else text
        if _digits(self.text()) != text or shown != self.text():
            super().show_text(shown)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - the toolkit's name
        """The gaps are not there for the keys: deleting takes the digit behind the gap."""
        caret, text = self.cursorPosition(), self.text()
        if not self.hasSelectedText():
            if event.key() == Qt.Key.Key_Backspace and text[caret - 1 : caret] == " ":
                self.setCursorPosition(caret - 1)
            elif event.key() == Qt.Key.Key_Delete and text[caret : caret + 1] == " ":
                self.setCursorPosition(caret + 1)
        super().keyPressEvent(event)

    def _on_edited(self, text: str) -> None:
        digits = _digits(text)
        if digits:
            before = sum(char.isdigit() for char in text[: self.cursorPosition()])
        else:
            from core.card_numbers import LENGTH, spelled  # the box for the secret, the first of all, has none

            pasted = spelled(text)
            digits = pasted.digits if pasted.fault is None and len(pasted.digits) == LENGTH else ""
            before = len(digits)
        if digits:
            self.setText(_grouped(digits))
            self.setCursorPosition(before + max(before - 1, 0) // GROUP)
        self.signals.tell_typed(digits or text)


def _digits(text: str) -> str:
    """The digits of a text that holds nothing else but gaps; empty if it holds more, or nothing."""
    digits = "".join(char for char in text if char not in _BETWEEN)
    return digits if digits.isascii() and digits.isdigit() else ""


def _grouped(text: str) -> str:
    digits = _digits(text)
    return " ".join(digits[start : start + GROUP] for start in range(0, len(digits), GROUP))
