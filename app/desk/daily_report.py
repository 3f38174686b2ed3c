"""The report of a day: what every desk of the post has told this laptop about one business date, in figures."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from app.desk.account.figures import account_figures
from app.desk.context import Desk
from app.desk.exports.gathering import kept_ones
from app.desk.incidents import incidents_on
from app.desk.lacks import missing
from app.desk.queue.figures import DayFigures, day_figures
from app.models.days import post_visits_on
from app.models.outgoing import outgoing_to_look_at, waiting
from core.clock import from_ms
from core.daily_report import (
    DailyReport,
    ServiceCount,
    SyncCount,
    VisitFigures,
    by_age,
    by_missing,
    by_programme,
    not_yet,
)
from core.dates import age_on
from core.registered import KeptRegistration

HOURS = 24


@dataclass(frozen=True, slots=True)
class _Visits:
    """What the registrations of the day say."""

    figures: tuple[VisitFigures, ...]
    officers: tuple[str, ...]
    hours: tuple[int, ...]
    devices: frozenset[bytes]


def daily_report(desk: Desk, on: date) -> DailyReport:
    """Count a day of the post afresh, in small steps.

    Call in a thread that may wait and is not the database's.
    """
    visits = _visits(desk, on)
    queue = desk.submit(lambda: day_figures(desk, on), is_report=True).result()
    sync = desk.submit(_sync, is_report=True).result()
    incidents = desk.submit(lambda: incidents_on(desk, on), is_report=True).result()
    email = desk.submit(lambda: account_figures(desk, on), is_report=True).result()
    return DailyReport(
        desks=len(visits.devices),
        officers=visits.officers or (desk.keys.officer.name,),
        services=_services(queue),
        programmes=by_programme(visits.figures),
        ages=by_age(visits.figures),
        not_yet=not_yet(visits.figures),
        missing=by_missing(visits.figures),
        arrivals=_arrivals(queue, visits.hours),
        waited=queue.wait,
        served_in=queue.service,
        asked=dict(queue.visits),
        email=email,
        sync=sync,
        incidents=incidents,
    )


def _visits(desk: Desk, on: date) -> _Visits:
    listed = desk.submit(lambda: post_visits_on(on.isoformat()), is_report=True).result()
    own = desk.store.profile.stream[:16]
    kept = list(kept_ones(desk, [uid for uid, _stream in listed]))
    officers = Counter(one.body.officer_name for one in kept if one.body.officer_name)
    hours = Counter(desk.words.local(from_ms(one.at_ms)).hour for one in kept if not one.body.visit)
    return _Visits(
        tuple(_figures(desk, one, on) for one in kept),
        tuple(sorted(officers)),
        tuple(hours[hour] for hour in range(HOURS)),
        frozenset({own, *(stream[:16] for _uid, stream in listed)}),
    )


def _figures(desk: Desk, kept: KeptRegistration, on: date) -> VisitFigures:
    body = kept.body
    born = body.person.birth_date
    return VisitFigures(
        programme=body.programme,
        status=kept.status,
        outcome=body.outcome,
        sex=body.person.sex,
        age=age_on(date.fromisoformat(born), on) if born else None,
        has_number=bool(kept.registration_no),
        missing=missing(body, desk.programme_of(body.programme)),
    )


def _services(queue: DayFigures) -> tuple[ServiceCount, ...]:
    return tuple(
        ServiceCount(letter.value, one.given, one.served, one.lapsed, one.left, one.waiting, one.settled)
        for letter, one in queue.by_letter.items()
    )


def _arrivals(queue: DayFigures, hours: tuple[int, ...]) -> tuple[int, ...]:
    """Numbers by the hour in which they were taken; a desk that works without a queue has its registrations."""
    return tuple(queue.given_by_hour) if any(queue.given_by_hour) else hours


def _sync() -> SyncCount:
    told = waiting()
    return SyncCount(told.sent, told.total, len(outgoing_to_look_at()))
