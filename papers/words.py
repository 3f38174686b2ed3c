"""Text as it goes on paper: cleaned, with days and times in Indonesian form, never with a whole NIK."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime

from core.people import masked_nik
from core.sentences import PAPER_DAYS, PAPER_MONTHS, PAPER_WORDS

_WHOLE_NIK = re.compile(r"(?<!\d)\d{16}(?!\d)")


def word(key: str, **facts: str | int) -> str:
    """One of the fixed words of the papers with its places filled."""
    return PAPER_WORDS[key].format_map(facts)


def clean(text: str) -> str:
    """One line of printable text as every slip carries it: sixteen digits in a row are masked."""
    return _WHOLE_NIK.sub(lambda found: masked_nik(found[0]), one_line(text))


def one_line(text: str) -> str:
    """One line of printable text: composed letters, single spaces, no control signs."""
    if not (text.isascii() and text.isprintable()):
        text = "".join(map(_printable, unicodedata.normalize("NFC", text)))
    return " ".join(text.split())


def _printable(letter: str) -> str:
    if letter.isspace():
        return " "
    category = unicodedata.category(letter)
    if category == "Cs":
        return "\N{REPLACEMENT CHARACTER}"
    return "" if category[0] == "C" else letter


def long_day(on: date) -> str:
    """A day as papers write it: ``Senin, 13 April 2020``."""
    return f"{PAPER_DAYS[on.weekday()]}, {on.day} {PAPER_MONTHS[on.month - 1]} {on.year}"


def clock_time(at: datetime, zone: str) -> str:
    """A time as papers write it: ``09.14 WIB``."""
    return f"{at:%H.%M} {zone}".rstrip()
