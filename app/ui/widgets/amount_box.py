"""A box for whole rupiah: thousands are parted by dots while one types, as money is written in Indonesia."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QWidget

from app.ui.theme import Look
from app.ui.widgets.line_box import LineBox
from app.ui.widgets.words import words

DOT = "."
GROUP = 3
GAP_PX = 6


class AmountBox(LineBox):
    """``Rp 4.500.000``. Dots come by themselves; whoever types them, or ``4,5 juta``, is read as well."""

    def __init__(self, name: str, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(name, parent=parent)
        self._look = look
        self._before = ""
        self._sign = words("Rp", "muted")
        self._sign.setParent(self)
        self._sign.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setTextMargins(self._sign.sizeHint().width() + look.px(GAP_PX), 0, 0, 0)

    @property
    def sign(self) -> QLabel:
        """The currency before the number."""
        return self._sign

    def show_text(self, text: str) -> None:
        """Show another amount; what is none stays as it was typed."""
        shown = parted(text) if text.isdecimal() else text
        self._before = shown
        super().show_text(shown)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - the toolkit's name
        """The sign stays where the number begins."""
        super().resizeEvent(event)
        self._sign.setGeometry(self._look.px(9), 0, self._sign.sizeHint().width(), self.height())

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - the toolkit's name
        """The dots are not there for the keys: deleting takes the digit behind the dot."""
        caret, text = self.cursorPosition(), self.text()
        if not self.hasSelectedText() and is_parted(text):
            if event.key() == Qt.Key.Key_Backspace and text[caret - 1 : caret] == DOT:
                self.setCursorPosition(caret - 1)
            elif event.key() == Qt.Key.Key_Delete and text[caret : caret + 1] == DOT:
                self.setCursorPosition(caret + 1)
        super().keyPressEvent(event)

    def _on_edited(self, text: str) -> None:
        digits = text.replace(DOT, "")
        # a dot that somebody typed may become "4.5 juta": only what was in order before is parted anew
        has_own_dot = text.count(DOT) > self._before.count(DOT)
        if digits.isascii() and digits.isdigit() and is_parted(self._before) and not has_own_dot:
            behind = sum(char != DOT for char in text[self.cursorPosition() :])
            text = parted(digits)
            self.setText(text)
            self.setCursorPosition(_place_before(text, behind))
        self._before = text
        self.signals.tell_typed(text)


def parted(digits: str) -> str:
    """``4500000`` as ``4.500.000``."""
    first = len(digits) % GROUP
    groups = [digits[:first], *(digits[start : start + GROUP] for start in range(first, len(digits), GROUP))]
    return DOT.join(group for group in groups if group)


def is_parted(text: str) -> bool:
    """Whether a text is nothing, or a number whose thousands are parted as they should be."""
    digits = text.replace(DOT, "")
    return not text or (digits.isascii() and digits.isdigit() and text in (digits, parted(digits)))


def _place_before(text: str, digits: int) -> int:
    """Where so many digits are left behind the caret, before the dot if there is one."""
    place = len(text)
    while digits and place:
        place -= 1
        digits -= text[place] != DOT
    return place - (text[place - 1 : place] == DOT)
