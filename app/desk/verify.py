"""Verify the text of a slip's QR without a line: altered, unknown device, or good."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass

from core.slip_token import SlipToken, TokenReason, is_token_signed, read_token


class SlipVerdict(enum.Enum):
    """Whether a slip is genuine; ``UNKNOWN`` = the device that signed it is not known here yet."""

    VALID = "valid"
    INVALID = "invalid"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class SlipCheck:
    """What a scanned text is worth. ``token`` is what it claims, if it can be read at all."""

    verdict: SlipVerdict
    reason: TokenReason
    token: SlipToken | None


def verify(text: str, device_keys: Mapping[bytes, bytes]) -> SlipCheck:
    """Judge a scanned text by the public device keys at hand (key id -> key)."""
    read = read_token(text)
    if isinstance(read, TokenReason):
        return SlipCheck(SlipVerdict.INVALID, read, None)
    token, signed = read
    public = device_keys.get(token.key_id)
    if public is None:
        return SlipCheck(SlipVerdict.UNKNOWN, TokenReason.UNKNOWN_DEVICE, token)
    if not is_token_signed(signed, public):
        return SlipCheck(SlipVerdict.INVALID, TokenReason.ALTERED, token)
    return SlipCheck(SlipVerdict.VALID, TokenReason.VALID, token)
