"""Call people: the next one of the lines that a counter serves, one out of turn, or the same one again."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from datetime import date

from app.desk.context import Desk
from app.desk.queue.acts import TicketMoved, day_with, in_hand, moved, not_now, refused
from app.desk.refusal import Refused
from app.models.tickets import tickets_on
from core.queue_line import QueueCode, in_line
from core.tickets import CALLS_BEFORE_LAPSE, LINES, Move, Service


def call_next(desk: Desk, on: date, counter: str, services: Collection[Service] = LINES) -> TicketMoved | Refused:
    """Call whose turn it is to a counter that serves these lines."""
    return desk.store.write(lambda: _call_next(desk, on, counter, services))


def call(desk: Desk, uid: uuid.UUID, counter: str) -> TicketMoved | Refused:
    """Call this ticket, out of turn or because somebody has come after all. Raises: Trouble TICKET_UNKNOWN (usage)."""
    return desk.store.write(lambda: _call(desk, uid, counter))


def recall(desk: Desk, uid: uuid.UUID, counter: str) -> TicketMoved | Refused:
    """Call a ticket again that was called and has not come. Raises: Trouble TICKET_UNKNOWN (usage)."""
    return desk.store.write(lambda: _recall(desk, uid, counter))


def _call_next(desk: Desk, on: date, counter: str, services: Collection[Service]) -> TicketMoved | Refused:
    tickets = tickets_on(on)
    busy = in_hand(tickets, counter)
    if busy is not None:
        return refused(QueueCode.COUNTER_BUSY, busy, counter=counter)
    line = in_line(tickets, desk.queue_rules, services)
    if not line:
        return Refused(QueueCode.NOBODY_WAITS)
    return moved(desk, line[0], tickets, Move.CALLED, counter=counter)


def _call(desk: Desk, uid: uuid.UUID, counter: str) -> TicketMoved | Refused:
    ticket, tickets = day_with(uid)
    if not ticket.may(Move.CALLED):
        return not_now(ticket)
    busy = in_hand(tickets, counter)
    if busy is not None:
        return refused(QueueCode.COUNTER_BUSY, busy, counter=counter)
    return moved(desk, ticket, tickets, Move.CALLED, counter=counter)


def _recall(desk: Desk, uid: uuid.UUID, counter: str) -> TicketMoved | Refused:
    ticket, tickets = day_with(uid)
    if not ticket.may(Move.RECALLED):
        return not_now(ticket)
    if ticket.calls >= CALLS_BEFORE_LAPSE:
        return refused(QueueCode.CALLED_ENOUGH, ticket, calls=ticket.calls)
    return moved(desk, ticket, tickets, Move.RECALLED, counter=counter)
