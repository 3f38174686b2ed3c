"""One day at this desk: what came of each visit, when people came, and what is still open."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from app.desk.context import Desk
from app.desk.drafts import drafts
from app.models.days import DayVisit, days_beside, repeated_on, visits_on
from app.models.events import stream_states
from core.clock import from_ms
from core.registration import Status
from core.wire.records import NotedFinding, RegisteredBody

HOURS = 24

MOST_NAMED = 100
"""Of more open visits only the count is told: unsealing a hundred takes some 20 ms."""


@dataclass(frozen=True, slots=True)
class OpenVisit:
    """A visit that somebody must come back for.

    Args:
        findings: what keeps it open.
    """

    uid: uuid.UUID
    queue_number: str
    name: str
    status: str
    programme: str
    findings: tuple[NotedFinding, ...]


@dataclass(frozen=True, slots=True)
class OpenDraft:
    """A form that nobody has finished; its title is masked, as in the list of drafts."""

    uid: uuid.UUID
    title: str
    nik_end: str
    updated_at_ms: int


@dataclass(frozen=True, slots=True)
class Day:
    """The figures of one business date, and what is open: visits of that date, drafts and unsent acts of any.

    Args:
        by_status: status -> visits; every visit counts once.
        repeated: people who came although they had a number already; they took no new one.
        arrivals: visits by the hour of the wall clock, 24 figures.
        open_visits: how many are open; the first of them, in the order in which people came, are named.
        before, after: the nearest days that hold a visit; ``None`` = there is none.
    """

    on: date
    by_status: Mapping[str, int]
    repeated: int
    arrivals: tuple[int, ...]
    open_visits: int
    named: tuple[OpenVisit, ...]
    drafts: tuple[OpenDraft, ...]
    unsent: int
    before: date | None
    after: date | None

    @property
    def visits(self) -> int:
        """All visits of the day."""
        return sum(self.by_status.values())


def day_of(desk: Desk, on: date) -> Day:
    """Read a day in one job."""
    return desk.store.run(lambda: _day(desk, on))


def _day(desk: Desk, on: date) -> Day:
    visits = visits_on(on.isoformat())
    here = [visit for visit in visits if visit.has_person]
    still_open = [visit for visit in here if visit.status in (Status.INCOMPLETE, Status.WAITING_LIST)]
    before, after = days_beside(on.isoformat())
    return Day(
        on=on,
        by_status=Counter(visit.status for visit in visits),
        repeated=repeated_on(on.isoformat()),
        arrivals=_arrivals(desk, visits),
        open_visits=len(still_open),
        named=_named(desk, still_open[:MOST_NAMED]),
        drafts=tuple(OpenDraft(one.uid, one.title, one.nik_end, one.updated_at_ms) for one in drafts(desk)),
        unsent=sum(state.pending for state in stream_states()),
        before=date.fromisoformat(before) if before else None,
        after=date.fromisoformat(after) if after else None,
    )


def _arrivals(desk: Desk, visits: tuple[DayVisit, ...]) -> tuple[int, ...]:
    hours = Counter(desk.words.local(from_ms(visit.at_ms)).hour for visit in visits)
    return tuple(hours[hour] for hour in range(HOURS))


def _named(desk: Desk, visits: list[DayVisit]) -> tuple[OpenVisit, ...]:
    found = {kept.uid: kept for kept in desk.shelf().by_uids(visit.uid for visit in visits)}
    kept_ones = (found[visit.uid] for visit in visits if visit.uid in found)
    return tuple(
        OpenVisit(kept.uid, kept.queue_number, _name(kept.body), kept.status, kept.body.programme, kept.body.findings)
        for kept in kept_ones
    )


def _name(body: RegisteredBody) -> str:
    return body.person.name_on_id or body.typed.get("name_on_id", "")
