"""Tickets in the store: what came first, what cannot be meant, what is let go, and what does not fit the log."""

from __future__ import annotations

import uuid

import pytest

from app.desk.context import Desk
from app.desk.queue.call import call_next
from app.desk.queue.look import queue_now, tickets_of_day
from app.desk.queue.survey import answer_survey
from app.desk.queue.take import TicketTaken, take_ticket
from app.desk.queue.visits import note_visit, visits_on
from app.models.events import chain_problem
from app.models.news import keep_news
from app.models.queue_events import QUEUE_DOOR
from core.tickets import Service, Ticket, TicketState
from core.visits import Asked, Result
from core.wire.codec import encode
from core.wire.envelope import Change, EventUp
from core.wire.events import Kind, record_uid, stream_name
from core.wire.records import QueueDayBody, TicketMovedBody, TicketTakenBody, VisitNotedBody
from tests.kit.desk import DAY, sql

STREAM = stream_name(uuid.UUID(int=9 << 64), 1)
TICKET = record_uid(STREAM, 1, 1000)
TAKEN = TicketTakenBody("A201", "A", DAY.isoformat(), 1, "BUDI")


def hear(desk: Desk, seq: int, kind: Kind, body: bytes, record: uuid.UUID = TICKET, feed_no: int | None = None) -> None:
    """One event of a neighbour comes."""
    event = EventUp(kind.value, 1000 * seq, bytes(16), body, record.bytes)
    desk.store.write(lambda: keep_news(desk.shelf(), Change(feed_no or seq, STREAM, seq, event)))


def moved(word: str, turn: int = 1, counter: str = "2") -> bytes:
    return encode(TicketMovedBody(word, turn, 5, "BUDI", counter))


def only(desk: Desk) -> Ticket:
    [ticket] = tickets_of_day(desk, DAY)
    return ticket


def take(desk: Desk) -> Ticket:
    told = take_ticket(desk, Service.REGISTRATION, DAY)
    assert isinstance(told, TicketTaken)
    return told.ticket


def test_a_move_may_come_before_its_ticket(desk: Desk) -> None:
    hear(desk, 2, Kind.TICKET_MOVED, moved("called"))
    assert tickets_of_day(desk, DAY) == ()
    hear(desk, 1, Kind.TICKET_TAKEN, encode(TAKEN))
    assert (only(desk).state, only(desk).counter) == (TicketState.CALLED, "2")


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        (Kind.TICKET_TAKEN, encode(TicketTakenBody("Z1", "A", DAY.isoformat(), 1, "BUDI"))),
        (Kind.TICKET_TAKEN, b"\xc1"),
        (Kind.TICKET_MOVED, encode(TicketMovedBody("renumbered", 1, 5, "BUDI", number="Z1"))),
        (Kind.DAY_CLOSED, encode(QueueDayBody("tomorrow", 1, "BUDI"))),
        (Kind.VISIT_NOTED, encode(VisitNotedBody(DAY.isoformat(), "complaint", "answered", "", "BUDI", about="who"))),
    ],
)
def test_what_cannot_be_meant_is_kept_as_news_and_nothing_else(desk: Desk, kind: Kind, body: bytes) -> None:
    hear(desk, 1, kind, body)
    assert sql(desk.store, "SELECT count(*) FROM news") == [(1,)]
    now = queue_now(desk, DAY)
    assert (now.tickets, now.is_closed, visits_on(desk, DAY)) == ((), False, ())


def test_words_of_a_newer_program_do_not_hide_the_ticket(desk: Desk) -> None:
    hear(desk, 1, Kind.TICKET_TAKEN, encode(TAKEN))
    hear(desk, 2, Kind.TICKET_MOVED, moved("greeted"))
    assert (only(desk).state, only(desk).turn) == (TicketState.WAITING, 1)


def test_when_the_server_numbers_its_feed_anew_the_new_order_counts(desk: Desk) -> None:
    hear(desk, 1, Kind.TICKET_TAKEN, encode(TAKEN))
    hear(desk, 2, Kind.TICKET_MOVED, moved("called"), feed_no=7)
    other = Change(
        6,
        stream_name(uuid.UUID(int=8 << 64), 1),
        1,
        EventUp("ticket_moved", 1, bytes(16), moved("called", 1, "3"), TICKET.bytes),
    )
    desk.store.write(lambda: keep_news(desk.shelf(), other))
    assert (only(desk).counter, only(desk).rivals) == ("2", ("3",))
    sql(desk.store, "UPDATE news SET feed_no = 9 WHERE feed_no = 6")
    hear(desk, 3, Kind.TICKET_MOVED, moved("greeted", 2))
    assert (only(desk).counter, only(desk).rivals) == ("3", ("2",))


def test_what_is_let_go_is_told_anew_from_what_is_left(desk: Desk) -> None:
    hear(desk, 1, Kind.TICKET_TAKEN, encode(TAKEN))
    hear(desk, 2, Kind.TICKET_MOVED, moved("called"))
    desk.store.write(lambda: QUEUE_DOOR.let_go(STREAM, 2))
    assert only(desk).state is TicketState.WAITING
    desk.store.write(lambda: QUEUE_DOOR.let_go(STREAM, 1))
    assert tickets_of_day(desk, DAY) == ()


def test_times_of_a_line_are_let_go_with_the_move_that_left_it(desk: Desk) -> None:
    hear(desk, 1, Kind.TICKET_TAKEN, encode(TAKEN))
    hear(desk, 2, Kind.TICKET_MOVED, moved("called"))
    hear(desk, 3, Kind.TICKET_MOVED, encode(TicketMovedBody("transferred", 2, 6, "BUDI", service="B")))
    assert [spell.wait_s for spell in only(desk).spells] == [1]
    desk.store.write(lambda: QUEUE_DOOR.let_go(STREAM, 3))
    assert only(desk).spells == ()
    desk.store.write(lambda: QUEUE_DOOR.let_go(STREAM, 1))
    assert sql(desk.store, "SELECT count(*) FROM ticket_spell") == [(0,)]


def test_another_number_is_let_go_with_its_move(desk: Desk) -> None:
    hear(desk, 1, Kind.TICKET_TAKEN, encode(TAKEN))
    hear(desk, 2, Kind.TICKET_MOVED, encode(TicketMovedBody("renumbered", 1, 6, "BUDI", number="A400")))
    assert (only(desk).number, only(desk).taken_number) == ("A400", "A201")
    desk.store.write(lambda: QUEUE_DOOR.let_go(STREAM, 2))
    assert (only(desk).number, only(desk).taken_number) == ("A201", "")


def test_notes_and_answers_are_let_go_with_their_events(desk: Desk) -> None:
    note_visit(desk, DAY, Asked.COMPLAINT, Result.ANSWERED, note="Jam buka")
    answer_survey(desk, DAY, Service.COMPLAINT, (4,) * 9)
    desk.store.write(lambda: QUEUE_DOOR.let_go(desk.store.profile.stream, 1))
    assert visits_on(desk, DAY) == ()
    assert sql(desk.store, "SELECT count(*) FROM survey_answer") == [(0,)]


def test_a_ticket_whose_row_is_gone_is_noticed(desk: Desk) -> None:
    take(desk)
    assert desk.store.run(chain_problem) is None
    sql(desk.store, "DELETE FROM ticket")
    assert desk.store.run(chain_problem) is not None


def test_a_ticket_that_no_event_tells_of_is_noticed(desk: Desk) -> None:
    take(desk)
    call_next(desk, DAY, "1")
    sql(desk.store, "UPDATE ticket SET seq = 99")
    assert desk.store.run(chain_problem) is not None
