"""The page on which a mailbox's owner sees to it: signs in each time, changes the password, forwards the mail."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from core.sentences import sentence
from server.http.mailbox_routes import FREE_TRIES
from server.office.mail_officer import MailOfficer
from server.office.passwords import is_password
from tests.kit.mailboxes import DOMAIN, GOOD_PASSWORD, Card, activate, acts_of, box_of, reserve, send, shown, told
from tests.kit.manual_clock import ManualClock
from tests.kit.server import RunningServer, running_server

NEW_PASSWORD = "rambutan merah tua"


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
def server(tmp_path: Path, clock: ManualClock) -> Iterator[RunningServer]:
    with running_server(tmp_path, clock=clock) as running:
        yield running


@pytest.fixture
def card(server: RunningServer) -> Card:
    """A mailbox in use."""
    reserved = reserve(server)
    activate(server, reserved)
    return reserved


def ask(server: RunningServer, card: Card, act: str, password: str = GOOD_PASSWORD, **fields: str) -> httpx.Response:
    return send(server, "/kotak", act=act, address=card.address, password=password, **fields)


def says(response: httpx.Response, code: str, **facts: str | int) -> bool:
    return sentence(code, facts) in shown(response)


# --- signing in -----------------------------------------------------------------------------------------------------


def test_the_owner_sees_how_it_stands(server: RunningServer, card: Card) -> None:
    page = ask(server, card, "look")
    assert card.address in shown(page)
    assert says(page, "PAGE_MAILBOX_QUOTA", quota=100)
    assert says(page, "PAGE_FORWARD_NONE")


def test_the_address_may_be_typed_in_capitals(server: RunningServer, card: Card) -> None:
    page = send(server, "/kotak", act="look", address=f" {card.address.upper()} ", password=GOOD_PASSWORD)
    assert says(page, "PAGE_FORWARD_NONE")


def test_a_wrong_address_and_a_wrong_password_are_answered_alike(server: RunningServer, card: Card) -> None:
    reserved = reserve(server, "budi.contoh.10")
    odd = ["nobody.22@warga.contoh.go.id", "", "\0", "siti\N{GRINNING FACE}@x", reserved.address]
    pages = [send(server, "/kotak", act="look", address=address, password="salah salah") for address in odd]
    pages.append(ask(server, card, "look", "salah salah"))
    assert {says(page, "PAGE_MAILBOX_WRONG") for page in pages} == {True}
    assert {page.status_code for page in pages} == {200}


def test_a_mailbox_without_a_password_lets_nobody_in(server: RunningServer) -> None:
    assert says(ask(server, reserve(server), "look", ""), "PAGE_MAILBOX_WRONG")


def test_a_disabled_mailbox_tells_its_owner_alone(server: RunningServer, card: Card) -> None:
    MailOfficer(server.store, server.clock, card.address, officer_name="Wati", reason="surat sampah").disable()
    assert says(ask(server, card, "look"), "PAGE_MAILBOX_DISABLED")
    assert says(ask(server, card, "look", "salah salah"), "PAGE_MAILBOX_WRONG")


def test_guesses_at_one_mailbox_cost_growing_time_wherever_they_come_from(
    server: RunningServer, card: Card, clock: ManualClock
) -> None:
    for number in range(6):
        headers = {"X-Forwarded-For": f"203.0.113.{number}"}
        fields = {"act": "look", "address": card.address, "password": "salah salah"}
        httpx.post(f"{server.url}/kotak", data=fields, headers=headers, timeout=30)
    barred = ask(server, card, "look")
    assert barred.status_code == 429
    assert says(barred, "PAGE_MAILBOX_TRIES", seconds=int(barred.headers["retry-after"]))
    clock.pass_s(300)
    assert says(ask(server, card, "look"), "PAGE_FORWARD_NONE")


@pytest.mark.one_engine
def test_who_owns_a_mailbox_cannot_wipe_the_wrong_guesses_at_others(server: RunningServer, card: Card) -> None:
    for number in range(FREE_TRIES + 1):
        others = {"act": "look", "address": f"orang.{number}@{DOMAIN}", "password": "rahasia ramai"}
        send(server, "/kotak", **others)
        ask(server, card, "look")
    page = ask(server, card, "look")
    assert page.status_code == 429
    assert f'value="{card.address}"' in page.text, "it need not be typed again"


def test_no_page_holds_the_password_that_was_sent(server: RunningServer, card: Card) -> None:
    pages = [
        ask(server, card, "look"),
        ask(server, card, "look", "salah dan rahasia"),
        ask(server, card, "change", new=NEW_PASSWORD, again=NEW_PASSWORD),
        ask(server, card, "change", NEW_PASSWORD, new="abc", again="abc"),
    ]
    for page in pages:
        for secret in (GOOD_PASSWORD, NEW_PASSWORD, "salah dan rahasia"):
            assert secret not in page.text


# --- the password ---------------------------------------------------------------------------------------------------


def test_the_owner_changes_the_password(server: RunningServer, card: Card) -> None:
    page = ask(server, card, "change", new=NEW_PASSWORD, again=NEW_PASSWORD)
    assert says(page, "PAGE_PASSWORD_CHANGED")
    assert is_password(NEW_PASSWORD, box_of(server, card.address).password_hash)
    assert acts_of(server, card.address) == ["activated", "password_changed"]
    assert [notice.code for notice in told(server)] == ["MAILBOX_ACTIVE"], "that is the owner's own affair"


def test_the_change_sent_again_because_the_answer_was_lost_is_told_the_same(server: RunningServer, card: Card) -> None:
    for _ in range(2):
        page = ask(server, card, "change", new=NEW_PASSWORD, again=NEW_PASSWORD)
        assert says(page, "PAGE_PASSWORD_CHANGED")
    assert acts_of(server, card.address) == ["activated", "password_changed"]


def test_a_password_that_is_none_leaves_the_old_one(server: RunningServer, card: Card) -> None:
    assert says(ask(server, card, "change", new="12345678", again="12345678"), "PAGE_PASSWORD_COMMON")
    assert says(ask(server, card, "change", new="", again=""), "PAGE_PASSWORD_SHORT", limit=8)
    assert says(ask(server, card, "look"), "PAGE_FORWARD_NONE")


# --- forwarding -----------------------------------------------------------------------------------------------------


def test_mail_is_passed_on_with_a_copy_kept_or_without(server: RunningServer, card: Card) -> None:
    page = ask(server, card, "forward", forward_to="Siti.Lain@Example.org", keeps_copy="1")
    assert says(page, "PAGE_FORWARD_COPY", address="siti.lain@example.org")
    assert box_of(server, card.address).keeps_copy
    page = ask(server, card, "forward", forward_to="siti.lain@example.org")
    assert says(page, "PAGE_FORWARD_ONLY", address="siti.lain@example.org")
    assert not box_of(server, card.address).keeps_copy


def test_the_owner_stops_it(server: RunningServer, card: Card) -> None:
    ask(server, card, "forward", forward_to="siti@example.org")
    assert says(ask(server, card, "stop"), "PAGE_FORWARD_CLEARED")
    assert (box_of(server, card.address).forward_to, box_of(server, card.address).keeps_copy) == ("", True)


@pytest.mark.one_engine
@pytest.mark.parametrize("typed", ["", "siti", "siti@", "siti@@example.org", "x" * 250 + "@example.org", "\0@x.org"])
def test_what_is_no_address_stops_nothing(server: RunningServer, card: Card, typed: str) -> None:
    ask(server, card, "forward", forward_to="siti@example.org")
    assert says(ask(server, card, "forward", forward_to=typed), "PAGE_FORWARD_NO_ADDRESS")
    assert box_of(server, card.address).forward_to == "siti@example.org"


def test_mail_does_not_go_in_circles_within_the_domain(server: RunningServer, card: Card) -> None:
    for target in (card.address, f"orang.lain.22@{DOMAIN}"):
        assert says(ask(server, card, "forward", forward_to=target), "PAGE_FORWARD_OWN", domain=DOMAIN)


def test_an_address_that_looks_mistyped_counts_when_it_is_sent_once_more(server: RunningServer, card: Card) -> None:
    doubted = ask(server, card, "forward", forward_to="siti@gmial.com")
    assert says(doubted, "EMAIL_DOMAIN_TYPO", domain="gmial.com", meant="gmail.com")
    assert 'name="sure" value="siti@gmial.com"' in doubted.text
    assert box_of(server, card.address).forward_to == ""
    ask(server, card, "forward", forward_to="siti@gmial.com", sure="siti@gmial.com")
    assert box_of(server, card.address).forward_to == "siti@gmial.com"


def test_whoever_does_not_know_the_password_forwards_nothing(server: RunningServer, card: Card) -> None:
    assert says(ask(server, card, "forward", "salah salah", forward_to="a@example.org"), "PAGE_MAILBOX_WRONG")
    assert says(ask(server, card, "stop", "salah salah"), "PAGE_MAILBOX_WRONG")
    assert box_of(server, card.address).forward_to == ""
    assert acts_of(server, card.address) == ["activated"]


def test_no_address_of_the_forward_stands_in_the_log_of_acts(server: RunningServer, card: Card) -> None:
    ask(server, card, "forward", forward_to="siti@example.org")
    assert acts_of(server, card.address) == ["activated", "forward_set"]
