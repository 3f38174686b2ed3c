"""Phone numbers as typed: Indonesian mobile numbers above all, stored with +62."""

from __future__ import annotations

import enum
import re

from core.findings import Checked, Finding, Weight, block, warn
from core.identity_rules import IdentityRules, MobileRules
from core.typed_text import is_digits, is_spreadsheet_damage, letters_as_digits, says_none, tidy, too_long
from core.wrong_box import WrongBoxCode, wrong_box

FIELD = "mobile"
INDONESIA = "62"


class MobileCode(enum.StrEnum):
    """Findings about a phone number."""

    EMPTY = "MOBILE_EMPTY"
    TWO_NUMBERS = "MOBILE_TWO_NUMBERS"
    SPREADSHEET = "MOBILE_SPREADSHEET"
    LETTER = "MOBILE_LETTER"
    WORDS = "MOBILE_WORDS"
    NOT_DIGITS = "MOBILE_NOT_DIGITS"
    SHAPE = "MOBILE_SHAPE"
    TOO_SHORT = "MOBILE_TOO_SHORT"
    TOO_LONG = "MOBILE_TOO_LONG"
    PREFIX_UNKNOWN = "MOBILE_PREFIX_UNKNOWN"
    PLACEHOLDER = "MOBILE_PLACEHOLDER"
    LANDLINE = "MOBILE_LANDLINE"
    FOREIGN = "MOBILE_FOREIGN"
    FOREIGN_BARE = "MOBILE_FOREIGN_BARE"
    """A foreign number that has lost its plus sign."""


_LABEL = re.compile(
    r"^(?:(?:no(?:mor)?|hp|handphone|wa|whatsapp|telp|telepon|tel|tlp|ponsel)\b[ .:=]*)+", re.IGNORECASE
)
_BETWEEN_NUMBERS = re.compile(r"[/,;&|]|\b(?:atau|dan)\b", re.IGNORECASE)
_SEPARATORS = re.compile(r"[ .\-()\[\]/_']")
_FULL_NUMBER = 7
"""From so many digits a part behind a slash or comma is a number of its own."""
_FULL_GROUP = 9
"""Behind a mere space it takes more: people write 0812 3456 0123."""
_END_OF_ANOTHER = 2
"""Behind a full mobile number and a slash, so few digits are the end of another: 081234560123/24."""

_MOBILE = r"(?:\+?62|0)8[0-9]{8,11}"
_FULL_MOBILE = re.compile(_MOBILE)
_TWO_MOBILES = re.compile(_MOBILE * 2)
_NUMBER_IN_WORDS = re.compile(r"[+(]?[0-9][0-9 .\-()]*[0-9]")

_REPEATED = re.compile(r"(.)\1{6}$")
"""Seven equal digits at the end: somebody leaned on a key."""

# Numbers of digits without the leading zero or country code [FACTBOOK 1.4: 10-13 with the zero; E.164].
_MOBILE_DIGITS = range(9, 13)
_LANDLINE_DIGITS = range(8, 12)
_FOREIGN_DIGITS = range(8, 16)
_FOREIGN_BARE_DIGITS = range(10, 14)
"""Country code and number where no plus sign says so; longer ones are rather something else [belief]."""


def check_mobile(text: str, *, rules: IdentityRules) -> Checked[str]:
    """A phone number as typed, in E.164 (``+6281234560123``)."""
    refusal = too_long(text, FIELD)
    if refusal:
        return Checked(None, (refusal,))
    plain = _LABEL.sub("", tidy(text))
    if says_none(plain):
        return Checked(None, (block(FIELD, MobileCode.EMPTY),))
    if is_spreadsheet_damage(plain):
        return Checked(None, (block(FIELD, MobileCode.SPREADSHEET),))
    if _holds_two(plain):
        return Checked(None, (block(FIELD, MobileCode.TWO_NUMBERS),))
    checked = _check_compact(_SEPARATORS.sub("", plain), rules.mobile)
    if checked.value is not None:
        return checked
    (refusal,) = checked.findings
    words = _words_finding(plain, rules.mobile) if refusal.code == MobileCode.NOT_DIGITS else None
    return Checked(None, (words or wrong_box(plain, FIELD, own=WrongBoxCode.MOBILE) or refusal,))


def printed_mobile(e164: str) -> str:
    """``0812-3456-0123`` for an Indonesian mobile number; other numbers in their international form."""
    if not e164.startswith("+628"):
        return e164
    local = "0" + e164.removeprefix("+62")
    return f"{local[:4]}-{local[4:8]}-{local[8:]}"


def _holds_two(plain: str) -> bool:
    parts = _BETWEEN_NUMBERS.split(plain)
    is_first_full = _FULL_MOBILE.fullmatch(_SEPARATORS.sub("", parts[0])) is not None
    return (
        _count(parts, _FULL_NUMBER) > 1
        or (is_first_full and _count(parts[1:], _END_OF_ANOTHER) > 0)
        or _count(plain.split(), _FULL_GROUP) > 1
        or _TWO_MOBILES.fullmatch(_SEPARATORS.sub("", plain)) is not None
    )


def _count(parts: list[str], least_digits: int) -> int:
    return sum(sum(char.isdigit() for char in part) >= least_digits for part in parts)


def _check_compact(compact: str, rules: MobileRules) -> Checked[str]:
    digits = compact.removeprefix("+")
    if not is_digits(digits):
        return Checked(None, (_letter_finding(compact, rules),))
    if compact.startswith("+0"):
        compact = digits
    if compact.startswith("+"):
        return _check_international(digits, rules)
    if compact.startswith("00"):
        return _check_international(compact[2:], rules)
    if compact.startswith(INDONESIA):
        return _check_international(compact, rules)
    if compact.startswith(("0", "8")):  # a spreadsheet that cut the zero leaves the 8 in front
        return _check_national(compact.removeprefix("0"), rules)
    if compact.startswith(rules.workers_abroad) and len(compact) in _FOREIGN_BARE_DIGITS:
        return Checked(f"+{compact}", (warn(FIELD, MobileCode.FOREIGN_BARE, number=f"+{compact}"),))
    return Checked(None, (block(FIELD, MobileCode.SHAPE),))


def _words_finding(plain: str, rules: MobileRules) -> Finding | None:
    """A proposal where words stand beside one good number: ``081234560123 (istri)``."""
    numbers = [_check_compact(_SEPARATORS.sub("", text), rules) for text in _NUMBER_IN_WORDS.findall(plain)]
    good = [number.value for number in numbers if number.value is not None]
    return block(FIELD, MobileCode.WORDS, proposal=printed_mobile(good[0])) if len(good) == 1 else None


def _letter_finding(compact: str, rules: MobileRules) -> Finding:
    sign = "+" if compact.startswith("+") else ""
    meant = letters_as_digits(compact.removeprefix("+"))
    corrected = _check_compact(sign + meant, rules) if meant else None
    if corrected is None or corrected.weight is Weight.BLOCK or corrected.value is None:
        return block(FIELD, MobileCode.NOT_DIGITS)
    return block(FIELD, MobileCode.LETTER, proposal=printed_mobile(corrected.value))


def _check_international(digits: str, rules: MobileRules) -> Checked[str]:
    if digits.startswith(INDONESIA):
        return _check_national(digits.removeprefix(INDONESIA).removeprefix("0"), rules)
    refusal = _length_refusal(digits, _FOREIGN_DIGITS, zeros=0)
    if refusal:
        return Checked(None, (refusal,))
    if digits.startswith("0"):
        return Checked(None, (block(FIELD, MobileCode.SHAPE),))
    return Checked(f"+{digits}", (warn(FIELD, MobileCode.FOREIGN),))


def _check_national(digits: str, rules: MobileRules) -> Checked[str]:
    """Judge a number without its leading zero."""
    is_mobile = digits.startswith("8")
    refusal = _length_refusal(digits, _MOBILE_DIGITS if is_mobile else _LANDLINE_DIGITS, zeros=1)
    if refusal:
        return Checked(None, (refusal,))
    value = f"+{INDONESIA}{digits}"
    if is_mobile:
        return Checked(value, _mobile_findings(f"0{digits}", rules))
    if digits.startswith(("0", "1")):
        return Checked(None, (block(FIELD, MobileCode.SHAPE),))
    return Checked(value, (warn(FIELD, MobileCode.LANDLINE),))


def _length_refusal(digits: str, lengths: range, *, zeros: int) -> Finding | None:
    if len(digits) in lengths:
        return None
    code = MobileCode.TOO_SHORT if len(digits) < lengths.start else MobileCode.TOO_LONG
    return block(FIELD, code, length=len(digits) + zeros, least=lengths.start + zeros, most=lengths.stop - 1 + zeros)


def _mobile_findings(number: str, rules: MobileRules) -> tuple[Finding, ...]:
    if number in rules.placeholders or _REPEATED.search(number):
        return (warn(FIELD, MobileCode.PLACEHOLDER),)
    return () if rules.operator(number) else (warn(FIELD, MobileCode.PREFIX_UNKNOWN, prefix=number[:4]),)
