"""Withdraw a registration: first the reason, then one deliberate key, for it cannot be undone."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from app.ui.actions import CONFIRM
from app.ui.i18n import tr
from app.ui.theme import Look
from app.ui.widgets.finding_line import Answering, FindingLine
from app.ui.widgets.line_box import LineBox
from app.ui.widgets.words import words
from core.findings import Weight
from core.people import masked_name


class WithdrawalPanel(QFrame):
    """A reason, then the question whether it is meant."""

    withdrawn = Signal(object)
    """It is meant: the reason."""
    moved = Signal()
    """Other keys have a meaning now."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setProperty("is", "card")
        self._name = ""
        self.reason = LineBox("reason")
        self.reason.setAccessibleName(tr("Alasan penarikan"))
        self.reason.signals.moved_on.connect(lambda _name: self.ask())
        self.reason.textEdited.connect(lambda _text: self._take_back())
        label = words(tr("Alasan penarikan"), "muted")
        label.setBuddy(self.reason)
        self.question = FindingLine(look)
        row = QHBoxLayout()
        row.addWidget(label)
        row.addWidget(self.reason, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(look.px(16), look.px(12), look.px(16), look.px(12))
        column.addWidget(words(tr("Tarik pendaftaran"), "section"))
        column.addLayout(row)
        column.addWidget(self.question)
        self.question.hide()

    @property
    def is_asking(self) -> bool:
        """Whether the next key is the last one."""
        return self.question.isVisibleTo(self)

    def begin(self, name: str) -> None:
        """Ask for the reason."""
        self._name = masked_name(name)
        self.reason.clear()
        self.question.hide()
        self.show()
        self.reason.setFocus(Qt.FocusReason.OtherFocusReason)

    def ask(self) -> None:
        """Ask whether it is meant, once there is a reason."""
        if not self.reason.text().strip():
            self.question.show_finding(Weight.BLOCK, tr("Tulis alasannya dulu, misalnya: pindah kota."), ())
            self.question.show()
            return
        text = tr("Tarik pendaftaran {name}? Nomornya tetap terpakai, dan penarikan tidak bisa dibatalkan.")
        answers = (Answering(CONFIRM.keys, tr("Ya, tarik"), self.confirm),)
        self.question.show_finding(Weight.WARN, text.format(name=self._name), answers)
        self.question.show()
        self.moved.emit()

    def confirm(self) -> None:
        """It is meant."""
        if self.is_asking and self.reason.text().strip():
            self.question.hide()
            self.withdrawn.emit(self.reason.text())

    def _take_back(self) -> None:
        if self.is_asking:
            self.question.hide()
            self.moved.emit()
