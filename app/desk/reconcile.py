"""The evening reconciliation of one business date: what tables and log say, each read by itself, then compared."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from functools import partial

from app.desk.context import Desk
from app.desk.register import SERVICE
from app.models.disputed import DisputeCode
from app.models.outgoing import outgoing_to_look_at
from app.models.reckoning import STEP, LogPart, Snapshot, log_part, news_part, snapshot
from app.models.store import Compared
from core.ids import RegistrationNo, parse_registration_no
from core.reconciliation import Numbers, Reconciliation, ToldVisit


@dataclass(frozen=True, slots=True)
class Flagged:
    """What the server wants a person to look at, by number."""

    numbers: Numbers
    code: str
    facts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class OtherDesk:
    """What stands here of another desk of the post."""

    first: str
    last: str
    visits: int


@dataclass(frozen=True, slots=True)
class Evening:
    """The whole picture of a day.

    Args:
        repeated: how often somebody came who had a number already.
        waiting_besides: acts that wait and are about no visit of this day.
        compared: the last comparison of everything with the server; ``None`` = none since the program began.
    """

    on: date
    counted: Reconciliation
    repeated: int
    flagged: tuple[Flagged, ...]
    waiting_besides: int
    others: tuple[OtherDesk, ...]
    compared: Compared | None

    @property
    def is_even(self) -> bool:
        """Whether nothing differs."""
        return not self.counted.differences


def reconcile(desk: Desk, on: date) -> Evening:
    """Count everything of a day afresh, in small steps between which the desk goes on with its work.

    Call in a thread that may wait and is not the database's.
    """
    picture = desk.submit(lambda: snapshot(on, SERVICE), is_report=True).result()
    parts = tuple(_log(desk, on, picture))
    told = _each_once(one for part in parts for one in part.told)
    of_day = {visit.uid for visit in picture.visits} | {one.uid for one in told}
    compared = desk.store.compared
    waiting = tuple(act for act in picture.waiting if act.uid in of_day)
    return Evening(
        on=on,
        counted=Reconciliation(
            visits=picture.visits,
            papers=picture.papers,
            told=told,
            reprinted=Counter(uid for part in parts for uid in part.reprinted),
            waiting=waiting,
            runs=picture.runs,
            serials={**_told_serials(told, on), **picture.serials},
            tickets=picture.tickets,
            is_equal=compared.is_equal if compared else None,
        ),
        repeated=sum(len(part.repeated) for part in parts),
        flagged=_flagged(desk, of_day),
        waiting_besides=len(picture.waiting) - len(waiting),
        others=tuple(OtherDesk(numbers[0], numbers[-1], len(numbers)) for numbers in picture.others.values()),
        compared=compared,
    )


def _log(desk: Desk, on: date, picture: Snapshot) -> Iterator[LogPart]:
    sealer = desk.keys.sealer
    for stretch in _stretches(picture.last_event):
        yield _step(desk, partial(log_part, on, sealer, picture.vouched, stretch))
    for stretch in _stretches(picture.last_news):
        yield _step(desk, partial(news_part, on, sealer, stretch))


def _stretches(last: int) -> Iterator[tuple[int, int]]:
    yield from ((after, min(after + STEP, last)) for after in range(0, last, STEP))


def _step(desk: Desk, job: Callable[[], LogPart]) -> LogPart:
    return desk.submit(job, is_report=True).result()


def _each_once(told: Iterable[ToldVisit]) -> tuple[ToldVisit, ...]:
    """Who parted from a copy has told a visit anew: it counts once, and as vouched for if either place is."""
    found: dict[uuid.UUID, ToldVisit] = {}
    for one in told:
        if one.uid not in found or one.is_vouched:
            found[one.uid] = one
    return tuple(found.values())


def _told_serials(told: Iterable[ToldVisit], on: date) -> Mapping[int, str]:
    numbers = ((one.numbers.registration_no, parse_registration_no(one.numbers.registration_no)) for one in told)
    return {number.serial: text for text, number in numbers if number is not None and number.business_on == on}


def _flagged(desk: Desk, of_day: AbstractSet[uuid.UUID]) -> tuple[Flagged, ...]:
    """What the server told, and what desks differ about, of visits of the day."""
    told = desk.submit(lambda: tuple(_matters(desk, of_day)), is_report=True).result()
    return tuple(sorted(told, key=lambda one: (one.numbers, one.code)))


def _matters(desk: Desk, of_day: AbstractSet[uuid.UUID]) -> Iterator[Flagged]:
    for act in outgoing_to_look_at():
        if act.about in of_day:
            yield Flagged(Numbers(act.queue_number, act.registration_no), act.code, act.facts)
    for kept in desk.shelf().disputed():
        if kept.uid in of_day:
            yield Flagged(Numbers(kept.queue_number, kept.registration_no), DisputeCode.OPEN, {})


def whole_number(desk: Desk, on: date, numbers: Numbers) -> str:
    """A registration number in full; of one that nobody has only its serial is known."""
    text = numbers.registration_no
    if not text.isdecimal():
        return text
    post = desk.store.profile.post
    return str(RegistrationNo(post.province, post.code, on, int(text)))
