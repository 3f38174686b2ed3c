"""The mailer: each code leaves once, whoever dies in between; lines that break, refuse or are not safe."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from core.clock import to_ms
from core.errors import Trouble
from server.mail import mailer as mailer_module
from server.mail import sender as sender_module
from server.mail.address import SmtpAddress, smtp_address
from server.mail.mailer import GIVE_UP_MS, LEASE_MS, WAITS_S, Mailer, mail_sent
from server.mail.sender import Handed, Later, MailLine, Outcome, Unwanted
from server.store import cross, enrolment, proofs
from server.store.database import Store
from server.store.mail_notices import tell_mail
from server.store.mail_records import MailState, StoredProof
from tests.kit.at_once import at_once
from tests.kit.authority import Authority
from tests.kit.mail_house import Fault, MailHouse, mail_house
from tests.kit.manual_clock import ManualClock
from tests.kit.server_engines import Engine

SENDER = "posko@contoh.test"
POSTS = ("SBY01", "MLG01")


@dataclass
class Watched:
    """What the operator sees."""

    codes: list[str] = field(default_factory=list)
    waiting: int = -1

    def note_mail(self, code: str) -> None:
        self.codes.append(code)

    def note_waiting(self, count: int) -> None:
        self.waiting = count


@dataclass
class Line:
    """Hands mails over to a list; what comes of each is said before."""

    outcomes: list[Outcome] = field(default_factory=list)
    to: list[str] = field(default_factory=list)

    def hand_over(self, to: str, mail: bytes, returns_to: str = "") -> Outcome:
        self.to.append(to)
        return self.outcomes.pop(0) if self.outcomes else Handed()

    def close(self) -> None:
        """Nothing is open."""


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
def house() -> Iterator[MailHouse]:
    with mail_house() as running:
        yield running


@pytest.fixture
def store(engine: Engine, tmp_path: Path) -> Iterator[Store]:
    opened = Store.open(engine.address(tmp_path))
    with opened.writing() as work:
        enrolment.add_server(work, bytes(16), bytes(32), 0)
        for post in POSTS:
            enrolment.save_post(work, post, f"Posko {post}", "35")
    yield opened
    opened.close()


def ask(store: Store, clock: ManualClock, number: int, address: str = "") -> bytes:
    """A code is asked for; the uid of the event."""
    uid = uuid.UUID(int=number).bytes
    now_ms = to_ms(clock.now())
    proof = StoredProof(
        stream=b"s" * 20,
        seq=number,
        uid=uid,
        post=POSTS[number % 2],
        device=b"d" * 16,
        account=uuid.UUID(int=1000 + number).bytes,
        address=address or f"orang{number}@contoh.test",
        state=MailState.WAITING.value,
        asked_at_ms=now_ms,
        next_try_at_ms=now_ms,
    )
    with store.writing() as work:
        proofs.add_proof(work, proof)
    return uid


def proof(store: Store, uid: bytes) -> StoredProof:
    with store.reading() as work:
        found = proofs.proof_asked_by(work, uid)
    assert found is not None
    return found


def told(store: Store) -> list[str]:
    with store.reading() as work:
        return [one.code for post in POSTS for one in cross.notices(work, post, 0, 1000)]


def line_to(house: MailHouse) -> MailLine:
    return MailLine(address_of(house), SENDER)


def address_of(house: MailHouse) -> SmtpAddress:
    address = smtp_address(house.url)
    assert address is not None
    return address


def work_all_off(mailer: Mailer) -> None:
    while mailer.work_off():
        pass


def test_a_mail_leaves_once_and_its_post_is_told_once(store: Store, clock: ManualClock, house: MailHouse) -> None:
    uid, watched = ask(store, clock, 1), Watched()
    mailer = Mailer(store, clock, line_to(house), SENDER, watched)
    work_all_off(mailer)
    work_all_off(mailer)
    mailer.rest()
    assert [letter.to for letter in house.letters] == ["orang1@contoh.test"]
    assert told(store) == watched.codes == ["PROOF_SENT"]
    assert (proof(store, uid).state, watched.waiting) == (MailState.SENT, 0)


def test_several_mails_leave_over_one_line(store: Store, clock: ManualClock, house: MailHouse) -> None:
    for number in range(1, 6):
        ask(store, clock, number)
    mailer = Mailer(store, clock, line_to(house), SENDER, Watched())
    work_all_off(mailer)
    mailer.rest()
    assert (len(house.letters), house.lines) == (5, 1)
    assert (
        len({letter.code for letter in house.letters} | {letter.message["Message-ID"] for letter in house.letters}) >= 9
    )


def test_a_code_is_on_disk_as_a_hash_before_its_mail_leaves(store: Store, clock: ManualClock) -> None:
    uid = ask(store, clock, 1)
    seen: list[StoredProof] = []

    class Looking(Line):
        def hand_over(self, to: str, mail: bytes, returns_to: str = "") -> Outcome:
            seen.append(proof(store, uid))
            assert b"adalah kode Posko Anda" in mail
            return Handed()

    Mailer(store, clock, Looking(), SENDER, Watched()).work_off()
    (before,) = seen
    assert before.state == MailState.WAITING
    assert before.code_hash is not None
    assert before.expires_at_ms == to_ms(clock.now()) + 15 * 60_000
    assert before.code_hash == proof(store, uid).code_hash


def test_whoever_dies_with_a_mail_leaves_it_to_another_one_with_a_new_code(store: Store, clock: ManualClock) -> None:
    uid = ask(store, clock, 1)

    class Dying(Line):
        def hand_over(self, to: str, mail: bytes, returns_to: str = "") -> Outcome:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        Mailer(store, clock, Dying(), SENDER, Watched()).work_off()
    first = proof(store, uid)
    line = Line()
    other = Mailer(store, clock, line, SENDER, Watched())
    assert not other.work_off()
    clock.pass_s(LEASE_MS / 1000)
    assert other.work_off()
    second = proof(store, uid)
    assert (len(line.to), told(store)) == (1, ["PROOF_SENT"])
    assert (first.code_hash, first.code_salt) != (second.code_hash, second.code_salt)


def test_who_was_too_slow_says_nothing_any_more(store: Store, clock: ManualClock) -> None:
    uid = ask(store, clock, 1)
    quick = Line()

    class Slow(Line):
        def hand_over(self, to: str, mail: bytes, returns_to: str = "") -> Outcome:
            clock.pass_s(LEASE_MS / 1000)
            assert Mailer(store, clock, quick, SENDER, Watched()).work_off()
            return Unwanted("no_mailbox")

    Mailer(store, clock, Slow(), SENDER, Watched()).work_off()
    assert (len(quick.to), told(store), proof(store, uid).state) == (1, ["PROOF_SENT"], MailState.SENT)


def test_an_address_that_no_letter_can_bear_is_told_and_holds_up_nobody(
    store: Store, clock: ManualClock, caplog: pytest.LogCaptureFixture
) -> None:
    odd, next_one = ask(store, clock, 1, "=?utf-8?q?siti?=@contoh.test"), ask(store, clock, 2)
    line, watched = Line(), Watched()
    work_all_off(Mailer(store, clock, line, SENDER, watched))
    assert (proof(store, odd).state, proof(store, next_one).state) == (MailState.REFUSED, MailState.SENT)
    assert (line.to, sorted(watched.codes)) == (["orang2@contoh.test"], ["PROOF_REFUSED", "PROOF_SENT"])
    assert "no letter" in caplog.text
    assert "contoh.test" not in caplog.text


def test_a_busy_store_does_not_make_a_mail_go_twice(
    store: Store, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(store, clock, 1)
    busy = [Trouble("SERVER_STORE_BUSY")] * 3

    def tell(*arguments: object) -> None:
        if busy:
            raise busy.pop()
        tell_mail(*arguments)  # type: ignore[arg-type]  # handed on as they came

    monkeypatch.setattr(mailer_module, "tell_mail", tell)
    line = Line()
    work_all_off(Mailer(store, clock, line, SENDER, Watched()))
    clock.pass_s(LEASE_MS / 1000)
    work_all_off(Mailer(store, clock, line, SENDER, Watched()))
    assert (len(line.to), told(store), busy) == (1, ["PROOF_SENT"], [])


def test_a_new_life_on_a_file_need_not_wait_for_one_that_was_killed(
    store: Store, clock: ManualClock, engine: Engine
) -> None:
    ask(store, clock, 1)

    class Dying(Line):
        def hand_over(self, to: str, mail: bytes, returns_to: str = "") -> Outcome:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        Mailer(store, clock, Dying(), SENDER, Watched()).work_off()
    anew = Mailer(store, clock, Line(), SENDER, Watched())
    anew.begin()
    assert anew.work_off() == (engine.name == "sqlite")


def test_several_mailers_at_once_send_each_mail_once(store: Store, clock: ManualClock) -> None:
    for number in range(1, 25):
        ask(store, clock, number)
    lines = [Line() for _ in range(4)]
    mailers = [Mailer(store, clock, line, SENDER, Watched()) for line in lines]
    assert at_once([lambda mailer=mailer: work_all_off(mailer) for mailer in mailers]) == []  # type: ignore[misc]  # bound at once
    work_all_off(mailers[0])
    sent = sorted(to for line in lines for to in line.to)
    assert sent == sorted(f"orang{number}@contoh.test" for number in range(1, 25))
    assert told(store) == ["PROOF_SENT"] * 24


def test_a_mail_is_tried_again_after_growing_waits_and_given_up_after_a_day(store: Store, clock: ManualClock) -> None:
    uid = ask(store, clock, 1)
    started_ms = to_ms(clock.now())
    line = Line([Later("451")] * 200)
    mailer = Mailer(store, clock, line, SENDER, Watched())
    waits = []
    while proof(store, uid).state == MailState.WAITING:
        work_all_off(mailer)
        wait_s = (proof(store, uid).next_try_at_ms - to_ms(clock.now())) / 1000
        waits.append(wait_s)
        clock.pass_s(max(wait_s, 0))
    assert tuple(waits[:7]) == (*WAITS_S, 3600, 3600)
    assert told(store) == ["PROOF_DELAYED", "PROOF_REFUSED"]
    assert to_ms(clock.now()) - started_ms >= GIVE_UP_MS
    assert len(line.to) < 35


def test_a_mail_whose_line_broke_goes_again_with_a_code_of_its_own(
    store: Store, clock: ManualClock, house: MailHouse
) -> None:
    uid = ask(store, clock, 1)
    mailer = Mailer(store, clock, line_to(house), SENDER, Watched())
    house.fault = Fault.DROPS
    work_all_off(mailer)
    house.fault = Fault.NONE
    clock.pass_s(WAITS_S[0])
    work_all_off(mailer)
    mailer.rest()
    assert told(store) == ["PROOF_DELAYED", "PROOF_SENT"]
    salt, kept = proof(store, uid).code_salt, proof(store, uid).code_hash
    assert salt is not None
    assert kept == proofs.proof_code_hash(salt, house.letters[-1].code)
    assert len(house.letters) == 2


def test_a_line_that_broke_is_opened_anew(house: MailHouse) -> None:
    line = line_to(house)
    house.fault = Fault.DROPS
    assert isinstance(line.hand_over("siti@contoh.test", b"Subject: 1\r\n\r\n1\r\n"), Later)
    house.fault = Fault.NONE
    assert line.hand_over("siti@contoh.test", b"Subject: 2\r\n\r\n2\r\n") == Handed()
    line.close()
    assert house.lines == 2


def test_a_mail_server_that_takes_its_leave_is_called_again(house: MailHouse) -> None:
    line = line_to(house)
    house.fault = Fault.LEAVES
    assert line.hand_over("siti@contoh.test", b"Subject: 1\r\n\r\n1\r\n") == Later("421")
    house.fault = Fault.NONE
    assert line.hand_over("siti@contoh.test", b"Subject: 2\r\n\r\n2\r\n") == Handed()
    line.close()
    assert house.lines == 2


def test_one_refused_address_does_not_keep_the_next_one_from_its_mail(house: MailHouse) -> None:
    line = line_to(house)
    house.fault = Fault.NO_MAILBOX
    assert line.hand_over("siti@contoh.test", b"Subject: 1\r\n\r\n1\r\n") == Unwanted("no_mailbox")
    house.fault = Fault.NONE
    assert line.hand_over("budi@contoh.test", b"Subject: 2\r\n\r\n2\r\n") == Handed()
    line.close()
    assert house.lines == 1


@pytest.mark.parametrize(
    ("fault", "status"),
    [
        (Fault.FORBIDDEN, "5.7.1"),
        (Fault.BLOCKED, "5.7.26"),
        (Fault.ODD_SENDER, "5.1.8"),
        (Fault.SENDER_SYNTAX, "5.1.7"),
        (Fault.FULL, "5.2.2"),
        (Fault.OUT_OF_ORDER, "5.3.0"),
        (Fault.SPAM, "5.7.1"),
    ],
)
def test_trouble_with_us_or_with_the_mail_server_is_no_word_about_the_address(
    house: MailHouse, fault: Fault, status: str
) -> None:
    line = line_to(house)
    house.fault = fault
    assert line.hand_over("siti@contoh.test", b"Subject: 1\r\n\r\n1\r\n") == Later(status)
    line.close()


def test_a_mail_server_that_falls_silent_does_not_hold_up_for_long(
    house: MailHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sender_module, "WAIT_S", 0.5)
    house.fault = Fault.SILENT
    line = line_to(house)
    assert line.hand_over("siti@contoh.test", b"Subject: 1\r\n\r\n1\r\n") == Later("line")


def test_a_mail_server_that_is_not_there_is_asked_again() -> None:
    with mail_house() as house:
        line = line_to(house)
    assert line.hand_over("siti@contoh.test", b"Subject: 1\r\n\r\n1\r\n") == Later("ConnectionRefusedError")


@pytest.mark.parametrize("safety", ["tls", "starttls"])
def test_a_mail_goes_over_a_safe_line_to_a_server_that_somebody_vouches_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, safety: str
) -> None:
    authority = Authority(tmp_path)
    context = authority.server()
    with mail_house(
        tls=context if safety == "tls" else None, starttls=context if safety == "starttls" else None
    ) as house:
        stranger = line_to(house)
        assert stranger.hand_over("siti@contoh.test", b"Subject: 1\r\n\r\n1\r\n") == Later("SSLCertVerificationError")
        monkeypatch.setenv("SSL_CERT_FILE", str(authority.file))
        line = line_to(house)
        assert line.hand_over("siti@contoh.test", b"Subject: 1\r\n\r\n1\r\n") == Handed()
        line.close()
        (letter,) = house.letters
        assert letter.was_encrypted


def test_nothing_is_said_to_a_server_that_does_not_encrypt_where_that_was_asked(house: MailHouse) -> None:
    house.scheme = "smtp+starttls"
    assert line_to(house).hand_over("siti@contoh.test", b"Subject: 1\r\n\r\n1\r\n") == Later("SMTPNotSupportedError")
    assert house.letters == []


@pytest.mark.parametrize(("user", "outcome"), [("posko:sandi%20surat%2Fposko@", Handed), ("posko:salah@", Later)])
def test_who_has_to_log_in_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, user: str, outcome: type[Outcome]
) -> None:
    authority = Authority(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.file))
    with mail_house(starttls=authority.server(), has_login=True) as house:
        address = smtp_address(f"smtp+starttls://{user}127.0.0.1:{house.port}")
        assert address is not None
        line = MailLine(address, SENDER)
        assert isinstance(line.hand_over("siti@contoh.test", b"Subject: 1\r\n\r\n1\r\n"), outcome)
        line.close()


def test_the_thread_ends_with_its_block_and_after_a_bug_goes_on(
    store: Store, clock: ManualClock, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mailer_module, "EVERY_S", 0.05)
    sent = threading.Event()

    class Stumbling(Line):
        def hand_over(self, to: str, mail: bytes, returns_to: str = "") -> Outcome:
            if not self.to:
                self.to.append(to)
                raise ZeroDivisionError(to)
            sent.set()
            return Handed()

    ask(store, clock, 1)
    with mail_sent(store, Mailer(store, clock, Stumbling(), SENDER, Watched())):
        ask(store, clock, 2)
        assert sent.wait(30)
    assert not [thread for thread in threading.enumerate() if thread.name == "mailer"]
    assert "bug in mail: ZeroDivisionError" in caplog.text
    assert "contoh.test" not in caplog.text
