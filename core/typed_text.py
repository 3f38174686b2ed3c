"""What fingers, phones and spreadsheets do to typed text, undone before a rule looks at it."""

from __future__ import annotations

import enum
import re
import unicodedata

from core.findings import Finding, block

MAX_CHARS = 200
"""Longer texts are refused unread: no field of an identity card is longer, and every answer stays quick."""


class TextCode(enum.StrEnum):
    """Findings that any text field can have."""

    TOO_LONG = "TEXT_TOO_LONG"


_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_DASHES = "‐‑‒–—―−⁃﹣"
_APOSTROPHES = "’‘‛ʼʻˈ`´′‵"
_LOOKS = str.maketrans(dict.fromkeys(_DASHES, "-") | dict.fromkeys(_APOSTROPHES, "'"))
_LETTER_DIGITS = str.maketrans("OoDQIiLl|!SsBZzGbgq", "0000111111558226699")
_DIGIT_LETTERS = str.maketrans("01258", "OIZSB")
_SPREADSHEET = re.compile(
    r"[0-9](?:[.,][0-9]+)?E\+?[0-9]{1,3}|[0-9]{9,}[.,]0{1,2}|#+|#(?:N/A|VALUE!|REF!|NAME\?|NUM!)", re.IGNORECASE
)

_NONE = re.compile(
    r"(?:(?:tidak|tdk|tak|gak?|gk|ngg?ak?|belum|blm|blum) ?(?:ada|punya|memiliki)?|nihil|kosong|none|n/?a|null)[.!]*",
    re.IGNORECASE,
)

_UNSEEN = frozenset(("Cf", "Cc", "Cs", "Co", "Cn"))
"""Unicode categories without a picture: zero-width signs, direction marks, NUL, halves of characters, unassigned."""


def too_long(text: str, field: str, *, most: int = MAX_CHARS) -> Finding | None:
    """The finding about a text that no rule should read."""
    return block(field, TextCode.TOO_LONG, most=most) if len(text) > most else None


def tidy(text: str) -> str:
    """One line with plain digits, dashes and apostrophes, single spaces and nothing invisible."""
    if text.isascii() and text.isprintable():  # nearly every text: spares the walk over its letters
        return " ".join(text.replace("`", "'").split())
    visible = "".join(map(_plain, text.translate(_FULL_WIDTH).translate(_LOOKS)))
    return " ".join(visible.split())


def _plain(char: str) -> str:
    if char.isascii() and char.isprintable():
        return char
    if char.isspace():
        return " "
    if unicodedata.category(char) in _UNSEEN:
        return ""
    return str(unicodedata.decimal(char, char))


def says_none(text: str) -> bool:
    """Whether a tidied text only says that there is nothing: empty, a dash, ``tidak ada``, ``belum punya``."""
    return not text.strip("-_./' ") or _NONE.fullmatch(text) is not None


def is_spreadsheet_damage(text: str) -> bool:
    """Whether a spreadsheet turned a long number into ``3,57851E+15``, ``3578085508909901.0`` or ``####``."""
    return _SPREADSHEET.fullmatch(text) is not None


def is_digits(text: str) -> bool:
    """Whether ``text`` is one or more plain digits 0-9."""
    return text.isascii() and text.isdigit()


def letters_as_digits(text: str) -> str | None:
    """``text`` with look-alike letters read as digits (O 0, I 1, S 5, B 8 ...), or ``None`` if that does not help.

    Letters must be the exception: a text that is mostly letters was never a number.
    """
    digits = text.translate(_LETTER_DIGITS)
    typed = sum(char.isdigit() for char in text)
    return digits if is_digits(digits) and typed * 2 >= len(text) else None


def look_alike_digits(text: str) -> str:
    """``text`` with every letter that looks like a digit as that digit; the others stay."""
    return text.translate(_LETTER_DIGITS)


def digits_as_letters(text: str) -> str:
    """``text`` with look-alike digits read as letters: ``S1TI`` becomes ``SITI``."""
    return text.translate(_DIGIT_LETTERS)
