"""Who is next: by arrival, one with priority after every two, and back into the line behind three others."""

from __future__ import annotations

import uuid
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.queue_counts import letter_count
from core.queue_line import (
    ORDINARY_PER_PRIORITY,
    REQUEUE_BEHIND,
    DayTurn,
    QueueRules,
    counters_of,
    in_line,
    last_turn,
    next_tick,
    slot_behind,
)
from core.tickets import LAST_TICK, Service, Source, Ticket, TicketState

DAY = date(2020, 4, 13)
RULES = QueueRules()


def ticket(number: str, slot: int = 0, state: str = "waiting", **said: object) -> Ticket:
    """A ticket that was taken in the order of its number, if nothing else is said."""
    letter = Service(number[0])
    service = Service.REGISTRATION if letter is Service.PRIORITY else letter
    values: dict[str, object] = {"service": service, "source": Source.DESK, "slot": slot or int(number[1:]), **said}
    return Ticket(
        uid=uuid.uuid5(uuid.NAMESPACE_OID, number),
        number=number,
        letter=letter,
        business_on=DAY,
        state=TicketState(state),
        taken_at_ms=0,
        **values,  # type: ignore[arg-type]  # whatever a test says of it
    )


def numbers(tickets: tuple[Ticket, ...]) -> list[str]:
    return [one.number for one in tickets]


# --- the order ----------------------------------------------------------------------------------------------------


def test_who_came_first_is_called_first() -> None:
    tickets = (ticket("A003"), ticket("A001"), ticket("B001", 2))
    assert numbers(in_line(tickets, RULES)) == ["A001", "B001", "A003"]


def test_a_counter_calls_only_whom_it_serves() -> None:
    tickets = (ticket("A001"), ticket("B001", 2), ticket("C001", 3))
    assert numbers(in_line(tickets, RULES, (Service.EMAIL,))) == ["B001"]


def test_only_who_waits_is_in_line() -> None:
    states = ("reserved", "called", "serving", "skipped", "lapsed", "done", "left")
    tickets = tuple(ticket(f"A00{number}", state=state) for number, state in enumerate(states, 1))
    assert in_line((*tickets, ticket("A009")), RULES) == (ticket("A009"),)


def test_two_desks_that_had_not_met_take_turns() -> None:
    ours = (ticket("A001", 1), ticket("A002", 2))
    theirs = (ticket("A201", 1), ticket("A202", 2))
    assert numbers(in_line((*ours, *theirs), RULES)) == ["A001", "A201", "A002", "A202"]


def test_four_digits_come_after_three() -> None:
    assert numbers(in_line((ticket("A2001", 1), ticket("A999", 1)), RULES)) == ["A999", "A2001"]


# --- priority -----------------------------------------------------------------------------------------------------


def test_one_with_priority_is_called_after_every_two_others() -> None:
    tickets = (*(ticket(f"A00{place}") for place in range(1, 6)), ticket("P001", 6), ticket("P002", 7))
    order = ["A001", "A002", "P001", "A003", "A004", "P002", "A005"]
    assert numbers(in_line(tickets, RULES)) == order
    assert ORDINARY_PER_PRIORITY == 2


def test_who_was_called_already_counts() -> None:
    called = (ticket("A001", state="done", called_tick=10), ticket("A002", state="serving", called_tick=11))
    assert numbers(in_line((*called, ticket("A003"), ticket("P001", 4)), RULES)) == ["P001", "A003"]


def test_after_one_with_priority_the_count_begins_anew() -> None:
    called = (
        ticket("A001", state="done", called_tick=10),
        ticket("A002", state="done", called_tick=11),
        ticket("P001", 3, state="done", called_tick=12),
        ticket("A003", 4, state="done", called_tick=13),
    )
    waiting = (ticket("A004"), ticket("A005"), ticket("P002", 6))
    assert numbers(in_line((*called, *waiting), RULES)) == ["A004", "P002", "A005"]


def test_where_nobody_else_waits_they_need_not_wait_either() -> None:
    assert numbers(in_line((ticket("P001"), ticket("P002")), RULES)) == ["P001", "P002"]


def test_the_ratio_is_the_posts_own() -> None:
    tickets = (ticket("A001"), ticket("A002"), ticket("A003"), ticket("P001", 4))
    assert numbers(in_line(tickets, QueueRules(1))) == ["A001", "P001", "A002", "A003"]


def test_priority_is_for_the_line_that_the_person_came_for() -> None:
    tickets = (ticket("B001"), ticket("P001", 2, service=Service.EMAIL), ticket("P002", 3))
    assert numbers(in_line(tickets, RULES, (Service.EMAIL,))) == ["B001", "P001"]


@given(st.lists(st.sampled_from("ABCP"), max_size=20), st.integers(1, 5))
def test_everybody_who_waits_is_in_line_once_and_nobody_is_overtaken_by_their_own_kind(
    letters: list[str], ratio: int
) -> None:
    tickets = tuple(ticket(f"{letter}{place:03d}") for place, letter in enumerate(letters, 1))
    line = in_line(tickets, QueueRules(ratio))
    assert sorted(numbers(line)) == sorted(numbers(tickets))
    for is_priority in (True, False):
        own_kind = [one.slot for one in line if one.is_priority is is_priority]
        assert own_kind == sorted(own_kind)


# --- back into the line -------------------------------------------------------------------------------------------


def test_who_comes_back_stands_behind_three_others() -> None:
    back = ticket("A001", state="skipped")
    tickets = (back, *(ticket(f"A00{place}") for place in range(2, 8)))
    again = ticket("A001", slot_behind(back, tickets, 20), slot_tick=20)
    assert numbers(in_line((*tickets[1:], again), RULES)).index("A001") == REQUEUE_BEHIND == 3


@pytest.mark.parametrize("others", [0, 1, 2])
def test_where_fewer_wait_it_is_behind_all_of_them(others: int) -> None:
    back = ticket("A001", state="lapsed")
    tickets = (back, *(ticket(f"A00{place + 2}") for place in range(others)))
    again = ticket("A001", slot_behind(back, tickets, 20), slot_tick=20)
    assert numbers(in_line((*tickets[1:], again), RULES))[-1] == "A001"


def test_priority_stands_behind_its_own_kind() -> None:
    back = ticket("P001", state="skipped")
    tickets = (back, ticket("A002"), ticket("P003"), ticket("A004"))
    assert slot_behind(back, tickets, 20) == 3


# --- ticks, days, caps, counters ----------------------------------------------------------------------------------


def test_the_next_tick_is_one_more_than_any_that_was_seen() -> None:
    assert next_tick(()) == 1
    assert next_tick((ticket("A001", tick=4), ticket("A002", tick=9))) == 10
    assert next_tick((ticket("A001", tick=LAST_TICK),)) == LAST_TICK


def test_the_last_word_about_a_day_counts_whoever_said_it() -> None:
    closed, opened = DayTurn(True, 1, 5, b"a", 9), DayTurn(False, 2, 4, b"b", 3)
    assert last_turn(()) is None
    assert last_turn((opened, closed)) == last_turn((closed, opened)) == opened


def test_of_two_desks_that_closed_at_once_the_servers_order_decides() -> None:
    first, second = DayTurn(True, 1, 5, b"b", 1), DayTurn(True, 1, 6, b"a", 1)
    assert last_turn((second, first)) == second


def test_a_cap_leaves_what_has_not_been_given() -> None:
    rules = QueueRules(caps={Service.REGISTRATION: 100, Service.EMAIL: 0})
    assert rules.cap_left(Service.REGISTRATION, 98) == 2
    assert rules.cap_left(Service.REGISTRATION, 120) == 0
    assert rules.cap_left(Service.EMAIL, 120) is None
    assert rules.cap_left(Service.PRIORITY, 120) is None


def test_a_counter_that_has_not_called_for_long_serves_no_line() -> None:
    early = [ticket(f"A00{place}", state="done", counter="1", called_tick=place) for place in range(1, 4)]
    late = [ticket(f"A01{place}", state="done", counter="2", called_tick=10 + place) for place in range(6)]
    assert counters_of(early) == 1
    assert counters_of([*early, *late]) == 1
    assert counters_of([*early[:1], *late[:3]]) == 2


def test_numbers_are_counted_by_what_became_of_them() -> None:
    states = ("waiting", "called", "skipped", "done", "done", "lapsed", "left")
    tickets = [ticket(f"A{number:03d}", state=state) for number, state in enumerate(states, 1)]
    blanks = [
        ticket(f"A{number}", state=state, source=Source.BLANK)
        for number, state in ((101, "reserved"), (102, "left"), (103, "done"))
    ]
    count = letter_count(Service.REGISTRATION, [*tickets, *blanks, ticket("B001")], ("A300", "B009"))
    assert (count.given, count.served, count.lapsed, count.left, count.waiting) == (9, 4, 1, 1, 3)
    assert (count.reserved, count.void) == (1, 1)
