"""Reports of mail hosts about mails with codes: read from a folder, judged, told once, thrown away."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.clock import to_ms
from core.errors import Trouble
from server.mail.bounce import Bounce, read_bounce, return_address
from server.mail.bounces import BounceFolder, bounces_read
from server.store import cross, enrolment, proofs
from server.store.database import Store
from server.store.mail_records import MailState, StoredProof
from tests.kit.at_once import at_once
from tests.kit.manual_clock import ManualClock
from tests.kit.server_engines import Engine

SENDER = "posko@warga.contoh.test"
ASKED = uuid.UUID(int=77).bytes
POST = "SBY01"
WITHIN_S = 30

REPORT = """\
Return-Path: <>
X-Original-To: {to}
Delivered-To: {to}
Date: Mon, 13 Apr 2020 09:00:00 +0700
From: MAILER-DAEMON@mail.contoh.test (Mail Delivery System)
Subject: Undelivered Mail Returned to Sender
To: {to}
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/{kind}; report-type=delivery-status; boundary="batas"

--batas
Content-Type: text/plain; charset=us-ascii

I'm sorry to have to inform you.

--batas
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.contoh.test
Arrival-Date: Mon, 13 Apr 2020 08:59:59 +0700

Final-Recipient: rfc822; siti@contoh.test
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 {status} whatever

--batas
Content-Type: message/rfc822

Subject: 123456 adalah kode Posko Anda

--batas--
"""


def report(asked: bytes = ASKED, *, action: str = "failed", status: str = "5.1.1", kind: str = "report") -> bytes:
    to = return_address(SENDER, asked)
    return REPORT.format(to=to, action=action, status=status, kind=kind).encode()


@dataclass
class Watched:
    """What the operator sees."""

    codes: list[str] = field(default_factory=list)
    bell: threading.Event = field(default_factory=threading.Event)

    def note_mail(self, code: str) -> None:
        self.codes.append(code)
        self.bell.set()

    def note_waiting(self, count: int) -> None:
        """Nothing waits here."""


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
def store(engine: Engine, tmp_path: Path) -> Iterator[Store]:
    opened = Store.open(engine.address(tmp_path))
    with opened.writing() as work:
        enrolment.add_server(work, bytes(16), bytes(32), 0)
        enrolment.save_post(work, POST, "Posko Contoh", "35")
    yield opened
    opened.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    new = tmp_path / "bounces" / "new"
    new.mkdir(parents=True)
    return new.parent


def mailed(store: Store, clock: ManualClock, state: MailState = MailState.SENT, **changes: object) -> StoredProof:
    """A mail with a code, and how far it is."""
    now_ms = to_ms(clock.now())
    facts: dict[str, object] = {
        "stream": b"s" * 20,
        "seq": 1,
        "uid": ASKED,
        "post": POST,
        "device": b"d" * 16,
        "account": uuid.UUID(int=1000).bytes,
        "address": "siti@contoh.test",
        "state": state.value,
        "asked_at_ms": now_ms,
        "code_hash": b"h" * 32,
        "code_salt": b"s" * 16,
        **changes,
    }
    proof = StoredProof(**facts)  # type: ignore[arg-type]  # members by name
    with store.writing() as work:
        proofs.add_proof(work, proof)
    return proof


def put(folder: Path, mail: bytes, name: str = "1") -> Path:
    file = folder / "new" / name
    file.write_bytes(mail)
    return file


def told(store: Store) -> list[tuple[str, str]]:
    with store.reading() as work:
        return [(one.code, one.facts["why"]) for one in cross.notices(work, POST, 0, 100)]


def state(store: Store) -> str:
    with store.reading() as work:
        proof = proofs.proof_asked_by(work, ASKED)
    assert proof is not None
    return proof.state


def work_off(store: Store, clock: ManualClock, folder: Path) -> list[str]:
    watched = Watched()
    BounceFolder(store, clock, folder, watched).work_off()
    return watched.codes


# --- what a report says -------------------------------------------------------------------------------------------


@pytest.mark.one_engine
@pytest.mark.parametrize(
    ("status", "why"),
    [
        ("5.1.1", "no_mailbox"),
        ("5.1.2", "no_domain"),
        ("5.1.10", "no_domain"),
        ("5.4.4", "no_domain"),
        ("5.2.2", "refused"),
        ("4.4.1", "refused"),
        ("", "refused"),
    ],
)
def test_a_report_of_failure_says_why(status: str, why: str) -> None:
    assert read_bounce(report(status=status)) == Bounce(ASKED, why)


@pytest.mark.one_engine
@pytest.mark.parametrize(
    "mail",
    [
        report(action="delayed", status="4.4.1"),
        report(action="delivered", status="2.0.0"),
        report(action="relayed"),
        report(kind="mixed").replace(b"message/delivery-status", b"text/plain"),
        report(kind="alternative"),
        report().replace(b"Return-Path: <>", b"Return-Path: <siti@contoh.test>"),
        report().replace(ASKED.hex().encode(), b"siti"),
        report().replace(b"Delivered-To", b"X-Delivered-To"),
        b"",
    ],
)
def test_everything_else_is_no_bounce(mail: bytes) -> None:
    assert read_bounce(mail) is None


@pytest.mark.one_engine
def test_a_report_that_was_cut_off_behind_its_reason_still_counts() -> None:
    mail = report()
    assert read_bounce(mail[: mail.index(b"message/rfc822")]) == Bounce(ASKED, "no_mailbox")


@pytest.mark.one_engine
@given(st.binary(max_size=300), st.integers(0, 1200))
def test_whatever_comes_can_be_read(junk: bytes, place: int) -> None:
    mail = report()
    found = read_bounce(mail[:place] + junk + mail[place:])
    assert found is None or found.asked == ASKED


# --- what becomes of it -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("before", [MailState.SENT, MailState.EXPIRED])
def test_a_bounce_is_told_once_and_leaves_nothing_behind(
    store: Store, clock: ManualClock, folder: Path, before: MailState
) -> None:
    mailed(store, clock, before)
    put(folder, report())
    put(folder, report(), "2")
    assert work_off(store, clock, folder) == ["PROOF_REFUSED"]
    assert (told(store), state(store)) == ([("PROOF_REFUSED", "no_mailbox")], MailState.BOUNCED)
    assert list((folder / "new").iterdir()) == []


def test_a_code_stays_good_for_its_time_whatever_a_report_says(store: Store, clock: ManualClock, folder: Path) -> None:
    proof = mailed(store, clock)
    put(folder, report())
    work_off(store, clock, folder)
    with store.reading() as work:
        assert proofs.proof_asked_by(work, proof.uid) == replace(proof, state=MailState.BOUNCED.value)


def test_what_cannot_be_read_keeps_no_other_mail_from_being_read(
    store: Store, clock: ManualClock, folder: Path
) -> None:
    mailed(store, clock)
    (folder / "new" / "0").mkdir()
    put(folder, report())
    with pytest.raises(IsADirectoryError):
        work_off(store, clock, folder)
    assert told(store) == [("PROOF_REFUSED", "no_mailbox")]


@pytest.mark.parametrize("before", [MailState.GOOD, MailState.REFUSED, MailState.REPLACED, MailState.WAITING])
def test_a_bounce_of_a_code_that_nobody_waits_for_changes_nothing(
    store: Store, clock: ManualClock, folder: Path, before: MailState
) -> None:
    mailed(store, clock, before)
    put(folder, report())
    assert work_off(store, clock, folder) == []
    assert (told(store), state(store), list((folder / "new").iterdir())) == ([], before, [])


def test_an_address_that_was_proven_by_another_code_is_not_called_wrong(
    store: Store, clock: ManualClock, folder: Path
) -> None:
    mailed(store, clock)
    mailed(store, clock, MailState.GOOD, seq=2, uid=uuid.UUID(int=78).bytes)
    put(folder, report())
    work_off(store, clock, folder)
    assert (told(store), state(store)) == ([], MailState.BOUNCED)


def test_a_bounce_that_is_quicker_than_the_mailers_own_note_waits_for_it(
    store: Store, clock: ManualClock, folder: Path
) -> None:
    proof = mailed(store, clock, MailState.WAITING, lease_until_ms=to_ms(clock.now()) + 1000)
    file = put(folder, report())
    work_off(store, clock, folder)
    assert (told(store), file.exists()) == ([], True)
    with store.writing() as work:
        proofs.save_proof(work, replace(proof, state=MailState.SENT.value, lease_until_ms=0))
    assert work_off(store, clock, folder) == ["PROOF_REFUSED"]
    assert not file.exists()


def test_a_code_that_nobody_knows_is_nobodys(store: Store, clock: ManualClock, folder: Path) -> None:
    file = put(folder, report())
    assert work_off(store, clock, folder) == []
    assert not file.exists()


def test_a_store_that_cannot_work_now_loses_no_bounce(
    store: Store, clock: ManualClock, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mailed(store, clock)
    file = put(folder, report())

    def busy(*_: object, **__: object) -> None:
        raise Trouble("SERVER_STORE_BUSY")

    with monkeypatch.context() as broken:
        broken.setattr(store, "write", busy)
        with pytest.raises(Trouble):
            work_off(store, clock, folder)
    assert file.exists()
    assert work_off(store, clock, folder) == ["PROOF_REFUSED"]


def test_several_processes_that_read_one_folder_tell_it_once(store: Store, clock: ManualClock, folder: Path) -> None:
    mailed(store, clock)
    put(folder, report())

    def read() -> None:
        work_off(store, clock, folder)

    assert at_once([read] * 4) == []
    assert len(told(store)) == 1


def test_a_running_server_reads_by_itself_and_logs_no_address(
    store: Store, clock: ManualClock, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    mailed(store, clock)
    put(folder, report())
    caplog.set_level("INFO")
    watched = Watched()
    with bounces_read(store, clock, folder, watched):
        assert watched.bell.wait(WITHIN_S)
    assert told(store) == [("PROOF_REFUSED", "no_mailbox")]
    assert "contoh.test" not in caplog.text
    assert "123456" not in caplog.text


def test_a_folder_that_is_not_there_yet_holds_nothing(store: Store, clock: ManualClock, tmp_path: Path) -> None:
    assert work_off(store, clock, tmp_path / "nowhere") == []
