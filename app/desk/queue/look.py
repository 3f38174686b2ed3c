"""How the queue stands: who waits in which order, who is called where, how many numbers were given."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from app.desk.context import Desk
from app.desk.queue.pace import pace_now
from app.models.tickets import QueueDay, day_on, day_turn_of, ticket_day, tickets_on
from core.queue_counts import LetterCount, letter_count
from core.queue_line import QueueRules, in_line
from core.queue_times import Pace
from core.tickets import LINES, Move, Service, Ticket, TicketState


@dataclass(frozen=True, slots=True)
class Line:
    """One service of the day.

    Args:
        waiting: in the order in which they are called; of P all those who go first, whatever they came for.
        count: what became of the numbers with this letter.
        cap_left: how many numbers may still be given; ``None`` = there is no cap.
        pace: how fast it moves; ``None`` = nobody can say yet. P has none of its own.
    """

    service: Service
    waiting: tuple[Ticket, ...]
    count: LetterCount
    cap_left: int | None
    pace: Pace | None

    def wait_s(self, before: int) -> int | None:
        """How long somebody waits who has so many before them; ``None`` = nobody can say yet."""
        return self.pace.wait_s(before) if self.pace else None


@dataclass(frozen=True, slots=True)
class QueueNow:
    """The whole queue of a day as this desk knows it.

    Args:
        waiting: in the order in which a counter that serves everybody calls them.
        lines: of every letter.
        tickets: all of the day, in order of number.
    """

    on: date
    is_closed: bool
    waiting: tuple[Ticket, ...]
    lines: Mapping[Service, Line]
    tickets: tuple[Ticket, ...]

    @property
    def at_counters(self) -> tuple[Ticket, ...]:
        """Who was called or is served, by counter."""
        found = (*self._in(TicketState.CALLED), *self._in(TicketState.SERVING))
        return tuple(sorted(found, key=lambda one: (len(one.counter), one.counter, one.called_tick)))

    @property
    def aside(self) -> tuple[Ticket, ...]:
        """Who did not come when called."""
        return self._in(TicketState.SKIPPED)

    @property
    def lapsed(self) -> tuple[Ticket, ...]:
        """Who has lost the turn."""
        return self._in(TicketState.LAPSED)

    @property
    def reserved(self) -> tuple[Ticket, ...]:
        """Numbers on blank forms that nobody has filled in."""
        return self._in(TicketState.RESERVED)

    @property
    def left(self) -> tuple[Ticket, ...]:
        """Who went home."""
        return self._in(TicketState.LEFT)

    @property
    def done(self) -> tuple[Ticket, ...]:
        """Who was served, the latest first."""
        return tuple(sorted(self._in(TicketState.DONE), key=lambda one: one.tick, reverse=True))

    @property
    def twice(self) -> tuple[str, ...]:
        """Numbers that two people hold of whom one can still get another."""
        found = (ticket.number for ticket in self.tickets if ticket.is_twice and ticket.may(Move.RENUMBERED))
        return tuple(dict.fromkeys(found))

    def at(self, counter: str) -> Ticket | None:
        """Whom a counter has called or serves."""
        return next((ticket for ticket in self.at_counters if ticket.counter == counter), None)

    def upcoming(self, many: int) -> tuple[Ticket, ...]:
        """Who is called next."""
        return self.waiting[:many]

    def rivals_at(self, counter: str) -> tuple[Ticket, ...]:
        """Tickets that this counter has called, too, and that belong to another one."""
        return tuple(ticket for ticket in self.tickets if counter in ticket.rivals)

    def _in(self, state: TicketState) -> tuple[Ticket, ...]:
        return tuple(ticket for ticket in self.tickets if ticket.state is state)


def queue_now(desk: Desk, on: date) -> QueueNow:
    """How the queue of a day stands."""
    return desk.store.run(lambda: _now(desk.queue_rules, on))


def tickets_of_day(desk: Desk, on: date) -> tuple[Ticket, ...]:
    """All tickets of a day, in order of number."""
    return desk.store.run(lambda: tickets_on(on))


def ticket_of(desk: Desk, uid: uuid.UUID) -> Ticket | None:
    """One ticket; ``None`` = there is no such ticket here."""
    return desk.store.run(lambda: _by_uid(uid))


def find_ticket(desk: Desk, text: str, on: date) -> Ticket | None:
    """The ticket with this number, however it is typed; of two with one number the one that is not done yet."""
    wanted = "".join(text.upper().split())
    found = [one for one in tickets_of_day(desk, on) if one.number == wanted]
    return next((one for one in found if one.state is not TicketState.DONE), found[0] if found else None)


def find_to_renumber(desk: Desk, text: str, on: date) -> Ticket | None:
    """Of two people with this number the one who came later and can still get another; else as :func:`find_ticket`."""
    first = find_ticket(desk, text, on)
    if first is None:
        return None
    same = (one for one in tickets_of_day(desk, on) if one.number == first.number and one.may(Move.RENUMBERED))
    return max(same, key=lambda one: (one.taken_at_ms, one.place), default=first)


def _by_uid(uid: uuid.UUID) -> Ticket | None:
    on = ticket_day(uid)
    return next((one for one in tickets_on(on) if one.uid == uid), None) if on else None


def _now(rules: QueueRules, on: date) -> QueueNow:
    day, turn = day_on(on), day_turn_of(on)
    waiting = in_line(day.tickets, rules)
    lines = {service: _line(rules, on, service, day) for service in LINES}
    count = letter_count(Service.PRIORITY, day.tickets, day.plain_numbers)
    first = tuple(ticket for ticket in waiting if ticket.is_priority)
    lines[Service.PRIORITY] = Line(Service.PRIORITY, first, count, rules.cap_left(Service.PRIORITY, count.given), None)
    return QueueNow(on, turn is not None and turn.is_closed, waiting, lines, day.tickets)


def _line(rules: QueueRules, on: date, service: Service, day: QueueDay) -> Line:
    count = letter_count(service, day.tickets, day.plain_numbers)
    waiting = in_line(day.tickets, rules, (service,))
    return Line(service, waiting, count, rules.cap_left(service, count.given), pace_now(on, service, day.tickets))
