"""The NIK: what sixteen digits say about district, birth date and sex, and whether such a number can exist."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from core.address import RegionMatch, Regions, match_district
from core.card_numbers import LENGTH, Fault, Spelled, is_placeholder, spelled
from core.dates import LIKELY_YEARS, age_on, calendar_day, century_candidates
from core.findings import Checked, Finding, Weight, block, ok, warn
from core.people import IdPaper, Sex
from core.typed_text import too_long
from core.wrong_box import WrongBoxCode, wrong_box

FIELD = "nik"
WOMAN_DAY = 40
"""A woman's birth day is written forty higher."""
KTP_FROM_YEARS = 17
"""From this age a person holds a KTP; younger ones stand in the KK or hold a KIA [FACTBOOK 1.1, 1.2]."""
CONFIRM_YEARS = 100
"""A KTP holder this old is asked for the full birth date [FACTBOOK 1.1, century rule]."""


class NikCode(enum.StrEnum):
    """Findings about a NIK."""

    EMPTY = "NIK_EMPTY"
    TOO_SHORT = "NIK_TOO_SHORT"
    TOO_LONG = "NIK_TOO_LONG"
    NOT_DIGITS = "NIK_NOT_DIGITS"
    LETTER = "NIK_LETTER"
    SPREADSHEET = "NIK_SPREADSHEET"
    PLACEHOLDER = "NIK_PLACEHOLDER"
    OLD_LOCAL = "NIK_OLD_LOCAL"
    PROVINCE = "NIK_PROVINCE"
    REGION_ZERO = "NIK_REGION_ZERO"
    TRAINING = "NIK_TRAINING"
    DAY = "NIK_DAY"
    MONTH = "NIK_MONTH"
    CALENDAR = "NIK_CALENDAR"
    FUTURE = "NIK_FUTURE"
    SERIAL = "NIK_SERIAL"
    REGION_UNKNOWN = "NIK_REGION_UNKNOWN"
    REGION_OLD = "NIK_REGION_OLD"
    CENTURY = "NIK_CENTURY"
    AGE = "NIK_AGE"
    AGE_PAPER = "NIK_AGE_PAPER"
    BIRTH_DATE_DIFFERS = "NIK_BIRTH_DATE_DIFFERS"
    SEX_DIFFERS = "NIK_SEX_DIFFERS"


SOFT_BLOCKS = frozenset({NikCode.PROVINCE})
"""Blocks that a coordinator may lift with a reason [FACTBOOK 1.1]."""

_FAULTS = {
    Fault.EMPTY: NikCode.EMPTY,
    Fault.SPREADSHEET: NikCode.SPREADSHEET,
    Fault.LETTER: NikCode.NOT_DIGITS,
    Fault.NOT_DIGITS: NikCode.NOT_DIGITS,
    Fault.TOO_SHORT: NikCode.TOO_SHORT,
    Fault.TOO_LONG: NikCode.TOO_LONG,
}
_REGION_NOTES = {RegionMatch.UNKNOWN: ";wilayah?", RegionMatch.OLD: ";kode_lama"}


@dataclass(frozen=True, slots=True)
class Nik:
    """A NIK and what it says.

    Args:
        number: sixteen digits.
        district_code: ``PP.KK.CC`` where the person was first registered, not where they live.
        birth_date: as first recorded; it may differ from the card for life [FACTBOOK 0.5].
        region: what the lists know about the district.
    """

    number: str
    district_code: str
    birth_date: date
    sex: Sex
    region: RegionMatch


class _Card(NamedTuple):
    """What is known beside the number."""

    on: date
    regions: Regions
    birth_date: date | None
    sex: Sex | None
    paper: IdPaper
    is_training: bool


class _Birth(NamedTuple):
    on: date
    finding: Finding | None = None


def described(nik: Nik) -> str:
    """``kec=35.78.08;dob=1990-08-15;sex=P``, with a note where the district is not in the current list."""
    district = "LATIHAN" if nik.region is RegionMatch.TRAINING else nik.district_code
    return f"kec={district};dob={nik.birth_date};sex={nik.sex}{_REGION_NOTES.get(nik.region, '')}"


def check_nik(
    text: str,
    *,
    on: date,
    regions: Regions,
    birth_date: date | None = None,
    sex: Sex | None = None,
    paper: IdPaper = IdPaper.KTP,
    is_training: bool = False,
) -> Checked[Nik]:
    """A NIK as typed, judged by its shape only: whether it is given to somebody, Dukcapil alone knows.

    Args:
        on: the day of judgement.
        birth_date, sex: as typed from the card, if they are; they settle the century and are compared.
        paper: which paper shows the number; only adults hold a KTP.
        is_training: whether the training district PP.99.99 is good.
    """
    refusal = too_long(text, FIELD)
    if refusal:
        return Checked(None, (refusal,))
    written = spelled(text)
    card = _Card(on, regions, birth_date, sex, paper, is_training)
    if written.fault is None:
        return _judge(written.digits, card)
    if written.fault is Fault.LETTER:
        meant = _judge(written.digits, card)
        if meant.weight is not Weight.BLOCK:
            return Checked(None, (block(FIELD, NikCode.LETTER, proposal=written.digits),))
    return Checked(None, (wrong_box(text, FIELD, own=WrongBoxCode.CARD_NUMBER) or _fault_finding(written),))


def _fault_finding(written: Spelled) -> Finding:
    code = _FAULTS[written.fault or Fault.EMPTY]
    if code in (NikCode.TOO_SHORT, NikCode.TOO_LONG):
        return block(FIELD, code, length=len(written.digits), needed=LENGTH)
    return block(FIELD, code)


def _judge(number: str, card: _Card) -> Checked[Nik]:
    refusal = _number_refusal(number) or _region_refusal(number, card) or _day_refusal(number)
    if refusal:
        return Checked(None, (refusal,))
    birth = _birth(number, card)
    if isinstance(birth, Finding):
        return Checked(None, (birth,))
    district_code = f"{number[:2]}.{number[2:4]}.{number[4:6]}"
    coded_sex = Sex.FEMALE if int(number[6:8]) > WOMAN_DAY else Sex.MALE
    nik = Nik(number, district_code, birth.on, coded_sex, match_district(district_code, card.regions))
    remarks = (_region_remark(nik, card.regions), birth.finding, _sex_remark(nik, card.sex))
    return Checked(nik, tuple(remark for remark in remarks if remark))


def _number_refusal(number: str) -> Finding | None:
    if is_placeholder(number):
        return block(FIELD, NikCode.PLACEHOLDER)
    if number.startswith("0"):
        return block(FIELD, NikCode.OLD_LOCAL)
    return block(FIELD, NikCode.SERIAL) if number.endswith("0000") else None


def _region_refusal(number: str, card: _Card) -> Finding | None:
    province, regency, district = number[:2], number[2:4], number[4:6]
    if card.regions.province(province) is None:
        return block(FIELD, NikCode.PROVINCE, province=province)
    if "00" in (regency, district):
        return block(FIELD, NikCode.REGION_ZERO)
    if (regency, district) == ("99", "99") and not card.is_training:
        return block(FIELD, NikCode.TRAINING)
    return None


def _day_refusal(number: str) -> Finding | None:
    day, month = int(number[6:8]), int(number[8:10])
    if day % WOMAN_DAY not in range(1, 32) or day > WOMAN_DAY + 31:
        return block(FIELD, NikCode.DAY, day=number[6:8])
    if not 1 <= month <= 12:
        return block(FIELD, NikCode.MONTH, month=number[8:10])
    return None


def _birth(number: str, card: _Card) -> _Birth | Finding:
    day, month, short_year = int(number[6:8]) % WOMAN_DAY, int(number[8:10]), int(number[10:12])
    candidates = century_candidates(day, month, short_year, card.on)
    if not candidates:
        return block(FIELD, _why_never(day, month, short_year, card.on))
    typed = card.birth_date
    if typed is None:
        return _birth_by_paper(candidates, card.on, card.paper)
    nearest = min(candidates, key=lambda candidate: abs(candidate - typed))
    if nearest == typed:
        return _Birth(nearest)
    return _Birth(nearest, warn(FIELD, NikCode.BIRTH_DATE_DIFFERS, nik_date=nearest, card_date=typed))


def _why_never(day: int, month: int, short_year: int, on: date) -> NikCode:
    days = (calendar_day(day, month, century + short_year) for century in (1900, 2000))
    return NikCode.FUTURE if any(found and found > on for found in days) else NikCode.CALENDAR


def _birth_by_paper(candidates: tuple[date, ...], on: date, paper: IdPaper) -> _Birth:
    """The century rule for a number without a typed birth date [FACTBOOK 1.1]."""
    younger = candidates[-1]
    if paper is IdPaper.KK:
        older = candidates[0]
        is_doubtful = older != younger and age_on(older, on) <= LIKELY_YEARS
        doubt = warn(FIELD, NikCode.CENTURY, birth_date=younger, other_date=older) if is_doubtful else None
        return _Birth(younger, doubt)
    is_adult_paper = paper is IdPaper.KTP
    fitting = [found for found in candidates if (age_on(found, on) >= KTP_FROM_YEARS) is is_adult_paper]
    if not fitting:
        finding = warn(FIELD, NikCode.AGE_PAPER, birth_date=younger, age=age_on(younger, on), paper=str(paper))
        return _Birth(younger, finding)
    born = fitting[-1]
    age = age_on(born, on)
    return _Birth(born, warn(FIELD, NikCode.AGE, birth_date=born, age=age) if age >= CONFIRM_YEARS else None)


def _region_remark(nik: Nik, regions: Regions) -> Finding | None:
    if nik.region is RegionMatch.UNKNOWN:
        return warn(FIELD, NikCode.REGION_UNKNOWN, district=nik.district_code)
    district = regions.district(nik.district_code) if nik.region is RegionMatch.OLD else None
    return ok(FIELD, NikCode.REGION_OLD, district=nik.district_code, name=district.name) if district else None


def _sex_remark(nik: Nik, typed: Sex | None) -> Finding | None:
    if typed is None or typed is nik.sex:
        return None
    return warn(FIELD, NikCode.SEX_DIFFERS, nik_sex=str(nik.sex), card_sex=str(typed))
