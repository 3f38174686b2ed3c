"""One help at a time: what was asked and answered, which page comes next, and where all of it goes at the end."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from app.changes import Changes
from app.desk.account import go_on, proof
from app.desk.account.acts import AccountKept
from app.desk.account.look import AccountView
from app.desk.account.open import open_account
from app.desk.account.reserve import Reserved, new_code, reserve_mailbox
from app.desk.queue.move import finish, requeue
from app.desk.refusal import Refused
from app.ui.account_wish import AccountWish, HelpOutcome
from app.ui.i18n import say
from app.ui.screens.account_acts import AccountActs, Kept, Told
from app.ui.screens.account_card import CardDesk
from app.ui.screens.account_guides import guide_of, public_guides_of, step_after_proof, step_at
from app.ui.screens.account_pages import PROVE, Page, is_known, page_for, question_before
from app.ui.screens.account_search import AccountSearch
from app.ui.screens.account_words import PhoneUse, result_text
from app.ui.station import Station
from core.account_rules import AccountCode
from core.accounts import CodeWhy, Need, PhoneOwner, Reach, Reason, Result, Road
from core.findings import Weight
from core.mail_steps import RoadGuide

NOBODY = AccountWish()

_WITH_ADDRESS = (Need.HAS, Need.FORGOTTEN)

_FINDING_STEPS = 2
"""Of the road to an address that is there: looking it up and reading it out; then it is typed."""


class AccountCourse(QObject):
    """Holds the help that is in front. Nothing of it is kept here that the store does not have."""

    moved = Signal()
    """Another page, or the help stands otherwise."""
    ended = Signal(object)
    """The officer goes back to where it began: ``HelpOutcome``."""

    def __init__(self, station: Station, parent: QObject) -> None:
        super().__init__(parent)
        self._station = station
        self.acts = AccountActs(station, self)
        self.card = CardDesk(station, self.acts, self)
        self.page = Page.HOME
        self.is_going_back = False
        """Whether the question that is on was answered before, and is put once more."""
        self.wish = NOBODY
        self.view: AccountView | None = None
        self.result = Result.LATER
        """What the page WHY asks the reason of."""
        self._contact = ""
        self._search = AccountSearch(station, self)
        self._search.told.connect(self.acts.told)
        station.signals.changed.connect(self._on_changed)

    # --- beginning ------------------------------------------------------------------------------------------------

    def begin(self, wish: AccountWish) -> None:
        """Help this person: go on with what was begun for them, or ask the first question."""
        self.wish, self.view, self._contact = wish, None, ""
        self.card.forget()
        self._search.stop()
        self.go(Page.NEED if wish.name_on_id else Page.WHO)
        if wish.account is not None:
            self.acts.read(wish.account, self._go_on)
        else:
            self._search.begin(wish, self._found)

    def _found(self, view: AccountView | None, need: Need | None) -> None:
        """What was begun before goes on; else the first answer counts, if there is one."""
        if view is not None:
            self.wish.begun(view.account.uid)
            self._go_on(view)
        elif need is not None:
            self.open(need)

    def _go_on(self, view: AccountView) -> None:
        """A help that was begun before; one that was paused runs again."""
        self.view = view
        if view.account.state == "paused":
            desk, uid = self._station.desk, view.account.uid
            self.acts.run(lambda: go_on.resume(desk, uid), self._moved)
        else:
            self._show(view)

    def name(self, name_on_id: str) -> None:
        """Whom the help is for, where no form says it."""
        self.wish = replace(self.wish, name_on_id=name_on_id)
        self.go(Page.NEED)

    def find(self, address: str, unknown: Callable[[], None]) -> None:
        """Go on with the help of whoever has this address.

        Args:
            unknown: told where this desk knows nobody who has it.
        """

        def found(view: AccountView | None) -> None:
            if self.page is not Page.FIND:
                return  # the officer has gone on
            if view is None:
                unknown()
            else:
                self.begin(AccountWish(view.account.opened.name_on_id, account=view.account.uid))

        self._search.by_address(address, found)

    def open(self, need: Need) -> None:
        """The first answer: from here on the help is written down; given once more, the help goes another way."""
        if self._search.keeps(need):
            return
        if self.view is not None:
            self._answer_again(self.view, need)
            return
        desk, wish = self._station.desk, self.wish

        def verb() -> AccountKept | Refused:
            kept = open_account(
                desk,
                desk.today(),
                need,
                name_on_id=wish.name_on_id,
                nik=wish.nik,
                registration=wish.registration,
                ticket=wish.ticket,
            )
            return go_on.choose_road(desk, kept.account.uid, Road.OWN) if need in _WITH_ADDRESS else kept

        def opened(kept: AccountKept, view: AccountView) -> None:
            wish.begun(view.account.uid)
            self._moved(kept, view)

        self.acts.run(verb, opened)

    def _answer_again(self, view: AccountView, need: Need) -> None:
        """The first answer once more: another one changes the road, the same one leads to the next question."""
        if need in _WITH_ADDRESS:
            self.take_own(need)
        elif need == view.account.need:
            self.go(Page.PHONE if need is Need.NONE else Page.CONTACT)
        else:
            self.change_need(need)

    # --- going on -------------------------------------------------------------------------------------------------

    @property
    def uid(self) -> uuid.UUID | None:
        """The help that is in front."""
        return self.view.account.uid if self.view is not None else None

    @property
    def guide(self) -> RoadGuide | None:
        """The steps of the road that is gone."""
        return guide_of(self._station.desk, self.view) if self.view is not None else None

    @property
    def guides(self) -> tuple[RoadGuide, ...]:
        """The public providers of today."""
        return public_guides_of(self._station.desk)

    def go(self, page: Page, *, is_back: bool = False) -> None:
        """Show another page."""
        self.page, self.is_going_back = page, is_back
        self.moved.emit()

    @property
    def question_before(self) -> Page | None:
        """The question whose answer has led here."""
        return question_before(self.view, self.page) if self.view is not None else None

    def go_back(self) -> None:
        """One question back, to answer it otherwise; nothing is changed by the way."""
        before = self.question_before
        if before is not None:
            self.go(before, is_back=True)

    def go_where_it_stands(self) -> None:
        """Away from a question that was only put for a moment."""
        if self.view is not None:
            self._show(self.view)

    @property
    def can_go_back(self) -> bool:
        """Whether the page that is on was only come to for a moment."""
        return self.view is not None and self._page_of(self.view) is not self.page

    def ask_why(self, result: Result) -> None:
        """It is put off, or does not work: why."""
        self.result = result
        self.go(Page.WHY)

    def answer_phone(self, owner: PhoneOwner, use: PhoneUse) -> None:
        """Whose telephone there is; without a smart one only the regional mailbox is left, and without that, later."""

        def noted(kept: AccountKept, view: AccountView) -> None:
            if use is PhoneUse.ALL:
                self._moved(kept, view, Page.ROAD)
            elif view.space is not None:
                self.view = view
                self.choose_road(Road.REGIONAL)
            else:
                self._moved(kept, view, Page.ROAD)
                if use is PhoneUse.NO_PAGES:
                    self.ask_why(Result.LATER)

        self._act(lambda uid: go_on.note_phone(self._station.desk, uid, owner, ()), noted)

    def choose_road(self, road: Road, provider: str = "") -> None:
        """Another road, or the first."""
        desk = self._station.desk
        self._act(lambda uid: go_on.choose_road(desk, uid, road, provider))

    def take_own(self, need: Need) -> None:
        """There is an address after all, known or forgotten: on to it, from its first step."""
        desk = self._station.desk
        page = Page.ADDRESS if need is Need.HAS else None
        if self.view is not None and self.view.account.need == need:
            self._act(lambda uid: go_on.choose_road(desk, uid, Road.OWN), page=page)
        else:
            self.change_need(need, page=page)

    def change_need(self, need: Need, *, page: Page | None = None) -> None:
        """It is something else that the person needs."""
        desk = self._station.desk
        self._act(lambda uid: go_on.change_need(desk, uid, need), page=page)

    def reach_step(self, step: int) -> None:
        """So many steps are done; before the proof the address is looked at, and after the last one it is over."""
        view, guide, desk = self.view, self.guide, self._station.desk
        if view is None or guide is None:
            return
        if step >= len(guide.steps) and view.account.address:
            self.finish()
            return
        if view.account.road == Road.REGIONAL:
            self._act(lambda uid: go_on.reach_step(desk, uid, step))
            return
        is_found = is_known(view) and step >= _FINDING_STEPS
        is_at_proof = step_at(guide, step) in ("", PROVE)
        page = Page.ADDRESS if is_found or is_at_proof else Page.STEPS
        self._act(lambda uid: go_on.reach_step(desk, uid, step), page=page)

    def back_to_steps(self) -> None:
        """From the address to how it is found, or made."""
        view = self.view
        if view is not None and (is_known(view) or not view.account.step):
            self.go(Page.STEPS)
        elif view is not None:
            self.reach_step(view.account.step - 1)

    @property
    def has_steps_left(self) -> bool:
        """Whether something is still to be done once the code was read."""
        return self.view is not None and not is_known(self.view) and bool(step_after_proof(self.guide))

    def go_on_after_proof(self) -> None:
        """The address is proven, or stays without proof: the rest of the road, or the end."""
        if self.has_steps_left:
            self.reach_step(step_after_proof(self.guide))
        else:
            self.finish()

    def note_address(self, address: str, page: Page) -> None:
        """What the address is."""
        if self.view is not None and self.view.account.address == address:
            self.go(page)
            return
        desk = self._station.desk
        self._act(lambda uid: go_on.note_address(desk, uid, address), page=page)

    def reserve(self, stem: str) -> None:
        """A regional mailbox; its card is printed at once."""

        def reserved(kept: Reserved, view: AccountView) -> None:
            self._moved(kept, view)
            self.card.print_code(kept)

        desk = self._station.desk
        nik = self.wish.nik
        self._act(lambda uid: reserve_mailbox(desk, uid, stem, nik=nik), reserved)

    def note_contact(self, owner: PhoneOwner, reach: tuple[Reach, ...], contact_person: str) -> None:
        """How the person is reached; where that was all, the help is at its end."""
        desk = self._station.desk

        def noted(kept: AccountKept, view: AccountView) -> None:
            self._contact = view.account.contact_person
            self._moved(kept, view)
            if view.account.need == Need.PHONE:
                self.end(Result.HAD)

        self._act(lambda uid: go_on.note_phone(desk, uid, owner, reach, contact_person), noted)

    def ask_code(self) -> None:
        """The server shall mail six digits."""
        desk = self._station.desk
        self._act(lambda uid: proof.ask_proof(desk, uid), page=Page.PROOF)

    def read_code(self, code: str) -> None:
        """The applicant has read them out."""
        desk = self._station.desk
        self._act(lambda uid: proof.read_proof(desk, uid, code), page=Page.PROOF)

    # --- a mailbox whose owner cannot get in --------------------------------------------------------------------

    def ask_recovery(self) -> None:
        """What the coordinator has seen is asked first; nobody else is asked at all."""
        if self._station.desk.keys.is_coordinator:
            self.go(Page.RECOVER)
        else:
            self.acts.told.emit(Told(say(AccountCode.NEEDS_COORDINATOR), Weight.WARN))

    def recover(self, id_paper: str, reason: str) -> None:
        """A new code for a mailbox that is in use; its card is printed at once, and every other code is void."""
        desk = self._station.desk

        def recovered(kept: Reserved, view: AccountView) -> None:
            self._moved(kept, view)
            self.card.print_code(kept, is_recovery=True)

        self._act(lambda uid: new_code(desk, uid, CodeWhy.RECOVERY, reason=reason, id_paper=id_paper), recovered)

    # --- pausing and ending ---------------------------------------------------------------------------------------

    def pause(self) -> None:
        """Somebody else's turn; a number of the queue goes back into its line."""

        def paused(_kept: AccountKept, view: AccountView) -> None:
            self._release(view, requeue)
            self._leave(view)

        self._act(lambda uid: go_on.pause(self._station.desk, uid), paused)

    def end(self, result: Result, reason: Reason | None = None) -> None:
        """This is what came of it; back to where it began."""
        desk, said = self._station.desk, reason.value if reason else ""

        def ended(_kept: AccountKept, view: AccountView) -> None:
            self._release(view, finish)
            self._leave(view)

        self._act(lambda uid: go_on.end(desk, uid, result, said), ended)

    def finish(self) -> None:
        """There is an address: it was there before, or was made."""
        view = self.view
        if view is not None:
            self.end(Result.HAD if view.account.road == Road.OWN else Result.MADE)

    def reopen(self) -> None:
        """Not at its end after all."""
        desk = self._station.desk
        self._act(lambda uid: go_on.reopen(desk, uid))

    def leave(self) -> None:
        """Back to where it began; the help goes on where it stands when somebody comes back to it."""
        if self.view is not None:
            self._leave(self.view)
        else:
            self._leave_as(HelpOutcome())

    def _leave(self, view: AccountView) -> None:
        account = view.account
        is_told = bool(account.result) and not self.wish.back_text
        self.acts.told.emit(Told(f"{account.opened.name_on_id}: {result_text(account)}." if is_told else ""))
        is_usable = account.result in (Result.HAD, Result.MADE)
        self._leave_as(HelpOutcome(account.uid, account.address if is_usable else "", self._contact))

    def _leave_as(self, outcome: HelpOutcome) -> None:
        wish = self.wish
        self.wish, self.view, self._contact = NOBODY, None, ""
        self._search.stop()
        self.card.forget()
        self.go(Page.HOME)
        self.ended.emit(outcome)
        wish.back(outcome)

    def _release(self, view: AccountView, verb: Callable[..., object]) -> None:
        """What becomes of the number by which the person was called."""
        ticket, desk = view.account.opened.ticket, self._station.desk
        if ticket is None:
            return

        def told(_answer: object) -> None:
            self._station.signals.changed.emit(Changes(has_queue=True, has_outbox=True))

        self._station.tasks.run(self, lambda: verb(desk, ticket), told)

    # --- inside ---------------------------------------------------------------------------------------------------

    def _act(
        self,
        verb: Callable[[uuid.UUID], Kept | Refused],
        then: Callable[[Kept, AccountView], None] | None = None,
        *,
        page: Page | None = None,
    ) -> None:
        uid = self.uid
        if uid is not None:
            self.acts.run(lambda: verb(uid), then or (lambda kept, view: self._moved(kept, view, page)))

    def _moved(self, _kept: object, view: AccountView, page: Page | None = None) -> None:
        self.view = view
        if page is None:
            self._show(view)
        else:
            self.go(page)

    def _show(self, view: AccountView) -> None:
        self.go(self._page_of(view))

    def _page_of(self, view: AccountView) -> Page:
        guide = guide_of(self._station.desk, view)
        return page_for(view, step_at(guide, view.account.step), guide.domain if guide is not None else "")

    def _on_changed(self, changes: Changes) -> None:
        """Another desk, or the server, has had its say."""
        uid = self.uid
        if uid is not None and not self.acts.is_acting and (changes.has_accounts or uid in changes.registrations):
            self.acts.read(uid, self._take)

    def _take(self, view: AccountView) -> None:
        if view.account.uid == self.uid and view != self.view:
            self.view = view
            self.moved.emit()
