"""What the slip's QR says: comes back as it was printed, and nothing in it can be changed unnoticed."""

from __future__ import annotations

import base64
import struct
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.ids import RegistrationNo, block_number, queue_number
from core.signing import Purpose, SigningKey, key_id
from core.slip_token import (
    FIRST_DAY,
    LAST_DAY,
    MAX_QR_TEXT,
    SlipToken,
    TokenReason,
    is_token_signed,
    issue_token,
    qr_text,
    read_token,
)

KEY = SigningKey(bytes(range(32)))
OTHER = SigningKey(bytes(range(32, 64)))
NUMBER = RegistrationNo("35", "SBY01", date(2020, 4, 13), 42)
TOKEN = issue_token(KEY, NUMBER, "A042")
LONGEST_HOST = "posko.disnakertrans.jawatimur.contoh-panjang-sekali.go.id:8443"[:60]
"""Sixty characters: the most that the settings allow."""

QR_ALPHANUMERIC = set("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:")

NUMBERS = st.builds(
    RegistrationNo,
    province=st.integers(11, 99).map(str),
    post_code=st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", min_size=2, max_size=10),
    business_on=st.dates(FIRST_DAY, LAST_DAY),
    serial=st.integers(1, 9_999_999),
)
QUEUES = st.builds(queue_number, st.sampled_from("ABCP"), st.integers(1, 9_999_999))
HOSTS = st.text("abcdefghijklmnopqrstuvwxyz0123456789.-:", max_size=60)


def opened(text: str) -> tuple[SlipToken, bytes]:
    read = read_token(text)
    assert not isinstance(read, TokenReason)
    return read


def is_good(text: str) -> bool:
    read = read_token(text)
    return not isinstance(read, TokenReason) and is_token_signed(read[1], KEY.public)


def forged(head: bytes) -> str:
    """A token with any head, signed by somebody who has a key."""
    return base64.b32encode(head + KEY.sign(Purpose.SLIP, head)).decode().rstrip("=")


def head_of(version: int = 1, *, province: int = 35, post: bytes = b"SBY01", letter: bytes = b"A") -> bytes:
    return struct.pack(
        ">B8sB10sH3sc3s",
        version,
        key_id(KEY.public),
        province,
        post,
        7000,
        bytes(2) + b"\x2a",
        letter,
        bytes(2) + b"\x2a",
    )


@given(NUMBERS, QUEUES, HOSTS)
def test_a_slip_says_what_was_printed(number: RegistrationNo, queue: str, host: str) -> None:
    token, signed = opened(qr_text(issue_token(KEY, number, queue), host))
    assert token == SlipToken(number, queue, key_id(KEY.public))
    assert is_token_signed(signed, KEY.public)


@given(NUMBERS, QUEUES, HOSTS)
def test_the_text_always_fits_the_code(number: RegistrationNo, queue: str, host: str) -> None:
    text = qr_text(issue_token(KEY, number, queue), host)
    assert len(text) <= MAX_QR_TEXT
    assert set(text) <= QR_ALPHANUMERIC


def test_the_longest_host_of_the_settings_still_fits() -> None:
    assert len(LONGEST_HOST) == 60
    assert qr_text(TOKEN, LONGEST_HOST) == f"HTTPS://{LONGEST_HOST.upper()}/S/{TOKEN}"


def test_without_a_host_or_room_for_it_the_token_stands_alone() -> None:
    assert qr_text(TOKEN, "") == TOKEN
    assert qr_text(TOKEN, "a" * 62) == TOKEN


def test_a_slip_tells_nothing_about_the_person() -> None:
    signed = base64.b32decode(TOKEN + "=" * (-len(TOKEN) % 8))
    assert len(signed) == 29 + 64
    assert opened(TOKEN)[0] == SlipToken(NUMBER, "A042", key_id(KEY.public))


@pytest.mark.parametrize("block", [1, 60, 66, 1000, 9999])
def test_the_last_number_of_any_block_fits_on_a_slip(block: int) -> None:
    serial = block_number(block, 1000)
    number = RegistrationNo("35", "SBY01", FIRST_DAY, serial)
    token, _signed = opened(issue_token(KEY, number, queue_number("A", serial)))
    assert (token.registration, token.queue_number) == (number, f"A{serial:03d}")


def test_any_altered_character_is_refused() -> None:
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
    for place, char in enumerate(TOKEN):
        others = alphabet if place == len(TOKEN) - 1 else {"A", "7", alphabet[alphabet.index(char) ^ 1]}
        for other in set(others) - {char}:
            assert not is_good(TOKEN[:place] + other + TOKEN[place + 1 :])


@given(st.integers(0, len(TOKEN) - 1), st.characters())
def test_any_foreign_character_is_refused(place: int, char: str) -> None:
    altered = TOKEN[:place] + char + TOKEN[place + 1 :]
    assert is_good(altered) == (altered.isascii() and altered.upper() == TOKEN)


@given(st.integers(0, len(TOKEN) - 1))
def test_a_torn_token_is_no_slip(length: int) -> None:
    assert read_token(TOKEN[:length]) is TokenReason.NOT_A_SLIP
    assert read_token(TOKEN + TOKEN[:1]) is TokenReason.NOT_A_SLIP


@pytest.mark.parametrize(
    "text",
    [
        f"  {TOKEN}\n",
        TOKEN.lower(),
        f"https://posko.contoh.go.id/s/{TOKEN.lower()}",
        f"HTTP://127.0.0.1:8080/S/{TOKEN}",
    ],
)
def test_a_slip_may_be_typed_small_or_followed_as_an_address(text: str) -> None:
    assert is_good(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "halo",
        f"HTTPS://CONTOH.GO.ID/T/{TOKEN}",
        f"HTTPS://CONTOH.GO.ID/S/{TOKEN}/",
        f"HTTPS:///S/{TOKEN}",
        f"HTTPS://{'A' * 121}/S/{TOKEN}",
        f"FTP://CONTOH.GO.ID/S/{TOKEN}",
        TOKEN + "=",
        " " * 900 + TOKEN,
        TOKEN.replace("S", "\u017f", 1),
        "\uff11" * 149,
    ],
)
def test_what_is_no_slip_is_said_to_be_none(text: str) -> None:
    assert read_token(text) is TokenReason.NOT_A_SLIP


@given(st.text() | st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", min_size=140, max_size=160))
def test_any_text_is_judged_not_raised(text: str) -> None:
    read = read_token(text)
    assert read in (TokenReason.NOT_A_SLIP, TokenReason.VERSION) or not isinstance(read, TokenReason)


def test_a_slip_of_a_later_program_is_named_as_such() -> None:
    assert read_token(forged(head_of(version=2))) is TokenReason.VERSION


@pytest.mark.parametrize(
    "head",
    [
        head_of(province=100),
        head_of(post=b"sby01"),
        head_of(post=b"A"),
        head_of(post=b"SBY\x0001"),
        head_of(post=b"SBY0\xe9"),
        head_of(letter=b"a"),
        head_of(letter=b"1"),
        head_of(letter=b"\xc0"),
    ],
)
def test_a_signed_head_that_no_desk_writes_is_no_slip(head: bytes) -> None:
    assert read_token(forged(head)) is TokenReason.NOT_A_SLIP


def test_a_well_formed_head_of_that_kind_would_be_one() -> None:
    assert is_good(forged(head_of()))


def test_another_devices_key_does_not_vouch_for_it() -> None:
    assert not is_token_signed(opened(TOKEN)[1], OTHER.public)


@pytest.mark.parametrize("queue", ["", "A42", "a042", "AA042", "A12345678", "A\u0660\u0664\u0662", " A042"])
def test_only_a_queue_number_goes_on_a_slip(queue: str) -> None:
    with pytest.raises(ValueError, match=f"^{queue}$"):
        issue_token(KEY, NUMBER, queue)
