"""Two desks of one post and a server help people with e-mail in any order: one story at both, no address for two.

The machine opens helps, moves them, promises mailboxes under few names, gives new codes, asks for proofs, reads codes
back, closes and restores desks, and sends; in the end both desks tell the same of every help, and the server agrees.
"""

from __future__ import annotations

import sys
import uuid
from collections import Counter
from contextlib import ExitStack

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from app.desk.account.go_on import change_need, choose_road, end, note_address, pause, reach_step, reopen, resume
from app.desk.account.look import AccountView, account_view
from app.desk.account.open import open_account
from app.desk.account.proof import ask_proof, read_proof
from app.desk.account.reserve import Reserved, new_code, reserve_mailbox
from app.desk.context import Desk
from app.models.accounts import account_uids_between
from app.models.events import chain_problem
from core.accounts import CodeWhy, Need, Reason, Result, Road
from core.proofs import MailboxState
from server.mail_settings import MailSettings
from server.store import mailboxes
from tests.harness.places import quick_folder
from tests.kit.desk import DAY, person_values
from tests.kit.enrolled import sync
from tests.kit.lasting_server import LastingServer
from tests.kit.manual_clock import ManualClock
from tests.stateful.running import run_machine
from tests.stateful.site import Site

PLACES = st.integers(0, 1)
PICK = st.integers(0, 99)
PEOPLE = st.integers(0, 5)
STEMS = ("siti.aminah", "ratna.dewi", "budi.hartono")
ADDRESSES = ("siti.aminah90@gmail.com", "ratna.dewi88@yahoo.com", "")
MOST_RESTORES = 2


class HelpWithMail(RuleBasedStateMachine):
    """What may happen, and what must hold after each thing."""

    def __init__(self) -> None:
        super().__init__()
        self._all = ExitStack()
        self._folder = self._all.enter_context(quick_folder())
        self._clock = ManualClock()
        mail = MailSettings(domain="warga.contoh.test")
        self._server = self._all.enter_context(LastingServer(self._folder / "server", mail=mail))
        self._sites = [self._new_site(name) for name in ("one", "two")]
        self._promised: Counter[str] = Counter()
        self._restores = 0
        for place in (0, 1):
            sync(self._sites[place].desk)
            self._sites[place].back_up()

    def _new_site(self, name: str) -> Site:
        folder = self._folder / name
        folder.mkdir()
        site = Site(folder, self._server, self._clock)
        self._all.callback(site.close)
        return site

    def _desk(self, place: int) -> Desk:
        self._clock.pass_s(60)
        return self._sites[place].desk

    def _picked(self, place: int, pick: int) -> uuid.UUID | None:
        uids = sorted(helps(self._sites[place].desk))
        return uids[pick % len(uids)] if uids else None

    # --- what happens -----------------------------------------------------------------------------------------------

    @initialize()
    def begin_the_day(self) -> None:
        """Somebody sits at each desk already, and both know them."""
        for place in (0, 1):
            self.open(place, place, Need.NONE)
        for place in (0, 1, 0):
            self.send(place)

    @rule(place=PLACES, person=PEOPLE, need=st.sampled_from(list(Need)))
    def open(self, place: int, person: int, need: Need) -> None:
        """Somebody sits down at the account desk."""
        self._opened(place, person, need)

    def _opened(self, place: int, person: int, need: Need) -> uuid.UUID:
        values = person_values(person)
        name, nik = str(values["name_on_id"]), str(values["nik"])
        return open_account(self._desk(place), DAY, need, name_on_id=name, nik=nik).account.uid

    @rule(place=PLACES, pick=PICK, which=st.integers(0, 7), choice=st.integers(0, 2))
    def go_on(self, place: int, pick: int, which: int, choice: int) -> None:
        """Something is done with a help, whether or not it can be done now."""
        desk, uid = self._desk(place), self._picked(place, pick)
        if uid is None:
            return
        verbs = (
            lambda: choose_road(desk, uid, list(Road)[choice]),
            lambda: reach_step(desk, uid, choice),
            lambda: pause(desk, uid),
            lambda: resume(desk, uid),
            lambda: note_address(desk, uid, ADDRESSES[choice]),
            lambda: end(desk, uid, list(Result)[choice + 1], Reason.NO_TIME),
            lambda: reopen(desk, uid),
            lambda: change_need(desk, uid, list(Need)[choice]),
        )
        verbs[which]()

    @rule(place=PLACES, person=PEOPLE, pick=PICK, stem=st.sampled_from(STEMS), is_new=st.booleans())
    def promise(self, place: int, person: int, pick: int, stem: str, *, is_new: bool) -> None:
        """A mailbox is promised on paper, to somebody who has just come or is known already."""
        uid = self._opened(place, person, Need.NONE) if is_new else self._picked(place, pick)
        told = reserve_mailbox(self._desk(place), uid, stem) if uid else None
        if isinstance(told, Reserved):
            self._promised[told.address] += 1

    @rule(place=PLACES, pick=PICK)
    def print_again(self, place: int, pick: int) -> None:
        """A card did not come out of the printer."""
        uid = self._picked(place, pick)
        if uid is not None:
            new_code(self._desk(place), uid, CodeWhy.PRINT_FAILED)

    @rule(place=PLACES, pick=PICK, code=st.sampled_from(("", "000000", "123456")))
    def prove(self, place: int, pick: int, code: str) -> None:
        """A code is asked for, or read back."""
        desk, uid = self._desk(place), self._picked(place, pick)
        if uid is not None:
            _ = read_proof(desk, uid, code) if code else ask_proof(desk, uid)

    @rule(place=PLACES)
    def send(self, place: int) -> None:
        """A line is there."""
        sync(self._desk(place))

    @rule(place=PLACES)
    def go_home(self, place: int) -> None:
        """The officer closes the desk and comes back."""
        self._sites[place].reopen()

    @precondition(lambda self: self._restores < MOST_RESTORES)
    @rule(place=PLACES, is_disk_lost=st.booleans())
    def restore(self, place: int, *, is_disk_lost: bool) -> None:
        """The last backup is put in place: what was promised since may stand on paper."""
        self._sites[place].restore(is_disk_lost=is_disk_lost)
        self._restores += 1

    @rule(place=PLACES)
    def back_up(self, place: int) -> None:
        """A backup is made."""
        self._sites[place].back_up()

    # --- what holds -------------------------------------------------------------------------------------------------

    @invariant()
    def no_name_stands_on_two_papers(self) -> None:
        assert [address for address, many in self._promised.items() if many > 1] == []

    def settle(self) -> None:
        """Everybody hears everything."""
        for place in (0, 1, 0, 1):
            sync(self._sites[place].desk)
        first, second = (site.desk for site in self._sites)
        assert told(first) == told(second), "the desks disagree"
        assert first.store.run(chain_problem) is second.store.run(chain_problem) is None
        self._server_agrees(first)

    def teardown(self) -> None:
        try:
            if sys.exc_info()[0] is None:
                self.settle()
        finally:
            self._all.close()

    def _server_agrees(self, desk: Desk) -> None:
        with self._server.now.store.reading() as work:
            found = mailboxes.mailboxes(work, "", 1_000)
        held = {box.address: uuid.UUID(bytes=box.account) for box in found}
        assert len(set(held.values())) == len(held)
        views = (view for view in told(desk).values() if view.mailbox)
        seen = {view.mailbox.address: view.account.uid for view in views if view.mailbox}
        ready = {view.mailbox.state for view in told(desk).values() if view.mailbox}
        assert ready <= {MailboxState.READY, MailboxState.TAKEN}
        assert {address: uid for address, uid in seen.items() if held.get(address) == uid} == held, (
            "the server disagrees"
        )


def helps(desk: Desk) -> tuple[uuid.UUID, ...]:
    return desk.store.run(lambda: account_uids_between(DAY, DAY))


def told(desk: Desk) -> dict[uuid.UUID, AccountView]:
    """Every help as a desk shows it, but for the names that it may give out itself."""
    return {uid: without_space(account_view(desk, uid)) for uid in helps(desk)}


def without_space(view: AccountView) -> AccountView:
    return AccountView(view.account, view.proof, view.mailbox, None)


@pytest.mark.slow
def test_one_story_of_every_help_and_no_address_for_two() -> None:
    run_machine(HelpWithMail, examples=6, steps=30)


@pytest.mark.proof
def test_one_story_of_every_help_and_no_address_for_two_for_long() -> None:
    run_machine(HelpWithMail, examples=100, steps=50)
    print("100 runs of up to 50 steps: one story of every help, no address for two; both desks and the server agree")
