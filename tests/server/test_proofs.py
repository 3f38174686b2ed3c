"""Proof of access: the server mails a code, the applicant reads it back; nothing else makes an address a proven one."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.clock import to_ms
from core.proofs import MAIL_NOTICES
from core.wire.codec import encode
from core.wire.records import ProofReadBody
from server.mail.address import smtp_address
from server.mail_settings import MailSettings
from server.store import proofs
from server.store.mail_records import MailState
from tests.kit.mail_desk import DOMAIN, MailDesk
from tests.kit.mail_house import Fault, MailHouse, mail_house
from tests.kit.manual_clock import ManualClock
from tests.kit.server import RunningServer, running_server

ADDRESS = "siti.contoh@contoh.test"
MINUTE_S = 60
TRIES = 1200


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
def house() -> Iterator[MailHouse]:
    with mail_house() as running:
        yield running


@pytest.fixture
def server(tmp_path: Path, house: MailHouse, clock: ManualClock) -> Iterator[RunningServer]:
    with running_server(tmp_path, mail=by(house), clock=clock) as running:
        yield running


@pytest.fixture
def desk(server: RunningServer) -> MailDesk:
    return MailDesk.enrolled(server)


def by(house: MailHouse) -> MailSettings:
    return MailSettings(smtp=smtp_address(house.url), sender="posko@contoh.test", domain=DOMAIN)


def told(desk: MailDesk, place: int, count: int = 1) -> list[str]:
    """What the desk hears of an event, once it has heard so many words about it; the mailer has its own pace."""
    pause = threading.Event()
    for _ in range(TRIES):
        desk.meet()
        if len(desk.words(place)) >= count:
            break
        pause.wait(0.05)
    return desk.words(place)


def mailed(desk: MailDesk, house: MailHouse, address: str = ADDRESS) -> tuple[int, str]:
    """A code was asked for and has come: the place of the event, the code."""
    asked = desk.ask(desk.help(), address)
    assert told(desk, asked) == ["PROOF_SENT"]
    return asked, house.letters[-1].code


def another(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06d}"


def test_a_code_comes_by_mail_and_read_back_it_proves_the_address_in_the_same_round(
    desk: MailDesk, house: MailHouse, clock: ManualClock
) -> None:
    asked, code = mailed(desk, house)
    assert desk.facts(asked) == {"until_ms": str(to_ms(clock.now()) + 15 * 60_000)}
    read = desk.read(asked, code)
    desk.meet()
    assert (desk.words(read), desk.facts(read)) == (["PROOF_GOOD"], {})
    assert desk.words(asked) == ["PROOF_SENT"]


def test_the_mail_is_short_names_nobody_and_says_what_never_to_do(desk: MailDesk, house: MailHouse) -> None:
    mailed(desk, house)
    (letter,) = house.letters
    message, text = letter.message, letter.message.get_content()
    assert (letter.sender, letter.to) == ("posko@contoh.test", ADDRESS)
    assert (message["To"], str(message["From"])) == (ADDRESS, "Posko Pendaftaran <posko@contoh.test>")
    assert message["Subject"] == f"{letter.code} adalah kode Posko Anda"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Message-ID"].endswith("@contoh.test>")
    assert message.get_content_type() == "text/plain"
    assert f"Kode Anda: {letter.code}" in text
    assert "Petugas di Posko SBY01 meminta kode ini" in text
    assert "Jangan berikan kode ini lewat telepon" in text
    assert "SITI CONTOH" not in text
    assert len(letter.code) == 6
    assert letter.code.isdigit()


def test_no_notice_names_the_address(desk: MailDesk, house: MailHouse) -> None:
    asked, code = mailed(desk, house)
    desk.read(asked, code)
    desk.meet()
    assert ADDRESS not in str(desk.told)
    assert code not in str(desk.told)
    assert {one.code for one in desk.told} <= MAIL_NOTICES


def test_a_wrong_code_may_be_read_four_times_and_the_fifth_voids_it(desk: MailDesk, house: MailHouse) -> None:
    asked, code = mailed(desk, house)
    lefts = []
    for _ in range(4):
        read = desk.read(asked, another(code))
        desk.meet()
        assert desk.words(read) == ["PROOF_WRONG"]
        lefts.append(desk.facts(read)["left"])
    assert lefts == ["4", "3", "2", "1"]
    places = [desk.read(asked, another(code)), desk.read(asked, code)]
    desk.meet()
    assert [desk.words(place) for place in places] == [["PROOF_EXPIRED"], ["PROOF_EXPIRED"]]


def test_a_slip_of_the_tongue_is_forgiven(desk: MailDesk, house: MailHouse) -> None:
    asked, code = mailed(desk, house)
    places = [desk.read(asked, another(code)), desk.read(asked, code)]
    desk.meet()
    assert [desk.words(place) for place in places] == [["PROOF_WRONG"], ["PROOF_GOOD"]]


@pytest.mark.parametrize(("seconds", "word"), [(15 * MINUTE_S - 1, "PROOF_GOOD"), (15 * MINUTE_S, "PROOF_EXPIRED")])
def test_a_code_is_good_for_a_quarter_of_an_hour(
    desk: MailDesk, house: MailHouse, clock: ManualClock, seconds: int, word: str
) -> None:
    asked, code = mailed(desk, house)
    clock.pass_s(seconds)
    read = desk.read(asked, code)
    desk.meet()
    assert desk.words(read) == [word]


def test_what_is_good_stays_good(desk: MailDesk, house: MailHouse, clock: ManualClock) -> None:
    asked, code = mailed(desk, house)
    desk.read(asked, code)
    desk.meet()
    clock.pass_s(3600)
    again = desk.read(asked, code)
    desk.meet()
    assert desk.words(again) == ["PROOF_GOOD"]


def test_a_code_of_another_help_or_post_proves_nothing(server: RunningServer, desk: MailDesk, house: MailHouse) -> None:
    asked, code = mailed(desk, house)
    other = desk.help()
    body = encode(ProofReadBody(code, desk.uid(asked), "Petugas Contoh"))
    desk.wire.add("proof_read", body, other)
    strange = len(desk.wire.events)
    neighbour = MailDesk.enrolled(server, "MLG01")
    neighbour.wire.add("proof_read", body, desk.account(1))
    desk.meet()
    neighbour.meet()
    assert desk.words(strange) == ["PROOF_EXPIRED"]
    assert neighbour.words(1) == ["PROOF_EXPIRED"]
    read = desk.read(asked, code)
    desk.meet()
    assert desk.words(read) == ["PROOF_GOOD"]


def test_one_mail_a_minute_goes_to_an_address(
    server: RunningServer, desk: MailDesk, house: MailHouse, clock: ManualClock
) -> None:
    mailed(desk, house)
    started_ms = to_ms(clock.now())
    clock.pass_s(20)
    neighbour = MailDesk.enrolled(server, "MLG01")
    limited = neighbour.ask(neighbour.help(), ADDRESS.upper())
    neighbour.meet()
    assert neighbour.words(limited) == ["PROOF_LIMIT"]
    assert neighbour.facts(limited) == {"again_ms": str(started_ms + 60_000)}
    clock.pass_s(40)
    asked = neighbour.ask(1, ADDRESS)
    assert told(neighbour, asked) == ["PROOF_SENT"]
    assert len(house.letters) == 2


def test_five_mails_a_day_go_to_an_address(desk: MailDesk, house: MailHouse, clock: ManualClock) -> None:
    started_ms = to_ms(clock.now())
    for _ in range(5):
        mailed(desk, house)
        clock.pass_s(MINUTE_S)
    limited = desk.ask(desk.help(), ADDRESS)
    desk.meet()
    assert desk.words(limited) == ["PROOF_LIMIT"]
    assert desk.facts(limited) == {"again_ms": str(started_ms + 86_400_000)}
    clock.pass_s(86_400 - 5 * MINUTE_S + 1)
    mailed(desk, house)


def test_sixty_codes_an_hour_go_out_for_a_desk(
    server: RunningServer, desk: MailDesk, house: MailHouse, clock: ManualClock
) -> None:
    places = [desk.ask(desk.help(), f"orang{number}@contoh.test") for number in range(61)]
    desk.meet()
    assert desk.words(places[-1]) == ["PROOF_LIMIT"]
    assert desk.facts(places[-1]) == {"again_ms": str(to_ms(clock.now()) + 3_600_000)}
    neighbour = MailDesk.enrolled(server)
    mailed(neighbour, house, "lain@contoh.test")
    assert told(desk, places[59]) == ["PROOF_SENT"]


def test_asks_that_waited_for_the_line_bring_one_mail_whose_code_is_the_last_ones(
    desk: MailDesk, house: MailHouse
) -> None:
    helped = desk.help()
    first, last = desk.ask(helped, ADDRESS), desk.ask(helped, ADDRESS)
    assert told(desk, last) == ["PROOF_SENT"]
    read = desk.read(last, house.letters[-1].code)
    desk.meet()
    assert (desk.words(read), desk.words(first), len(house.letters)) == (["PROOF_GOOD"], [], 1)


def test_an_ask_beyond_a_limit_leaves_the_mail_that_waits_to_go_out(
    server: RunningServer, desk: MailDesk, house: MailHouse, clock: ManualClock
) -> None:
    house.fault = Fault.GREYLISTED
    helped = desk.help()
    first = desk.ask(helped, ADDRESS)
    assert told(desk, first) == ["PROOF_DELAYED"]
    clock.pass_s(MINUTE_S)
    neighbour = MailDesk.enrolled(server)
    neighbour.ask(neighbour.help(), ADDRESS)
    neighbour.meet()
    limited = desk.ask(helped, ADDRESS)
    desk.meet()
    assert desk.words(limited) == ["PROOF_LIMIT"]
    house.fault = Fault.NONE
    clock.pass_s(MINUTE_S)
    assert told(desk, first, 2) == ["PROOF_DELAYED", "PROOF_SENT"]


@pytest.mark.parametrize(
    ("fault", "why"),
    [
        (Fault.NO_MAILBOX, "no_mailbox"),
        (Fault.NO_DOMAIN, "no_domain"),
        (Fault.TAKES_NO_MAIL, "no_domain"),
        (Fault.WORDLESS, "refused"),
    ],
)
def test_a_mail_that_can_never_arrive_is_told_with_the_reason(
    desk: MailDesk, house: MailHouse, fault: Fault, why: str
) -> None:
    house.fault = fault
    asked = desk.ask(desk.help(), ADDRESS)
    assert told(desk, asked) == ["PROOF_REFUSED"]
    assert desk.facts(asked) == {"why": why}


@pytest.mark.parametrize("address", ["siti", "siti@contoh", "siti@contoh.test\r\nBcc: x@contoh.test", "a@b@c.test", ""])
def test_what_is_no_address_is_refused_at_once(desk: MailDesk, house: MailHouse, address: str) -> None:
    asked = desk.ask(desk.help(), address)
    desk.meet()
    assert desk.words(asked) == ["PROOF_REFUSED"]
    assert house.lines == 0


def test_a_mail_that_is_put_off_is_told_once_and_arrives_later(
    server: RunningServer, desk: MailDesk, house: MailHouse, clock: ManualClock
) -> None:
    house.fault = Fault.GREYLISTED
    asked = desk.ask(desk.help(), ADDRESS)
    assert told(desk, asked) == ["PROOF_DELAYED"]
    clock.pass_s(15)
    waits_for_failures(server, desk.uid(asked), 2)
    house.fault = Fault.NONE
    clock.pass_s(MINUTE_S)
    assert told(desk, asked, 2) == ["PROOF_DELAYED", "PROOF_SENT"]
    read = desk.read(asked, house.letters[-1].code)
    desk.meet()
    assert desk.words(read) == ["PROOF_GOOD"]


def waits_for_failures(server: RunningServer, uid: bytes, count: int) -> None:
    pause = threading.Event()
    for _ in range(TRIES):
        with server.store.reading() as work:
            proof = proofs.proof_asked_by(work, uid)
        assert proof is not None
        if proof.failures >= count:
            return
        pause.wait(0.05)
    raise AssertionError("the mail was not tried again")


def test_a_server_without_a_mail_server_says_so(tmp_path: Path) -> None:
    with running_server(tmp_path) as server:
        desk = MailDesk.enrolled(server)
        asked = desk.ask(desk.help(), ADDRESS)
        read = desk.read(asked, "123456")
        desk.meet()
        assert (desk.words(asked), desk.words(read)) == (["MAIL_OFF"], ["PROOF_EXPIRED"])


def test_what_was_asked_before_the_server_stopped_is_mailed_by_its_next_life(
    tmp_path: Path, house: MailHouse, clock: ManualClock
) -> None:
    house.fault = Fault.GREYLISTED
    with running_server(tmp_path, mail=by(house), clock=clock) as server:
        desk = MailDesk.enrolled(server)
        asked = desk.ask(desk.help(), ADDRESS)
        assert told(desk, asked) == ["PROOF_DELAYED"]
    house.fault = Fault.NONE
    clock.pass_s(3600)
    with running_server(tmp_path, mail=by(house), clock=clock) as server:
        desk.server = server
        assert told(desk, asked, 2) == ["PROOF_DELAYED", "PROOF_SENT"]


def test_the_log_tells_neither_address_nor_code(
    desk: MailDesk, house: MailHouse, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, "posko"):
        asked, code = mailed(desk, house)
        house.fault = Fault.NO_MAILBOX
        assert told(desk, desk.ask(desk.help(), "budi.contoh@contoh.test")) == ["PROOF_REFUSED"]
        desk.read(asked, code)
        desk.meet()
    ours = [record for record in caplog.records if record.name.startswith("posko")]
    logged = " ".join(str({**record.__dict__, "text": record.getMessage()}) for record in ours)
    assert "handed" in logged
    for secret in (ADDRESS, "contoh.test", code):
        assert secret not in logged


def test_nothing_but_the_servers_good_word_stands_on_disk_of_a_used_code(
    server: RunningServer, desk: MailDesk, house: MailHouse
) -> None:
    asked, code = mailed(desk, house)
    desk.read(asked, code)
    desk.meet()
    with server.store.reading() as work:
        proof = proofs.proof_asked_by(work, desk.uid(asked))
    assert proof is not None
    assert (proof.state, proof.code_hash, proof.code_salt) == (MailState.GOOD, None, None)
