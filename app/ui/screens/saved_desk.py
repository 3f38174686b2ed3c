"""After saving: what became of the visit, the keys for it, its papers, and the same person's next programme."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from app.desk.lookup import find_one
from app.desk.queue.acts import TicketMoved
from app.desk.queue.move import finish
from app.desk.refusal import Refused
from app.desk.register import Registered
from app.forms.registration import RegistrationForm
from app.forms.ticket_wish import TicketWish
from app.forms.views import Missing
from app.sync.state import Phase, SyncState
from app.ui.actions import ACCOUNTS, CALL_NEXT, CANCEL, CATCH_UP, NEW, OPEN, PAPERS, PROGRAMME, REPRINT, UNDO, Action
from app.ui.i18n import tr
from app.ui.panels.registration_saved import SavedPanel
from app.ui.printing import PrintState
from app.ui.screens.record_help import help_registered
from app.ui.screens.registration_saved import kept_text, saved_text, steps_text
from app.ui.station import CopyWish, Station
from core.programme import Programme
from core.registered import KeptRegistration
from core.registration import Outcome

REFERRAL = "referral"
"""The kind of copy, as ``app.desk.exports.order`` names it."""


class SavedDesk(QObject):
    """One saved visit at a time."""

    next_wanted = Signal()
    """The officer goes on with the next person."""
    programme_wanted = Signal()
    """The same person asks for another programme."""

    def __init__(self, station: Station, parent: QObject) -> None:
        super().__init__(parent)
        self._station = station
        self.panel = SavedPanel(station.look)
        self._answer: Registered | None = None
        self._printed: PrintState | None = None
        self._programme: Programme | None = None
        self._form: RegistrationForm | None = None
        self._asked_for: tuple[str, ...] = ()
        self._visit: uuid.UUID | None = None
        self._phase = Phase.WAITING
        station.signals.printed.connect(self._on_printed)
        station.signals.sync_moved.connect(self._on_sync)

    # --- what is shown --------------------------------------------------------------------------------------------

    def show(self, answer: Registered, form: RegistrationForm, missing: tuple[Missing, ...]) -> None:
        """Show what became of a form, and print its slip.

        Args:
            missing: what the form still lacked.
        """
        is_same_visit = form.visit is not None and form.visit == self._visit
        self._asked_for = (*(self._asked_for if is_same_visit else ()), form.programme.code)
        self._visit = form.visit or answer.kept.uid
        self._answer, self._printed, self._form, self._programme = answer, None, form, form.programme
        self.panel.show_saved(saved_text(answer, form.programme, missing), self._chips(answer))
        self._show_kept()
        if answer.outcome is not Outcome.DUPLICATE:
            self._station.printing.print_slip(answer.kept, is_reprint=False)
        if form.ticket is not None:
            self._note_served(answer, form.ticket)

    def _note_served(self, answer: Registered, ticket: TicketWish) -> None:
        """Who was registered before has been served, too: that number is not called again."""
        station = self._station
        if answer.outcome is Outcome.DUPLICATE:
            desk, uid = station.desk, ticket.uid
            station.tasks.run(self, lambda: finish(desk, uid), self._finished)
        station.signals.ticket_served.emit(ticket)

    def _finished(self, answer: TicketMoved | Refused) -> None:
        if not isinstance(answer, Refused):
            self._station.signals.changed.emit(answer.changes)
            self._station.house.wake()

    def forget(self) -> None:
        """Somebody else stands at the desk."""
        self._answer = self._printed = self._form = None

    def offers(self) -> Sequence[Action]:
        """What can be done about the visit."""
        other = self._other_action()
        return (
            self._next_action(),
            Action(REPRINT, self._reprint),
            *self._call_actions(),
            Action(ACCOUNTS, self._help, is_in_bar=self._lacks_address),
            *([other] if other else ()),
            *self._referral_actions(is_in_bar=False),
            Action(UNDO, self._correct, tr("Ubah data"), is_enabled=self._is_new, is_in_bar=False),
            Action(OPEN, self._open, tr("Buka data"), is_in_bar=False),
            Action(CANCEL, self.next_wanted.emit, is_in_bar=False),
        )

    def _next_action(self) -> Action:
        """Who types in forms that were filled in by hand goes on with the next of them."""
        ticket = self._form.ticket if self._form is not None else None
        if ticket is not None and ticket.is_blank:
            return Action(NEW, lambda: self._station.go(CATCH_UP), tr("Formulir berikutnya"), is_primary=True)
        return Action(NEW, self.next_wanted.emit, tr("Orang berikutnya"), is_primary=True)

    @property
    def _lacks_address(self) -> bool:
        """Whether help with e-mail is what this person needs next."""
        return self._answer is not None and not self._answer.kept.body.person.email

    def _help(self) -> None:
        if self._answer is not None:
            help_registered(self._station, self._answer.kept)

    def _call_actions(self) -> Sequence[Action]:
        """Whoever works by the queue calls the next one from here."""
        return (Action(CALL_NEXT, self._station.signals.call_chosen.emit),) if self._station.queue.waiting else ()

    @property
    def _is_new(self) -> bool:
        """Whether the visit that was saved last is one of its own, not one that was there already."""
        return self._answer is not None and self._answer.outcome is not Outcome.DUPLICATE

    def _chips(self, answer: Registered) -> Sequence[Action]:
        is_repeated = answer.outcome is Outcome.DUPLICATE
        first = Action(OPEN, self._open, tr("Buka data")) if is_repeated else None
        last = None if is_repeated else Action(UNDO, self._correct, tr("Ubah data"))
        chips = (first, Action(REPRINT, self._reprint), last, *self._referral_actions(), self._other_action())
        return tuple(chip for chip in chips if chip is not None)

    def _show_kept(self) -> None:
        if self._answer is None or self._programme is None:
            return
        line = self._phase if self._station.desk.store.profile.server is not None else Phase.OFFLINE
        self.panel.show_kept(*kept_text(self._printed, line, is_new=self._is_new))
        self.panel.show_steps(steps_text(self._answer, self._programme, self._printed))

    def _on_sync(self, state: SyncState) -> None:
        if state.phase is not self._phase:
            self._phase = state.phase
            self._show_kept()

    def _on_printed(self, state: PrintState) -> None:
        if self._answer is not None and state.uid == self._answer.kept.uid:
            self._printed = state
            self._show_kept()

    # --- acts -----------------------------------------------------------------------------------------------------

    def _reprint(self) -> None:
        if self._answer is not None:
            self._station.printing.print_slip(self._answer.kept, is_reprint=True)

    def _open(self) -> None:
        if self._answer is not None:
            self._station.show_record(self._answer.kept.uid)

    def _correct(self) -> None:
        if self._answer is not None:
            self._station.correct_record(self._answer.kept.uid)

    def _referral_actions(self, *, is_in_bar: bool = True) -> Sequence[Action]:
        """Somebody whose NIK cannot be used takes along what was found about it."""
        if self._answer is None or not _needs_referral(self._answer):
            return ()
        prints = self._station.printing.takes_sheets
        text = tr("Cetak rujukan Dukcapil") if prints else tr("Simpan rujukan Dukcapil")
        return (Action(PAPERS, self._refer, text, is_in_bar=is_in_bar),)

    def _refer(self) -> None:
        """On paper where the printer takes sheets; a roll cannot carry a letter, so there it becomes a file."""
        if self._answer is None:
            return
        kept, station = self._answer.kept, self._station
        number = kept.registration_no or kept.queue_number
        if not station.printing.takes_sheets:
            wish = CopyWish(REFERRAL, kept.body.programme, kept.uid, number)
            station.signals.copy_chosen.emit(wish)
            return
        desk = station.desk

        def draw() -> bytes:
            from app.desk.exports.kinds import ExportKind, ExportOrder
            from app.desk.exports.order import made_copy  # few visits need a letter

            return made_copy(desk, ExportOrder(kind=ExportKind(REFERRAL), target=_LETTER, ref=str(kept.uid))).content

        station.printing.print_sheets(draw, f"{number}-rujukan")

    # --- the same person's next programme ---------------------------------------------------------------------------

    def _other_action(self) -> Action | None:
        if not self.others():
            return None
        return Action(PROGRAMME, self.programme_wanted.emit, tr("Program lain"))

    def others(self) -> tuple[str, ...]:
        """Codes of the programmes that this person has not asked for in this visit."""
        if self._form is None:
            return ()
        return tuple(code for code in self._station.desk.programme_codes() if code not in self._asked_for)

    def begin_other(self, programme: Programme, then: Callable[[RegistrationForm], None]) -> None:
        """Give ``then`` a form for the same person and visit; what was corrected since saving is in it."""
        answer, form, desk = self._answer, self._form, self._station.desk
        if answer is None or form is None:
            return
        uid, body = answer.kept.uid, answer.kept.body
        is_new = self._is_new

        def begin(kept: KeptRegistration) -> None:
            is_called_anew = form.ticket is not None and not is_new  # what they had before is another day's visit
            visit = form.visit or (None if is_called_anew else kept.uid)
            # one visit has one day, also where a form of yesterday is typed in today
            other = form.for_other_programme(desk.rulebook(programme, form.on), visit)
            if is_new:
                other.take_corrections(body.person, kept.body.person)
            then(other)

        self._station.tasks.run(self, lambda: find_one(desk, str(uid)), begin)


_LETTER = Path("rujukan.pdf")
"""Its ending says which kind of paper is wanted; nothing is written there."""


def _needs_referral(answer: Registered) -> bool:
    if answer.outcome is Outcome.DUPLICATE:
        return False
    is_open = any(noted.is_open and noted.finding.field == "nik" for noted in answer.findings)
    return is_open or not answer.kept.body.person.nik
