"""Formulir darurat: print blank forms with numbers of their own, and type them in when the electricity is back."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.changes import Changes
from app.desk.blank_forms import BlanksMade, draw_blanks_again, make_blanks, open_blanks
from app.desk.exports.making import write_clear
from app.desk.queue.acts import TicketMoved
from app.desk.queue.move import leave
from app.desk.refusal import Refused
from app.forms.ticket_wish import TicketWish
from app.ui.actions import CANCEL, CONFIRM, OPEN, PAPERS, REGISTER, REPRINT, SAVE_LIST, VOID_BLANK, Action
from app.ui.i18n import long_day_text, number_text, say, tr
from app.ui.panels.blank_forms import BlankFormsPanel, BlankWish
from app.ui.panels.export_form import documents_folder, free_name
from app.ui.screen import Screen
from app.ui.station import Station
from app.ui.tables.lines import Line, LineList, LineModel
from app.ui.widgets.ask_row import AskRow
from app.ui.widgets.finding_line import Answering, FindingLine
from app.ui.widgets.line_box import LineBox
from app.ui.widgets.scrolling import PageArea
from app.ui.widgets.words import words
from core.errors import Trouble
from core.findings import Weight
from core.tickets import Ticket

LEAST_LIST_PX = 150
"""Four lines."""


class CatchUpScreen(Screen):
    """The number of a form and Enter opens the registration with that number and that day; below, who is still out."""

    def __init__(self, station: Station) -> None:
        super().__init__(station)
        look = station.look
        self._blanks: tuple[Ticket, ...] = ()
        self._voiding: Ticket | None = None
        self._is_in_front = self._is_busy = False
        self.number = LineBox("blank_number", is_upper=True)
        help_text = tr("Nomor di kepala formulir, misalnya A031. Enter membuka pendaftaran dengan nomor itu.")
        self.number_row = AskRow(look, tr("Nomor formulir"), self.number, help_text, width_px=220)
        self.answer = FindingLine(look)
        self.heading = words("", "section")
        self.model = LineModel(look)
        self.list = LineList(look, self.model, tr("Formulir yang belum diketik"))
        self.heading.setBuddy(self.list)
        self.panel = BlankFormsPanel(station)
        self._lay_out()
        self._listen()

    def _lay_out(self) -> None:
        look = self.station.look
        page = QWidget()
        self._area = PageArea(page)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._area)
        self.list.setMinimumHeight(look.px(LEAST_LIST_PX))
        column = QVBoxLayout(page)
        column.setContentsMargins(look.px(24), look.px(16), look.px(24), look.px(16))
        column.setSpacing(look.px(12))
        about = tr("Untuk jam tanpa listrik: formulir kertas dengan nomor sendiri, diketik sesudahnya.")
        column.addWidget(words(tr("Formulir darurat"), "title"))
        column.addWidget(words(about, "muted", wraps=True))
        for part in (self.number_row, self.answer, self.heading):
            column.addWidget(part)
        column.addWidget(self.list, 1)
        column.addWidget(self.panel)
        column.addStretch(0)  # the list takes all the room; without it nothing else is pulled apart
        self.answer.hide()

    def _listen(self) -> None:
        self.station.signals.changed.connect(self._on_changed)
        self.number.signals.moved_on.connect(lambda _name: self.open_typed())
        self.number.signals.typed.connect(lambda _typed: self._take_back())
        self.list.clicked.connect(lambda _index: self.offers_changed.emit())
        self.list.doubleClicked.connect(lambda _index: self.list.take_marked())

    def enter(self) -> None:
        """The next number, at once."""
        self._is_in_front = True
        self._take_back()
        self.number.show_text("")
        self.panel.begin()
        self._read()
        self.number.setFocus(Qt.FocusReason.OtherFocusReason)
        self._area.to_top()

    def leave(self) -> None:
        """Nothing waits for a confirmation."""
        self._is_in_front = False
        self._take_back()

    def offers(self) -> Sequence[Action]:
        """Type a form in, tear one up, print new ones."""
        has_rows, can_print = bool(self._blanks), self.station.printing.takes_sheets
        is_asking = self._voiding is not None
        return (
            Action(OPEN, self.open_marked, tr("Ketik formulir"), is_primary=True, is_enabled=has_rows),
            Action(
                REPRINT, self.print_blanks, tr("Cetak formulir kosong"),
                is_enabled=can_print and not self._is_busy, is_in_bar=can_print,
            ),
            Action(SAVE_LIST, self.save_blanks, tr("Simpan formulir kosong"), is_enabled=not self._is_busy),
            Action(
                PAPERS, self.print_again, tr("Cetak lagi yang ditandai"),
                is_enabled=has_rows and can_print, is_in_bar=False,
            ),
            Action(VOID_BLANK, self.ask_void, is_enabled=has_rows and not is_asking),
            Action(CONFIRM, self.void, tr("Ya, batalkan"), is_enabled=is_asking, is_in_bar=False),
            Action(CANCEL, self._cancel, tr("Batal") if is_asking else tr("Kembali")),
        )  # fmt: skip

    def _cancel(self) -> None:
        if self._voiding is not None:
            self._take_back()
        else:
            self.station.go(REGISTER)

    # --- forms that are out -----------------------------------------------------------------------------------------
    def _read(self) -> None:
        desk = self.station.desk
        self.station.tasks.run(self, lambda: open_blanks(desk), self._show)

    def _on_changed(self, changes: Changes) -> None:
        if self._is_in_front and changes.has_queue:
            self._read()

    def _show(self, blanks: tuple[Ticket, ...]) -> None:
        self._blanks = blanks
        row = self.list.currentIndex().row()
        self.model.show(tuple(map(self._line, blanks)))
        self.list.mark(min(max(row, 0), len(blanks) - 1))
        many = tr("Belum diketik: {count}").format(count=number_text(len(blanks)))
        self.heading.setText(many if blanks else tr("Tidak ada formulir yang belum diketik."))
        self.list.setVisible(bool(blanks))
        self.offers_changed.emit()

    def _line(self, blank: Ticket) -> Line:
        take = functools.partial(self._open, blank)
        return Line("file-text", blank.number, blank.registration_no, long_day_text(blank.business_on), take)

    def _marked(self) -> Ticket | None:
        row = self.list.currentIndex().row()
        return self._blanks[row] if 0 <= row < len(self._blanks) else None

    def open_marked(self) -> None:
        """Type in the form whose number stands in the box, else the one that is marked."""
        marked = self._marked()
        if self.number.text().strip():
            self.open_typed()
        elif marked is not None:
            self._open(marked)

    def open_typed(self) -> None:
        """Type in the form with this number; of several days' forms with the same number one is marked first."""
        wanted = self.number.text().strip().upper()
        if not wanted:
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        rows = [at for at, one in enumerate(self._blanks) if wanted in (one.number, one.registration_no)]
        if len(rows) == 1:
            self._open(self._blanks[rows[0]])
            return
        text = tr("Formulir {number} ada di beberapa tanggal. Pilih tanggalnya di daftar, lalu Enter.")
        if not rows:
            text = tr("Tidak ada formulir {number} yang belum diketik. Periksa nomor dan tanggalnya.")
        self._say(Weight.WARN if rows else Weight.BLOCK, text.format(number=wanted))
        if rows:
            self.number.show_text("")
            self.list.mark(rows[0])
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _open(self, blank: Ticket) -> None:
        self.station.signals.ticket_chosen.emit(TicketWish(blank.uid, blank.number, blank.business_on, is_blank=True))

    # --- a form that nobody will fill in ----------------------------------------------------------------------------
    def ask_void(self) -> None:
        """Ask whether the marked form was really torn up."""
        self._voiding = self._marked()
        if self._voiding is None:
            return
        text = tr("Formulir {number} dibatalkan: nomornya tidak dipakai siapa pun. Ini tidak bisa diurungkan.")
        answers = (Answering(CONFIRM.keys, tr("Ya, batalkan"), self.void),)
        self.answer.show_finding(Weight.WARN, text.format(number=self._voiding.number), answers)
        self.answer.show()
        self.offers_changed.emit()

    def void(self) -> None:
        """Nobody will have the number of this form."""
        blank, self._voiding = self._voiding, None
        if blank is None:
            return
        desk = self.station.desk
        self.answer.hide()
        self.station.tasks.run(self, lambda: leave(desk, blank.uid), self._voided)

    def _voided(self, answer: TicketMoved | Refused) -> None:
        if isinstance(answer, Refused):
            self._say(Weight.BLOCK, say(answer.code, answer.facts))
            return
        self._say(Weight.OK, tr("Formulir {number} dibatalkan.").format(number=answer.ticket.number))
        self.station.signals.changed.emit(answer.changes)
        self.station.house.wake()

    # --- new forms --------------------------------------------------------------------------------------------------
    def print_blanks(self) -> None:
        """Keep numbers and print their forms."""
        wish = self.panel.wish()
        if wish is not None and not self._is_busy:
            self._make(wish, None)

    def save_blanks(self) -> None:
        """Keep numbers and write their forms to a file, to be printed elsewhere."""
        wish = self.panel.wish()
        if wish is not None and not self._is_busy:
            self._make(wish, free_name(documents_folder(), f"formulir-darurat-{wish.on:%Y%m%d}", "pdf"))

    def _make(self, wish: BlankWish, target: Path | None) -> None:
        desk, is_folio = self.station.desk, self._is_folio()
        self._is_busy = True
        self._say(Weight.OK, tr("Formulir sedang dibuat ..."))

        def make() -> BlanksMade | Refused:
            made = make_blanks(desk, wish.on, wish.count, wish.programme, is_folio=is_folio)
            if target is not None and isinstance(made, BlanksMade):
                write_clear(target, made.pdf)
            return made

        then = functools.partial(self._made, target)
        self.station.tasks.run_aside(self, make, then, on_trouble=self._cannot)

    def _is_folio(self) -> bool:
        return self.station.house.settings().paper == "f4"

    def print_again(self) -> None:
        """Print the marked form once more, as a copy: the first one was spoilt or never came out."""
        blank, programme, is_folio = self._marked(), self.panel.programme.programme, self._is_folio()
        if blank is None or programme is None:
            return
        desk, title = self.station.desk, tr("Formulir darurat {first}").format(first=blank.number)
        self.station.printing.print_sheets(
            lambda: draw_blanks_again(desk, (blank,), programme, is_folio=is_folio), title
        )
        self._say(Weight.OK, tr("{title} sudah disiapkan. Kabar dari printer tampil di atas.").format(title=title))

    def _made(self, target: Path | None, made: BlanksMade | Refused) -> None:
        self._is_busy = False
        if isinstance(made, Refused):
            self._say(Weight.BLOCK, say(made.code, made.facts))
            return
        first, last, pdf = made.tickets[0].number, made.tickets[-1].number, made.pdf
        title = tr("Formulir darurat {first} sampai {last}").format(first=first, last=last)
        if target is None:
            self.station.printing.print_sheets(lambda: pdf, title)
            self._say(Weight.OK, tr("{title} sudah disiapkan. Kabar dari printer tampil di atas.").format(title=title))
        else:
            self._say(Weight.OK, tr("{title}: tersimpan sebagai {file}.").format(title=title, file=target.name))
        self.station.signals.changed.emit(made.changes)
        self.station.house.wake()

    def _cannot(self, trouble: Trouble) -> None:
        self._is_busy = False
        self._read()  # numbers may have been kept before the file could not be written
        self._say(Weight.BLOCK, say(trouble.code, trouble.facts))

    # --- what is said -----------------------------------------------------------------------------------------------
    def _take_back(self) -> None:
        self._voiding = None
        self.answer.hide()
        self.offers_changed.emit()

    def _say(self, weight: Weight, text: str) -> None:
        self.answer.show_finding(weight, text, ())
        self.answer.show()
        self.offers_changed.emit()
