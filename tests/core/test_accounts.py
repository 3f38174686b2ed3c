"""Helps with e-mail as a fold of their moves, whatever order these come in."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.accounts import (
    NEED_MOVES,
    Account,
    AccountMove,
    AccountState,
    MovedAccount,
    Need,
    OpenedAccount,
    folded,
)
from core.tickets import LAST_TICK, MOST_SPELL_S

HERE, THERE = bytes(20), bytes([1]) * 20
OPENED = OpenedAccount(uuid.UUID(int=1), date(2020, 4, 13), "none", "SITI AMINAH", "RINA", 0, HERE)


def moved(
    move: str, turn: int, at_s: int = 0, *, stream: bytes = HERE, feed_no: int = 1, **said: object
) -> MovedAccount:
    return MovedAccount(move, turn, at_s * 1000, stream, turn, feed_no, **said)  # type: ignore[arg-type]  # by name


def after(*moves: MovedAccount) -> Account:
    return folded(OPENED, moves)


def test_a_help_begins_open_and_is_timed_from_then_on() -> None:
    account = after()
    assert (account.state, account.running_since_ms, account.running_on) == (AccountState.OPEN, 0, HERE)
    assert (account.is_open, account.next_turn, account.uid) == (True, 1, OPENED.uid)


def test_another_road_begins_at_its_first_step_and_takes_the_end_back() -> None:
    account = after(
        moved("step", 1, step=4),
        moved("ended", 2, result="failed", reason="no_message"),
        moved("road", 3, road="public", provider="yahoo"),
    )
    assert (account.step, account.result, account.reason, account.state) == (0, "", "", AccountState.OPEN)
    assert (account.road, account.provider) == ("public", "yahoo")


def test_any_move_may_carry_the_address_and_only_an_address_takes_it_back() -> None:
    promised = moved("road", 1, road="regional", address="siti.12@warga.id")
    assert after(promised, moved("step", 2, step=1)).address == "siti.12@warga.id"
    assert after(promised, moved("address", 2)).address == ""


def test_what_is_noted_after_the_end_opens_nothing() -> None:
    account = after(moved("ended", 1, result="had"), moved("address", 2, address="a@b.id"), moved("phone", 3))
    assert (account.state, account.address) == (AccountState.ENDED, "a@b.id")


def test_the_telephone_is_told_as_a_whole() -> None:
    first = moved("phone", 1, phone_owner="child", reach=("call",), contact_person="Bu RT")
    account = after(first, moved("phone", 2, phone_owner="self"))
    assert (account.phone_owner, account.reach, account.contact_person) == ("self", (), "")


def test_pauses_are_no_work_and_only_one_clock_measures() -> None:
    account = after(moved("paused", 1, 60), moved("resumed", 2, 600), moved("ended", 3, 630, result="had"))
    assert (account.worked_s, account.ended_at_ms) == (90, 630_000)
    account = after(moved("paused", 1, 60, stream=THERE), moved("resumed", 2, 90), moved("ended", 3, 100))
    assert account.worked_s == 10


def test_a_clock_that_ran_back_or_a_night_measures_nothing_much() -> None:
    assert after(moved("paused", 1, -60)).worked_s == 0
    assert after(moved("paused", 1, 10 * MOST_SPELL_S)).worked_s == MOST_SPELL_S


def test_of_two_with_one_turn_the_later_in_the_servers_order_counts() -> None:
    one = moved("road", 1, road="own", feed_no=7)
    other = moved("road", 1, road="public", stream=THERE, feed_no=6)
    assert after(one, other).road == after(other, one).road == "own"


def test_a_move_of_a_newer_program_counts_as_seen_and_says_nothing() -> None:
    account = after(moved("sung", 5, road="moon", address="a@b.id"))
    assert (account.turn, account.next_turn, account.road, account.address) == (5, 6, "", "")


def test_turns_end_at_the_last_one() -> None:
    assert after(moved("step", LAST_TICK)).next_turn == LAST_TICK


_MOVES = st.builds(
    MovedAccount,
    move=st.sampled_from([*map(str, AccountMove), "sung"]),
    turn=st.integers(1, 5),
    at_ms=st.integers(0, 10**7),
    stream=st.sampled_from([HERE, THERE]),
    seq=st.integers(1, 50),
    feed_no=st.integers(0, 5),
    road=st.sampled_from(["", "own", "public"]),
    step=st.integers(0, 9),
    address=st.sampled_from(["", "a@b.id"]),
)


@given(st.lists(_MOVES, unique_by=lambda one: (one.stream, one.seq), max_size=12), st.randoms(use_true_random=False))
def test_the_same_moves_make_the_same_help_in_any_order(moves: list[MovedAccount], random: object) -> None:
    shuffled = list(moves)
    random.shuffle(shuffled)  # type: ignore[attr-defined]  # hypothesis gives a random.Random
    assert folded(OPENED, shuffled) == folded(OPENED, moves)
    assert folded(OPENED, moves).worked_s >= 0


def test_who_it_is_about_is_not_in_a_log() -> None:
    account = after(moved("address", 1, address="siti@contoh.id"), moved("phone", 2, contact_person="Bu RT Hendrawan"))
    assert not [word for word in ("SITI", "siti@contoh.id", "Hendrawan") if word in repr(account)]


@pytest.mark.parametrize(("need", "move"), list(NEED_MOVES.items()))
def test_what_was_said_first_can_turn_out_otherwise(need: Need, move: AccountMove) -> None:
    account = after(
        moved("road", 1, road="public", provider="gmail", address="a@b.id"),
        moved("step", 2, step=3),
        moved("ended", 3, result="failed", reason="no_message"),
        moved(move, 4, road="own"),
    )
    assert (account.need, account.opened.need) == (need, "none")
    assert (account.road, account.provider, account.step, account.state) == ("own", "", 0, AccountState.OPEN)
    assert (account.result, account.reason, account.address) == ("", "", "a@b.id")


def test_until_then_the_need_is_what_was_said_first() -> None:
    assert after(moved("road", 1, road="own")).need == "none"


def test_of_two_needs_the_later_in_the_servers_order_counts() -> None:
    one = moved("need_has", 1, feed_no=7)
    other = moved("need_phone", 1, stream=THERE, feed_no=6)
    assert after(one, other).need == after(other, one).need == "has"


def test_to_be_bound_to_a_registration_changes_nothing_of_a_help() -> None:
    ended = moved("ended", 1, result="had")
    assert replace(after(ended, moved("bound", 2)), turn=1) == after(ended)
