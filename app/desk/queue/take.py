"""Take numbers: one for somebody at the door, or several for blank forms, all out of this device's own block."""

from __future__ import annotations

import dataclasses
import uuid
from dataclasses import dataclass
from datetime import date, timedelta

from app.changes import Changes
from app.desk.context import Desk
from app.desk.judgement import new_registration_no
from app.desk.queue.acts import TOUCHED, keep_queue_act
from app.desk.queue.pace import pace_now
from app.desk.refusal import Refused
from app.models.numbers import take_number
from app.models.tickets import QueueDay, day_on, day_turn_of, ticket_again, tickets_on
from core.ids import queue_number
from core.queue_counts import letter_count
from core.queue_line import MOST_BLANKS, MOST_DAYS_AHEAD, QueueCode, in_line, lines_beside, next_tick
from core.queue_times import Pace
from core.tickets import Service, Source, Ticket, TicketState
from core.wire.events import Kind
from core.wire.records import TicketTakenBody


@dataclass(frozen=True, slots=True)
class TicketTaken:
    """A number that somebody has from now on.

    Args:
        before: how many are called before it, as far as this desk knows.
        pace: how fast its line moves; ``None`` = nobody can say yet.
    """

    ticket: Ticket
    before: int
    pace: Pace | None
    changes: Changes = TOUCHED

    @property
    def wait_s(self) -> int | None:
        """How long it will take until it is called; ``None`` = nobody can say yet."""
        return self.pace.wait_s(self.before) if self.pace else None


@dataclass(frozen=True, slots=True)
class BlanksReserved:
    """Numbers that nobody but the people who fill these forms will have."""

    tickets: tuple[Ticket, ...]
    changes: Changes = TOUCHED


def take_ticket(
    desk: Desk, letter: Service, on: date, *, service: Service | None = None, source: Source = Source.DESK
) -> TicketTaken | Refused:
    """Take the next number with this letter.

    Args:
        service: the line that a number with P stands in: what the person came for, registration if nobody says it.

    Raises: Trouble NUMBERS_USED_UP; then nothing has happened.
    """
    return desk.store.write(lambda: _take(desk, letter, on, service, source))


def reserve_blanks(desk: Desk, on: date, count: int) -> BlanksReserved | Refused:
    """Keep queue and registration numbers of a day for blank forms, which are filled in while there is no electricity.

    Args:
        on: the day on which they are used; it may lie ahead.
        count: 1 to 100.

    Raises: Trouble NUMBERS_USED_UP; then none is kept.
    """
    if not 1 <= count <= MOST_BLANKS:
        raise ValueError(count)
    if on > desk.today() + timedelta(days=MOST_DAYS_AHEAD):
        return Refused(QueueCode.BLANKS_TOO_EARLY, {"days": MOST_DAYS_AHEAD})
    return desk.store.write(lambda: _reserve(desk, on, count))


def _take(desk: Desk, letter: Service, on: date, service: Service | None, source: Source) -> TicketTaken | Refused:
    day = day_on(on)
    tickets = day.tickets
    refusal = _refusal(desk, letter, on, day)
    if refusal is not None:
        return refusal
    line = service if letter is Service.PRIORITY and service else letter
    line = Service.REGISTRATION if line is Service.PRIORITY else line
    ticket = _fresh(_write(desk, letter, line, on, next_tick(tickets), source), day)
    waiting = in_line((*tickets, ticket), desk.queue_rules, lines_beside(line, tickets))
    before = next(place for place, one in enumerate(waiting) if one.uid == ticket.uid)
    return TicketTaken(ticket, before, pace_now(on, line, tickets))


def _fresh(uid: uuid.UUID, day: QueueDay) -> Ticket:
    """The ticket that was just taken; only a number that a copied profile gave already can be there twice."""
    ticket = ticket_again(uid, day.on, visit=None, is_twice=False)
    is_twice = ticket.number in {*(one.number for one in day.tickets), *day.plain_numbers}
    return dataclasses.replace(ticket, is_twice=is_twice)


def _refusal(desk: Desk, letter: Service, on: date, day: QueueDay) -> Refused | None:
    turn = day_turn_of(on)
    if turn is not None and turn.is_closed:
        return Refused(QueueCode.DAY_CLOSED, {"on": on})
    given = letter_count(letter, day.tickets, day.plain_numbers).given
    if desk.queue_rules.cap_left(letter, given) == 0:
        return Refused(QueueCode.CAP_REACHED, {"letter": letter.value, "count": given})
    return None


def _reserve(desk: Desk, on: date, count: int) -> BlanksReserved | Refused:
    turn = day_turn_of(on)
    if turn is not None and turn.is_closed:
        return Refused(QueueCode.DAY_CLOSED, {"on": on})
    tickets = tickets_on(on)
    kept = sum(ticket.source is Source.BLANK and ticket.state is TicketState.RESERVED for ticket in tickets)
    if kept + count > MOST_BLANKS:
        return Refused(QueueCode.BLANKS_ENOUGH, {"most": MOST_BLANKS, "kept": kept})
    first = next_tick(tickets)
    letter = Service.REGISTRATION
    reserved = {_write(desk, letter, letter, on, first + place, Source.BLANK) for place in range(count)}
    return BlanksReserved(tuple(ticket for ticket in tickets_on(on) if ticket.uid in reserved))


def _write(desk: Desk, letter: Service, line: Service, on: date, tick: int, source: Source) -> uuid.UUID:
    number = queue_number(letter.value, take_number(letter.value, on, desk.store.profile.numbers))
    body = TicketTakenBody(
        number=number,
        service=line.value,
        business_on=on.isoformat(),
        tick=tick,
        officer_name=desk.keys.officer.name,
        source=source.value,
        registration_no=new_registration_no(desk, on) if source is Source.BLANK else "",
    )
    return keep_queue_act(desk, Kind.TICKET_TAKEN, body)
