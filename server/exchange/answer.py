"""The way down: a signed receipt, outcomes of single events, and news from the post's other devices."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice

from core.clock import to_ms
from core.signing import Purpose
from core.typed import msgpack_as
from core.versions import is_newer
from core.wire.envelope import (
    Author,
    Change,
    EventOutcome,
    EventUp,
    ExchangeReply,
    ExchangeRequest,
    MailSpace,
    Notice,
    Placed,
    ProgrammeDocument,
    Receipt,
    StreamSet,
    Wanted,
    programme_message,
    receipt_message,
)
from core.wire.events import GENESIS, Header, stream_name
from core.wire.sets import post_digest
from server.exchange.centre import Centre
from server.exchange.certificates import author, certificate_of
from server.exchange.device_keys import KeyPage, key_page
from server.store import streams
from server.store.cross import notices
from server.store.database import Work
from server.store.programmes import newest_versions, programme
from server.store.records import Device, StoredEvent, StoredProgramme, StreamHead
from server.store.records import Notice as StoredNotice

NEWS_EVENTS = 200
"""At most so many events of other devices in one answer."""

MOST_PROGRAMMES = 12
"""At most so many files of programmes in one answer; the others come with the next."""

NEWS_BYTES = 128 * 1024
"""At most so many bytes of bodies in one answer (but always one event): a few seconds on a poor line."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a round.

    Args:
        places: where its events stand in the feed.
        block: the number block of this life of the device from now on; 0 = as before.
        mail_space: names of mailboxes, where the desk does not know them.
    """

    outcomes: tuple[EventOutcome, ...] = ()
    places: tuple[Placed, ...] = ()
    block: int = 0
    mail_space: MailSpace | None = None


@dataclass(frozen=True, slots=True)
class _News:
    """Events for the desk, up to which place of the feed they reach, and what the server lacks itself."""

    events: tuple[StoredEvent, ...]
    cursor: int
    has_more: bool
    wanted: tuple[Wanted, ...] = ()
    notices: tuple[Notice, ...] = ()


def receipt_stream(work: Work, device: Device, asked: bytes | None) -> StreamHead:
    """What a round without a batch is answered for: the stream it asks about, empty if nothing of it ever came.

    Args:
        asked: ``None`` = the device's newest stream.
    """
    known = streams.stream(work, asked) if asked else streams.newest_stream(work, device.uid)
    return known or StreamHead(asked or stream_name(device.uid, 1), device.post, b"", 0, GENESIS)


def packed_reply(
    centre: Centre, work: Work, device: Device, head: StreamHead, request: ExchangeRequest, taken: Taken | None = None
) -> bytes:
    """The whole answer as bytes for the line."""
    done = taken or Taken()
    heads = streams.streams_of(work, device.post)
    news = _news(work, device, head, request, heads)
    receipt = Receipt(centre.lineage, head.name, head.last_seq, head.last_hash, news.cursor)
    needs_certificate = done.block or not request.has_certificate
    keys = KeyPage() if news.has_more else key_page(centre, work, device, request.keys_seen)
    has_more = news.has_more or keys.has_more
    return centre.codec.pack(
        ExchangeReply(
            receipt=receipt,
            receipt_signature=centre.key.sign(Purpose.RECEIPT, receipt_message(receipt)),
            server_at_ms=to_ms(centre.clock.now()),
            outcomes=done.outcomes,
            changes=tuple(_change(event) for event in news.events),
            has_more=has_more,
            programmes=_programmes(centre, work, request.programmes),
            set_digest=None if has_more else post_digest(_set_of(one) for one in heads),
            places=done.places,
            authors=_authors(centre, work, news.events, heads),
            notices=news.notices,
            wanted=news.wanted,
            block=done.block,
            certificate=certificate_of(centre, work, device.uid) if needs_certificate else None,
            device_keys=keys.words,
            mail_space=done.mail_space,
        )
    )


def _news(
    work: Work, device: Device, head: StreamHead, request: ExchangeRequest, heads: tuple[StreamHead, ...]
) -> _News:
    """What the desk does not know yet: by place in the feed, or, where sets are compared, stream by stream.

    A cursor beyond the feed (the server was put back from a backup) starts again from the beginning, because applying
    an event twice changes nothing.
    """
    end = streams.feed_no(work, device.post)
    cursor = request.cursor if request.cursor <= end else 0
    if not request.wants_news:
        return _News((), cursor, has_more=True)
    if request.sets is None:
        return _fresh(work, device.post, head.name, cursor, end)
    theirs = {one.stream: one for one in request.sets}
    events = _lacking(work, head, theirs, heads)
    sent = _bounded(events)
    return _News(sent, cursor, len(sent) < len(events), _wanted(theirs, heads))


def _fresh(work: Work, post: str, but: bytes, cursor: int, end: int) -> _News:
    """Events and notices behind a place of the feed, both up to the same place."""
    events = streams.news(work, post, cursor, but, NEWS_EVENTS + 1)
    sent = _bounded(events)
    told = notices(work, post, cursor, NEWS_EVENTS + 1)
    reached = sent[-1].feed_no if len(sent) < len(events) else end
    if len(told) > NEWS_EVENTS:
        reached = min(reached, told[NEWS_EVENTS - 1].feed_no)
    return _News(
        events=tuple(event for event in sent if event.feed_no <= reached),
        cursor=reached,
        has_more=reached < end,
        notices=tuple(_notice(one) for one in told if one.feed_no <= reached),
    )


def _notice(told: StoredNotice) -> Notice:
    return Notice(told.feed_no, told.stream, told.seq, told.code, dict(told.facts))


def _lacking(
    work: Work, head: StreamHead, theirs: Mapping[bytes, StreamSet], heads: tuple[StreamHead, ...]
) -> tuple[StoredEvent, ...]:
    """The first events that the desk lacks of each stream but the one that it writes."""
    found: tuple[StoredEvent, ...] = ()
    for ours in heads:
        has = theirs[ours.name].count if ours.name in theirs else 0
        if ours.name != head.name and has < ours.last_seq and len(found) <= NEWS_EVENTS:
            found += streams.events_behind(work, ours.name, has, NEWS_EVENTS + 1 - len(found))
    return found


def _wanted(theirs: Mapping[bytes, StreamSet], heads: tuple[StreamHead, ...]) -> tuple[Wanted, ...]:
    """Streams of which the desk has more; all of one that is as long on both sides and yet not the same."""
    ours = {one.name: one for one in heads}
    wanted = []
    for name, their in theirs.items():
        own = ours.get(name)
        if own is None or (their.count == own.last_seq and their.sum != own.set_sum):
            wanted.append(Wanted(name, 0, GENESIS))
        elif their.count > own.last_seq:
            wanted.append(Wanted(name, own.last_seq, own.last_hash))
    return tuple(one for one in wanted if theirs[one.stream].count)


def _set_of(head: StreamHead) -> StreamSet:
    return StreamSet(head.name, head.last_seq, head.set_sum)


def _authors(
    centre: Centre, work: Work, events: tuple[StoredEvent, ...], heads: tuple[StreamHead, ...]
) -> tuple[Author, ...]:
    begun = {event.stream for event in events if event.seq == 1}
    return tuple(author(centre, work, head) for head in heads if head.name in begun)


def _programmes(centre: Centre, work: Work, known: Mapping[str, str] | None) -> tuple[ProgrammeDocument, ...]:
    """The files that are newer than what the device has; signed here, so that no line and no proxy can change rules."""
    if known is None:
        return ()
    newest = newest_versions(work).items()
    newer = ((code, version) for code, version in newest if code not in known or is_newer(version, known[code]))
    return tuple(_signed(centre, programme(work, *one)) for one in islice(newer, MOST_PROGRAMMES))


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
    header = msgpack_as(event.header, Header)
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
        head_signature=event.head_signature,
    )
