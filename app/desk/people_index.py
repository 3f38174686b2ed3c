"""Who is registered here, in memory between unlock and lock: any NIK, number or name is found while it is typed.

One thread owns the index (the window's). The database worker only reads pages for it.
"""

from __future__ import annotations

import re
import uuid
from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import chain, islice

from app.desk.context import Desk
from app.desk.vocabulary import Meant, Vocabulary
from core.name_words import kept_words, name_words
from core.registered import ListedPage, ListedVisit
from core.typed_text import is_digits, tidy

PAGE_VISITS = 100
"""So many are read at a time, and taken in: neither the desk's work nor a key may wait for it."""

RUN_DIGITS = 4
"""So many digits are looked for at either end of a NIK."""

_DISTRICT_DIGITS = 6
_ONE_BY_ONE = 16
_QUEUE_NUMBER = re.compile(r"[A-Z]\d{3,}")
_LAST_DAY = "9999-99-99"


@dataclass(frozen=True, slots=True)
class Filters:
    """What a visit must be besides what was typed; empty = anything.

    Args:
        first_on, last_on: business dates as ISO text, both included.
    """

    first_on: str = ""
    last_on: str = ""
    outcome: str = ""
    status: str = ""


EVERYBODY = Filters()


@dataclass(frozen=True, slots=True)
class Found:
    """The answer to a search: the best first, among equals the newest.

    Args:
        count: how many there are; ``visits`` may be fewer.
        nearly: how many of them only after a typing mistake was forgiven.
    """

    visits: Sequence[ListedVisit]
    count: int
    nearly: int = 0


def read_page(desk: Desk, before: int | None = None, most: int = PAGE_VISITS) -> ListedPage:
    """Read some visits for the index, the latest kept first; a job of at most 50 ms."""
    return desk.store.run(lambda: desk.shelf().page(before, most))


def read_all(desk: Desk) -> Iterator[ListedVisit]:
    """Everybody, the latest kept first, page by page: between two pages the desk goes on with its work."""
    before: int | None = None
    while before != 0:
        page = read_page(desk, before)
        yield from page.visits
        before = page.before


def read_again(desk: Desk, uids: Iterable[uuid.UUID]) -> tuple[ListedVisit, ...]:
    """Read the visits that an act has touched."""
    return desk.store.run(lambda: desk.shelf().listed(uids))


class PeopleIndex:
    """All visits, ordered by *place*: a number that grows with the business date and the time of a visit."""

    def __init__(self) -> None:
        self.drop()

    def drop(self) -> None:
        """Forget everybody: the desk is locked."""
        self._visits: dict[int, ListedVisit] = {}
        self._place_of: dict[bytes, int] = {}
        self._in_order: list[int] = []
        self._everybody: Sequence[ListedVisit] | None = None
        """All, the newest first, until somebody comes or goes: it is what is shown whenever nothing is looked for."""
        self._names = Vocabulary()
        self._marks: dict[str, dict[str, set[int]]] = defaultdict(dict)

    def __len__(self) -> int:
        return len(self._visits)

    def add(self, visits: Iterable[ListedVisit]) -> None:
        """Take visits in; one that is known already takes the place of what was known."""
        places = [self._add(visit) for visit in visits]
        if len(places) <= _ONE_BY_ONE:
            for place in places:
                insort(self._in_order, place)
        else:
            self._in_order += places
            self._in_order.sort()

    def replace(self, uids: Iterable[uuid.UUID], visits: Iterable[ListedVisit]) -> None:
        """Put what was read again in the place of these visits; who was not found any more is gone."""
        for uid in uids:
            self._remove(uid.bytes)
        self.add(visits)

    def _add(self, visit: ListedVisit) -> int:
        self._remove(visit.key)
        place = _place_of(visit)
        while place in self._visits:
            place += 1
        self._visits[place] = visit
        self._everybody = None
        self._place_of[visit.key] = place
        self._names.add(place, kept_words(visit.name))
        for kind, mark in _marks_of(visit):
            self._marks[kind].setdefault(mark, set()).add(place)
        return place

    def _remove(self, key: bytes) -> None:
        place = self._place_of.pop(key, None)
        if place is None:
            return
        visit = self._visits.pop(place)
        self._everybody = None
        at = bisect_left(self._in_order, place)
        if self._in_order[at : at + 1] == [place]:
            del self._in_order[at]
        self._names.remove(place, kept_words(visit.name))
        for kind, mark in _marks_of(visit):
            self._marks[kind][mark].discard(place)

    def search(self, text: str, filters: Filters = EVERYBODY, *, limit: int | None = None, today: str = "") -> Found:
        """Find what a text may mean.

        Args:
            text: a NIK or four and more digits of its beginning or end, a registration or queue number, or a name in
                any spelling and order; empty = everybody.
            today: the business date whose queue numbers come first.
        """
        kept = self._kept_by(filters)
        groups = self._groups(tidy(text).upper(), today)
        if kept is None and groups is None and limit is None:
            return Found(self._all(), len(self))
        if groups is None:
            ordered, count, nearly = self._newest_first(kept), len(self) if kept is None else len(kept), 0
        else:
            parts = [group if kept is None else group & kept for group in groups]
            ordered = chain.from_iterable(map(self._newest_first, parts))
            count, nearly = sum(map(len, parts)), len(parts[-1])
        return Found([self._visits[place] for place in islice(ordered, limit)], count, nearly)

    def _all(self) -> Sequence[ListedVisit]:
        if self._everybody is None:
            self._everybody = [*map(self._visits.__getitem__, reversed(self._in_order))]
        return self._everybody

    def _newest_first(self, places: AbstractSet[int] | None) -> Iterator[int]:
        """These places (``None`` = all), the newest first: many are met on the way from the newest, few are sorted."""
        if places is None:
            return reversed(self._in_order)
        if len(places) * 20 < len(self._in_order):
            return iter(sorted(places, reverse=True))
        return filter(places.__contains__, reversed(self._in_order))

    def _kept_by(self, filters: Filters) -> AbstractSet[int] | None:
        marks = (("outcome", filters.outcome), ("status", filters.status))
        parts: list[AbstractSet[int]] = [self._marked(kind, mark) for kind, mark in marks if mark]
        if filters.first_on or filters.last_on:
            first, behind = _places_of_day(filters.first_on)[0], _places_of_day(filters.last_on or _LAST_DAY)[1]
            order = self._in_order
            parts.append(set(order[bisect_left(order, first) : bisect_left(order, behind)]))
        return _common(parts) if parts else None

    def _groups(self, text: str, today: str) -> Sequence[AbstractSet[int]] | None:
        """The places that a text means, in groups without overlap, the best group first; ``None`` = no text."""
        terms = _terms(text)
        if not terms:
            return None
        meant = _all_of([self._meant_by(term) for term in terms])
        groups = (meant.exact, _without(meant.begun, meant.exact), _without(meant.nearly, meant.begun))
        if not _QUEUE_NUMBER.fullmatch(text):
            return groups
        todays = {place for place in meant.exact if self._visits[place].business_on == today}
        return todays, meant.exact - todays, *groups[1:]

    def _marked(self, kind: str, mark: str) -> AbstractSet[int]:
        return self._marks[kind].get(mark) or frozenset()

    def _meant_by(self, term: str) -> Meant:
        numbers = self._of_number(term)
        words = name_words(term)
        if not words or _is_number(term):
            return Meant(numbers, numbers, numbers)
        named = _all_of([self._names.meant_by(word) for word in words])
        exact, begun = _any_of((named.exact, numbers)), _any_of((named.begun, numbers))
        return Meant(exact, begun, begun if named.nearly is named.begun else _any_of((named.nearly, numbers)))

    def _of_number(self, term: str) -> AbstractSet[int]:
        if not any(char.isdigit() for char in term):
            return frozenset()
        digits = term.replace(".", "").replace("-", "")
        parts = [self._marked("queue", term)]
        if digits.isdigit():
            parts += [self._marked("queue", digits.lstrip("0")), *self._of_digits(digits)]
        if "-" in term:
            parts += self._of_registration_no(term)
        return _any_of(parts)

    def _of_digits(self, digits: str) -> Iterator[AbstractSet[int]]:
        """Visits whose NIK begins or ends so, or whose registration number has this serial."""
        length = len(digits)
        if length < RUN_DIGITS:
            return
        yield self._marked("serial", digits)
        ends, visits = self._marked("nik_end", digits[-RUN_DIGITS:]), self._visits
        yield ends if length == RUN_DIGITS else {place for place in ends if visits[place].nik.endswith(digits)}
        if length == RUN_DIGITS:
            yield self._marked("nik_regency", digits)
        elif length <= _DISTRICT_DIGITS:
            yield from (places for code, places in self._marks["nik_district"].items() if code.startswith(digits))
        else:
            district = self._marked("nik_district", digits[:_DISTRICT_DIGITS])
            yield {place for place in district if visits[place].nik.startswith(digits)}

    def _of_registration_no(self, term: str) -> Iterator[AbstractSet[int]]:
        """Visits whose registration number begins so, out of as few sets as can be."""
        for kind in ("number_post", "number_year", "number_day"):
            begun = [places for head, places in self._marks[kind].items() if head.startswith(term)]
            if begun:
                yield from begun
                return
        places = self._marked("number_day", "-".join(term.split("-")[:3]))
        yield {place for place in places if self._visits[place].registration_no.startswith(term)}


def _all_of(every: Sequence[Meant]) -> Meant:
    """What is meant by several words together."""
    if len(every) == 1:
        return every[0]
    begun = _common([one.begun for one in every])
    has_typos = any(one.nearly is not one.begun for one in every)
    nearly = _common([one.nearly for one in every]) if has_typos else begun
    return Meant(_common([one.exact for one in every]), begun, nearly)


def _common(every: Sequence[AbstractSet[int]]) -> AbstractSet[int]:
    """What all have in common; the fewest first, for that bounds the work."""
    fewest, *others = sorted(every, key=len)
    for other in others:
        fewest = fewest & other
    return fewest


def _any_of(every: Iterable[AbstractSet[int]]) -> AbstractSet[int]:
    """What any has; one alone is not copied, and the largest is copied as it stands: adding is what takes time."""
    some = sorted((one for one in every if one), key=len, reverse=True)
    return some[0] if len(some) == 1 else set[int]().union(*some)


def _without(places: AbstractSet[int], others: AbstractSet[int]) -> AbstractSet[int]:
    if places is others:
        return frozenset()
    return places - others if others else places


def _terms(text: str) -> Sequence[str]:
    """What must all be true of a visit; digits in groups are one number."""
    together = text.replace(" ", "").replace(".", "")
    return [together] if together.replace("-", "").isdigit() and together[:1].isdigit() else text.split()


def _is_number(term: str) -> bool:
    """Whether it can only be a number, or the beginning of one: nobody's name is looked for then."""
    digits = sum(char.isdigit() for char in term)
    return digits >= RUN_DIGITS or (digits > 0 and "-" in term)


def _marks_of(visit: ListedVisit) -> Iterator[tuple[str, str]]:
    """By what a visit is found, names apart."""
    yield "outcome", visit.outcome
    yield "status", visit.status
    yield "queue", visit.queue_number
    yield "queue", visit.queue_number[1:].lstrip("0")
    if len(visit.nik) >= RUN_DIGITS:
        yield "nik_end", visit.nik[-RUN_DIGITS:]
        yield "nik_regency", visit.nik[:RUN_DIGITS]
        yield "nik_district", visit.nik[:_DISTRICT_DIGITS]
    if visit.registration_no:
        day, serial, check = visit.registration_no.rsplit("-", 2)
        yield "number_post", day[:-9]
        yield "number_year", day[:-4]
        yield "number_day", day
        yield "serial", serial
        yield "serial", serial + check


_TIME_BITS, _TIE_BITS = 44, 16
_DAY_UNIT = 1 << _TIME_BITS + _TIE_BITS


def _place_of(visit: ListedVisit) -> int:
    at_ms = min(max(visit.at_ms, 0), (1 << _TIME_BITS) - 1)
    return _places_of_day(visit.business_on)[0] | at_ms << _TIE_BITS | visit.seq % (1 << _TIE_BITS)


def _places_of_day(day: str) -> tuple[int, int]:
    """The first place of a business date, and the first one behind it."""
    digits = day.replace("-", "")
    number = int(digits) if is_digits(digits) else 0
    return number * _DAY_UNIT, (number + 1) * _DAY_UNIT
