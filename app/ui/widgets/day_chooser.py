"""Chooses a business date, one day at a time, today at the latest."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from app.ui.actions import DAY_AFTER, DAY_BEFORE
from app.ui.i18n import long_day_text, tr
from app.ui.theme import Look
from app.ui.widgets.words import words

_DAY = timedelta(days=1)


class DayChooser(QWidget):
    """An arrow back, the day, an arrow forth."""

    def __init__(self, look: Look, choose: Callable[[date], None]) -> None:
        super().__init__()
        self._choose = choose
        self._on = self._today = date.min
        self.day_name = words("", "muted")
        self.back = _arrow("\u2039", tr(DAY_BEFORE.text), self.step_back)
        self.forth = _arrow("\u203a", tr(DAY_AFTER.text), self.step_forth)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(look.px(8))
        for part in (self.back, self.day_name, self.forth):
            row.addWidget(part)

    def show_day(self, on: date, today: date) -> None:
        """Show which day it is."""
        self._on, self._today = on, today
        self.day_name.setText(long_day_text(on))
        self.forth.setEnabled(on < today)

    def step_back(self) -> None:
        """The day before."""
        if self._on > date.min:
            self._choose(self._on - _DAY)

    def step_forth(self) -> None:
        """The day after, today at the latest."""
        if self._on < self._today:
            self._choose(self._on + _DAY)


def _arrow(text: str, name: str, step: Callable[[], None]) -> QToolButton:
    button = QToolButton()
    button.setText(text)
    button.setAccessibleName(name)
    button.setToolTip(name)
    button.setAutoRaise(True)
    button.clicked.connect(step)
    return button
