"""Verify the text of a slip's QR without a line: good, altered, of a revoked or an unknown device, or no slip."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta, timezone

from app.models.device_keys import KnownDevice
from core.clock import from_ms
from core.ids import RegistrationNo, looks_like_registration_no, parse_registration_no
from core.slip_token import SlipToken, TokenReason, is_token_signed, read_token

HINDMOST_ZONE = timezone(timedelta(hours=7))
"""WIB, the zone of Indonesia that is furthest behind: no desk has an earlier day [Keppres 41/1987]."""


class SlipVerdict(enum.Enum):
    """Whether a slip is genuine; ``UNKNOWN`` = nobody can tell here: its device is not known yet, or nothing is signed.

    A slip that a device signed before it was revoked is genuine as far as a signature can say.
    """

    VALID = "valid"
    INVALID = "invalid"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class SlipCheck:
    """What a scanned text is worth.

    Args:
        token: what it claims, if it can be read at all.
        typed: the number, where it was a number that somebody typed off a slip.
        device: who signed it, if known here.
    """

    verdict: SlipVerdict
    reason: TokenReason
    token: SlipToken | None
    typed: RegistrationNo | None = None
    device: KnownDevice | None = None

    @property
    def number(self) -> RegistrationNo | None:
        """The registration that it is about, as it says."""
        return self.token.registration if self.token else self.typed

    @property
    def revoked_on(self) -> date | None:
        """The day from which its device is not trusted, by the zone in which it began first."""
        return _revoked_on(self.device) if self.device else None


def verify(text: str, devices: Mapping[bytes, KnownDevice]) -> SlipCheck:
    """Judge a scanned text (or a number typed off a slip) by the devices known here.

    Args:
        devices: by the eight-byte names of their keys.
    """
    if looks_like_registration_no(text):
        return _typed(text)
    read = read_token(text)
    if isinstance(read, TokenReason):
        return SlipCheck(SlipVerdict.INVALID, read, None)
    token, signed = read
    device = devices.get(token.key_id)
    if device is None:
        return SlipCheck(SlipVerdict.UNKNOWN, TokenReason.UNKNOWN_DEVICE, token)
    # a device prints the slips of its own post only, whatever it signs
    if not is_token_signed(signed, device.public_key) or token.registration.post_code != device.post:
        return SlipCheck(SlipVerdict.INVALID, TokenReason.ALTERED, token, device=device)
    verdict, reason = _trusted(device, token.registration.business_on)
    return SlipCheck(verdict, reason, token, device=device)


def _trusted(device: KnownDevice, business_on: date) -> tuple[SlipVerdict, TokenReason]:
    revoked_on = _revoked_on(device)
    if revoked_on is None:
        return SlipVerdict.VALID, TokenReason.VALID
    if business_on < revoked_on:
        return SlipVerdict.VALID, TokenReason.REVOKED_LATER
    return SlipVerdict.INVALID, TokenReason.REVOKED_DEVICE


def _revoked_on(device: KnownDevice) -> date | None:
    return from_ms(device.revoked_at_ms).astimezone(HINDMOST_ZONE).date() if device.revoked_at_ms else None


def _typed(text: str) -> SlipCheck:
    number = parse_registration_no(text)
    if number is None:
        return SlipCheck(SlipVerdict.INVALID, TokenReason.CHECK_DIGIT, None)
    return SlipCheck(SlipVerdict.UNKNOWN, TokenReason.NUMBER_ALONE, None, typed=number)
