"""What NIK and family card number share: sixteen digits as people and spreadsheets write them."""

from __future__ import annotations

import enum
import re
from dataclasses import dataclass

from core.typed_text import is_digits, is_spreadsheet_damage, letters_as_digits, says_none, tidy

LENGTH = 16

_LABEL = re.compile(r"^(?:no(?:mor)?\b[. ]*)?(?:nik|ktp(?:-el)?|kk|kartu keluarga)\b[ .:=]*", re.IGNORECASE)
_WRAPPING = " '\"“”=,;"
"""What a cell of a sheet or of a CSV file leaves around a number: ``="3578..."``, ``'3578...``, ``3578...;``."""

_SEPARATORS = re.compile(r"[ .\-'_]")
_THOUSANDS = re.compile(r"[0-9](?:,[0-9]{3}){5}")
_ASCENDING = "0123456789" * 3
_DESCENDING = _ASCENDING[::-1]


class Fault(enum.Enum):
    """Why a text is not sixteen digits."""

    EMPTY = "EMPTY"
    SPREADSHEET = "SPREADSHEET"
    LETTER = "LETTER"
    NOT_DIGITS = "NOT_DIGITS"
    TOO_SHORT = "TOO_SHORT"
    TOO_LONG = "TOO_LONG"


@dataclass(frozen=True, slots=True)
class Spelled:
    """How a card number was written: its digits as far as there are any, and what is wrong with the writing.

    ``digits`` of a ``LETTER`` fault is the number as it was probably meant.
    """

    digits: str
    fault: Fault | None = None


def spelled(text: str) -> Spelled:
    """The number in ``text`` without its label, dots, spaces and hyphens."""
    plain = _LABEL.sub("", tidy(text)).strip(_WRAPPING)
    if says_none(plain):
        return Spelled("", Fault.EMPTY)
    if _THOUSANDS.fullmatch(plain):
        plain = plain.replace(",", "")
    compact = _SEPARATORS.sub("", plain)
    if is_spreadsheet_damage(plain):
        return Spelled("", Fault.SPREADSHEET)
    if is_digits(compact):
        return Spelled(compact, _length_fault(compact))
    meant = letters_as_digits(compact)
    if meant is not None and len(meant) == LENGTH:
        return Spelled(meant, Fault.LETTER)
    return Spelled("", Fault.NOT_DIGITS)


def is_placeholder(number: str) -> bool:
    """Whether somebody only filled the box: one digit repeated, or digits counted up or down."""
    return len(set(number)) == 1 or number in _ASCENDING or number in _DESCENDING or number == "1234567890123456"


def _length_fault(digits: str) -> Fault | None:
    if len(digits) == LENGTH:
        return None
    return Fault.TOO_SHORT if len(digits) < LENGTH else Fault.TOO_LONG
