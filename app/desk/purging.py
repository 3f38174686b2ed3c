"""Local copies go when their programme's days after the server's receipt are over [ARCHITECTURE 6].

Days count on the server's clock, up to the last time it was heard: no clock of a laptop that runs ahead can purge, and
a desk that has heard nothing for months purges nothing until it does.
"""

from __future__ import annotations

import logging
import uuid
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from contextlib import suppress
from functools import partial

from app.desk.context import Desk
from app.desk.drafts import MS_A_DAY
from app.desk.slip_files import SLIPS, sealed_name
from app.models import purging as rows
from app.models.events import append
from app.models.outgoing import outgoing_to_look_at
from app.models.profile import read_profile
from app.models.worker import Priority
from core.errors import Trouble
from core.sentences import os_reason
from core.wire.events import Kind
from core.wire.records import RemarkBody

LOG = logging.getLogger(__name__)

STEP = 25
"""Registrations that are wiped in one transaction, some 20 ms."""

ABOUT = "local_copies"
"""What the event says was purged."""


def due_copies(desk: Desk) -> Mapping[str, int]:
    """How many copies are past their time, by programme; nothing is touched."""
    return Counter(programme for page in _pages(desk) for _uid, programme in page)


def purge_copies(desk: Desk) -> int:
    """Wipe every copy that is past its time, step by step; how many that were.

    Raises: Trouble of the store; what was wiped until then stays wiped.
    """
    desk.store.write(lambda: _note(least_ms=0), Priority.REPORT)
    parts = (part for page in _pages(desk) for part in _parts([uid for uid, _programme in page]))
    return sum(len(_wipe(desk, part)) for part in parts)


def purge_meanwhile(desk: Desk, on_purged: Callable[[frozenset[uuid.UUID]], None]) -> None:
    """The same once a day without waiting, step by step behind whatever else there is to do; for every unlocking.

    A store that is closed or in trouble stops it; a later day goes on with what is left.

    Args:
        on_purged: told which registrations are gone, in the database's thread.
    """
    if desk.store.profile.server is not None:
        _later(desk, lambda: _begin(desk, on_purged))


def _later(desk: Desk, job: Callable[[], None]) -> None:
    with suppress(RuntimeError):  # the store is being closed
        desk.submit(job, is_report=True).add_done_callback(_note_trouble)


def _note_trouble(done: Future[None]) -> None:
    error = done.exception()
    if isinstance(error, Trouble):
        LOG.warning("old copies are not purged: %s", error.code)
    elif error is not None:
        done.result()  # a bug is heard like every other one


def _begin(desk: Desk, on_purged: Callable[[frozenset[uuid.UUID]], None]) -> None:
    if desk.store.write(lambda: _note(least_ms=MS_A_DAY), Priority.REPORT):
        _go_on(desk, on_purged, 0)


def _go_on(desk: Desk, on_purged: Callable[[frozenset[uuid.UUID]], None], after: int) -> None:
    """Look through one stretch, queue its wiping, and behind it the next stretch."""
    page = desk.store.run(lambda: rows.due_page(after, _vouched(desk), _to_look_at()), Priority.REPORT)
    for part in _parts([uid for uid, _programme in page.due]):
        _later(desk, partial(_wipe_and_tell, desk, part, on_purged))
    if page.after:
        _later(desk, lambda: _go_on(desk, on_purged, page.after))


def _wipe_and_tell(desk: Desk, uids: Sequence[uuid.UUID], on_purged: Callable[[frozenset[uuid.UUID]], None]) -> None:
    on_purged(frozenset(_wipe(desk, uids)))


def _note(*, least_ms: int) -> bool:
    """Note how far the server vouches by now; ``False`` if that was noted less than so long ago, or never heard."""
    heard_ms, last_ms = _heard_ms(), rows.last_note_ms()
    if heard_ms is None or (last_ms is not None and heard_ms - last_ms < least_ms):
        return False
    rows.note_receipts(heard_ms)
    return True


def _heard_ms() -> int | None:
    """The server's clock when it was last heard; inside a job."""
    profile = read_profile()
    return None if profile.last_contact_ms is None else profile.last_contact_ms - (profile.drift_ms or 0)


def _vouched(desk: Desk) -> dict[str, Mapping[bytes, int]]:
    """What the server has vouched for since each programme's days began; inside a job."""
    heard_ms = _heard_ms()
    days = {code: _days_of(desk, code) for code in rows.programmes_kept()} if heard_ms is not None else {}
    return {code: rows.vouched_at((heard_ms or 0) - many * MS_A_DAY) for code, many in days.items() if many is not None}


def _days_of(desk: Desk, code: str) -> int | None:
    """How long copies of this programme are kept; ``None`` = nobody said so, so they stay."""
    try:
        retention = desk.programme_of(code).retention
    except Trouble:  # only a newer program knows it
        return None
    return retention.local_days if retention else None


def _to_look_at() -> frozenset[uuid.UUID]:
    """What the server wants a person to look at stays until it is right."""
    return frozenset(act.about for act in outgoing_to_look_at() if act.about is not None)


def _pages(desk: Desk) -> Iterator[Sequence[tuple[uuid.UUID, str]]]:
    after, is_more = 0, True
    while is_more:
        page = desk.store.run(lambda: rows.due_page(after, _vouched(desk), _to_look_at()), Priority.REPORT)  # noqa: B023 - run at once
        yield page.due
        after, is_more = page.after, bool(page.after)


def _parts(uids: Sequence[uuid.UUID]) -> Iterator[Sequence[uuid.UUID]]:
    yield from (uids[at : at + STEP] for at in range(0, len(uids), STEP))


def _wipe(desk: Desk, uids: Sequence[uuid.UUID]) -> list[uuid.UUID]:
    """Wipe some copies and say so in the log, in one transaction."""

    def wipe() -> list[uuid.UUID]:
        sealer = desk.keys.sealer
        wiped = [uid for uid in uids if _are_slips_gone(desk, uid) and rows.wipe(sealer, uid)]
        rows.wipe_steps()
        if wiped:
            body = RemarkBody(ABOUT, len(wiped), desk.keys.officer.name)
            append(desk.writer(), Kind.COPIES_PURGED, body, at_ms=desk.now_ms())
        return wiped

    wiped = desk.store.write(wipe, Priority.REPORT)
    LOG.info("copies of %d registrations purged", len(wiped))
    return wiped


def _are_slips_gone(desk: Desk, uid: uuid.UUID) -> bool:
    """Delete the sealed papers of a registration; where one cannot be deleted, the whole copy waits for another day."""
    try:
        for kind, copy_no in rows.slips_of(uid):
            (desk.store.home / SLIPS / sealed_name(uid, kind, copy_no)).unlink(missing_ok=True)
    except OSError as error:
        LOG.warning("a sealed paper cannot be deleted: %s", os_reason(error.errno))
        return False
    return True
