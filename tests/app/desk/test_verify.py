"""Verifying a scanned slip without a line: good, altered, not ours, or no slip at all."""

from __future__ import annotations

import base64
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.desk.verify import SlipCheck, SlipVerdict, verify
from app.models.device_keys import KnownDevice
from core.clock import to_ms
from core.ids import RegistrationNo
from core.sentences import SENTENCES
from core.signing import SigningKey, key_id
from core.slip_token import TokenReason, issue_token, qr_text

KEY = SigningKey(bytes(range(32)))
NUMBER = RegistrationNo("35", "SBY01", date(2020, 4, 13), 42)
TOKEN = issue_token(KEY, NUMBER, "A042")
DEVICE = KnownDevice(bytes(16), KEY.public, "SBY01")
KEYS = {key_id(KEY.public): DEVICE}
SIGNED = base64.b32decode(TOKEN + "=" * (-len(TOKEN) % 8))


def spelt(signed: bytes) -> str:
    """Bytes as a token spells them."""
    return base64.b32encode(signed).decode().rstrip("=")


def reason_of(text: str) -> TokenReason:
    """Why a text is refused."""
    check = verify(text, KEYS)
    assert check.verdict is SlipVerdict.INVALID
    return check.reason


def test_a_slip_is_valid_and_says_what_it_is() -> None:
    check = verify(TOKEN, KEYS)
    assert (check.verdict, check.reason) == (SlipVerdict.VALID, TokenReason.VALID)
    assert check.token is not None
    assert (check.token.registration, check.token.queue_number) == (NUMBER, "A042")


@pytest.mark.parametrize(
    "text",
    [
        f"  {TOKEN}\n",
        TOKEN.lower(),
        qr_text(TOKEN, "posko.contoh.id"),
        qr_text(TOKEN, "posko.contoh.id").lower(),
        f"http://127.0.0.1:8080/s/{TOKEN}",
    ],
    ids=["blanks", "lower case", "url", "url in lower case", "plain http"],
)
def test_it_is_valid_however_it_was_scanned(text: str) -> None:
    assert verify(text, KEYS).verdict is SlipVerdict.VALID


def test_every_altered_bit_is_noticed() -> None:
    for place in range(len(SIGNED) * 8):
        altered = bytearray(SIGNED)
        altered[place // 8] ^= 1 << place % 8
        check = verify(spelt(bytes(altered)), KEYS)
        is_key = 1 <= place // 8 < 9
        assert check.verdict is (SlipVerdict.UNKNOWN if is_key else SlipVerdict.INVALID), place


def test_every_altered_letter_is_noticed() -> None:
    for place, letter in enumerate(TOKEN):
        other = "B" if letter == "A" else "A"
        assert verify(TOKEN[:place] + other + TOKEN[place + 1 :], KEYS).verdict is not SlipVerdict.VALID


def test_an_altered_number_is_said_to_be_altered() -> None:
    altered = bytearray(SIGNED)
    altered[24] ^= 1  # the serial
    check = verify(spelt(bytes(altered)), KEYS)
    assert (check.verdict, check.reason) == (SlipVerdict.INVALID, TokenReason.ALTERED)
    assert check.token is not None


def test_a_device_that_is_not_known_here_is_not_called_a_forger() -> None:
    check = verify(issue_token(SigningKey(bytes(32)), NUMBER, "A042"), KEYS)
    assert (check.verdict, check.reason) == (SlipVerdict.UNKNOWN, TokenReason.UNKNOWN_DEVICE)
    assert verify(TOKEN, {}).verdict is SlipVerdict.UNKNOWN


def test_a_strangers_signature_under_our_name_is_noticed() -> None:
    stranger = issue_token(SigningKey(bytes(32)), NUMBER, "A042")
    forged = base64.b32decode(stranger + "=" * (-len(stranger) % 8))
    assert reason_of(spelt(SIGNED[:9] + forged[9:])) is TokenReason.ALTERED


def test_another_version_is_said() -> None:
    assert reason_of(spelt(b"\x02" + SIGNED[1:])) is TokenReason.VERSION


def test_a_newer_slip_is_said_to_be_newer_whatever_its_length() -> None:
    assert reason_of(spelt(b"\x02" + SIGNED[1:] + b"more")) is TokenReason.VERSION
    assert reason_of(spelt(b"\x07" + SIGNED[1:-9])) is TokenReason.VERSION
    assert reason_of(spelt(b"\x02" + SIGNED[1:20])) is TokenReason.NOT_A_SLIP


# --- devices that are trusted no more, or never were for this post ---------------------------------------------------


def revoked(at: datetime) -> dict[bytes, KnownDevice]:
    """The devices known here, ours revoked."""
    return {key_id(KEY.public): replace(DEVICE, revoked_at_ms=to_ms(at))}


def test_a_slip_of_a_day_before_its_device_was_revoked_is_still_good() -> None:
    check = verify(TOKEN, revoked(datetime(2020, 4, 14, 5, tzinfo=UTC)))
    assert (check.verdict, check.reason) == (SlipVerdict.VALID, TokenReason.REVOKED_LATER)
    assert check.revoked_on == date(2020, 4, 14)


@pytest.mark.parametrize("at", [datetime(2020, 4, 13, 5, tzinfo=UTC), datetime(2019, 1, 1, tzinfo=UTC)])
def test_a_slip_of_the_day_on_which_its_device_was_revoked_or_later_is_not(at: datetime) -> None:
    check = verify(TOKEN, revoked(at))
    assert (check.verdict, check.reason) == (SlipVerdict.INVALID, TokenReason.REVOKED_DEVICE)


def test_the_day_of_a_revocation_is_the_first_that_it_can_be_anywhere_in_the_country() -> None:
    late_in_the_evening_of_the_13th_in_jakarta = datetime(2020, 4, 13, 16, 30, tzinfo=UTC)
    assert verify(TOKEN, revoked(late_in_the_evening_of_the_13th_in_jakarta)).reason is TokenReason.REVOKED_DEVICE
    just_after_midnight_in_jakarta = datetime(2020, 4, 13, 17, 30, tzinfo=UTC)
    assert verify(TOKEN, revoked(just_after_midnight_in_jakarta)).reason is TokenReason.REVOKED_LATER


def test_a_slip_that_another_posts_device_signed_is_altered() -> None:
    check = verify(TOKEN, {key_id(KEY.public): replace(DEVICE, post="GRS02")})
    assert (check.verdict, check.reason) == (SlipVerdict.INVALID, TokenReason.ALTERED)


# --- numbers that somebody typed -------------------------------------------------------------------------------------


def test_a_typed_number_proves_nothing_but_says_what_it_names() -> None:
    check = verify(f" {str(NUMBER).lower()} ", KEYS)
    assert (check.verdict, check.reason, check.token) == (SlipVerdict.UNKNOWN, TokenReason.NUMBER_ALONE, None)
    assert check.number == NUMBER


@pytest.mark.parametrize("place", [4, 11, 18, 22])
def test_a_wrong_check_digit_is_told_from_a_forgery(place: int) -> None:
    typed = str(NUMBER)
    wrong = typed[:-1] + str((int(typed[-1]) + 1) % 10)
    assert reason_of(wrong) is TokenReason.CHECK_DIGIT
    if typed[place].isdigit():
        assert reason_of(typed[:place] + str((int(typed[place]) + 1) % 10) + typed[place + 1 :]) is (
            TokenReason.CHECK_DIGIT
        )


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "A042",
        "https://contoh.id/",
        f"https://contoh.id/x/{TOKEN}",
        f"ftp://contoh.id/s/{TOKEN}",
        TOKEN[:-1],
        TOKEN + "A",
        TOKEN + "=",
        TOKEN[:20] + " " + TOKEN[20:],
        "1" * 148,
        "\u0661" * 148,
        "A" * 148,
        TOKEN * 100,
        "\0",
        "\ud800",
    ],
)
def test_what_is_no_slip_is_said(text: str) -> None:
    assert verify(text, KEYS) in (
        SlipCheck(SlipVerdict.INVALID, TokenReason.NOT_A_SLIP, None),
        SlipCheck(SlipVerdict.INVALID, TokenReason.VERSION, None),
    )


@given(text=st.text(max_size=300) | st.binary(min_size=92, max_size=92).map(spelt))
def test_no_text_is_taken_for_a_slip_or_breaks_the_reader(text: str) -> None:
    assert verify(text, KEYS).verdict is not SlipVerdict.VALID


@given(rest=st.binary(min_size=91, max_size=91))
def test_no_bytes_of_this_version_are_taken_for_a_slip(rest: bytes) -> None:
    assert verify(spelt(b"\x01" + rest), KEYS).verdict is not SlipVerdict.VALID


def test_every_reason_has_its_sentence() -> None:
    assert {str(reason) for reason in TokenReason} <= set(SENTENCES)
