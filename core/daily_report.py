"""Rekap harian: one business date of a post in figures, out of plain rows; nobody's name is among them [FACTBOOK 4]."""

from __future__ import annotations

import enum
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from core.account_figures import AccountFigures
from core.incidents import Incident
from core.queue_times import Times
from core.registration import Outcome, Status


class AgeBand(enum.StrEnum):
    """Bands of ages as offices count them; ages outside are told, not hidden."""

    CHILD = "0-17"
    YOUNG = "18-24"
    ADULT = "25-40"
    MIDDLE = "41-59"
    ELDERLY = "60+"
    UNKNOWN = "?"


_LAST_AGES = ((17, AgeBand.CHILD), (24, AgeBand.YOUNG), (40, AgeBand.ADULT), (59, AgeBand.MIDDLE))


@dataclass(frozen=True, slots=True)
class VisitFigures:
    """What counts of one visit.

    Args:
        sex: ``P``, ``L`` or empty.
        age: completed years on the business date; ``None`` = the birth date is not known.
        has_number: it has its registration number.
        missing: labels of papers and data that are still missing.
    """

    programme: str
    status: str
    outcome: str
    sex: str
    age: int | None
    has_number: bool
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SexCount:
    """How many women, men and people of whom the desk does not know yet."""

    women: int = 0
    men: int = 0
    unknown: int = 0

    @property
    def people(self) -> int:
        """All of them."""
        return self.women + self.men + self.unknown


@dataclass(frozen=True, slots=True)
class ServiceCount:
    """Numbers of one service: given, served, lapsed (hangus), gone home, still waiting.

    Args:
        settled: so many of the served ones sat at a counter when the queue was closed.
    """

    letter: str
    given: int = 0
    served: int = 0
    lapsed: int = 0
    left: int = 0
    waiting: int = 0
    settled: int = 0


@dataclass(frozen=True, slots=True)
class SyncCount:
    """Acts of this desk on their way to the server."""

    sent: int
    waiting: int
    refused: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DailyReport:
    """The figures of a day.

    Args:
        desks: how many desks of the post have told this laptop of the day.
        programmes: programme -> people who got a registration number, the largest first.
        not_yet: status -> visits without a valid registration (incomplete, not eligible, withdrawn).
        waited, served_in: ``None`` = nothing was measured.
        asked: what people of service C asked and what came of it -> how often.
        email: help with e-mail addresses.
        incidents: in the order in which they were told.
    """

    desks: int
    officers: tuple[str, ...]
    services: tuple[ServiceCount, ...]
    programmes: Mapping[str, SexCount]
    ages: Mapping[AgeBand, int]
    not_yet: Mapping[str, int]
    missing: Mapping[str, int]
    arrivals: tuple[int, ...]
    waited: Times | None = None
    served_in: Times | None = None
    asked: Mapping[tuple[str, str], int] = field(default_factory=dict)
    email: AccountFigures = field(default_factory=AccountFigures)
    sync: SyncCount
    incidents: tuple[Incident, ...] = ()

    @property
    def registered(self) -> SexCount:
        """Everybody who got a registration number."""
        counts = tuple(self.programmes.values())
        return SexCount(
            sum(one.women for one in counts), sum(one.men for one in counts), sum(one.unknown for one in counts)
        )

    @property
    def given(self) -> int:
        """Numbers of all services."""
        return sum(one.given for one in self.services)

    @property
    def settled(self) -> int:
        """Who sat at a counter when the queue was closed, of all services."""
        return sum(one.settled for one in self.services)


def age_band(age: int | None) -> AgeBand:
    """The band of an age."""
    if age is None or age < 0:
        return AgeBand.UNKNOWN
    return next((band for last, band in _LAST_AGES if age <= last), AgeBand.ELDERLY)


def is_counted(visit: VisitFigures) -> bool:
    """Whether a visit counts as registered: it has its number, nobody took it back, and no rule says no."""
    is_valid = visit.outcome in (Outcome.REGISTERED, Outcome.WAITING_LIST)
    return visit.has_number and is_valid and visit.status != Status.WITHDRAWN


def by_programme(visits: Iterable[VisitFigures]) -> Mapping[str, SexCount]:
    """Programme -> women and men who were registered, the largest first."""
    sexes: dict[str, Counter[str]] = {}
    for visit in filter(is_counted, visits):
        sexes.setdefault(visit.programme, Counter())[visit.sex] += 1
    counts = {code: _sex_count(found) for code, found in sexes.items()}
    return dict(sorted(counts.items(), key=lambda one: (-one[1].people, one[0])))


def _sex_count(found: Counter[str]) -> SexCount:
    return SexCount(found["P"], found["L"], found.total() - found["P"] - found["L"])


def by_age(visits: Iterable[VisitFigures]) -> Mapping[AgeBand, int]:
    """Band -> people who were registered; the four usual bands always, the others only where somebody is."""
    found = Counter(age_band(visit.age) for visit in visits if is_counted(visit))
    rare = (AgeBand.CHILD, AgeBand.UNKNOWN)
    return {band: found[band] for band in AgeBand if band not in rare or found[band]}


def not_yet(visits: Iterable[VisitFigures]) -> Mapping[str, int]:
    """Status -> visits that do not count as registered."""
    return dict(sorted(Counter(visit.status for visit in visits if not is_counted(visit)).items()))


def by_missing(visits: Sequence[VisitFigures]) -> Mapping[str, int]:
    """What is missing -> how many people miss it, the most frequent first."""
    open_ones = (visit for visit in visits if visit.status in (Status.INCOMPLETE, Status.WAITING_LIST))
    found = Counter(label for visit in open_ones for label in dict.fromkeys(visit.missing))
    return dict(sorted(found.items(), key=lambda one: (-one[1], one[0])))
