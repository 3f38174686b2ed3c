"""Service C: what somebody asked who does not register, about which registration, and what came of it."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from datetime import date

from app.changes import Changes
from app.desk.context import Desk
from app.desk.queue.acts import TOUCHED, day_with, keep_queue_act, moved
from app.desk.refusal import Refused, kept_registration, password_told
from app.models.visits import noted_visits
from core.tickets import Move
from core.typed_text import tidy
from core.visits import MOST_NOTE, Asked, NotedVisit, Result
from core.wire.events import Kind
from core.wire.records import VisitNotedBody


@dataclass(frozen=True, slots=True)
class VisitNoted:
    """A visit that is kept."""

    changes: Changes = TOUCHED


def note_visit(
    desk: Desk,
    on: date,
    asked: Asked,
    result: Result,
    *,
    note: str = "",
    about: uuid.UUID | None = None,
    ticket: uuid.UUID | None = None,
) -> VisitNoted | Refused:
    """Keep a visit, and finish the ticket by which the person was called.

    Args:
        about: the registration that was asked about.

    Raises: Trouble REGISTRATION_UNKNOWN, TICKET_UNKNOWN (usage).
    """
    text = tidy(note)[:MOST_NOTE]
    refusal = password_told(note)
    if refusal:
        return refusal
    body = VisitNotedBody(
        business_on=on.isoformat(),
        asked=asked.value,
        result=result.value,
        note=text,
        officer_name=desk.keys.officer.name,
        about=str(about) if about else "",
        ticket=str(ticket) if ticket else "",
    )
    return desk.store.write(lambda: _note(desk, body, about, ticket))


def visits_on(desk: Desk, on: date) -> tuple[NotedVisit, ...]:
    """The visits of a business date."""
    return desk.store.run(lambda: noted_visits(desk.keys.sealer, on))


def _note(desk: Desk, body: VisitNotedBody, about: uuid.UUID | None, ticket: uuid.UUID | None) -> VisitNoted:
    changes = TOUCHED
    if about is not None:
        kept_registration(desk, about)
        changes = replace(TOUCHED, registrations=frozenset({about}))
    if ticket is not None:
        called, tickets = day_with(ticket)
        if called.may(Move.DONE):
            moved(desk, called, tickets, Move.DONE, counter=called.counter)
    keep_queue_act(desk, Kind.VISIT_NOTED, body, about)
    return VisitNoted(changes)
