"""Recognises what was typed into the wrong box: a phone number as NIK, an e-mail address as name, a NIK as date."""

from __future__ import annotations

import enum
import re

from core.findings import Finding, block
from core.typed_text import tidy


class WrongBoxCode(enum.StrEnum):
    """Findings about a text that belongs into another box."""

    CARD_NUMBER = "WRONG_BOX_CARD_NUMBER"
    MOBILE = "WRONG_BOX_MOBILE"
    EMAIL = "WRONG_BOX_EMAIL"
    DATE = "WRONG_BOX_DATE"


_SPACED = re.compile(r"[ .\-()_']")
_SHAPES = (
    (WrongBoxCode.CARD_NUMBER, re.compile(r"[1-9][0-9]{15}"), True),
    (WrongBoxCode.MOBILE, re.compile(r"(?:\+62|0)8[0-9]{8,11}"), True),
    (WrongBoxCode.EMAIL, re.compile(r"[^\s@]+@[^\s@.]+(?:\.[A-Za-z]{2,})+"), False),
    (WrongBoxCode.DATE, re.compile(r"[0-3]?[0-9][-/.][01]?[0-9][-/.](?:19|20)[0-9]{2}"), False),
)
"""What a text looks like, and whether spaces, dots and hyphens between the digits are only layout."""


def wrong_box(text: str, field: str, *, own: WrongBoxCode | None = None) -> Finding | None:
    """The finding about a text that another box asks for; for whoever has refused it already.

    Args:
        own: what this field asks for itself.
    """
    plain = tidy(text)
    compact = _SPACED.sub("", plain)
    for code, shape, is_spaced in _SHAPES:
        if code is not own and shape.fullmatch(compact if is_spaced else plain):
            return block(field, code, field=field)
    return None
