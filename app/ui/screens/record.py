"""One registration: who, numbers, what is missing, what happened; correct, add a paper, reprint, withdraw."""

from __future__ import annotations

import itertools
import uuid
from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.changes import Changes
from app.desk.account.look import AccountView, account_of
from app.desk.complete import PapersAdded, add_papers
from app.desk.correct import Corrected, correct
from app.desk.disputes import DisputeSettled
from app.desk.exports.referral import needs_referral
from app.desk.record import Record, read_record
from app.desk.refusal import Refused
from app.desk.show_nik import show_nik
from app.desk.stage import StageReached, StageView, read_stage
from app.desk.withdraw import Withdrawn, withdraw
from app.ui.actions import (
    ACCEPT,
    ADD_PAPER,
    CANCEL,
    CHOOSE_TEXT,
    CONFIRM,
    CORRECT,
    PAPERS,
    REACH_STAGE,
    REPRINT,
    SAVE,
    SHOW_NIK,
    WITHDRAW,
    Action,
)
from app.ui.i18n import of_programme, say, tr
from app.ui.panels.record_column import RecordColumn
from app.ui.panels.record_correction import CorrectionPanel
from app.ui.panels.record_disputes import DisputePanel
from app.ui.panels.record_identity import IdentityPanel
from app.ui.panels.record_standing import StandingPanel
from app.ui.panels.record_withdrawal import WithdrawalPanel
from app.ui.panels.stage_panel import StagePanel
from app.ui.printing import PrintStage, PrintState
from app.ui.screen import Screen
from app.ui.screens.record_help import help_action, help_text
from app.ui.station import CopyWish, Station
from app.ui.tables.history import HistoryModel, HistoryTable
from app.ui.widgets.finding_line import FindingLine
from app.ui.widgets.scrolling import PageArea
from app.ui.widgets.standing import StandingLabel, standing_of
from app.ui.widgets.words import words
from core.errors import Trouble
from core.findings import Weight

A = TypeVar("A", Corrected, PapersAdded, Withdrawn)


class RecordScreen(Screen):
    """The page of a registration; it lies over the place it was opened from."""

    def __init__(self, station: Station) -> None:
        super().__init__(station)
        look = station.look
        self.record: Record | None = None
        self._uid: uuid.UUID | None = None
        self._back: Callable[[], None] = lambda: None
        self._is_acting = self._is_to_correct = False
        self._begun: Mapping[str, str] = {}
        self.name = words("", "title")
        self.standing = StandingLabel(look)
        self.number = words("", "display")
        self.slip = words("", "muted")
        self.answer = FindingLine(look)
        self.identity = IdentityPanel(look, self.show_nik)
        self.numbers = StandingPanel(look)
        self.correction = CorrectionPanel(station)
        self.withdrawal = WithdrawalPanel(look)
        self.stage = StagePanel(station)
        self.disputes = DisputePanel(station)
        self.history = HistoryModel(station.desk.words)
        self._table = HistoryTable(look, self.history)
        self._title = words(tr("Riwayat"), "section")
        self._title.setBuddy(self._table)
        self._lay_out()
        self._listen()
        self._close_panels()

    def _lay_out(self) -> None:
        look = self.station.look
        head = QHBoxLayout()
        head.setSpacing(look.px(16))
        for widget, stretch in ((self.name, 0), (self.standing, 1), (self.slip, 0), (self.number, 0)):
            head.addWidget(widget, stretch)
        row = QHBoxLayout()
        row.setSpacing(look.px(12))
        row.addWidget(self.identity, 5)
        row.addWidget(RecordColumn(look, self.numbers, self._title, self._table), 6)
        page = QWidget()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(PageArea(page))  # with large letters in a small window not everything fits
        column = QVBoxLayout(page)
        column.setContentsMargins(look.px(24), look.px(12), look.px(24), look.px(16))
        column.setSpacing(look.px(12))
        column.addLayout(head)
        column.addWidget(self.answer)
        column.addWidget(self.disputes)
        column.addWidget(self.correction)
        column.addWidget(self.withdrawal)
        column.addWidget(self.stage)
        column.addLayout(row, 1)
        self.answer.hide()

    def _listen(self) -> None:
        self.station.signals.changed.connect(self._on_changed)
        self.station.signals.printed.connect(self._on_printed)
        self.numbers.paper_brought.connect(self.add_paper)
        self.correction.moved.connect(self.offers_changed)
        self.correction.submitted.connect(self.save_correction)
        self.withdrawal.moved.connect(self.offers_changed)
        self.withdrawal.withdrawn.connect(self._withdraw)
        self.stage.moved.connect(self._on_panel_moved)
        self.stage.reached.connect(self._stage_reached)
        self.disputes.moved.connect(self._on_panel_moved)
        self.disputes.settled.connect(self._text_chosen)

    # --- opening ------------------------------------------------------------------------------------------------
    def open(self, uid: uuid.UUID, back: Callable[[], None]) -> None:
        """Show a registration.

        Args:
            back: goes to where it was opened from.
        """
        self._uid, self._back, self.record = uid, back, None
        self._is_to_correct = False
        self._close_panels()
        self.identity.hide_nik()
        self.answer.hide()
        self.name.setText(tr("Membuka pendaftaran"))
        self.number.setText("")
        self.slip.setText("")
        self.standing.hide()
        self.disputes.hide()
        self._read()

    def _read(self) -> None:
        uid = self._uid
        if uid is not None:
            desk = self.station.desk
            read = lambda: (read_record(desk, uid), read_stage(desk, uid), account_of(desk, uid))  # noqa: E731 - too short for a name of its own
            self.station.tasks.run(self, read, self._show, on_trouble=self._say_trouble)

    def _show(self, read: tuple[Record, StageView, AccountView | None]) -> None:
        record, view, account = read
        if record.kept.uid != self._uid:
            return  # another one was opened meanwhile
        self.record = record
        body = record.kept.body
        self.name.setText(body.person.name_on_id or body.typed.get("name_on_id", "") or tr("(nama belum terbaca)"))
        self.standing.show_status(record.kept.status)
        self.standing.show()
        self.number.setText(record.kept.queue_number)
        self.number.setAccessibleName(tr("Nomor antrean {number}").format(number=record.kept.queue_number))
        self.disputes.show_record(record)
        self.identity.show_record(record)
        self.numbers.show_record(record, view, help_text(account))
        self.history.show(record.happenings, record.programme)
        self._chain()
        self.offers_changed.emit()
        if self._is_to_correct:
            begun, self._is_to_correct, self._begun = self._begun, False, {}
            self.begin_correction()
            self.correction.go_on(begun)

    def correct_when_read(self, begun: Mapping[str, str] | None = None) -> None:
        """Open the editor as soon as the registration stands here.

        Args:
            begun: what was typed there before the desk was locked.
        """
        self._is_to_correct, self._begun = True, begun or {}

    @property
    def begun(self) -> Mapping[str, str]:
        """The correction that is being typed; empty = none."""
        begun = self.correction.begun
        return {"uid": str(self._uid), **begun} if begun else {}

    def _chain(self) -> None:
        """Tab goes as the eye does, also to buttons that were just built."""
        stops = (self.identity, *self.numbers.paper_buttons.values(), self._table)
        for before, after in itertools.pairwise(stops):
            QWidget.setTabOrder(before, after)

    def _on_changed(self, changes: Changes) -> None:
        if self._uid in changes.registrations:
            self._read()

    def _on_printed(self, state: PrintState) -> None:
        """Say how far the slip is; what is in its way is said on top of the window."""
        if state.uid != self._uid:
            return
        self.slip.setText(state.text if state.state.has_paper else "")
        if state.state in (PrintStage.CONFIRMED, PrintStage.UNCONFIRMED):
            self._read()

    def enter(self) -> None:
        """The keys of the page work at once."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def leave(self) -> None:
        """The NIK is masked again, and what was begun is let go."""
        self.identity.hide_nik()
        self._close_panels()

    # --- what can be done ---------------------------------------------------------------------------------------
    def offers(self) -> Sequence[Action]:
        """The keys of the open panel, or of the page."""
        if self.correction.isVisibleTo(self):
            return self._correction_offers()
        if self.withdrawal.isVisibleTo(self):
            return self._withdrawal_offers()
        for panel in (self.stage, self.disputes):
            if panel.is_open:
                return panel.offers(self._cancel_panel)
        record = self.record
        if record is None:
            return (Action(CANCEL, self._go_back, tr("Kembali")),)
        can_change = not record.is_withdrawn and not self._is_acting
        can_choose = can_change and self.disputes.can_choose
        missing = record.missing_papers
        paper = tr("{paper} sudah dibawa").format(paper=of_programme(missing[0].label)) if missing else ""
        return (
            Action(REPRINT, self.reprint, is_primary=True, is_enabled=can_change),
            Action(CORRECT, self.begin_correction, is_enabled=can_change and record.programme is not None),
            Action(
                ADD_PAPER, self.add_first_paper, paper, is_enabled=can_change and bool(missing), is_in_bar=bool(missing)
            ),
            Action(
                REACH_STAGE, self.begin_stage, is_enabled=can_change and record.has_stages, is_in_bar=record.has_stages
            ),
            help_action(self.station, record),
            Action(PAPERS, self._make_papers, is_enabled=can_change and record.programme is not None),
            Action(CHOOSE_TEXT, self.begin_choice, is_enabled=can_choose, is_in_bar=can_choose),
            Action(SHOW_NIK, self.show_nik, is_in_bar=False),
            Action(WITHDRAW, self.begin_withdrawal, is_enabled=can_change),
            Action(CANCEL, self._go_back, tr("Kembali")),
        )

    def _correction_offers(self) -> Sequence[Action]:
        finding = self.correction.open_finding
        is_warn = finding is not None and finding.weight is Weight.WARN
        has_proposal = finding is not None and finding.proposal is not None
        return (
            Action(SAVE, self.save_correction, tr("Simpan perbaikan"), is_primary=True, is_enabled=not self._is_acting),
            Action(CONFIRM, self.correction.confirm, is_enabled=is_warn, is_in_bar=False),
            Action(ACCEPT, self.correction.accept, is_enabled=has_proposal, is_in_bar=False),
            Action(CANCEL, self._cancel_panel),
        )

    def _withdrawal_offers(self) -> Sequence[Action]:
        asks = self.withdrawal.is_asking
        return (
            Action(SAVE, self.withdrawal.ask, tr("Tarik pendaftaran"), is_primary=True, is_enabled=not asks),
            Action(CONFIRM, self.withdrawal.confirm, tr("Ya, tarik"), is_enabled=asks and not self._is_acting),
            Action(CANCEL, self._cancel_panel),
        )

    def _go_back(self) -> None:
        self._back()

    def _close_panels(self) -> None:
        self.correction.hide()
        self.withdrawal.hide()
        self.stage.end()
        self.disputes.end()
        self._make_room(is_panel_open=False)

    def _make_room(self, *, is_panel_open: bool) -> None:
        """The history steps aside for an open panel: small windows show either, not both."""
        self._title.setVisible(not is_panel_open)
        self._table.setVisible(not is_panel_open)
        self.offers_changed.emit()

    def _cancel_panel(self) -> None:
        self._close_panels()
        self.answer.hide()
        self.enter()

    # --- acts ---------------------------------------------------------------------------------------------------
    def show_nik(self) -> None:
        """Show the whole NIK for a while; the look is kept in the history."""
        uid, desk = self._uid, self.station.desk
        if uid is not None and self.record is not None and not self.identity.is_nik_shown:
            self.station.tasks.run(self, lambda: show_nik(desk, uid), lambda nik: self._reveal(uid, nik))

    def _reveal(self, uid: uuid.UUID, nik: str) -> None:
        if uid == self._uid and self.isVisible():
            self.identity.reveal_nik(nik)
        self.station.signals.changed.emit(Changes(frozenset({uid}), has_outbox=True))
        self.station.house.wake()

    def reprint(self) -> None:
        """Print the slip once more, marked as a copy."""
        if self.record is not None:
            self.station.printing.print_slip(self.record.kept, is_reprint=True)

    def begin_correction(self) -> None:
        """Open the editor."""
        record = self.record
        if record is not None and record.programme is not None and not record.is_withdrawn:
            self.answer.hide()
            self.correction.begin(record)
            self._make_room(is_panel_open=True)

    def save_correction(self) -> None:
        """Keep what the editor holds, unless the rules ask something of it that nobody has answered."""
        self.correction.judge(self._keep_correction)

    def _keep_correction(self) -> None:
        if not self.correction.is_ready:
            return
        if self.correction.is_warning_open:
            self._say(Weight.WARN, tr("Belum disimpan. Alt+Y memastikan isian ini, lalu F2 menyimpannya."))
            return
        one, desk = self.correction.correction, self.station.desk
        self._act(
            lambda uid: correct(desk, uid, one.fields, one.reason, confirm_at=one.confirm_at, answers=one.answers),
            self._corrected,
        )

    def _corrected(self, answer: Corrected) -> None:
        self._tell(tr("Perbaikan tersimpan."), answer.kept.status)
        self._print_if_new(answer)

    def add_first_paper(self) -> None:
        """The first missing paper lies on the desk."""
        if self.record is not None and self.record.missing_papers:
            self.add_paper(self.record.missing_papers[0].code)

    def add_paper(self, code: str) -> None:
        """A missing paper lies on the desk."""
        desk = self.station.desk
        self._act(lambda uid: add_papers(desk, uid, (code,)), self._added)

    def _added(self, answer: PapersAdded) -> None:
        said = tr("Berkas tercatat.")
        if not answer.has_new_number:
            said = f"{said} {tr('F7 mencetak slip yang baru.')}"
        self._tell(said, answer.kept.status)
        self._print_if_new(answer)

    def _print_if_new(self, answer: Corrected | PapersAdded | DisputeSettled) -> None:
        if answer.has_new_number:
            self.station.printing.print_slip(answer.kept, is_reprint=False)

    def begin_stage(self) -> None:
        """Ask which stage was reached."""
        record = self.record
        if record is not None and record.programme is not None and not record.is_withdrawn:
            self.answer.hide()
            self.stage.begin(record.kept.uid, record.programme)

    def _on_panel_moved(self) -> None:
        self._make_room(is_panel_open=self.stage.is_open or self.disputes.is_open)

    def _stage_reached(self, answer: StageReached) -> None:
        if answer.kept.uid == self._uid:
            self._say(Weight.OK, tr("Tahap tersimpan."))
            if self.has_keys:
                self.enter()

    def begin_choice(self) -> None:
        """Ask which of the texts that two desks gave one field is right."""
        self.answer.hide()
        self.disputes.begin()

    def _text_chosen(self, answer: DisputeSettled) -> None:
        if answer.kept.uid == self._uid:
            self._tell(tr("Pilihan tersimpan."), answer.kept.status)
            self._print_if_new(answer)
            if self.has_keys:
                self.enter()

    def _make_papers(self) -> None:
        """Go where papers about one person are printed or kept as a file."""
        if self.record is not None:
            kept = self.record.kept
            number = kept.registration_no or kept.queue_number
            kind = "referral" if needs_referral(kept) else "form"
            self.station.signals.copy_chosen.emit(CopyWish(kind, uid=kept.uid, number=number))

    def begin_withdrawal(self) -> None:
        """Ask for the reason."""
        if self.record is not None:
            self.answer.hide()
            self.withdrawal.begin(self.record.kept.body.person.name_on_id)
            self._make_room(is_panel_open=True)

    def _withdraw(self, reason: str) -> None:
        desk = self.station.desk
        self._act(lambda uid: withdraw(desk, uid, reason), self._withdrawn)

    def _withdrawn(self, answer: Withdrawn) -> None:
        self._tell(tr("Pendaftaran ditarik."), answer.kept.status)

    def _act(self, verb: Callable[[uuid.UUID], A | Refused], then: Callable[[A], None]) -> None:
        """Run a verb once; a refusal is said in place and leaves everything as it stands."""
        uid = self._uid
        if uid is None or self.record is None or self._is_acting:
            return
        self._set_acting(is_acting=True)
        self.station.tasks.run(
            self, lambda: verb(uid), lambda answer: self._answered(uid, answer, then), on_trouble=self._say_trouble
        )

    def _answered(self, uid: uuid.UUID, answer: A | Refused, then: Callable[[A], None]) -> None:
        self._set_acting(is_acting=False)
        if isinstance(answer, Refused):
            self._say(Weight.BLOCK, say(answer.code, answer.facts))
            return
        if uid == self._uid:
            self._close_panels()
            then(answer)
            if self.has_keys:
                self.enter()
        self.station.signals.changed.emit(answer.changes)
        self.station.house.wake()

    def _set_acting(self, *, is_acting: bool) -> None:
        self._is_acting = is_acting
        for button in self.numbers.paper_buttons.values():
            button.setEnabled(not is_acting)
        self.offers_changed.emit()

    def _say_trouble(self, trouble: Trouble) -> None:
        self._set_acting(is_acting=False)
        self._say(Weight.BLOCK, say(trouble.code, trouble.facts))

    def _tell(self, done: str, status: str) -> None:
        now = tr("Sekarang: {status}.").format(status=tr(standing_of(status).text))
        self._say(Weight.OK, f"{done} {now}")

    def _say(self, weight: Weight, text: str) -> None:
        self.answer.show_finding(weight, text, ())
        self.answer.show()
