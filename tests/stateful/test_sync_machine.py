"""Desks of one post, one server, and everything that may happen to them, on the real code [TRUST S14].

The machine registers, corrects, calls people, sends, cuts the line, delivers old requests late, pulls the plug (in the
middle of an exchange, too), copies disks, loses computers, restores desks and the server from older copies, and in the
end asks: is nothing lost that anybody acknowledged and anybody holds, nothing doubled, no number twice, and do all ends
agree?
"""

from __future__ import annotations

import os
import sys
import uuid
from collections import Counter, defaultdict
from contextlib import ExitStack
from typing import Any

import pytest
from hypothesis import note
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule

from app.desk.correct import correct
from app.desk.queue.call import call_next
from app.desk.queue.look import queue_now, tickets_of_day
from app.desk.queue.move import finish, requeue, skip
from app.desk.queue.take import TicketTaken, take_ticket
from app.models.events import chain_problem
from app.sync.exchange import are_heads_equal
from app.sync.log import SyncLog
from app.sync.state import Totals
from core.errors import Trouble
from core.registration import Outcome
from core.tickets import Service
from core.wire.envelope import StreamSet
from core.wire.sets import post_digest
from server.store import streams
from tests.harness.places import quick_folder
from tests.kit.desk import DAY, register_one, while_numbers_last
from tests.kit.enrolled import (
    as_the_desk_has_it,
    as_the_server_has_it,
    desk_heads,
    join,
    pending,
    registrations,
    server_has,
    server_heads,
    sync,
)
from tests.kit.lasting_server import LastingServer
from tests.kit.line import CutAnswer, CutRequest, Harm, Twice, answer
from tests.kit.manual_clock import ManualClock
from tests.stateful.running import run_machine
from tests.stateful.site import MOST_RESTORES, Site

PLACES = st.integers(0, 4)
"""Of desks; there are two to begin with, and more after disks were copied."""
MOST_SITES = 4
PEOPLE = st.integers(0, 19)
"""Few enough that the same person comes to both desks."""
TOWNS = st.sampled_from(["MALANG", "KEDIRI", "BLITAR"])

HARMS: st.SearchStrategy[Harm] = st.one_of(
    st.builds(CutRequest, st.integers(0, 1500)),
    st.builds(CutAnswer, st.integers(0, 600)),
    st.just(Twice()),
    st.just(answer("503 Busy", Retry_After="9")),
    st.just(answer("200 OK", b"<html>Selamat datang</html>", Content_Type="text/html")),
)
OF_A_BAD_LINE = {"LINE_BROKEN", "SERVER_BUSY", "CAPTIVE_PORTAL"}


class DesksAndServer(RuleBasedStateMachine):
    """What may happen, and what must hold afterwards."""

    def __init__(self) -> None:
        super().__init__()
        self._all = ExitStack()
        self._folder = self._all.enter_context(quick_folder())
        self._copy = self._folder / "server copy"
        self._clock = ManualClock()
        self._server = self._all.enter_context(LastingServer(self._folder / "server"))
        self._sites = [self._new_site(name) for name in ("one", "two")]
        self._server.keep_copy(self._copy)
        self._has_server_forgotten = False
        self._owed: set[bytes] = set()
        """Uids that were acknowledged and that somebody still has to hold."""
        self._numbers: set[str] = set()
        self._queue_numbers: set[str] = set()

    def _new_site(self, name: str, copied: Site | None = None) -> Site:
        folder = self._folder / name
        folder.mkdir()
        site = Site(folder, self._server, self._clock, copied=copied)
        self._all.callback(site.close)
        return site

    def _site(self, place: int) -> Site:
        return self._sites[place % len(self._sites)]

    # --- what happens -----------------------------------------------------------------------------------------------

    @rule(place=PLACES, people=st.lists(PEOPLE, min_size=1, max_size=3))
    def register(self, place: int, people: list[int]) -> None:
        """Some people come to a desk."""
        for person in people:
            self._register(self._site(place), person)

    def _register(self, site: Site, person: int) -> None:
        self._clock.pass_s(60)
        known = {one.uid: one for one in registrations(site.desk)}
        answered = register_one(site.desk, person)
        kept = answered.kept
        if answered.outcome is Outcome.DUPLICATE:
            assert known[kept.uid].registration_no == kept.registration_no
            return
        assert not {one.body.person.nik for one in known.values()} & {kept.body.person.nik}
        if not site.has_lost_count:
            assert kept.registration_no not in self._numbers, "a registration number twice"
            assert kept.queue_number not in self._queue_numbers, "a queue number twice"
        self._numbers.add(kept.registration_no)
        self._queue_numbers.add(kept.queue_number)
        self._owed.add(kept.uid.bytes)

    @rule(place=PLACES, which=st.integers(0, 9), town=TOWNS)
    def correct(self, place: int, which: int, town: str) -> None:
        """A desk corrects a registration, its own or another desk's."""
        desk = self._site(place).desk
        held = sorted(registrations(desk), key=lambda one: one.uid)
        if held:
            self._clock.pass_s(60)
            correct(desk, held[which % len(held)].uid, {"birth_place": town}, "Salah baca")

    @rule(place=PLACES, letters=st.lists(st.sampled_from(list(Service)), min_size=1, max_size=3))
    def take_numbers(self, place: int, letters: list[Service]) -> None:
        """Some people take numbers at a desk."""
        site = self._site(place)
        for letter in letters:
            self._clock.pass_s(60)
            with while_numbers_last():
                told = take_ticket(site.desk, letter, DAY)
                assert isinstance(told, TicketTaken)
                if not site.has_lost_count:
                    assert told.ticket.number not in self._queue_numbers, "a queue number twice"
                self._queue_numbers.add(told.ticket.number)

    @rule(place=PLACES, act=st.sampled_from(["call", "skip", "requeue", "done"]), which=st.integers(0, 9))
    def work_at_the_counter(self, place: int, act: str, which: int) -> None:
        """A desk calls somebody, or sees to one of those who were called, whoever called them."""
        desk = self._site(place).desk
        tickets = tickets_of_day(desk, DAY)
        self._clock.pass_s(60)
        if act == "call":
            call_next(desk, DAY, str(place))
        elif tickets:
            {"skip": skip, "requeue": requeue, "done": finish}[act](desk, tickets[which % len(tickets)].uid)

    @rule(place=PLACES)
    def send(self, place: int) -> None:
        """A desk sends over a sound line."""
        desk = self._site(place).desk
        self._sync(self._site(place))
        assert pending(desk) == 0
        assert are_heads_equal(SyncLog(desk.store, desk.keys, desk.clock))

    def _sync(self, site: Site) -> Totals:
        """One exchange; at a server from before its enrolment a desk without a certificate shows another code."""
        try:
            return sync(site.desk)
        except Trouble as trouble:
            if trouble.code != "DEVICE_UNKNOWN":
                raise
        note("enrolled again")
        join(site.desk, self._server.line.url, self._server.now.new_code())
        return sync(site.desk)

    @rule(place=PLACES, harms=st.lists(HARMS, min_size=1, max_size=3))
    def send_over_a_bad_line(self, place: int, harms: list[Harm]) -> None:
        """A desk tries to send while the line is harmed, and tries again as often as it is."""
        self._server.line.harm(*harms)
        for _ in harms:
            try:
                self._sync(self._site(place))
            except Trouble as trouble:
                note(trouble.code)
                if trouble.code not in OF_A_BAD_LINE:
                    raise
        self._server.line.heal()

    @rule(which=st.integers(0, 1000))
    def deliver_late(self, which: int) -> None:
        """A request that was on the line before comes (again)."""
        requests = self._server.line.requests
        late = self._server.line.deliver_late(requests[-1 - which % min(len(requests), 40)])
        assert late.head.split()[1][:1] in {b"2", b"4"}

    @rule(place=PLACES, has_power=st.booleans())
    def reopen(self, place: int, *, has_power: bool) -> None:
        """A desk is closed and opened, or loses its power in the middle of registering."""
        if has_power:
            self._site(place).reopen()
        else:
            self._site(place).lose_power_in_mid_registration()

    @rule(place=PLACES, after=st.integers(0, 6))
    def lose_power_in_mid_exchange(self, place: int, after: int) -> None:
        """A desk loses its power while it writes down what an exchange brought."""
        try:
            self._site(place).lose_power_in_mid_exchange(after)
        except Trouble as trouble:
            if trouble.code != "DEVICE_UNKNOWN":
                raise

    @rule(place=PLACES)
    def copy_disk(self, place: int) -> None:
        """A desk's disk is copied into a second computer, and both work."""
        if len(self._sites) < MOST_SITES:
            self._sites.append(self._new_site(f"copy {len(self._sites)}", self._site(place)))

    @rule(place=PLACES)
    def begin_anew(self, place: int) -> None:
        """A computer is lost; a new one takes its place."""
        self._site(place).begin_anew()
        self._site(place).has_lost_count |= self._has_server_forgotten
        self._forget()

    @rule(place=PLACES)
    def back_up(self, place: int) -> None:
        """A desk is backed up."""
        self._site(place).back_up()

    @rule(place=PLACES, is_fresh=st.booleans(), is_disk_lost=st.booleans())
    def restore(self, place: int, *, is_fresh: bool, is_disk_lost: bool) -> None:
        """A desk is put back from its last backup, perhaps one made just now to move to another computer."""
        site = self._site(place)
        if site.restores < MOST_RESTORES:
            self._clock.pass_s(60)
            if is_fresh:
                site.back_up()
            site.restore(is_disk_lost=is_disk_lost)
            self._forget()

    @rule(place=PLACES)
    def go_back_in_time(self, place: int) -> None:
        """Somebody puts yesterday's files into a desk's folder, and nobody tells the program."""
        self._clock.pass_s(60)
        self._site(place).go_back_in_time()
        self._forget()

    @rule()
    def copy_server(self) -> None:
        """The server is backed up."""
        self._server.keep_copy(self._copy)

    @rule()
    def put_server_back(self) -> None:
        """The server goes on from its last backup."""
        self._server.put_back(self._copy)
        self._has_server_forgotten = True
        for site in self._sites:
            site.has_lost_count = True  # blocks given since may be given to another desk before their owners come back
        self._forget()

    def _forget(self) -> None:
        """What neither the server nor any desk of the post holds any more, nobody can bring back."""
        held = {uuid.UUID(one["uid"]).bytes for one in server_has(self._server.now)}
        self._owed &= held.union(*({one.uid.bytes for one in registrations(site.desk)} for site in self._sites))

    # --- what must hold ---------------------------------------------------------------------------------------------

    @rule()
    def settle(self) -> None:
        """The line heals, everybody sends: nothing lost, nothing doubled, all agree."""
        self._server.line.heal()
        for site in (*self._sites, *self._sites, *self._sites):
            self._sync(site)
        for site in self._sites:
            self._check_desk(site)
        self._check_server(server_has(self._server.now), server_has(self._server.now, "events"))
        queues = {tickets_of_day(site.desk, DAY) for site in self._sites}
        assert len(queues) == 1, "two desks see another queue"
        lines = {queue_now(site.desk, DAY).waiting for site in self._sites}
        assert len(lines) == 1, "two desks call in another order"

    def _check_desk(self, site: Site) -> None:
        totals = sync(site.desk)
        assert (totals.sent, totals.received, pending(site.desk)) == (0, 0, 0)
        mine, held = desk_heads(site.desk), server_heads(self._server.now, site.desk)
        current = site.desk.store.profile.stream.hex()
        assert mine.get(current) == held.get(current), "heads differ"
        for stream, here in mine.items():
            there = held.get(stream, (0, ""))
            assert here == there or here[0] < there[0], "heads differ"
        assert site.desk.store.run(chain_problem) is None
        log = SyncLog(site.desk.store, site.desk.keys, site.desk.clock)
        assert post_digest(log.sets()) == self._server_digest(), "the sets differ"
        told = as_the_desk_has_it(site.desk)
        names = set(next(iter(told.values()), {}))
        assert told == as_the_server_has_it(self._server.now, "SBY01", names), "the ends tell it differently"

    def _server_digest(self) -> bytes:
        with self._server.now.store.reading() as work:
            heads = streams.streams_of(work, "SBY01")
        return post_digest(StreamSet(head.name, head.last_seq, head.set_sum) for head in heads)

    def _check_server(self, held: list[dict[str, Any]], events: list[dict[str, Any]]) -> None:
        uids = [uuid.UUID(one["uid"]).bytes for one in held]
        assert len(uids) == len(set(uids)), "a registration twice"
        assert self._owed <= set(uids), "an acknowledged registration is lost"
        if not any(site.has_lost_count for site in self._sites):
            assert max(Counter(one["registration_no"] for one in held).values(), default=1) == 1, "a number twice"
        places = [(one["device"], one["incarnation"], one["seq"]) for one in events]
        assert len(places) == len(set(places)), "an event twice"
        groups = defaultdict(set)
        for one in held:
            groups[one["nik"]].add((one["uid"], one["duplicate_group"]))
        for same in groups.values():
            flags = {group for _, group in same}
            assert len(flags) == 1, "the same person twice without a common flag"
            assert len(same) == 1 or flags != {None}, "the same person twice without a flag"

    def teardown(self) -> None:
        try:
            if sys.exc_info()[0] is None:
                self.settle()
        finally:
            self._all.close()


@pytest.mark.slow
def test_desks_and_a_server_agree_whatever_happens() -> None:
    run_machine(DesksAndServer, examples=12, steps=20)


@pytest.mark.proof
@pytest.mark.usefixtures("engine")
def test_desks_and_a_server_agree_whatever_happens_for_long() -> None:
    """``POSKO_MACHINE=30000x60`` sets how often and how long; what fits into a night is up to the machine."""
    examples, steps = map(int, os.environ.get("POSKO_MACHINE", "100x40").split("x"))
    run_machine(DesksAndServer, examples=examples, steps=steps)
    print(f"{examples} runs of up to {steps} steps: 0 lost, 0 doubled, 0 overwritten, all ends agree")
