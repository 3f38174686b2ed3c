"""The page on which people activate their mailbox: every step, every refusal, repeated, raced, and told to the post."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import httpx
import pytest

from core.activation import SIGNS
from core.errors import Trouble
from core.sentences import sentence
from server.http.client_address import LOOPBACK
from server.http.mailbox_pages import MailHosts, Pages
from server.http.mailbox_routes import FREE_TRIES
from server.mail_settings import MailSettings
from server.office.activation import Activated
from server.office.mail_officer import MailOfficer
from server.office.passwords import SCHEME, is_password
from server.page_settings import page_terms
from server.store.mail_records import BoxState
from tests.kit.at_once import at_once
from tests.kit.mailboxes import (
    GOOD_PASSWORD,
    UNUSED_DAYS,
    Card,
    activate,
    acts_of,
    box_of,
    look,
    reserve,
    send,
    shown,
    told,
)
from tests.kit.manual_clock import ManualClock
from tests.kit.server import RunningServer, running_server

DAY_S = 86_400.0


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
def server(tmp_path: Path, clock: ManualClock) -> Iterator[RunningServer]:
    with running_server(tmp_path, clock=clock) as running:
        yield running


@pytest.fixture
def card(server: RunningServer) -> Card:
    return reserve(server)


def says(response: httpx.Response, code: str, **facts: int) -> bool:
    return sentence(code, facts) in shown(response)


def officer(server: RunningServer, card: Card) -> MailOfficer:
    return MailOfficer(server.store, server.clock, card.address, officer_name="Wati", reason="kartu hilang")


# --- the way through ------------------------------------------------------------------------------------------------


def test_the_first_page_asks_for_the_code_only(server: RunningServer) -> None:
    page = look(server, "/aktivasi")
    assert says(page, "PAGE_ACTIVATE_ASK")
    assert 'type="password"' not in page.text


def test_the_code_shows_whose_address_it_is_and_asks_for_a_password_twice(server: RunningServer, card: Card) -> None:
    page = send(server, "/aktivasi", code=card.code)
    assert card.address in shown(page)
    assert page.text.count('type="password"') == 2


@pytest.mark.parametrize("change", [str.lower, lambda code: code.replace("-", ""), lambda code: f" {code} "])
def test_a_code_may_be_typed_in_any_way(server: RunningServer, card: Card, change: object) -> None:
    assert callable(change)
    assert card.address in shown(send(server, "/aktivasi", code=change(card.code)))


def test_a_password_makes_the_mailbox_active(server: RunningServer, card: Card) -> None:
    page = activate(server, card)
    assert says(page, "PAGE_ACTIVATE_DONE")
    assert says(page, "PAGE_ACTIVATE_WRITE")
    box = box_of(server, card.address)
    assert box.state == BoxState.ACTIVE
    assert is_password(GOOD_PASSWORD, box.password_hash)


def test_the_hash_is_one_that_dovecot_reads(server: RunningServer, card: Card) -> None:
    activate(server, card)
    kept = box_of(server, card.address).password_hash
    assert kept
    assert re.fullmatch(re.escape(SCHEME) + r"\$argon2id\$v=19\$m=\d+,t=\d+,p=1\$[\w+/]+\$[\w+/]+", kept)


def test_the_post_is_told_once_that_the_mailbox_is_in_use(server: RunningServer, card: Card) -> None:
    activate(server, card)
    activate(server, card)
    assert [(notice.code, notice.record) for notice in told(server)] == [("MAILBOX_ACTIVE", card.account)]
    assert acts_of(server, card.address) == ["activated"]


@pytest.mark.one_engine
def test_the_last_page_says_what_to_type_into_a_telephone() -> None:
    pages = Pages(MailHosts("mail.contoh.go.id:993", "mail.contoh.go.id:587"), is_training=False)
    page = pages.activated(Activated("siti@x.id"))
    told = shown(httpx.Response(200, content=page))
    for text in ("siti@x.id", "mail.contoh.go.id:993", "mail.contoh.go.id:587", sentence("PAGE_ACTIVATE_PHONE")):
        assert text in told


def test_a_training_server_says_that_it_is_one(server: RunningServer) -> None:
    assert says(look(server, "/aktivasi"), "PAGE_MAILBOX_TRAINING")
    assert says(look(server, "/kotak"), "PAGE_MAILBOX_TRAINING")


@pytest.mark.one_engine
def test_the_operator_names_the_hosts_and_the_proxies() -> None:
    mail = MailSettings(incoming="mail.x.id:993", outgoing="mail.x.id:587")
    terms = page_terms(mail, {"POSKO_SERVER_PROXY": "10.0.0.0/24, 10.1.0.1"})
    assert terms.hosts == MailHosts("mail.x.id:993", "mail.x.id:587")
    assert len(terms.proxies) == len(LOOPBACK) + 2
    assert page_terms(MailSettings(), {}).hosts is None
    with pytest.raises(Trouble) as raised:
        page_terms(mail, {"POSKO_SERVER_PROXY": "proxy.example"})
    assert raised.value.code == "SERVER_PROXY"


# --- again, and at the same time ------------------------------------------------------------------------------------


def test_who_sends_it_again_because_the_answer_was_lost_is_told_the_same(server: RunningServer, card: Card) -> None:
    assert activate(server, card).text == activate(server, card).text


def test_another_password_with_a_used_code_changes_nothing(server: RunningServer, card: Card) -> None:
    activate(server, card)
    assert says(activate(server, card, "kata sandi orang lain"), "PAGE_ACTIVATE_USED")
    assert is_password(GOOD_PASSWORD, box_of(server, card.address).password_hash)


def test_a_used_code_shows_no_form_for_another_password(server: RunningServer, card: Card) -> None:
    activate(server, card)
    page = send(server, "/aktivasi", code=card.code)
    assert says(page, "PAGE_ACTIVATE_USED")
    assert card.address not in shown(page)


def test_of_several_at_the_same_time_one_alone_gives_the_password(server: RunningServer, card: Card) -> None:
    pages: list[tuple[str, httpx.Response]] = []

    def one(password: str) -> None:
        pages.append((password, activate(server, card, password)))

    assert at_once([partial(one, f"kata sandi nomor {number}") for number in range(4)]) == []
    winners = [password for password, page in pages if says(page, "PAGE_ACTIVATE_DONE")]
    assert len(winners) == 1
    assert is_password(winners[0], box_of(server, card.address).password_hash)
    assert acts_of(server, card.address) == ["activated"]


# --- what is refused ------------------------------------------------------------------------------------------------


@pytest.mark.one_engine
@pytest.mark.parametrize("code", ["", "SALAH", "0000-0000-0000", "K7QM-2XRT-9DH", "é" * 12, "<script>alert(1)"])
def test_what_can_be_no_code_is_said_without_looking(server: RunningServer, code: str) -> None:
    page = send(server, "/aktivasi", code=code)
    assert says(page, "PAGE_ACTIVATE_NO_CODE")
    assert "<script>alert" not in page.text


def test_a_code_that_nobody_has_says_that_the_posts_data_may_not_be_here_yet(server: RunningServer) -> None:
    assert says(send(server, "/aktivasi", code="K7QM-2XRT-9DHE"), "PAGE_ACTIVATE_UNKNOWN")


def test_a_code_past_its_time_is_refused_whether_the_mailbox_was_looked_at_or_not(
    server: RunningServer, card: Card, clock: ManualClock
) -> None:
    clock.pass_s(UNUSED_DAYS * DAY_S)
    assert says(send(server, "/aktivasi", code=card.code), "PAGE_ACTIVATE_EXPIRED")
    assert says(activate(server, card), "PAGE_ACTIVATE_EXPIRED")
    assert box_of(server, card.address).password_hash is None


def test_a_mailbox_that_was_disabled_cannot_be_activated(server: RunningServer, card: Card) -> None:
    officer(server, card).disable()
    assert says(activate(server, card), "PAGE_ACTIVATE_DISABLED")
    officer(server, card).enable()
    assert says(activate(server, card), "PAGE_ACTIVATE_DONE")


FAULTS = [
    ("mangga7", "mangga7", "PAGE_PASSWORD_SHORT"),
    ("kata sandi satu", "kata sandi dua", "PAGE_PASSWORD_DIFFERS"),
    ("mangga manis ", "mangga manis ", "PAGE_PASSWORD_EDGES"),
    ("mangga \N{GRINNING FACE} manis", "mangga \N{GRINNING FACE} manis", "PAGE_PASSWORD_SIGNS"),
    ("x" * 100 + "y" * 29, "x" * 100 + "y" * 29, "PAGE_PASSWORD_LONG"),
    ("12345678", "12345678", "PAGE_PASSWORD_COMMON"),
    ("Indonesia", "Indonesia", "PAGE_PASSWORD_COMMON"),
    ("qwertyuiop", "qwertyuiop", "PAGE_PASSWORD_COMMON"),
    ("abababab", "abababab", "PAGE_PASSWORD_COMMON"),
    ("3578014101900001", "3578014101900001", "PAGE_PASSWORD_COMMON"),
    ("+62 812-3000-111", "+62 812-3000-111", "PAGE_PASSWORD_COMMON"),
    ("17-08-1990", "17-08-1990", "PAGE_PASSWORD_COMMON"),
    ("siti.contoh.22", "siti.contoh.22", "PAGE_PASSWORD_ADDRESS"),
    ("SitiContoh1990", "SitiContoh1990", "PAGE_PASSWORD_ADDRESS"),
]


@pytest.mark.one_engine
@pytest.mark.parametrize(("new", "again", "code"), FAULTS)
def test_a_password_that_is_none_is_said_and_the_code_stays_good(
    server: RunningServer, card: Card, new: str, again: str, code: str
) -> None:
    page = send(server, "/aktivasi", code=card.code, new=new, again=again)
    assert says(page, code, limit=8)
    assert card.address in shown(page)
    assert new not in shown(page).replace(card.address, "")
    assert says(activate(server, card), "PAGE_ACTIVATE_DONE")


@pytest.mark.one_engine
@pytest.mark.parametrize("password", ["kopi susu gula aren", "Contoh-Siti-88", "aku12345suka", "JalanKenanga!"])
def test_a_password_that_somebody_can_remember_is_taken(server: RunningServer, card: Card, password: str) -> None:
    assert says(activate(server, card, password), "PAGE_ACTIVATE_DONE")


# --- a new code -----------------------------------------------------------------------------------------------------


def test_a_recovery_code_gives_a_new_password_and_the_old_one_works_until_then(
    server: RunningServer, card: Card
) -> None:
    activate(server, card)
    code = officer(server, card).recover("KTP", UNUSED_DAYS)
    assert is_password(GOOD_PASSWORD, box_of(server, card.address).password_hash)
    page = send(server, "/aktivasi", code=code)
    assert says(page, "PAGE_ACTIVATE_RECOVER")
    send(server, "/aktivasi", code=code, new="rambutan merah", again="rambutan merah")
    assert is_password("rambutan merah", box_of(server, card.address).password_hash)
    assert acts_of(server, card.address) == ["activated", "code_set", "recovered"]
    assert [notice.code for notice in told(server)] == ["MAILBOX_ACTIVE"]


def test_a_recovery_code_past_its_time_does_not_frighten_its_owner(
    server: RunningServer, card: Card, clock: ManualClock
) -> None:
    activate(server, card)
    code = officer(server, card).recover("KTP", UNUSED_DAYS)
    clock.pass_s(UNUSED_DAYS * DAY_S)
    recovery = Card(card.address, code, card.account)
    assert says(send(server, "/aktivasi", code=code), "PAGE_ACTIVATE_EXPIRED")
    assert says(activate(server, recovery), "PAGE_ACTIVATE_EXPIRED"), "the old password says nothing about a new one"
    assert acts_of(server, card.address) == ["activated", "code_set"]


def test_a_used_recovery_code_is_a_used_one(server: RunningServer, card: Card) -> None:
    activate(server, card)
    code = officer(server, card).recover("KTP", UNUSED_DAYS)
    send(server, "/aktivasi", code=code, new="rambutan merah", again="rambutan merah")
    assert says(send(server, "/aktivasi", code=code), "PAGE_ACTIVATE_USED")


def test_a_recovery_stops_a_forward_that_somebody_else_may_have_set(server: RunningServer, card: Card) -> None:
    activate(server, card)
    thief = {"address": card.address, "password": GOOD_PASSWORD, "act": "forward", "forward_to": "pencuri@example.org"}
    send(server, "/kotak", **thief)
    code = officer(server, card).recover("KTP", UNUSED_DAYS)
    assert box_of(server, card.address).forward_to, "nothing changes before the owner has used the code"
    for _ in range(2):  # the answer may have been lost
        page = send(server, "/aktivasi", code=code, new="rambutan merah", again="rambutan merah")
        assert says(page, "PAGE_ACTIVATE_FORWARD_CLEARED")
    assert (box_of(server, card.address).forward_to, box_of(server, card.address).keeps_copy) == ("", True)
    assert acts_of(server, card.address)[-2:] == ["recovered", "forward_cleared"]


def test_a_recovery_without_a_forward_speaks_of_none(server: RunningServer, card: Card) -> None:
    activate(server, card)
    code = officer(server, card).recover("KTP", UNUSED_DAYS)
    page = send(server, "/aktivasi", code=code, new="rambutan merah", again="rambutan merah")
    assert says(page, "PAGE_ACTIVATE_DONE")
    assert not says(page, "PAGE_ACTIVATE_FORWARD_CLEARED")
    assert acts_of(server, card.address)[-1] == "recovered"


def test_the_code_before_the_new_one_is_void(server: RunningServer, card: Card) -> None:
    officer(server, card).recover("KTP", UNUSED_DAYS)
    assert says(activate(server, card), "PAGE_ACTIVATE_UNKNOWN")


# --- guards ---------------------------------------------------------------------------------------------------------


@pytest.mark.one_engine
def test_too_many_wrong_codes_cost_growing_time(server: RunningServer, card: Card, clock: ManualClock) -> None:
    for sign in SIGNS[: FREE_TRIES + 1]:
        send(server, "/aktivasi", code=f"K7QM-2XRT-9DH{sign}")
    page = activate(server, card)
    assert page.status_code == 429
    assert says(page, "PAGE_MAILBOX_TRIES", seconds=int(page.headers["retry-after"]))
    clock.pass_s(60)
    assert says(activate(server, card), "PAGE_ACTIVATE_DONE")


@pytest.mark.one_engine
def test_a_used_code_is_no_place_to_try_out_passwords(server: RunningServer, card: Card, clock: ManualClock) -> None:
    activate(server, card)
    for number in range(6):
        assert says(activate(server, card, f"tebakan nomor {number}"), "PAGE_ACTIVATE_USED")
    for page in (activate(server, card), send(server, "/aktivasi", code=card.code.lower().replace("-", " "))):
        assert page.status_code == 429
    clock.pass_s(300)
    assert says(activate(server, card), "PAGE_ACTIVATE_DONE")


@pytest.mark.one_engine
def test_a_right_code_in_between_does_not_wipe_the_clients_wrong_ones(server: RunningServer, card: Card) -> None:
    for sign in SIGNS[: FREE_TRIES + 1]:
        send(server, "/aktivasi", code=f"K7QM-2XRT-9DH{sign}")
        send(server, "/aktivasi", code=card.code)
    assert send(server, "/aktivasi", code=card.code).status_code == 429


@pytest.mark.one_engine
def test_wrong_codes_of_a_whole_village_are_forgotten_one_by_one(
    server: RunningServer, card: Card, clock: ManualClock
) -> None:
    for sign in SIGNS[: FREE_TRIES + 5]:
        assert send(server, "/aktivasi", code=f"K7QM-2XRT-9DH{sign}").status_code == 200
        clock.pass_s(60)
    assert says(activate(server, card), "PAGE_ACTIVATE_DONE")


@pytest.mark.one_engine
def test_who_has_to_wait_need_not_type_the_code_again(server: RunningServer, card: Card) -> None:
    for sign in SIGNS[: FREE_TRIES + 1]:
        send(server, "/aktivasi", code=f"K7QM-2XRT-9DH{sign}")
    page = activate(server, card)
    assert page.status_code == 429
    assert f'value="{card.code}"' in page.text
    assert GOOD_PASSWORD not in page.text


def test_nothing_is_kept_by_the_browser_and_nothing_strange_runs(server: RunningServer, card: Card) -> None:
    for page in (look(server, "/aktivasi"), send(server, "/aktivasi", code=card.code), activate(server, card)):
        assert page.headers["cache-control"] == "no-store"
        assert page.headers["referrer-policy"] == "no-referrer"
        assert "set-cookie" not in page.headers
        policy = page.headers["content-security-policy"]
        assert "unsafe" not in policy
        assert "form-action 'self'" in policy
        assert "frame-ancestors 'none'" in policy


@pytest.mark.one_engine
def test_every_page_is_small_enough_for_one_breath_of_a_slow_line(server: RunningServer, card: Card) -> None:
    pages = [
        look(server, "/aktivasi"),
        send(server, "/aktivasi", code=card.code),
        send(server, "/aktivasi", code=card.code, new="a", again="b"),
        activate(server, card),
        look(server, "/kotak"),
    ]
    assert [len(page.content) for page in pages if len(page.content) > 14_000] == []


def test_the_address_of_the_cards_qr_is_the_same_page(server: RunningServer) -> None:
    assert look(server, "/AKTIVASI").text == look(server, "/aktivasi").text
    assert httpx.head(f"{server.url}/aktivasi").content == b""


@pytest.mark.one_engine
@pytest.mark.parametrize("body", [b"\xff", b"code", b"code=%ff", b"code=a&code=b", b"&".join([b"x%d=1"] * 20)])
def test_what_is_no_form_is_refused(server: RunningServer, body: bytes) -> None:
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    answer = httpx.post(f"{server.url}/aktivasi", content=body, headers=headers)
    assert answer.status_code == 400
    assert says(answer, "PAGE_REFUSED_SHAPE")


@pytest.mark.one_engine
def test_a_server_that_is_crowded_asks_people_to_send_it_again(server: RunningServer, card: Card) -> None:
    pages: list[httpx.Response] = []
    assert at_once([lambda: pages.append(activate(server, card))] * 16) == []
    assert {page.status_code for page in pages} <= {200, 503}
    assert any(says(page, "PAGE_ACTIVATE_DONE") for page in pages)
    assert all(says(page, "PAGE_MAILBOX_CROWDED") for page in pages if page.status_code == 503)


def test_no_code_and_no_password_stands_in_any_file_or_log(
    server: RunningServer, card: Card, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    activate(server, card, "bunga melati 77")
    send(server, "/aktivasi", code=card.code, new="bunga melati 78", again="bunga melati 79")
    files = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    for secret in ("bunga melati", card.code, card.code.replace("-", "")):
        assert secret.encode() not in files
        assert secret not in caplog.text
    assert card.address not in caplog.text
