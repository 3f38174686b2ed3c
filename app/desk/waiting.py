"""The waiting list of a programme: own and neighbours' registrations, ranked."""

from __future__ import annotations

from datetime import date

from app.desk.batches import visits_of
from app.desk.context import Desk
from core.batches import group_of, is_waiting, next_batch
from core.programme import Programme
from core.registration import Status
from core.waiting_list import Waiting, WaitingRow, waiting_rows

_WAITING = frozenset((Status.REGISTERED.value, Status.WAITING_LIST.value))


def waiting_list(desk: Desk, programme: Programme, on: date | None = None) -> tuple[WaitingRow, ...]:
    """Everybody who waits, the first one first; cut into jobs of a page each.

    Args:
        on: the day on which it is asked, which decides the batch that they will join; ``None`` = today.
    """
    province, day = desk.store.profile.post.province, on or desk.today()
    visits = visits_of(desk, programme, _WAITING, day, is_wanted=lambda place: is_waiting(programme, province, place))
    waiting = (
        Waiting(visit.uid, visit.stream, visit.seq, visit.at_ms, visit.body, group_of(programme, visit.body.answers))
        for visit in visits
    )
    return waiting_rows(programme, waiting, next_batch(programme, province, day))
