"""Desks of one post and what they tell each other: whatever reaches whom first, in the end all see one queue.

Every desk counts turns and ticks by what it has seen. The server gives each event its place when it first hears of it;
desks hear of events, and of places, in any order. No store is in it: the rule alone is on trial.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field, replace
from datetime import date

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from core.ids import block_number, queue_number
from core.queue_line import QueueRules, in_line, next_tick, slot_behind
from core.tickets import LINES, Move, Service, TakenTicket, Ticket, TicketMove, TicketState, folded
from tests.stateful.running import run_machine

DAY = date(2020, 4, 13)
RULES = QueueRules()
NOT_NUMBERED = 1 << 62
DESKS = 3
PLACES = st.integers(0, DESKS - 1)
WHICH = st.integers(0, 30)
MOVES = st.sampled_from(list(Move))


@dataclass(slots=True)
class DeskSeen:
    """One desk: what it has seen, and how many events it has written itself."""

    stream: bytes
    taken: dict[uuid.UUID, TakenTicket] = field(default_factory=dict)
    moves: dict[tuple[bytes, int], tuple[uuid.UUID, TicketMove]] = field(default_factory=dict)
    written: int = 0
    numbers: int = 0

    def tickets(self) -> tuple[Ticket, ...]:
        """The queue as this desk sees it."""
        found = []
        for uid, taken in self.taken.items():
            found.append(folded(taken, [move for about, move in self.moves.values() if about == uid]))
        return tuple(sorted(found, key=lambda one: one.number))


class Queue(RuleBasedStateMachine):
    """What may happen, and what must hold whatever does."""

    def __init__(self) -> None:
        super().__init__()
        self.desks = [DeskSeen(bytes([place + 1]) * 20) for place in range(DESKS)]
        self.feed: dict[tuple[bytes, int], int] = {}

    # --- what happens -------------------------------------------------------------------------------------------------

    def _new_number(self, place: int, letter: Service) -> str:
        """The next one out of a desk's own block."""
        desk = self.desks[place]
        desk.numbers += 1
        return queue_number(letter, block_number(place + 1, desk.numbers))

    @rule(place=PLACES, letter=st.sampled_from(list(Service)))
    def take(self, place: int, letter: Service) -> None:
        desk = self.desks[place]
        desk.written += 1
        number = self._new_number(place, letter)
        line = Service.REGISTRATION if letter is Service.PRIORITY else letter
        uid = uuid.UUID(int=place << 64 | desk.written)
        desk.taken[uid] = TakenTicket(uid, number, letter, line, DAY, next_tick(desk.tickets()), 0, desk.stream)

    @rule(place=PLACES, which=WHICH, move=MOVES, line=st.sampled_from(LINES))
    def act(self, place: int, which: int, move: Move, line: Service) -> None:
        """An officer does something with a ticket, if it makes sense there and then."""
        desk = self.desks[place]
        tickets = desk.tickets()
        if not tickets or not tickets[which % len(tickets)].may(move):
            return
        ticket = tickets[which % len(tickets)]
        desk.written += 1
        tick = next_tick(tickets)
        slot = slot_behind(ticket, tickets, tick) if move is Move.REQUEUED else 0
        service = line.value if move is Move.TRANSFERRED else ""
        number = self._new_number(place, ticket.letter) if move is Move.RENUMBERED else ""
        said = (desk.stream, desk.written, NOT_NUMBERED, str(place + 1), service, slot, number)
        written = TicketMove(move.value, ticket.next_turn, tick, desk.written * 1000, *said)
        desk.moves[desk.stream, desk.written] = (ticket.uid, written)
        after = next(one for one in desk.tickets() if one.uid == ticket.uid)
        assert (after.state, after.turn) != (ticket.state, ticket.turn), "an act that its own desk does not see"

    @rule(place=PLACES)
    def call_next(self, place: int) -> None:
        """Whoever is first in line is called, and stands in it no more."""
        desk = self.desks[place]
        line = in_line(desk.tickets(), RULES)
        if line:
            self.act(place, desk.tickets().index(line[0]), Move.CALLED, Service.REGISTRATION)
            assert line[0].uid not in {ticket.uid for ticket in in_line(desk.tickets(), RULES)}

    @rule(source=PLACES, to=PLACES, which=st.lists(WHICH, max_size=6))
    def tell(self, source: int, to: int, which: list[int]) -> None:
        """Some of what a desk knows reaches another one, in any order; the server has it from then on."""
        sender, receiver = self.desks[source], self.desks[to]
        tickets, moves = list(sender.taken.items()), list(sender.moves.items())
        for number in which:
            if tickets:
                uid, taken = tickets[number % len(tickets)]
                receiver.taken[uid] = taken
            if moves:
                key, (about, move) = moves[number % len(moves)]
                feed_no = self.feed.setdefault(key, len(self.feed) + 1)
                receiver.moves[key] = (about, replace(move, feed_no=feed_no))

    # --- what holds ---------------------------------------------------------------------------------------------------

    @invariant()
    def everybody_who_waits_is_in_line_once(self) -> None:
        for desk in self.desks:
            tickets = desk.tickets()
            waiting = [ticket.number for ticket in tickets if ticket.state is TicketState.WAITING]
            assert sorted(one.number for one in in_line(tickets, RULES)) == waiting
            assert all(ticket.counter not in ticket.rivals for ticket in tickets)

    def teardown(self) -> None:
        """Everybody hears everything: there is one queue, and nobody's ticket is gone or doubled."""
        taken = {uid: ticket for desk in self.desks for uid, ticket in desk.taken.items()}
        moves = {key: said for desk in self.desks for key, said in desk.moves.items()}
        for key in moves:
            self.feed.setdefault(key, len(self.feed) + 1)
        for place, desk in enumerate(self.desks):
            order = list(moves) if place % 2 else list(reversed(moves))
            desk.taken = dict(taken)
            desk.moves = {key: (moves[key][0], replace(moves[key][1], feed_no=self.feed[key])) for key in order}
        first = self.desks[0].tickets()
        assert len({ticket.number for ticket in first}) == len(taken)
        for desk in self.desks[1:]:
            assert desk.tickets() == first
            assert in_line(desk.tickets(), RULES) == in_line(first, RULES)


@pytest.mark.slow
def test_whatever_reaches_whom_first_all_desks_see_one_queue() -> None:
    run_machine(Queue, examples=60, steps=30)
