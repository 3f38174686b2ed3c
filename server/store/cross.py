"""Queries about work over several posts (a queue, filled in the transactions that cause it) and about its notices."""

from __future__ import annotations

import json
import os
from collections.abc import Collection, Iterable

from server.store import statements
from server.store.bulk import insert_rows, insert_tuples
from server.store.database import Work
from server.store.records import CrossWork, Notice
from server.store.tables import LATER_ACTS, CrossWorkRow, EventRow, NoticeRow

_NOTICES = statements.select(
    NoticeRow, Notice.__slots__, 'WHERE "post" = ? AND "feed_no" > ? ORDER BY "feed_no" LIMIT ?'
)
_WORK = CrossWork.__slots__
_WAITING = statements.select(CrossWorkRow, ["uid"], "LIMIT 1")
_TO_DO = statements.select(CrossWorkRow, _WORK, 'WHERE "is_found" = ? LIMIT ?')
_OF_POST = statements.select(CrossWorkRow, _WORK, 'WHERE "is_found" = ? AND "post" = ? AND "uid" != ? LIMIT ?')
_END = 'DELETE FROM "cross_work" WHERE "uid" {among}'
_QUEUED = ("uid", "post", "record", "is_found")
_KEY_BYTES = 16


def add_work(work: Work, records: Iterable[tuple[str, bytes]], *, is_found: bool) -> None:
    """Queue registrations (post and uid).

    Args:
        is_found: whether others with the same claim are known already, so that only the post is to be told.
    """
    queued = list(records)
    # a key of its own for each: nobody waits for a row that somebody is working on
    keys = os.urandom(_KEY_BYTES * len(queued))
    rows = [
        (keys[_KEY_BYTES * place : _KEY_BYTES * (place + 1)], post, uid, is_found)
        for place, (post, uid) in enumerate(queued)
    ]
    insert_tuples(work, CrossWorkRow, _QUEUED, rows)


def is_work_waiting(work: Work) -> bool:
    """Whether anything is queued."""
    return statements.first(work, _WAITING) is not None


def take_work(work: Work, limit: int, *, is_found: bool) -> tuple[CrossWork, ...]:
    """Some of what is queued, nobody else's until the transaction ends; if ``is_found``, of one post only."""
    if not is_found:
        return _taken(work, _TO_DO, is_found, limit)
    first = _taken(work, _TO_DO, is_found, 1)
    return first + _taken(work, _OF_POST, is_found, first[0].post, first[0].uid, limit - 1) if first else ()


def end_work(work: Work, done: Collection[CrossWork]) -> None:
    """Take it out of the queue."""
    statements.run_among(work, _END, [one.uid for one in done])


def add_notices(work: Work, notices: Iterable[Notice]) -> None:
    """Tell a post; the numbers are of its feed, taken in this transaction."""
    rows = [{name: getattr(notice, name) for name in Notice.__slots__} for notice in notices]
    insert_rows(work, NoticeRow, [{**row, "facts": json.dumps(row["facts"])} for row in rows])


def notices(work: Work, post: str, cursor: int, limit: int) -> tuple[Notice, ...]:
    """What the server tells a post after ``cursor``, in feed order."""
    rows = [
        dict(zip(Notice.__slots__, row, strict=True)) for row in statements.rows(work, _NOTICES, post, cursor, limit)
    ]
    return tuple(Notice(**{**row, "facts": json.loads(row["facts"])}) for row in rows)


def told_facts(work: Work, post: str, record: bytes, first: tuple[bytes, int], code: str) -> tuple[dict[str, str], ...]:
    """The facts with which this code was told about a registration: by a notice, or with the outcome of an event.

    Args:
        first: stream and place of the event that the registration began with.
    """
    stream, seq = first
    told = NoticeRow.select(NoticeRow.facts).where(
        NoticeRow.post == post, NoticeRow.record == record, NoticeRow.code == code
    )
    flagged = EventRow.select(EventRow.attention_facts).where(EventRow.attention == code)
    at_first = flagged.where(EventRow.stream == stream, EventRow.seq == seq)
    later = flagged.where(EventRow.post == post, EventRow.record == record, LATER_ACTS)
    rows = [row for select in (told, at_first, later) for row in select.tuples().execute(work.db)]
    return tuple(json.loads(facts) for (facts,) in rows)


def _taken(work: Work, text: str, *values: statements.Value) -> tuple[CrossWork, ...]:
    locked = f"{text} FOR UPDATE SKIP LOCKED" if work.has_rivals else text
    return tuple(CrossWork(*row) for row in statements.rows(work, locked, *values))
