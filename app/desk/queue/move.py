"""What becomes of who was called: served, not there, sent to another line, back in line, done, gone."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence

from app.desk.context import Desk
from app.desk.queue.acts import TicketMoved, day_with, moved, not_now, refused
from app.desk.refusal import Refused
from app.models.tickets import day_turn_of
from core.queue_line import QueueCode, next_tick, slot_behind
from core.tickets import CALLS_BEFORE_LAPSE, Move, Service, Ticket

_Act = Callable[[Ticket, Sequence[Ticket]], TicketMoved | Refused]


def serve(desk: Desk, uid: uuid.UUID, counter: str) -> TicketMoved | Refused:
    """The person is at the counter. Raises: Trouble TICKET_UNKNOWN (usage), as every verb here."""
    return _act(desk, uid, Move.SERVING, lambda one, all_: moved(desk, one, all_, Move.SERVING, counter=counter))


def skip(desk: Desk, uid: uuid.UUID) -> TicketMoved | Refused:
    """The person has not come: set aside; after the third call the number lapses."""

    def act(ticket: Ticket, tickets: Sequence[Ticket]) -> TicketMoved:
        has_lapsed = ticket.calls >= CALLS_BEFORE_LAPSE
        return moved(desk, ticket, tickets, Move.LAPSED if has_lapsed else Move.SKIPPED)

    return _act(desk, uid, Move.SKIPPED, act)


def lapse(desk: Desk, uid: uuid.UUID) -> TicketMoved | Refused:
    """The person has not come after three calls."""

    def act(ticket: Ticket, tickets: Sequence[Ticket]) -> TicketMoved | Refused:
        left = CALLS_BEFORE_LAPSE - ticket.calls
        if left > 0:
            return refused(QueueCode.CALL_AGAIN, ticket, left=left)
        return moved(desk, ticket, tickets, Move.LAPSED)

    return _act(desk, uid, Move.LAPSED, act)


def requeue(desk: Desk, uid: uuid.UUID) -> TicketMoved | Refused:
    """The person is back: into the line again, behind three others; into none that is closed."""

    def act(ticket: Ticket, tickets: Sequence[Ticket]) -> TicketMoved | Refused:
        slot = slot_behind(ticket, tickets, next_tick(tickets))
        return _closed(ticket) or moved(desk, ticket, tickets, Move.REQUEUED, slot=slot)

    return _act(desk, uid, Move.REQUEUED, act)


def put_back(desk: Desk, uid: uuid.UUID) -> TicketMoved | Refused:
    """It was called by mistake: back to its place in line; into none that is closed."""
    return _act(desk, uid, Move.PUT_BACK, lambda one, all_: _closed(one) or moved(desk, one, all_, Move.PUT_BACK))


def transfer(desk: Desk, uid: uuid.UUID, service: Service) -> TicketMoved | Refused:
    """Send the person to another line: number and place, by when they came, stay; into none that is closed."""

    def act(ticket: Ticket, tickets: Sequence[Ticket]) -> TicketMoved | Refused:
        if ticket.service is service:
            return refused(QueueCode.SAME_SERVICE, ticket)
        return _closed(ticket) or moved(desk, ticket, tickets, Move.TRANSFERRED, service=service.value)

    return _act(desk, uid, Move.TRANSFERRED, act)


def finish(desk: Desk, uid: uuid.UUID) -> TicketMoved | Refused:
    """The person is served."""
    return _act(desk, uid, Move.DONE, lambda one, all_: moved(desk, one, all_, Move.DONE, counter=one.counter))


def leave(desk: Desk, uid: uuid.UUID) -> TicketMoved | Refused:
    """The person went home, or a blank form is void."""
    return _act(desk, uid, Move.LEFT, lambda one, all_: moved(desk, one, all_, Move.LEFT))


def _closed(ticket: Ticket) -> Refused | None:
    """Nobody waits in a line that is closed."""
    turn = day_turn_of(ticket.business_on)
    is_closed = turn is not None and turn.is_closed
    return Refused(QueueCode.DAY_CLOSED, {"on": ticket.business_on}) if is_closed else None


def _act(desk: Desk, uid: uuid.UUID, move: Move, act: _Act) -> TicketMoved | Refused:
    def verb() -> TicketMoved | Refused:
        ticket, tickets = day_with(uid)
        return act(ticket, tickets) if ticket.may(move) else not_now(ticket)

    return desk.store.write(verb)
