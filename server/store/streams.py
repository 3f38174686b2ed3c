"""Queries about streams, their events, the posts' feeds and the kept answers.

A writing transaction holds the database's lock, so a stream or a post's counter that it has read cannot change.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection
from typing import Any

from peewee import ModelSelect

from server.store.bulk import insert_rows
from server.store.database import Work
from server.store.records import HeldEvent, StoredEvent, StreamHead
from server.store.tables import STEP_KINDS, AnswerRow, EventRow, PostRow, StreamRow

KEPT_ANSWERS = 8
"""Answers kept per stream: more than a desk ever has on the line at once."""

PAGE = 500


def stream(work: Work, name: bytes) -> StreamHead | None:
    """How far this stream reaches."""
    row = StreamRow.select().where(StreamRow.name == name).dicts().first(work.db)
    return _head(row) if row else None


def newest_stream(work: Work, device: uuid.UUID) -> StreamHead | None:
    """The stream of a device's latest incarnation that sent anything."""
    select = StreamRow.select().where(StreamRow.device == device.bytes).order_by(StreamRow.name.desc())
    row = select.dicts().first(work.db)
    return _head(row) if row else None


def all_streams(work: Work) -> tuple[StreamHead, ...]:
    """Every stream, by post, device and incarnation."""
    select = StreamRow.select().order_by(StreamRow.post, StreamRow.name)
    return tuple(_head(row) for row in select.dicts().execute(work.db))


def save_stream(work: Work, head: StreamHead) -> None:
    """Add a stream, or move its head."""
    insert = StreamRow.insert(
        name=head.name,
        device=head.device.bytes,
        post=head.post,
        salt_key=head.salt_key,
        last_seq=head.last_seq,
        last_hash=head.last_hash,
    )
    moved = [StreamRow.last_seq, StreamRow.last_hash]
    insert.on_conflict(conflict_target=[StreamRow.name], preserve=moved).execute(work.db)


def held_events(work: Work, name: bytes, first_seq: int, last_seq: int) -> dict[int, HeldEvent]:
    """What is held of a stretch of a stream, by seq."""
    columns = (EventRow.seq, EventRow.header_hash, EventRow.attention, EventRow.attention_facts)
    select = EventRow.select(*columns).where(EventRow.stream == name, EventRow.seq.between(first_seq, last_seq))
    return {seq: HeldEvent(*rest) for seq, *rest in select.tuples().execute(work.db)}


def record_of(work: Work, name: bytes, seq: int) -> bytes | None:
    """The record that an event of a stream is about."""
    select = EventRow.select(EventRow.record).where(EventRow.stream == name, EventRow.seq == seq)
    record: bytes | None = select.scalar(work.db)
    return record


def take_feed_numbers(work: Work, post: str, count: int) -> int:
    """Reserve ``count`` numbers of a post's feed; the first of them."""
    PostRow.update(feed_no=PostRow.feed_no + count).where(PostRow.code == post).execute(work.db)
    return feed_no(work, post) - count + 1


def feed_no(work: Work, post: str) -> int:
    """The highest number of a post's feed; 0 if it is empty."""
    number: int = PostRow.select(PostRow.feed_no).where(PostRow.code == post).scalar(work.db)
    return number


def add_events(work: Work, events: list[StoredEvent]) -> None:
    """Append events."""
    insert_rows(work, EventRow, [{name: getattr(event, name) for name in StoredEvent.__slots__} for event in events])


def news(work: Work, post: str, cursor: int, device: uuid.UUID, limit: int) -> tuple[StoredEvent, ...]:
    """Events of other devices of a post after ``cursor``, in feed order."""
    first, last = device.bytes + bytes(4), device.bytes + b"\xff" * 4
    select = EventRow.select().where(
        EventRow.post == post, EventRow.feed_no > cursor, ~EventRow.stream.between(first, last)
    )
    return _events(work, select.order_by(EventRow.feed_no).limit(limit))


def page_of_events(work: Work, after: tuple[str, int]) -> tuple[StoredEvent, ...]:
    """The next events after this post and feed number, over all posts."""
    post, number = after
    later = (EventRow.post > post) | ((EventRow.post == post) & (EventRow.feed_no > number))
    select = EventRow.select().where(later).order_by(EventRow.post, EventRow.feed_no).limit(PAGE)
    return _events(work, select)


def steps_of(work: Work, post: str, records: Collection[bytes]) -> tuple[StoredEvent, ...]:
    """The events of a post that say where these registrations stand after the desk."""
    select = EventRow.select().where(EventRow.post == post, EventRow.record.in_(list(records)), STEP_KINDS)
    return _events(work, select)


def answer(work: Work, name: bytes, request_digest: bytes) -> bytes | None:
    """The reply that this very request of a stream got before."""
    select = AnswerRow.select(AnswerRow.reply)
    reply: bytes | None = select.where(AnswerRow.stream == name, AnswerRow.request_digest == request_digest).scalar(
        work.db
    )
    return reply


def keep_answer(work: Work, name: bytes, request_digest: bytes, reply: bytes) -> None:
    """Keep a reply for the same request; only the latest few of a stream stay."""
    newest = AnswerRow.select(AnswerRow.answer_no).where(AnswerRow.stream == name).order_by(AnswerRow.answer_no.desc())
    number = (newest.scalar(work.db) or 0) + 1
    AnswerRow.insert(stream=name, request_digest=request_digest, reply=reply, answer_no=number).execute(work.db)
    stale = AnswerRow.delete().where(AnswerRow.stream == name, AnswerRow.answer_no <= number - KEPT_ANSWERS)
    stale.execute(work.db)


def _events(work: Work, select: ModelSelect[EventRow]) -> tuple[StoredEvent, ...]:
    return tuple(StoredEvent(**row) for row in select.dicts().execute(work.db))


def _head(row: dict[str, Any]) -> StreamHead:
    return StreamHead(**{name: row[name] for name in StreamHead.__slots__})
