"""Events of helps with e-mail as records; what cannot be meant is refused."""

from __future__ import annotations

import uuid
from datetime import date

import pytest

from core.account_events import ACCOUNT_KINDS, moved_account, opened_account, read_account_body
from core.queue_events import Spot
from core.wire.codec import Malformed, encode
from core.wire.events import Kind
from core.wire.records import AccountMovedBody, AccountOpenedBody, ProofReadBody

SPOT = Spot(bytes(20), 7, uuid.UUID(int=3), 5_000, 9)
OTHER = uuid.UUID(int=4)


def test_a_help_that_began() -> None:
    body = AccountOpenedBody("2020-04-13", "none", "SITI AMINAH", "RINA", str(OTHER), str(OTHER))
    opened = opened_account(body, SPOT)
    assert (opened.uid, opened.on, opened.at_ms, opened.stream) == (SPOT.record, date(2020, 4, 13), 5_000, bytes(20))
    assert (opened.registration, opened.ticket) == (OTHER, OTHER)


@pytest.mark.parametrize(
    "body",
    [
        AccountOpenedBody("tomorrow", "none", "SITI", "RINA"),
        AccountOpenedBody("2020-04-13", "none", "SITI", "RINA", "who"),
        AccountOpenedBody("2020-04-13", "none", "SITI", "RINA", "", "who"),
    ],
)
def test_what_cannot_be_meant_is_refused(body: AccountOpenedBody) -> None:
    with pytest.raises(Malformed):
        opened_account(body, SPOT)


def test_a_move_says_what_its_body_says() -> None:
    body = AccountMovedBody("phone", 3, "RINA", phone_owner="self", reach=("call",), contact_person="Bu RT", step=2)
    move = moved_account(body, SPOT)
    assert (move.move, move.turn, move.reach, move.contact_person, move.step) == ("phone", 3, ("call",), "Bu RT", 2)
    assert (move.order, move.at_ms) == ((3, 9, bytes(20), 7), 5_000)


@pytest.mark.parametrize("kind", ACCOUNT_KINDS)
def test_bytes_that_are_no_body_are_refused(kind: str) -> None:
    with pytest.raises(Malformed):
        read_account_body(kind, b"\xc1")


@pytest.mark.parametrize("code", ["12345", "1234567", "12345a", ""])
def test_a_reading_is_six_digits(code: str) -> None:
    with pytest.raises(Malformed):
        read_account_body(Kind.PROOF_READ, encode(ProofReadBody(code, bytes(16), "RINA")))
