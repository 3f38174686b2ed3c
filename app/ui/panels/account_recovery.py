"""A mailbox whose owner cannot get in: which paper the coordinator has seen, what happened; no number of a card."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QWidget

from app.ui.i18n import say, tr
from app.ui.panels.account_page import HelpPage
from app.ui.theme import Look
from app.ui.widgets.ask_row import AskRow
from app.ui.widgets.choice_box import ChoiceBox, Option
from app.ui.widgets.line_box import LineBox
from app.ui.widgets.words import show_address, words
from core.account_rules import AccountCode, has_paper_number

MOST_TEXT = 120


class RecoveryPage(HelpPage):
    """The address, the paper, what happened; Enter goes from one box to the next, and from the last one on."""

    finished = Signal()
    """Enter in the last box."""

    def __init__(self, look: Look, papers: Sequence[Option]) -> None:
        super().__init__(look)
        self.address: QLabel = words("", "display-accent", wraps=True)
        self.paper = ChoiceBox("id_paper", papers)
        self.other = LineBox("other_paper")
        self.reason = LineBox("reason")
        for box in (self.other, self.reason):
            box.setMaxLength(MOST_TEXT)
        self._rows = {
            "paper": AskRow(look, tr("Surat yang dilihat"), self.paper, tr("Ketik angkanya atau huruf depannya.")),
            "other": AskRow(look, tr("Surat lain"), self.other, tr("Isi kalau suratnya tidak ada di daftar.")),
            "reason": AskRow(
                look, tr("Yang terjadi"), self.reason, tr("Misalnya lupa kata sandi, atau HP hilang. Enter mencetak.")
            ),
        }
        self.column.addWidget(self.address)
        for row in self._rows.values():
            self.column.addWidget(row)
        self.column.addStretch(1)
        self.paper.signals.typed.connect(lambda _typed: self._forgive())
        self.paper.signals.moved_on.connect(lambda _name: self._go_to(self.reason if self.paper.chosen else self.other))
        self.other.signals.moved_on.connect(lambda _name: self._go_to(self.reason))
        self.reason.signals.moved_on.connect(lambda _name: self.finished.emit())
        for line in (self.other, self.reason):
            line.signals.typed.connect(lambda _typed: self._forgive())

    def begin(self, address: str) -> None:
        """Ask anew: nothing is chosen beforehand."""
        about = tr("Cocokkan suratnya dengan orangnya dan dengan nama di atas. Nomor suratnya tidak dicatat.")
        self.ask(tr("Pulihkan kotak e-mail ini?"), about)
        show_address(self.address, address)
        self.paper.show_text("")
        self.other.clear()
        self.reason.clear()
        self._forgive()

    def entry(self) -> tuple[str, str] | None:
        """The paper and what happened; ``None`` and a word where something lacks."""
        chosen, other, reason = self.paper.chosen, _one_line(self.other), _one_line(self.reason)
        if chosen and other:
            self._lacks("other", tr("Pilih satu surat saja: kosongkan kotak ini, atau pilihan di atasnya."))
        elif not chosen and not other:
            self._lacks("paper", tr("Pilih dulu surat yang dilihat."))
        elif has_paper_number(other):
            self._lacks("other", say(AccountCode.PAPER_NUMBER))
        elif not reason:
            self._lacks("reason", tr("Tulis dulu apa yang terjadi."))
        elif has_paper_number(reason):
            self._lacks("reason", say(AccountCode.PAPER_NUMBER))
        else:
            return chosen or other, reason
        return None

    def take_focus(self) -> None:
        """The first box."""
        self._go_to(self.paper)

    def forget(self) -> None:
        """Nobody's address stays here."""
        self.address.clear()
        self.other.clear()
        self.reason.clear()

    def _lacks(self, name: str, said: str) -> None:
        self._rows[name].show_finding(said)
        self._go_to(self._rows[name].box)
        self.bring(self._rows[name])

    def _forgive(self) -> None:
        for row in self._rows.values():
            row.show_finding("")

    @staticmethod
    def _go_to(box: QWidget) -> None:
        box.setFocus(Qt.FocusReason.OtherFocusReason)


def _one_line(box: LineBox) -> str:
    return " ".join(box.text().split())
