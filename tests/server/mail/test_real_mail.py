"""Real Postfix and Dovecot on the server's accounts: who gets mail, who signs in, who may write as whom."""

from __future__ import annotations

import imaplib
import smtplib
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass

import pytest

import resources
from core.identity_rules import parse_rules
from server.mail.address import smtp_address
from server.mail_settings import MailSettings
from server.office.mail_officer import DAY_MS, MailOfficer
from server.office.mailbox_expiry import expire
from server.store.address import PostgresUrl
from tests.kit.mail_hosts import LOOPBACK, WITHIN_S, MailPlace, letter, mail_hosts, mail_place, until
from tests.kit.mail_role import mail_role
from tests.kit.mailboxes import DOMAIN, GOOD_PASSWORD, activate, reserve, send
from tests.kit.manual_clock import ManualClock
from tests.kit.server import RunningServer, running_server
from tests.kit.server_engines import Engine

pytestmark = pytest.mark.slow

RULES = parse_rules(resources.read("identity", "rules.toml"))
AWAY = "anak@kantor.test"


@dataclass(frozen=True)
class House:
    """A server and the mail hosts that read its accounts."""

    server: RunningServer
    place: MailPlace

    def resident(self, name: str) -> str:
        """Somebody with an active mailbox; the address."""
        card = reserve(self.server, f"{name}.10")
        assert activate(self.server, card).status_code == 200
        self.until_taken(card.address)
        return card.address

    def officer(self, address: str) -> MailOfficer:
        """Who sees to mailboxes."""
        return MailOfficer(self.server.store, self.server.clock, address, officer_name="RINA", reason="diminta")

    def until_taken(self, address: str) -> None:
        """Wait until mail for this address is taken."""
        self.until_told(address, "")

    def until_told(self, address: str, words: str) -> None:
        """Wait until whoever writes to this address is told this."""
        until(lambda: _fits(self.place.refusal_of(address), words))

    def until_in(self, address: str, password: str = GOOD_PASSWORD) -> None:
        """Wait until this password opens the mailbox."""
        until(lambda: not self.sign_in_refusal(address, password))

    def sign_in_refusal(self, address: str, password: str = GOOD_PASSWORD) -> str:
        """What a mail program is told; empty = it is let in."""
        try:
            with self.place.mailbox(address, password):
                return ""
        except imaplib.IMAP4.error as error:
            return str(error)


def _fits(told: str, words: str) -> bool:
    return told.startswith(words) if words else not told


@pytest.fixture(scope="module")
def house(engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with mail_place(DOMAIN) as place, ExitStack() as running:
        is_file = engine.name == "sqlite"
        mail = MailSettings(
            smtp=smtp_address(f"smtp://{LOOPBACK}:{place.smtp}"),
            sender=f"posko@{DOMAIN}",
            domain=DOMAIN,
            database=place.accounts if is_file else None,
        )
        server = running.enter_context(
            running_server(tmp_path_factory.mktemp("server"), mail=mail, clock=ManualClock())
        )
        address = server.store.address
        role = running.enter_context(mail_role(address)) if isinstance(address, PostgresUrl) else None
        running.enter_context(mail_hosts(place, role))
        yield House(server, place)


def test_who_has_activated_signs_in_and_gets_mail_from_the_internet(house: House) -> None:
    siti = house.resident("siti")
    house.place.deliver(siti, "Pengumuman kelulusan")
    assert "From: ani@kantor.test" in house.place.awaited(siti, GOOD_PASSWORD, "Pengumuman kelulusan")


def test_mail_for_a_promised_mailbox_is_kept_by_its_sender_until_the_owner_activates(house: House) -> None:
    card = reserve(house.server, "budi.10")
    house.until_told(card.address, "450 4.2.1")
    assert "belum diaktifkan" in house.place.refusal_of(card.address)
    assert activate(house.server, card).status_code == 200
    house.until_taken(card.address)


@pytest.mark.parametrize(
    ("recipient", "told"),
    [(f"tidak.ada.22@{DOMAIN}", "550 5.1.1"), ("ani@kantor.test", "554 5.7.1"), (f"x'or'1'='1@{DOMAIN}", "550 5.1.1")],
)
def test_mail_for_nobody_is_refused_at_once(house: House, recipient: str, told: str) -> None:
    assert house.place.refusal_of(recipient).startswith(told)


def test_an_expired_mailbox_is_nobodys(house: House) -> None:
    card = reserve(house.server, "telat.10")
    house.until_told(card.address, "450")
    assert isinstance(house.server.clock, ManualClock)
    house.server.clock.pass_s(31 * DAY_MS // 1000)
    expire(house.server.store, house.server.clock)
    house.until_told(card.address, "550 5.1.1")


def test_only_the_password_that_the_owner_chose_last_opens_it(house: House) -> None:
    tuti = house.resident("tuti")
    house.until_in(tuti)
    changed = {
        "address": tuti,
        "password": GOOD_PASSWORD,
        "act": "change",
        "new": "kopi pahit sekali",
        "again": "kopi pahit sekali",
    }
    assert send(house.server, "/kotak", **changed).status_code == 200
    house.until_in(tuti, "kopi pahit sekali")
    assert "AUTHENTICATIONFAILED" in house.sign_in_refusal(tuti, GOOD_PASSWORD)


def test_a_disabled_mailbox_says_so_to_its_owner_and_comes_back_with_its_mail(house: House) -> None:
    wati = house.resident("wati")
    house.place.deliver(wati, "Surat lama")
    house.place.awaited(wati, GOOD_PASSWORD, "Surat lama")
    house.officer(wati).disable()
    house.until_told(wati, "550 5.2.1")
    assert "ditutup sementara" in house.sign_in_refusal(wati)
    assert "AUTHENTICATIONFAILED" in house.sign_in_refusal(wati, "bukan kata sandinya")
    with pytest.raises(smtplib.SMTPAuthenticationError), house.place.sending(wati, GOOD_PASSWORD):
        pass
    house.officer(wati).enable()
    house.until_in(wati)
    assert any("Surat lama" in one for one in house.place.letters(wati, GOOD_PASSWORD))


def test_a_further_name_gets_the_same_mail_and_may_be_written_under(house: House) -> None:
    kader, alias = house.resident("kader"), f"pkk.rw04@{DOMAIN}"
    house.officer(kader).add_alias(alias, RULES)
    house.until_taken(alias)
    house.place.deliver(alias, "Rapat PKK")
    house.place.awaited(kader, GOOD_PASSWORD, "Rapat PKK")
    with house.place.sending(kader, GOOD_PASSWORD) as line:
        line.send_message(letter(alias, AWAY, "Undangan PKK"))
    until(lambda: [one for one in house.place.gone_away() if "Undangan PKK" in one])


@pytest.mark.parametrize("keeps_copy", [True, False])
def test_mail_is_passed_on_with_or_without_a_copy(house: House, keeps_copy: bool) -> None:
    tono, words = house.resident(f"tono{keeps_copy:d}"), f"Kabar terusan {keeps_copy}"
    house.officer(tono).forward(AWAY, RULES, keeps_copy=keeps_copy)
    until(lambda: _is_passed_on(house.place, tono))
    house.place.deliver(tono, words)
    [left] = until(lambda: [one for one in house.place.gone_away() if words in one])
    assert f"X-Rcpt-Args: <{AWAY}>" in left
    if keeps_copy:
        house.place.awaited(tono, GOOD_PASSWORD, words)
    assert any(words in one for one in house.place.letters(tono, GOOD_PASSWORD)) is keeps_copy


def _is_passed_on(place: MailPlace, address: str) -> bool:
    """Whether the hosts know by now; one that keeps no copy would otherwise keep this one."""
    before = len(place.gone_away())
    place.deliver(address, "Sudah diteruskan?")
    until(
        lambda: len(place.gone_away()) > before or "Sudah diteruskan?" in "".join(place.letters(address, GOOD_PASSWORD))
    )
    return len(place.gone_away()) > before


def test_a_full_mailbox_is_said_to_be_full_before_the_mail_is_sent(house: House) -> None:
    yanti = house.resident("yanti")
    house.officer(yanti).set_quota(1)
    page = "Surat panjang sekali.\n" * 30_000
    until(lambda: _refusal(house.place, yanti, page))
    assert _refusal(house.place, yanti, page).startswith("452 b'4.2.2")
    house.place.deliver(yanti, "Pendek")
    house.place.awaited(yanti, GOOD_PASSWORD, "Pendek")


def _refusal(place: MailPlace, address: str, text: str) -> str:
    """What a sender of this is told at RCPT; empty = it was taken."""
    try:
        place.deliver(address, text)
    except smtplib.SMTPRecipientsRefused as refused:
        code, words = refused.recipients[address]
        return f"{code} {words!r}"
    return ""


def test_nobody_writes_under_somebody_elses_name(house: House) -> None:
    agus, rini = house.resident("agus"), house.resident("rini")
    with house.place.sending(agus, GOOD_PASSWORD) as line, pytest.raises(smtplib.SMTPRecipientsRefused) as caught:
        line.send_message(letter(rini, AWAY, "Palsu"))
    assert caught.value.recipients[AWAY][0] == 553
    assert house.place.refusal_of(agus, sender=rini).startswith("550 5.7.1")


@pytest.mark.parametrize("local", ["posko", "postmaster", "abuse", "tidak.ada", "Humas", "MAILER-DAEMON"])
def test_nobody_from_outside_writes_as_anybody_of_the_own_domain(house: House, local: str) -> None:
    guest = house.resident(f"tamu{local.lower().replace('.', '').replace('-', '')}")
    assert house.place.refusal_of(guest, sender=f"{local}@{DOMAIN}").startswith("550 5.7.1")
    assert house.place.refusal_of(guest, sender=f"{local}@mail.{DOMAIN}").startswith("550 5.7.1")
    assert house.place.refusal_of(guest, sender="") == "", "what comes back to its sender has no name in its envelope"


def test_no_password_goes_over_an_open_line(house: House) -> None:
    dewi = house.resident("dewi")
    with smtplib.SMTP(LOOPBACK, house.place.submission, timeout=WITHIN_S) as line:
        line.ehlo()
        assert not line.has_extn("auth")
    with smtplib.SMTP(LOOPBACK, house.place.smtp, timeout=WITHIN_S) as line:
        line.starttls(context=house.place.tls())
        line.ehlo()
        assert not line.has_extn("auth"), "nobody signs in where the internet brings its mail"
    assert dewi


def test_the_mail_officer_is_reached_as_every_domain_must_be(house: House) -> None:
    house.place.deliver(f"abuse@{DOMAIN}", "Ada penipuan")
    [left] = until(lambda: [one for one in house.place.gone_away() if "Ada penipuan" in one])
    assert "X-Rcpt-Args: <mail-officer@example.go.id>" in left


def test_mail_that_comes_while_the_accounts_are_being_written_is_taken(house: House) -> None:
    if not house.place.accounts.exists():
        pytest.skip("PostgreSQL lets everybody read while it writes")
    joko = house.resident("joko")
    written = threading.Event()
    delivery = threading.Thread(target=_delivered, args=(house.place, joko, written.set))
    with closing(sqlite3.connect(house.place.accounts, isolation_level=None)) as writer:
        writer.execute("BEGIN EXCLUSIVE")
        delivery.start()
        assert not written.wait(3), "it waits for the writer"
    delivery.join(WITHIN_S)
    assert written.is_set()
    house.place.awaited(joko, GOOD_PASSWORD, "Tetap sampai")


def _delivered(place: MailPlace, address: str, tell: Callable[[], None]) -> None:
    place.deliver(address, "Tetap sampai")
    tell()
