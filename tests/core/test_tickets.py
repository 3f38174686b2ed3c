"""Tickets: what becomes of a number move by move, and that every desk sees the same, whatever reached it first."""

from __future__ import annotations

import uuid
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.sentences import sentence
from core.tickets import (
    CALLS_BEFORE_LAPSE,
    LINES,
    MOST_SPELL_S,
    Move,
    Service,
    Source,
    Spell,
    TakenTicket,
    Ticket,
    TicketMove,
    TicketState,
    folded,
)

DAY = date(2020, 4, 13)
STREAMS = tuple(bytes([number]) * 20 for number in range(3))
ANYWHERE = 1 << 62


def taken(number: str = "A001", *, tick: int = 1, source: Source = Source.DESK, at_s: int = 0) -> TakenTicket:
    service = Service.REGISTRATION if number[0] == "P" else Service(number[0])
    uid = uuid.UUID(int=int(number[1:]))
    return TakenTicket(uid, number, Service(number[0]), service, DAY, tick, at_s * 1000, STREAMS[0], source)


def move(
    word: str,
    turn: int = 1,
    *,
    stream: int = 0,
    counter: str = "1",
    at_s: int = 0,
    tick: int = 5,
    feed_no: int = ANYWHERE,
    **said: object,
) -> TicketMove:
    place = turn * 10 + stream
    return TicketMove(word, turn, tick, at_s * 1000, STREAMS[stream], place, feed_no, counter, **said)  # type: ignore[arg-type]  # service or slot


def after(*words: str) -> Ticket:
    """A ticket after these moves of one desk."""
    return folded(taken(), [move(word, turn) for turn, word in enumerate(words, 1)])


# --- one desk -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "state"),
    [
        ((), TicketState.WAITING),
        (("called",), TicketState.CALLED),
        (("called", "recalled"), TicketState.CALLED),
        (("called", "serving"), TicketState.SERVING),
        (("called", "skipped"), TicketState.SKIPPED),
        (("called", "lapsed"), TicketState.LAPSED),
        (("called", "skipped", "requeued"), TicketState.WAITING),
        (("called", "put_back"), TicketState.WAITING),
        (("called", "transferred"), TicketState.WAITING),
        (("called", "serving", "done"), TicketState.DONE),
        (("left",), TicketState.LEFT),
        (("called", "serving", "settled"), TicketState.DONE),
        (("called", "renumbered"), TicketState.CALLED),
    ],
)
def test_a_ticket_stands_where_its_last_move_put_it(words: tuple[str, ...], state: TicketState) -> None:
    assert after(*words).state is state


def test_a_number_on_a_blank_form_waits_for_nobody() -> None:
    blank = folded(taken(source=Source.BLANK), ())
    assert (blank.state, blank.is_open) == (TicketState.RESERVED, False)


def test_calls_are_counted_until_it_goes_back_into_the_line() -> None:
    assert after("called", "recalled", "recalled").calls == CALLS_BEFORE_LAPSE
    assert after("called", "recalled", "skipped", "requeued").calls == 0
    assert after("called", "recalled", "skipped", "requeued", "called").calls == 1


def test_what_was_called_by_mistake_is_as_if_it_had_not_been() -> None:
    ticket = after("called", "put_back")
    assert (ticket.calls, ticket.called_tick, ticket.counter, ticket.place) == (0, 0, "", folded(taken(), ()).place)


def test_who_waits_has_no_counter_and_who_is_served_has_one() -> None:
    assert after("called").counter == "1"
    assert after("called", "skipped", "requeued").counter == ""


def test_who_goes_back_stands_behind_the_slot_that_the_move_names() -> None:
    behind = folded(taken(), [move("called"), move("requeued", 2, slot=7, tick=9)])
    seventh = folded(taken("A007", tick=7), ())
    eighth = folded(taken("A008", tick=8), ())
    assert seventh.place < behind.place < eighth.place


def test_who_is_sent_to_another_line_keeps_number_and_place() -> None:
    ticket = folded(taken(), [move("called"), move("transferred", 2, service="B")])
    assert (ticket.number, ticket.service, ticket.slot) == ("A001", Service.EMAIL, 1)


def test_a_line_that_nobody_knows_moves_nobody_out_of_theirs() -> None:
    assert folded(taken(), [move("transferred", service="Q")]).service is Service.REGISTRATION


def test_a_word_of_a_newer_program_counts_as_seen_and_moves_nothing() -> None:
    ticket = folded(taken(), [move("called"), move("greeted", 2, tick=40)])
    assert (ticket.state, ticket.turn, ticket.tick) == (TicketState.CALLED, 2, 40)


def test_numbers_with_p_are_for_a_line_and_go_first() -> None:
    ticket = folded(taken("P003"), ())
    assert (ticket.letter, ticket.service, ticket.is_priority) == (Service.PRIORITY, Service.REGISTRATION, True)


def test_every_state_and_service_has_its_word() -> None:
    assert all(sentence(f"TICKET_STATE_{state.upper()}") for state in TicketState)
    assert all(sentence(f"QUEUE_SERVICE_{service}") for service in Service)


@pytest.mark.parametrize("wanted", list(Move))
def test_no_move_starts_from_where_it_makes_no_sense(wanted: Move) -> None:
    done, waiting = after("called", "done"), after()
    assert not after("called", "lapsed").may(Move.DONE)
    assert done.may(wanted) is (wanted is Move.TRANSFERRED)
    assert waiting.may(wanted) is (wanted in {Move.CALLED, Move.TRANSFERRED, Move.LEFT, Move.RENUMBERED})


# --- times --------------------------------------------------------------------------------------------------------


def test_waiting_and_service_are_measured_from_call_to_call() -> None:
    moves = [move("called", at_s=300), move("recalled", 2, at_s=360), move("done", 3, at_s=660)]
    ticket = folded(taken(), moves)
    assert (ticket.wait_s, ticket.service_s) == (300, 300)


def test_service_begins_when_the_person_is_there() -> None:
    moves = [move("called", at_s=300), move("serving", 2, at_s=390), move("done", 3, at_s=660)]
    assert folded(taken(), moves).service_s == 270


def test_who_was_not_there_has_waited_until_the_first_call() -> None:
    moves = [move("called", at_s=300), move("skipped", 2, at_s=400), move("requeued", 3, at_s=500, slot=1)]
    assert folded(taken(), [*moves, move("called", 4, at_s=900)]).wait_s == 300


def test_in_another_line_the_waiting_begins_anew() -> None:
    moves = [move("called", at_s=300), move("transferred", 2, at_s=400, service="B"), move("called", 3, at_s=450)]
    assert folded(taken(), moves).wait_s == 50


def test_what_was_measured_in_a_line_stays_with_it_when_somebody_is_sent_on() -> None:
    sent = [move("called", at_s=300), move("serving", 2, at_s=330), move("transferred", 3, at_s=630, service="B")]
    served = [move("called", 4, at_s=700, tick=9), move("done", 5, at_s=800)]
    ticket = folded(taken(), [*sent, *served])
    assert ticket.spells == (Spell(Service.REGISTRATION, 5, 300, 300),)
    assert ticket.in_lines == (*ticket.spells, Spell(Service.EMAIL, 9, 70, 100))


def test_who_was_called_into_the_wrong_line_has_waited_there_and_was_not_served() -> None:
    ticket = folded(taken(), [move("called", at_s=300), move("transferred", 2, at_s=360, service="B")])
    assert ticket.spells == (Spell(Service.REGISTRATION, 5, 300, None),)


def test_who_was_done_in_one_line_counts_there_when_sent_to_the_next() -> None:
    moves = [move("called", at_s=60), move("done", 2, at_s=260), move("transferred", 3, at_s=900, service="C")]
    ticket = folded(taken(), moves)
    assert (ticket.spells, ticket.service_s) == ((Spell(Service.REGISTRATION, 5, 60, 200),), None)


def test_who_was_sent_on_before_any_call_leaves_nothing_measured() -> None:
    assert folded(taken(), [move("transferred", at_s=60, service="B")]).spells == ()


def test_two_laptops_clocks_measure_nothing() -> None:
    moves = [move("called", at_s=300, stream=1), move("done", 2, at_s=600)]
    ticket = folded(taken(), moves)
    assert (ticket.wait_s, ticket.service_s) == (None, None)


@pytest.mark.parametrize("at_s", [-5, MOST_SPELL_S + 1])
def test_a_clock_that_was_put_right_measures_nothing(at_s: int) -> None:
    assert folded(taken(), [move("called", at_s=at_s)]).wait_s is None


def test_what_nobody_called_took_no_time() -> None:
    assert folded(taken(), [move("done", at_s=60)]).service_s is None


# --- the end of the day, and numbers that two people hold ---------------------------------------------------------


def test_who_sat_there_when_the_queue_was_closed_was_served_and_nobody_knows_how_long() -> None:
    ticket = folded(taken(), [move("called"), move("serving", 2, at_s=10), move("settled", 3, at_s=900)])
    assert (ticket.is_settled, ticket.is_open, ticket.service_s, ticket.done_at_ms) == (True, False, None, None)
    assert ticket.may(Move.DONE)
    assert not after("called", "serving", "done").is_settled


def test_whoever_says_later_that_the_person_was_done_knows_when() -> None:
    moves = [move("called"), move("serving", 2, at_s=10), move("settled", 3, at_s=900), move("done", 4, at_s=1000)]
    ticket = folded(taken(), moves)
    assert (ticket.is_settled, ticket.service_s) == (False, 990)


def test_a_desk_that_had_finished_meanwhile_is_believed_before_the_close() -> None:
    served = [move("called"), move("serving", 2, at_s=10), move("done", 3, at_s=70, feed_no=4)]
    ticket = folded(taken(), [*served, move("settled", 3, stream=1, at_s=900, feed_no=9)])
    assert (ticket.is_settled, ticket.service_s) == (False, 60)


def test_who_gets_another_number_keeps_everything_else() -> None:
    before = folded(taken(), [move("called")])
    ticket = folded(taken(), [move("called"), move("renumbered", 2, number="A203")])
    assert (ticket.number, ticket.taken_number) == ("A203", "A001")
    assert (ticket.state, ticket.counter, ticket.calls) == (TicketState.CALLED, "1", 1)
    assert ticket.place == before.place


@pytest.mark.parametrize("number", ["", "B001"])
def test_a_number_that_cannot_be_meant_changes_none(number: str) -> None:
    ticket = folded(taken(), [move("renumbered", number=number)])
    assert (ticket.number, ticket.taken_number) == ("A001", "")


def test_a_new_number_is_no_rival_of_a_call() -> None:
    moves = [
        move("called", stream=1, counter="1", feed_no=3),
        move("renumbered", stream=2, counter="", number="A203", feed_no=4),
        move("called", stream=0, counter="2", feed_no=5),
    ]
    ticket = folded(taken(), moves)
    assert (ticket.number, ticket.counter, ticket.rivals) == ("A203", "2", ("1",))


# --- two desks that have not seen each other ----------------------------------------------------------------------


def test_the_later_call_in_the_servers_order_has_the_ticket_and_the_other_counter_is_told() -> None:
    moves = [move("called", stream=1, counter="1", feed_no=8), move("called", stream=0, counter="2", feed_no=9)]
    ticket = folded(taken(), moves)
    assert (ticket.counter, ticket.rivals) == ("2", ("1",))


def test_while_the_server_has_not_told_its_own_call_counts_last_at_a_desk() -> None:
    heard, own = move("called", stream=2, counter="2", feed_no=8), move("called", stream=1, counter="1")
    assert folded(taken(), [own, heard]).counter == "1"


def test_who_was_served_counts_before_any_move_of_the_same_turn() -> None:
    served = [move("called", 1, stream=1, counter="1", feed_no=3), move("done", 2, stream=1, counter="1", feed_no=4)]
    away = [move("called", 1, stream=2, counter="2", feed_no=5), move("skipped", 2, stream=2, counter="2", feed_no=6)]
    ticket = folded(taken(), [*served, *away])
    assert (ticket.state, ticket.counter, ticket.rivals) == (TicketState.DONE, "1", ("2",))


def test_a_later_call_that_had_seen_the_first_is_no_dispute() -> None:
    moves = [move("called", stream=1, counter="1"), move("skipped", 2, stream=1), move("called", 3, counter="2")]
    assert folded(taken(), moves).rivals == ()


def test_one_that_went_into_another_line_meanwhile_tells_the_counter_that_called_it() -> None:
    moves = [move("called", stream=1, counter="1", feed_no=3), move("transferred", counter="", service="B", feed_no=4)]
    ticket = folded(taken(), moves)
    assert (ticket.state, ticket.service, ticket.rivals) == (TicketState.WAITING, Service.EMAIL, ("1",))


MOVES = st.lists(
    st.builds(
        TicketMove,
        move=st.sampled_from([*map(str, Move), "greeted"]),
        turn=st.integers(1, 5),
        tick=st.integers(1, 30),
        at_ms=st.integers(0, 10_000_000),
        stream=st.sampled_from(STREAMS),
        seq=st.integers(1, 10_000),
        feed_no=st.integers(1, 50) | st.just(ANYWHERE),
        counter=st.sampled_from(["", "1", "2", "3"]),
        service=st.sampled_from(["", "Q", *map(str, LINES)]),
        slot=st.integers(0, 30),
        number=st.sampled_from(["", "B001", "A201", "A2001"]),
    ),
    max_size=12,
    unique_by=lambda one: (one.stream, one.seq),
)


@given(MOVES, st.randoms(use_true_random=False))
def test_whatever_order_the_moves_come_in_every_desk_sees_the_same(moves: list[TicketMove], chance: object) -> None:
    shuffled = list(moves)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]  # hypothesis gives a random.Random
    assert folded(taken(), shuffled) == folded(taken(), moves)


@given(MOVES)
def test_any_moves_at_all_make_a_ticket(moves: list[TicketMove]) -> None:
    ticket = folded(taken(), moves)
    assert ticket.number in {"A001", "A201", "A2001"}
    assert (ticket.taken_number == "A001") is (ticket.number != "A001")
    assert ticket.service in LINES
    assert ticket.calls >= 0
    assert ticket.counter not in ticket.rivals
    measured = [seconds for spell in ticket.in_lines for seconds in (spell.wait_s, spell.service_s)]
    assert all(seconds is None or 0 <= seconds <= MOST_SPELL_S for seconds in measured)
