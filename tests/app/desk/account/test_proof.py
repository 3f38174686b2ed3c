"""Proof of access at the desk: a code is asked for and read back, and only the server's word proves anything."""

from __future__ import annotations

import uuid

import pytest

from app.desk.account.go_on import end, note_address
from app.desk.account.look import account_view
from app.desk.account.proof import ask_proof, read_proof
from app.desk.context import Desk
from app.models.events import events_after
from core.account_rules import AccountCode
from core.accounts import Result
from core.proofs import MailNotice, Proof, ProofState
from core.wire.codec import decode
from core.wire.events import Kind
from core.wire.records import ProofAskedBody, ProofReadBody
from tests.kit.desk import sql
from tests.kit.helped import helped, kept, refusal, reserved, server_tells, with_space
from tests.kit.manual_clock import ManualClock

ADDRESS = "siti.aminah90@gmail.com"


def with_address(desk: Desk) -> uuid.UUID:
    uid = helped(desk)
    note_address(desk, uid, ADDRESS)
    return uid


def asked(desk: Desk) -> uuid.UUID:
    uid = with_address(desk)
    kept(ask_proof(desk, uid))
    return uid


def proof(desk: Desk, uid: uuid.UUID) -> Proof:
    return account_view(desk, uid).proof


def last_body(desk: Desk, kind: Kind) -> bytes:
    found = desk.store.run(lambda: events_after(desk.store.profile.stream, 0, 99, desk.keys.sealer))
    return [body for header, body in found if header.kind == kind][-1]


def test_nobody_has_asked_for_a_code_yet(desk: Desk) -> None:
    assert proof(desk, with_address(desk)).state is ProofState.NONE


def test_a_code_is_asked_for_also_without_a_line(desk: Desk) -> None:
    uid = asked(desk)
    assert proof(desk, uid).state is ProofState.WAITING
    assert decode(last_body(desk, Kind.PROOF_ASKED), ProofAskedBody).address == ADDRESS


def test_a_code_needs_an_address(desk: Desk) -> None:
    assert refusal(ask_proof(desk, helped(desk))) is AccountCode.NO_ADDRESS


def test_what_is_on_its_way_is_not_asked_for_again(desk: Desk) -> None:
    assert refusal(ask_proof(desk, asked(desk))) is AccountCode.PROOF_WAITS


def test_a_mail_that_did_not_come_is_asked_for_again(desk: Desk, clock: ManualClock) -> None:
    uid = asked(desk)
    server_tells(desk, uid, Kind.PROOF_ASKED, MailNotice.PROOF_SENT, until_ms="1")
    clock.pass_s(60)
    kept(ask_proof(desk, uid))
    assert proof(desk, uid).state is ProofState.WAITING


@pytest.mark.parametrize(
    ("notice", "state"),
    [
        (MailNotice.PROOF_SENT, ProofState.SENT),
        (MailNotice.PROOF_DELAYED, ProofState.WAITING),
        (MailNotice.PROOF_REFUSED, ProofState.REFUSED),
        (MailNotice.PROOF_LIMIT, ProofState.LIMITED),
        (MailNotice.MAIL_OFF, ProofState.OFF),
    ],
)
def test_what_the_server_tells_about_the_mail(desk: Desk, notice: MailNotice, state: ProofState) -> None:
    uid = asked(desk)
    server_tells(desk, uid, Kind.PROOF_ASKED, notice, why="no_mailbox")
    assert (proof(desk, uid).state, proof(desk, uid).facts["why"]) == (state, "no_mailbox")


def test_six_digits_go_back_to_the_server(desk: Desk) -> None:
    uid = asked(desk)
    server_tells(desk, uid, Kind.PROOF_ASKED, MailNotice.PROOF_SENT)
    kept(read_proof(desk, uid, " 123 456 "))
    body = decode(last_body(desk, Kind.PROOF_READ), ProofReadBody)
    place = proof(desk, uid).asked
    assert place is not None
    assert (body.code, body.asked) == ("123456", place.bytes)
    assert proof(desk, uid).state is ProofState.READ


def test_the_code_that_was_read_back_stands_in_the_log_alone(desk: Desk) -> None:
    uid = asked(desk)
    read_proof(desk, uid, "123456")
    assert sql(desk.store, "SELECT sealed FROM mail_act WHERE kind = 'proof_read'") == [(b"",)]


@pytest.mark.parametrize("code", ["", "12345", "1234567", "12345a", "12 34 5x"])
def test_what_is_no_code_is_not_sent(desk: Desk, code: str) -> None:
    assert refusal(read_proof(desk, asked(desk), code)) is AccountCode.PROOF_DIGITS


def test_nothing_is_read_back_that_nobody_asked_for(desk: Desk) -> None:
    assert refusal(read_proof(desk, with_address(desk), "123456")) is AccountCode.PROOF_NOT_ASKED


def test_only_the_servers_word_makes_an_address_a_proven_one(desk: Desk) -> None:
    uid = asked(desk)
    kept(read_proof(desk, uid, "123456"))
    assert not proof(desk, uid).is_proven
    end(desk, uid, Result.MADE)
    assert not proof(desk, uid).is_proven
    server_tells(desk, uid, Kind.PROOF_READ, MailNotice.PROOF_GOOD)
    assert proof(desk, uid).is_proven
    assert refusal(ask_proof(desk, uid)) is refusal(read_proof(desk, uid, "123456")) is AccountCode.PROVEN


def test_another_address_is_proven_anew(desk: Desk) -> None:
    uid = asked(desk)
    read_proof(desk, uid, "123456")
    server_tells(desk, uid, Kind.PROOF_READ, MailNotice.PROOF_GOOD)
    note_address(desk, uid, "siti.aminah91@gmail.com")
    assert proof(desk, uid).state is ProofState.NONE
    note_address(desk, uid, ADDRESS)
    assert proof(desk, uid).is_proven


def test_a_wrong_code_may_be_read_again(desk: Desk) -> None:
    uid = asked(desk)
    read_proof(desk, uid, "111111")
    server_tells(desk, uid, Kind.PROOF_READ, MailNotice.PROOF_WRONG, left="4")
    assert (proof(desk, uid).state, proof(desk, uid).facts["left"]) == (ProofState.WRONG, "4")
    kept(read_proof(desk, uid, "222222"))
    assert proof(desk, uid).state is ProofState.READ


@pytest.mark.parametrize("notice", [MailNotice.PROOF_EXPIRED, MailNotice.PROOF_REFUSED])
def test_after_its_time_a_new_code_is_asked_for(desk: Desk, notice: MailNotice) -> None:
    uid = asked(desk)
    server_tells(desk, uid, Kind.PROOF_ASKED, notice)
    assert refusal(read_proof(desk, uid, "123456")) is AccountCode.PROOF_OVER
    kept(ask_proof(desk, uid))


def test_within_the_servers_limit_nobody_needs_to_ask(desk: Desk, clock: ManualClock) -> None:
    uid = asked(desk)
    server_tells(desk, uid, Kind.PROOF_ASKED, MailNotice.PROOF_LIMIT, again_ms=str(desk.now_ms() + 60_000))
    assert refusal(ask_proof(desk, uid)) is AccountCode.PROOF_LIMIT
    clock.pass_s(60)
    kept(ask_proof(desk, uid))


def test_a_mailbox_that_nobody_has_activated_cannot_be_read(desk: Desk) -> None:
    with_space(desk)
    uid = helped(desk)
    reserved(desk, uid)
    assert refusal(ask_proof(desk, uid)) is AccountCode.NOT_ACTIVE
    server_tells(desk, uid, Kind.MAILBOX_RESERVED, MailNotice.MAILBOX_ACTIVE)
    kept(ask_proof(desk, uid))
