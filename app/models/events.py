"""The event log: append within the verb's transaction, read for sending, remember receipts. Never changed, kept."""

from __future__ import annotations

import json
import secrets
import uuid
from collections.abc import Mapping
from dataclasses import dataclass

import msgspec

from app.models.sealing import Sealer
from app.models.tables import AttentionRow, EventRow, StreamRow
from core.wire.chain import Link, chained
from core.wire.codec import encode
from core.wire.envelope import EventUp, Receipt
from core.wire.events import GENESIS, SALT_KEY_BYTES, Header, Kind, header_hash, record_uid
from core.wire.records import SCHEMA

_TABLE = "event"


@dataclass(frozen=True, slots=True)
class Writer:
    """Who writes into which stream, and with what seal."""

    stream: bytes
    post: str
    officer: uuid.UUID
    sealer: Sealer


@dataclass(frozen=True, slots=True)
class StreamState:
    """A stream's head, and how far the server vouches for it."""

    stream: bytes
    head_seq: int
    head_hash: bytes
    receipt_seq: int

    @property
    def pending(self) -> int:
        """Events that are not yet under a receipt."""
        return max(self.head_seq - self.receipt_seq, 0)


def next_record_uid(writer: Writer, at_ms: int) -> uuid.UUID:
    """The uid of the record that the next event of this stream creates."""
    return record_uid(writer.stream, _head(writer).head_seq + 1, at_ms)


def append(writer: Writer, kind: Kind, body: msgspec.Struct, *, at_ms: int, record: uuid.UUID | None = None) -> Link:
    """Append one event; call inside the transaction of the act it tells about.

    Args:
        record: the record it is about; ``None`` if this event creates it.
    """
    head = _head(writer)
    seq = head.head_seq + 1
    about = record.bytes if record else record_uid(writer.stream, seq, at_ms).bytes
    base = _base(about) if record else ()
    event = EventUp(kind.value, at_ms, writer.officer.bytes, encode(body), base=base, schema=SCHEMA)
    salt_key = writer.sealer.open("stream", writer.stream, bytes(head.sealed_salt_key))
    link = chained(writer.stream, writer.post, seq, event, about, salt_key, bytes(head.head_hash))
    EventRow.insert(
        stream=writer.stream,
        seq=seq,
        kind=kind.value,
        record=about,
        header=encode(link.header),
        hash=link.hash,
        sealed=writer.sealer.seal(_TABLE, link.header.uid, link.body),
    ).execute()
    StreamRow.update(head_seq=seq, head_hash=link.hash).where(StreamRow.stream == writer.stream).execute()
    return link


def _base(record: bytes) -> tuple[bytes, ...]:
    row = EventRow.select(EventRow.header).where(EventRow.record == record).order_by(EventRow.seq.desc()).first()
    return (_header(row).uid,) if row else ()


def _header(row: EventRow) -> Header:
    return msgspec.msgpack.decode(bytes(row.header), type=Header)


def _head(writer: Writer) -> StreamRow:
    row = StreamRow.get_or_none(StreamRow.stream == writer.stream)
    if row is not None:
        return row
    salt_key = secrets.token_bytes(SALT_KEY_BYTES)
    return StreamRow.create(
        stream=writer.stream,
        sealed_salt_key=writer.sealer.seal("stream", writer.stream, salt_key),
        head_seq=0,
        head_hash=GENESIS,
    )


def stream_states() -> tuple[StreamState, ...]:
    """All streams of this device, the eldest first."""
    rows = StreamRow.select().order_by(StreamRow.receipt_seq.desc(), StreamRow.stream)
    return tuple(StreamState(bytes(row.stream), row.head_seq, bytes(row.head_hash), row.receipt_seq) for row in rows)


def salt_key(stream: bytes, sealer: Sealer) -> bytes:
    """The salt key of a stream."""
    row = StreamRow.get_by_id(stream)
    return sealer.open("stream", stream, bytes(row.sealed_salt_key))


def hash_at(stream: bytes, seq: int) -> bytes | None:
    """The header hash at this place of the chain; the genesis hash at 0; ``None`` beyond the head."""
    if seq == 0:
        return GENESIS
    row = EventRow.get_or_none((EventRow.stream == stream) & (EventRow.seq == seq))
    return bytes(row.hash) if row else None


def events_after(stream: bytes, seq: int, limit: int, sealer: Sealer) -> tuple[tuple[Header, bytes], ...]:
    """Up to ``limit`` headers and opened bodies behind ``seq``, in order."""
    rows = (
        EventRow.select().where((EventRow.stream == stream) & (EventRow.seq > seq)).order_by(EventRow.seq).limit(limit)
    )
    opened = []
    for row in rows:
        header = _header(row)
        opened.append((header, sealer.open(_TABLE, header.uid, bytes(row.sealed))))
    return tuple(opened)


def creator_seq(stream: bytes, record: bytes) -> int | None:
    """The place of the event of this stream that created a record, if it did."""
    row = (
        EventRow.select(EventRow.seq, EventRow.header)
        .where((EventRow.record == record) & (EventRow.stream == stream))
        .order_by(EventRow.seq)
        .first()
    )
    if row is None or record_uid(stream, row.seq, _header(row).at_ms).bytes != record:
        return None
    return int(row.seq)


def note_receipt(receipt: Receipt, signature: bytes) -> None:
    """Remember a verified receipt: everything up to it is *sent*."""
    StreamRow.update(receipt_seq=receipt.have_seq, receipt=encode(receipt), receipt_signature=signature).where(
        StreamRow.stream == receipt.stream
    ).execute()


def forget_receipt(stream: bytes, have_seq: int) -> None:
    """The server lost something: what lies behind ``have_seq`` waits again. The log was kept, so nothing is lost."""
    StreamRow.update(receipt_seq=have_seq).where(
        (StreamRow.stream == stream) & (StreamRow.receipt_seq > have_seq)
    ).execute()


def note_attention(stream: bytes, seq: int, code: str, facts: Mapping[str, str], at_ms: int) -> None:
    """Remember what the server wants a person to look at."""
    text = json.dumps(dict(facts), sort_keys=True)
    row = AttentionRow.insert(stream=stream, seq=seq, code=code, facts=text, at_ms=at_ms)
    row.on_conflict_replace().execute()


def attention_count() -> int:
    """How many events need a person's attention."""
    return AttentionRow.select().count()


def chain_problem() -> str | None:
    """Walk every stream: ``None`` if each header's hash, order and predecessor hold, else where it breaks."""
    for state in stream_states():
        previous, place = GENESIS, 0
        query = EventRow.select().where(EventRow.stream == state.stream).order_by(EventRow.seq)
        for row in query:
            header = _header(row)
            place += 1
            if (header.seq, header.prev_hash, header_hash(header)) != (place, previous, bytes(row.hash)):
                return f"{state.stream.hex()}:{place}"
            previous = bytes(row.hash)
        if (place, previous) != (state.head_seq, state.head_hash):
            return f"{state.stream.hex()}:{place}"
    return None
