"""What the slip's QR says: a fixed layout signed by the device; no NIK, no name, no birth date.

Layout, 29 bytes: version 1, key id 8, province 1, post code 10 (padded with zero bytes), business date 2 (days since
2000-01-01), serial 3, queue letter 1, queue number 3; then 64 bytes of Ed25519. Written in base32 without padding.
"""

from __future__ import annotations

import base64
import binascii
import enum
import re
import struct
from dataclasses import dataclass
from datetime import date, timedelta

from core.ids import POST_CODE, QUEUE_NUMBER, RegistrationNo, queue_number
from core.signing import SIGNATURE_BYTES, Purpose, SigningKey, is_signed, key_id

TOKEN_VERSION = 1
MAX_QR_TEXT = 221
"""Characters of QR version 8-M in alphanumeric mode [INTERFACES]."""
LEAST_SIGNED_BYTES = SIGNATURE_BYTES + 16
"""A slip of whatever version holds a signature and something to sign."""

MAX_SCANNED = 1000
"""A longer text is no QR of ours, whatever the scanner or clipboard says."""

FIRST_DAY = date(2000, 1, 1)
LAST_DAY = FIRST_DAY + timedelta(days=2**16 - 1)
"""The business dates that a slip can carry."""

_LAYOUT = struct.Struct(">B8sB10sH3sc3s")
_URL = re.compile(r"HTTPS?://[^/]{1,120}/S/([A-Z2-7]+)", re.IGNORECASE)


class TokenReason(enum.StrEnum):
    """Why a text was judged as it was."""

    VALID = "SLIP_VALID"
    UNKNOWN_DEVICE = "SLIP_UNKNOWN_DEVICE"
    ALTERED = "SLIP_ALTERED"
    REVOKED_DEVICE = "SLIP_REVOKED_DEVICE"
    REVOKED_LATER = "SLIP_REVOKED_LATER"
    NUMBER_ALONE = "SLIP_NUMBER_ALONE"
    CHECK_DIGIT = "SLIP_CHECK_DIGIT"
    NOT_A_SLIP = "SLIP_NOT_A_SLIP"
    VERSION = "SLIP_VERSION"


@dataclass(frozen=True, slots=True)
class SlipToken:
    """What a slip says about itself."""

    registration: RegistrationNo
    queue_number: str
    key_id: bytes


def issue_token(key: SigningKey, registration: RegistrationNo, queue: str) -> str:
    """The signed TOKEN of a slip."""
    match = QUEUE_NUMBER.fullmatch(queue)
    if match is None:
        raise ValueError(queue)
    head = _LAYOUT.pack(
        TOKEN_VERSION,
        key_id(key.public),
        int(registration.province),
        registration.post_code.encode("ascii"),
        (registration.business_on - FIRST_DAY).days,
        registration.serial.to_bytes(3, "big"),
        match[1].encode("ascii"),
        int(match[2]).to_bytes(3, "big"),
    )
    signed = head + key.sign(Purpose.SLIP, head)
    return _base32(signed)


def _base32(signed: bytes) -> str:
    return base64.b32encode(signed).decode("ascii").rstrip("=")


def qr_text(token: str, host: str) -> str:
    """What the QR holds: an upper-case URL on the post's host; without a host (or room for it) the token alone."""
    url = f"HTTPS://{host.upper()}/S/{token}"
    return url if host and len(url) <= MAX_QR_TEXT else token


def read_token(text: str) -> tuple[SlipToken, bytes] | TokenReason:
    """The token in a scanned text and its signed bytes, or the reason why there is none. Trusts nothing yet."""
    cleaned = text.strip() if len(text) <= MAX_SCANNED and text.isascii() else ""
    match = _URL.fullmatch(cleaned)
    token = (match[1] if match else cleaned).upper()
    try:
        signed = base64.b32decode(token + "=" * (-len(token) % 8))
    except (binascii.Error, ValueError):
        return TokenReason.NOT_A_SLIP
    if _base32(signed) != token or len(signed) < LEAST_SIGNED_BYTES:
        return TokenReason.NOT_A_SLIP
    if signed[0] > TOKEN_VERSION:
        return TokenReason.VERSION
    if len(signed) != _LAYOUT.size + SIGNATURE_BYTES or signed[0] != TOKEN_VERSION:
        return TokenReason.NOT_A_SLIP
    parsed = _parsed(signed[: _LAYOUT.size])
    return TokenReason.NOT_A_SLIP if parsed is None else (parsed, signed)


def _parsed(head: bytes) -> SlipToken | None:
    _version, key, province, padded_post, days, serial, letter, number = _LAYOUT.unpack(head)
    post_code = padded_post.rstrip(b"\0").decode("ascii", "replace")
    if POST_CODE.fullmatch(post_code) is None or province > 99 or not letter.isalpha() or not letter.isupper():
        return None
    registration = RegistrationNo(
        f"{province:02d}", post_code, FIRST_DAY + timedelta(days=days), int.from_bytes(serial, "big")
    )
    return SlipToken(registration, queue_number(letter.decode("ascii"), int.from_bytes(number, "big")), key)


def is_token_signed(signed: bytes, public: bytes) -> bool:
    """Whether these signed bytes were made by the holder of ``public``."""
    return is_signed(public, Purpose.SLIP, signed[: _LAYOUT.size], signed[_LAYOUT.size :])
