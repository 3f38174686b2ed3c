"""Birth dates as typed or as a spreadsheet holds them, ages and birthdays."""

from __future__ import annotations

import enum
import re
from datetime import date, timedelta
from typing import NamedTuple

from core.findings import Checked, Finding, block, warn
from core.typed_text import is_digits, letters_as_digits, says_none, tidy, too_long
from core.wrong_box import WrongBoxCode, wrong_box

OLDEST_YEARS = 130
"""Nobody is older: a birth date before that cannot be [cases, kind date]."""

LIKELY_YEARS = 110
"""Up to this age a typed birth date passes unasked; KLJ has applicants over 100 [FACTBOOK 1.1, 2.3]."""

CENTURY_YEARS = 120
"""Two-digit years are never read as older than this [FACTBOOK 1.1, century rule]."""


class DateSource(enum.Enum):
    """Where a date's text comes from; a spreadsheet cell may hold a serial number instead of a date."""

    TYPED = "typed"
    EXCEL = "excel"


class DateCode(enum.StrEnum):
    """Findings about a date."""

    EMPTY = "DATE_EMPTY"
    UNREADABLE = "DATE_UNREADABLE"
    LETTER = "DATE_LETTER"
    WORDS = "DATE_WORDS"
    MONTH = "DATE_MONTH"
    IMPOSSIBLE = "DATE_IMPOSSIBLE"
    FUTURE = "DATE_FUTURE"
    TOO_OLD = "DATE_TOO_OLD"
    VERY_OLD = "DATE_VERY_OLD"
    CENTURY = "DATE_CENTURY"


class _Parts(NamedTuple):
    day: int
    month: int
    year: int
    is_short_year: bool


_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "januari januarie djanuari djanoeari january jan",
            "februari pebruari februarie pebroeari peboeari february feb peb",
            "maret maart march mar mrt",
            "april apr",
            "mei may",
            "juni djuni djoeni june jun",
            "juli djuli djoeli july jul",
            "agustus agoestoes agoestus augustus august agu agt ags agst agus agust aug",
            "september sep sept",
            "oktober oktoober october okt oct",
            "november nopember nov nop",
            "desember december des dec",
        ),
        start=1,
    )
    for name in names.split()
}
_ROMANS = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
_ROMAN_MONTHS = {roman: number for number, roman in enumerate(_ROMANS, start=1)}
_CENTURIES = ("18", "19", "20")
_WEEKDAY = re.compile(r"^(?:senin|selasa|rabu|kamis|jum'?at|sabtu|minggu|ahad)\b[ ,]*")
_LABEL = re.compile(r"^(?:tempat ?[/,]? ?)?(?:tgl|tanggal)\b[. ]*(?:lahir\b)?[ .:]*")
_CLOCK = re.compile(r"[t ](?:0?0[:.]00(?:[:.]00(?:\.0+)?)?|[012]?[0-9]:[0-5][0-9](?::[0-5][0-9](?:\.[0-9]+)?)?)z?$")
_BEHIND_WORDS = re.compile(r"[^0-9]*[a-z][^0-9]*([0-9].*)")
_SIGNS = re.compile(r"[0-9a-z ./,\\\-_:|']*")
_TOKENS = re.compile(r"[0-9]+|[a-z]+")
_SERIAL = re.compile(r"([0-9]{1,5})(?:[.,][0-9]+)?")
_DAY_ZERO = date(1899, 12, 30)
_GHOST_SERIAL = 60
"""Spreadsheets count a 29 February 1900 that never was; serials below it are one day off."""


def age_on(birth: date, on: date) -> int:
    """Completed years on a day; who is born on 29 February counts from 1 March in other years [FACTBOOK 2]."""
    return on.year - birth.year - ((on.month, on.day) < (birth.month, birth.day))


def birthday_at_age(birth: date, years: int) -> date:
    """The day on which somebody completes so many years."""
    year = birth.year + years
    return calendar_day(birth.day, birth.month, year) or date(year, 3, 1)


def calendar_day(day: int, month: int, year: int) -> date | None:
    """That day, or ``None`` if the calendar does not have it."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def century_candidates(day: int, month: int, short_year: int, on: date) -> tuple[date, ...]:
    """The birth dates a two-digit year may mean, oldest first: 19YY and 20YY, not in the future, at most 120 years ago.

    Source: FACTBOOK 1.1, century rule.
    """
    days = (calendar_day(day, month, century + short_year) for century in (1900, 2000))
    return tuple(found for found in days if found and found <= on and age_on(found, on) <= CENTURY_YEARS)


def check_date(
    text: str, *, on: date, field: str = "birth_date", source: DateSource = DateSource.TYPED
) -> Checked[date]:
    """A birth date as typed: day before month, month as number or name, never in the order of the United States.

    Args:
        on: the day of judgement.
        field: the input field that findings name.
        source: ``EXCEL`` reads a plain number as a spreadsheet's serial day.
    """
    refusal = too_long(text, field)
    if refusal:
        return Checked(None, (refusal,))
    spelled = tidy(text)
    plain = spelled.lower()
    if says_none(plain):
        return Checked(None, (block(field, DateCode.EMPTY),))
    serial = _SERIAL.fullmatch(plain) if source is DateSource.EXCEL else None
    if serial:
        return _judge(_serial_day(int(serial[1])), on, field)
    parts = _parts(plain)
    if parts is None:
        return Checked(None, (_unreadable(spelled, on, field),))
    return _dated(parts, on, field)


def _dated(parts: _Parts, on: date, field: str) -> Checked[date]:
    if parts.month > 12:
        return Checked(None, (block(field, DateCode.MONTH, month=parts.month),))
    if not parts.is_short_year:
        return _judge(calendar_day(parts.day, parts.month, parts.year), on, field)
    candidates = century_candidates(parts.day, parts.month, parts.year, on)
    if not candidates:
        in_calendar = calendar_day(parts.day, parts.month, 2000 + parts.year)
        return Checked(None, (block(field, DateCode.FUTURE if in_calendar else DateCode.IMPOSSIBLE),))
    judged = _judge(candidates[-1], on, field)
    return Checked(judged.value, (warn(field, DateCode.CENTURY, birth_date=candidates[-1]), *judged.findings))


def _judge(day: date | None, on: date, field: str) -> Checked[date]:
    if day is None:
        return Checked(None, (block(field, DateCode.IMPOSSIBLE),))
    if day > on:
        return Checked(None, (block(field, DateCode.FUTURE),))
    age = age_on(day, on)
    if age > OLDEST_YEARS:
        return Checked(None, (block(field, DateCode.TOO_OLD, age=age),))
    if age > LIKELY_YEARS:
        return Checked(day, (warn(field, DateCode.VERY_OLD, age=age),))
    return Checked(day)


def _unreadable(spelled: str, on: date, field: str) -> Finding:
    """A proposal where a letter stands for a digit (17-O8-1990) or the place of birth before the date."""
    groups = re.split(r"([^0-9A-Za-z|]+)", spelled)
    behind = _BEHIND_WORDS.fullmatch(spelled.lower())
    for code, text in (
        (DateCode.LETTER, "".join(letters_as_digits(group) or group for group in groups)),
        (DateCode.WORDS, behind[1] if behind else ""),
    ):
        parts = _parts(text.lower())
        value = _dated(parts, on, field).value if parts else None
        if value is not None:
            return block(field, code, proposal=f"{value:%d-%m-%Y}")
    return wrong_box(spelled, field, own=WrongBoxCode.DATE) or block(field, DateCode.UNREADABLE)


def _parts(plain: str) -> _Parts | None:
    trimmed = _CLOCK.sub("", _WEEKDAY.sub("", _LABEL.sub("", plain)))
    if not _SIGNS.fullmatch(trimmed):
        return None
    tokens = _TOKENS.findall(trimmed)
    if len(tokens) == 1:
        tokens = _cut(tokens[0])
    return _ordered(*tokens) if len(tokens) == 3 else None


def _cut(run: str) -> list[str]:
    """A date without separators: 17081990, 19900817 or 170890."""
    if not is_digits(run) or len(run) not in (6, 8):
        return []
    if len(run) == 8 and run[:2] in _CENTURIES and run[4:6] not in _CENTURIES:
        return [run[:4], run[4:6], run[6:]]
    return [run[:2], run[2:4], run[4:]]


def _ordered(first: str, second: str, third: str) -> _Parts | None:
    if first in _MONTHS:  # "Agustus 17, 1990" names the month, so its place says nothing wrong
        first, second = second, first
    month = _month(second)
    if len(first) == 4:
        first, third = third, first
    if month is None or not (is_digits(first) and is_digits(third) and len(first) <= 2 and len(third) in (2, 4)):
        return None
    return _Parts(int(first), month, int(third), len(third) == 2)


def _month(token: str) -> int | None:
    if is_digits(token):
        return int(token) if len(token) <= 2 else None
    return _MONTHS.get(token) or _ROMAN_MONTHS.get(token)


def _serial_day(serial: int) -> date | None:
    if serial in (0, _GHOST_SERIAL):
        return None
    return _DAY_ZERO + timedelta(days=serial + (serial < _GHOST_SERIAL))
