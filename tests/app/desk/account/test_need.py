"""What was said first turns out otherwise: the help goes another way, and counts once, as what it has come to."""

from __future__ import annotations

import uuid

import pytest

from app.desk.account.acts import AccountKept
from app.desk.account.figures import account_figures
from app.desk.account.go_on import change_need, choose_road, end, note_address, note_phone, pause, reach_step
from app.desk.account.look import account_view, account_with_address
from app.desk.context import Desk
from app.models.account_purging import wipe_unbound_accounts
from core.account_figures import AccountFigures
from core.account_rules import AccountCode
from core.accounts import AccountState, Need, PhoneOwner, Reason, Result, Road
from core.proofs import MailNotice
from core.wire.events import Kind
from tests.kit.desk import DAY
from tests.kit.helped import helped, kept, refusal, reserved, server_tells, with_space

OWN = "siti.aminah@gmail.com"


def with_own(desk: Desk, address: str = OWN) -> uuid.UUID:
    """Somebody who has an address, as they say."""
    uid = helped(desk, need=Need.HAS)
    choose_road(desk, uid, Road.OWN)
    note_address(desk, uid, address)
    return uid


# --- another need -------------------------------------------------------------------------------------------------


def test_who_cannot_get_into_the_address_goes_on_with_the_same_one(desk: Desk) -> None:
    uid = with_own(desk)
    reach_step(desk, uid, 2)
    account = kept(change_need(desk, uid, Need.FORGOTTEN))
    assert (account.need, account.opened.need, account.road) == (Need.FORGOTTEN, Need.HAS, Road.OWN)
    assert (account.step, account.address) == (0, OWN)


def test_who_never_had_one_begins_without_road_and_address(desk: Desk) -> None:
    uid = with_own(desk)
    note_phone(desk, uid, PhoneOwner.CHILD, ())
    account = kept(change_need(desk, uid, Need.NONE))
    assert (account.need, account.road, account.address, account.phone_owner) == (Need.NONE, "", "", PhoneOwner.CHILD)


def test_a_name_that_was_only_meant_is_no_address_that_is_there(desk: Desk) -> None:
    uid = helped(desk)
    choose_road(desk, uid, Road.PUBLIC, "gmail")
    note_address(desk, uid, OWN)
    assert kept(change_need(desk, uid, Need.HAS)).address == ""


def test_nor_is_the_address_that_was_there_a_name_to_be_made(desk: Desk) -> None:
    uid = with_own(desk)
    assert kept(choose_road(desk, uid, Road.PUBLIC, "gmail")).address == ""


def test_another_provider_may_be_tried_with_the_name_that_is_meant(desk: Desk) -> None:
    uid = helped(desk)
    choose_road(desk, uid, Road.PUBLIC, "gmail")
    note_address(desk, uid, OWN)
    assert kept(choose_road(desk, uid, Road.PUBLIC, "yahoo")).address == OWN


def test_a_mailbox_that_was_promised_is_still_there(desk: Desk) -> None:
    with_space(desk)
    uid = helped(desk)
    promised = reserved(desk, uid).address
    assert kept(change_need(desk, uid, Need.HAS)).address == ""
    assert kept(choose_road(desk, uid, Road.REGIONAL)).address == promised


def test_a_help_that_was_paused_runs_again_and_an_ended_one_stays_so(desk: Desk) -> None:
    uid = with_own(desk)
    pause(desk, uid)
    assert kept(change_need(desk, uid, Need.FORGOTTEN)).state is AccountState.OPEN
    end(desk, uid, Result.FAILED, Reason.FORGOTTEN)
    assert refusal(change_need(desk, uid, Need.NONE)) is AccountCode.ENDED


# --- figures ------------------------------------------------------------------------------------------------------


def counted(desk: Desk) -> AccountFigures:
    return account_figures(desk, DAY)


def test_it_counts_once_under_what_it_ended_as(desk: Desk) -> None:
    uid = with_own(desk)
    change_need(desk, uid, Need.FORGOTTEN)
    choose_road(desk, uid, Road.PUBLIC, "gmail")
    note_address(desk, uid, "siti.aminah90@gmail.com")
    end(desk, uid, Result.MADE)
    found = counted(desk)
    assert (found.asked, found.had, found.made) == (1, 0, {"public": 1})


@pytest.mark.parametrize(
    ("first", "then", "asked", "phone"), [(Need.PHONE, Need.NONE, 1, 0), (Need.HAS, Need.PHONE, 0, 1)]
)
def test_help_with_a_phone_that_was_none_counts_where_it_belongs(
    desk: Desk, first: Need, then: Need, asked: int, phone: int
) -> None:
    uid = helped(desk, need=first)
    change_need(desk, uid, Need.FORGOTTEN)
    change_need(desk, uid, then)
    assert (counted(desk).asked, counted(desk).phone) == (asked, phone)


def test_only_who_needs_an_address_cannot_end_without_one(desk: Desk) -> None:
    uid = helped(desk, need=Need.PHONE)
    change_need(desk, uid, Need.NONE)
    assert refusal(end(desk, uid, Result.MADE)) is AccountCode.NO_ADDRESS
    change_need(desk, uid, Need.PHONE)
    assert isinstance(end(desk, uid, Result.HAD), AccountKept)


# --- found again by the address -----------------------------------------------------------------------------------


def found(desk: Desk, address: str) -> uuid.UUID | None:
    view = account_with_address(desk, address)
    return view.account.uid if view is not None else None


def test_somebody_is_found_by_the_address_on_the_card(desk: Desk) -> None:
    with_space(desk)
    uid, other = helped(desk), with_own(desk)
    address = reserved(desk, uid).address
    end(desk, uid, Result.MADE)
    assert found(desk, f" {address.upper()} ") == uid
    assert found(desk, OWN) == other
    assert found(desk, "nobody@contoh.id") is found(desk, "") is None


def test_the_mailbox_is_found_though_another_address_was_meant_since(desk: Desk) -> None:
    with_space(desk)
    uid = helped(desk)
    address = reserved(desk, uid).address
    choose_road(desk, uid, Road.OWN)
    note_address(desk, uid, OWN)
    assert found(desk, address) == uid


def test_the_mailbox_is_found_though_no_address_is_known_now(desk: Desk) -> None:
    with_space(desk)
    uid = helped(desk)
    address = reserved(desk, uid).address
    account = kept(change_need(desk, uid, Need.FORGOTTEN))
    assert account.address == ""
    assert found(desk, address) == uid


def test_a_help_past_its_time_is_found_by_nothing(desk: Desk) -> None:
    with_space(desk)
    uid = helped(desk)
    address = reserved(desk, uid).address
    assert desk.store.write(lambda: wipe_unbound_accounts(desk.now_ms() + 1)) == 1
    assert found(desk, address) is None


def test_a_mailbox_that_is_somebody_elses_leads_to_nobody_here(desk: Desk) -> None:
    with_space(desk)
    uid = helped(desk)
    address = reserved(desk, uid).address
    server_tells(desk, uid, Kind.MAILBOX_RESERVED, MailNotice.MAILBOX_TAKEN)
    assert found(desk, address) is None
    assert account_view(desk, uid).account.address == address
