"""The event log as the sync uses it: small steps on the database worker, never longer than fifty rows."""

from __future__ import annotations

import itertools
import logging
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from app.models import events
from app.models.attention import note_attention
from app.models.news import keep_news
from app.models.profile import Profile, ServerBond, ask_for_all_news, note_contact
from app.models.programmes import KeptProgramme, keep_programme
from app.models.registrations import Shelf
from app.models.store import Keys, Store
from app.models.worker import Priority
from core.clock import Clock, to_ms
from core.errors import Trouble
from core.signing import Purpose, is_signed
from core.wire.envelope import Batch, Change, EventUp, ExchangeReply, ProgrammeDocument, programme_message
from core.wire.events import GENESIS, Header, head_message, record_uid

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

    def streams(self) -> Sequence[events.StreamState]:
        """All streams of this device; the one that it writes now comes last, even if nothing stands in it yet."""
        now = self.profile.stream
        known = {state.stream: state for state in self.store.run(events.stream_states, Priority.SYNC)}
        current = known.pop(now, events.StreamState(now, 0, GENESIS, 0))
        return (*known.values(), current)

    def pending(self) -> int:
        """Events that are not yet under a receipt."""
        return sum(state.pending for state in self.streams())

    def batch(self, state: events.StreamState, limit: int) -> Batch:
        """The next signed batch of a stream, read in small steps."""
        read: list[tuple[Header, bytes]] = []
        while len(read) < min(limit, state.pending):
            after = state.receipt_seq + len(read)
            read += self._step(state.stream, after, min(STEP, limit - len(read)))
        read = _that_fit(read)
        sent = tuple(self._event_up(header, body) for header, body in read)
        first, last = read[0][0], read[-1][0]
        last_hash = self.hash_at(state.stream, last.seq) or b""
        salt_key = self.store.run(lambda: events.salt_key(state.stream, self.keys.sealer), Priority.SYNC)
        return Batch(
            stream=state.stream,
            post=first.post,
            first_seq=first.seq,
            prev_hash=first.prev_hash,
            events=sent,
            head_signature=self.keys.device.sign(Purpose.HEAD, head_message(state.stream, last.seq, last_hash)),
            salt_key=salt_key if first.seq == 1 else None,
        )

    def _step(self, stream: bytes, after: int, limit: int) -> Sequence[tuple[Header, bytes]]:
        rows = self.store.run(lambda: events.events_after(stream, after, limit, self.keys.sealer), Priority.SYNC)
        if not rows or rows[-1][0].seq != after + len(rows):
            raise Trouble("STORE_DAMAGED", file=self.store.path.name)  # the log has a hole
        return rows

    def _event_up(self, header: Header, body: bytes) -> EventUp:
        return EventUp(
            header.kind, header.at_ms, header.officer, body, self._record(header), header.base, header.schema
        )

    def _record(self, header: Header) -> bytes | int | None:
        if header.record == record_uid(header.stream, header.seq, header.at_ms).bytes:
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

    def take(self, reply: ExchangeReply, *, is_ours: bool) -> int:
        """Apply a verified answer in small steps; the receipt counts last. Returns how much news was new.

        Args:
            is_ours: whether this desk holds what the receipt vouches for.
        """
        shelf = self.store.shelf(self.keys)
        fresh = 0
        for start in range(0, len(reply.changes), STEP):
            step = reply.changes[start : start + STEP]
            fresh += self._keep(shelf, step)
            records = (change.event.record for change in step)
            self.on_news(frozenset(uuid.UUID(bytes=record) for record in records if isinstance(record, bytes)))
        self.store.write(lambda: self._settle(reply, is_ours=is_ours), Priority.SYNC)
        self.store.refresh()
        return fresh

    def _keep(self, shelf: Shelf, step: Sequence[Change]) -> int:
        return self.store.write(lambda: sum(keep_news(shelf, change) for change in step), Priority.SYNC)

    def _settle(self, reply: ExchangeReply, *, is_ours: bool) -> None:
        now_ms = to_ms(self.clock.now())
        for outcome in reply.outcomes:
            if outcome.outcome != "duplicate":
                note_attention(reply.receipt.stream, outcome.seq, outcome.code, outcome.facts, now_ms)
        for document in reply.programmes:
            self._keep_programme(document, now_ms)
        if is_ours:
            events.note_receipt(reply.receipt, reply.receipt_signature)
        note_contact(cursor=reply.receipt.cursor, at_ms=now_ms, drift_ms=now_ms - reply.server_at_ms)

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
