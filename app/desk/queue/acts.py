"""What the verbs of the queue share: the day's tickets, a move written down, refusals with the number in them."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from app.changes import Changes
from app.desk.context import Desk
from app.desk.refusal import Refused
from app.models.events import append
from app.models.queue_events import QUEUE_DOOR
from app.models.tickets import ticket_again, ticket_day, tickets_on
from core.errors import unusable
from core.findings import Fact
from core.queue_events import QueueBody
from core.queue_line import QueueCode, next_tick
from core.sentences import sentence
from core.tickets import Move, Ticket, TicketState
from core.wire.events import Kind
from core.wire.records import TicketMovedBody

TOUCHED = Changes(has_queue=True, has_outbox=True)


@dataclass(frozen=True, slots=True)
class TicketMoved:
    """Where a ticket stands from now on."""

    ticket: Ticket
    changes: Changes = TOUCHED


def keep_queue_act(desk: Desk, kind: Kind, body: QueueBody, record: uuid.UUID | None = None) -> uuid.UUID:
    """Log an act in the queue and keep what it says; inside the transaction. Returns the record that it is about."""
    link = append(desk.writer(), kind, body, at_ms=desk.now_ms(), record=record)
    return QUEUE_DOOR.keep_own(desk.keys.sealer, link)


def day_with(uid: uuid.UUID) -> tuple[Ticket, tuple[Ticket, ...]]:
    """A ticket and all those of its day; inside a job. Raises: Trouble TICKET_UNKNOWN (usage)."""
    on = ticket_day(uid)
    tickets = tickets_on(on) if on else ()
    found = next((ticket for ticket in tickets if ticket.uid == uid), None)
    if found is None:
        raise unusable("TICKET_UNKNOWN")
    return found, tickets


def write_move(
    desk: Desk,
    ticket: Ticket,
    tick: int,
    move: Move,
    *,
    counter: str = "",
    service: str = "",
    slot: int = 0,
    number: str = "",
) -> None:
    """Log one move of a ticket and keep it; inside the transaction.

    Args:
        tick: of this event in the queue of the day.
    """
    officer = desk.keys.officer.name
    body = TicketMovedBody(move.value, ticket.next_turn, tick, officer, counter, service, slot, number)
    keep_queue_act(desk, Kind.TICKET_MOVED, body, ticket.uid)


def moved(
    desk: Desk,
    ticket: Ticket,
    tickets: Sequence[Ticket],
    move: Move,
    *,
    counter: str = "",
    service: str = "",
    slot: int = 0,
) -> TicketMoved:
    """Make a move; inside the transaction."""
    write_move(desk, ticket, next_tick(tickets), move, counter=counter, service=service, slot=slot)
    again = ticket_again(ticket.uid, ticket.business_on, visit=ticket.visit, is_twice=ticket.is_twice)
    return TicketMoved(again)


def not_now(ticket: Ticket) -> Refused:
    """The ticket stands where this move does not start from."""
    return refused(QueueCode.NOT_NOW, ticket, state=sentence(f"TICKET_STATE_{ticket.state.upper()}"))


def refused(code: QueueCode, ticket: Ticket, **facts: Fact) -> Refused:
    """Why something is not done with a ticket."""
    return Refused(code, {"number": ticket.number, **facts})


def in_hand(tickets: Sequence[Ticket], counter: str) -> Ticket | None:
    """The ticket that a counter has called or serves."""
    found = in_states(tickets, (TicketState.CALLED, TicketState.SERVING))
    return next((ticket for ticket in found if ticket.counter == counter), None)


def in_states(tickets: Sequence[Ticket], states: Collection[TicketState]) -> tuple[Ticket, ...]:
    """The tickets that stand in one of these states."""
    return tuple(ticket for ticket in tickets if ticket.state in states)
