"""The mail officer's commands, and mailboxes that expire: what changes, what is written down, what posts are told."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.activation import code_hash
from core.errors import Trouble
from server.__main__ import main as posko_server
from server.office.mail_officer import MailOfficer
from server.office.mailbox_expiry import expire, mailboxes_expire
from server.office.passwords import is_password
from server.store.mail_records import BoxState
from tests.kit.at_once import at_once
from tests.kit.desk_wire import enrolled_device
from tests.kit.mailboxes import DOMAIN, GOOD_PASSWORD, UNUSED_DAYS, Card, activate, acts_of, box_of, reserve, told
from tests.kit.manual_clock import ManualClock
from tests.kit.server import RunningServer, running_server
from tests.kit.server_engines import with_database

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


@pytest.fixture
def run(server: RunningServer, capsys: pytest.CaptureFixture[str]) -> Run:
    return Run(server.settings.data, capsys)


class Run:
    """Runs ``posko-server mailbox``, beside the server that is running."""

    def __init__(self, data: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self._data = data
        self._capsys = capsys

    def __call__(self, *words: str, exit_code: int = 0) -> str:
        assert posko_server(with_database(["mailbox", *words, "--data", str(self._data)])) == exit_code
        streams = self._capsys.readouterr()
        return streams.out if exit_code == 0 else streams.err

    def signed(self, action: str, card: Card, *words: str, exit_code: int = 0) -> str:
        signed = ("--by", "Wati", "--reason", "diminta pemiliknya")
        return self(action, card.address, *signed, *words, exit_code=exit_code)


# --- looking --------------------------------------------------------------------------------------------------------


def test_the_list_holds_every_mailbox_and_no_name(server: RunningServer, card: Card, run: Run) -> None:
    other = reserve(server, "budi.contoh.11")
    activate(server, other)
    listed = json.loads(run("list", "--json"))
    assert [(row["address"], row["post"], row["state"]) for row in listed] == [
        (other.address, "SBY01", "active"),
        (card.address, "SBY01", "reserved"),
    ]
    rows = list(csv.DictReader(io.StringIO(run("list", "--csv"))))
    assert [row["forwards"] for row in rows] == ["no", "no"]
    assert [row["activated"] == "" for row in rows] == [False, True]
    assert "menunggu aktivasi" in run("list")


def test_an_empty_list_says_so(run: Run) -> None:
    assert run("list") == "Belum ada kotak e-mail.\n"
    assert json.loads(run("list", "--json")) == []


def test_one_mailbox_is_shown_with_what_was_done(server: RunningServer, card: Card, run: Run) -> None:
    activate(server, card)
    run.signed("quota", card, "--mb", "250")
    shown = json.loads(run("show", card.address.upper(), "--json"))
    assert shown["quota_mb"] == 250
    assert [(act["act"], act["by"], act["reason"]) for act in shown["acts"]] == [
        ("activated", "", ""),
        ("quota_set", "Wati", "diminta pemiliknya"),
    ]
    words = run("show", card.address)
    assert "kuota diganti | Wati | diminta pemiliknya" in words


@pytest.mark.parametrize("action", ["show", "disable", "recover"])
def test_a_mailbox_that_is_not_there_is_said(run: Run, action: str) -> None:
    more = () if action == "show" else ("--by", "W", "--reason", "r", *(("--id-paper", "KTP") * (action == "recover")))
    assert "Tidak ada kotak" in run(action, "nobody.22@example.org", *more, exit_code=2)


# --- changing -------------------------------------------------------------------------------------------------------


def test_disabling_and_enabling_is_told_to_the_post_once_each(server: RunningServer, card: Card, run: Run) -> None:
    activate(server, card)
    for action in ("disable", "disable", "enable", "enable"):
        run.signed(action, card)
    assert [notice.code for notice in told(server)] == ["MAILBOX_ACTIVE", "MAILBOX_DISABLED", "MAILBOX_ENABLED"]
    assert acts_of(server, card.address) == ["activated", "disabled", "enabled"]


def test_enabling_one_that_nobody_has_activated_says_that_it_is_ready(
    server: RunningServer, card: Card, run: Run
) -> None:
    run.signed("disable", card)
    run.signed("enable", card)
    assert [notice.code for notice in told(server)] == ["MAILBOX_DISABLED", "MAILBOX_READY"]


@pytest.mark.one_engine
@pytest.mark.parametrize("quota_mb", ["0", "-5", "10001"])
def test_a_quota_that_cannot_be_is_said(card: Card, run: Run, quota_mb: str) -> None:
    assert "10000" in run.signed("quota", card, "--mb", quota_mb, exit_code=2)


def test_a_further_name_is_given_and_taken_away(server: RunningServer, card: Card, run: Run) -> None:
    run.signed("alias", card, "--add", f"bu.siti@{DOMAIN}")
    assert json.loads(run("show", card.address, "--json"))["aliases"] == [f"bu.siti@{DOMAIN}"]
    run.signed("alias", card, "--remove", f"Bu.Siti@{DOMAIN}")
    assert json.loads(run("show", card.address, "--json"))["aliases"] == []
    assert acts_of(server, card.address) == ["alias_added", "alias_removed"]


@pytest.mark.one_engine
@pytest.mark.parametrize("alias", ["bu.siti", "bu.siti@example.org", f"bu.siti.44@{DOMAIN}", f"bu siti@{DOMAIN}"])
def test_a_further_name_that_a_desk_could_give_or_of_elsewhere_is_refused(card: Card, run: Run, alias: str) -> None:
    assert "Nama lain harus" in run.signed("alias", card, "--add", alias, exit_code=2)


@pytest.mark.one_engine
def test_nobody_is_given_the_name_that_codes_come_from(card: Card, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POSKO_SERVER_MAIL_FROM", f"Kabar.Kode@{DOMAIN}")
    assert "nama kantor" in run.signed("alias", card, "--add", f"kabar.kode@{DOMAIN}", exit_code=2)


@pytest.mark.one_engine
@pytest.mark.parametrize(
    "local",
    ["posko", "postmaster", "Abuse", "hostmaster", "root", "posko.rw04", "no-reply", "petugas-2", "mailer-daemon"],
)
def test_nobody_is_given_a_name_that_speaks_for_the_office(
    server: RunningServer, card: Card, run: Run, local: str
) -> None:
    assert "nama kantor" in run.signed("alias", card, "--add", f"{local}@{DOMAIN}", exit_code=2)
    assert acts_of(server, card.address) == []


def test_a_further_name_leads_to_one_mailbox_only(server: RunningServer, card: Card, run: Run) -> None:
    other = reserve(server, "budi.contoh.11")
    run.signed("alias", card, "--add", f"bu.siti@{DOMAIN}")
    assert "sudah dipakai" in run.signed("alias", other, "--add", f"bu.siti@{DOMAIN}", exit_code=2)
    assert "tidak punya" in run.signed("alias", other, "--remove", f"bu.siti@{DOMAIN}", exit_code=2)


def test_the_officer_forwards_at_the_owners_wish(server: RunningServer, card: Card, run: Run) -> None:
    assert "belum diaktifkan" in run.signed("forward", card, "--to", "siti@example.org", exit_code=2)
    activate(server, card)
    run.signed("forward", card, "--to", "siti@example.org", "--no-copy")
    assert (box_of(server, card.address).forward_to, box_of(server, card.address).keeps_copy) == (
        "siti@example.org",
        False,
    )
    assert "siti@example.org" not in run("show", card.address)
    run.signed("forward", card, "--stop")
    assert box_of(server, card.address).forward_to == ""
    assert "tidak bisa dipakai" in run.signed("forward", card, "--to", f"lain.22@{DOMAIN}", exit_code=2)


def test_a_recovery_prints_a_code_once_and_writes_down_who_saw_what(
    server: RunningServer, card: Card, run: Run
) -> None:
    activate(server, card)
    answer = json.loads(run.signed("recover", card, "--id-paper", "KTP", "--json"))
    box = box_of(server, card.address)
    assert box.code_hash == code_hash(answer["code"])
    assert box.code_turn == 1, "turns are counted by desks"
    assert is_password(GOOD_PASSWORD, box.password_hash), "the old password is good until the new one is chosen"
    assert acts_of(server, card.address) == ["activated", "code_set"]
    assert "diminta pemiliknya; KTP" in run("show", card.address)
    assert answer["code"] not in run("show", card.address)


def test_a_recovery_in_words(card: Card, run: Run) -> None:
    assert f"Kode aktivasi baru untuk {card.address}: " in run.signed("recover", card, "--id-paper", "KTP")


def test_a_disabled_mailbox_gets_no_code(card: Card, run: Run) -> None:
    run.signed("disable", card)
    assert "ditutup" in run.signed("recover", card, "--id-paper", "KTP", exit_code=2)


@pytest.mark.one_engine
@pytest.mark.parametrize(
    ("name", "reason"), [("", "x"), ("x", " "), ("x" * 201, "x"), ("x", "a\nb"), ("x", "pin 123456")]
)
def test_nothing_is_changed_without_a_name_and_a_reason(
    server: RunningServer, card: Card, name: str, reason: str
) -> None:
    with pytest.raises(Trouble):
        MailOfficer(server.store, server.clock, card.address, officer_name=name, reason=reason)


# --- expiry ---------------------------------------------------------------------------------------------------------


def test_one_that_nobody_activated_in_time_expires_and_its_post_is_told(
    server: RunningServer, card: Card, clock: ManualClock
) -> None:
    clock.pass_s(UNUSED_DAYS * DAY_S - 1)
    assert expire(server.store, clock) == 0
    clock.pass_s(1)
    assert expire(server.store, clock) == 1
    assert expire(server.store, clock) == 0
    assert box_of(server, card.address).state == BoxState.EXPIRED
    assert [notice.code for notice in told(server)] == ["MAILBOX_EXPIRED"]


def test_one_in_use_never_expires(server: RunningServer, card: Card, clock: ManualClock) -> None:
    activate(server, card)
    clock.pass_s(400 * DAY_S)
    assert expire(server.store, clock) == 0


def test_one_that_expired_waits_again_for_the_same_person_after_a_recovery(
    server: RunningServer, card: Card, clock: ManualClock
) -> None:
    clock.pass_s(UNUSED_DAYS * DAY_S)
    expire(server.store, clock)
    officer = MailOfficer(server.store, clock, card.address, officer_name="Wati", reason="datang lagi")
    code = officer.recover("KTP", UNUSED_DAYS)
    assert box_of(server, card.address).state == BoxState.RESERVED
    assert "aktif" in activate(server, Card(card.address, code, card.account)).text
    assert [notice.code for notice in told(server)] == ["MAILBOX_EXPIRED", "MAILBOX_READY", "MAILBOX_ACTIVE"]


def test_many_expire_whoever_looks_and_each_is_told_once(server: RunningServer, clock: ManualClock) -> None:
    desk = enrolled_device(server)
    cards = [reserve(server, f"orang.{number}.10", desk) for number in range(8)]
    clock.pass_s(UNUSED_DAYS * DAY_S)
    counts: list[int] = []
    assert at_once([lambda: counts.append(expire(server.store, clock))] * 3) == []
    assert sum(counts) == len(cards)
    assert {box_of(server, card.address).state for card in cards} == {BoxState.EXPIRED}
    assert len(told(server)) == len(cards)


def test_a_running_server_looks_by_itself(server: RunningServer, card: Card, clock: ManualClock) -> None:
    clock.pass_s(UNUSED_DAYS * DAY_S)
    bell = server.store.new_bell()
    with mailboxes_expire(server.store, clock):
        assert bell.wait(30)
    assert box_of(server, card.address).state == BoxState.EXPIRED
