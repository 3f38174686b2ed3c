"""Events of the queue as records: what their bodies say, in their place of the log; what cannot be meant is refused."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from core.ids import QUEUE_NUMBER
from core.queue_line import DayTurn
from core.tickets import LINES, Service, Source, TakenTicket, TicketMove
from core.visits import SurveyAnswer
from core.wire.codec import Malformed, decode
from core.wire.events import Kind
from core.wire.records import (
    IncidentNotedBody,
    QueueDayBody,
    SurveyAnsweredBody,
    TicketMovedBody,
    TicketTakenBody,
    VisitNotedBody,
)

QueueBody = TicketTakenBody | TicketMovedBody | QueueDayBody | VisitNotedBody | SurveyAnsweredBody | IncidentNotedBody

QUEUE_KINDS: Mapping[str, type[QueueBody]] = {
    Kind.TICKET_TAKEN: TicketTakenBody,
    Kind.TICKET_MOVED: TicketMovedBody,
    Kind.DAY_CLOSED: QueueDayBody,
    Kind.DAY_REOPENED: QueueDayBody,
    Kind.VISIT_NOTED: VisitNotedBody,
    Kind.SURVEY_ANSWERED: SurveyAnsweredBody,
    Kind.INCIDENT_NOTED: IncidentNotedBody,
}
"""Kinds of events of the queue, and their bodies."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where an event stands: place in its stream, what it is about, its writer's clock, the server's order."""

    stream: bytes
    seq: int
    record: uuid.UUID
    at_ms: int
    feed_no: int = 0


def read_queue_body(kind: str, body: bytes) -> QueueBody:
    """What an event of the queue says. Raises: Malformed; KeyError for another kind."""
    return decode(body, QUEUE_KINDS[kind])


def taken_ticket(body: TicketTakenBody, spot: Spot) -> TakenTicket:
    """The ticket that was taken. Raises: Malformed if its number, line or day cannot be meant."""
    letter = QUEUE_NUMBER.fullmatch(body.number)
    services = [line for line in LINES if line == body.service]
    if letter is None or letter[1] not in set(Service) or not services or body.source not in set(Source):
        raise Malformed("MESSAGE_SHAPE", "ticket")
    return TakenTicket(
        uid=spot.record,
        number=body.number,
        letter=Service(letter[1]),
        service=services[0],
        business_on=day_of(body.business_on),
        tick=body.tick,
        at_ms=spot.at_ms,
        stream=spot.stream,
        source=Source(body.source),
        registration_no=body.registration_no,
    )


def ticket_move(body: TicketMovedBody, spot: Spot) -> TicketMove:
    """The move that was made. Raises: Malformed if its number cannot be meant."""
    if body.number and QUEUE_NUMBER.fullmatch(body.number) is None:
        raise Malformed("MESSAGE_SHAPE", "ticket")
    said = {name: getattr(body, name) for name in ("move", "turn", "tick", "counter", "service", "slot", "number")}
    return TicketMove(at_ms=spot.at_ms, stream=spot.stream, seq=spot.seq, feed_no=spot.feed_no, **said)


def day_turn(kind: str, body: QueueDayBody, spot: Spot) -> DayTurn:
    """That the day was closed or opened."""
    return DayTurn(kind == Kind.DAY_CLOSED, body.turn, spot.feed_no, spot.stream, spot.seq)


def survey_answer(body: SurveyAnsweredBody) -> SurveyAnswer:
    """What somebody answered. Raises: Malformed if its day is none."""
    return SurveyAnswer(day_of(body.business_on), body.service, body.answers)


def day_of(text: str) -> date:
    """A day of a body. Raises: Malformed if it is none."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Malformed("MESSAGE_SHAPE", "business_on") from error


def uid_of(text: str) -> uuid.UUID | None:
    """A uid of a body; ``None`` = there is none. Raises: Malformed if it is something else."""
    try:
        return uuid.UUID(text) if text else None
    except ValueError as error:
        raise Malformed("MESSAGE_SHAPE", "uid") from error
