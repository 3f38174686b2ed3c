"""The way down: a signed receipt, outcomes of single events, and news from the post's other devices."""

from __future__ import annotations

import msgspec

from core.clock import to_ms
from core.signing import Purpose
from core.wire.envelope import (
    Change,
    EventOutcome,
    EventUp,
    ExchangeReply,
    Receipt,
    receipt_message,
)
from core.wire.events import GENESIS, Header, stream_name
from server.exchange.centre import Centre
from server.store import streams
from server.store.database import Work
from server.store.records import Device, StoredEvent, StreamHead

NEWS_EVENTS = 200
"""At most so many events of other devices in one answer."""

NEWS_BYTES = 128 * 1024
"""At most so many bytes of bodies in one answer (but always one event): a few seconds on a poor line."""

_HEADER_DECODER = msgspec.msgpack.Decoder(Header)


def receipt_stream(work: Work, device: Device, asked: bytes | None) -> StreamHead:
    """What a round without a batch is answered for: the stream it asks about, empty if nothing of it ever came.

    Args:
        asked: ``None`` = the device's newest stream.
    """
    known = streams.stream(work, asked) if asked else streams.newest_stream(work, device.uid)
    return known or StreamHead(asked or stream_name(device.uid, 1), device.post, b"", 0, GENESIS)


def packed_reply(
    centre: Centre, work: Work, device: Device, head: StreamHead, cursor: int, outcomes: tuple[EventOutcome, ...] = ()
) -> bytes:
    """The whole answer as bytes for the line.

    Args:
        cursor: up to where the device knows the post's feed; one beyond the feed (the server was restored from a
            backup) starts again from the beginning, because applying an event twice changes nothing.
    """
    end = streams.feed_no(work, device.post)
    events = streams.news(work, device.post, cursor if cursor <= end else 0, device.uid, NEWS_EVENTS + 1)
    sent = _bounded(events)
    has_more = len(sent) < len(events)
    reached = sent[-1].feed_no if has_more else end
    receipt = Receipt(centre.lineage, head.name, head.last_seq, head.last_hash, reached)
    return centre.codec.pack(
        ExchangeReply(
            receipt=receipt,
            receipt_signature=centre.key.sign(Purpose.RECEIPT, receipt_message(receipt)),
            server_at_ms=to_ms(centre.clock.now()),
            outcomes=outcomes,
            changes=tuple(_change(event) for event in sent),
            has_more=has_more,
        )
    )


def _bounded(events: tuple[StoredEvent, ...]) -> tuple[StoredEvent, ...]:
    size = 0
    for count, event in enumerate(events[:NEWS_EVENTS]):
        size += len(event.body)
        if size > NEWS_BYTES and count:
            return events[:count]
    return events[:NEWS_EVENTS]


def _change(event: StoredEvent) -> Change:
    header = _HEADER_DECODER.decode(event.header)
    return Change(
        feed_no=event.feed_no,
        stream=event.stream,
        seq=event.seq,
        event=EventUp(
            kind=header.kind,
            at_ms=header.at_ms,
            officer=header.officer,
            body=event.body,
            record=header.record,
            base=header.base,
            schema=header.schema,
        ),
    )
