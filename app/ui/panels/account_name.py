"""For whom the help is, where no form says it: the name as on the card, from which an address is made."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal

from app.ui.i18n import tr
from app.ui.panels.account_page import HelpPage
from app.ui.theme import Look
from app.ui.widgets.ask_row import AskRow
from app.ui.widgets.line_box import LineBox

MOST_NAME = 60


class WhoPage(HelpPage):
    """One box."""

    named = Signal(str)

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self.name = LineBox("name_on_id", is_upper=True)
        self.name.setMaxLength(MOST_NAME)
        help_text = tr("Enter melanjutkan. Dari nama ini Posko mengusulkan alamat.")
        self._row = AskRow(look, tr("Nama di KTP"), self.name, help_text, width_px=420)
        self.column.addWidget(self._row)
        self.column.addStretch(1)
        self.name.signals.moved_on.connect(lambda _name: self.go_on())
        self.name.signals.typed.connect(lambda _typed: self._row.show_finding(""))

    def take_focus(self) -> None:
        """The box."""
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)

    def go_on(self) -> None:
        """The name is there."""
        name = " ".join(self.name.text().split())
        if name:
            self.named.emit(name)
        else:
            self._row.show_finding(tr("Ketik dulu namanya."))

    def forget(self) -> None:
        """Empty."""
        self.name.clear()
        self._row.show_finding("")
