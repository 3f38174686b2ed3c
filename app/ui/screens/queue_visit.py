"""Service C at the queue: the page of one visit, its keys, and where the visit goes when it is saved."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.desk.people_index import Found
from app.ui.actions import CANCEL, OPEN_KNOWN, SAVE, Action
from app.ui.i18n import tr
from app.ui.panels.queue_visit import MOST_FOUND, VisitPanel
from app.ui.screens.queue_acts import QueueActs
from app.ui.station import Station
from core.tickets import Ticket


class VisitDesk(QObject):
    """One visit at a time, by whoever is at the counter or by somebody without a number."""

    moved = Signal()
    """Other keys have a meaning now."""
    ended = Signal()
    """It is kept, or given up."""

    def __init__(self, station: Station, acts: QueueActs, parent: QObject) -> None:
        super().__init__(parent)
        self._station, self._acts = station, acts
        self._visitor: Ticket | None = None
        self.panel = VisitPanel(station.look, self._search)
        self.page = QWidget()
        column = QVBoxLayout(self.page)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.panel)
        column.addStretch(1)
        self.panel.moved.connect(self.moved)
        self.panel.note.signals.moved_on.connect(lambda _name: self.save())

    def begin(self, ticket: Ticket | None) -> None:
        """An empty visit."""
        self._visitor = ticket
        self.panel.begin(ticket.number if ticket else "")

    def take_focus(self) -> None:
        """The officer is back: go on."""
        self.panel.asked.setFocus(Qt.FocusReason.OtherFocusReason)

    def offers(self) -> Iterator[Action]:
        """Keep it, look at the record that it is about, give it up."""
        yield Action(SAVE, self.save, tr("Simpan kunjungan"), is_primary=True)
        about = self.panel.about_uid is not None
        yield Action(OPEN_KNOWN, self._open, is_enabled=about, is_in_bar=about)
        yield Action(CANCEL, self.end)

    def save(self) -> None:
        """Keep it, if nothing lacks."""
        entry = self.panel.entry()
        if entry is not None:
            self._acts.note(entry, self._visitor, self.end, self.panel.refuse)

    def end(self) -> None:
        """Nobody's name stays here."""
        self._visitor = None
        self.panel.end()
        self.ended.emit()

    def _open(self) -> None:
        if self.panel.about_uid is not None:
            self._station.show_record(self.panel.about_uid)

    def _search(self, text: str) -> Found:
        return self._station.people.index.search(text, limit=MOST_FOUND)
