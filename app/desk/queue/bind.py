"""A visit's ticket: the number by which somebody was called becomes that of their registration."""

from __future__ import annotations

import uuid
from datetime import date

from app.desk.context import Desk
from app.desk.queue.acts import day_with, write_move
from app.models.tickets import is_bound, tickets_on
from core.errors import unusable
from core.queue_line import next_tick
from core.tickets import Move, Ticket


def ticket_to_bind(uid: uuid.UUID, on: date) -> Ticket:
    """The ticket of a visit on this day; inside the transaction.

    Raises: Trouble TICKET_UNKNOWN, TICKET_BOUND, TICKET_OTHER_DAY (usage).
    """
    ticket, _tickets = day_with(uid)
    if is_bound(uid):
        raise unusable("TICKET_BOUND", number=ticket.number)
    if ticket.business_on != on:
        raise unusable("TICKET_OTHER_DAY", number=ticket.number, on=ticket.business_on)
    return ticket


def end_with_visit(desk: Desk, ticket: Ticket) -> None:
    """The person was served, wherever the ticket stood; inside the transaction."""
    counter = ticket.counter or desk.words.counter
    write_move(desk, ticket, next_tick(tickets_on(ticket.business_on)), Move.DONE, counter=counter)
