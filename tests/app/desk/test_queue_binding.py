"""One number from door to card: the ticket by which somebody is called becomes that of their registration."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

from app.desk.context import Desk
from app.desk.correct import Corrected, correct
from app.desk.queue.acts import TicketMoved
from app.desk.queue.call import call_next
from app.desk.queue.look import queue_now, ticket_of
from app.desk.queue.take import BlanksReserved, TicketTaken, reserve_blanks, take_ticket
from app.desk.reconcile import reconcile
from app.desk.register import Registered, register
from app.desk.slips import write_slip
from app.models.events import chain_problem
from core.errors import Trouble
from core.registration import Outcome
from core.tickets import Service, Ticket, TicketState
from papers import Paper
from tests.kit.desk import DAY, all_rows, entry_of, person_values, prakerja
from tests.kit.manual_clock import ManualClock

OTHER = msgspec.structs.replace(prakerja(), code="LAIN")
"""A programme with the same rules, so that one person is granted both."""


def take(desk: Desk, letter: Service = Service.REGISTRATION) -> Ticket:
    told = take_ticket(desk, letter, DAY)
    assert isinstance(told, TicketTaken)
    return told.ticket


def blank(desk: Desk) -> Ticket:
    reserved = reserve_blanks(desk, DAY, 1)
    assert isinstance(reserved, BlanksReserved)
    return reserved.tickets[0]


def come(desk: Desk, ticket: Ticket, number: int = 0, **changes: object) -> Registered:
    return register(desk, entry_of(person_values(number, **changes)), prakerja(), DAY, ticket=ticket.uid)


def state(desk: Desk, ticket: Ticket) -> TicketState:
    found = ticket_of(desk, ticket.uid)
    assert found is not None
    return found.state


def test_the_registration_has_the_number_of_the_ticket_and_takes_none(desk: Desk, clock: ManualClock) -> None:
    first, second = take(desk), take(desk)
    call_next(desk, DAY, "2")
    clock.pass_s(420)
    registered = come(desk, first)
    assert registered.kept.queue_number == first.number == "A001"
    assert registered.changes.has_queue
    found = ticket_of(desk, first.uid)
    assert found is not None
    assert (found.state, found.counter, found.service_s, found.visit) == (
        TicketState.DONE,
        "2",
        420,
        registered.kept.uid,
    )
    assert take(desk).number == "A003"
    assert queue_now(desk, DAY).waiting[0] == second


@pytest.mark.parametrize("letter", list(Service))
def test_the_card_bears_the_letter_that_was_given_at_the_door(desk: Desk, tmp_path: Path, letter: Service) -> None:
    registered = come(desk, take(desk, letter))
    assert registered.kept.queue_number == f"{letter}001"
    slip = write_slip(desk, registered.kept, Paper.THERMAL80, tmp_path / "slip.pdf", is_reprint=False)
    assert slip.path.stat().st_size > 1000
    assert desk.store.run(chain_problem) is None


def test_a_ticket_that_nobody_called_ends_with_the_registration_too(desk: Desk) -> None:
    ticket = take(desk)
    come(desk, ticket)
    assert state(desk, ticket) is TicketState.DONE
    assert queue_now(desk, DAY).waiting == ()


def test_several_programmes_share_the_ticket(desk: Desk) -> None:
    ticket = take(desk)
    first = come(desk, ticket)
    entry = entry_of(person_values(0))
    second = register(desk, entry, OTHER, DAY, same_visit=first.kept.uid, ticket=ticket.uid)
    assert second.kept.queue_number == ticket.number
    assert second.kept.body.ticket == first.kept.body.ticket == str(ticket.uid)
    count = queue_now(desk, DAY).lines[Service.REGISTRATION].count
    assert (count.given, count.served) == (1, 1)


def test_one_ticket_is_for_one_person(desk: Desk) -> None:
    ticket = take(desk)
    come(desk, ticket)
    before = all_rows(desk.store)
    with pytest.raises(Trouble, match="TICKET_BOUND"):
        come(desk, ticket, 1)
    assert all_rows(desk.store) == before


def test_a_ticket_counts_on_its_day_only(desk: Desk) -> None:
    other = take_ticket(desk, Service.REGISTRATION, DAY + timedelta(days=1))
    assert isinstance(other, TicketTaken)
    with pytest.raises(Trouble, match="TICKET_OTHER_DAY"):
        come(desk, other.ticket)


def test_who_has_a_registration_already_leaves_the_ticket_as_it_is(desk: Desk) -> None:
    come(desk, take(desk))
    ticket = take(desk)
    told = call_next(desk, DAY, "1")
    assert isinstance(told, TicketMoved)
    assert come(desk, ticket).outcome is Outcome.DUPLICATE
    assert state(desk, ticket) is TicketState.CALLED


def test_who_is_sent_home_for_papers_was_served_under_the_number(desk: Desk) -> None:
    ticket = take(desk)
    registered = come(desk, ticket, nik="35780815089")
    assert (registered.outcome, registered.kept.queue_number) == (Outcome.INCOMPLETE, ticket.number)
    assert state(desk, ticket) is TicketState.DONE


# --- blank forms --------------------------------------------------------------------------------------------------


def test_who_filled_in_a_blank_form_gets_both_its_numbers(desk: Desk) -> None:
    form = blank(desk)
    registered = come(desk, form)
    assert (registered.kept.queue_number, registered.kept.registration_no) == (form.number, form.registration_no)
    assert state(desk, form) is TicketState.DONE


def test_a_form_that_was_not_complete_keeps_its_number_for_later(desk: Desk) -> None:
    form = blank(desk)
    incomplete = come(desk, form, mobile=...)
    assert (incomplete.outcome, incomplete.kept.registration_no) == (Outcome.INCOMPLETE, "")
    corrected = correct(desk, incomplete.kept.uid, {"mobile": "081245600000"}, "Nomor HP dibawa")
    assert isinstance(corrected, Corrected)
    assert corrected.kept.registration_no == form.registration_no


def test_a_second_programme_of_the_form_gets_a_number_of_its_own(desk: Desk) -> None:
    form = blank(desk)
    first = come(desk, form)
    entry = entry_of(person_values(0))
    second = register(desk, entry, OTHER, DAY, same_visit=first.kept.uid)
    assert second.kept.registration_no not in {"", form.registration_no}


# --- the evening --------------------------------------------------------------------------------------------------


def test_the_evening_sheet_knows_numbers_without_a_visit(desk: Desk, tmp_path: Path) -> None:
    take(desk)
    ticket = take(desk)
    take(desk, Service.COMPLAINT)
    reserve_blanks(desk, DAY, 2)
    registered = come(desk, ticket)
    write_slip(desk, registered.kept, Paper.THERMAL80, tmp_path / "slip.pdf", is_reprint=False)
    evening = reconcile(desk, DAY)
    codes = {difference.code.name for difference in evening.counted.differences}
    assert codes <= {"NO_RECEIPT", "ACT_WAITS"}  # no server has vouched for anything
    spans = {(span.letter, span.first, span.last, span.taken, span.gaps) for span in evening.counted.spans}
    assert spans == {("", 1, 3, 3, ()), ("A", 1, 4, 4, ()), ("C", 1, 1, 1, ())}
