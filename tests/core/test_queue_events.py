"""Events of the queue: read as records, and refused where they cannot be meant."""

from __future__ import annotations

import uuid
from datetime import date

import msgspec
import pytest

from core.queue_events import (
    QUEUE_KINDS,
    Spot,
    day_of,
    day_turn,
    read_queue_body,
    survey_answer,
    taken_ticket,
    ticket_move,
    uid_of,
)
from core.tickets import Service, Source
from core.visits import SurveyAnswer
from core.wire.codec import Malformed, encode
from core.wire.events import Kind
from core.wire.records import QueueDayBody, SurveyAnsweredBody, TicketMovedBody, TicketTakenBody

UID = uuid.UUID(int=7)
SPOT = Spot(b"s" * 20, 4, UID, 1000, 12)
TAKEN = TicketTakenBody("P042", "B", "2020-04-13", 5, "RINA", "kiosk")


def test_a_ticket_is_read_with_the_line_that_it_is_for() -> None:
    ticket = taken_ticket(TAKEN, SPOT)
    assert (ticket.uid, ticket.number, ticket.letter, ticket.service) == (UID, "P042", Service.PRIORITY, Service.EMAIL)
    assert (ticket.business_on, ticket.source, ticket.stream) == (date(2020, 4, 13), Source.KIOSK, SPOT.stream)


@pytest.mark.parametrize(
    "changes",
    [
        {"number": "D001"},
        {"number": "A1"},
        {"number": "A00100000"},
        {"number": "001"},
        {"service": "P"},
        {"service": ""},
        {"business_on": "13-04-2020"},
        {"source": "door"},
    ],
)
def test_a_ticket_that_cannot_be_meant_is_refused(changes: dict[str, str]) -> None:
    with pytest.raises(Malformed):
        taken_ticket(msgspec.structs.replace(TAKEN, **changes), SPOT)


def test_a_move_is_read_in_its_place() -> None:
    body = TicketMovedBody("requeued", 2, 9, "RINA", slot=4)
    move = ticket_move(body, SPOT)
    assert (move.move, move.turn, move.tick, move.slot, move.stream, move.seq) == ("requeued", 2, 9, 4, SPOT.stream, 4)
    assert move.feed_no == 12


def test_closing_and_opening_are_told_apart_by_their_kind() -> None:
    body = QueueDayBody("2020-04-13", 1, "RINA")
    assert day_turn(Kind.DAY_CLOSED, body, SPOT).is_closed
    assert not day_turn(Kind.DAY_REOPENED, body, SPOT).is_closed


@pytest.mark.parametrize("answers", [(1,) * 8, (1,) * 10, (0,) * 9, (5,) * 9])
def test_answers_are_nine_and_from_one_to_four(answers: tuple[int, ...]) -> None:
    body = SurveyAnsweredBody("2020-04-13", "A", answers)
    with pytest.raises(Malformed):
        read_queue_body(Kind.SURVEY_ANSWERED, encode(body))


def test_an_answer_is_read_with_its_day() -> None:
    body = SurveyAnsweredBody("2020-04-13", "C", (1, 2, 3, 4, 1, 2, 3, 4, 4))
    assert survey_answer(body) == SurveyAnswer(date(2020, 4, 13), "C", (1, 2, 3, 4, 1, 2, 3, 4, 4))


@pytest.mark.parametrize("turn", [0, 2**31])
def test_a_turn_that_nobody_can_have_counted_is_refused(turn: int) -> None:
    with pytest.raises(Malformed):
        read_queue_body(Kind.TICKET_MOVED, encode(TicketMovedBody("called", turn, 1, "RINA")))


@pytest.mark.parametrize("kind", QUEUE_KINDS)
def test_bytes_that_say_nothing_are_refused(kind: str) -> None:
    with pytest.raises(Malformed):
        read_queue_body(kind, b"\xc1")


def test_days_and_uids_are_what_they_say_they_are() -> None:
    assert uid_of("") is None
    assert uid_of(str(UID)) == UID
    for read, text in ((uid_of, "seven"), (day_of, "yesterday")):
        with pytest.raises(Malformed):
            read(text)
