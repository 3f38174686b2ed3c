"""Queries about streams, their events, the posts' feeds and the kept answers.

A writing transaction holds the stream and the post's counter that it has read, so neither can change under it.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable
from typing import Any

from core.wire.events import Kind
from core.wire.sets import EMPTY_SUM, added
from server.store import statements
from server.store.bulk import insert_tuples, storable
from server.store.database import Work
from server.store.records import HeldEvent, StoredEvent, StreamHead
from server.store.statements import select
from server.store.tables import LATER_ACTS, AnswerRow, EventRow, PostRow, StreamRow

KEPT_ANSWERS = 8
"""Answers kept per stream: more than a desk ever has on the line at once."""

PAGE = 500

EventValues = tuple[Any, ...]
"""The values of a StoredEvent, in its order."""

_HEAD = ("name", "post", "salt_key", "last_seq", "last_hash", "set_sum", "sum_seq", "block")
_STORED = StoredEvent.__struct_fields__
_KIND = _STORED.index("kind")

_POST = select(PostRow, ["code"], 'WHERE "code" = ?')
_FEED_NO = select(PostRow, ["feed_no"], 'WHERE "code" = ?')
_RAISE_FEED_NO = 'UPDATE "post" SET "feed_no" = "feed_no" + ? WHERE "code" = ?'

_STREAM = select(StreamRow, _HEAD, 'WHERE "name" = ?')
_NEWEST_STREAM = select(StreamRow, _HEAD, 'WHERE "device" = ? ORDER BY "name" DESC LIMIT 1')
_ALL_STREAMS = select(StreamRow, _HEAD, 'ORDER BY "post", "name"')
_STREAMS_OF = select(StreamRow, _HEAD, 'WHERE "post" = ? ORDER BY "name"')
_SAVE_STREAM = (
    'INSERT INTO "stream"'
    ' ("name", "device", "post", "salt_key", "last_seq", "last_hash", "set_sum", "sum_seq", "block")'
    ' VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT ("name") DO UPDATE SET "salt_key" = EXCLUDED."salt_key",'
    ' "last_seq" = EXCLUDED."last_seq", "last_hash" = EXCLUDED."last_hash", "set_sum" = EXCLUDED."set_sum",'
    ' "sum_seq" = EXCLUDED."sum_seq", "block" = EXCLUDED."block"'
)

_HELD = ("seq", "header_hash", "attention", "attention_facts", "feed_no")
_HELD_EVENTS = select(EventRow, _HELD, 'WHERE "stream" = ? AND "seq" BETWEEN ? AND ?')
_RECORDS_AT = select(EventRow, ["seq", "record"], 'WHERE "stream" = ? AND "seq" {among}')
_HASH_AT = select(EventRow, ["header_hash"], 'WHERE "stream" = ? AND "seq" = ?')
_HASHES = select(EventRow, ["header_hash"], 'WHERE "stream" = ? AND "seq" BETWEEN ? AND ? ORDER BY "seq"')
_SET_ASIDE = select(
    EventRow,
    ["record"],
    """WHERE "stream" = ? AND "kind" = ? AND "attention" = 'RECORD_ELSEWHERE' AND "record" {among}""",
)
_NEWS = select(EventRow, _STORED, 'WHERE "post" = ? AND "feed_no" > ? AND "stream" != ? ORDER BY "feed_no" LIMIT ?')
_BEHIND = select(EventRow, _STORED, 'WHERE "stream" = ? AND "seq" > ? ORDER BY "seq" LIMIT ?')
_WITH_UIDS = select(EventRow, _STORED, 'WHERE "uid" {among}')
_LATER = f'WHERE "post" = ? AND {LATER_ACTS.sql} AND "record" {{among}}'
_ANY_LATER = select(EventRow, ["seq"], f'WHERE "post" = ? AND {LATER_ACTS.sql} AND "record" BETWEEN ? AND ? LIMIT 1')
_WRITERS = select(EventRow, ["record", "stream"], _LATER)
_LATER_EVENTS = select(EventRow, _STORED, _LATER)
_STEP_KINDS = ", ".join(f"'{kind}'" for kind in (Kind.STAGE_REACHED, Kind.BATCH_JOINED, Kind.PORTAL_TYPED))
STEPS = select(
    EventRow, _STORED, f'WHERE "post" = ? AND {LATER_ACTS.sql} AND "kind" IN ({_STEP_KINDS}) AND "record" {{among}}'
)
"""Open to the test that asks SQLite by which index it goes."""

_STRAY = (
    'SELECT "stream", MIN("seq"), MIN("post") FROM "event"'
    ' WHERE "stream" NOT IN (SELECT "name" FROM "stream") GROUP BY "stream"'
)

_ANSWER = select(AnswerRow, ["reply"], 'WHERE "stream" = ? AND "request_digest" = ?')
_NEWEST_ANSWER = select(AnswerRow, ["answer_no"], 'WHERE "stream" = ? ORDER BY "answer_no" DESC LIMIT 1')
_KEEP_ANSWER = 'INSERT INTO "answer" ("stream", "request_digest", "reply", "answer_no") VALUES (?, ?, ?, ?)'
_FORGET_ANSWERS = 'DELETE FROM "answer" WHERE "stream" = ? AND "answer_no" <= ?'


def lock_post(work: Work, post: str) -> None:
    """Let nobody else write for this post until the transaction ends; the post's row stands for all that is its.

    SQLite's writing transaction holds the whole database already.
    """
    if work.has_rivals:
        statements.held_first(work, _POST, post)


def stream(work: Work, name: bytes) -> StreamHead | None:
    """How far this stream reaches; where anything may be written nobody else moves it meanwhile."""
    row = statements.held_first(work, _STREAM, name)
    return _head(work, row) if row else None


def newest_stream(work: Work, device: uuid.UUID) -> StreamHead | None:
    """The stream of a device's latest incarnation that sent anything."""
    row = statements.first(work, _NEWEST_STREAM, device.bytes)
    return _head(work, row) if row else None


def all_streams(work: Work) -> tuple[StreamHead, ...]:
    """Every stream, by post, device and incarnation."""
    return tuple(_head(work, row) for row in statements.rows(work, _ALL_STREAMS))


def stray_events(work: Work) -> tuple[tuple[bytes, int, str], ...]:
    """Streams (name, first place, post) of which there are events and no row: somebody has deleted past the program."""
    return tuple((name, seq, post) for name, seq, post in statements.rows(work, _STRAY))


def save_stream(work: Work, head: StreamHead) -> None:
    """Add a stream, or move its head."""
    place = (head.name, head.name[:16], head.post, head.salt_key)
    reached = (head.last_seq, head.last_hash, head.set_sum, head.last_seq)
    statements.run(work, _SAVE_STREAM, *place, *reached, head.block or None)


def held_events(work: Work, name: bytes, first_seq: int, last_seq: int) -> dict[int, HeldEvent]:
    """What is held of a stretch of a stream, by seq."""
    return {seq: HeldEvent(*rest) for seq, *rest in statements.rows(work, _HELD_EVENTS, name, first_seq, last_seq)}


def records_at(work: Work, name: bytes, seqs: Collection[int]) -> dict[int, bytes]:
    """The records that events of a stream are about, by seq."""
    return dict(statements.rows_among(work, _RECORDS_AT, seqs, name))


def take_feed_numbers(work: Work, post: str, count: int) -> int:
    """Reserve ``count`` numbers of a post's feed; the first of them."""
    statements.run(work, _RAISE_FEED_NO, count, post)
    return feed_no(work, post) - count + 1


def feed_no(work: Work, post: str) -> int:
    """The highest number of a post's feed; 0 if it is empty. Raises: LookupError if there is no such post."""
    row = statements.first(work, _FEED_NO, post)
    if row is None:
        raise LookupError(post)
    number: int = row[0]
    return number


def add_events(work: Work, events: Iterable[EventValues]) -> None:
    """Append events."""
    insert_tuples(work, EventRow, _STORED, [_storable_event(row) for row in events])


def news(work: Work, post: str, cursor: int, but: bytes, limit: int) -> tuple[StoredEvent, ...]:
    """Events of a post after ``cursor``, in feed order, but those of one stream.

    A device's earlier lives count as others: what it wrote in them and lost in a restore comes back to it this way.
    """
    return _events(statements.rows(work, _NEWS, post, cursor, but, limit))


def events_behind(work: Work, name: bytes, seq: int, limit: int) -> tuple[StoredEvent, ...]:
    """The events of a stream behind a place, in order."""
    return _events(statements.rows(work, _BEHIND, name, seq, limit))


def events_with(work: Work, uids: Collection[bytes]) -> tuple[StoredEvent, ...]:
    """The events with these uids."""
    return _events(statements.rows_among(work, _WITH_UIDS, uids))


def set_aside(work: Work, name: bytes, records: Collection[bytes]) -> set[bytes]:
    """Those of these records under whose uid this stream has registered somebody else than who stands there."""
    return {record for (record,) in statements.rows_among(work, _SET_ASIDE, records, name, Kind.REGISTERED.value)}


def hash_at(work: Work, name: bytes, seq: int) -> bytes | None:
    """The header hash of the event at this place."""
    row = statements.first(work, _HASH_AT, name, seq)
    return row[0] if row else None


def streams_of(work: Work, post: str) -> tuple[StreamHead, ...]:
    """Every stream of a post."""
    return tuple(_head(work, row) for row in statements.rows(work, _STREAMS_OF, post))


def page_of_events(work: Work, after: tuple[str, int]) -> tuple[StoredEvent, ...]:
    """The next events after this post and feed number, over all posts."""
    post, number = after
    later = (EventRow.post > post) | ((EventRow.post == post) & (EventRow.feed_no > number))
    page = EventRow.select().where(later).order_by(EventRow.post, EventRow.feed_no).limit(PAGE)
    return tuple(StoredEvent(**row) for row in page.dicts().execute(work.db))


def writers_of(work: Work, post: str, records: Collection[bytes]) -> dict[bytes, set[bytes]]:
    """Which streams hold later acts on each of these records; a record without any is left out."""
    found: dict[bytes, set[bytes]] = {}
    if not records or statements.first(work, _ANY_LATER, post, min(records), max(records)) is None:
        return found  # uids begin with the time: nobody has acted yet on what a desk has just made
    for record, name in statements.rows_among(work, _WRITERS, records, post):
        found.setdefault(record, set()).add(name)
    return found


def acts_on(
    work: Work, post: str, records: Collection[bytes], first_uids: Collection[bytes]
) -> tuple[StoredEvent, ...]:
    """Everything that was done with these records, in feed order.

    Args:
        first_uids: the events that created them, as far as they came.
    """
    later = later_acts_on(work, post, records)
    return tuple(sorted((*events_with(work, first_uids), *later), key=lambda event: event.feed_no))


def later_acts_on(work: Work, post: str, records: Collection[bytes]) -> tuple[StoredEvent, ...]:
    """The same without the events that created them."""
    found = _events(statements.rows_among(work, _LATER_EVENTS, records, post))
    return tuple(sorted(found, key=lambda event: event.feed_no))


def steps_of(work: Work, post: str, records: Collection[bytes]) -> tuple[StoredEvent, ...]:
    """The events of a post that say where these registrations stand after the desk."""
    return _events(statements.rows_among(work, STEPS, records, post))


def answer(work: Work, name: bytes, request_digest: bytes) -> bytes | None:
    """The reply that this very request of a stream got before."""
    row = statements.first(work, _ANSWER, name, request_digest)
    return row[0] if row else None


def keep_answer(work: Work, name: bytes, request_digest: bytes, reply: bytes) -> None:
    """Keep a reply for the same request; only the latest few of a stream stay."""
    newest = statements.first(work, _NEWEST_ANSWER, name)
    number = newest[0] + 1 if newest else 1
    statements.run(work, _KEEP_ANSWER, name, request_digest, reply, number)
    statements.run(work, _FORGET_ANSWERS, name, number - KEPT_ANSWERS)


def _storable_event(row: EventValues) -> EventValues:
    return row if "\0" not in row[_KIND] else (*row[:_KIND], storable(row[_KIND]), *row[_KIND + 1 :])


def _events(rows: Iterable[tuple[Any, ...]]) -> tuple[StoredEvent, ...]:
    return tuple(StoredEvent(*row) for row in rows)


def _head(work: Work, row: tuple[Any, ...]) -> StreamHead:
    name, post, salt_key, last_seq, last_hash, set_sum, sum_seq, block = row
    total, known = set_sum or EMPTY_SUM, sum_seq or 0
    if known < last_seq:  # a process of an older version wrote what the sum does not cover
        hashes = statements.rows(work, _HASHES, name, known + 1, last_seq)
        total = added(total, (header_hash for (header_hash,) in hashes))
    return StreamHead(name, post, salt_key, last_seq, last_hash, total, block or 0)
