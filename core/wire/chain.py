"""From a batch to its chained events and back: both ends run this same code, so their hashes cannot differ."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from core.ids import derived_uid_bytes
from core.wire.codec import Malformed
from core.wire.envelope import Batch, EventUp
from core.wire.events import Header, body_digest, header_bytes, packed_hash, salt


class Link(msgspec.Struct, frozen=True):
    """One event in its place: header, the header's hash, the body as opaque bytes, and the header's one byte form."""

    header: Header
    hash: bytes
    body: bytes
    packed: bytes


def expand(batch: Batch, salt_key: bytes, record_of: Callable[[int], bytes | None]) -> tuple[Link, ...]:
    """The chained events of a batch.

    Args:
        salt_key: the stream's key (from its first batch).
        record_of: the record created by an earlier event of this stream, or ``None`` if there is none.

    Raises: Malformed(EVENT_RECORD) if an event points to a record that no earlier event created.
    """
    links: list[Link] = []
    previous = batch.prev_hash
    for seq, event in enumerate(batch.events, batch.first_seq):
        record = _record(batch, seq, event, links, record_of)
        link = chained(batch.stream, batch.post, seq, event, record, salt_key, previous)
        links.append(link)
        previous = link.hash
    return tuple(links)


def chained(
    stream: bytes, post: str, seq: int, event: EventUp, record: bytes, salt_key: bytes, previous: bytes
) -> Link:
    """One event set into its place behind ``previous``."""
    header = Header(
        stream=stream,
        seq=seq,
        uid=derived_uid_bytes("event", stream, seq, event.at_ms),
        kind=event.kind,
        record=record,
        base=event.base,
        schema=event.schema,
        post=post,
        officer=event.officer,
        at_ms=event.at_ms,
        body_digest=body_digest(salt(salt_key, seq), event.body),
        prev_hash=previous,
    )
    packed = header_bytes(header)
    return Link(header, packed_hash(packed), event.body, packed)


def _record(
    batch: Batch, seq: int, event: EventUp, links: list[Link], record_of: Callable[[int], bytes | None]
) -> bytes:
    if event.record is None:
        return derived_uid_bytes("record", batch.stream, seq, event.at_ms)
    if isinstance(event.record, bytes):
        return event.record
    if batch.first_seq <= event.record < seq:
        return links[event.record - batch.first_seq].header.record
    record = record_of(event.record) if 1 <= event.record < batch.first_seq else None
    if record is None:
        raise Malformed("EVENT_RECORD", str(event.record))
    return record
