"""The event log as the sync uses it: small steps on the database worker, never longer than fifty rows."""

from __future__ import annotations

import itertools
import logging
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial

from app.models import events
from app.models.attention import note_attention
from app.models.authors import AuthorBook, hash_before, keep_author
from app.models.branches import branch_off
from app.models.device_keys import keep_device_keys
from app.models.handing_on import supplies_of
from app.models.holdings import Holdings, ends
from app.models.mending import first_step, streams_heard, walked
from app.models.news import keep_news
from app.models.profile import (
    Profile,
    ServerBond,
    ask_for_all_news,
    follow_lineage,
    keep_certificate,
    note_carried_news,
    note_contact,
    note_pace,
    own_certificate,
    take_block,
)
from app.models.programmes import KeptProgramme, keep_programme
from app.models.registrations import Shelf
from app.models.retelling import retell_placed
from app.models.store import Compared, Keys, Store
from app.models.worker import Priority
from app.sync.mail_words import keep_mail_words
from core.clock import Clock, latest_business_date, to_ms
from core.errors import Trouble
from core.ids import derived_uid_bytes
from core.proofs import MAIL_NOTICES
from core.signing import Purpose, is_signed
from core.wire.envelope import (
    Batch,
    Certificate,
    Change,
    DeviceKey,
    EventUp,
    ExchangeReply,
    ProgrammeDocument,
    StreamSet,
    Supply,
    Wanted,
    programme_message,
)
from core.wire.events import GENESIS, Header, device_of, head_message
from core.wire.sets import is_certified

LOG = logging.getLogger(__name__)

STEP = 50
BATCH_BYTES = 768 * 1024
"""Bodies of one batch together: packed or not they stay below what a server takes in one piece."""


@dataclass(frozen=True, slots=True)
class SyncLog:
    """One desk's log, its keys and its clock."""

    store: Store
    keys: Keys
    clock: Clock
    on_news: Callable[[frozenset[uuid.UUID]], None] = lambda _records: None
    """Told which records other desks' news were about, after each step is on disk, in the sync's thread."""
    on_remark: Callable[[str], None] = lambda _code: None
    """Told the code of what a person should know though nothing is in the way: SERVER_RESTORED, DEVICE_COPIED."""
    holdings: Holdings = field(default_factory=Holdings)

    @property
    def profile(self) -> Profile:
        """The desk's profile."""
        return self.store.profile

    def server(self) -> ServerBond:
        """The server this desk is enrolled with. Raises: Trouble NOT_ENROLLED."""
        server = self.store.profile.server
        if server is None:
            raise Trouble("NOT_ENROLLED")
        return server

    def certificate(self) -> Certificate | None:
        """The server's word for this device, to be shown to a server that has lost everything."""
        return self.store.run(own_certificate, Priority.SYNC)

    def follow(self, bond: ServerBond, block: int) -> None:
        """The server has begun a new life.

        Args:
            block: the number block to print from, now that somebody else has ours; 0 = as before.
        """

        def follow() -> None:
            follow_lineage(bond.lineage)
            if block:
                take_block(block)

        self.store.write(follow, Priority.SYNC)
        self.store.refresh()

    def streams(self) -> Sequence[events.StreamState]:
        """All streams of this device; the one that it writes now comes last, even if nothing stands in it yet."""
        now = self.profile.stream
        known = {state.stream: state for state in self.store.run(events.stream_states, Priority.SYNC)}
        current = known.pop(now, events.StreamState(now, 0, GENESIS, 0))
        return (*known.values(), current)

    def pending(self) -> int:
        """Events that are not yet under a receipt."""
        return sum(state.pending for state in self.streams())

    def batch(self, stream: bytes, after: int, limit: int) -> Batch:
        """At most so many events of a stream behind a place, signed; read in small steps.

        Raises: Trouble STORE_DAMAGED if there is none, or the log has a hole.
        """
        read: list[tuple[Header, bytes]] = []
        while len(read) < limit:
            step = self._step(stream, after + len(read), min(STEP, limit - len(read)))
            read += step
            if len(step) < STEP:
                break
        if not read:
            raise Trouble("STORE_DAMAGED", file=self.store.path.name)
        read = _that_fit(read)
        sent = tuple(self._event_up(header, body) for header, body in read)
        first, last = read[0][0], read[-1][0]
        last_hash = self.hash_at(stream, last.seq) or b""
        return Batch(
            stream=stream,
            post=first.post,
            first_seq=first.seq,
            prev_hash=first.prev_hash,
            events=sent,
            head_signature=self.keys.device.sign(Purpose.HEAD, head_message(stream, last.seq, last_hash)),
            salt_key=self._salt_key(stream) if first.seq == 1 else None,
        )

    def _salt_key(self, stream: bytes) -> bytes:
        return self.store.run(lambda: events.salt_key(stream, self.keys.sealer), Priority.SYNC)

    def _step(self, stream: bytes, after: int, limit: int) -> Sequence[tuple[Header, bytes]]:
        rows = self.store.run(lambda: events.events_after(stream, after, limit, self.keys.sealer), Priority.SYNC)
        if rows and rows[-1][0].seq != after + len(rows):
            raise Trouble("STORE_DAMAGED", file=self.store.path.name)  # the log has a hole
        return rows

    def _event_up(self, header: Header, body: bytes) -> EventUp:
        return EventUp(
            header.kind, header.at_ms, header.officer, body, self._record(header), header.base, header.schema
        )

    def _record(self, header: Header) -> bytes | int | None:
        if header.record == derived_uid_bytes("record", header.stream, header.seq, header.at_ms):
            return None
        created = self.store.run(lambda: events.creator_seq(header.stream, header.record), Priority.SYNC)
        return header.record if created is None else created

    def hash_at(self, stream: bytes, seq: int) -> bytes | None:
        """Our own chain's hash at this place."""
        return self.store.run(lambda: events.hash_at(stream, seq), Priority.SYNC)

    def programmes(self) -> dict[str, str]:
        """Versions of the programmes' files that came from the server, by code."""
        return {kept.code: kept.version for kept in self.store.programmes}

    def rewind(self, stream: bytes, have_seq: int) -> None:
        """The server holds less than it vouched for: send again from there, and hear all news again."""

        def forget() -> None:
            events.forget_receipt(stream, have_seq)
            ask_for_all_news()

        self.store.write(forget, Priority.SYNC)
        self.store.refresh()

    def branch_off(self, stream: bytes, common_seq: int) -> None:
        """A copy of this device writes the stream on: part from it behind what both ways share."""
        now = self.clock.now()
        on, at_ms = latest_business_date(now), to_ms(now)
        self.store.write(lambda: branch_off(stream, common_seq, self.keys.sealer, on, at_ms), Priority.SYNC)
        self.store.refresh()
        self.holdings.forget(stream)

    def sets(self) -> tuple[StreamSet, ...]:
        """What this desk holds of its post and the server should hold as well, by stream."""

        def read(job: Callable[[], tuple[bytes, ...]]) -> tuple[bytes, ...]:
            return self.store.run(job, Priority.SYNC)

        return self.holdings.sets(read, self.store.run(ends, Priority.SYNC))

    def note_compared(self, *, is_equal: bool) -> None:
        """Remember, while the program runs, how the last comparison ended."""
        self.store.compared = Compared(is_equal, to_ms(self.clock.now()))

    def mend(self) -> None:
        """Walk what was heard from its beginning: whatever this store has lost of it is lacking from then on."""
        for stream in self.store.run(streams_heard, Priority.SYNC):
            walk = self.store.run(partial(first_step, stream), Priority.SYNC)
            while not walk.is_over:
                walk = self.store.write(partial(walked, walk, self.keys.sealer), Priority.SYNC)
            self.holdings.forget(stream)

    def supplies(self, wanted: Wanted) -> tuple[Supply, ...]:
        """What this desk can hand on of another device's stream, under its author's own signatures."""
        return self.store.run(lambda: supplies_of(wanted, self.keys.sealer), Priority.SYNC)

    def note_pace(self, line_bytes_s: int) -> None:
        """Remember what the line carries."""
        self.store.write(lambda: note_pace(line_bytes_s), Priority.SYNC)
        self.store.refresh()

    def supplies_behind(self, stream: bytes, seq: int) -> tuple[Supply, ...]:
        """What this desk can hand on of another device's stream behind a place, whether or not it was asked for."""

        def read() -> tuple[Supply, ...]:
            have_hash = hash_before(stream, seq + 1)
            return supplies_of(Wanted(stream, seq, have_hash), self.keys.sealer) if have_hash else ()

        return self.store.run(read, Priority.SYNC)

    def take(
        self, reply: ExchangeReply, *, is_ours: bool, carried_from: int | None = None, line_bytes_s: int = 0
    ) -> int:
        """Apply a verified answer in small steps; the receipt counts last. Returns how much news was new.

        Args:
            is_ours: whether this desk holds what the receipt vouches for.
            carried_from: of an answer that came in a file: from which place of the feed on it tells news. It says
                nothing about line and clock, and takes no place of the feed back.
            line_bytes_s: what the line carries from now on; 0 = as before.
        """
        if reply.authors or reply.certificate:
            self.store.write(lambda: self._note_authors(reply), Priority.SYNC)
        if reply.device_keys:
            self._note_devices(reply.device_keys)
        shelf = self.store.shelf(self.keys)
        fresh = 0
        for start in range(0, len(reply.changes), STEP):
            step = reply.changes[start : start + STEP]
            fresh += self._keep(shelf, step)
            records = (change.event.record for change in step)
            self.on_news(frozenset(uuid.UUID(bytes=record) for record in records if isinstance(record, bytes)))

        def settle() -> frozenset[uuid.UUID]:
            if line_bytes_s:
                note_pace(line_bytes_s)
            return self._settle(shelf, reply, carried_from, is_ours=is_ours)

        retold = self.store.write(settle, Priority.SYNC)
        self.store.refresh()
        if retold:
            self.on_news(retold)
        return fresh

    def _note_authors(self, reply: ExchangeReply) -> None:
        server = self.server()
        own = reply.certificate
        if own is not None and own.device == self.profile.device_uid.bytes and is_certified(own, server.public_key):
            keep_certificate(own)
        for author in reply.authors:
            keep_author(author, self.keys.sealer, server.public_key)

    def _note_devices(self, words: Sequence[DeviceKey]) -> None:
        server_key, is_training = self.server().public_key, self.profile.post.is_training
        for start in range(0, len(words), STEP):
            keep = partial(keep_device_keys, words[start : start + STEP], server_key, is_training=is_training)
            self.store.write(keep, Priority.SYNC)

    def _keep(self, shelf: Shelf, step: Sequence[Change]) -> int:
        book = AuthorBook(self.keys.sealer)
        fresh = self.store.write(lambda: sum(keep_news(shelf, change, book) for change in step), Priority.SYNC)
        for stream in book.parted:
            self.holdings.forget(stream)
        return fresh

    def _settle(
        self, shelf: Shelf, reply: ExchangeReply, carried_from: int | None, *, is_ours: bool
    ) -> frozenset[uuid.UUID]:
        now_ms = to_ms(self.clock.now())
        for outcome in reply.outcomes:
            if outcome.outcome != "duplicate":
                note_attention(reply.receipt.stream, outcome.seq, outcome.code, outcome.facts, now_ms)
        own = self.profile.device_uid  # a neighbour's is told at the neighbour's desk
        for notice in (one for one in reply.notices if device_of(one.stream) == own and one.code not in MAIL_NOTICES):
            note_attention(notice.stream, notice.seq, notice.code, notice.facts, now_ms)
        for document in reply.programmes:
            self._keep_programme(document, now_ms)
        if reply.block and reply.receipt.stream == self.profile.stream:
            take_block(reply.block)
        is_same_life = reply.receipt.lineage == self.server().lineage
        if not is_same_life:
            follow_lineage(reply.receipt.lineage)
        if is_ours:
            events.note_receipt(reply.receipt, reply.receipt_signature)
        if carried_from is None:
            note_contact(cursor=reply.receipt.cursor, at_ms=now_ms, drift_ms=now_ms - reply.server_at_ms)
        elif is_same_life and carried_from <= self.profile.cursor < reply.receipt.cursor:
            note_carried_news(reply.receipt.cursor)
        helps = keep_mail_words(reply, self.profile, self.server().public_key, now_ms)
        return self._placed(shelf, reply) | helps

    def _placed(self, shelf: Shelf, reply: ExchangeReply) -> frozenset[uuid.UUID]:
        """Note where our events stand in the post's order; registrations that others spoke about, too, follow it."""
        if not reply.places:
            return frozenset()
        stream, first, last = reply.receipt.stream, reply.places[0], reply.places[-1]
        events.note_places(stream, reply.places)
        return retell_placed(shelf, stream, first.seq, last.seq + last.count - 1)

    def _keep_programme(self, document: ProgrammeDocument, now_ms: int) -> None:
        """Rules count only under the signature of the server that this desk is enrolled with."""
        message = programme_message(document.code, document.version, document.text)
        if is_signed(self.server().public_key, Purpose.PROGRAMME, message, document.signature):
            keep_programme(KeptProgramme(document.code, document.version, document.text), now_ms)
        else:
            LOG.warning("programme %s %s came without the server's signature", document.code, document.version)


def _that_fit(read: list[tuple[Header, bytes]]) -> list[tuple[Header, bytes]]:
    """The first events whose bodies fit into one batch; never none."""
    sizes = itertools.accumulate(len(body) for _, body in read)
    return read[: max(1, sum(size <= BATCH_BYTES for size in sizes))]
