"""Antrean: take numbers, call, recall, let go; who is at this counter stands large, who waits beside it."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.desk.queue.look import QueueNow
from app.forms.ticket_wish import TicketWish
from app.ui import actions as to
from app.ui.account_wish import AccountWish
from app.ui.actions import Action, Command
from app.ui.i18n import number_text, tr
from app.ui.panels.queue_called import CalledPanel
from app.ui.panels.queue_head import QueueHead
from app.ui.panels.queue_lines import TAKING, LinesPanel
from app.ui.screen import Screen
from app.ui.screens.queue_acts import QueueActs, Told
from app.ui.screens.queue_keys import QueueKeys
from app.ui.screens.queue_visit import VisitDesk
from app.ui.screens.queue_words import closing_text, troubles_of
from app.ui.station import Station
from app.ui.tables.queue import QueueModel, QueueTable, queue_lines
from app.ui.widgets.ask_row import AskRow
from app.ui.widgets.chip_flow import ChipFlow
from app.ui.widgets.finding_line import Answering, FindingLine
from app.ui.widgets.line_box import LineBox
from app.ui.widgets.scrolling import PageArea
from app.ui.widgets.words import words
from core.findings import Weight
from core.tickets import Service, Ticket, TicketState

LEAST_LIST_PX, LEAST_CARD_PX = 150, 190
ROOMY_PX, LOW_PX = 680, 560
"""So wide the card and the list stand side by side; in a window lower than this the number is smaller."""

COUNT_EVERY_MS = 30_000
"""How often the minutes in the list are counted anew."""


class QueueScreen(Screen):
    """One counter's view of the queue."""

    def __init__(self, station: Station) -> None:
        super().__init__(station)
        look = station.look
        self._is_in_front = self._is_closing = False
        self._sent: Ticket | None = None
        """Who is about to be sent to another line."""
        self.acts = QueueActs(station, self)
        self.keys = QueueKeys(self.acts, self.begin_serving, self.ask_where)
        self.visits = VisitDesk(station, self.acts, self)
        self.head = QueueHead(look, station.queue.memory)
        self.answer = FindingLine(look)
        self.warning = FindingLine(look)
        self.reason = LineBox("reason")
        self._reason_row = AskRow(look, tr("Alasan dibuka lagi"), self.reason, tr("Enter membuka, Esc batal."))
        self.called = CalledPanel(look)
        self.heading = words("", "section")
        self.model = QueueModel(look)
        self.table = QueueTable(look, self.model)
        self.heading.setBuddy(self.table)
        self.empty = words("", "muted", wraps=True)
        self.chips = ChipFlow(look)
        self.lines = LinesPanel(look)
        self.visit = self.visits.panel
        self._lay_out()
        self._listen()

    # --- laying out -----------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        look = self.station.look
        page = QWidget()
        self._pages = QStackedWidget()
        self._pages.addWidget(PageArea(page))
        self._pages.addWidget(PageArea(self.visits.page))
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.px(12))
        column.addLayout(self._middle(), 1)
        column.addWidget(self.lines)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(look.px(24), look.px(16), look.px(24), look.px(16))
        whole.setSpacing(look.px(12))
        for part in (self.head, self.warning, self.answer, self._reason_row):
            whole.addWidget(part)
        whole.addWidget(self._pages, 1)
        for part in (self.answer, self.warning, self._reason_row):
            part.hide()

    def _middle(self) -> QBoxLayout:
        look = self.station.look
        beside = QVBoxLayout()
        beside.setSpacing(look.px(8))
        self.table.setMinimumHeight(look.px(LEAST_LIST_PX))
        self.called.setMinimumHeight(look.px(LEAST_CARD_PX))
        for part in (self.heading, self.empty):
            beside.addWidget(part)
        beside.addWidget(self.table, 1)
        beside.addWidget(self.chips)
        beside.addStretch(0)
        self._beside = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._beside.setSpacing(look.px(16))
        self._beside.addWidget(self.called, 5)
        self._beside.addLayout(beside, 6)
        return self._beside

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - the toolkit's name
        """In a small window the list stands below the card."""
        super().resizeEvent(event)
        is_roomy = self.width() >= self.station.look.px(ROOMY_PX)
        way = QBoxLayout.Direction.LeftToRight if is_roomy else QBoxLayout.Direction.TopToBottom
        self._beside.setDirection(way)
        is_low = self.height() < self.station.look.px(LOW_PX)
        self.called.show_small(is_small=is_low)
        self.lines.show_small(is_small=is_low)

    def _listen(self) -> None:
        queue = self.station.queue
        queue.moved.connect(self._show)
        self.acts.told.connect(self._tell)
        self.head.chosen.connect(self._show_again)
        self.head.moved_on.connect(self._to_list)
        self.reason.signals.moved_on.connect(lambda _name: self._reopen())
        self.table.row_opened.connect(lambda _row: self.call_marked())
        self.table.selectionModel().currentRowChanged.connect(lambda _now, _before: self._show_offers())
        self.visits.moved.connect(self.offers_changed)
        self.visits.ended.connect(self._end_visit)
        self._minutes = QTimer(self, interval=COUNT_EVERY_MS)
        self._minutes.timeout.connect(self._show_again)

    # --- what the shell asks --------------------------------------------------------------------------------------

    def count(self) -> int:
        """How many wait."""
        return self.station.queue.waiting

    def enter(self) -> None:
        """Read anew; the list takes the keys."""
        self._is_in_front = True
        self._minutes.start()
        self.head.counter.show_text(self.station.queue.memory.counter)
        self._show_again()
        self.station.queue.refresh()
        if self._has_visit:
            self.visits.take_focus()
        else:
            self._to_list()

    def leave(self) -> None:
        """Nothing waits for an answer; a visit that was begun is gone on with when the officer comes back."""
        self._is_in_front = False
        self._minutes.stop()
        self._take_back()

    def _to_list(self) -> None:
        target = self.table if self.model.rowCount() else self
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - the toolkit's name
        """Bare letters are keys of this place."""
        letter = "Del" if event.key() == Qt.Key.Key_Delete else event.text().upper()
        is_plain = not event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier)
        for action in self.offers() if is_plain and letter else ():
            if action.command.is_place_key and action.command.keys == letter and action.is_enabled:
                action.run()
                return
        super().keyPressEvent(event)

    # --- showing --------------------------------------------------------------------------------------------------

    @property
    def current(self) -> Ticket | None:
        """Who is called to this counter, or served there."""
        return self.station.queue.current

    @property
    def _asking(self) -> Ticket | None:
        """Whom a visit that is noted belongs to; a call from home is noted while somebody else sits at the counter."""
        ticket = self.current
        return ticket if ticket is not None and ticket.service is Service.COMPLAINT else None

    @property
    def marked(self) -> Ticket | None:
        """Whose line is marked."""
        line = self.model.row(self.table.row)
        return line.ticket if line else None

    def _show_again(self) -> None:
        if self.station.queue.now is not None:
            self._show(self.station.queue.now)

    def _show(self, now: QueueNow) -> None:
        if not self._is_in_front:
            return
        counter = self.station.queue.memory.counter
        before, at = self.marked, self.table.row
        had_focus = self.table.hasFocus()
        self.model.show(tuple(queue_lines(now, self.station.desk.now_ms(), counter)))
        self.table.mark(self._row_of(before, at))
        self._show_emptiness(now)
        self.called.show_ticket(self.current, counter, is_closed=now.is_closed)
        self.lines.show_queue(now)
        self._warn(" ".join(troubles_of(now, counter)))
        if self.has_keys and not self._has_visit and (had_focus or self.focusWidget() in (None, self)):
            self._to_list()
        self._show_offers()

    def _row_of(self, ticket: Ticket | None, at: int) -> int:
        place = self.model.row_where(lambda line: ticket is not None and line.ticket.uid == ticket.uid)
        return place if place >= 0 else max(at, 0)

    def _show_emptiness(self, now: QueueNow) -> None:
        waiting = number_text(len(now.waiting))
        self.heading.setText(tr("Menunggu: {count}").format(count=waiting))
        has_rows = self.model.rowCount() > 0
        closed = tr("Antrean hari ini sudah ditutup. Alt+X membukanya lagi.")
        nobody = tr("Belum ada yang menunggu. A, B, C, atau P mengambil nomor.")
        self.empty.setText(closed if now.is_closed else nobody)
        self.empty.setVisible(now.is_closed or not has_rows)
        self.table.setVisible(has_rows)

    def _warn(self, text: str) -> None:
        if text:
            self.warning.show_finding(Weight.WARN, text, ())
        self.warning.setVisible(bool(text))

    def _tell(self, told: Told) -> None:
        self._take_back()
        if told.text:
            self.answer.show_finding(told.weight, told.text, ())
        self.answer.setVisible(bool(told.text))

    def _show_offers(self) -> None:
        is_asking = self._sent is not None
        self.called.show_actions(() if is_asking else tuple(self._for_called()))
        self.chips.show_actions(() if is_asking else tuple(self._for_marked()))
        self.lines.show_actions(self.offers())
        self.offers_changed.emit()

    # --- what can be done -----------------------------------------------------------------------------------------

    @property
    def _has_visit(self) -> bool:
        return self._pages.currentIndex() == 1

    def offers(self) -> Sequence[Action]:
        """Call, then what fits whoever is called or marked, then what always fits."""
        if self._has_visit:
            return tuple(self.visits.offers())
        if self._sent is not None:
            return (*self.keys.for_sent(self._sent), Action(to.CANCEL, self._take_back))
        if self._reason_row.isVisibleTo(self):
            return (Action(to.CANCEL, self._take_back),)
        given = (
            Action(to.CALL_NEXT, self.call_next, is_primary=True),
            *self._for_marked(),
            *self._for_called(),
            *self._for_everybody(),
        )
        first: dict[Command, Action] = {}
        for action in given:  # of the marked and the called one the marked goes first where both could be meant
            first.setdefault(action.command, action)
        return tuple(first.values())

    @property
    def _is_closed(self) -> bool:
        now = self.station.queue.now
        return now is not None and now.is_closed

    def _for_marked(self) -> Iterator[Action]:
        return self.keys.for_marked(self.marked, self.current, is_closed=self._is_closed)

    def _for_called(self) -> Iterator[Action]:
        return self.keys.for_called(self.current, is_closed=self._is_closed)

    def _for_everybody(self) -> Iterator[Action]:
        is_closed = self._is_closed
        for service, command in TAKING.items():
            yield Action(command, functools.partial(self.acts.take, service), is_in_bar=False)
        yield Action(to.NOTE_VISIT, lambda: self._begin_visit(self._asking))
        yield Action(to.CALL_SCREEN, lambda: self.station.signals.public_chosen.emit(to.CALL_SCREEN))
        yield Action(to.LOUDNESS, self.head.step_loudness, is_in_bar=False)
        text = tr("Nomor baru dengan kedip") if self.station.queue.memory.is_still else ""
        yield Action(to.STILLNESS, self.change_stillness, text, is_in_bar=False)
        if self._is_closing:
            yield Action(to.CONFIRM, self.acts.close_day, tr("Ya, tutup"), is_in_bar=False)
            yield Action(to.CANCEL, self._take_back)
        text = tr("Buka lagi antrean hari ini") if is_closed else ""
        yield Action(to.CLOSE_DAY, self.ask_reason if is_closed else self.ask_to_close, text, is_in_bar=False)

    # --- acts -----------------------------------------------------------------------------------------------------

    def call_next(self) -> None:
        """Call whose turn it is."""
        self.acts.call_next()

    def call_marked(self) -> None:
        """Call the one whose line is marked."""
        if self.marked is not None and not self._sent:
            self.acts.call(self.marked)

    def begin_serving(self, ticket: Ticket) -> None:
        """The person is there: open what their service needs."""
        if ticket.state is TicketState.CALLED:
            self.acts.serve(ticket, self._open_for)
        else:
            self._open_for(ticket)

    def _open_for(self, ticket: Ticket) -> None:
        if ticket.service is Service.REGISTRATION:
            self.station.signals.ticket_chosen.emit(TicketWish(ticket.uid, ticket.number, ticket.business_on))
        elif ticket.service is Service.COMPLAINT:
            self._begin_visit(ticket)
        else:
            wish = AccountWish(ticket=ticket.uid, ticket_number=ticket.number, back_text=tr("Kembali ke antrean"))
            self.station.signals.help_chosen.emit(wish)

    def change_stillness(self) -> None:
        """Whether new numbers light up on the wall: some eyes do not bear it."""
        memory = self.station.queue.memory
        memory.is_still = not memory.is_still
        still = tr("Nomor baru di layar panggil tidak berkedip.")
        self._tell(Told(Weight.OK, still if memory.is_still else tr("Nomor baru di layar panggil berkedip pelan.")))

    def ask_where(self, ticket: Ticket) -> None:
        """Ask to which line somebody is sent."""
        self._take_back()
        self._sent = ticket
        answers = tuple(Answering(one.command.keys, one.text, one.run) for one in self.keys.for_sent(ticket))
        text = tr("{number} pindah ke layanan yang mana? Nomornya tetap.").format(number=ticket.number)
        self.answer.show_finding(Weight.WARN, text, answers)
        self.answer.show()
        self._show_offers()

    def ask_to_close(self) -> None:
        """Say what closing does, and ask whether it is meant."""
        now = self.station.queue.now
        if now is None:
            return
        self._take_back()
        self._is_closing = True
        answers = (Answering(to.CONFIRM.keys, tr("Ya, tutup"), self.acts.close_day),)
        self.answer.show_finding(Weight.WARN, closing_text(now), answers)
        self.answer.show()
        self._show_offers()

    def ask_reason(self) -> None:
        """Ask why a closed queue is opened again."""
        self._take_back()
        self.reason.clear()
        self._reason_row.show()
        self.reason.setFocus(Qt.FocusReason.OtherFocusReason)
        self._show_offers()

    def _reopen(self) -> None:
        self.acts.reopen_day(self.reason.text())

    def _take_back(self) -> None:
        """Nothing waits for an answer any more."""
        had_reason = self._reason_row.isVisibleTo(self)
        self._sent, self._is_closing = None, False
        self.answer.hide()
        self._reason_row.hide()
        if had_reason and self.has_keys:
            self._to_list()
        self._show_offers()

    # --- service C ------------------------------------------------------------------------------------------------

    def _begin_visit(self, ticket: Ticket | None) -> None:
        self._take_back()
        self._pages.setCurrentIndex(1)
        self.visits.begin(ticket)
        self.offers_changed.emit()

    def _end_visit(self) -> None:
        self._pages.setCurrentIndex(0)
        if self.has_keys:
            self._to_list()
        self._show_offers()
