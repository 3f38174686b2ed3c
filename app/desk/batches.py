"""Batches of a programme: their figures, who joins which, and carrying the rest over into the one that is open."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from app.changes import Changes
from app.desk.context import Desk
from app.desk.refusal import Refused
from app.desk.revision import Revised, judgement_body, revised
from app.desk.stage import keep
from app.models.retelling import after_own_act
from app.models.stages import ProgrammeVisit, VisitsAsked, trail, visit_page
from app.models.worker import Priority
from core.batches import BatchBoard, BoardCount, Place, group_of, is_waiting, next_batch
from core.kept_entry import Revision
from core.programme import Batch, Programme
from core.registered import KeptRegistration
from core.registration import Outcome, Status
from core.stages import StageCode
from core.wire.records import BatchJoinedBody

STEP = 5
"""Registrations that are carried over in one transaction, some 30 ms: each is judged anew."""

_IN_BATCHES = frozenset((Status.REGISTERED.value, Status.WAITING_LIST.value))
_COUNTED = _IN_BATCHES | {Status.INCOMPLETE.value}


@dataclass(frozen=True, slots=True)
class CarriedOver:
    """Who went into the open batch, in order of rank, and how many still wait because something is missing."""

    batch: Batch
    joined: tuple[uuid.UUID, ...]
    still_waiting: int
    changes: Changes


def batch_board(desk: Desk, programme: Programme, on: date) -> BatchBoard:
    """The figures of all batches on a day, as far as this desk's data go; cut into jobs of a page each."""
    count = BoardCount(programme, desk.store.profile.post.province, on)
    for visit in visits_of(desk, programme, _COUNTED, on):
        count.add((place_of(programme, visit),))
    return count.board()


def visits_of(
    desk: Desk,
    programme: Programme,
    statuses: frozenset[str],
    on: date,
    *,
    is_wanted: Callable[[Place], bool] = lambda _place: True,
    has_step_texts: bool = False,
) -> Iterator[ProgrammeVisit]:
    """The visits with one of these statuses in the periods that run on a day, own and neighbours', page by page.

    Every page is a job behind what desk and synchronisation have to do.

    Args:
        is_wanted: which of them; asked before anything is unsealed.
        has_step_texts: whether who wrote the steps down, and why, is wanted, too.
    """
    for period in programme.running_periods(on):
        asked = VisitsAsked(programme.code, period, statuses, is_wanted, has_step_texts)
        yield from _asked_visits(desk, asked)


def _asked_visits(desk: Desk, asked: VisitsAsked) -> Iterator[ProgrammeVisit]:
    sealer, after, is_more = desk.keys.sealer, 0, True
    while is_more:
        page = desk.store.run(lambda: visit_page(sealer, asked, after), Priority.REPORT)  # noqa: B023 - run at once
        yield from page.visits
        after, is_more = page.after, bool(page.after)


def place_of(programme: Programme, visit: ProgrammeVisit) -> Place:
    """Where a visit stands, as far as batches go."""
    body = visit.body
    group = group_of(programme, body.answers)
    return Place(body.status, date.fromisoformat(body.business_on), visit.trail, group)


def join_today(desk: Desk, before: KeptRegistration, after: KeptRegistration) -> None:
    """Put a registration that has just become complete into today's batch; inside the transaction that made it so.

    While none is open it waits for the next one: the batch of the day of the visit may be closed long since.
    """
    if after.status != Status.REGISTERED or before.status == Status.REGISTERED:
        return
    programme, province = desk.programme_of(after.body.programme), desk.store.profile.post.province
    today = desk.today()
    found = trail(desk.keys.sealer, after.uid.bytes)
    has_place = found.batch is not None and found.batch.batch > 0
    here = programme.open_batch(province, today)
    home = programme.open_batch(province, date.fromisoformat(after.body.business_on))
    if not programme.has_batches or has_place or (found.batch is None and here == home is not None):
        return
    number = here.number if here else 0
    if found.batch is None or number:
        body = BatchJoinedBody(number, today.isoformat(), desk.keys.officer.name, found.next_turn)
        keep(desk, after.uid, body)


def carry_over(desk: Desk, programme: Programme, on: date) -> CarriedOver | Refused:
    """Put everybody who waits for nothing but a batch into the one that is open, in order of rank.

    Who still lacks something keeps the rank and waits on. Called again, or at two desks, it puts nobody in twice.

    Raises: Trouble of the store; those who joined before that have joined.
    """
    province = desk.store.profile.post.province
    batch = programme.open_batch(province, on)
    if batch is None:
        upcoming = next_batch(programme, province, on)
        return Refused(StageCode.NO_OPEN_BATCH, {"on": on, "next": upcoming.label if upcoming else ""})

    def waits(place: Place) -> bool:
        return is_waiting(programme, province, place)

    waiting = list(visits_of(desk, programme, _IN_BATCHES, on, is_wanted=waits))
    waiting.sort(key=lambda visit: (visit.body.business_on, visit.at_ms, visit.stream, visit.seq))
    joined: list[uuid.UUID] = []
    for first in range(0, len(waiting), STEP):
        uids = [visit.uid for visit in waiting[first : first + STEP]]
        joined += desk.store.write(lambda: _join_some(desk, uids, batch, on))  # noqa: B023 - run at once
    changes = Changes(frozenset(joined), has_outbox=bool(joined))
    return CarriedOver(batch, tuple(joined), len(waiting) - len(joined), changes)


def _join_some(desk: Desk, uids: list[uuid.UUID], batch: Batch, on: date) -> list[uuid.UUID]:
    kept_ones = {kept.uid: kept for kept in desk.shelf().by_uids(uids)}
    return [uid for uid in uids if uid in kept_ones and _join(desk, kept_ones[uid], batch, on)]


def _join(desk: Desk, kept: KeptRegistration, batch: Batch, on: date) -> bool:
    found = trail(desk.keys.sealer, kept.uid.bytes)
    name = desk.keys.officer.name
    if kept.status == Status.REGISTERED:
        keep(desk, kept.uid, BatchJoinedBody(batch.number, on.isoformat(), name, found.next_turn))
        return True
    anew: Revised | Refused = revised(desk, kept, Revision(), batch_on=on)
    if isinstance(anew, Refused) or anew.assessment.outcome is not Outcome.REGISTERED:
        return False
    judgement = judgement_body(desk, kept, anew.assessment)
    body = BatchJoinedBody(batch.number, on.isoformat(), name, found.next_turn, judgement)
    keep(desk, kept.uid, body)
    retold = after_own_act(desk.shelf(), kept, body)
    desk.shelf().move(kept.uid, retold.body, retold.disputes)
    return True
