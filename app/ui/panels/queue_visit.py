"""Service C: what was asked, about whom, what came of it; a few boxes, and the record at hand while somebody asks."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout

from app.desk.people_index import Found
from app.ui.i18n import say, tr
from app.ui.tables.lines import ROW_PX, Line, LineList, LineModel
from app.ui.theme import Look
from app.ui.widgets.ask_row import AskRow
from app.ui.widgets.box_signals import is_enter
from app.ui.widgets.choice_box import ChoiceBox, Option
from app.ui.widgets.line_box import LineBox
from app.ui.widgets.standing import standing_of
from app.ui.widgets.words import words
from core.people import masked_nik
from core.registered import ListedVisit
from core.visits import MOST_NOTE, Asked, Result

MOST_FOUND = 4
_TO_LIST = (Qt.Key.Key_Up, Qt.Key.Key_Down)

Search = Callable[[str], Found]


@dataclass(frozen=True, slots=True)
class VisitEntry:
    """What was entered."""

    asked: Asked
    result: Result
    note: str
    about: uuid.UUID | None


class VisitPanel(QFrame):
    """One visit at a time."""

    record_wanted = Signal(object)
    """Somebody wants to see the whole registration: its ``UUID``."""
    moved = Signal()
    """Other keys have a meaning now."""

    def __init__(self, look: Look, search: Search) -> None:
        super().__init__()
        self._look, self._search = look, search
        self._about: ListedVisit | None = None
        self.setProperty("is", "card")
        self.title = words("", "section", wraps=True)
        self.asked = ChoiceBox("asked", [Option(one.value, say(f"VISIT_ASKED_{one.upper()}")) for one in Asked])
        self.who = LineBox("who")
        self.who.setPlaceholderText(tr("NIK, nama, atau nomor; boleh kosong"))
        self.model = LineModel(look)
        self.found = LineList(look, self.model, tr("Data yang cocok"), takes_focus=False)
        self.found.setFixedHeight(look.px(ROW_PX * MOST_FOUND + 8))
        self.about = QLabel()
        self.about.setTextFormat(Qt.TextFormat.PlainText)
        self.about.setWordWrap(True)
        self.result = ChoiceBox("result", [Option(one.value, say(f"VISIT_RESULT_{one.upper()}")) for one in Result])
        self.note = LineBox("note")
        self.note.setMaxLength(MOST_NOTE)
        self._rows = {
            "asked": AskRow(
                look, tr("Yang ditanyakan"), self.asked, tr("Ketik angkanya atau huruf depannya."), width_px=320
            ),
            "who": AskRow(look, tr("Tentang siapa"), self.who, width_px=420),
            "result": AskRow(look, tr("Hasilnya"), self.result, width_px=320),
            "note": AskRow(look, tr("Catatan"), self.note, tr("Jangan menulis kata sandi siapa pun."), width_px=560),
        }
        self._lay_out()
        self._listen()

    def _lay_out(self) -> None:
        look = self._look
        column = QVBoxLayout(self)
        column.setContentsMargins(look.px(16), look.px(12), look.px(16), look.px(12))
        column.setSpacing(look.px(12))
        column.addWidget(self.title)
        column.addWidget(self._rows["asked"])
        column.addWidget(self._rows["who"])
        column.addWidget(self.found)
        column.addWidget(self.about)
        column.addWidget(self._rows["result"])
        column.addWidget(self._rows["note"])
        column.addStretch(1)

    def _listen(self) -> None:
        self.who.textEdited.connect(self._show_found)
        self.who.installEventFilter(self)
        self.found.clicked.connect(lambda index: self._choose(index.row()))
        self.asked.signals.moved_on.connect(lambda _name: self._go_to(self.who))
        self.result.signals.moved_on.connect(lambda _name: self._go_to(self.note))
        for box in (self.asked, self.result):
            box.signals.typed.connect(lambda _typed: self._forgive())

    # --- one visit ------------------------------------------------------------------------------------------------

    def begin(self, number: str) -> None:
        """An empty visit.

        Args:
            number: by which the person was called; empty = somebody without one, or at the telephone.
        """
        named = tr("Catat kunjungan {number}").format(number=number)
        self.title.setText(named if number else tr("Catat kunjungan tanpa nomor"))
        for box in (self.asked, self.result):
            box.show_text("")
        self.note.clear()
        self.who.clear()
        self._forget()
        self._forgive()
        self.show()
        self._go_to(self.asked)

    def end(self) -> None:
        """Nobody's name stays here."""
        self.who.clear()
        self.note.clear()
        self._forget()
        self.hide()

    def entry(self) -> VisitEntry | None:
        """What was entered; ``None`` and a word where something lacks."""
        lacking = {"asked": not self.asked.chosen, "result": not self.result.chosen}
        for name, lacks in lacking.items():
            self._rows[name].show_finding(tr("Pilih dulu salah satu.") if lacks else "")
        first = next((name for name, lacks in lacking.items() if lacks), None)
        if first is not None:
            self._go_to(self._rows[first].box)
            return None
        about = self._about.uid if self._about else None
        return VisitEntry(Asked(self.asked.chosen), Result(self.result.chosen), self.note.text(), about)

    @property
    def about_uid(self) -> uuid.UUID | None:
        """The registration that is asked about."""
        return self._about.uid if self._about else None

    def refuse(self, text: str) -> None:
        """Say why the note is not kept."""
        self._rows["note"].show_finding(text)
        self._go_to(self.note)

    # --- about whom -----------------------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - the toolkit's name
        """Arrows move in the list, Enter takes what is marked there, or moves on."""
        if watched is self.who and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in _TO_LIST and self.found.isVisible():
                self.found.keyPressEvent(event)
                return True
            if is_enter(event):
                if self.found.isVisible():
                    self._choose(self.found.currentIndex().row())
                self._go_to(self.result)
                return True
        return super().eventFilter(watched, event)

    def _show_found(self, text: str) -> None:
        self._forget()
        visits = self._search(text).visits if text.strip() else ()
        self.model.show([self._line(visit) for visit in visits])
        self.found.setVisible(bool(visits))
        self.found.mark(0)
        nobody = bool(text.strip()) and not visits
        self._rows["who"].show_help(tr("Tidak ada data yang cocok di laptop ini.") if nobody else "")

    def _line(self, visit: ListedVisit) -> Line:
        standing = standing_of(visit.status)
        about = f"{masked_nik(visit.nik)}  {visit.queue_number}"
        name = visit.name or tr("(nama belum terbaca)")
        return Line(standing.icon, name, about, tr(standing.text), lambda: self._take(visit), standing.tone)

    def _choose(self, row: int) -> None:
        line = self.model.line(row)
        if line is not None:
            line.take()

    def _take(self, visit: ListedVisit) -> None:
        self._about = visit
        self.found.hide()
        self.who.setText(visit.name or visit.queue_number)
        said = tr("{name}, {number}, {day}. Sekarang: {status}. Alt+O membuka datanya.").format(
            name=visit.name or tr("(nama belum terbaca)"),
            number=visit.registration_no or visit.queue_number,
            day="-".join(reversed(visit.business_on.split("-"))),
            status=tr(standing_of(visit.status).text),
        )
        self.about.setText(said)
        self.about.show()
        self.moved.emit()

    def _forget(self) -> None:
        self._about = None
        self.model.show(())
        for part in (self.found, self.about):
            part.hide()
        self._rows["who"].show_help("")
        self.moved.emit()

    def _forgive(self) -> None:
        for row in self._rows.values():
            row.show_finding("")

    def _go_to(self, box: QObject) -> None:
        if isinstance(box, LineBox | ChoiceBox):
            box.setFocus(Qt.FocusReason.OtherFocusReason)
