"""What went wrong today: the list of it, and one line to write the next down."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout

from app.desk.context import Desk
from app.ui.i18n import mark, tr
from app.ui.theme import Look
from app.ui.widgets.button import button
from app.ui.widgets.choice_box import ChoiceBox, Option
from app.ui.widgets.line_box import LineBox
from app.ui.widgets.words import words
from core.clock import from_ms
from core.incidents import MOST_INCIDENT, Incident, IncidentKind

KINDS: Mapping[str, str] = {
    IncidentKind.POWER: mark("Listrik padam"),
    IncidentKind.INTERNET: mark("Internet putus"),
    IncidentKind.SERVER: mark("Server terganggu"),
    IncidentKind.PRINTER: mark("Printer rusak"),
    IncidentKind.OTHER: mark("Lain-lain"),
}


class IncidentEntry(QFrame):
    """A card: what was told, then kind, note and a button; Enter in the note keeps it."""

    told = Signal(object)
    """Something is to be written down: its kind and its note, as a pair."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setProperty("is", "card")
        self.kind = ChoiceBox("incident", [Option(kind, tr(text)) for kind, text in KINDS.items()], can_be_empty=False)
        self.kind.setAccessibleName(tr("Kejadian"))
        self.kind.setAccessibleDescription(tr("Yang mengganggu pelayanan hari ini."))
        self.kind.view().setAccessibleName(tr("Kejadian"))
        self.note = LineBox("incident_note")
        self.note.setMaxLength(MOST_INCIDENT)
        self.note.setPlaceholderText(tr("Catatan, misalnya pukul 10.15 sampai 11.00"))
        self.note.setAccessibleName(tr("Catatan kejadian"))
        self.note.setAccessibleDescription(tr("Masuk laporan hari ini. Jangan tulis nama orang."))
        self.keep = button(tr("Catat"), self._tell)
        self._told: list[QLabel] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(look.px(16), look.px(12), look.px(16), look.px(12))
        self._column.setSpacing(look.px(8))
        self._column.addWidget(words(tr("Kejadian"), "strong"))
        line = QHBoxLayout()
        line.setSpacing(look.px(8))
        line.addWidget(self.kind)
        line.addWidget(self.note, 1)
        line.addWidget(self.keep)
        self._column.addLayout(line)
        self.kind.signals.moved_on.connect(lambda _name: self.note.setFocus(Qt.FocusReason.OtherFocusReason))
        self.note.signals.moved_on.connect(lambda _name: self._tell())

    def _tell(self) -> None:
        self.told.emit((IncidentKind(self.kind.chosen), self.note.text().strip()))

    def show_incidents(self, desk: Desk, incidents: tuple[Incident, ...]) -> None:
        """Show what was written down so far."""
        for label in self._told:
            self._column.removeWidget(label)
            label.deleteLater()
        self._told = [words(_line(desk, one), wraps=True) for one in incidents]
        for at, label in enumerate(self._told, 1):
            self._column.insertWidget(at, label)

    def empty(self) -> None:
        """What was written down is kept: the line is free for the next."""
        self.note.show_text("")
        self.kind.setCurrentIndex(0)


def _line(desk: Desk, one: Incident) -> str:
    at = f"{desk.words.local(from_ms(one.at_ms)):%H.%M}"
    kind = tr(KINDS.get(one.kind, KINDS[IncidentKind.OTHER]))
    return f"{at}  {kind}: {one.note}" if one.note else f"{at}  {kind}"
