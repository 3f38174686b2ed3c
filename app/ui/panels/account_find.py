"""Somebody comes back with a card: the help is found by the address that stands on it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal

from app.ui.i18n import tr
from app.ui.panels.account_page import HelpPage
from app.ui.theme import Look
from app.ui.widgets.ask_row import AskRow
from app.ui.widgets.line_box import LineBox
from core.email import MAX_ADDRESS


class FindPage(HelpPage):
    """One box."""

    wanted = Signal(str)
    """An address."""

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self.address = LineBox("address")
        self.address.setMaxLength(MAX_ADDRESS)
        help_text = tr("Seperti di kartu e-mail. Tanpa kartu, cari orangnya dengan Ctrl+2, lalu F4.")
        self._row = AskRow(look, tr("Alamat e-mail"), self.address, help_text)
        self.column.addWidget(self._row)
        self.column.addStretch(1)
        self.address.signals.moved_on.connect(lambda _name: self.go_on())
        self.address.signals.typed.connect(lambda _typed: self._row.show_finding(""))

    def begin(self) -> None:
        """Ask for an address."""
        self.ask(tr("Cari dengan alamat e-mail"))

    def take_focus(self) -> None:
        """The box."""
        self.address.setFocus(Qt.FocusReason.OtherFocusReason)

    def go_on(self) -> None:
        """The address is there."""
        address = "".join(self.address.text().split())
        if address:
            self.wanted.emit(address)
        else:
            self.say(tr("Ketik dulu alamatnya."))

    def say(self, text: str) -> None:
        """Why nothing was found."""
        self._row.show_finding(text)
        self.bring(self._row)

    def forget(self) -> None:
        """Nobody's address stays here."""
        self.address.clear()
        self._row.show_finding("")
