"""Telling a slip's text from typing while it comes letter by letter: nothing of it is missed, nothing else is kept."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.ids import RegistrationNo
from core.signing import SigningKey
from core.slip_keys import can_become_slip, is_whole_slip, looks_like_slip
from core.slip_token import issue_token, qr_text

TOKEN = issue_token(SigningKey(bytes(range(32))), RegistrationNo("35", "SBY01", date(2020, 4, 13), 42), "A042")
HOST = "status.posko-contoh.go.id:8443"

TEXTS = {
    "token": TOKEN,
    "small letters": TOKEN.lower(),
    "address": qr_text(TOKEN, HOST),
    "address with Caps Lock on": qr_text(TOKEN, HOST).swapcase(),
    "plain http": f"http://127.0.0.1:8080/s/{TOKEN}",
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_every_beginning_of_a_slips_text_can_become_one(text: str) -> None:
    assert all(can_become_slip(text[:end]) for end in range(1, len(text) + 1))
    assert looks_like_slip(text)
    assert is_whole_slip(text)


def test_a_slip_of_any_key_and_day_is_heard() -> None:
    for number in range(40):
        key = SigningKey(bytes([number]) * 32)
        token = issue_token(key, RegistrationNo("11", "X9", date(2030, 1, 1 + number % 28), number + 1), "P001")
        assert can_become_slip(token)
        assert is_whole_slip(token)


@pytest.mark.parametrize(
    "text",
    ["", "B", "ABDUL", "HARI", "HTTPX", "https:/x", "siti", "3578", "35-SBY01", "h t", "A1", "AÉ", "A" * 2, "A" * 400],
)
def test_what_people_type_soon_stops_looking_like_a_slip(text: str) -> None:
    assert not can_become_slip(text)


@pytest.mark.parametrize(
    "text",
    [
        "HTTPS://BANK.EXAMPLE/PAY/A",
        "https://dukcapil.example/kk/3578",
        f"https://contoh.id/x/{TOKEN}",
        f"https://contoh.id/s/{TOKEN}?x=1",
        f"ftp://contoh.id/s/{TOKEN}",
        TOKEN + "1",
        "A" + "E" * 301,
    ],
)
def test_other_codes_than_ours_are_no_slip(text: str) -> None:
    assert not looks_like_slip(text)
    assert not can_become_slip(text)


@pytest.mark.parametrize("text", [TOKEN[:-1], TOKEN + "A", qr_text(TOKEN, HOST)[:-1]])
def test_a_text_that_lacks_its_end_or_goes_on_is_not_whole(text: str) -> None:
    assert can_become_slip(text)
    assert not is_whole_slip(text)


@given(st.text(alphabet=st.characters(max_codepoint=0x250), max_size=200))
def test_whatever_looks_like_a_slip_could_always_have_become_one(text: str) -> None:
    assert can_become_slip(text) or not looks_like_slip(text)
