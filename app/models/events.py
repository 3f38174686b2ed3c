"""The event log: append within the verb's transaction, read for sending, remember receipts. Never changed, kept."""

from __future__ import annotations

import itertools
import secrets
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

import msgspec
import peewee

from app.models.heard import news_of
from app.models.sealing import Sealer
from app.models.statements import Value, insert, run
from app.models.tables import EventRow, StreamRow
from core.moves import MOVES
from core.typed import msgpack_as
from core.wire.chain import Link, chained
from core.wire.codec import Malformed, decode, encode
from core.wire.envelope import MAX_BODY_BYTES, EventUp, Placed, Receipt
from core.wire.events import GENESIS, SALT_KEY_BYTES, Header, Kind, event_uid, header_hash, record_uid
from core.wire.records import SCHEMA

MOST_BASES = 64
"""Uids that a header's base may hold on the wire."""

_TABLE = "event"

_HEAD = "SELECT head_seq, head_hash, sealed_salt_key FROM stream WHERE stream = ?"
_PLACE = "UPDATE event SET feed_no = seq + ? WHERE stream = ? AND seq BETWEEN ? AND ?"
_STATES = "SELECT stream, head_seq, head_hash, receipt_seq FROM stream ORDER BY receipt_seq DESC, stream"
_SALT_KEY = "SELECT sealed_salt_key FROM stream WHERE stream = ?"
_HASH_AT = "SELECT hash FROM event WHERE stream = ? AND seq = ?"
_AFTER = "SELECT header, sealed FROM event WHERE stream = ? AND seq > ? ORDER BY seq LIMIT ?"
_FIRST_ABOUT = "SELECT seq, header FROM event WHERE record = ? AND stream = ? ORDER BY seq LIMIT 1"
_COUNT_ABOUT = "SELECT COUNT(*) FROM event WHERE record = ? AND kind = ?"
_RECEIPT = """
    UPDATE stream SET receipt_seq = MIN(head_seq, ?), receipt = ?, receipt_signature = ? WHERE stream = ?"""
_MOVE_HEAD = "UPDATE stream SET head_seq = ?, head_hash = ? WHERE stream = ?"


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


def append(writer: Writer, kind: Kind, body: msgspec.Struct, *, at_ms: int, record: uuid.UUID | None = None) -> Link:
    """Append one event; call inside the transaction of the act it tells about.

    Args:
        record: the record it is about; ``None`` if this event creates it.
    """
    about = record.bytes if record else None
    base = _base(about, writer.sealer) if about else ()
    packed = encode(body)
    if len(packed) > MAX_BODY_BYTES:
        # the server would refuse it, and with it everything behind it in the log
        raise ValueError(f"{kind} of {len(packed)} bytes")
    return append_event(writer, EventUp(kind.value, at_ms, writer.officer.bytes, packed, about, base, SCHEMA))


def append_event(writer: Writer, event: EventUp) -> Link:
    """Append an event as it is; call inside a transaction. Without a record it creates one."""
    head = _head(writer)
    seq = head.seq + 1
    about = event.record if isinstance(event.record, bytes) else record_uid(writer.stream, seq, event.at_ms).bytes
    link = chained(writer.stream, writer.post, seq, event, about, head.salt_key, head.hash)
    values: dict[str, Value] = {
        "stream": writer.stream,
        "seq": seq,
        "kind": event.kind,
        "record": about,
        "header": encode(link.header),
        "hash": link.hash,
        "sealed": writer.sealer.seal(_TABLE, link.header.uid, link.body),
    }
    insert(EventRow, values)
    run(_MOVE_HEAD, seq, link.hash, writer.stream)
    return link


def _base(record: bytes, sealer: Sealer) -> tuple[bytes, ...]:
    """The last event of this record that was seen of each writer: this desk's own, and every neighbour's."""
    newest_first = peewee.SQL("rowid").desc()  # places of two streams say nothing about who came first
    row = EventRow.select(EventRow.header).where(EventRow.record == record).order_by(newest_first).first()
    own = (event_header(row).uid,) if row else ()
    latest = {one.stream: one for one in sorted(news_of(sealer, record), key=lambda one: one.seq)}
    seen = (event_uid(one.stream, one.seq, one.event.at_ms).bytes for one in latest.values())
    return tuple(itertools.islice((*own, *seen), MOST_BASES))


def event_header(row: EventRow) -> Header:
    """The header that a row holds."""
    return msgpack_as(bytes(row.header), Header)


@dataclass(frozen=True, slots=True)
class _Head:
    """Where a stream ends, and its key."""

    seq: int
    hash: bytes
    salt_key: bytes


def _head(writer: Writer) -> _Head:
    row = run(_HEAD, writer.stream).fetchone()
    if row is not None:
        return _Head(row[0], row[1], writer.sealer.open("stream", writer.stream, row[2]))
    new = _Head(0, GENESIS, secrets.token_bytes(SALT_KEY_BYTES))
    StreamRow.create(
        stream=writer.stream,
        sealed_salt_key=writer.sealer.seal("stream", writer.stream, new.salt_key),
        head_seq=new.seq,
        head_hash=new.hash,
    )
    return new


def stream_states() -> tuple[StreamState, ...]:
    """All streams of this device, in a fixed order."""
    return tuple(StreamState(*row) for row in run(_STATES).fetchall())


def salt_key(stream: bytes, sealer: Sealer) -> bytes:
    """The salt key of a stream, which must be there."""
    row = run(_SALT_KEY, stream).fetchone()
    if row is None:
        raise ValueError("no such stream")  # the store is damaged
    return sealer.open("stream", stream, row[0])


def hash_at(stream: bytes, seq: int) -> bytes | None:
    """The header hash at this place of the chain; the genesis hash at 0; ``None`` beyond the head."""
    if seq == 0:
        return GENESIS
    row = run(_HASH_AT, stream, seq).fetchone()
    return row[0] if row else None


def latest_at_ms() -> int | None:
    """When this desk wrote its last event, by its own clock; ``None`` before the first."""
    row = EventRow.select(EventRow.header).order_by(peewee.SQL("rowid").desc()).first()
    return event_header(row).at_ms if row else None


def events_after(stream: bytes, seq: int, limit: int, sealer: Sealer) -> tuple[tuple[Header, bytes], ...]:
    """Up to ``limit`` headers and opened bodies behind ``seq``, in order."""
    rows = run(_AFTER, stream, seq, limit).fetchall()  # to the end: a broken seal would leave the statement open
    headers = [msgpack_as(packed, Header) for packed, _ in rows]
    return tuple(
        (header, sealer.open(_TABLE, header.uid, sealed)) for header, (_, sealed) in zip(headers, rows, strict=True)
    )


def events_of(record: bytes, sealer: Sealer) -> tuple[tuple[Header, bytes], ...]:
    """Headers and opened bodies of this device's events about a record, in the order in which they were written."""
    rows = list(EventRow.select().where(EventRow.record == record).order_by(peewee.SQL("rowid")))
    headers = [event_header(row) for row in rows]
    return tuple(
        (header, sealer.open(_TABLE, header.uid, bytes(row.sealed))) for header, row in zip(headers, rows, strict=True)
    )


def count_about(record: uuid.UUID, kind: Kind) -> int:
    """How many events of a kind this device has written about a record."""
    row = run(_COUNT_ABOUT, record.bytes, kind.value).fetchone()
    return int(row[0])


def creator_seq(stream: bytes, record: bytes) -> int | None:
    """The place of the event of this stream that created a record, if it did."""
    row = run(_FIRST_ABOUT, record, stream).fetchone()
    if row is None or record_uid(stream, row[0], msgpack_as(row[1], Header).at_ms).bytes != record:
        return None
    return int(row[0])


def note_receipt(receipt: Receipt, signature: bytes) -> None:
    """Remember a verified receipt: everything up to it is *sent*, but never more than this desk holds itself.

    After a restore the server may hold more of an earlier stream than the desk still does.
    """
    run(_RECEIPT, receipt.have_seq, encode(receipt), signature, receipt.stream)


def note_places(stream: bytes, places: Iterable[Placed]) -> None:
    """Remember where the server has put our events in the order of the whole post."""
    for place in places:
        run(_PLACE, place.feed_no - place.seq, stream, place.seq, place.seq + place.count - 1)


def forget_receipt(stream: bytes, have_seq: int) -> None:
    """The server lost something: what lies behind ``have_seq`` waits again. The log was kept, so nothing is lost."""
    StreamRow.update(receipt_seq=have_seq).where(
        (StreamRow.stream == stream) & (StreamRow.receipt_seq > have_seq)
    ).execute()


def chain_problem() -> str | None:
    """Walk every stream: ``None`` if each header's hash, order and predecessor hold, else where it breaks.

    Registrations, tickets and helps are held against their events as well, so that neither can be taken away without
    the other.
    """
    for state in stream_states():
        place = _break_in(state)
        if place is not None:
            return f"{state.stream.hex()}:{place}"
    return _loose_end()


def _break_in(state: StreamState) -> int | None:
    previous, place = GENESIS, 0
    rows = run("SELECT seq, kind, record, hash, header FROM event WHERE stream = ? ORDER BY seq", state.stream)
    for place, (seq, kind, record, own_hash, packed) in enumerate(rows, 1):
        try:
            header = decode(packed, Header)
        except (Malformed, TypeError):  # damaged, or no bytes at all
            return place
        told = (header.stream, header.seq, header.kind, header.record, header.prev_hash, header_hash(header))
        if told != (state.stream, place, kind, record, previous, own_hash) or seq != place:
            return place
        previous = own_hash
    return None if (place, previous) == (state.head_seq, state.head_hash) else place


_MOVING = ", ".join(f"'{kind}'" for kind in (Kind.REGISTERED.value, *map(str, MOVES)))
"""Kinds of events whose registration must stand here."""


def _loose_end() -> str | None:
    row = run(
        f"""
        SELECT stream, seq FROM event WHERE stream NOT IN (SELECT stream FROM stream)
        UNION ALL
        SELECT stream, seq FROM event
        WHERE kind IN ({_MOVING}) AND NOT EXISTS (SELECT 1 FROM registration WHERE registration.uid = event.record)
        UNION ALL
        SELECT event.stream, event.seq FROM event JOIN registration ON registration.uid = event.record
        WHERE event.kind = 'withdrawn' AND registration.status != 'DITARIK'
        UNION ALL
        SELECT stream, seq FROM event WHERE kind = 'ticket_taken'
        AND NOT EXISTS (SELECT 1 FROM ticket WHERE ticket.stream = event.stream AND ticket.seq = event.seq)
        UNION ALL
        SELECT stream, seq FROM ticket AS ours
        WHERE NOT EXISTS (SELECT 1 FROM event WHERE stream = ours.stream AND seq = ours.seq AND record = ours.uid)
        AND NOT EXISTS (SELECT 1 FROM news WHERE stream = ours.stream AND seq = ours.seq)
        UNION ALL
        SELECT stream, seq FROM event WHERE kind = 'account_opened'
        AND NOT EXISTS (SELECT 1 FROM account WHERE account.stream = event.stream AND account.seq = event.seq)
        UNION ALL
        SELECT stream, seq FROM event WHERE kind = 'mailbox_reserved'
        AND NOT EXISTS (SELECT 1 FROM mail_act WHERE mail_act.stream = event.stream AND mail_act.seq = event.seq)
        UNION ALL
        SELECT stream, seq FROM account AS ours
        WHERE NOT EXISTS (SELECT 1 FROM event WHERE stream = ours.stream AND seq = ours.seq AND record = ours.uid)
        AND NOT EXISTS (SELECT 1 FROM news WHERE stream = ours.stream AND seq = ours.seq)
        UNION ALL
        SELECT stream, seq FROM registration AS ours
        WHERE NOT EXISTS (SELECT 1 FROM event WHERE stream = ours.stream AND seq = ours.seq AND record = ours.uid)
        AND NOT EXISTS (SELECT 1 FROM news WHERE stream = ours.stream AND seq = ours.seq)
        LIMIT 1""",  # noqa: S608 - our own words
    ).fetchone()
    return f"{row[0].hex()}:{row[1]}" if row else None
