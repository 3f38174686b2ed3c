"""Where people live by the official region codes: records, the look-up the rules ask, RT/RW and village codes."""

from __future__ import annotations

import enum
import re
from dataclasses import dataclass
from typing import Protocol

from core.findings import Checked, Finding, block, warn
from core.typed_text import is_digits, letters_as_digits, look_alike_digits, says_none, tidy, too_long
from core.wrong_box import wrong_box

TRAINING_SUFFIX = ".99.99"
"""Districts PP.99.99 were never issued and serve training only [FACTBOOK 8]."""

TRAINING_NAME = "LATIHAN"


_PROVINCE_SPANS = ((11, 19), (21, 21), (31, 36), (51, 53), (61, 65), (71, 76), (81, 82), (91, 96))
PROVINCES = frozenset(str(code) for first, last in _PROVINCE_SPANS for code in range(first, last + 1))
"""Codes of the provinces in use, for whoever has no lists at hand: those of the bundled file."""


class RegionMatch(enum.Enum):
    """What the lists know about the region in a number."""

    CURRENT = "current"
    OLD = "old"
    """A code that has died; numbers made with it stay valid for life."""
    UNKNOWN = "unknown"
    """In no list we have: perhaps older than the oldest one."""
    TRAINING = "training"


@dataclass(frozen=True, slots=True)
class District:
    """A kecamatan (in Papua: distrik) with the names above it.

    Args:
        code: ``PP.KK.CC``.
        regency: name of the kabupaten/kota.
        province: name of the province.
        is_current: false for a code that is in an older list only.
        successor: the code that replaced a dead one; empty if none or not known.
    """

    code: str
    name: str
    regency: str
    province: str
    is_current: bool = True
    successor: str = ""


@dataclass(frozen=True, slots=True)
class Village:
    """A kelurahan or desa with the names above it.

    Args:
        code: ``PP.KK.CC.NNNN``.
        district, regency, province: their names.
        is_current: false for a code that is in an older list only; ``name`` is then the name of that list.
        successor: the code that replaced a dead one; empty if none or not known.
    """

    code: str
    name: str
    district: str
    regency: str
    province: str
    is_current: bool = True
    successor: str = ""


class RtRwCode(enum.StrEnum):
    """Findings about RT/RW."""

    NONE = "RT_RW_NONE"
    UNREADABLE = "RT_RW_UNREADABLE"
    LETTER = "RT_RW_LETTER"
    ONE_NUMBER = "RT_RW_ONE_NUMBER"
    TOO_LONG = "RT_RW_TOO_LONG"
    SPREADSHEET = "RT_RW_SPREADSHEET"
    HALF = "RT_RW_HALF"
    RT_HIGH = "RT_RW_RT_HIGH"
    RW_HIGH = "RT_RW_RW_HIGH"


class VillageCode(enum.StrEnum):
    """Findings about a village code."""

    EMPTY = "VILLAGE_EMPTY"
    UNREADABLE = "VILLAGE_UNREADABLE"
    INCOMPLETE = "VILLAGE_INCOMPLETE"
    TOO_LONG = "VILLAGE_TOO_LONG"
    OTHER_LIST = "VILLAGE_OTHER_LIST"
    UNKNOWN = "VILLAGE_UNKNOWN"
    OLD = "VILLAGE_OLD"
    OLD_ALONE = "VILLAGE_OLD_ALONE"
    """An old code of which we do not know what replaced it."""
    TRAINING = "VILLAGE_TRAINING"


class PostalCode(enum.StrEnum):
    """Findings about a postal code."""

    EMPTY = "POSTAL_CODE_EMPTY"
    NOT_DIGITS = "POSTAL_CODE_NOT_DIGITS"
    LETTER = "POSTAL_CODE_LETTER"
    LENGTH = "POSTAL_CODE_LENGTH"
    ZERO = "POSTAL_CODE_ZERO"
    UNKNOWN = "POSTAL_CODE_UNKNOWN"
    OTHER_PROVINCE = "POSTAL_CODE_OTHER_PROVINCE"


class Regions(Protocol):
    """The lists of regions that the rules ask. Any text may be asked for; what is not in a list answers ``None``."""

    def province(self, code: str) -> str | None:
        """Name of the province with this two-digit code."""
        ...

    def district(self, code: str) -> District | None:
        """The district ``PP.KK.CC``, current or dead."""
        ...

    def village(self, code: str) -> Village | None:
        """The village ``PP.KK.CC.NNNN``, current or dead."""
        ...

    def postal_provinces(self, code: str) -> frozenset[str]:
        """Two-digit codes of the provinces where this postal code is in use; none if it is in no list."""
        ...


def match_district(code: str, regions: Regions) -> RegionMatch:
    """How well the lists know a district ``PP.KK.CC``."""
    if code.endswith(TRAINING_SUFFIX):
        return RegionMatch.TRAINING
    district = regions.district(code)
    if district is None:
        return RegionMatch.UNKNOWN
    return RegionMatch.CURRENT if district.is_current else RegionMatch.OLD


LIKELY_RW = 60
"""Higher RW numbers are unlikely [cases, kind rtrw]."""
LIKELY_RT = 99
"""Some towns of Kalimantan number the RT through the whole kelurahan, yet hardly ever with three digits."""

_RT_RW_LABEL = re.compile(r"R[TW](?![A-Z])")
_RT_RW_BOTH = re.compile(r"^RT ?[/-] ?RW\b")
_RW_FIRST = re.compile(r"^[^0-9]*RW[^0-9]*[0-9]+[^0-9]*RT")
_RT_RW_SIGNS = re.compile(r"[0-9 ./\\|,:;'_-]*")
_NAMED_VILLAGE = re.compile(r"([0-9][0-9 .,\-/'_]*[0-9]) +([^\W\d_].*)")
"""As we show it ourselves: 31.75.02.1001 Pulo Gadung."""
_MONTH_CELL = re.compile(
    r"[0-9]{1,2}[-/ ](?:JAN|FEB|MAR|APR|ME?[IY]|MAY|JU[NL]|AGU|AUG|SEP|O[KC]T|NO[VP]|DE[SC])[A-Z]*"
)


def check_rt_rw(text: str) -> Checked[str]:
    """RT and RW as typed, as ``003/007``; ``-`` where the card has none."""
    refusal = too_long(text, "rt_rw")
    if refusal:
        return Checked(None, (refusal,))
    plain = tidy(text).upper()
    if _MONTH_CELL.fullmatch(plain):
        return Checked(None, (block("rt_rw", RtRwCode.SPREADSHEET),))
    numbers = _RT_RW_LABEL.sub(" ", _RT_RW_BOTH.sub("", plain))
    if says_none(numbers.strip(":, ")):
        return Checked("-", (warn("rt_rw", RtRwCode.NONE),))
    if not _RT_RW_SIGNS.fullmatch(numbers):
        return Checked(None, (_letter_in_rt_rw(numbers, plain),))
    groups = re.findall(r"[0-9]+", numbers)
    return _judge_rt_rw(groups[::-1] if _RW_FIRST.match(plain) else groups, _with_half(numbers), plain)


def _letter_in_rt_rw(numbers: str, plain: str) -> Finding:
    """A letter among the digits (O03/O07) gets a proposal, if the corrected text is RT and RW."""
    is_number = letters_as_digits(re.sub(r"[^0-9A-Z]", "", numbers)) is not None
    corrected = look_alike_digits(numbers)
    if is_number and _RT_RW_SIGNS.fullmatch(corrected):
        meant = check_rt_rw(corrected).value
        if meant is not None:
            return block("rt_rw", RtRwCode.LETTER, proposal=meant)
    return wrong_box(plain, "rt_rw") or block("rt_rw", RtRwCode.UNREADABLE)


def _with_half(numbers: str) -> str:
    """``003/-`` and ``-/007``: the card prints a dash for the half that is missing."""
    match = re.fullmatch(r" *(?:([0-9]{1,3}) *[/.] *-+|-+ *[/.] *([0-9]{1,3})) *", numbers)
    return f"{match[1] or 0:0>3}/{match[2] or 0:0>3}" if match else ""


def _judge_rt_rw(groups: list[str], half: str, plain: str) -> Checked[str]:
    if half:
        return Checked(half, (warn("rt_rw", RtRwCode.HALF, rt_rw=half),))
    if len(groups) == 1 and len(groups[0]) == 6:
        groups = [groups[0][:3], groups[0][3:]]
    if len(groups) != 2:
        code = RtRwCode.ONE_NUMBER if len(groups) == 1 else RtRwCode.UNREADABLE
        return Checked(None, (wrong_box(plain, "rt_rw") or block("rt_rw", code),))
    if max(map(len, groups)) > 3:
        return Checked(None, (block("rt_rw", RtRwCode.TOO_LONG),))
    rt, rw = map(int, groups)
    findings = []
    if rt > LIKELY_RT:
        findings.append(warn("rt_rw", RtRwCode.RT_HIGH, rt=rt))
    if rw > LIKELY_RW:
        findings.append(warn("rt_rw", RtRwCode.RW_HIGH, rw=rw))
    return Checked(f"{rt:03d}/{rw:03d}", tuple(findings))


def described_village(village: Village) -> str:
    """``31.75.02.1001 Pulo Gadung``."""
    return f"{village.code} {village.name}"


def check_village_code(
    text: str, *, regions: Regions, field: str = "village_code", is_training: bool = False
) -> Checked[Village]:
    """A village code of the Ministry of Home Affairs as typed, with or without dots or its name behind it."""
    refusal = too_long(text, field)
    if refusal:
        return Checked(None, (refusal,))
    plain = tidy(text)
    named = _NAMED_VILLAGE.fullmatch(plain)
    digits = re.sub(r"[ .,\-/'_]", "", named[1] if named else plain)
    refusal = _village_refusal(digits, field)
    if refusal:
        return Checked(None, (wrong_box(plain, field) or refusal,))
    code = f"{digits[:2]}.{digits[2:4]}.{digits[4:6]}.{digits[6:]}"
    checked = _known_village(code, regions, field, is_training=is_training)
    if named and checked.value and named[2].casefold() != checked.value.name.casefold():
        return Checked(None, (block(field, VillageCode.UNREADABLE),))
    return checked


def _known_village(code: str, regions: Regions, field: str, *, is_training: bool) -> Checked[Village]:
    if code[2:8] == TRAINING_SUFFIX:
        return _training_village(code, regions, field, is_training=is_training)
    village = regions.village(code)
    if village is None:
        return Checked(None, (block(field, VillageCode.UNKNOWN),))
    return Checked(village, () if village.is_current else (_old_code(village, field),))


def _village_refusal(digits: str, field: str) -> Finding | None:
    if not digits:
        return block(field, VillageCode.EMPTY)
    if not is_digits(digits):
        return block(field, VillageCode.UNREADABLE)
    if len(digits) != 10:
        return block(field, VillageCode.INCOMPLETE if len(digits) < 10 else VillageCode.TOO_LONG)
    return None if digits[6] in "123" else block(field, VillageCode.OTHER_LIST)


def _training_village(code: str, regions: Regions, field: str, *, is_training: bool) -> Checked[Village]:
    province = regions.province(code[:2])
    if province is None or not is_training:
        return Checked(None, (block(field, VillageCode.UNKNOWN if is_training else VillageCode.TRAINING),))
    return Checked(Village(code, TRAINING_NAME, TRAINING_NAME, TRAINING_NAME, province))


def _old_code(village: Village, field: str) -> Finding:
    """The village keeps its own old name; a successor is proposed, never put in its place."""
    if village.successor:
        return warn(field, VillageCode.OLD, old_code=village.code, village=village.name, proposal=village.successor)
    return warn(field, VillageCode.OLD_ALONE, old_code=village.code, village=village.name)


POSTAL_DIGITS = 5
_POSTAL_LABEL = re.compile(r"^(?:kode ?pos|kodepos|postal code)\b[ .:=]*", re.IGNORECASE)
_POSTAL_CELL = re.compile(r"([0-9]{5})[.,]0+")


def check_postal_code(text: str, *, regions: Regions, province: str = "", field: str = "postal_code") -> Checked[str]:
    """A postal code as typed: five digits of which the first is no zero.

    Args:
        province: two-digit code of the province where it should be, if known.
    """
    refusal = too_long(text, field)
    if refusal:
        return Checked(None, (refusal,))
    plain = _POSTAL_CELL.sub(r"\1", _POSTAL_LABEL.sub("", tidy(text)))
    digits = re.sub(r"[ .\-'_]", "", plain)
    if says_none(plain):
        return Checked(None, (block(field, PostalCode.EMPTY),))
    refusal = _postal_refusal(digits, plain, field)
    if refusal:
        return Checked(None, (refusal,))
    found = regions.postal_provinces(digits)
    if not found:
        return Checked(digits, (warn(field, PostalCode.UNKNOWN, postal_code=digits),))
    if province and province not in found:
        names = tuple(regions.province(code) or code for code in sorted(found))
        return Checked(digits, (warn(field, PostalCode.OTHER_PROVINCE, postal_code=digits, provinces=names),))
    return Checked(digits)


def _postal_refusal(digits: str, plain: str, field: str) -> Finding | None:
    if not is_digits(digits):
        meant = letters_as_digits(digits) or ""
        if len(meant) == POSTAL_DIGITS and not meant.startswith("0"):
            return block(field, PostalCode.LETTER, proposal=meant)
        return wrong_box(plain, field) or block(field, PostalCode.NOT_DIGITS)
    if len(digits) != POSTAL_DIGITS:
        return wrong_box(plain, field) or block(field, PostalCode.LENGTH, length=len(digits), needed=POSTAL_DIGITS)
    return block(field, PostalCode.ZERO) if digits.startswith("0") else None
