"""A help with e-mail from its beginning to its end: road, steps, address, telephone, pauses."""

from __future__ import annotations

import uuid
from collections.abc import Callable

import pytest

from app.changes import Changes
from app.desk.account.acts import AccountKept
from app.desk.account.go_on import (
    choose_road,
    end,
    note_address,
    note_phone,
    pause,
    reach_step,
    reopen,
    resume,
)
from app.desk.account.look import account_view, account_with_nik, open_accounts
from app.desk.account.open import open_account
from app.desk.account.proof import ask_proof, read_proof
from app.desk.account.reserve import new_code, reserve_mailbox
from app.desk.context import Desk
from app.desk.queue.take import TicketTaken, take_ticket
from app.desk.refusal import Refused
from core.account_rules import AccountCode
from core.accounts import AccountState, CodeWhy, Need, PhoneOwner, Reach, Reason, Result, Road
from core.errors import Kind, Trouble
from core.passwords import PasswordCode
from core.tickets import Service
from tests.kit.desk import DAY, all_rows, person_values, register_one, sql
from tests.kit.helped import helped, kept, refusal
from tests.kit.manual_clock import ManualClock

NIK = str(person_values(3)["nik"])


def test_a_help_begins_with_what_is_known(desk: Desk) -> None:
    told = open_account(desk, DAY, Need.FORGOTTEN, name_on_id="  siti   aminah ")
    assert told.changes == Changes(has_accounts=True, has_outbox=True)
    account = told.account
    assert (account.opened.on, account.opened.need, account.opened.name_on_id) == (DAY, "forgotten", "siti aminah")
    assert (account.state, account.running_since_ms, account.turn) == (AccountState.OPEN, desk.now_ms(), 0)
    assert account.opened.officer_name == desk.keys.officer.name


def test_a_help_out_of_a_registration_has_its_name(desk: Desk) -> None:
    registration = register_one(desk, 3).kept
    opened = open_account(desk, DAY, Need.NONE, name_on_id="somebody", registration=registration.uid).account.opened
    assert (opened.registration, opened.name_on_id) == (registration.uid, registration.body.person.name_on_id)


def test_a_help_may_come_from_the_queue(desk: Desk) -> None:
    taken = take_ticket(desk, Service.EMAIL, DAY)
    assert isinstance(taken, TicketTaken)
    assert open_account(desk, DAY, Need.NONE, ticket=taken.ticket.uid).account.opened.ticket == taken.ticket.uid


@pytest.mark.parametrize("way", ["registration", "ticket"])
def test_what_a_help_names_must_be_there(desk: Desk, way: str) -> None:
    before = all_rows(desk.store)
    with pytest.raises(Trouble):
        open_account(desk, DAY, Need.NONE, **{way: uuid.UUID(int=7)})  # type: ignore[arg-type]  # one of the two
    assert all_rows(desk.store) == before


def test_a_road_is_gone_step_by_step(desk: Desk) -> None:
    uid = helped(desk)
    account = kept(choose_road(desk, uid, Road.PUBLIC, "gmail"))
    assert (account.road, account.provider, account.step) == ("public", "gmail", 0)
    assert kept(reach_step(desk, uid, 4)).step == 4
    assert kept(choose_road(desk, uid, Road.OWN)).step == 0


def test_an_address_is_kept_as_it_is_written_everywhere(desk: Desk) -> None:
    uid = helped(desk)
    assert kept(note_address(desk, uid, " Siti.Aminah90@Gmail.com ")).address == "siti.aminah90@gmail.com"
    events = sql(desk.store, "SELECT count(*) FROM event")
    assert kept(note_address(desk, uid, "siti.aminah90@gmail.com")).address == "siti.aminah90@gmail.com"
    assert sql(desk.store, "SELECT count(*) FROM event") == events
    assert kept(note_address(desk, uid, "")).address == ""


def test_what_is_no_address_is_not_kept(desk: Desk) -> None:
    uid = helped(desk)
    assert refusal(note_address(desk, uid, "siti at gmail")) is AccountCode.BAD_ADDRESS
    assert account_view(desk, uid).account.address == ""


def test_whose_telephone_it_is_and_how_somebody_is_reached(desk: Desk) -> None:
    account = kept(note_phone(desk, helped(desk), PhoneOwner.CHILD, {Reach.WHATSAPP, Reach.CALL}, " Bu RT  03 "))
    assert (account.phone_owner, account.reach, account.contact_person) == ("child", ("call", "whatsapp"), "Bu RT 03")


def test_a_contact_that_tells_a_password_is_refused(desk: Desk) -> None:
    uid = helped(desk)
    told = note_phone(desk, uid, PhoneOwner.NONE, (), "Bu RT, pass: rahasia123")
    assert isinstance(told, Refused)
    assert told.code is PasswordCode.TOLD
    assert account_view(desk, uid).account.phone_owner == ""


def test_pauses_are_no_work(desk: Desk, clock: ManualClock) -> None:
    uid = helped(desk)
    clock.pass_s(300)
    assert kept(pause(desk, uid)).state is AccountState.PAUSED
    clock.pass_s(3_600)
    assert kept(pause(desk, uid)).turn == 1
    assert kept(resume(desk, uid)).state is AccountState.OPEN
    clock.pass_s(120)
    account = kept(end(desk, uid, Result.FAILED, Reason.NO_MESSAGE))
    assert (account.worked_s, account.reason, account.running_since_ms) == (420, "no_message", None)


def test_who_goes_on_after_a_pause_needs_not_say_so(desk: Desk) -> None:
    uid = helped(desk)
    pause(desk, uid)
    assert kept(reach_step(desk, uid, 2)).state is AccountState.OPEN


def test_an_address_that_was_made_ends_the_help(desk: Desk) -> None:
    uid = helped(desk)
    assert refusal(end(desk, uid, Result.MADE)) is AccountCode.NO_ADDRESS
    note_address(desk, uid, "siti.aminah90@gmail.com")
    account = kept(end(desk, uid, Result.MADE, Reason.OTHER))
    assert (account.state, account.result, account.reason) == (AccountState.ENDED, "made", "")
    assert open_accounts(desk) == ()


@pytest.mark.parametrize("result", [Result.LATER, Result.FAILED])
def test_no_address_needs_a_reason(desk: Desk, result: Result) -> None:
    uid = helped(desk)
    assert refusal(end(desk, uid, result)) is AccountCode.NO_REASON
    assert refusal(end(desk, uid, result, "bad luck")) is AccountCode.NO_REASON
    assert kept(end(desk, uid, result, Reason.NO_PHONE)).result == result


def test_help_with_a_telephone_ends_without_an_address(desk: Desk) -> None:
    assert kept(end(desk, helped(desk, need=Need.PHONE), Result.HAD)).result == "had"


def test_what_has_ended_is_opened_again_or_left_alone(desk: Desk) -> None:
    uid = helped(desk)
    assert refusal(reopen(desk, uid)) is AccountCode.STILL_OPEN
    end(desk, uid, Result.LATER, Reason.NO_TIME)
    assert {
        refusal(told) for told in (pause(desk, uid), choose_road(desk, uid, Road.OWN), reach_step(desk, uid, 1))
    } == {AccountCode.ENDED}
    account = kept(reopen(desk, uid))
    assert (account.state, account.result, account.reason) == (AccountState.OPEN, "", "")


_VERBS: tuple[Callable[[Desk, uuid.UUID], object], ...] = (
    lambda desk, uid: choose_road(desk, uid, Road.OWN),
    lambda desk, uid: reach_step(desk, uid, 1),
    lambda desk, uid: note_address(desk, uid, "siti.aminah90@gmail.com"),
    lambda desk, uid: note_phone(desk, uid, PhoneOwner.SELF, ()),
    pause,
    resume,
    lambda desk, uid: end(desk, uid, Result.LATER, Reason.NO_TIME),
    reopen,
    ask_proof,
    lambda desk, uid: read_proof(desk, uid, "123456"),
    lambda desk, uid: reserve_mailbox(desk, uid, "siti.aminah"),
    lambda desk, uid: new_code(desk, uid, CodeWhy.PRINT_FAILED),
    account_view,
)


@pytest.mark.parametrize("verb", _VERBS)
def test_a_help_that_nobody_knows_is_a_wrong_question(desk: Desk, verb: Callable[[Desk, uuid.UUID], object]) -> None:
    before = all_rows(desk.store)
    with pytest.raises(Trouble, match="ACCOUNT_UNKNOWN") as trouble:
        verb(desk, uuid.UUID(int=7))
    assert trouble.value.kind is Kind.USAGE
    assert all_rows(desk.store) == before


def test_a_refusal_changes_nothing(desk: Desk) -> None:
    uid = helped(desk)
    before = all_rows(desk.store)
    for told in (
        reopen(desk, uid),
        end(desk, uid, Result.MADE),
        note_address(desk, uid, "?"),
        ask_proof(desk, uid),
        read_proof(desk, uid, "123456"),
        reserve_mailbox(desk, uid, "siti.aminah"),
        new_code(desk, uid, CodeWhy.PRINT_FAILED),
    ):
        assert isinstance(told, Refused)
    assert all_rows(desk.store) == before


def test_the_eldest_open_help_is_listed_first(desk: Desk, clock: ManualClock) -> None:
    first = helped(desk, "SITI")
    clock.pass_s(60)
    second, third = helped(desk, "BUDI"), helped(desk, "RATNA")
    end(desk, second, Result.LATER, Reason.NO_LINE)
    assert [view.account.uid for view in open_accounts(desk)] == [first, third]


def test_a_form_finds_the_help_of_its_person_again(desk: Desk) -> None:
    uid = helped(desk, nik=NIK)
    helped(desk, nik=str(person_values(4)["nik"]))
    view = account_with_nik(desk, NIK)
    assert view is not None
    assert view.account.uid == uid
    assert account_with_nik(desk, "") is account_with_nik(desk, str(person_values(5)["nik"])) is None


def test_no_move_is_made_without_an_event(desk: Desk) -> None:
    uid = helped(desk)
    told = choose_road(desk, uid, Road.PUBLIC, "gmail")
    assert isinstance(told, AccountKept)
    assert [kind for (kind,) in sql(desk.store, "SELECT kind FROM event ORDER BY rowid")] == [
        "account_opened",
        "account_moved",
    ]
