"""A few answers to one question, each with its digit: the digit takes it at once, as do Enter, Space and a click."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.ui.theme import Look
from app.ui.widgets.box_signals import is_enter
from app.ui.widgets.words import words

INDENT_PX = 40
MOST_DIGITS = 9
MOST_WIDTH_PX = 680


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer.

    Args:
        text, about: the words, and a sentence below them; empty = none.
        take: what it does.
    """

    text: str
    about: str = ""
    take: Callable[[], None] = field(default=lambda: None, compare=False)


class AnswerButton(QPushButton):
    """``1  Belum pernah``. Enter presses it, as Space does."""

    def __init__(self, digit: int, answer: Answer) -> None:
        shown = answer.text.replace("&", "&&")  # one alone marks a letter
        super().__init__(f"{digit}    {shown}")
        self.setProperty("is", "answer")
        self.setAccessibleName(answer.text)
        self.setAccessibleDescription(f"{digit}. {answer.about}".rstrip(". ") if answer.about else str(digit))
        self.clicked.connect(answer.take)

    def event(self, event: QEvent) -> bool:
        """Keep Enter, which means something to the page otherwise."""
        if event.type() == QEvent.Type.ShortcutOverride and is_enter(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - the toolkit's name
        """Enter is a press."""
        if is_enter(event):
            self.click()
            return
        super().keyPressEvent(event)


class Answers(QWidget):
    """The answers, one below the other; built anew for every question."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._answers: Sequence[Answer] = ()
        self.buttons: list[AnswerButton] = []
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        inside = QWidget()
        inside.setMaximumWidth(look.px(MOST_WIDTH_PX))
        row.addWidget(inside, 100)
        row.addStretch(1)
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(look.px(4))

    def show_answers(self, answers: Sequence[Answer]) -> None:
        """Show these in the place of all others."""
        while (item := self._column.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self._answers = answers
        self.buttons = [AnswerButton(digit, answer) for digit, answer in enumerate(answers, 1)]
        for answer, button in zip(answers, self.buttons, strict=True):
            self._column.addWidget(button)
            if answer.about:
                line = words(answer.about, "muted", wraps=True)
                line.setContentsMargins(self._look.px(INDENT_PX), 0, 0, self._look.px(8))
                self._column.addWidget(line)
        for before, after in itertools.pairwise(self.buttons):
            QWidget.setTabOrder(before, after)
        for place in range(self._column.count()):
            if (item := self._column.itemAt(place)) is not None and (widget := item.widget()) is not None:
                widget.show()  # at once: the next key may lead there

    def take_focus(self) -> None:
        """The first answer gets the keys."""
        if self.buttons:
            self.buttons[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def take_digit(self, digit: int) -> bool:
        """Take the answer with this digit; whether there is one."""
        if not 1 <= digit <= min(len(self.buttons), MOST_DIGITS):
            return False
        button = self.buttons[digit - 1]
        if button.isEnabled():
            button.click()
        return True
