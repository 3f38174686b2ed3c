"""Asks for blank forms: how many, of which programme, for which day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout

from app.ui.i18n import day_text, say, tr
from app.ui.station import Station
from app.ui.widgets.ask_row import AskRow
from app.ui.widgets.line_box import LineBox
from app.ui.widgets.programme_box import ProgrammeBox
from app.ui.widgets.words import words
from core.dates import check_date
from core.findings import Weight
from core.programme import Programme
from core.queue_line import MOST_BLANKS

USUAL = 10


@dataclass(frozen=True, slots=True)
class BlankWish:
    """Forms that somebody wants."""

    on: date
    count: int
    programme: Programme


class BlankFormsPanel(QFrame):
    """A card of three boxes."""

    def __init__(self, station: Station) -> None:
        super().__init__()
        look = station.look
        self._station = station
        self.setProperty("is", "card")
        self.programme = ProgrammeBox(station)
        self.count, self.day = LineBox("count"), LineBox("on")
        help_text = tr("Nomornya disisihkan dan tidak diberikan kepada orang lain.")
        self.rows = {
            "count": AskRow(look, tr("Berapa lembar"), self.count, help_text, width_px=120),
            "programme": AskRow(look, tr("Program"), self.programme, width_px=380),
            "day": AskRow(look, tr("Dipakai tanggal"), self.day, width_px=160),
        }
        column = QVBoxLayout(self)
        column.setContentsMargins(look.px(16), look.px(12), look.px(16), look.px(12))
        column.setSpacing(look.px(8))
        column.addWidget(words(tr("Cetak formulir kosong"), "strong"))
        for row in self.rows.values():
            column.addWidget(row)
        self.count.signals.moved_on.connect(lambda _name: self.programme.setFocus(Qt.FocusReason.OtherFocusReason))
        self.programme.signals.moved_on.connect(lambda _name: self.day.setFocus(Qt.FocusReason.OtherFocusReason))
        self.day.signals.moved_on.connect(lambda _name: self.count.setFocus(Qt.FocusReason.OtherFocusReason))

    def begin(self) -> None:
        """Ask anew."""
        desk = self._station.desk
        self.programme.offer_programmes([desk.programme_of(code) for code in desk.programme_codes()])
        self.count.show_text(str(USUAL))
        self.day.show_text(day_text(desk.today()))
        for row in self.rows.values():
            row.show_finding("")

    def wish(self) -> BlankWish | None:
        """What is wanted; ``None`` if something cannot be, which then stands under its box."""
        for row in self.rows.values():
            row.show_finding("")
        text, programme = self.count.text().strip(), self.programme.programme
        many = int(text) if text.isascii() and text.isdecimal() and len(text) <= len(str(MOST_BLANKS)) else 0
        if not 1 <= many <= MOST_BLANKS:
            self.rows["count"].show_finding(tr("Tulis angka dari 1 sampai {most}.").format(most=MOST_BLANKS))
        on = self._day()
        return BlankWish(on, many, programme) if on and programme and 1 <= many <= MOST_BLANKS else None

    def _day(self) -> date | None:
        """The day; blank forms are also made the evening before."""
        today = self._station.desk.today()
        checked = check_date(self.day.text(), on=today.replace(year=today.year + 1, day=1), field="day")
        if checked.value is None:
            wrong = next((one for one in checked.findings if one.weight is Weight.BLOCK), None)
            self.rows["day"].show_finding(say(wrong.code, wrong.facts) if wrong else "")
        elif checked.value < today:
            self.rows["day"].show_finding(tr("Hari itu sudah lewat. Pilih hari ini atau sesudahnya."))
            return None
        return checked.value
