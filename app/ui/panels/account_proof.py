"""Proof of access: how far it is in one line, and a box for the six digits that the applicant reads out of the mail."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel

from app.ui.i18n import tr
from app.ui.panels.account_page import HelpPage
from app.ui.theme import Look
from app.ui.widgets.ask_row import AskRow
from app.ui.widgets.finding_line import FindingLine
from app.ui.widgets.line_box import LineBox
from app.ui.widgets.spelled import SpelledStrip
from app.ui.widgets.words import show_address, words
from core.findings import Weight
from core.proofs import CODE_DIGITS, Proof, ProofState
from core.spelling import SpelledSign

_READABLE = (ProofState.WAITING, ProofState.SENT, ProofState.READ, ProofState.WRONG)


class ProofPage(HelpPage):
    """One address, one code."""

    read = Signal(str)
    """Six digits."""

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self._of = ""
        self.address: QLabel = words("", "display-accent", wraps=True)
        self.spelled = SpelledStrip(look)
        self.state = FindingLine(look)
        self.code = LineBox("code")
        self.code.setMaxLength(CODE_DIGITS)
        self._row = AskRow(look, tr("Enam angka"), self.code, tr("Enter memeriksanya."), width_px=140)
        for part in (self.address, self.spelled, self.state, self._row):
            self.column.addWidget(part)
        self.column.addStretch(1)
        self.code.signals.moved_on.connect(lambda _name: self.go_on())
        self.code.signals.typed.connect(lambda _typed: self._row.show_finding(""))

    def show_proof(self, proof: Proof, said: str, weight: Weight, signs: Sequence[SpelledSign]) -> None:
        """Show how far it is; another code begins with an empty box."""
        self.ask(tr("Bisakah pemohon membuka e-mail ini?"), tr("Jangan menanyakan atau mengetik kata sandinya."))
        show_address(self.address, proof.address)
        self.spelled.show_signs(signs)
        self.state.show_finding(weight, said, ())
        before, self._of = self._of, f"{proof.asked}{proof.state}"
        if before != self._of:
            self.code.clear()
            self._row.show_finding("")
        had_focus = self._row.isVisible() and self.code.hasFocus()
        is_readable = proof.state in _READABLE
        if had_focus and (not is_readable or proof.state is ProofState.READ):
            self.setFocus(Qt.FocusReason.OtherFocusReason)  # a box that takes nothing would lose the keys
        self._row.setVisible(is_readable)
        self.code.setEnabled(proof.state is not ProofState.READ)
        if is_readable and self.isVisible() and not had_focus:
            self.take_focus()
            self.bring(self._row)

    def take_focus(self) -> None:
        """The box, once there is something to read out."""
        target = self.code if not self._row.isHidden() and self.code.isEnabled() else self
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def go_on(self) -> None:
        """The digits are whole."""
        code = "".join(self.code.text().split())
        if len(code) == CODE_DIGITS and code.isascii() and code.isdigit():
            self.read.emit(code)
        else:
            self._row.show_finding(tr("Kodenya enam angka, seperti di e-mail itu."))
            self.bring(self._row)

    def forget(self) -> None:
        """No code and no address stays here."""
        self._of = ""
        self.code.clear()
        self.address.clear()
        self.spelled.show_signs(())
