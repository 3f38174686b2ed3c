"""Events behind the end of a stream: derived, compared with what is held, vouched for, numbered, stored."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from core.clock import to_ms
from core.wire.chain import Link
from core.wire.codec import Malformed
from core.wire.envelope import Batch, EventOutcome, Placed
from core.wire.events import GENESIS
from core.wire.sets import added
from server.exchange.centre import Centre
from server.exchange.mail_acts import MailActs
from server.exchange.merge import Merge
from server.exchange.outcomes import ExchangeCode, Fork, Gap, Refused
from server.exchange.unfold import Said, Unfolded, links_of, unfolded
from server.store import streams
from server.store.database import Work
from server.store.mail_notices import tell_mail
from server.store.records import Device, HeldEvent, StoredEvent, StreamHead
from server.store.streams import EventValues

_SIGNATURE = StoredEvent.__struct_fields__.index("head_signature")


@dataclass(frozen=True, slots=True)
class Sender:
    """The device that wrote a batch, and the key of its stream's salts if it came along."""

    device: Device
    salt_key: bytes | None


@dataclass(frozen=True, slots=True)
class Appended:
    """Where the stream ends now, what is to be said of single events, and where they stand in the feed.

    Args:
        is_begun: whether the batch holds the stream's first event.
        taken: how many of its events are new here.
        words: what the post was told about proofs and mailboxes, as codes.
    """

    head: StreamHead
    outcomes: tuple[EventOutcome, ...]
    places: tuple[Placed, ...]
    is_begun: bool
    taken: int
    words: tuple[str, ...] = ()


def append(
    centre: Centre, work: Work, sender: Sender, batch: Batch, foreseen: Unfolded | None = None
) -> Appended | Gap | Fork | Refused:
    """Take a batch of one stream inside the caller's transaction, which holds the post's lock.

    Args:
        foreseen: what was worked out of it before.
    """
    head = _head(work, sender, batch)
    if head is None:
        return Refused(ExchangeCode.SALT_KEY)
    if batch.first_seq > head.last_seq + 1:
        return Gap(head.last_seq, head.last_hash)
    held = _held(work, batch, head)
    if _parts_before(batch, head, held):
        return Fork(max(batch.first_seq - 1, 1), head.last_seq, head.last_hash)
    try:
        whole = foreseen if foreseen and foreseen.salt_key == head.salt_key else None
        whole = whole or unfolded(work, sender.device, batch, head.salt_key)
        if not whole.is_vouched_for:
            is_fork = _has_other_salts(work, sender, batch, head)
            return Fork(1, head.last_seq, head.last_hash) if is_fork else Refused(ExchangeCode.HEAD)
    except Malformed as malformed:
        return Refused(malformed.code)
    fork_seq = _fork(links_of(whole.events), held)
    if fork_seq is not None:
        return Fork(fork_seq, head.last_seq, head.last_hash)
    return _Tail(centre, work, sender.device, head).added(batch, whole.events, held)


def _head(work: Work, sender: Sender, batch: Batch) -> StreamHead | None:
    """How far the stream reaches; a new one begins empty, and its salt key comes with its first event."""
    head = streams.stream(work, batch.stream)
    if head is not None:
        return head
    if batch.first_seq == 1 and sender.salt_key is None:
        return None
    return StreamHead(batch.stream, batch.post, sender.salt_key or b"", 0, GENESIS)


def _held(work: Work, batch: Batch, head: StreamHead) -> Mapping[int, HeldEvent]:
    """What is held of the batch and of the event before it; of most batches nothing is."""
    if batch.first_seq > head.last_seq:
        return {}
    return streams.held_events(work, batch.stream, batch.first_seq - 1, batch.first_seq + len(batch.events) - 1)


def _has_other_salts(work: Work, sender: Sender, batch: Batch, head: StreamHead) -> bool:
    """Whether a copy of the device began this stream for itself: it drew a key of its own, so nothing is shared."""
    if sender.salt_key is None or sender.salt_key == head.salt_key:
        return False
    return unfolded(work, sender.device, batch, sender.salt_key).is_vouched_for


class _Tail:
    """The end of one stream, as new events are put behind it."""

    def __init__(self, centre: Centre, work: Work, device: Device, head: StreamHead) -> None:
        self._centre = centre
        self._work = work
        self._device = device
        self._head = head

    def added(self, batch: Batch, events: tuple[Said, ...], held: Mapping[int, HeldEvent]) -> Appended:
        """Append what is new of a batch that fits."""
        new = tuple(said for said in events if said.link.header.seq > self._head.last_seq)
        old = links_of(events[: len(events) - len(new)])
        outcomes = tuple(_held_outcome(link.header.seq, held) for link in old)
        feed_nos = [held[link.header.seq].feed_no for link in old]
        head = self._head
        words: tuple[str, ...] = ()
        if new:
            end = new[-1].link
            set_sum = added(head.set_sum, (said.link.hash for said in new))
            head = replace(head, last_seq=end.header.seq, last_hash=end.hash, set_sum=set_sum)
            streams.save_stream(self._work, head)
            first_feed_no = streams.take_feed_numbers(self._work, batch.post, len(new))
            feed_nos += range(first_feed_no, first_feed_no + len(new))
            found, words = self._store(batch, new, first_feed_no)
            outcomes += found
        places = _places(batch.first_seq, feed_nos)
        return Appended(head, outcomes, places, is_begun=batch.first_seq == 1, taken=len(new), words=words)

    def _store(
        self, batch: Batch, new: tuple[Said, ...], first_feed_no: int
    ) -> tuple[tuple[EventOutcome, ...], tuple[str, ...]]:
        """Append new events under the post's next feed numbers; outcomes of those that need attention, and words."""
        received_at_ms, links = to_ms(self._centre.clock.now()), links_of(new)
        merge = Merge(self._work, self._device, received_at_ms, is_training=self._centre.is_training)
        acts = MailActs(self._work, self._centre.mail, self._device, received_at_ms)
        flawed, words = acts.apply(links)
        outcomes = merge.apply(new, first_feed_no)
        if flawed:
            outcomes = tuple(sorted((*outcomes, *flawed), key=lambda outcome: outcome.seq))
        attention = {outcome.seq: outcome for outcome in outcomes}
        numbered = enumerate(links, first_feed_no)
        rows = [_row(link, feed_no, received_at_ms, attention.get(link.header.seq)) for feed_no, link in numbered]
        rows[-1] = (*rows[-1][:_SIGNATURE], batch.head_signature, *rows[-1][_SIGNATURE + 1 :])
        streams.add_events(self._work, rows)
        tell_mail(self._work, batch.post, words, received_at_ms)
        return outcomes, tuple(word.code.value for word in words)


def _places(first_seq: int, feed_nos: Iterable[int]) -> tuple[Placed, ...]:
    """Feed numbers of consecutive events, as runs."""
    runs: list[list[int]] = []
    for seq, feed_no in enumerate(feed_nos, first_seq):
        if runs and feed_no == runs[-1][1] + runs[-1][2]:
            runs[-1][2] += 1
        else:
            runs.append([seq, feed_no, 1])
    return tuple(Placed(*run) for run in runs)


def _parts_before(batch: Batch, head: StreamHead, held: Mapping[int, HeldEvent]) -> bool:
    """Whether the device's chain differs from what is held in front of the batch already."""
    if batch.first_seq == head.last_seq + 1:
        return batch.prev_hash != head.last_hash
    before = held.get(batch.first_seq - 1)
    return batch.prev_hash != (before.header_hash if before else GENESIS)


def _fork(links: tuple[Link, ...], held: Mapping[int, HeldEvent]) -> int | None:
    """The first place where the device's chain differs from what is held."""
    if not held:
        return None
    places = ((link, held.get(link.header.seq)) for link in links)
    return next((link.header.seq for link, other in places if other and other.header_hash != link.hash), None)


def _held_outcome(seq: int, held: Mapping[int, HeldEvent]) -> EventOutcome:
    """An event that came again; one that needs attention is told again, for the first answer may have been lost."""
    event = held[seq]
    if event.attention:
        return EventOutcome(seq, "needs_attention", event.attention, json.loads(event.attention_facts))
    return EventOutcome(seq, "duplicate")


def _row(link: Link, feed_no: int, received_at_ms: int, outcome: EventOutcome | None) -> EventValues:
    """A new event as a row of StoredEvent; thousands of records would only be made to be taken apart again."""
    header = link.header
    told = (outcome.code, json.dumps(outcome.facts)) if outcome else ("", "{}")
    place = (header.stream, header.seq, header.uid, header.kind, header.record)
    return (*place, link.packed, link.hash, link.body, header.post, feed_no, received_at_ms, None, *told)
