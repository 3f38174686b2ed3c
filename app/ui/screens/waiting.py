"""Daftar tunggu: the batches in figures, who waits and for what; one key takes the rest into the batch that is open."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.changes import Changes
from app.desk.batches import CarriedOver, batch_board, carry_over
from app.desk.refusal import Refused
from app.desk.waiting import waiting_list
from app.ui.actions import CANCEL, CARRY_OVER, CONFIRM, OPEN, SAVE_LIST, Action
from app.ui.i18n import number_text, of_programme, say, tr
from app.ui.panels.batch_board import BatchBoardPanel
from app.ui.screen import Screen
from app.ui.station import CopyWish, Station
from app.ui.tables.waiting import WaitingTable, waiting_model
from app.ui.widgets.finding_line import Answering, FindingLine
from app.ui.widgets.programme_box import ProgrammeBox, programme_head
from app.ui.widgets.scrolling import PageArea
from app.ui.widgets.words import words
from core.batches import BatchBoard
from core.errors import Trouble
from core.findings import Weight
from core.programme import Programme
from core.waiting_list import WaitingRow

LEAST_LIST_PX = 170
"""Heading and three lines."""

Read = tuple[BatchBoard, tuple[WaitingRow, ...]]


class WaitingScreen(Screen):
    """Board on top, below it the list in order of rank."""

    def __init__(self, station: Station) -> None:
        super().__init__(station)
        look = station.look
        self._board: BatchBoard | None = None
        self._is_in_front = self._is_new_here = self._is_asking = self._is_acting = False
        self.programme = ProgrammeBox(station)
        self.board = BatchBoardPanel(look)
        self.answer = FindingLine(look)
        self.heading = words("", "section")
        self.model = waiting_model()
        self.table = WaitingTable(look, self.model)
        self.heading.setBuddy(self.table)
        self.empty = words("", "muted", wraps=True)
        self._lay_out()
        self._listen()

    def _lay_out(self) -> None:
        look = self.station.look
        page = QWidget()
        self._area = PageArea(page)  # with large letters in a small window not everything fits
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._area)
        self.table.setMinimumHeight(look.px(LEAST_LIST_PX))
        column = QVBoxLayout(page)
        column.setContentsMargins(look.px(24), look.px(16), look.px(24), look.px(16))
        column.setSpacing(look.px(12))
        column.addLayout(programme_head(look, tr("Daftar tunggu"), self.programme))
        column.addWidget(self.board)
        column.addWidget(self.answer)
        column.addWidget(self.heading)
        column.addWidget(self.empty)
        column.addWidget(self.table, 1)
        column.addStretch(0)
        self.answer.hide()

    def _listen(self) -> None:
        self.station.signals.changed.connect(self._on_changed)
        self.programme.signals.typed.connect(lambda _typed: self._change_programme())
        self.programme.signals.moved_on.connect(lambda _name: self.table.setFocus(Qt.FocusReason.OtherFocusReason))
        self.table.row_opened.connect(self._open)

    def count(self) -> int:
        """How many wait, of all programmes."""
        return self.station.people.waiting

    def enter(self) -> None:
        """Read anew; the list takes the keys."""
        self._is_in_front = self._is_new_here = True
        desk = self.station.desk
        first = not self.programme.code
        self.programme.offer_programmes([desk.programme_of(code) for code in desk.programme_codes()])
        if first:
            self.programme.choose(self.station.people.waiting_for)
        self._read()
        self.setFocus(Qt.FocusReason.OtherFocusReason)  # until there is a list
        self._area.to_top()

    def leave(self) -> None:
        """Nobody's name stays here, and nothing waits for a confirmation."""
        self._is_in_front = False
        self._take_back()
        self.model.show(())

    def _change_programme(self) -> None:
        self._take_back()
        self.model.show(())
        self._read()

    # --- reading --------------------------------------------------------------------------------------------------
    def _read(self) -> None:
        programme, desk = self.programme.programme, self.station.desk
        if programme is None:
            return
        if not self.model.rowCount():
            self._say_empty(tr("Daftar sedang dibuka."))

        def read() -> Read:  # aside: each page of a long list is a job of its own
            return batch_board(desk, programme, desk.today()), waiting_list(desk, programme)

        self.station.tasks.run_aside(self, read, lambda found: self._show(programme, found), on_trouble=self._cannot)

    def _cannot(self, trouble: Trouble) -> None:
        self._is_acting = False
        if self._is_in_front:
            self._say(Weight.BLOCK, say(trouble.code, trouble.facts))

    def _show(self, programme: Programme, found: Read) -> None:
        if not self._is_in_front or programme.code != self.programme.code:
            return  # the officer has gone on
        self._board, rows = found
        self.board.show_board(self._board)
        marked, at = self.model.row(self.table.row), self.table.row
        self.model.show(rows)
        self.heading.setText(tr("Menunggu: {count}").format(count=number_text(len(rows))))
        self._say_empty("" if rows else say("WAITING_NOBODY"))
        place = self.model.row_where(lambda row: marked is not None and row.uid == marked.uid)
        self.table.mark(place if place >= 0 else max(at, 0))
        self._take_keys()
        self.offers_changed.emit()

    def _take_keys(self) -> None:
        """Who has just come begins in the list, or where another programme is chosen if it is empty."""
        if (self._is_new_here or self.table.isHidden()) and self.has_keys:
            (self.table if self.model.rowCount() else self.programme).setFocus(Qt.FocusReason.OtherFocusReason)
        self._is_new_here = False

    def _say_empty(self, text: str) -> None:
        self.empty.setText(text)
        self.empty.setVisible(bool(text))
        self.table.setVisible(bool(self.model.rowCount()))
        self.heading.setVisible(bool(self.model.rowCount()))

    def _on_changed(self, changes: Changes) -> None:
        if self._is_in_front and changes.registrations:
            self._read()

    # --- what can be done -----------------------------------------------------------------------------------------
    @property
    def _ready(self) -> int:
        """How many wait for a batch and nothing else."""
        return sum(not row.missing for row in self.model.rows)

    def offers(self) -> Sequence[Action]:
        """Open what is marked, take the rest into the open batch, keep the list."""
        has_rows = self.model.rowCount() > 0
        has_batch = self._board is not None and bool(self._board.batches)
        can_carry = self._board is not None and self._board.open is not None and self._ready > 0
        can_carry = can_carry and not self._is_acting
        yes = tr("Ya, masukkan")
        return (
            Action(OPEN, lambda: self._open(self.table.row), is_primary=True, is_enabled=has_rows),
            Action(CARRY_OVER, self.ask, is_enabled=can_carry and not self._is_asking, is_in_bar=has_batch),
            Action(CONFIRM, self.carry, yes, is_enabled=self._is_asking and can_carry, is_in_bar=False),
            Action(SAVE_LIST, self.save_list, is_enabled=has_rows),
            Action(CANCEL, self._take_back, is_enabled=self._is_asking, is_in_bar=self._is_asking),
        )

    def _open(self, row: int) -> None:
        found = self.model.row(row)
        if found is not None:
            self.station.show_record(found.uid)

    def save_list(self) -> None:
        """Make a copy of this list, to be kept or printed."""
        self.station.signals.copy_chosen.emit(CopyWish("waiting", self.programme.code))

    def ask(self) -> None:
        """Say what carrying over does, and ask whether it is meant."""
        board = self._board
        if board is None or board.open is None:
            return
        self._is_asking = True
        text = tr("{count} orang yang sudah lengkap masuk {batch}. Yang masih kurang tetap menunggu di urutannya.")
        text = text.format(count=number_text(self._ready), batch=of_programme(board.open.label))
        answers = (Answering(CONFIRM.keys, tr("Ya, masukkan"), self.carry),)
        self.answer.show_finding(Weight.WARN, f"{text} {tr('Ini tidak bisa diurungkan.')}", answers)
        self.answer.show()
        self.offers_changed.emit()

    def carry(self) -> None:
        """Take everybody who is complete into the open batch."""
        programme, desk = self.programme.programme, self.station.desk
        if programme is None or not self._is_asking or self._is_acting:
            return
        self._is_asking, self._is_acting = False, True
        self._say(Weight.OK, tr("Sedang dimasukkan ..."))
        self.station.tasks.run_aside(
            self, lambda: carry_over(desk, programme, desk.today()), self._carried, on_trouble=self._cannot
        )

    def _carried(self, answer: CarriedOver | Refused) -> None:
        self._is_acting = False
        if isinstance(answer, Refused):
            self._say(Weight.BLOCK, say(answer.code, answer.facts))
            return
        text = tr("{count} orang masuk {batch}. {left} masih menunggu.").format(
            count=number_text(len(answer.joined)),
            batch=of_programme(answer.batch.label),
            left=number_text(answer.still_waiting),
        )
        self._say(Weight.OK, text)
        self.station.signals.changed.emit(answer.changes)
        self.station.house.wake()

    def _take_back(self) -> None:
        self._is_asking = False
        self.answer.hide()
        self.offers_changed.emit()

    def _say(self, weight: Weight, text: str) -> None:
        self.answer.show_finding(weight, text, ())
        self.answer.show()
        self.offers_changed.emit()
