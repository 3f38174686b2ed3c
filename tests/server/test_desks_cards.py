"""A card from a desk, its code on the activation page: before its data came and after, replaced, recovered, told."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from core.sentences import sentence
from server.mail_settings import MailSettings
from server.office.mail_officer import MailOfficer
from server.office.mailbox_expiry import expire
from tests.kit.mail_desk import DOMAIN, MailDesk
from tests.kit.mailboxes import acts_of, send, shown
from tests.kit.manual_clock import ManualClock
from tests.kit.server import RunningServer, running_server

FIRST, SECOND = "K7QM-2XRT-9DHE", "AAAA-BBBB-CCCC"
PASSWORD, OTHER_PASSWORD = "mangga manis di kebun", "rambutan merah tua"
DAYS_30_S = 30 * 86_400.0


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
def server(tmp_path: Path, clock: ManualClock) -> Iterator[RunningServer]:
    with running_server(tmp_path, mail=MailSettings(domain=DOMAIN), clock=clock) as running:
        yield running


@pytest.fixture
def desk(server: RunningServer) -> MailDesk:
    met = MailDesk.enrolled(server)
    met.meet()
    return met


def give(server: RunningServer, code: str, password: str = PASSWORD) -> httpx.Response:
    return send(server, "/aktivasi", code=code, new=password, again=password)


def says(page: httpx.Response, code: str) -> bool:
    return sentence(code) in shown(page)


def test_a_code_counts_once_the_desks_data_has_come(server: RunningServer, desk: MailDesk) -> None:
    reserved = desk.reserve(desk.help(), desk.address("siti"), FIRST)
    assert says(give(server, FIRST), "PAGE_ACTIVATE_UNKNOWN")
    desk.meet()
    assert says(give(server, FIRST), "PAGE_ACTIVATE_DONE")
    desk.meet()
    assert desk.words(reserved) == ["MAILBOX_READY", "MAILBOX_ACTIVE"]


def test_after_a_failed_print_the_new_code_alone_counts(server: RunningServer, desk: MailDesk) -> None:
    helped = desk.help()
    desk.reserve(helped, desk.address("siti"), FIRST)
    desk.set_code(helped, desk.address("siti"), SECOND, 1)
    desk.meet()
    assert says(give(server, FIRST), "PAGE_ACTIVATE_UNKNOWN")
    assert says(give(server, SECOND), "PAGE_ACTIVATE_DONE")


def test_a_print_that_fails_later_opens_nobodys_mailbox(server: RunningServer, desk: MailDesk) -> None:
    helped = desk.help()
    desk.reserve(helped, desk.address("siti"), FIRST)
    desk.meet()
    give(server, FIRST)
    desk.set_code(helped, desk.address("siti"), SECOND, 1)
    desk.meet()
    assert says(give(server, SECOND, OTHER_PASSWORD), "PAGE_ACTIVATE_UNKNOWN")
    assert says(give(server, FIRST), "PAGE_ACTIVATE_DONE"), "who sends the first form again is told the same"


def test_a_coordinators_recovery_gives_a_new_password(server: RunningServer, desk: MailDesk) -> None:
    helped = desk.help()
    address = desk.address("siti")
    desk.reserve(helped, address, FIRST)
    desk.meet()
    give(server, FIRST)
    desk.set_code(helped, address, SECOND, 1, "recovery")
    desk.meet()
    assert says(send(server, "/aktivasi", code=SECOND), "PAGE_ACTIVATE_RECOVER")
    assert says(send(server, "/kotak", act="look", address=address, password=PASSWORD), "PAGE_FORWARD_NONE")
    assert says(give(server, SECOND, OTHER_PASSWORD), "PAGE_ACTIVATE_DONE")
    assert says(send(server, "/kotak", act="look", address=address, password=PASSWORD), "PAGE_MAILBOX_WRONG")
    assert acts_of(server, address) == ["activated", "code_set", "recovered"]


def test_a_desk_that_knows_nothing_of_the_officers_code_can_still_replace_it(
    server: RunningServer, desk: MailDesk
) -> None:
    helped = desk.help()
    address = desk.address("siti")
    desk.reserve(helped, address, FIRST)
    desk.meet()
    MailOfficer(server.store, server.clock, address, officer_name="Wati", reason="kartu hilang").recover("KTP", 30)
    desk.set_code(helped, address, SECOND, 1)
    desk.meet()
    assert says(give(server, SECOND), "PAGE_ACTIVATE_DONE")


def test_one_that_expired_is_there_again_with_a_new_card(
    server: RunningServer, desk: MailDesk, clock: ManualClock
) -> None:
    helped = desk.help()
    reserved = desk.reserve(helped, desk.address("siti"), FIRST)
    desk.meet()
    clock.pass_s(DAYS_30_S)
    expire(server.store, clock)
    assert says(give(server, FIRST), "PAGE_ACTIVATE_EXPIRED")
    renewed = desk.set_code(helped, desk.address("siti"), SECOND, 1)
    desk.meet()
    assert says(give(server, SECOND), "PAGE_ACTIVATE_DONE")
    desk.meet()
    assert desk.words(reserved) == ["MAILBOX_READY", "MAILBOX_EXPIRED", "MAILBOX_ACTIVE"]
    assert desk.words(renewed) == ["MAILBOX_READY"]
