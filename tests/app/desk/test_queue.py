"""The queue at one desk: numbers, calls, who is not there, other lines, the end of the day."""

from __future__ import annotations

import dataclasses
from datetime import timedelta

import pytest

from app.desk.context import Desk
from app.desk.queue.acts import TicketMoved
from app.desk.queue.call import call, call_next, recall
from app.desk.queue.close import DayClosed, DayReopened, close_day, reopen_day
from app.desk.queue.look import QueueNow, find_ticket, queue_now, ticket_of, tickets_of_day
from app.desk.queue.move import finish, lapse, leave, put_back, requeue, serve, skip, transfer
from app.desk.queue.renumber import Renumbered, renumber
from app.desk.queue.take import BlanksReserved, TicketTaken, reserve_blanks, take_ticket
from app.desk.refusal import Refused
from app.desk.register import register
from app.models.events import chain_problem
from app.models.officers import Role
from core.errors import Trouble
from core.ids import uid_from
from core.queue_line import MOST_BLANKS, QueueCode, QueueRules
from core.sentences import sentence
from core.tickets import LINES, Service, Source, Ticket, TicketState
from tests.kit.desk import DAY, all_rows, entry_of, person_values, prakerja, register_one, sql
from tests.kit.manual_clock import ManualClock

A, B, C, P = Service


def take(desk: Desk, letters: str) -> list[Ticket]:
    """Somebody for each letter takes a number."""
    found = []
    for letter in letters:
        told = take_ticket(desk, Service(letter), DAY)
        assert isinstance(told, TicketTaken)
        found.append(told.ticket)
    return found


def called(desk: Desk, counter: str = "1", services: tuple[Service, ...] = LINES) -> Ticket:
    """Who is called next."""
    told = call_next(desk, DAY, counter, services)
    assert isinstance(told, TicketMoved), told
    return told.ticket


def stands(told: TicketMoved | Refused) -> TicketState:
    """Where a ticket stands after an act that was done."""
    assert isinstance(told, TicketMoved), told
    return told.ticket.state


def why(told: object) -> QueueCode:
    """Why it was not done; there is a whole sentence for it."""
    assert isinstance(told, Refused), told
    assert isinstance(told.code, QueueCode)
    assert "..." not in sentence(told.code, told.facts)
    return told.code


def now(desk: Desk) -> QueueNow:
    return queue_now(desk, DAY)


def numbers(tickets: tuple[Ticket, ...]) -> list[str]:
    return [ticket.number for ticket in tickets]


# --- numbers ------------------------------------------------------------------------------------------------------


def test_each_letter_counts_for_itself(desk: Desk) -> None:
    assert [one.number for one in take(desk, "AABCPA")] == ["A001", "A002", "B001", "C001", "P001", "A003"]


def test_a_new_day_begins_with_one(desk: Desk) -> None:
    take(desk, "AA")
    tomorrow = take_ticket(desk, A, DAY + timedelta(days=1))
    assert isinstance(tomorrow, TicketTaken)
    assert tomorrow.ticket.number == "A001"


def test_who_takes_a_number_is_told_how_many_are_before_them(desk: Desk) -> None:
    take(desk, "AABP")
    told = take_ticket(desk, A, DAY)
    assert isinstance(told, TicketTaken)
    assert (told.before, told.wait_s) == (4, None)  # nobody was called yet: one counter may serve all lines


def test_who_waits_for_a_counter_of_another_line_is_not_counted(desk: Desk) -> None:
    take(desk, "AABP")
    assert isinstance(call_next(desk, DAY, "1", (A,)), TicketMoved)
    told = take_ticket(desk, A, DAY)
    assert isinstance(told, TicketTaken)
    assert told.before == 2  # one with A, one with P; that with B is called by somebody else


def test_a_number_with_p_is_for_registration_unless_somebody_says_otherwise(desk: Desk) -> None:
    plain, email = take_ticket(desk, P, DAY), take_ticket(desk, P, DAY, service=B)
    assert isinstance(plain, TicketTaken)
    assert isinstance(email, TicketTaken)
    assert (plain.ticket.service, email.ticket.service) == (A, B)


def test_a_registration_without_a_ticket_takes_the_next_number_and_counts_as_served(desk: Desk) -> None:
    take(desk, "A")
    assert register_one(desk).kept.queue_number == "A002"
    assert [one.number for one in take(desk, "A")] == ["A003"]
    count = now(desk).lines[A].count
    assert (count.given, count.served, count.waiting) == (3, 1, 2)


def test_where_the_days_numbers_are_given_nobody_gets_one_more(desk: Desk) -> None:
    strict = dataclasses.replace(desk, queue_rules=QueueRules(caps={A: 2}))
    take(strict, "A")
    register_one(strict)
    before = all_rows(strict.store)
    refused = take_ticket(strict, A, DAY)
    assert why(refused) is QueueCode.CAP_REACHED
    assert all_rows(strict.store) == before
    assert now(strict).lines[A].cap_left == 0
    assert isinstance(take_ticket(strict, B, DAY), TicketTaken)


def test_who_took_a_number_at_the_door_is_known_as_such(desk: Desk) -> None:
    told = take_ticket(desk, A, DAY, source=Source.KIOSK)
    assert isinstance(told, TicketTaken)
    assert told.ticket.source is Source.KIOSK
    assert told.ticket.state is TicketState.WAITING


def test_every_act_in_the_queue_is_an_event(desk: Desk) -> None:
    take(desk, "A")
    finish(desk, called(desk).uid)
    kinds = [kind for (kind,) in sql(desk.store, "SELECT kind FROM event ORDER BY seq")]
    assert kinds == ["ticket_taken", "ticket_moved", "ticket_moved"]
    assert desk.store.run(chain_problem) is None


# --- calls --------------------------------------------------------------------------------------------------------


def test_people_are_called_as_they_came_and_priority_after_every_two(desk: Desk) -> None:
    take(desk, "AAABP")
    order = []
    for _ in range(5):
        ticket = called(desk)
        order.append(ticket.number)
        finish(desk, ticket.uid)
    assert order == ["A001", "A002", "P001", "A003", "B001"]


def test_a_counter_calls_only_whom_it_serves(desk: Desk) -> None:
    take(desk, "ABC")
    assert called(desk, "2", (C,)).number == "C001"
    assert why(call_next(desk, DAY, "3", (C,))) is QueueCode.NOBODY_WAITS


def test_a_counter_that_has_somebody_calls_nobody_else(desk: Desk) -> None:
    waiting = take(desk, "AA")
    called(desk)
    assert why(call_next(desk, DAY, "1")) is QueueCode.COUNTER_BUSY
    assert why(call(desk, waiting[1].uid, "1")) is QueueCode.COUNTER_BUSY
    assert called(desk, "2").number == "A002"


def test_two_counters_never_call_the_same_person(desk: Desk) -> None:
    take(desk, "AA")
    assert called(desk, "1").number != called(desk, "2").number
    assert {one.counter: one.number for one in now(desk).at_counters} == {"1": "A001", "2": "A002"}


def test_somebody_can_be_called_out_of_turn(desk: Desk) -> None:
    third = take(desk, "AAA")[2]
    assert stands(call(desk, third.uid, "1")) is TicketState.CALLED
    assert numbers(now(desk).waiting) == ["A001", "A002"]


def test_what_was_called_by_mistake_goes_back_to_its_place(desk: Desk) -> None:
    take(desk, "AAA")
    put_back(desk, called(desk).uid)
    assert numbers(now(desk).waiting) == ["A001", "A002", "A003"]


def test_who_is_at_the_counter_is_served_until_done(desk: Desk, clock: ManualClock) -> None:
    take(desk, "A")
    clock.pass_s(120)
    ticket = called(desk)
    clock.pass_s(30)
    assert stands(serve(desk, ticket.uid, "1")) is TicketState.SERVING
    clock.pass_s(300)
    done = finish(desk, ticket.uid)
    assert isinstance(done, TicketMoved)
    assert (done.ticket.wait_s, done.ticket.service_s) == (120, 300)
    assert now(desk).done == (done.ticket,)


# --- who is not there ---------------------------------------------------------------------------------------------


def test_who_does_not_come_is_set_aside_and_can_be_called_again(desk: Desk) -> None:
    take(desk, "AA")
    ticket = called(desk)
    assert stands(skip(desk, ticket.uid)) is TicketState.SKIPPED
    assert numbers(now(desk).aside) == ["A001"]
    assert stands(call(desk, ticket.uid, "1")) is TicketState.CALLED


def test_after_three_calls_a_number_lapses(desk: Desk) -> None:
    take(desk, "A")
    ticket = called(desk)
    assert why(lapse(desk, ticket.uid)) is QueueCode.CALL_AGAIN
    recall(desk, ticket.uid, "1")
    recall(desk, ticket.uid, "1")
    assert why(recall(desk, ticket.uid, "1")) is QueueCode.CALLED_ENOUGH
    assert stands(lapse(desk, ticket.uid)) is TicketState.LAPSED
    assert numbers(now(desk).lapsed) == ["A001"]


def test_who_is_skipped_after_the_third_call_has_lapsed(desk: Desk) -> None:
    take(desk, "A")
    ticket = called(desk)
    for _ in range(2):
        recall(desk, ticket.uid, "1")
    assert stands(skip(desk, ticket.uid)) is TicketState.LAPSED


def test_who_comes_back_waits_behind_three_others(desk: Desk) -> None:
    take(desk, "AAAAAA")
    ticket = called(desk)
    skip(desk, ticket.uid)
    assert stands(requeue(desk, ticket.uid)) is TicketState.WAITING
    assert numbers(now(desk).waiting) == ["A002", "A003", "A004", "A001", "A005", "A006"]


def test_two_who_come_back_stand_in_the_order_in_which_they_did(desk: Desk) -> None:
    take(desk, "AAAAAA")
    first, second = called(desk, "1"), called(desk, "2")
    for ticket in (second, first):
        skip(desk, ticket.uid)
        requeue(desk, ticket.uid)
    assert numbers(now(desk).waiting) == ["A003", "A004", "A005", "A002", "A001", "A006"]


def test_who_goes_home_waits_no_more(desk: Desk) -> None:
    first = take(desk, "AA")[0]
    assert stands(leave(desk, first.uid)) is TicketState.LEFT
    assert numbers(now(desk).waiting) == ["A002"]
    assert numbers(now(desk).left) == ["A001"]


# --- other lines --------------------------------------------------------------------------------------------------


def test_who_is_sent_to_another_line_keeps_number_and_place(desk: Desk) -> None:
    take(desk, "AB")
    ticket = called(desk)
    moved = transfer(desk, ticket.uid, B)
    assert isinstance(moved, TicketMoved)
    assert (moved.ticket.number, moved.ticket.service, moved.ticket.counter) == ("A001", B, "")
    assert numbers(now(desk).lines[B].waiting) == ["A001", "B001"]


def test_who_was_served_can_be_sent_on(desk: Desk) -> None:
    take(desk, "A")
    ticket = called(desk)
    finish(desk, ticket.uid)
    assert stands(transfer(desk, ticket.uid, C)) is TicketState.WAITING


def test_the_line_that_somebody_leaves_has_served_them(desk: Desk, clock: ManualClock) -> None:
    take(desk, "AAAA")
    for _ in range(3):
        ticket = called(desk, "1", (A,))
        clock.pass_s(30)
        serve(desk, ticket.uid, "1")
        clock.pass_s(300)
        transfer(desk, ticket.uid, B)
    pace = now(desk).lines[A].pace
    assert pace is not None
    assert (pace.service_s, pace.measured) == (300, 3)
    assert now(desk).lines[B].pace is None


def test_of_the_days_before_the_lines_that_were_left_count_as_well(desk: Desk, clock: ManualClock) -> None:
    take(desk, "AAA")
    for seconds, sent_on in ((100, True), (300, False), (200, True)):
        ticket = called(desk, "1", (A,))
        serve(desk, ticket.uid, "1")
        clock.pass_s(seconds)
        if sent_on:
            transfer(desk, ticket.uid, C)
        else:
            finish(desk, ticket.uid)
    tomorrow = take_ticket(desk, A, DAY + timedelta(days=1))
    assert isinstance(tomorrow, TicketTaken)
    assert tomorrow.pace is not None
    assert (tomorrow.pace.service_s, tomorrow.pace.measured) == (200, 3)


def test_nobody_is_sent_to_where_they_are(desk: Desk) -> None:
    take(desk, "A")
    assert why(transfer(desk, called(desk).uid, A)) is QueueCode.SAME_SERVICE


def test_acts_that_make_no_sense_now_are_refused_and_change_nothing(desk: Desk) -> None:
    ticket = take(desk, "A")[0]
    before = all_rows(desk.store)
    refused = (
        recall(desk, ticket.uid, "1"),
        serve(desk, ticket.uid, "1"),
        skip(desk, ticket.uid),
        lapse(desk, ticket.uid),
        requeue(desk, ticket.uid),
        put_back(desk, ticket.uid),
        finish(desk, ticket.uid),
    )
    assert {why(one) for one in refused} == {QueueCode.NOT_NOW}
    finish(desk, called(desk).uid)
    assert why(call(desk, ticket.uid, "1")) is QueueCode.NOT_NOW
    assert why(leave(desk, ticket.uid)) is QueueCode.NOT_NOW
    assert len(all_rows(desk.store)["event"]) == len(before["event"]) + 2


def test_a_ticket_that_is_not_here_cannot_be_moved(desk: Desk) -> None:
    stranger = uid_from(1, bytes(10))
    with pytest.raises(Trouble, match="TICKET_UNKNOWN"):
        skip(desk, stranger)
    assert ticket_of(desk, stranger) is None


# --- looking ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["A002", "a002", " a 002 "])
def test_a_ticket_is_found_by_its_number_however_it_is_typed(desk: Desk, text: str) -> None:
    second = take(desk, "AA")[1]
    assert find_ticket(desk, text, DAY) == ticket_of(desk, second.uid) == second


def test_nothing_is_found_where_nothing_is(desk: Desk) -> None:
    assert find_ticket(desk, "A001", DAY) is None
    empty = now(desk)
    assert (empty.waiting, empty.at_counters, empty.at("1"), empty.upcoming(3)) == ((), (), None, ())
    assert set(empty.lines) == set(Service)


def test_what_is_said_of_the_wait_rests_on_who_was_served(desk: Desk, clock: ManualClock) -> None:
    take(desk, "AAAAAA")
    assert now(desk).lines[A].wait_s(2) is None
    for seconds in (100, 300, 200):
        ticket = called(desk)
        clock.pass_s(seconds)
        finish(desk, ticket.uid)
    assert now(desk).lines[A].wait_s(2) == 400
    assert now(desk).upcoming(2) == now(desk).waiting[:2]


def test_in_the_morning_the_days_before_say_how_long_it_takes(desk: Desk, clock: ManualClock) -> None:
    take(desk, "AAA")
    for _ in range(3):
        ticket = called(desk)
        clock.pass_s(240)
        finish(desk, ticket.uid)
    told = take_ticket(desk, A, DAY + timedelta(days=1))
    assert isinstance(told, TicketTaken)
    assert told.pace is not None
    assert (told.pace.service_s, told.pace.is_today) == (240, False)


# --- the end of the day -------------------------------------------------------------------------------------------


def test_closing_sends_home_who_still_waits_and_settles_who_sits_there(desk: Desk) -> None:
    take(desk, "AAAA")
    sitting = called(desk, "1")
    serve(desk, sitting.uid, "1")
    absent = called(desk, "2")
    skip(desk, absent.uid)
    called(desk, "3")
    closed = close_day(desk, DAY)
    assert isinstance(closed, DayClosed)
    assert numbers(closed.left) == ["A002", "A003", "A004"]  # the second was called, and nobody said that they came
    assert numbers(closed.settled) == ["A001"]
    assert now(desk).is_closed
    assert not [ticket for ticket in now(desk).tickets if ticket.is_open]
    count = now(desk).lines[A].count
    assert (count.served, count.settled, count.left, count.waiting) == (1, 1, 3, 0)


def test_who_is_registered_after_the_close_was_served_until_then(desk: Desk, clock: ManualClock) -> None:
    ticket = take(desk, "A")[0]
    serve(desk, called(desk).uid, "1")
    clock.pass_s(60)
    close_day(desk, DAY)
    clock.pass_s(240)
    register(desk, entry_of(person_values(0)), prakerja(), DAY, ticket=ticket.uid)
    found = ticket_of(desk, ticket.uid)
    assert found is not None
    assert (found.is_settled, found.service_s) == (False, 300)


def test_who_is_done_after_the_close_was_served_until_then(desk: Desk, clock: ManualClock) -> None:
    ticket = take(desk, "B")[0]
    serve(desk, called(desk).uid, "1")
    close_day(desk, DAY)
    clock.pass_s(420)
    told = finish(desk, ticket.uid)
    assert isinstance(told, TicketMoved)
    assert (told.ticket.is_settled, told.ticket.service_s) == (False, 420)


def test_who_comes_to_the_counter_after_the_close_can_still_be_called(desk: Desk) -> None:
    take(desk, "A")
    walking = called(desk, "2")
    close_day(desk, DAY)
    assert stands(call(desk, walking.uid, "2")) is TicketState.CALLED


def test_nobody_is_put_into_a_line_that_is_closed(desk: Desk) -> None:
    ticket = take(desk, "A")[0]
    close_day(desk, DAY)
    assert why(requeue(desk, ticket.uid)) is QueueCode.DAY_CLOSED
    assert not [one for one in now(desk).tickets if one.is_open]


def test_who_is_called_after_the_close_is_not_sent_into_a_line_again(desk: Desk) -> None:
    ticket = take(desk, "A")[0]
    close_day(desk, DAY)
    call(desk, ticket.uid, "1")
    before = all_rows(desk.store)
    assert why(transfer(desk, ticket.uid, C)) is QueueCode.DAY_CLOSED
    assert why(put_back(desk, ticket.uid)) is QueueCode.DAY_CLOSED
    assert all_rows(desk.store) == before
    assert not now(desk).waiting


# --- numbers that two people hold ---------------------------------------------------------------------------------


def doubled(desk: Desk) -> tuple[Ticket, Ticket]:
    """Two people with A001, as a copy of the profile gives it; one more waits."""
    first, second = take(desk, "AA")
    sql(desk.store, "UPDATE ticket SET number = 'A001' WHERE uid = ?", second.uid.bytes)
    take(desk, "A")
    return first, second


def test_one_of_two_with_one_number_gets_another_in_place(desk: Desk) -> None:
    _first, second = doubled(desk)
    assert now(desk).twice == ("A001",)
    told = renumber(desk, second.uid)
    assert isinstance(told, Renumbered)
    assert (told.before, told.ticket.number, told.ticket.taken_number) == ("A001", "A004", "A001")
    assert numbers(now(desk).waiting) == ["A001", "A004", "A003"]
    assert now(desk).twice == ()
    assert not any(ticket.is_twice for ticket in now(desk).tickets)
    assert desk.store.run(chain_problem) is None
    [(kind,)] = sql(desk.store, "SELECT kind FROM event ORDER BY seq DESC LIMIT 1")
    assert kind == "ticket_moved"


def test_a_number_that_one_person_holds_stays(desk: Desk) -> None:
    ticket = take(desk, "A")[0]
    before = all_rows(desk.store)
    assert why(renumber(desk, ticket.uid)) is QueueCode.NOT_TWICE
    assert all_rows(desk.store) == before


def test_who_was_served_needs_no_other_number(desk: Desk) -> None:
    first, second = doubled(desk)
    finish(desk, called(desk).uid)
    assert why(renumber(desk, first.uid)) is QueueCode.NOT_NOW
    assert now(desk).twice == ("A001",)
    renumber(desk, second.uid)
    assert now(desk).twice == ()


def test_who_is_registered_has_the_new_number(desk: Desk) -> None:
    _first, second = doubled(desk)
    renumber(desk, second.uid)
    kept = register(desk, entry_of(person_values(0)), prakerja(), DAY, ticket=second.uid).kept
    assert kept.queue_number == "A004"


def test_nobody_takes_a_number_of_a_closed_day(desk: Desk) -> None:
    close_day(desk, DAY)
    assert why(take_ticket(desk, A, DAY)) is QueueCode.DAY_CLOSED
    assert why(reserve_blanks(desk, DAY, 3)) is QueueCode.DAY_CLOSED
    assert why(close_day(desk, DAY)) is QueueCode.DAY_CLOSED
    assert isinstance(take_ticket(desk, A, DAY + timedelta(days=1)), TicketTaken)


def test_a_registration_without_a_ticket_is_kept_all_the_same(desk: Desk) -> None:
    close_day(desk, DAY)
    assert register_one(desk).kept.queue_number == "A001"


def test_a_coordinator_opens_the_day_again_with_a_reason(desk: Desk) -> None:
    assert why(reopen_day(desk, DAY, "Listrik menyala lagi")) is QueueCode.DAY_OPEN
    ticket = take(desk, "A")[0]
    close_day(desk, DAY)
    assert why(reopen_day(desk, DAY, "  ")) is QueueCode.NO_REASON
    assert isinstance(reopen_day(desk, DAY, "Listrik menyala lagi"), DayReopened)
    assert not now(desk).is_closed
    assert stands(requeue(desk, ticket.uid)) is TicketState.WAITING
    assert [one.number for one in take(desk, "A")] == ["A002"]


def test_an_officer_cannot_open_it_again(desk: Desk) -> None:
    close_day(desk, DAY)
    officer = dataclasses.replace(desk.keys.officer, role=Role.OFFICER)
    plain = dataclasses.replace(desk, keys=dataclasses.replace(desk.keys, officer=officer))
    assert why(reopen_day(plain, DAY, "Ada yang datang")) is QueueCode.NEEDS_COORDINATOR
    assert now(desk).is_closed


# --- blank forms --------------------------------------------------------------------------------------------------


def test_blank_forms_have_numbers_that_nobody_else_gets(desk: Desk) -> None:
    take(desk, "A")
    reserved = reserve_blanks(desk, DAY, 3)
    assert isinstance(reserved, BlanksReserved)
    assert numbers(reserved.tickets) == ["A002", "A003", "A004"]
    assert [one.registration_no[-6:-2] for one in reserved.tickets] == ["0001", "0002", "0003"]
    assert [one.number for one in take(desk, "A")] == ["A005"]
    assert register_one(desk).kept.registration_no[-6:-2] == "0004"
    assert numbers(now(desk).waiting) == ["A001", "A005"]
    assert numbers(now(desk).reserved) == ["A002", "A003", "A004"]


def test_a_blank_form_that_is_given_up_is_void_and_counts_nowhere(desk: Desk) -> None:
    reserved = reserve_blanks(desk, DAY, 2)
    assert isinstance(reserved, BlanksReserved)
    leave(desk, reserved.tickets[0].uid)
    count = now(desk).lines[A].count
    assert (count.given, count.left, count.reserved, count.void) == (0, 0, 1, 1)


@pytest.mark.parametrize("count", [0, MOST_BLANKS + 1])
def test_nobody_reserves_none_or_a_whole_block(desk: Desk, count: int) -> None:
    with pytest.raises(ValueError, match=str(count)):
        reserve_blanks(desk, DAY, count)


def test_closing_the_day_leaves_blank_forms_as_they_are(desk: Desk) -> None:
    reserve_blanks(desk, DAY, 2)
    close_day(desk, DAY)
    assert numbers(now(desk).reserved) == ["A001", "A002"]


def test_all_tickets_of_a_day_come_in_order_of_number(desk: Desk) -> None:
    take(desk, "BAPA")
    assert numbers(tickets_of_day(desk, DAY)) == ["A001", "A002", "B001", "P001"]
