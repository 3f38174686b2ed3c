"""The form as it is laid out: programme on top, fields, what is missing below them, the summary at the right."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.ui.i18n import of_programme, tr
from app.ui.panels.registration_column import FieldColumn
from app.ui.panels.registration_missing import MissingStrip
from app.ui.panels.registration_summary import WIDTH_PX, SummaryPanel
from app.ui.panels.registration_words import form_title
from app.ui.theme import Look
from app.ui.widgets.programme_button import ProgrammeButton
from app.ui.widgets.words import hairline, words
from core.programme import Programme

LEAST_WIDTH_PX = 900
"""Of this page at 100 %; below, the summary is a drawer over the form."""


class RegistrationPage(QWidget):
    """Lays the parts out; the summary stands beside the form or, where there is no room, lies over it when asked."""

    programme_wanted = Signal()
    """Somebody wants to choose another programme."""
    folded = Signal()

    def __init__(self, look: Look, programme: Programme, on: date) -> None:
        """Lay out the form of a programme as it is on a day."""
        super().__init__()
        self._look = look
        self._on = on
        self._is_drawer_open = False
        self._was_narrow = False
        self._title = words("", "title")
        self.ticket = words("", "accent")
        self.ticket.hide()
        self.programme_button = ProgrammeButton(look)
        self.programme_button.clicked.connect(self.programme_wanted)
        self.strip = MissingStrip(look)
        self._left = QVBoxLayout(self)
        self._left.setContentsMargins(0, 0, 0, 0)
        self._left.setSpacing(0)
        self._left.addLayout(self._head())
        self._left.addWidget(hairline())
        self.column = FieldColumn(look, programme, on)
        self.summary = SummaryPanel(look, programme, self)
        self._left.addWidget(self.column, 1)
        self._left.addWidget(self.strip)
        self._name(programme)

    def _head(self) -> QHBoxLayout:
        look = self._look
        row = QHBoxLayout()
        row.setContentsMargins(look.px(28), look.px(12), look.px(20), look.px(8))
        row.setSpacing(look.px(24))
        row.addWidget(self._title)
        row.addWidget(self.ticket)
        row.addWidget(self.programme_button)
        row.addStretch(1)
        return row

    @property
    def on(self) -> date:
        """The day that the form is laid out for."""
        return self._on

    def show_ticket(self, number: str) -> None:
        """Say whose turn it is; empty = nobody was called."""
        self.ticket.setText(tr("Antrean {number}").format(number=number))
        self.ticket.setVisible(bool(number))

    def change_programme(self, programme: Programme, on: date) -> None:
        """Other questions, papers and rules: the parts that show them are built anew."""
        self._on = on
        old_column, old_summary = self.column, self.summary
        self.column = FieldColumn(self._look, programme, self._on)
        self.summary = SummaryPanel(self._look, programme, self)
        self._left.replaceWidget(old_column, self.column)
        self.column.show()  # now, not with the next event: the focus is put into it at once
        for old in (old_column, old_summary):
            old.hide()
            old.deleteLater()
        self._name(programme)
        self._arrange()

    def _name(self, programme: Programme) -> None:
        self._title.setText(form_title(programme))
        self.programme_button.show_programme(of_programme(programme.name))

    @property
    def is_narrow(self) -> bool:
        """Whether the summary is a drawer."""
        return self.width() < self._look.px(LEAST_WIDTH_PX)

    def toggle_drawer(self) -> None:
        """Open the drawer, or close it."""
        self._is_drawer_open = not self._is_drawer_open
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - the toolkit's name
        """Stand beside the form or lie over it."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        width = self._look.px(WIDTH_PX)
        is_narrow = self.is_narrow
        self._left.setContentsMargins(0, 0, 0 if is_narrow else width, 0)
        self.summary.setVisible(not is_narrow or self._is_drawer_open)
        self.summary.setGeometry(self.width() - width, 0, width, self.height())
        self.summary.set_floating(is_floating=is_narrow)
        self.summary.raise_()
        if is_narrow != self._was_narrow:
            self._was_narrow = is_narrow
            self.folded.emit()
