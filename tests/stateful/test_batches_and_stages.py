"""Two desks of one post and a server while batches open and close: nobody is lost, overtaken, or in two batches.

The machine registers whole, lacking and doubtful visits, brings papers, settles doubts, withdraws, tells stages, types,
carries over and sends, in any order and over any days; in the end all ends must show the same stage and batch.
"""

from __future__ import annotations

import dataclasses
import sys
import uuid
from contextlib import ExitStack
from datetime import date

import msgspec
import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from app.desk.batches import batch_board, carry_over
from app.desk.complete import add_papers
from app.desk.context import Desk
from app.desk.correct import correct
from app.desk.register import register
from app.desk.stage import StageReached, reach_stage, read_stage
from app.desk.waiting import waiting_list
from app.desk.withdraw import withdraw
from app.desk.worklist import note_typed, worklist
from app.models.events import chain_problem
from core.programme import Batch, Programme
from core.registered import KeptRegistration
from core.stages import has_ended
from tests.harness.places import quick_folder
from tests.kit.desk import entry_of, person_values, prakerja
from tests.kit.enrolled import registrations, server_has, sync
from tests.kit.lasting_server import LastingServer
from tests.kit.manual_clock import ManualClock
from tests.stateful.running import run_machine
from tests.stateful.site import Site

PLACES = st.integers(0, 1)
PICK = st.integers(0, 99)
DAY_S = 86_400

PROGRAMME: Programme = msgspec.structs.replace(
    prakerja(),
    batches=tuple(
        Batch(
            number=number,
            label=f"Gelombang {number}",
            since=date(2020, 4, first),
            until=date(2020, 4, last),
            source="?",
        )
        for number, first, last in ((1, 11, 14), (2, 16, 18), (3, 18, 30))
    ),
)
VISITS: tuple[dict[str, object], ...] = (
    {},
    {},
    {"documents": ["ktp"]},
    {"documents": []},
    {"nik": "35780815"},
    {"citizenship": "WNA"},
)


class BatchesAndStages(RuleBasedStateMachine):
    """What may happen, and what must hold after each thing."""

    def __init__(self) -> None:
        super().__init__()
        self._all = ExitStack()
        self._folder = self._all.enter_context(quick_folder())
        self._clock = ManualClock()
        self._server = self._all.enter_context(LastingServer(self._folder / "server"))
        self._sites = [self._new_site(name) for name in ("one", "two")]
        self._people = [0, 0]
        self._owed: set[uuid.UUID] = set()
        self._ranked: list[list[uuid.UUID]] = [[], []]

    def _new_site(self, name: str) -> Site:
        folder = self._folder / name
        folder.mkdir()
        site = Site(folder, self._server, self._clock)
        self._all.callback(site.close)
        return site

    def _desk(self, place: int) -> Desk:
        return with_batches(self._sites[place].desk)

    def _picked(self, place: int, pick: int) -> KeptRegistration | None:
        known = sorted(registrations(self._sites[place].desk), key=lambda one: one.uid)
        return known[pick % len(known)] if known else None

    # --- what happens -----------------------------------------------------------------------------------------------

    @initialize()
    def open_the_doors(self) -> None:
        """Some people have come already, and both desks know them."""
        for kind in (3, 0, 3):
            self.register(0, kind)
        self._meet()

    def _meet(self) -> None:
        for place in (0, 1, 0):
            self.send(place)

    @rule(place=PLACES, kind=st.integers(0, len(VISITS) - 1))
    def register(self, place: int, kind: int) -> None:
        """Somebody new comes, whole, lacking something, or in doubt."""
        self._clock.pass_s(60)
        desk = self._desk(place)
        person = person_values(place * 500 + self._people[place], **VISITS[kind])
        self._people[place] += 1
        self._owed.add(register(desk, entry_of(person), PROGRAMME, desk.today()).kept.uid)
        self._look(place)

    @rule(place=PLACES, pick=PICK, papers=st.sampled_from((("ktp",), ("kk",), ("ktp", "kk"))))
    def bring_papers(self, place: int, pick: int, papers: tuple[str, ...]) -> None:
        """Somebody brings what was missing, or some of it."""
        kept = self._picked(place, pick)
        if kept is not None:
            add_papers(self._desk(place), kept.uid, papers)
            self._look(place)

    @rule(place=PLACES, pick=PICK, is_doubtful=st.booleans())
    def correct(self, place: int, pick: int, *, is_doubtful: bool) -> None:
        """A field is corrected, which may settle a doubt or bring a new one."""
        kept = self._picked(place, pick)
        if kept is not None:
            mobile = "12" if is_doubtful else "081234567890"
            correct(self._desk(place), kept.uid, {"mobile": mobile}, "Salah catat")
            self._look(place)

    @rule(place=PLACES, pick=PICK)
    def withdraw(self, place: int, pick: int) -> None:
        """Somebody takes it back."""
        kept = self._picked(place, pick)
        if kept is not None:
            withdraw(self._desk(place), kept.uid, "Pindah")
            self._look(place)

    @rule(place=PLACES, pick=PICK, choice=st.integers(0, 3), batch=st.integers(0, 3), is_on_line=st.booleans())
    def tell(self, place: int, pick: int, choice: int, batch: int, *, is_on_line: bool) -> None:
        """A stage is told, or put back, with or without what the other desk knows."""
        if is_on_line:
            self._meet()
        kept = self._picked(place, pick)
        if kept is None:
            return
        desk = self._desk(place)
        view = read_stage(desk, kept.uid)
        if choice == 3 and view.earlier:
            code = sorted(view.earlier)[pick % len(view.earlier)]
            answer = reach_stage(desk, kept.uid, code, desk.today(), PROGRAMME.stages[0].told_by[0], reason="Salah")
            assert isinstance(answer, StageReached)
            assert answer.trail.stage_code == code
        elif view.next_stages:
            stage = view.next_stages[choice % len(view.next_stages)]
            answer = reach_stage(desk, kept.uid, stage.code, desk.today(), stage.told_by[0], batch=batch)
            assert isinstance(answer, StageReached)
            assert answer.trail.stage_code == stage.code
        self._look(place)

    @rule(place=PLACES)
    def type_the_next(self, place: int) -> None:
        """Whoever is next is typed into the other site."""
        desk = self._desk(place)
        to_type = worklist(desk, PROGRAMME).to_type
        if to_type:
            note_typed(desk, to_type[0].uid)
            assert to_type[0].uid not in {row.uid for row in worklist(desk, PROGRAMME).to_type}
            self._look(place)

    @rule(place=PLACES)
    def carry_over(self, place: int) -> None:
        """The rest goes into the batch that is open; a second time changes nothing."""
        desk = self._desk(place)
        carry_over(desk, PROGRAMME, desk.today())
        again = carry_over(desk, PROGRAMME, desk.today())
        assert getattr(again, "joined", ()) == ()
        self._look(place)

    @rule(days=st.integers(1, 2))
    def pass_days(self, days: int) -> None:
        """Batches close and open."""
        if self._clock.now().date() < date(2020, 5, 10):
            self._clock.pass_s(days * DAY_S)
            for place in (0, 1):
                self._look(place)

    @rule(place=PLACES)
    def send(self, place: int) -> None:
        """A desk sends, and hears of the other."""
        sync(self._sites[place].desk)
        self._look(place)

    # --- what must hold ---------------------------------------------------------------------------------------------

    def _look(self, place: int) -> None:
        desk = self._desk(place)
        kept_ones = registrations(desk)
        waiting = [row.uid for row in waiting_list(desk, PROGRAMME)]
        self._check_ranks(place, waiting)
        counts = {"batch": 0, "waiting": 0, "incomplete": 0}
        for kept in kept_ones:
            view = read_stage(desk, kept.uid)
            assert view.is_waiting == (kept.uid in waiting)
            assert not (view.batch and view.is_waiting), "in a batch and on the waiting list"
            is_standing = kept.status in ("TERDAFTAR", "DAFTAR_TUNGGU")
            has_ended_elsewhere = has_ended(PROGRAMME, view.trail.stage_code)
            assert not is_standing or view.batch or view.is_waiting or has_ended_elsewhere, "lost"
            counts["batch"] += view.batch is not None
            counts["waiting"] += view.is_waiting
            counts["incomplete"] += kept.status == "BELUM_LENGKAP"
        board = batch_board(desk, PROGRAMME, desk.today())
        assert sum(count.members for count in board.batches) == counts["batch"], "in two batches, or in none"
        assert (board.waiting_total, board.incomplete) == (counts["waiting"], counts["incomplete"])

    def _check_ranks(self, place: int, waiting: list[uuid.UUID]) -> None:
        both = set(waiting) & set(self._ranked[place])
        before = [uid for uid in self._ranked[place] if uid in both]
        assert before == [uid for uid in waiting if uid in both], "somebody was overtaken"
        self._ranked[place] = waiting

    @rule()
    def settle(self) -> None:
        """Everybody sends: nobody is lost, and all ends show the same stage and batch."""
        for place in (0, 1, 0, 1):
            self.send(place)
        told = []
        for site in self._sites:
            assert site.desk.store.run(chain_problem) is None
            views = {one.uid: read_stage(with_batches(site.desk), one.uid).trail for one in registrations(site.desk)}
            assert set(views) == self._owed
            told.append(
                {
                    uid: (trail.stage_code, trail.batch.batch if trail.batch else None, trail.is_typed)
                    for uid, trail in views.items()
                }
            )
        assert told[0] == told[1], "the desks disagree"
        known = {uid: one[:2] for uid, one in told[0].items()}
        held = {
            uid: (one["stage"]["code"] if one["stage"] else "", one["batch"] if known[uid][1] is not None else None)
            for one in server_has(self._server.now)
            for uid in (uuid.UUID(one["uid"]),)
        }  # where no step says a batch, the server says that of the day, by the dates of its own file
        assert held == known, "the server disagrees"

    def teardown(self) -> None:
        try:
            if sys.exc_info()[0] is None:
                self.settle()
        finally:
            self._all.close()


def with_batches(desk: Desk) -> Desk:
    """The same desk with the batches of this machine on file."""
    return dataclasses.replace(desk, programme_of=lambda _code: PROGRAMME)


@pytest.mark.slow
def test_nobody_is_lost_overtaken_or_in_two_batches() -> None:
    run_machine(BatchesAndStages, examples=10, steps=25)


@pytest.mark.proof
def test_nobody_is_lost_overtaken_or_in_two_batches_for_long() -> None:
    run_machine(BatchesAndStages, examples=120, steps=50)
    print("120 runs of up to 50 steps: nobody lost, overtaken or in two batches; all ends agree")
