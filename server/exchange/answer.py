"""The way down: a signed receipt, outcomes of single events, and news from the post's other devices."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice

import msgspec

from core.clock import to_ms
from core.signing import Purpose
from core.versions import is_newer
from core.wire.envelope import (
    Change,
    EventOutcome,
    EventUp,
    ExchangeReply,
    ProgrammeDocument,
    Receipt,
    programme_message,
    receipt_message,
)
from core.wire.events import GENESIS, Header, stream_name
from server.exchange.centre import Centre
from server.store import streams
from server.store.database import Work
from server.store.programmes import newest_programmes
from server.store.records import Device, StoredEvent, StoredProgramme, StreamHead

NEWS_EVENTS = 200
"""At most so many events of other devices in one answer."""

MOST_PROGRAMMES = 12
"""At most so many files of programmes in one answer; the others come with the next."""

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


@dataclass(frozen=True, slots=True)
class Known:
    """What a device says it has.

    Args:
        cursor: up to where it knows the post's feed; one beyond the feed (the server was restored from a backup)
            starts again from the beginning, because applying an event twice changes nothing.
        programmes: versions of the programmes' files it has from a server; ``None`` = it takes none.
    """

    cursor: int
    programmes: Mapping[str, str] | None = None


def packed_reply(
    centre: Centre, work: Work, device: Device, head: StreamHead, known: Known, outcomes: tuple[EventOutcome, ...] = ()
) -> bytes:
    """The whole answer as bytes for the line."""
    end = streams.feed_no(work, device.post)
    cursor = known.cursor if known.cursor <= end else 0
    events = streams.news(work, device.post, cursor, device.uid, NEWS_EVENTS + 1)
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
            programmes=_programmes(centre, work, known.programmes),
        )
    )


def _programmes(centre: Centre, work: Work, known: Mapping[str, str] | None) -> tuple[ProgrammeDocument, ...]:
    """The files that are newer than what the device has; signed here, so that no line and no proxy can change rules."""
    if known is None:
        return ()
    newer = (one for one in newest_programmes(work) if one.code not in known or is_newer(one.version, known[one.code]))
    return tuple(_signed(centre, one) for one in islice(newer, MOST_PROGRAMMES))


def _signed(centre: Centre, one: StoredProgramme) -> ProgrammeDocument:
    message = programme_message(one.code, one.version, one.text)
    return ProgrammeDocument(one.code, one.version, one.text, centre.key.sign(Purpose.PROGRAMME, message))


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
