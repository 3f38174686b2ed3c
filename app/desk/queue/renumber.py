"""Of two people with one number one gets another, in place: who holds it, and where they stand, stays."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from app.changes import Changes
from app.desk.context import Desk
from app.desk.queue.acts import TOUCHED, day_with, not_now, refused, write_move
from app.desk.refusal import Refused
from app.models.numbers import take_number
from core.ids import queue_number
from core.queue_line import QueueCode, next_tick
from core.tickets import Move, Ticket


@dataclass(frozen=True, slots=True)
class Renumbered:
    """A ticket with its new number.

    Args:
        before: the number on the paper that is no longer good.
    """

    ticket: Ticket
    before: str
    changes: Changes = TOUCHED


def renumber(desk: Desk, uid: uuid.UUID) -> Renumbered | Refused:
    """Give a ticket whose number somebody else holds, too, the next one of this device.

    Raises: Trouble TICKET_UNKNOWN (usage), NUMBERS_USED_UP; then nothing has happened.
    """
    return desk.store.write(lambda: _renumber(desk, uid))


def _renumber(desk: Desk, uid: uuid.UUID) -> Renumbered | Refused:
    ticket, tickets = day_with(uid)
    if not ticket.may(Move.RENUMBERED):
        return not_now(ticket)
    if not ticket.is_twice:
        return refused(QueueCode.NOT_TWICE, ticket)
    letter, on = ticket.letter.value, ticket.business_on
    number = queue_number(letter, take_number(letter, on, desk.store.profile.numbers))
    write_move(desk, ticket, next_tick(tickets), Move.RENUMBERED, number=number)
    return Renumbered(day_with(uid)[0], ticket.number)
