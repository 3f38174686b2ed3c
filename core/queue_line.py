"""Who is next in the queue: the order of the lines, priority between ordinary numbers, the way back into a line."""

from __future__ import annotations

import enum
from collections import deque
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from core.tickets import LAST_TICK, LINES, Service, Ticket, TicketState

REQUEUE_BEHIND = 3
"""Who comes back after the call waits for so many others [FACTBOOK 4]."""

ORDINARY_PER_PRIORITY = 2
"""One number with P after so many others, where the settings do not say otherwise [FACTBOOK 4]."""

MOST_BLANKS = 100
"""Blank forms of one day whose numbers are kept: half a chunk of the device's block, which a restored backup burns."""

MOST_DAYS_AHEAD = 3
"""Blank forms are prepared for a weekend at most: so far ahead numbers are burnt after a restore."""


_LAST_CALLS = 6
"""So many calls back somebody still serves a line; a counter that went home does not."""


class QueueCode(enum.StrEnum):
    """Why something in the queue is not done; what stands stays as it is."""

    NOBODY_WAITS = "QUEUE_NOBODY_WAITS"
    COUNTER_BUSY = "QUEUE_COUNTER_BUSY"
    NOT_NOW = "QUEUE_NOT_NOW"
    CALL_AGAIN = "QUEUE_CALL_AGAIN"
    CALLED_ENOUGH = "QUEUE_CALLED_ENOUGH"
    CAP_REACHED = "QUEUE_CAP_REACHED"
    BLANKS_ENOUGH = "QUEUE_BLANKS_ENOUGH"
    BLANKS_TOO_EARLY = "QUEUE_BLANKS_TOO_EARLY"
    DAY_CLOSED = "QUEUE_DAY_CLOSED"
    DAY_OPEN = "QUEUE_DAY_OPEN"
    NEEDS_COORDINATOR = "QUEUE_NEEDS_COORDINATOR"
    NO_REASON = "QUEUE_NO_REASON"
    SAME_SERVICE = "QUEUE_SAME_SERVICE"
    NOT_TWICE = "QUEUE_NOT_TWICE"


@dataclass(frozen=True, slots=True)
class QueueRules:
    """How this post queues, out of its settings.

    Args:
        ordinary_per_priority: one number with P is called after so many others.
        caps: letter -> numbers a day; a letter that is not there, or 0, has no cap.
    """

    ordinary_per_priority: int = ORDINARY_PER_PRIORITY
    caps: Mapping[Service, int] = field(default_factory=dict)

    def cap_left(self, letter: Service, given: int) -> int | None:
        """How many numbers of this letter may still be given today; ``None`` = as many as there are."""
        cap = self.caps.get(letter, 0)
        return max(cap - given, 0) if cap else None


def in_line(
    tickets: Collection[Ticket], rules: QueueRules, services: Collection[Service] = LINES
) -> tuple[Ticket, ...]:
    """Who waits for one of these services, in the order in which a counter that serves them calls.

    Args:
        tickets: all of the day: how many were called since the last one with P says whose turn it is.
    """
    ours = [ticket for ticket in tickets if ticket.service in services]
    waiting = sorted((one for one in ours if one.state is TicketState.WAITING), key=lambda one: one.place)
    first = [one for one in waiting if one.is_priority]
    others = [one for one in waiting if not one.is_priority]
    return tuple(_mixed(first, others, _called_since_priority(ours), rules.ordinary_per_priority))


def _mixed(first: Sequence[Ticket], others: Sequence[Ticket], called: int, ratio: int) -> Iterable[Ticket]:
    ahead, behind = deque(first), deque(others)
    while ahead or behind:
        if ahead and (called >= ratio or not behind):
            yield ahead.popleft()
            called = 0
        else:
            yield behind.popleft()
            called += 1


def _called_since_priority(tickets: Iterable[Ticket]) -> int:
    """Ordinary numbers that were called after the last one with P was."""
    called = [ticket for ticket in tickets if ticket.called_tick]
    last = max((ticket.called_tick for ticket in called if ticket.is_priority), default=0)
    return sum(not ticket.is_priority and ticket.called_tick > last for ticket in called)


def lines_beside(line: Service, tickets: Iterable[Ticket]) -> frozenset[Service]:
    """The lines that take turns with this one: those its counters have called today; all of them before any call."""
    called = [ticket for ticket in tickets if ticket.called_tick and ticket.counter]
    counters = {ticket.counter for ticket in called if ticket.service is line}
    if not counters:
        return frozenset(LINES)
    return frozenset((line, *(ticket.service for ticket in called if ticket.counter in counters)))


def slot_behind(ticket: Ticket, tickets: Collection[Ticket], tick: int) -> int:
    """The slot of a ticket that goes back into its line: that of the last one whom it lets go first."""
    before = sorted(
        (
            one
            for one in tickets
            if one.state is TicketState.WAITING
            and (one.service, one.is_priority) == (ticket.service, ticket.is_priority)
            and one.uid != ticket.uid
        ),
        key=lambda one: one.place,
    )[:REQUEUE_BEHIND]
    return before[-1].slot if before else tick


def next_tick(tickets: Iterable[Ticket]) -> int:
    """The tick of the next event in the queue of the day."""
    return min(max((ticket.tick for ticket in tickets), default=0) + 1, LAST_TICK)


@dataclass(frozen=True, slots=True)
class DayTurn:
    """That the queue of a day was closed, or opened again, in its place of the log."""

    is_closed: bool
    turn: int
    feed_no: int
    stream: bytes
    seq: int

    @property
    def order(self) -> tuple[int, int, bytes, int]:
        """The highest of a day counts."""
        return self.turn, self.feed_no, self.stream, self.seq


def last_turn(turns: Iterable[DayTurn]) -> DayTurn | None:
    """What counts of a day; ``None`` = it was never closed."""
    return max(turns, key=lambda one: one.order, default=None)


def counters_of(tickets: Iterable[Ticket]) -> int:
    """How many counters have called the last few of these tickets."""
    called = sorted((one for one in tickets if one.called_tick and one.counter), key=lambda one: one.called_tick)
    return len({ticket.counter for ticket in called[-_LAST_CALLS:]})
