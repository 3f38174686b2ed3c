"""The family card number (nomor KK): sixteen digits of region, day of recording and serial; never a person's key."""

from __future__ import annotations

import enum
from datetime import date

from core.address import RegionMatch, Regions, match_district
from core.card_numbers import LENGTH, Fault, Spelled, is_placeholder, spelled
from core.dates import calendar_day
from core.findings import Checked, Finding, block, warn
from core.typed_text import MAX_CHARS, too_long
from core.wrong_box import WrongBoxCode, wrong_box

FIELD = "family_card_no"
_FIRST_CARDS = date(1970, 1, 1)
"""Nothing was recorded for a family card before that [belief], so 30 at the place of the year is none we know."""


class FamilyCardCode(enum.StrEnum):
    """Findings about a family card number."""

    EMPTY = "KK_EMPTY"
    TOO_SHORT = "KK_TOO_SHORT"
    TOO_LONG = "KK_TOO_LONG"
    NOT_DIGITS = "KK_NOT_DIGITS"
    LETTER = "KK_LETTER"
    SPREADSHEET = "KK_SPREADSHEET"
    PLACEHOLDER = "KK_PLACEHOLDER"
    IS_NIK = "KK_IS_NIK"
    OLD_LOCAL = "KK_OLD_LOCAL"
    SERIAL = "KK_SERIAL"
    PROVINCE = "KK_PROVINCE"
    REGION_ZERO = "KK_REGION_ZERO"
    TRAINING = "KK_TRAINING"
    REGION_UNKNOWN = "KK_REGION_UNKNOWN"
    ODD_DATE = "KK_ODD_DATE"


_FAULTS = {
    Fault.EMPTY: FamilyCardCode.EMPTY,
    Fault.SPREADSHEET: FamilyCardCode.SPREADSHEET,
    Fault.LETTER: FamilyCardCode.NOT_DIGITS,
    Fault.NOT_DIGITS: FamilyCardCode.NOT_DIGITS,
    Fault.TOO_SHORT: FamilyCardCode.TOO_SHORT,
    Fault.TOO_LONG: FamilyCardCode.TOO_LONG,
}


def check_family_card_no(
    text: str,
    *,
    on: date | None = None,
    nik: str = "",
    regions: Regions | None = None,
    is_training: bool = False,
) -> Checked[str]:
    """A family card number as typed; sex or birth date are never read from it [FACTBOOK 1.2].

    Args:
        on: the day of judgement, if the day of recording is to be held against it.
        nik: the person's NIK, to catch the wrong box.
        regions: the lists, if the region is to be judged too.
        is_training: whether the training district PP.99.99 is good.
    """
    refusal = too_long(text, FIELD)
    if refusal:
        return Checked(None, (refusal,))
    written = spelled(text)
    number = written.digits
    if written.fault not in (None, Fault.LETTER):
        return Checked(None, (wrong_box(text, FIELD, own=WrongBoxCode.CARD_NUMBER) or _fault_finding(written),))
    refusal = _number_refusal(number, nik) or _region_refusal(number, regions, is_training=is_training)
    if written.fault is Fault.LETTER:
        refusal = _fault_finding(written) if refusal else block(FIELD, FamilyCardCode.LETTER, proposal=number)
    if refusal:
        return Checked(None, (refusal,))
    remarks = (_region_remark(number, regions), _date_remark(number, on))
    return Checked(number, tuple(remark for remark in remarks if remark))


def _fault_finding(written: Spelled) -> Finding:
    code = _FAULTS[written.fault or Fault.EMPTY]
    if code in (FamilyCardCode.TOO_SHORT, FamilyCardCode.TOO_LONG):
        return block(FIELD, code, length=len(written.digits), needed=LENGTH)
    return block(FIELD, code)


def _number_refusal(number: str, nik: str) -> Finding | None:
    if number == spelled(nik[:MAX_CHARS]).digits:
        return block(FIELD, FamilyCardCode.IS_NIK)
    if is_placeholder(number):
        return block(FIELD, FamilyCardCode.PLACEHOLDER)
    if number.startswith("0"):
        return block(FIELD, FamilyCardCode.OLD_LOCAL)
    return block(FIELD, FamilyCardCode.SERIAL) if number.endswith("0000") else None


def _region_refusal(number: str, regions: Regions | None, *, is_training: bool) -> Finding | None:
    if "00" in (number[2:4], number[4:6]):
        return block(FIELD, FamilyCardCode.REGION_ZERO)
    if regions is None:
        return None
    if regions.province(number[:2]) is None:
        return block(FIELD, FamilyCardCode.PROVINCE, province=number[:2])
    if number[2:6] == "9999" and not is_training:
        return block(FIELD, FamilyCardCode.TRAINING)
    return None


def _region_remark(number: str, regions: Regions | None) -> Finding | None:
    district = f"{number[:2]}.{number[2:4]}.{number[4:6]}"
    is_unknown = regions is not None and match_district(district, regions) is RegionMatch.UNKNOWN
    return warn(FIELD, FamilyCardCode.REGION_UNKNOWN, district=district) if is_unknown else None


def _date_remark(number: str, on: date | None) -> Finding | None:
    """Numbers with odd days of recording exist, so they are only asked about [cases, kind kk]."""
    day, month, short_year = int(number[6:8]), int(number[8:10]), int(number[10:12])
    days = (calendar_day(day, month, century + short_year) for century in (1900, 2000))
    is_usual = any(found and (on is None or _FIRST_CARDS <= found <= on) for found in days)
    return None if is_usual else warn(FIELD, FamilyCardCode.ODD_DATE, digits=number[6:12])
