"""How near this post is to the target per RW that a programme's file sets, from the data that this desk holds [S1]."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from app.desk.batches import visits_of
from app.desk.context import Desk
from app.models.purging import count_wiped
from app.models.worker import Priority
from core.programme import Programme, Target
from core.registration import Status
from core.targets import Counted, TargetCount, count_target, lies_in, names_village

MOST_NEXT = 3
_COUNTED = frozenset({Status.REGISTERED.value, Status.WAITING_LIST.value})


@dataclass(frozen=True, slots=True)
class NextRw:
    """An RW that has people but not enough yet; its village by name, or by its code if no list knows it."""

    rw: str
    village: str
    people: int


@dataclass(frozen=True, slots=True)
class TargetProgress:
    """A target on a day.

    Args:
        count: of the period so far: all desks of the post whose people stand here.
        has_districts: whether the post lies in the target's province; elsewhere only RW are told.
        next_rws: begun and not reached, the fullest first; in the target's province only those of its districts.
        wiped: registrations of the programme in that period whose copies are gone from this desk. Where they lived, and
            who of them took part, nobody can say here any more, so the count leaves them out.
    """

    count: TargetCount
    has_districts: bool
    next_rws: tuple[NextRw, ...]
    wiped: int = 0


def target_progress(desk: Desk, on: date) -> tuple[TargetProgress, ...]:
    """The targets on file that concern this post on a day; read in small steps, so call it beside the desk's work."""
    return tuple(_progresses(desk, on))


def _progresses(desk: Desk, on: date) -> Iterator[TargetProgress]:
    for code in desk.programme_codes():
        programme = desk.programme_of(code)
        if programme.target is not None:
            found = _progress(desk, programme, programme.target, on)
            if found.has_districts or found.count.rws:
                yield found


def _progress(desk: Desk, programme: Programme, target: Target, on: date) -> TargetProgress:
    count = count_target(target, _people(desk, programme, on))
    has_districts = lies_in(target, desk.store.profile.post.province)
    begun = [one for one in count.rws if one.rw and one.people < target.per_rw]
    if has_districts:
        begun = [one for one in begun if names_village(target, one.village_code)]
    begun.sort(key=lambda one: -one.people)
    next_rws = (NextRw(one.rw, _village(desk, one.village_code), one.people) for one in begun[:MOST_NEXT])
    return TargetProgress(count, has_districts, tuple(next_rws), _wiped(desk, programme, on))


def _wiped(desk: Desk, programme: Programme, on: date) -> int:
    code, period = programme.code, programme.period_on(on)
    return desk.store.run(lambda: count_wiped(code, period, _COUNTED, on), Priority.REPORT)


def _people(desk: Desk, programme: Programme, on: date) -> Iterator[Counted]:
    """Who has a number in the period of that day, up to it; who comes each year again counts once a year."""
    period, last = programme.period_on(on), on.isoformat()
    for visit in visits_of(desk, programme, _COUNTED, on):
        body = visit.body
        if body.period == period and body.business_on <= last:
            yield Counted(body.person.village_code, body.person.rt_rw, body.answers)


def _village(desk: Desk, code: str) -> str:
    village = desk.regions.village(code) if code else None
    return village.name if village else code
