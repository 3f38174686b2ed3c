"""The paper of a queue number: who is before, for how long, and which copy it is."""

from __future__ import annotations

import uuid

import pytest

from app.desk.context import Desk
from app.desk.queue.acts import TicketMoved
from app.desk.queue.call import call_next
from app.desk.queue.move import finish
from app.desk.queue.take import TicketTaken, take_ticket
from app.desk.tickets_paper import prepare_ticket, wait_minutes
from core.errors import Trouble
from core.tickets import Service, Ticket
from papers import Paper
from tests.kit.desk import DAY, sql
from tests.kit.manual_clock import ManualClock
from tests.papers.reading import squeezed, words


def taken(desk: Desk, letter: Service = Service.REGISTRATION) -> Ticket:
    answer = take_ticket(desk, letter, DAY)
    assert isinstance(answer, TicketTaken)
    return answer.ticket


def text_of(desk: Desk, ticket: Ticket, paper: str = "thermal58", *, is_reprint: bool = False) -> str:
    return words(prepare_ticket(desk, ticket.uid, paper, is_reprint=is_reprint).pdf)


@pytest.mark.parametrize("paper", Paper)
@pytest.mark.parametrize("letter", Service)
def test_every_service_has_its_ticket_on_every_paper(desk: Desk, letter: Service, paper: Paper) -> None:
    ticket = taken(desk, letter)
    text = text_of(desk, ticket, paper.value)
    assert ticket.number in text
    assert "08.00WIB" in text
    assert "KTP" in text


def test_a_ticket_says_how_many_are_before(desk: Desk) -> None:
    first, _second, third = (taken(desk) for _ in range(3))
    assert "Andaberikutnya" in text_of(desk, first)
    assert squeezed("2 orang sebelum Anda") in text_of(desk, third)
    assert squeezed("belum bisa diperkirakan") in text_of(desk, third)


def test_a_ticket_says_how_long_it_takes_once_somebody_was_measured(desk: Desk, clock: ManualClock) -> None:
    for _ in range(4):
        taken(desk)
        called = call_next(desk, DAY, "1")
        assert isinstance(called, TicketMoved)
        clock.pass_s(360)
        finish(desk, called.ticket.uid)
    taken(desk)
    assert squeezed("Perkiraan menunggu 10 menit") in text_of(desk, taken(desk))


def test_a_priority_number_says_whose_line_it_goes_before(desk: Desk) -> None:
    assert squeezed("Prioritas: Pendaftaran") in text_of(desk, taken(desk, Service.PRIORITY))


def test_copies_are_counted_and_say_nothing_of_those_before(desk: Desk) -> None:
    taken(desk)
    ticket = taken(desk)
    assert "DUPLIKAT" not in text_of(desk, ticket)
    for copy_no in (2, 3):
        text = text_of(desk, ticket, is_reprint=True)
        assert f"DUPLIKAT(cetakanke-{copy_no})" in text
        assert "sebelumAnda" not in text
    assert sql(desk.store, "SELECT COUNT(*) FROM event WHERE kind = 'ticket_reprinted'") == [(2,)]


def test_who_is_called_already_is_not_told_to_wait(desk: Desk) -> None:
    ticket = taken(desk)
    call_next(desk, DAY, "1")
    assert "Andaberikutnya" not in text_of(desk, ticket)


def test_the_same_ticket_gives_the_same_bytes_while_nothing_has_changed(desk: Desk) -> None:
    ticket = taken(desk)
    assert prepare_ticket(desk, ticket.uid, "thermal80").pdf == prepare_ticket(desk, ticket.uid, "thermal80").pdf


def test_a_ticket_that_nobody_took_is_refused(desk: Desk) -> None:
    with pytest.raises(Trouble) as trouble:
        prepare_ticket(desk, uuid.UUID(int=1), "thermal58")
    assert trouble.value.code == "TICKET_UNKNOWN"


@pytest.mark.parametrize(("wait_s", "minutes"), [(0, 5), (1, 5), (300, 5), (301, 10), (2000, 35)])
def test_a_wait_is_rounded_up_to_five_minutes(wait_s: int, minutes: int) -> None:
    assert wait_minutes(wait_s) == minutes
