"""The registration desk: the form, the view after saving, the drafts; it saves, keeps, and says what keys do."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app.desk.drafts import Draft
from app.desk.register import Registered, register
from app.forms.registration import RegistrationForm
from app.forms.ticket_wish import TicketWish
from app.forms.views import Missing, MissingCode
from app.ui.actions import (
    ACCEPT,
    ACCOUNTS,
    CANCEL,
    CONFIRM,
    DISCARD,
    DRAFT,
    NEXT_MISSING,
    OPEN,
    OPEN_KNOWN,
    PROGRAMME,
    SAVE,
    SHOW,
    SUMMARY,
    UNDO,
    Action,
)  # fmt: skip
from app.ui.i18n import say, tr
from app.ui.panels.registration_drafts import DraftsPanel
from app.ui.screen import Screen
from app.ui.screens.draft_keeper import OPEN as STILL_OPEN
from app.ui.screens.draft_keeper import DraftKeeper, KeptForm, Then
from app.ui.screens.form_desk import FIRST_FIELD, FormDesk
from app.ui.screens.form_help import FormHelp
from app.ui.screens.saved_desk import SavedDesk
from app.ui.station import Notice, Station
from app.ui.widgets.draft_name import draft_name
from app.ui.widgets.programme_choice import ProgrammeChoice
from core.errors import Trouble
from core.people import masked_name
from core.registration import Outcome

NOT_AT_HAND = frozenset({MissingCode.PAPER, MissingCode.BATCH})
"""What an officer cannot mend while the person stands there: F2 need not ask twice about it."""


class RegistrationScreen(Screen):
    """The heart of the window."""

    def __init__(self, station: Station) -> None:
        super().__init__(station)
        self.form_desk = FormDesk(station, self)
        self.keeper = DraftKeeper(station, self)
        self.help = FormHelp(station, self.form_desk, self.keeper, self)
        self.saved_desk = SavedDesk(station, self)
        self.saved = self.saved_desk.panel
        self.drafts_panel = DraftsPanel(station)
        self._pages = QStackedWidget()
        for page in (self.form_desk.page, self.saved, self.drafts_panel):
            self._pages.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._pages)
        self._is_saving = False
        self._after_saving: list[Callable[[], None]] = []
        self._next_nik = self._later_nik = ""
        self._next_ticket: TicketWish | None = None
        self._last_kept: uuid.UUID | None = None
        self._discarded: Draft | None = None
        self._may_offer = True
        self._told_shape: tuple[object, ...] = ()
        self.keeper.begin(self.form_desk.form)
        self._listen()

    def _listen(self) -> None:
        self.form_desk.entered.connect(self._on_entered)
        self.form_desk.first_wanted.connect(self._open_first)
        self.form_desk.page.folded.connect(self._tell_offers)
        self.form_desk.page.programme_wanted.connect(self._choose_programme)
        self.saved_desk.next_wanted.connect(self.start_next)
        self.saved_desk.programme_wanted.connect(self._choose_programme)
        self.saved.nik_typed.connect(self._begin_with)
        self.drafts_panel.draft_chosen.connect(self.resume)
        self.keeper.listed.connect(self._on_drafts)
        self.keeper.refresh()

    # --- what the shell asks --------------------------------------------------------------------------------------

    def count(self) -> int:
        """How many drafts wait."""
        return len(self.keeper.drafts)

    def enter(self) -> None:
        """Go on where the officer was."""
        match self._pages.currentWidget():
            case self.saved:
                self.saved.setFocus()
            case self.drafts_panel:
                self.drafts_panel.list.setFocus()
            case _:
                self.form_desk.jump_to(self.form_desk.form.stage or FIRST_FIELD)

    def leave(self) -> None:
        """Nothing of the form is for others to see while the screen is locked; the shell covers it."""
        self.form_desk.question = ""

    def offers(self) -> Sequence[Action]:
        """What can be done now."""
        match self._pages.currentWidget():
            case self.saved:
                return self._offers_saved()
            case self.drafts_panel:
                return self._offers_drafts()
            case _:
                return self._offers_form()

    def _offers_form(self) -> Sequence[Action]:
        form, page = self.form_desk.form, self.form_desk.page
        is_empty = form.is_empty()
        can_go_on = is_empty and not form.can_undo and self._last_kept is not None
        draft_text = tr("Daftar draf") if is_empty else ""
        return (
            Action(SAVE, self.save, is_primary=True, is_enabled=not is_empty and not self._is_saving),
            Action(ACCOUNTS, self.help.begin, is_enabled=not self._is_saving),
            Action(DRAFT, self._show_drafts if is_empty else self._put_aside, draft_text),
            Action(SHOW, self._show_large, is_enabled=not is_empty),
            Action(PROGRAMME, self._choose_programme, is_in_bar=False),
            Action(NEXT_MISSING, self.form_desk.jump_to_next_missing, is_in_bar=False),
            Action(CONFIRM, self.form_desk.confirm, is_in_bar=False),
            Action(ACCEPT, self.form_desk.accept, is_in_bar=False),
            Action(OPEN_KNOWN, self._open_first, is_in_bar=False),
            Action(UNDO, self._go_on_with_last, tr("Lanjutkan isian terakhir"))
            if can_go_on
            else Action(UNDO, self.form_desk.undo, is_in_bar=False),
            Action(SUMMARY, page.toggle_drawer, is_enabled=page.is_narrow, is_in_bar=page.is_narrow),
        )

    def _offers_saved(self) -> Sequence[Action]:
        if self._is_saving:
            return (Action(SAVE, self.save, is_primary=True, is_enabled=False),)
        return self.saved_desk.offers()

    def _offers_drafts(self) -> Sequence[Action]:
        has_any = self.drafts_panel.marked is not None
        undo = Action(UNDO, self._restore_draft) if self._discarded else Action(UNDO, self._back, is_in_bar=False)
        return (
            Action(OPEN, self._resume_marked, tr("Lanjutkan isian"), is_primary=True, is_enabled=has_any),
            Action(CANCEL, self._back, tr("Kembali")),
            Action(DISCARD, self._discard_marked, is_enabled=has_any),
            undo,
        )

    def _tell_offers(self) -> None:
        """Tell the shell only if something else can be done: keys must stay quick."""
        form = self.form_desk.form
        shape: tuple[object, ...] = (
            self._pages.currentIndex(), form.is_empty(), form.can_undo, self._is_saving, self._last_kept,
            self.form_desk.page.is_narrow, self.drafts_panel.marked is not None, self._discarded is not None,
        )  # fmt: skip
        if shape != self._told_shape:
            self._told_shape = shape
            self.offers_changed.emit()

    # --- one person after the other -------------------------------------------------------------------------------

    def _on_entered(self) -> None:
        self.keeper.note_change()
        self.station.signals.person_begun.emit()
        self._tell_offers()

    def start_next(self) -> None:
        """A fresh form; what stands in the old one is kept as a draft and can be fetched back."""
        self._start(None)

    def begin_ticket(self, wish: TicketWish) -> None:
        """Register somebody with a queue number: in a fresh form, or in the one that was begun for that number."""
        number = str(wish.uid)
        draft = next((one for one in self.keeper.drafts if one.values.get("ticket") == number), None)
        if draft is not None:
            self.resume(draft.uid)
        elif self.form_desk.form.ticket == wish and not self._is_saving:
            self._back()
        else:
            self._start(wish)

    def _start(self, ticket: TicketWish | None) -> None:
        self._next_ticket = ticket
        if self._is_saving:
            self._after_saving.append(lambda: self._start(ticket))
        elif self._pages.currentWidget() is self.form_desk.page and not self.form_desk.form.is_empty():
            self._put_aside()
        else:
            self._begin()

    def _put_aside(self) -> None:
        view = self.form_desk.view
        name = draft_name(masked_name(view.summary.name), view.applicant.nik[-4:])
        self.keeper.keep(lambda kept: self._was_put_aside(kept, name), is_open=False)

    def _was_put_aside(self, kept: KeptForm, name: str) -> None:
        uid = kept.uid
        if uid != self.keeper.uid or kept.trouble is not None:
            self._next_ticket = None
            return  # the officer has gone on to something else already, or it must stay where it is
        if not self.keeper.is_safe:  # and was quicker than the disk: what was typed meanwhile belongs to it
            self._put_aside()
            return
        self._begin()
        self._last_kept = uid
        self._tell_offers()
        said = tr("Isian {name} disimpan sebagai draf. Ctrl+Z membukanya lagi.")
        notice = Notice("ok", said.format(name=name), tr("Buka lagi"), self._go_on_with_last)
        self.station.signals.noticed.emit(notice)

    def _begin(self) -> None:
        self.saved_desk.forget()
        self._show(self.form_desk.page)
        ticket, self._next_ticket = self._next_ticket, None
        self.form_desk.begin(takes_focus=self.has_keys, ticket=ticket)
        self.keeper.begin(self.form_desk.form)
        typed, self._later_nik = self._later_nik, ""
        if typed:
            self.form_desk.paste(typed)
        self._tell_offers()

    # --- which programme ------------------------------------------------------------------------------------------

    def _choose_programme(self) -> None:
        self.station.signals.overlay_chosen.emit(PROGRAMME)

    def programme_choice(self) -> ProgrammeChoice:
        """What the list of programmes asks now: for this form, or for the person who was saved last."""
        if self._pages.currentWidget() is not self.saved:
            title, present = tr("Program yang diminta"), self.form_desk.programme.code
            programmes = self.form_desk.in_order_of_use()
            return ProgrammeChoice(title, programmes, self.form_desk.change_programme, present)
        others = self.saved_desk.others()
        programmes = tuple(one for one in self.form_desk.in_order_of_use() if one.code in others)
        return ProgrammeChoice(tr("Program lain untuk orang ini"), programmes, self._begin_other)

    def _begin_other(self, code: str) -> None:
        self.saved_desk.begin_other(self.station.desk.programme_of(code), self._go_on_with_person)

    def _go_on_with_person(self, form: RegistrationForm) -> None:
        """The same person's next programme: everything is there but what this one asks."""
        self._last_kept = None
        self.saved_desk.forget()
        self._show(self.form_desk.page)
        self.form_desk.go_on(form, takes_focus=self.has_keys)
        self.keeper.begin(form)
        self.keeper.note_change()
        self._tell_offers()
        said = tr("Identitas dan berkas terbawa, nomor antrean tetap. Isi yang ditanyakan program ini.")
        self.station.notice("ok", said)

    def _begin_with(self, text: str) -> None:
        if self._is_saving:
            self._next_nik += text  # quicker than the disk: nothing that is typed is lost
            return
        self._later_nik = ""
        self._begin()
        self.form_desk.paste(text)

    def _show(self, page: QWidget) -> None:
        self._pages.setCurrentWidget(page)
        self._tell_offers()

    def _show_large(self) -> None:
        self.form_desk.show_all()
        self.station.signals.overlay_chosen.emit(SHOW)

    # --- saving ---------------------------------------------------------------------------------------------------

    def save(self) -> None:
        """Register the visit. What could still be filled in is shown first; a second key saves it as it is."""
        form, view = self.form_desk.form, self.form_desk.view
        if self._is_saving or form.is_empty():
            return
        if not self.form_desk.question and self._asks(view.outcome, view.missing):
            self._ask_twice(view.outcome)
            return
        if not self.form_desk.question and self._is_of_another():
            self.form_desk.question = say("ASK_SAME_PERSON")
            self.form_desk.jump_to(FIRST_FIELD)
            return
        self._is_saving = True
        self.station.signals.person_begun.emit()
        self.keeper.pause()
        self.saved.show_waiting(view.summary.name)
        self._show(self.saved)
        self.saved.setFocus()
        desk, entry, programme, missing = self.station.desk, form.entry(), form.programme, view.missing
        visit, ticket, account = form.visit, form.ticket.uid if form.ticket else None, form.account
        on = form.on if form.ticket or form.visit else desk.today()
        draft = self.keeper.uid  # it may be on its way to the disk still: that comes before this on the one worker
        self.station.act(
            self,
            lambda: register(desk, entry, programme, on, draft=draft, same_visit=visit, ticket=ticket, account=account),
            lambda answer: self._on_saved(answer, form, missing),
            on_trouble=self._on_trouble,
        )

    def _asks(self, outcome: Outcome, missing: Sequence[Missing]) -> bool:
        is_settled = outcome in (Outcome.NOT_ELIGIBLE, Outcome.DUPLICATE)
        return not is_settled and any(line.code not in NOT_AT_HAND for line in missing)

    def _is_of_another(self) -> bool:
        """Whether the NIK is known under another name: more likely mistyped than the same person come back."""
        first, name = self.form_desk.view.duplicate, self.form_desk.view.applicant.name_on_id
        return first is not None and bool(name) and name != first.name_on_id

    def _ask_twice(self, outcome: Outcome) -> None:
        self.form_desk.leave_all()
        self.form_desk.question = (
            tr("F2 sekali lagi untuk mencatat kunjungan ini sebagai belum lengkap.")
            if outcome is Outcome.INCOMPLETE
            else tr("F2 sekali lagi untuk mencatat kunjungan ini di daftar tunggu.")
        )
        missing = self.form_desk.view.missing
        self.form_desk.jump_to_missing(next(line.field for line in missing if line.code not in NOT_AT_HAND))

    def _on_saved(self, answer: Registered, form: RegistrationForm, missing: tuple[Missing, ...]) -> None:
        self._is_saving = False
        has_keys = self.has_keys
        self._last_kept = None
        self.form_desk.begin(takes_focus=has_keys)
        self.keeper.begin(self.form_desk.form)
        self.saved_desk.show(answer, form, missing)
        self._show(self.saved)
        if has_keys:
            self.saved.setFocus()
        self._run_after_saving()

    def _on_trouble(self, trouble: Trouble) -> None:
        self._is_saving = False
        self._later_nik, self._next_nik = self._next_nik, ""  # it belongs to the person after this one
        self._back()
        self.keeper.note_change()
        self.station.tasks.troubled.emit(trouble)
        self._run_after_saving()

    def _run_after_saving(self) -> None:
        waiting, self._after_saving = self._after_saving, []
        for act in waiting:
            act()
        typed, self._next_nik = self._next_nik, ""
        if typed:
            self._begin_with(typed)

    def _open_first(self) -> None:
        view = self.form_desk.view
        first = view.duplicate or view.likely
        if first is not None:
            self.station.show_record(first.uid)

    # --- drafts ---------------------------------------------------------------------------------------------------

    def keep_draft(self, then: Then) -> None:
        """Keep the open form sealed, now; ``then`` is told what has become of it, whatever that is."""
        if self._is_saving:
            self._after_saving.append(lambda: self.keep_draft(then))
            return
        self.keeper.keep(then, is_open=True)

    def resume(self, uid: uuid.UUID) -> None:
        """Go on with a draft; what stands in the form is kept first."""
        self._may_offer = False
        if uid == self.keeper.uid and not self.form_desk.form.is_empty():
            self._back()  # it is the one on the screen
        else:
            self.keeper.find(uid, self._load)

    def _load(self, draft: Draft | None) -> None:
        if draft is None:
            self.station.notice("attention", tr("Draf ini sudah tidak ada. Isian yang lain tidak berubah."))
            return
        if not self.keeper.is_safe:
            self.keeper.keep(lambda kept: None if kept.trouble else self._load(draft), is_open=False)
            return
        self._last_kept = None
        self.saved_desk.forget()
        self._show(self.form_desk.page)
        self.form_desk.load(dict(draft.values), takes_focus=self.has_keys)
        self.keeper.begin(self.form_desk.form, draft)
        self._tell_offers()

    def take_back(self, form: KeptForm) -> None:
        """Go on with a form that could not be kept and was only remembered."""
        self._may_offer = False
        self._last_kept = None
        self.saved_desk.forget()
        self._show(self.form_desk.page)
        self.form_desk.load(dict(form.values), takes_focus=self.has_keys)
        self.keeper.take_back(self.form_desk.form, form.uid)
        self._tell_offers()

    def _on_drafts(self, found: tuple[Draft, ...]) -> None:
        self.drafts_panel.show_drafts(self.keeper.drafts)
        if self._may_offer:
            self._may_offer = False
            self._offer(found)
        self._tell_offers()
        self.offers_changed.emit()

    def _offer(self, found: Sequence[Draft]) -> None:
        """After a kill: the form that was on the screen comes back with one key."""
        draft = next((one for one in found if STILL_OPEN in one.values), None)
        if draft is None or not self.form_desk.form.is_empty():
            return
        self._last_kept = draft.uid
        said = tr("Isian terakhir belum disimpan: {name}. Ctrl+Z melanjutkannya.")
        text = said.format(name=draft_name(draft.title, draft.nik_end))
        self.station.signals.noticed.emit(Notice("attention", text, tr("Lanjutkan"), self._go_on_with_last))

    def _go_on_with_last(self) -> None:
        if self._last_kept is not None:
            self.resume(self._last_kept)

    def _show_drafts(self) -> None:
        self.drafts_panel.show_drafts(self.keeper.drafts)
        self._show(self.drafts_panel)
        self.drafts_panel.list.setFocus()

    def _back(self) -> None:
        self._discarded = None
        self._show(self.form_desk.page)
        if self.has_keys:
            self.form_desk.jump_to(self.form_desk.form.stage or FIRST_FIELD)

    def _resume_marked(self) -> None:
        if (uid := self.drafts_panel.marked) is not None:
            self.resume(uid)

    def _discard_marked(self) -> None:
        uid = self.drafts_panel.marked
        self._discarded = next((one for one in self.keeper.drafts if one.uid == uid), None)
        if self._discarded is not None:
            self.keeper.discard(self._discarded.uid)
            self.station.notice("ok", tr("Draf dihapus. Ctrl+Z mengembalikannya."))

    def _restore_draft(self) -> None:
        if self._discarded is not None:
            self.keeper.restore(self._discarded)
            self._discarded = None
