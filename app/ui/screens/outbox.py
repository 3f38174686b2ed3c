"""Kirim data: what waits, what goes, what the server asks about. Nothing here ever holds up registering."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from app.changes import Changes
from app.desk.outbox import Outbox, OutboxPage, OutboxRow, Settled, outbox, outbox_page, settle, unsettle
from app.sync.state import Phase, SyncState
from app.ui.actions import CARRY_IN, CARRY_OUT, OPEN, SEND, SETTINGS, SETTLE, SLIP_CASES, STOP_SENDING, UNDO, Action
from app.ui.i18n import number_text, tr
from app.ui.panels.outbox_carry import OutboxCarryPanel
from app.ui.panels.outbox_status import OutboxStatus
from app.ui.screen import Screen
from app.ui.station import Station
from app.ui.tables.outbox import OutboxModel, OutboxTable
from app.ui.widgets.scrolling import PageArea
from app.ui.widgets.words import words

READ_AGAIN_MS = 500
"""While something is sent the list is read anew this often, not with every receipt."""

LEAST_LIST_PX = 170
"""Heading and three lines."""


class OutboxScreen(Screen):
    """Status on top, the acts below, and about the marked one what to do."""

    def __init__(self, station: Station) -> None:
        super().__init__(station)
        look, post = station.look, station.desk.words
        self._has_server = station.desk.store.profile.server is not None
        self._state = SyncState(Phase.WAITING if self._has_server else Phase.OFFLINE, 0)
        self._is_in_front = self._is_asked = False
        self._settled: Settled | None = None
        self.status = OutboxStatus(look, post)
        self.carry = OutboxCarryPanel(station)
        self.to_settings = QPushButton(tr("Buka Pengaturan"))
        self.to_settings.setAccessibleName(self.to_settings.text())
        self.to_settings.clicked.connect(lambda: station.go(SETTINGS))
        self.heading = words(tr("Kiriman"), "section")
        self.model = OutboxModel(look, post)
        self.table = OutboxTable(look, self.model)
        self.empty = words(tr("Belum ada yang dicatat. Yang didaftarkan di sini muncul di daftar ini."), "muted")
        self.said = words("", wraps=True)
        self._lay_out()
        self._again = QTimer(self, singleShot=True, interval=READ_AGAIN_MS)
        self._listen()
        self.status.show_state(self._state)

    def _lay_out(self) -> None:
        look = self.station.look
        about = QFrame()
        about.setProperty("is", "card")
        inside = QVBoxLayout(about)
        inside.setContentsMargins(look.px(16), look.px(12), look.px(16), look.px(12))
        inside.addWidget(self.said)
        self._about = about
        page = QWidget()
        self._area = PageArea(page)  # with large letters in a small window not everything fits
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._area)
        self.table.setMinimumHeight(look.px(LEAST_LIST_PX))
        column = QVBoxLayout(page)
        column.setContentsMargins(look.px(24), look.px(16), look.px(24), look.px(16))
        column.setSpacing(look.px(12))
        column.addWidget(words(tr("Kirim data"), "title"))
        column.addWidget(self.status)
        column.addWidget(self.carry)
        column.addWidget(self.to_settings, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.heading)
        column.addWidget(self.empty)
        column.addWidget(self.table, 1)
        column.addWidget(about)
        column.addStretch(0)

    def _listen(self) -> None:
        signals = self.station.signals
        signals.changed.connect(self._on_changed)
        signals.sync_moved.connect(self.note_sync)
        self.carry.busied.connect(lambda _is_busy: self.offers_changed.emit())
        self._again.timeout.connect(self._read)
        self.model.page_wanted.connect(self._read_page)
        self.table.row_opened.connect(self._open)
        self.table.selectionModel().currentRowChanged.connect(lambda _now, _before: self._explain())

    def enter(self) -> None:
        """Read anew; the list takes the keys."""
        self._is_in_front = True
        self.to_settings.setVisible(not self._has_server)
        self._read()
        self.status.show_state(self._state)
        self.carry.show_state(self._state)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        self._area.verticalScrollBar().setValue(0)  # how things stand is read first

    def leave(self) -> None:
        """Nobody's name stays here."""
        self._is_in_front = False
        self._settled = None
        self._again.stop()
        self.status.rest()
        self.carry.rest()
        self.model.show((), None, self._wall_day())

    def offers(self) -> Sequence[Action]:
        """Send now or stop, send by a stick, and open what is marked."""
        is_sending = self._state.phase is Phase.SENDING
        is_locked = self._state.phase is Phase.LOCKED
        can_send = self._has_server and not is_sending and not is_locked and not self._is_asked
        send_text = tr("Mengirim ...") if is_sending or self._is_asked else ""
        act = self.model.act(self.table.row)
        can_open = act is not None and (act.about is not None or act.is_slip_case)
        return (
            Action(SEND, self._send, send_text, is_primary=True, is_enabled=can_send),
            Action(STOP_SENDING, self._stop, is_enabled=is_sending, is_in_bar=is_sending),
            Action(OPEN, lambda: self._open(self.table.row), is_enabled=can_open, is_in_bar=can_open),
            *self._offers_to_carry(),
            *self._offers_to_settle(act),
        )

    def _offers_to_carry(self) -> Sequence[Action]:
        """By their keys at any time; the card with their buttons comes while there is no line."""
        can_carry = self._has_server and not self.carry.is_busy
        return (
            Action(CARRY_OUT, self.carry.choose_target, is_enabled=can_carry, is_in_bar=False),
            Action(CARRY_IN, self.carry.choose_answer, is_enabled=can_carry, is_in_bar=False),
        )

    def _offers_to_settle(self, act: OutboxRow | None) -> Sequence[Action]:
        is_open = act is not None and act.can_be_let_go
        has_settled = self._settled is not None
        return (
            Action(SETTLE, self._settle, is_enabled=is_open, is_in_bar=is_open),
            Action(UNDO, self._unsettle, is_enabled=has_settled, is_in_bar=has_settled),
        )

    def _settle(self) -> None:
        act, desk = self.model.act(self.table.row), self.station.desk
        if act is not None and act.can_be_let_go:
            place = act.place
            self.station.act(self, lambda: settle(desk, place), self._was_settled)

    def _was_settled(self, answer: Settled) -> None:
        self._settled = answer if answer.matter is not None else None
        self.station.notice("ok", tr("Ditandai sudah diurus. Ctrl+Z mengembalikannya."))
        self.offers_changed.emit()

    def _unsettle(self) -> None:
        settled, desk = self._settled, self.station.desk
        if settled is not None:
            self._settled = None
            self.station.act(self, lambda: unsettle(desk, settled), lambda _answer: self.offers_changed.emit())

    def _send(self) -> None:
        self._is_asked = True  # until the sync has heard: a busy server may have asked for some patience
        self.offers_changed.emit()
        self.station.house.send_now()

    def _stop(self) -> None:
        self.station.house.pause_sending()

    def _open(self, row: int) -> None:
        act = self.model.act(row)
        if act is not None and act.about is not None:
            self.station.show_record(act.about)
        elif act is not None and act.is_slip_case:
            self.station.signals.overlay_chosen.emit(SLIP_CASES)

    def _on_changed(self, changes: Changes) -> None:
        if changes.has_outbox or changes.registrations:
            self._soon()

    def note_sync(self, state: SyncState) -> None:
        """How the sending goes now."""
        has_moved = self._is_asked or (state.phase, state.pending) != (self._state.phase, self._state.pending)
        self._state = state
        self._is_asked = False
        self._has_server = state.phase is not Phase.OFFLINE
        if not self._is_in_front:
            return
        self.status.show_state(state)
        self.carry.show_state(state)
        self.model.show_sending(is_sending=state.phase is Phase.SENDING)
        if has_moved:
            self.offers_changed.emit()
            self._soon()

    def _soon(self) -> None:
        if self._is_in_front and not self._again.isActive():
            self._again.start()

    def _read(self) -> None:
        desk = self.station.desk
        self.station.tasks.run(self, lambda: outbox(desk), self._show)

    def _show(self, box: Outbox) -> None:
        if not self._is_in_front:
            return
        self.status.show_outbox(box)
        self._has_server = box.has_server
        self.to_settings.setVisible(not box.has_server)
        marked = self.model.act(self.table.row)
        rows = (*box.to_look_at, *box.rows)
        self.model.show(rows, box.next_before, self._wall_day())
        self.model.show_sending(is_sending=self._state.phase is Phase.SENDING)
        self.table.mark(self.model.row_of(marked.place) if marked else 0)
        self.heading.setText(self._heading(box))
        for widget in (self.table, self._about):
            widget.setVisible(bool(rows))
        self.empty.setVisible(not rows)
        self._explain()

    def _heading(self, box: Outbox) -> str:
        if not box.attention:
            return tr("Kiriman")
        return tr("Kiriman, {count} perlu dilihat").format(count=number_text(box.attention))

    def _wall_day(self) -> date:
        """The real day: a training desk's business date says nothing about when an act was written."""
        desk = self.station.desk
        return desk.words.local(desk.clock.now()).date()

    def _read_page(self, before: int) -> None:
        desk = self.station.desk
        self.station.tasks.run(self, lambda: outbox_page(desk, before), self._append)

    def _append(self, page: OutboxPage) -> None:
        if self._is_in_front:
            self.model.append(page.rows, page.next_before)

    def _explain(self) -> None:
        act = self.model.act(self.table.row)
        self.said.setText(self.model.explained(act) if act else "")
        self.offers_changed.emit()
