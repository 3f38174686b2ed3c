"""Tickets of the queue: numbers on paper, and what became of each; one rule for every desk of a post.

A ticket is made of events: it is taken, and then moved. A move's ``turn`` is one more than the highest that its writer
had seen of the same ticket, so what is known later counts more; of two whose writers had not seen each other the later
one in the server's order does. A ``tick`` is one more than the highest that its writer had seen in the whole queue of
the day: tickets stand in line by it. No clock decides, and whoever holds the same events sees the same queue.
"""

from __future__ import annotations

import enum
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

LAST_TICK = 2**31 - 1

CALLS_BEFORE_LAPSE = 3
"""Who does not come after so many calls has lost the turn [FACTBOOK 4: hangus]."""

MOST_SPELL_S = 4 * 60 * 60
"""Nobody is served or waits longer; what seems to be is a laptop's clock that was put right."""


class Service(enum.StrEnum):
    """What people come for; the letter of their number [INTERFACES, Numbers and QR]."""

    REGISTRATION = "A"
    EMAIL = "B"
    COMPLAINT = "C"
    PRIORITY = "P"


LINES = (Service.REGISTRATION, Service.EMAIL, Service.COMPLAINT)
"""Services with a line of their own: who has a number with P waits in the line of what they came for."""


class TicketState(enum.StrEnum):
    """Where a ticket stands."""

    RESERVED = "reserved"
    """It is printed on a blank form, for hours without electricity."""
    WAITING = "waiting"
    CALLED = "called"
    SERVING = "serving"
    SKIPPED = "skipped"
    LAPSED = "lapsed"
    DONE = "done"
    LEFT = "left"


class Source(enum.StrEnum):
    """How a ticket came about."""

    DESK = "desk"
    KIOSK = "kiosk"
    BLANK = "blank"


class Move(enum.StrEnum):
    """What is done with a ticket; one word for ever."""

    CALLED = "called"
    RECALLED = "recalled"
    SERVING = "serving"
    SKIPPED = "skipped"
    LAPSED = "lapsed"
    REQUEUED = "requeued"
    PUT_BACK = "put_back"
    TRANSFERRED = "transferred"
    DONE = "done"
    LEFT = "left"
    SETTLED = "settled"
    """Somebody sat at the counter when the queue was closed: served, and nobody told when it ended."""
    RENUMBERED = "renumbered"
    """The number was another person's, too; this one has a new one from now on, and stands where it stood."""


_WAITING, _CALLED, _SERVING = TicketState.WAITING, TicketState.CALLED, TicketState.SERVING
_SKIPPED, _LAPSED, _DONE, _LEFT = TicketState.SKIPPED, TicketState.LAPSED, TicketState.DONE, TicketState.LEFT

_FROM: Mapping[Move, frozenset[TicketState]] = {
    Move.CALLED: frozenset((_WAITING, _SKIPPED, _LAPSED, _LEFT)),
    Move.RECALLED: frozenset((_CALLED,)),
    Move.SERVING: frozenset((_CALLED,)),
    Move.SKIPPED: frozenset((_CALLED,)),
    Move.LAPSED: frozenset((_CALLED, _SKIPPED)),
    Move.REQUEUED: frozenset((_CALLED, _SERVING, _SKIPPED, _LAPSED, _LEFT)),
    Move.PUT_BACK: frozenset((_CALLED,)),
    Move.TRANSFERRED: frozenset((_WAITING, _CALLED, _SERVING, _SKIPPED, _DONE)),
    Move.DONE: frozenset((TicketState.RESERVED, _CALLED, _SERVING)),
    Move.LEFT: frozenset((TicketState.RESERVED, _WAITING, _CALLED, _SERVING, _SKIPPED)),
    Move.SETTLED: frozenset((_SERVING,)),
    Move.RENUMBERED: frozenset((_WAITING, _CALLED, _SERVING, _SKIPPED, _LAPSED)),
}
"""From which states an officer may make a move."""

_INTO: Mapping[str, TicketState] = {
    Move.CALLED: _CALLED,
    Move.RECALLED: _CALLED,
    Move.SERVING: _SERVING,
    Move.SKIPPED: _SKIPPED,
    Move.LAPSED: _LAPSED,
    Move.REQUEUED: _WAITING,
    Move.PUT_BACK: _WAITING,
    Move.TRANSFERRED: _WAITING,
    Move.DONE: _DONE,
    Move.LEFT: _LEFT,
    Move.SETTLED: _DONE,
}
"""Where a move leads; one that is not there leads nowhere."""

OPEN_STATES = frozenset((_WAITING, _CALLED, _SERVING, _SKIPPED))
"""Somebody is still here, or is taken to be."""


@dataclass(frozen=True, slots=True)
class TakenTicket:
    """That a number was taken.

    Args:
        letter: of its number; ``service``: whose line it stands in.
        registration_no: kept for the registration on a blank form; else empty.
        stream: where that is written: whose clock ``at_ms`` is.
    """

    uid: uuid.UUID
    number: str
    letter: Service
    service: Service
    business_on: date
    tick: int
    at_ms: int
    stream: bytes
    source: Source = Source.DESK
    registration_no: str = ""


@dataclass(frozen=True, slots=True)
class TicketMove:
    """One move in its place of the log.

    Args:
        move: a word of :class:`Move`; one of a newer program counts as seen and moves nothing.
        feed_no: its place in the server's order; the highest there is while the server has not told it.
        slot: of a ticket that goes back into the line: the slot behind which it stands from then on.
        number: the new one of a ticket that is renumbered.
    """

    move: str
    turn: int
    tick: int
    at_ms: int
    stream: bytes
    seq: int
    feed_no: int
    counter: str = ""
    service: str = ""
    slot: int = 0
    number: str = ""

    @property
    def order(self) -> tuple[int, bool, int, bytes, int]:
        """The highest counts; of two that did not know of each other, one that ended with the person served."""
        return self.turn, self.move == Move.DONE, self.feed_no, self.stream, self.seq


@dataclass(frozen=True, slots=True)
class Spell:
    """What was measured of a ticket in one line.

    Args:
        called_tick: of its call out of this line; 0 = none.
    """

    service: Service
    called_tick: int
    wait_s: int | None
    service_s: int | None


@dataclass(frozen=True, slots=True)
class Ticket:
    """A number and what became of it.

    Args:
        letter: of the number; ``service``: whose line it stands in, never P.
        counter: where it was called to the last time; empty = nowhere since it stands in line.
        calls: since it was put into the line the last time.
        slot, slot_tick: its place in line.
        called_tick: of its last call out of the line; 0 = none.
        turn, tick: the highest of its events.
        done_at_ms: when the service ended; ``None`` = it did not, or nobody told when.
        wait_s, service_s: in this line, as one device's clock has measured them; ``None`` = not.
        spells: of lines that it has left, as far as something was measured there.
        rivals: counters that called it, too, without having seen whoever it belongs to now.
        taken_number: with which it was taken, if it has got another one since; else empty.
        is_twice: another ticket of that day carries the same number.
        visit: the first registration that came of it.
    """

    uid: uuid.UUID
    number: str
    letter: Service
    service: Service
    business_on: date
    state: TicketState
    source: Source
    slot: int
    taken_at_ms: int
    registration_no: str = ""
    counter: str = ""
    calls: int = 0
    slot_tick: int = 0
    called_tick: int = 0
    turn: int = 0
    tick: int = 0
    called_at_ms: int | None = None
    done_at_ms: int | None = None
    wait_s: int | None = None
    service_s: int | None = None
    rivals: tuple[str, ...] = ()
    spells: tuple[Spell, ...] = ()
    taken_number: str = ""
    is_twice: bool = False
    visit: uuid.UUID | None = None

    @property
    def is_priority(self) -> bool:
        """Whether it goes before others."""
        return self.letter is Service.PRIORITY

    @property
    def is_open(self) -> bool:
        """Whether somebody still waits for something."""
        return self.state in OPEN_STATES

    @property
    def is_settled(self) -> bool:
        """Whether it counts as served because the queue was closed over it."""
        return self.state is _DONE and self.done_at_ms is None

    @property
    def in_lines(self) -> tuple[Spell, ...]:
        """Its times in every line where it stood, the present one last."""
        return (*self.spells, Spell(self.service, self.called_tick, self.wait_s, self.service_s))

    @property
    def place(self) -> tuple[int, int, int, str, uuid.UUID]:
        """Where it stands in line: the lowest is first. Numbers of two desks that had not met go by turns."""
        number = self.taken_number or self.number  # who gets a new one keeps the place
        return self.slot, self.slot_tick, len(number), number, self.uid

    @property
    def next_turn(self) -> int:
        """The turn of the next move."""
        return min(self.turn + 1, LAST_TICK)

    def may(self, move: Move) -> bool:
        """Whether an officer may make this move now; when somebody was done may be told after the close, too."""
        return self.state in _FROM[move] or (move is Move.DONE and self.is_settled)


@dataclass(slots=True)
class _Course:
    """The way of one ticket, move by move."""

    taken: TakenTicket
    state: TicketState = _WAITING
    service: str = ""
    number: str = ""
    slot: int = 0
    slot_tick: int = 0
    counter: str = ""
    calls: int = 0
    called_tick: int = 0
    turn: int = 0
    tick: int = 0
    since: tuple[bytes, int] | None = None
    """Since when it waits, by whose clock; none once it was called."""
    begun: tuple[bytes, int] | None = None
    called_at_ms: int | None = None
    done_at_ms: int | None = None
    wait_s: int | None = None
    service_s: int | None = None
    spells: list[Spell] = field(default_factory=list)
    last: TicketMove | None = None
    callers: set[str] = field(default_factory=set)
    """Counters that called it without having seen each other."""

    def follow(self, move: TicketMove) -> None:
        """Go on with the next move in order."""
        self.turn, self.tick = max(self.turn, move.turn), max(self.tick, move.tick)
        state = _INTO.get(move.move)
        if state is None:
            self._renumber(move)
            return
        self._note_rivals(move)
        if state is _CALLED:
            self._call(move)
        elif state is _WAITING:
            self._line_up(move)
        elif state is _DONE:
            self._end(move)
        elif state is _SERVING:
            self.begun = move.stream, move.at_ms
        self.state = state
        self.counter = "" if state is _WAITING else move.counter or self.counter
        self.last = move

    def _call(self, move: TicketMove) -> None:
        self.calls += 1
        self.called_at_ms, self.done_at_ms = move.at_ms, None
        self.begun = move.stream, move.at_ms
        if move.move == Move.CALLED:
            self.called_tick = move.tick
        if self.since is not None:
            self.wait_s = _measured(self.since, move)
            self.since = None

    def _end(self, move: TicketMove) -> None:
        is_told = move.move == Move.DONE
        self.service_s = _measured(self.begun, move) if is_told else None
        self.done_at_ms = move.at_ms if is_told else None

    def _renumber(self, move: TicketMove) -> None:
        """Another number with the same letter; a word that is not known says nothing."""
        if move.move == Move.RENUMBERED and move.number.startswith(self.taken.letter):
            self.number = move.number

    def _line_up(self, move: TicketMove) -> None:
        if move.move == Move.TRANSFERRED:
            self._leave_line(move)
        self.begun = self.called_at_ms = self.done_at_ms = self.service_s = None
        if move.move == Move.PUT_BACK:
            self.calls, self.called_tick = max(self.calls - 1, 0), 0
            return
        self.calls = 0
        if move.move == Move.REQUEUED:
            self.slot, self.slot_tick = move.slot, move.tick
        if move.move == Move.TRANSFERRED:
            self.service = move.service if move.service in LINES else self.service
            self.since, self.wait_s = (move.stream, move.at_ms), None

    def _leave_line(self, move: TicketMove) -> None:
        """What was measured so far belongs to the line that is left."""
        service_s = _measured(self.begun, move) if self.state is _SERVING else None
        if self.state is _DONE:
            service_s = self.service_s
        if self.wait_s is not None or service_s is not None:
            self.spells.append(Spell(Service(self.service), self.called_tick, self.wait_s, service_s))

    def _note_rivals(self, move: TicketMove) -> None:
        """Two moves of one turn were made by writers of whom neither had seen the other."""
        before = self.last
        if before is not None and before.turn == move.turn and before.stream != move.stream:
            self.callers |= {one.counter for one in (before, move) if one.move == Move.CALLED}
        elif move.move == Move.CALLED or _INTO[move.move] is _WAITING:
            self.callers.clear()

    def ticket(self) -> Ticket:
        """Where it stands now."""
        taken = self.taken
        return Ticket(
            uid=taken.uid,
            number=self.number,
            letter=taken.letter,
            service=Service(self.service),
            business_on=taken.business_on,
            state=self.state,
            source=taken.source,
            slot=self.slot,
            taken_at_ms=taken.at_ms,
            registration_no=taken.registration_no,
            counter=self.counter,
            calls=self.calls,
            slot_tick=self.slot_tick,
            called_tick=self.called_tick,
            turn=self.turn,
            tick=self.tick,
            called_at_ms=self.called_at_ms,
            done_at_ms=self.done_at_ms,
            wait_s=self.wait_s,
            service_s=self.service_s,
            rivals=tuple(sorted(self.callers - {self.counter, ""})),
            spells=tuple(self.spells),
            taken_number=taken.number if taken.number != self.number else "",
        )


def folded(taken: TakenTicket, moves: Iterable[TicketMove]) -> Ticket:
    """Where a ticket stands after these moves, whatever order they come in."""
    state = TicketState.RESERVED if taken.source is Source.BLANK else _WAITING
    since = (taken.stream, taken.at_ms)
    course = _Course(taken, state, taken.service, taken.number, slot=taken.tick, tick=taken.tick, since=since)
    for move in sorted(moves, key=lambda one: one.order):
        course.follow(move)
    return course.ticket()


def _measured(since: tuple[bytes, int] | None, move: TicketMove) -> int | None:
    """Seconds from then to this move, if one laptop's clock has seen both and has not jumped."""
    if since is None or since[0] != move.stream:
        return None
    elapsed_s = (move.at_ms - since[1]) // 1000
    return elapsed_s if 0 <= elapsed_s <= MOST_SPELL_S else None
