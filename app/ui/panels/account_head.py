"""Over every page of a help: who it is, the number they were called by, the road, and how long it has taken."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.ui.i18n import tr
from app.ui.theme import Look
from app.ui.widgets.icon import icon_pixmap
from app.ui.widgets.words import set_kind, words


class AccountHead(QWidget):
    """A line, and a friendly hint below it when it takes long."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.name = words("", "title")
        self.number = words("", "accent")
        self.road = words("", "muted")
        self.minutes = words("", "muted")
        self.hint = words("", "attention", wraps=True)
        self._clock = QLabel()
        self._clock.setPixmap(icon_pixmap("clock", look.colours.muted, look.px(18)))
        row = QHBoxLayout()
        row.setSpacing(look.px(16))
        for part in (self.name, self.number, self.road):
            row.addWidget(part)
        row.addStretch(1)
        row.addWidget(self._clock)
        row.addWidget(self.minutes)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.px(4))
        column.addLayout(row)
        column.addWidget(self.hint)
        self.hint.hide()

    def show_person(self, name: str, number: str, road: str) -> None:
        """Whose help it is."""
        self.name.setText(name or tr("Bantuan e-mail"))
        for label, text in ((self.number, number), (self.road, road)):
            label.setText(text)
            label.setVisible(bool(text))

    def show_minutes(self, text: str, hint: str) -> None:
        """How long; empty = it has not begun."""
        self.minutes.setText(text)
        self.minutes.setVisible(bool(text))
        self._clock.setVisible(bool(text))
        set_kind(self.minutes, "attention" if hint else "muted")
        self.hint.setText(hint)
        self.hint.setVisible(bool(hint))
