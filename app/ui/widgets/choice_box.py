"""A box for one of a few words: a letter, a number or a click chooses; the list opens only when asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QElapsedTimer, QEvent, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QWidget

from app.ui.widgets.box_signals import BoxSignals, is_enter

WORD_WITHIN_MS = 900
"""Letters that follow each other this quickly are one word."""

MOST_VISIBLE = 14
"""A list longer than this scrolls: the window may be low."""

_OPENING_KEYS = (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Space)


@dataclass(frozen=True, slots=True)
class Option:
    """One word to choose: what the form keeps and what the officer reads."""

    text: str
    label: str


class ChoiceBox(QComboBox):
    """Chooses by its first letters or its number; Backspace empties it."""

    def __init__(
        self, name: str, options: Sequence[Option], parent: QWidget | None = None, *, can_be_empty: bool = True
    ) -> None:
        super().__init__(parent)
        self.signals = BoxSignals(name, self)
        self._options = tuple(options)
        self._typed = ""
        self._since = QElapsedTimer()
        self._first = 1 if can_be_empty else 0
        if can_be_empty:
            self.addItem("")
        self.addItems([option.label for option in options])
        self.setMaxVisibleItems(min(len(options), MOST_VISIBLE) + self._first)
        self.activated.connect(self._on_activated)

    @property
    def chosen(self) -> str:
        """The text of the option that is shown; empty = none."""
        return self._text_at(self.currentIndex())

    def offer(self, options: Sequence[Option]) -> None:
        """Offer these instead; what is chosen stays so if it is still among them. Nobody is told."""
        before = self.chosen
        self._options = tuple(options)
        while self.count() > self._first:
            self.removeItem(self.count() - 1)
        self.addItems([option.label for option in options])
        self.setMaxVisibleItems(min(len(options), MOST_VISIBLE) + self._first)
        is_there = before in [option.text for option in options]
        self.setCurrentIndex([option.text for option in options].index(before) + self._first if is_there else 0)

    def show_text(self, text: str) -> None:
        """Show the option with this text, or the text itself where it is none of them."""
        if text == self.chosen:
            return
        if text and text not in [option.text for option in self._options]:
            self._options = (*self._options, Option(text, text))
            self.addItem(text)
        place = next((place for place, option in enumerate(self._options) if option.text == text), -1)
        self.setCurrentIndex(place + self._first)

    def event(self, event: QEvent) -> bool:
        """Keep Enter and the keys that open the list."""
        if event.type() == QEvent.Type.ShortcutOverride and is_enter(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - the toolkit's name
        """Enter moves on, letters choose, Backspace empties, arrows and Space open the list."""
        key = event.key()
        is_plain = not event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
        if is_enter(event):
            self.signals.tell_moved_on()
        elif key in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete):
            if self._first:
                self._choose(0)
        elif key in _OPENING_KEYS and not self._is_word_begun():
            self.showPopup()
        elif is_plain and event.text().isprintable() and event.text():
            self._choose_by(event.text())
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - the toolkit's name
        """Turning the wheel scrolls the form and never changes an answer."""
        event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - the toolkit's name
        """Say who came."""
        super().focusInEvent(event)
        self._typed = ""
        self.signals.tell_came()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - the toolkit's name
        """Say who went."""
        super().focusOutEvent(event)
        self.signals.tell_went(event)

    def _is_word_begun(self) -> bool:
        return bool(self._typed) and self._since.isValid() and not self._since.hasExpired(WORD_WITHIN_MS)

    def _choose_by(self, letter: str) -> None:
        word = self._typed + letter.casefold() if self._is_word_begun() else letter.casefold()
        now = self.currentIndex() - self._first + 1
        place = found_place(self._options, word, now)
        if not place and len(word) > 1:
            word = letter.casefold()
            place = found_place(self._options, word, now)
        self._typed = word
        self._since.start()
        if place:
            self._choose(place - 1 + self._first)

    def _choose(self, place: int) -> None:
        self.setCurrentIndex(place)
        self._on_activated(place)

    def _on_activated(self, place: int) -> None:
        self.signals.tell_typed(self._text_at(place))

    def _text_at(self, place: int) -> str:
        return self._options[place - self._first].text if place >= self._first else ""


def found_place(options: Sequence[Option], word: str, now: int) -> int:
    """The place (from 1) of the option that ``word`` begins; the same letter again means the next one; 0 = none."""
    if word.isdigit() and word in {str(place) for place in range(1, min(len(options), 9) + 1)}:
        return int(word)
    fitting = [place for place, option in enumerate(options, 1) if _begins(option, word)]
    if fitting:
        return next((place for place in fitting if len(word) == 1 and place > now), fitting[0])
    is_same_letter = len(set(word)) == 1
    return found_place(options, word[0], now) if is_same_letter and len(word) > 1 else 0


def _begins(option: Option, word: str) -> bool:
    return option.label.casefold().startswith(word) or option.text.casefold().startswith(word)
