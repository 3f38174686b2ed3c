"""Whether the tables still hold what devices once signed: every chain, body, signature, sum and registration.

The desks compare sets by sums that the server keeps beside its streams; here they are computed anew from every row, so
that whatever was changed past the program is found and named.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import msgspec

from core.disputes import told
from core.signing import Purpose, is_signed
from core.typed import json_as
from core.wire.codec import Malformed, decode
from core.wire.events import (
    GENESIS,
    Header,
    Kind,
    body_digest,
    event_uid,
    head_message,
    packed_hash,
    salt,
    stream_name,
)
from core.wire.sets import EMPTY_SUM, added
from server.exchange.bodies import columns_of, disputes_text
from server.exchange.outcomes import EventCode
from server.exchange.shared import act_of
from server.store import enrolment, registrations, streams
from server.store.bulk import storable
from server.store.database import Store, Work
from server.store.records import StoredEvent, StoredRegistration, StreamHead

MOST_NAMED = 1_000
"""So many flaws are named; of more only the number is told."""

_LISTED = ("answers", "documents", "findings", "typed")
_WITHOUT_REGISTRATION = frozenset(
    {EventCode.BODY_UNREADABLE.value, EventCode.RECORD_ELSEWHERE.value, EventCode.TRAINING_NIK.value}
)
"""Registered events that are kept and count for nothing."""


class FlawCode(enum.StrEnum):
    """What is wrong with a row."""

    EVENT_MISSING = "SERVER_FLAW_EVENT_MISSING"
    HEADER = "SERVER_FLAW_HEADER"
    CHAIN = "SERVER_FLAW_CHAIN"
    BODY = "SERVER_FLAW_BODY"
    SIGNATURE = "SERVER_FLAW_SIGNATURE"
    STREAM = "SERVER_FLAW_STREAM"
    SUM = "SERVER_FLAW_SUM"
    FEED = "SERVER_FLAW_FEED"
    REGISTRATION_MISSING = "SERVER_FLAW_REGISTRATION_MISSING"
    REGISTRATION = "SERVER_FLAW_REGISTRATION"


@dataclass(frozen=True, slots=True)
class Flaw:
    """A damaged or missing row, by the event that it belongs to."""

    code: FlawCode
    post: str
    stream: bytes
    seq: int


@dataclass(slots=True)
class Checked:
    """What was looked at and what was found.

    Args:
        flaws: the first of them; ``flawed`` is how many there are.
    """

    streams: int = 0
    events: int = 0
    registrations: int = 0
    flawed: int = 0
    flaws: list[Flaw] = field(default_factory=list)

    def note(self, found: Iterable[Flaw]) -> None:
        """Keep what was found."""
        for flaw in found:
            self.flawed += 1
            if len(self.flaws) < MOST_NAMED:
                self.flaws.append(flaw)


def check(store: Store) -> Checked:
    """Look at every event and registration, in short transactions beside a running server."""
    checked = Checked()
    with store.reading() as work:
        heads = streams.all_streams(work)
        checked.note(Flaw(FlawCode.STREAM, post, name, seq) for name, seq, post in streams.stray_events(work))
    for head in heads:
        _check_stream(store, head, checked)
    _check_registrations(store, checked)
    return checked


def _check_stream(store: Store, head: StreamHead, checked: Checked) -> None:
    """Walk one stream as far as it reached when the check began."""
    checked.streams += 1
    with store.reading() as work:
        device = enrolment.device(work, head.device)
    walk = _Walk(head, device.public_key if device else b"")
    while walk.seq < head.last_seq:
        with store.reading() as work:
            behind = streams.events_behind(work, head.name, walk.seq, streams.PAGE)
            page = [event for event in behind if event.seq <= head.last_seq]
            checked.note(_lost_registrations(work, page))
            checked.note(_unnumbered(work, head.post, page))
        checked.events += len(page)
        checked.note(walk.take(page))
        if not page:
            break
    checked.note(walk.end())
    with store.reading() as work:
        now = streams.stream(work, head.name) or head
        checked.note(_flaws(FlawCode.STREAM, streams.events_behind(work, head.name, now.last_seq, 1)))


class _Walk:
    """One stream on the way from its first event to its head."""

    def __init__(self, head: StreamHead, public_key: bytes) -> None:
        self._head = head
        self._public_key = public_key
        self.seq = 0
        self._hash = GENESIS
        self._previous = {GENESIS}
        self._sum = EMPTY_SUM
        self._is_signed = True
        self._is_flawed = False

    def take(self, events: Iterable[StoredEvent]) -> Iterator[Flaw]:
        """The next events."""
        for event in events:
            codes = list(self._codes(event))
            self._is_flawed |= bool(codes)
            yield from (self._flaw(code, seq) for code, seq in codes)
            self.seq, self._hash = event.seq, packed_hash(event.header)
            # of a damaged row either may be the sound one, and the event behind it is not to be blamed
            self._previous = {self._hash, event.header_hash}
            self._sum = added(self._sum, [self._hash])
            self._is_signed = event.head_signature is not None

    def end(self) -> Iterator[Flaw]:
        """What the stream's own row says of it; whatever is damaged in it shows there as well, and is told once."""
        head = self._head
        if self.seq < head.last_seq:
            yield self._flaw(FlawCode.EVENT_MISSING, self.seq + 1)
        elif not self._is_flawed and (self.seq, self._hash) != (head.last_seq, head.last_hash):
            yield self._flaw(FlawCode.STREAM, head.last_seq)
        elif not self._is_flawed and self._sum != head.set_sum:
            yield self._flaw(FlawCode.SUM, head.last_seq)
        elif not self._is_signed:
            yield self._flaw(FlawCode.SIGNATURE, head.last_seq)

    def _codes(self, event: StoredEvent) -> Iterator[tuple[FlawCode, int]]:
        is_next = event.seq == self.seq + 1
        if not is_next:
            yield FlawCode.EVENT_MISSING, self.seq + 1
        header = _header(event)
        if header is None:
            yield FlawCode.HEADER, event.seq
            return
        if is_next and header.prev_hash not in self._previous:
            yield FlawCode.CHAIN, event.seq
        if body_digest(salt(self._head.salt_key, event.seq), event.body) != header.body_digest:
            yield FlawCode.BODY, event.seq
        if event.head_signature is not None and not self._is_vouched_for(event):
            yield FlawCode.SIGNATURE, event.seq

    def _is_vouched_for(self, event: StoredEvent) -> bool:
        message = head_message(event.stream, event.seq, packed_hash(event.header))
        return is_signed(self._public_key, Purpose.HEAD, message, event.head_signature or b"")

    def _flaw(self, code: FlawCode, seq: int) -> Flaw:
        return Flaw(code, self._head.post, self._head.name, seq)


def _header(event: StoredEvent) -> Header | None:
    """The header, if it is one and the columns beside it say the same."""
    try:
        header = decode(event.header, Header)
    except Malformed:
        return None
    said = (header.stream, header.seq, header.uid, storable(header.kind), header.record, header.post)
    columns = (event.stream, event.seq, event.uid, event.kind, event.record, event.post)
    is_own = header.uid == event_uid(header.stream, header.seq, header.at_ms).bytes
    return header if is_own and said == columns and packed_hash(event.header) == event.header_hash else None


def _flaws(code: FlawCode, events: Iterable[StoredEvent]) -> Iterator[Flaw]:
    return (Flaw(code, event.post, event.stream, event.seq) for event in events)


def _unnumbered(work: Work, post: str, events: Iterable[StoredEvent]) -> list[Flaw]:
    """Events beyond the end of their post's feed: no desk would hear of them, and their numbers would come twice."""
    end = streams.feed_no(work, post)
    return list(_flaws(FlawCode.FEED, (event for event in events if event.feed_no > end)))


def _lost_registrations(work: Work, events: Iterable[StoredEvent]) -> list[Flaw]:
    """Registered events whose registration is not there."""
    born = [one for one in events if one.kind == Kind.REGISTERED and one.attention not in _WITHOUT_REGISTRATION]
    if not born:
        return []
    there = {one.uid for one in registrations.of_records(work, born[0].post, {one.record for one in born})}
    return list(_flaws(FlawCode.REGISTRATION_MISSING, (one for one in born if one.record not in there)))


def _check_registrations(store: Store, checked: Checked) -> None:
    after = ("", 0)
    while True:
        with store.reading() as work:
            page = registrations.page(work, after)
            by_post: dict[str, list[StoredRegistration]] = {}
            for one in page:
                by_post.setdefault(one.post, []).append(one)
            for post, some in by_post.items():
                checked.note(_changed(work, post, some))
        if not page:
            return
        checked.registrations += len(page)
        after = (page[-1].post, page[-1].feed_no)


def _changed(work: Work, post: str, some: Sequence[StoredRegistration]) -> list[Flaw]:
    """Registrations of a post that are not what their events say."""
    acts: dict[bytes, list[StoredEvent]] = {}
    for event in streams.acts_on(work, post, [one.uid for one in some], [one.event_uid for one in some]):
        acts.setdefault(event.record, []).append(event)
    changed = (one for one in some if not _is_told_by(one, acts.get(one.uid, [])))
    return [Flaw(FlawCode.REGISTRATION, post, stream_name(one.device, one.incarnation), one.seq) for one in changed]


def _is_told_by(one: StoredRegistration, acts: Sequence[StoredEvent]) -> bool:
    """Whether a registration stands where its first event does and says what all acts on it make of it."""
    places = [(act.stream, act.seq, act.feed_no) for act in acts if act.uid == one.event_uid]
    if places != [(stream_name(one.device, one.incarnation), one.seq, one.feed_no)]:
        return False
    try:
        anew = told(one.uid, [act_of(act) for act in acts if act.attention != EventCode.RECORD_ELSEWHERE])
    except msgspec.DecodeError:  # a header that is none any more
        return False
    if anew is None:
        return False
    writers = {act.stream for act in acts if act.kind != Kind.REGISTERED}
    disputes = disputes_text(anew.disputes if len(writers) > 1 else ())
    said = {**columns_of(anew.body), "disputes": disputes}
    return all(_is_same(name, value, getattr(one, name)) for name, value in said.items())


def _is_same(name: str, said: str, stored: str) -> bool:
    if name not in (*_LISTED, "disputes"):
        return storable(said) == stored
    try:
        return json_as(storable(said), object) == json_as(stored, object)
    except msgspec.DecodeError:  # changed by a hand that knows no JSON
        return False
