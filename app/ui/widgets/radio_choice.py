"""A few ways to go, one below the other, each with a sentence about it; arrows or Space choose."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QRadioButton, QVBoxLayout, QWidget

from app.ui.theme import Look
from app.ui.widgets.choice_box import Option
from app.ui.widgets.words import words

INDENT_PX = 30

_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Left: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_Right: 1}


class _Way(QRadioButton):
    """One of the ways. The toolkit's arrows only wander while none is chosen yet; these choose where they come to."""

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - the toolkit's name
        """An arrow chooses the neighbour, round at the ends."""
        step = _STEPS.get(Qt.Key(event.key()))
        group = self.group()
        if step is None or group is None:
            super().keyPressEvent(event)
            return
        ways = group.buttons()
        neighbour = ways[(ways.index(self) + step) % len(ways)]
        neighbour.setChecked(True)
        neighbour.setFocus(Qt.FocusReason.TabFocusReason if step > 0 else Qt.FocusReason.BacktabFocusReason)


class RadioChoice(QWidget):
    """Chooses one of a few, or none yet."""

    chosen = Signal(str)

    def __init__(self, look: Look, options: Sequence[tuple[Option, str]]) -> None:
        """Build the buttons.

        Args:
            options: each with the sentence below it; empty = none.
        """
        super().__init__()
        self._group = QButtonGroup(self)
        self._texts = [option.text for option, _ in options]
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.px(4))
        for place, (option, about) in enumerate(options):
            button = _Way(option.label)
            button.setAccessibleName(option.label)
            button.setAccessibleDescription(about)
            self._group.addButton(button, place)
            column.addWidget(button)
            if about:
                line = words(about, "muted", wraps=True)
                line.setContentsMargins(look.px(INDENT_PX), 0, 0, look.px(8))
                column.addWidget(line)
        self.setFocusProxy(self._group.button(0))
        self._group.idToggled.connect(self._on_toggled)

    @property
    def text(self) -> str:
        """What is chosen; empty = nothing yet."""
        place = self._group.checkedId()
        return self._texts[place] if place >= 0 else ""

    def choose(self, text: str) -> None:
        """Choose; nobody is told."""
        if text in self._texts:
            button = self._group.button(self._texts.index(text))
            self._group.blockSignals(True)
            button.setChecked(True)
            self._group.blockSignals(False)
            self.setFocusProxy(button)

    def _on_toggled(self, place: int, is_on: bool) -> None:  # noqa: FBT001 - the signal's shape
        if is_on:
            self.setFocusProxy(self._group.button(place))
            self.chosen.emit(self._texts[place])
