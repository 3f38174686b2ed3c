"""Boxes to tick: yes or no, the papers that were seen, the consent."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QBoxLayout, QCheckBox, QHBoxLayout, QRadioButton, QWidget

from app.ui.i18n import tr
from app.ui.widgets.box_signals import BoxSignals, is_enter
from app.ui.widgets.choice_box import Option

MOST_IN_A_ROW = 48
"""Letters of all labels together; with more of them the papers stand one below the other."""

YES, NO = "True", "False"
"""How the form writes the answer of a yes-or-no question."""


class _Radio(QRadioButton):
    """One of the two answers; the pair takes its keys."""

    def __init__(self, pair: YesNoBox, text: str) -> None:
        super().__init__(text)
        self._pair = pair
        self.setAutoExclusive(False)

    def event(self, event: QEvent) -> bool:
        """Keep Enter."""
        if event.type() == QEvent.Type.ShortcutOverride and is_enter(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - the toolkit's name
        """Whatever the pair does not know is the button's own."""
        if not self._pair.take_key(event):
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - the toolkit's name
        """Say who came."""
        super().focusInEvent(event)
        self._pair.note_came()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - the toolkit's name
        """Say who went."""
        super().focusOutEvent(event)
        self._pair.note_went(event)


class YesNoBox(QWidget):
    """Ya or Tidak, by the keys Y and T, by the arrows, or by a click."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.signals = BoxSignals(name, self)
        self._is_moving = False
        self._yes = _Radio(self, tr("Ya"))
        self._no = _Radio(self, tr("Tidak"))
        self._yes.clicked.connect(lambda: self._choose(YES))
        self._no.clicked.connect(lambda: self._choose(NO))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._yes)
        row.addWidget(self._no)
        row.addStretch(1)
        self.show_text("")

    def setAccessibleName(self, name: str) -> None:  # noqa: N802 - the toolkit's name
        """Each button says the question too: a screen reader comes to the button, not to the pair."""
        super().setAccessibleName(name)
        self._yes.setAccessibleName(f"{name}: {self._yes.text()}")
        self._no.setAccessibleName(f"{name}: {self._no.text()}")

    def show_text(self, text: str) -> None:
        """Show an answer; empty = none yet."""
        self._yes.setChecked(text == YES)
        self._no.setChecked(text == NO)
        main, other = (self._no, self._yes) if text == NO else (self._yes, self._no)
        main.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        other.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setFocusProxy(main)

    def take_key(self, event: QKeyEvent) -> bool:
        """Whether the key was one of the pair's."""
        if is_enter(event):
            self.signals.tell_moved_on()
            return True
        if event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier):
            return False
        match event.key():
            case Qt.Key.Key_Y | Qt.Key.Key_Left:
                self._choose(YES)
            case Qt.Key.Key_T | Qt.Key.Key_N | Qt.Key.Key_Right:
                self._choose(NO)
            case Qt.Key.Key_Backspace | Qt.Key.Key_Delete:
                self._choose("")
            case Qt.Key.Key_Up | Qt.Key.Key_Down:
                pass  # a radio button would move the focus out of the form's order
            case _:
                return False
        return True

    def _choose(self, text: str) -> None:
        has_focus = self._yes.hasFocus() or self._no.hasFocus()
        self.show_text(text)
        self.signals.tell_typed(text)
        main = self.focusProxy()
        if has_focus and main is not None and not main.hasFocus():
            self._is_moving = True
            main.setFocus(Qt.FocusReason.OtherFocusReason)
            self._is_moving = False

    def note_came(self) -> None:
        """One of the two has the focus; from the other one nobody has come."""
        if not self._is_moving:
            self.signals.tell_came()

    def note_went(self, event: QFocusEvent) -> None:
        """One of the two has lost the focus; to the other one nobody has gone."""
        if not self._is_moving:
            self.signals.tell_went(event)


class TickBox(QCheckBox):
    """One box to tick, by Space or by a click."""

    def __init__(self, name: str, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.signals = BoxSignals(name, self)
        self.clicked.connect(lambda: self.signals.tell_typed("1" if self.isChecked() else ""))

    def show_text(self, text: str) -> None:
        """Ticked or not."""
        self.setChecked(bool(text))

    def event(self, event: QEvent) -> bool:
        """Keep Enter."""
        if event.type() == QEvent.Type.ShortcutOverride and is_enter(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - the toolkit's name
        """Enter moves on and never ticks."""
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


class _Paper(TickBox):
    """One paper; a digit ticks any of its row."""

    def __init__(self, row: PapersBox, name: str, text: str) -> None:
        super().__init__(name, text)
        self._row = row

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - the toolkit's name
        """A digit ticks the paper with that number."""
        if not self._row.take_digit(event.text()):
            super().keyPressEvent(event)


class PapersBox(QWidget):
    """The papers of a programme, each with its digit. It tells the code of the paper that was ticked or unticked."""

    def __init__(self, name: str, papers: Sequence[Option], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.signals = BoxSignals(name, self)
        self._codes = tuple(paper.text for paper in papers)
        is_long = sum(len(paper.label) for paper in papers) > MOST_IN_A_ROW
        row = QBoxLayout(QBoxLayout.Direction.TopToBottom if is_long else QBoxLayout.Direction.LeftToRight, self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0 if is_long else row.spacing())
        self._ticks = [_Paper(self, name, f"{digit}  {paper.label}") for digit, paper in enumerate(papers, 1)]
        for paper, tick in zip(papers, self._ticks, strict=True):
            tick.setAccessibleName(paper.label)
            tick.signals.typed.connect(lambda _typed, code=paper.text: self.signals.tell_typed(code))
            tick.signals.came.connect(self.signals.came)
            tick.signals.went.connect(self.signals.went)
            tick.signals.moved_on.connect(self.signals.moved_on)
            row.addWidget(tick)
        row.addStretch(1)
        if self._ticks:
            self.setFocusProxy(self._ticks[0])

    def show_text(self, text: str) -> None:
        """The codes of the papers that were seen, with spaces between."""
        seen = text.split()
        for code, tick in zip(self._codes, self._ticks, strict=True):
            tick.setChecked(code in seen)

    def take_digit(self, text: str) -> bool:
        """Whether this was the digit of a paper."""
        if text not in [str(digit) for digit in range(1, len(self._codes) + 1)]:
            return False
        self.signals.tell_typed(self._codes[int(text) - 1])
        return True
