"""One round of a device: check its batch against what the server holds, append what is new, answer.

All of it is one transaction; the caller answers only after it has returned, which is after the commit.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace

import msgspec

from core.clock import to_ms
from core.signing import Purpose, is_signed
from core.wire.chain import Link, expand
from core.wire.codec import Malformed
from core.wire.envelope import PROTOCOL, Batch, EventOutcome, ExchangeRequest
from core.wire.events import GENESIS, device_of, head_message
from server.exchange.answer import Known, packed_reply, receipt_stream
from server.exchange.centre import Centre
from server.exchange.merge import Merge
from server.exchange.outcomes import Accepted, ExchangeCode, ExchangeOutcome, Fork, Gap, Refused, TrainingMismatch
from server.store import streams
from server.store.database import Work
from server.store.records import Device, HeldEvent, StoredEvent, StreamHead


def exchange(centre: Centre, device: Device, packed: bytes) -> ExchangeOutcome:
    """What becomes of a signed request; ``packed`` is its body as it came.

    Raises: Malformed for bytes that are no message; Trouble of the store.
    """
    request = centre.codec.unpack(packed, ExchangeRequest)
    centre = replace(centre, codec=centre.codec.like(packed))  # an older desk lacks our newest dictionary
    if request.protocol != PROTOCOL:
        return Refused(ExchangeCode.PROTOCOL)
    if request.is_training != centre.is_training:
        return TrainingMismatch(centre.is_training)
    known = Known(request.cursor, request.programmes)
    if request.batch is None:
        if request.stream and device_of(request.stream) != device.uid:
            return Refused(ExchangeCode.STREAM)
        with centre.store.reading() as work:
            head = receipt_stream(work, device, request.stream)
            return Accepted(packed_reply(centre, work, device, head, known))
    if device_of(request.batch.stream) != device.uid:
        return Refused(ExchangeCode.STREAM)
    if request.batch.post != device.post:
        return Refused(ExchangeCode.POST)
    with centre.store.writing() as work:
        return _Round(centre, work, device).take(request.batch, known, hashlib.sha256(packed).digest())


class _Round:
    """The round of one batch inside its transaction."""

    def __init__(self, centre: Centre, work: Work, device: Device) -> None:
        self._centre = centre
        self._work = work
        self._device = device

    def take(self, batch: Batch, known: Known, request_digest: bytes) -> ExchangeOutcome:
        earlier_reply = streams.answer(self._work, batch.stream, request_digest)
        if earlier_reply is not None:
            return Accepted(earlier_reply)
        head = self._head(batch)
        if head is None:
            return Refused(ExchangeCode.SALT_KEY)
        if batch.first_seq > head.last_seq + 1:
            return Gap(head.last_seq, head.last_hash)
        try:
            links = expand(batch, head.salt_key, lambda seq: streams.record_of(self._work, batch.stream, seq))
        except Malformed as malformed:
            return Refused(malformed.code)
        if not self._is_vouched_for(batch, links[-1]):
            return Refused(ExchangeCode.HEAD)
        held = streams.held_events(self._work, batch.stream, batch.first_seq - 1, links[-1].header.seq)
        fork_seq = _fork(batch, links, held)
        if fork_seq is not None:
            return Fork(fork_seq, head.last_seq, head.last_hash)
        new = tuple(link for link in links if link.header.seq > head.last_seq)
        outcomes = tuple(_held_outcome(link.header.seq, held) for link in links[: len(links) - len(new)])
        if new:
            head = replace(head, last_seq=new[-1].header.seq, last_hash=new[-1].hash)
            streams.save_stream(self._work, head)
            outcomes += self._store(batch, new)
        reply = packed_reply(self._centre, self._work, self._device, head, known, outcomes)
        streams.keep_answer(self._work, batch.stream, request_digest, reply)
        return Accepted(reply)

    def _head(self, batch: Batch) -> StreamHead | None:
        """How far the stream reaches; a new one begins empty, and its salt key comes with its first event."""
        head = streams.stream(self._work, batch.stream)
        if head is not None:
            return head
        if batch.first_seq == 1 and batch.salt_key is None:
            return None
        return StreamHead(batch.stream, batch.post, batch.salt_key or b"", 0, GENESIS)

    def _is_vouched_for(self, batch: Batch, last: Link) -> bool:
        message = head_message(batch.stream, last.header.seq, last.hash)
        return is_signed(self._device.public_key, Purpose.HEAD, message, batch.head_signature)

    def _store(self, batch: Batch, new: tuple[Link, ...]) -> tuple[EventOutcome, ...]:
        """Append new events under the post's next feed numbers; outcomes of those that need attention."""
        received_at_ms = to_ms(self._centre.clock.now())
        first_feed_no = streams.take_feed_numbers(self._work, batch.post, len(new))
        numbered = [(link, first_feed_no + place) for place, link in enumerate(new)]
        merge = Merge(self._work, self._device, received_at_ms, is_training=self._centre.is_training)
        outcomes = merge.apply(numbered)
        attention = {outcome.seq: outcome for outcome in outcomes}
        events = [_stored(link, feed_no, received_at_ms, attention.get(link.header.seq)) for link, feed_no in numbered]
        events[-1] = replace(events[-1], head_signature=batch.head_signature)
        streams.add_events(self._work, events)
        return outcomes


def _fork(batch: Batch, links: tuple[Link, ...], held: Mapping[int, HeldEvent]) -> int | None:
    """The first place where the device's chain differs from what is held."""
    before = held.get(batch.first_seq - 1)
    if batch.prev_hash != (before.header_hash if before else GENESIS):
        return max(batch.first_seq - 1, 1)
    places = ((link, held.get(link.header.seq)) for link in links)
    return next((link.header.seq for link, other in places if other and other.header_hash != link.hash), None)


def _held_outcome(seq: int, held: Mapping[int, HeldEvent]) -> EventOutcome:
    """An event that came again; one that needs attention is told again, for the first answer may have been lost."""
    event = held[seq]
    if event.attention:
        return EventOutcome(seq, "needs_attention", event.attention, json.loads(event.attention_facts))
    return EventOutcome(seq, "duplicate")


def _stored(link: Link, feed_no: int, received_at_ms: int, outcome: EventOutcome | None) -> StoredEvent:
    header = link.header
    return StoredEvent(
        stream=header.stream,
        seq=header.seq,
        uid=header.uid,
        kind=header.kind,
        record=header.record,
        header=msgspec.msgpack.encode(header),
        header_hash=link.hash,
        body=link.body,
        post=header.post,
        feed_no=feed_no,
        received_at_ms=received_at_ms,
        head_signature=None,
        attention=outcome.code if outcome else "",
        attention_facts=json.dumps(outcome.facts if outcome else {}),
    )
