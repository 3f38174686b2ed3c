"""Whether characters that come in one by one can be the text of a slip, so that a scanner is told from a typist.

A scanner on USB types like a keyboard: what it reads comes as keys, with Enter behind. Capitals and small letters mean
the same: a scanner and the Caps Lock of a laptop know nothing of each other.
"""

from __future__ import annotations

import re

MOST_TOKEN = 300
"""Longer than the token of any version that fits into a QR code of ours."""

LEAST_TOKEN = 128
"""Shorter than any token: a signature alone has as many letters."""

WHOLE_TOKEN = 149
"""Letters of this version's token."""

_SCHEMES = ("HTTPS://", "HTTP://")
_HOST = r"[0-9A-Z.:\[\]-]{1,120}"
_BEGUN_URL = re.compile(rf"HTTPS?://(?:{_HOST})?|HTTPS?://{_HOST}/(?:S(?:/[A-Z2-7]{{0,{MOST_TOKEN}}})?)?")
_BEGUN_TOKEN = re.compile(rf"A(?:[E-Z2-7][A-Z2-7]{{0,{MOST_TOKEN - 2}}})?")
_SLIP = re.compile(rf"(?:HTTPS?://{_HOST}/S/)?([A-Z2-7]{{{LEAST_TOKEN},{MOST_TOKEN}}})")


def can_become_slip(text: str) -> bool:
    """Whether a slip's text can begin so: an address, or a token (whose first byte is its version, 1 or later)."""
    begun = text.upper() if text.isascii() else ""
    if not begun:
        return False
    if any(scheme.startswith(begun) for scheme in _SCHEMES):
        return True
    return (_BEGUN_URL.fullmatch(begun) or _BEGUN_TOKEN.fullmatch(begun)) is not None


def looks_like_slip(text: str) -> bool:
    """Whether a whole text has the shape of a slip's, genuine or not."""
    return text.isascii() and _SLIP.fullmatch(text.upper()) is not None


def is_whole_slip(text: str) -> bool:
    """Whether nothing can follow any more: a token of this version has its last letter."""
    match = _SLIP.fullmatch(text.upper()) if text.isascii() else None
    return match is not None and len(match[1]) == WHOLE_TOKEN
