"""The paper of a queue ticket: what stands on it, and how often it was printed."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from app.desk.context import Desk
from app.desk.queue.look import queue_now, ticket_of
from app.desk.slips import PreparedSlip
from app.models.events import append, count_about
from core.clock import from_ms
from core.errors import unusable
from core.letter_words import letter_word
from core.queue_line import in_line, lines_beside
from core.sentences import sentence
from core.tickets import Service, Ticket, TicketState
from core.wire.events import Kind
from core.wire.records import ReprintedBody
from papers import Paper
from papers.ticket import QueueTicket, ticket

_ROUND_MINUTES = 5
"""A wait is told in steps of so many minutes: nobody can know it better."""

_BRING: Mapping[Service, tuple[str, ...]] = {
    Service.REGISTRATION: ("bring_id", "bring_family_card"),
    Service.EMAIL: ("bring_id", "bring_phone"),
    Service.COMPLAINT: ("bring_id", "bring_receipt"),
    Service.PRIORITY: ("bring_id", "bring_family_card"),
}


def prepare_ticket(desk: Desk, uid: uuid.UUID, paper: str, *, is_reprint: bool = False) -> PreparedSlip:
    """Make the paper of a ticket in memory; a reprint is counted before its paper exists.

    Draw it in a thread that may wait and is not the database's.

    Args:
        paper: one of :class:`papers.Paper`, or its name.

    Raises: Trouble TICKET_UNKNOWN (usage), or of the store.
    """
    found = ticket_of(desk, uid)
    if found is None:
        raise unusable("TICKET_UNKNOWN")
    copy_no = desk.store.write(lambda: _counted(desk, found, paper)) if is_reprint else 1
    wanted = ticket_paper(desk, found, copy_no)
    return PreparedSlip(ticket(wanted, Paper(paper), desk.fonts()), copy_no, found.number)


def ticket_paper(desk: Desk, found: Ticket, copy_no: int) -> QueueTicket:
    """What stands on it; how many are before is told on the original alone: on a copy it would be another figure."""
    words = desk.words
    ahead, wait_s = _before(desk, found) if copy_no == 1 else (None, None)
    return QueueTicket(
        letterhead=words.letterhead,
        number=found.number,
        service=_service_text(found),
        at=words.local(from_ms(found.taken_at_ms)),
        zone=words.zone,
        ahead=ahead,
        wait_minutes=None if wait_s is None else wait_minutes(wait_s),
        bring=tuple(letter_word(key) for key in _BRING[found.letter]),
        instead_of=found.taken_number,
        copy_no=copy_no,
        is_training=desk.store.profile.post.is_training,
        is_large=words.is_large,
    )


def wait_minutes(wait_s: int) -> int:
    """A wait as it is told: rounded up to five minutes."""
    return max(-(-wait_s // (_ROUND_MINUTES * 60)), 1) * _ROUND_MINUTES


def _service_text(found: Ticket) -> str:
    """What the number is for; a priority number says so, and whose line it goes before."""
    own = sentence(f"QUEUE_SERVICE_{found.letter}")
    return f"{own}: {sentence(f'QUEUE_SERVICE_{found.service}')}" if found.is_priority else own


def _before(desk: Desk, found: Ticket) -> tuple[int | None, int | None]:
    """How many are called before, and how long that takes; nothing of a ticket that is no longer waiting."""
    if found.state is not TicketState.WAITING:
        return None, None
    now = queue_now(desk, found.business_on)
    line, beside = now.lines[found.service], lines_beside(found.service, now.tickets)
    places = [one.uid for one in in_line(now.tickets, desk.queue_rules, beside)]
    if found.uid not in places:
        return None, None
    place = places.index(found.uid)
    return place, line.wait_s(place)


def _counted(desk: Desk, found: Ticket, paper: str) -> int:
    """The number of this copy, which is written down."""
    copy_no = 2 + count_about(found.uid, Kind.TICKET_REPRINTED)
    body = ReprintedBody(copy_no, paper, desk.keys.officer.name)
    append(desk.writer(), Kind.TICKET_REPRINTED, body, at_ms=desk.now_ms(), record=found.uid)
    return copy_no
