"""Whether every seal of a store opens and says what the chain vouches for: what SQLite's own check cannot see."""

from __future__ import annotations

from collections.abc import Iterator

from app.models.events import event_header, salt_key, stream_states
from app.models.sealing import Sealer
from app.models.tables import DraftRow, EventRow, NewsRow, PersonRow, RegistrationRow
from core.errors import Trouble
from core.wire.events import body_digest, salt


def broken_seals(sealer: Sealer) -> int:
    """How many sealed rows do not open, or hold another body than their event's header vouches for."""
    return sum(not is_sound for is_sound in (*_rows(sealer), *_events(sealer)))


def _rows(sealer: Sealer) -> Iterator[bool]:
    for table, rows in (("person", PersonRow), ("registration", RegistrationRow), ("draft", DraftRow)):
        for row in rows.select(rows.uid, rows.sealed).iterator():
            yield _opened(sealer, table, bytes(row.uid), bytes(row.sealed)) is not None
    for row in NewsRow.select().iterator():
        uid = bytes(row.stream) + row.seq.to_bytes(8, "big")
        yield _opened(sealer, "news", uid, bytes(row.sealed)) is not None


def _events(sealer: Sealer) -> Iterator[bool]:
    for state in stream_states():
        key = salt_key(state.stream, sealer)
        for row in EventRow.select().where(EventRow.stream == state.stream).iterator():
            header = event_header(row)
            body = _opened(sealer, "event", header.uid, bytes(row.sealed))
            yield body is not None and body_digest(salt(key, header.seq), body) == header.body_digest


def _opened(sealer: Sealer, table: str, uid: bytes, sealed: bytes) -> bytes | None:
    try:
        return sealer.open(table, uid, sealed)
    except Trouble:
        return None
