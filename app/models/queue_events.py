"""The door of events of the queue."""

from __future__ import annotations

from typing import assert_never

from app.models.event_door import EventDoor
from app.models.incidents import keep_incident
from app.models.sealing import Sealer
from app.models.tickets import drop_ticket_events, keep_day_turn, keep_move, keep_ticket, tell_ticket
from app.models.visits import drop_visit_events, keep_answer, keep_visit
from core.queue_events import (
    QUEUE_KINDS,
    Spot,
    day_of,
    day_turn,
    read_queue_body,
    survey_answer,
    taken_ticket,
    ticket_move,
)
from core.wire.events import Kind
from core.wire.records import (
    IncidentNotedBody,
    QueueDayBody,
    SurveyAnsweredBody,
    TicketMovedBody,
    TicketTakenBody,
    VisitNotedBody,
)


def _keep(sealer: Sealer, kind: str, packed: bytes, spot: Spot) -> None:
    body = read_queue_body(kind, packed)
    match body:
        case TicketTakenBody():
            keep_ticket(spot.seq, taken_ticket(body, spot))
        case TicketMovedBody():
            keep_move(spot.record, ticket_move(body, spot))
        case QueueDayBody():
            keep_day_turn(day_of(body.business_on), day_turn(kind, body, spot))
        case VisitNotedBody():
            keep_visit(sealer, spot, body)
        case IncidentNotedBody():
            keep_incident(sealer, spot, body)
        case SurveyAnsweredBody():
            keep_answer(spot, survey_answer(body))
        case _:
            assert_never(body)


def _drop(stream: bytes, first_seq: int, last_seq: int) -> None:
    drop_ticket_events(stream, first_seq, last_seq)
    drop_visit_events(stream, first_seq, last_seq)


QUEUE_DOOR = EventDoor(QUEUE_KINDS, _keep, _drop, Kind.TICKET_MOVED, tell_ticket)
