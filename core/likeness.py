"""Whether two people with different or missing NIK are likely one and the same: rules of decision 0035."""

from __future__ import annotations

import enum
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from core.like_names import ComparedNames, NameLikeness, compared_sounds, sounds_of
from core.wire.records import PersonBody

MOST_YEARS = 10
"""A wrong digit may move a birth year so far: a mother is older than that."""

_MONTHS, _DAYS = 12, 31

_NIK_CHARS = 16
_HEAD_CHARS = 12
"""Of a NIK: region and birth date; behind it people born on one day in one district are counted."""

_WOMENS_DAY = 40


class DateLikeness(enum.IntEnum):
    """How alike two birth dates are; more is nearer."""

    OTHER = 0
    SAME_YEAR = 1
    SLIP = 2
    """Day and month swapped, or one digit wrong."""
    EQUAL = 3


class Support(enum.IntEnum):
    """What else speaks for one person. By itself it says nothing: families share telephones, cards and streets."""

    NONE = 0
    WEAK = 1
    """The same village."""
    STRONG = 2
    """The same telephone or mail address, or a NIK with one slip in it."""
    CARD = 3
    """The same family card: no two people in it bear one name."""


@dataclass(frozen=True, slots=True, order=True)
class Likeness:
    """Two people who are likely one. The greater, the likelier.

    Args:
        agreeing: identity fields that are equal or nearly so, in the order of the KTP.
    """

    name: NameLikeness
    birth_date: DateLikeness
    support: Support
    agreeing: tuple[str, ...]


def likely_same(one: PersonBody, other: PersonBody) -> Likeness | None:
    """How much two people look like one; ``None`` if they are more likely two, or certainly one (the same NIK)."""
    return Newcomer(one).likeness(other)


class Newcomer:
    """One person who is held against many others."""

    def __init__(self, person: PersonBody) -> None:
        self._person = person
        self._sounds = sounds_of(person.name_on_id)
        self._dates: dict[str, DateLikeness] = {}
        """Birth date -> how alike it is: in a crowd there are few."""

    def likeness(self, other: PersonBody) -> Likeness | None:
        """As :func:`likely_same`; most people are told apart by the first looks."""
        one = self._person
        if _differ(one.sex, other.sex) or (one.nik and one.nik == other.nik):
            return None
        dates = self._compared_date(other.birth_date)
        if dates is DateLikeness.OTHER:
            return None
        names = compared_sounds(self._sounds, sounds_of(other.name_on_id))
        if names.likeness is NameLikeness.OTHER or (names.likeness is NameLikeness.SLIP and _are_siblings(one, other)):
            return None
        support = _support(one, other)
        if support < _needed(names, dates, has_two_dates=_bears_its_date(one) and _bears_its_date(other)):
            return None
        return Likeness(names.likeness, dates, support, tuple(_agreeing(one, other)))

    def _compared_date(self, text: str) -> DateLikeness:
        if text not in self._dates:
            born, also_born = day_of(self._person.birth_date), day_of(text)
            self._dates[text] = compared_dates(born, also_born) if born and also_born else DateLikeness.OTHER
        return self._dates[text]


_BEYOND = Support.CARD + 1
"""No support is enough."""


def _needed(names: ComparedNames, dates: DateLikeness, *, has_two_dates: bool) -> int:
    """The support that is needed before an officer is asked about names that are alike.

    Args:
        has_two_dates: whether each NIK says the date of its own person: then no single slip explains the other date.
    """
    is_same = names.likeness is NameLikeness.SAME
    if dates is DateLikeness.EQUAL:
        return (not is_same) + names.is_frequent
    if dates is DateLikeness.SAME_YEAR:
        return Support.WEAK if is_same and not (names.is_frequent or has_two_dates) else _BEYOND
    if names.is_frequent:
        return Support.CARD if is_same else _BEYOND
    return int(has_two_dates) if is_same else Support.STRONG


def compared_dates(one: date, other: date) -> DateLikeness:
    """How alike two birth dates are, whichever stands first."""
    if one == other:
        return DateLikeness.EQUAL
    if (one.year, one.day, one.month) == (other.year, other.month, other.day):
        return DateLikeness.SLIP
    wrong = sum(mine != theirs for mine, theirs in zip(one.isoformat(), other.isoformat(), strict=True))
    if wrong == 1 and abs(one.year - other.year) <= MOST_YEARS:
        return DateLikeness.SLIP
    return DateLikeness.SAME_YEAR if one.year == other.year else DateLikeness.OTHER


def near_dates(born: date) -> tuple[date, ...]:
    """Every date that is this one or this one with a slip, itself first."""
    year, month, day = born.year, born.month, born.day
    parts = [(year, month, day), (year, day, month)]
    parts += [(near, month, day) for near in _one_digit_off(year, 9) if abs(near - year) <= MOST_YEARS]
    parts += [(year, near, day) for near in _one_digit_off(month, 1) if 0 < near <= _MONTHS]
    parts += [(year, month, near) for near in _one_digit_off(day, 3) if 0 < near <= _DAYS]
    return tuple(filter(None, map(_day, dict.fromkeys(parts))))


def _one_digit_off(number: int, most_tens: int) -> Iterator[int]:
    """What a number is with one wrong digit among its last two."""
    tens = number // 10 % 10
    yield from range(number - number % 10, number - number % 10 + 10)
    yield from range(number - 10 * tens, number + 10 * (most_tens - tens) + 1, 10)


def _day(parts: tuple[int, int, int]) -> date | None:
    try:
        return date(*parts)
    except ValueError:
        return None


def day_of(text: str) -> date | None:
    """A birth date as a person's body keeps it; ``None`` if it is not known."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _differ(one: str, other: str) -> bool:
    return bool(one and other and one != other)


def _equal(one: str, other: str) -> bool:
    return bool(one) and one == other


def _are_siblings(one: PersonBody, other: PersonBody) -> bool:
    """Whether one letter may well tell two people apart: twins and siblings bear names that nearly agree."""
    has_one_head = len(one.nik) == len(other.nik) == _NIK_CHARS and one.nik[:_HEAD_CHARS] == other.nik[:_HEAD_CHARS]
    return has_one_head or _equal(one.family_card_no, other.family_card_no)


def _support(one: PersonBody, other: PersonBody) -> Support:
    if _equal(one.family_card_no, other.family_card_no):
        return Support.CARD
    if _equal(one.mobile, other.mobile) or _equal(one.email, other.email) or _is_nik_slip(one.nik, other.nik):
        return Support.STRONG
    return Support.WEAK if _equal(one.village_code, other.village_code) else Support.NONE


def _is_nik_slip(one: str, other: str) -> bool:
    """Whether one NIK is the other with one slip. Not in its last four digits: there the next one's differs by one."""
    from rapidfuzz.distance import OSA  # loaded with the first comparison

    if not len(one) == len(other) == _NIK_CHARS or one[:_HEAD_CHARS] == other[:_HEAD_CHARS]:
        return False
    return OSA.distance(one, other, score_cutoff=1) <= 1


def _bears_its_date(person: PersonBody) -> bool:
    """Whether a NIK says the birth date of its person, be it a man's or a woman's."""
    year, month, day = person.birth_date[2:4], person.birth_date[5:7], person.birth_date[8:10]
    return person.nik[6:12] in (f"{day}{month}{year}", f"{int(day) + _WOMENS_DAY}{month}{year}")


def _agreeing(one: PersonBody, other: PersonBody) -> Iterator[str]:
    for name in ("nik", "name_on_id", "birth_place", "birth_date", "sex", "village_code"):
        is_near = name in ("name_on_id", "birth_date") or (name == "nik" and _is_nik_slip(one.nik, other.nik))
        if is_near or _equal(getattr(one, name), getattr(other, name)):
            yield name
    for name in ("family_card_no", "mobile", "email"):
        if _equal(getattr(one, name), getattr(other, name)):
            yield name
