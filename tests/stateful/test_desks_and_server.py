"""Two desks of one post, one server, and everything that may happen to them, on the real code.

The machine registers, sends, cuts the line, pulls the plug, restores desks and the server from older copies, and in
the end asks: is nothing lost that any desk acknowledged, nothing doubled, no number twice, and do all ends agree?
"""

from __future__ import annotations

import sys
import uuid
from collections import Counter, defaultdict
from contextlib import ExitStack
from typing import Any

import pytest
from hypothesis import HealthCheck, note, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

from app.sync.exchange import are_heads_equal
from app.sync.log import SyncLog
from core.errors import Trouble
from core.registration import Outcome
from tests.harness.places import quick_folder
from tests.kit.desk import register_one
from tests.kit.enrolled import desk_heads, pending, registrations, server_has, server_heads, sync
from tests.kit.lasting_server import LastingServer
from tests.kit.line import CutAnswer, CutRequest, Harm, Twice, answer
from tests.kit.manual_clock import ManualClock
from tests.stateful.site import MOST_RESTORES, Site

PLACES = st.integers(0, 1)
PEOPLE = st.integers(0, 19)
"""Few enough that the same person comes to both desks."""

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
        self._is_anything_forgotten = False
        self._owed: set[bytes] = set()
        """Uids that were acknowledged and that somebody still has to hold."""
        self._numbers: set[str] = set()
        self._queue_numbers: set[str] = set()

    def _new_site(self, name: str) -> Site:
        folder = self._folder / name
        folder.mkdir()
        site = Site(folder, self._server, self._clock)
        self._all.callback(site.close)
        return site

    # --- what happens -----------------------------------------------------------------------------------------------

    @rule(place=PLACES, people=st.lists(PEOPLE, min_size=1, max_size=3))
    def register(self, place: int, people: list[int]) -> None:
        """Some people come to a desk."""
        for person in people:
            self._register(place, person)

    def _register(self, place: int, person: int) -> None:
        self._clock.pass_s(60)
        desk = self._sites[place].desk
        known = {one.uid: one for one in registrations(desk)}
        answered = register_one(desk, person)
        kept = answered.kept
        if answered.outcome is Outcome.DUPLICATE:
            assert known[kept.uid].registration_no == kept.registration_no
            return
        assert not {one.body.person.nik for one in known.values()} & {kept.body.person.nik}
        if not self._sites[place].has_lost_count:
            assert kept.registration_no not in self._numbers, "a registration number twice"
            assert kept.queue_number not in self._queue_numbers, "a queue number twice"
        self._numbers.add(kept.registration_no)
        self._queue_numbers.add(kept.queue_number)
        self._owed.add(kept.uid.bytes)

    @rule(place=PLACES)
    def send(self, place: int) -> None:
        """A desk sends over a sound line."""
        desk = self._sites[place].desk
        sync(desk)
        assert pending(desk) == 0
        assert are_heads_equal(SyncLog(desk.store, desk.keys, desk.clock))

    @rule(place=PLACES, harms=st.lists(HARMS, min_size=1, max_size=3))
    def send_over_a_bad_line(self, place: int, harms: list[Harm]) -> None:
        """A desk tries to send while the line is harmed, and tries again as often as it is."""
        self._server.line.harm(*harms)
        for _ in harms:
            try:
                sync(self._sites[place].desk)
            except Trouble as trouble:
                note(trouble.code)
                if trouble.code not in OF_A_BAD_LINE:
                    raise
        self._server.line.heal()

    @rule(place=PLACES, has_power=st.booleans())
    def reopen(self, place: int, *, has_power: bool) -> None:
        """A desk is closed and opened, or loses its power in the middle of registering."""
        if has_power:
            self._sites[place].reopen()
        else:
            self._sites[place].lose_power_in_mid_registration()

    @rule(place=PLACES)
    def back_up(self, place: int) -> None:
        """A desk is backed up."""
        self._sites[place].back_up()

    @rule(place=PLACES, is_fresh=st.booleans(), is_disk_lost=st.booleans())
    def restore(self, place: int, *, is_fresh: bool, is_disk_lost: bool) -> None:
        """A desk is put back from its last backup, perhaps one made just now to move to another computer."""
        site = self._sites[place]
        if site.restores < MOST_RESTORES:
            self._clock.pass_s(60)
            if is_fresh:
                site.back_up()
            site.restore(is_disk_lost=is_disk_lost)
            self._forget()

    @rule()
    def copy_server(self) -> None:
        """The server is backed up."""
        self._server.keep_copy(self._copy)

    @rule()
    def put_server_back(self) -> None:
        """The server goes on from its last backup."""
        self._server.put_back(self._copy)
        self._forget()

    def _forget(self) -> None:
        """What neither a desk's own log nor the server holds any more, nobody can bring back."""
        self._is_anything_forgotten = True
        held = {uuid.UUID(one["uid"]).bytes for one in server_has(self._server.now)}
        self._owed &= held.union(*(site.written() for site in self._sites))

    # --- what must hold ---------------------------------------------------------------------------------------------

    @rule()
    def settle(self) -> None:
        """The line heals, everybody sends: nothing lost, nothing doubled, all agree."""
        self._server.line.heal()
        for site in (*self._sites, *self._sites):
            sync(site.desk)
        for site in self._sites:
            self._check_desk(site)
        self._check_server(server_has(self._server.now), server_has(self._server.now, "events"))

    def _check_desk(self, site: Site) -> None:
        totals = sync(site.desk)
        assert (totals.sent, totals.received, pending(site.desk)) == (0, 0, 0)
        mine, held = desk_heads(site.desk), server_heads(self._server.now, site.desk)
        current = site.desk.store.profile.stream.hex()
        assert mine.get(current) == held.get(current), "heads differ"
        for stream, here in mine.items():
            there = held.get(stream, (0, ""))
            assert here == there or (site.restores and here[0] < there[0]), "heads differ"

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
        if not self._is_anything_forgotten:
            for site in self._sites:
                assert {one.uid.bytes for one in registrations(site.desk)} == set(uids), "the ends disagree"

    def teardown(self) -> None:
        try:
            if sys.exc_info()[0] is None:
                self.settle()
        finally:
            self._all.close()


def run(*, examples: int, steps: int) -> None:
    """Let the machine run; what breaks it is printed as a program to repeat."""
    run_state_machine_as_test(
        DesksAndServer,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            print_blob=True,
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.mark.slow
def test_two_desks_and_a_server_agree_whatever_happens() -> None:
    run(examples=15, steps=20)


@pytest.mark.proof
def test_two_desks_and_a_server_agree_whatever_happens_for_long() -> None:
    run(examples=200, steps=40)
    print("200 runs of up to 40 steps: 0 lost, 0 doubled, all ends agree")
