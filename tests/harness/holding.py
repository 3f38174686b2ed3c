"""Does a store hold what its desk said? Asked of the clear columns by plain SQLite, and of the store's own code."""

from __future__ import annotations

import sqlite3
import uuid
from collections.abc import Sequence
from contextlib import closing
from functools import partial
from pathlib import Path

import msgspec

from app.models.events import chain_problem
from core.errors import Trouble
from core.wire.events import GENESIS, Header, header_hash
from tests.harness.acks import Ack, uid_bytes
from tests.kit.desk import opened

DATABASE = "posko.db"
_HEADERS = msgspec.msgpack.Decoder(Header)


def clear_problem(file: Path, acks: Sequence[Ack], *, unheard: int) -> str | None:
    """What is wrong with a store as plain SQLite sees it (which also undoes what was under way), or ``None``.

    Args:
        unheard: so many visits may be kept whose answer nobody heard: one for each time the desk died.
    """
    with closing(sqlite3.connect(file)) as connection:
        try:
            return _clear_problem(connection, acks, unheard)
        except sqlite3.Error as error:
            return f"{getattr(error, 'sqlite_errorname', '')} {error}"


def _clear_problem(connection: sqlite3.Connection, acks: Sequence[Ack], unheard: int) -> str | None:
    integrity = connection.execute("PRAGMA integrity_check").fetchone()[0]
    if integrity != "ok":
        return str(integrity)
    events = connection.execute("SELECT stream, seq, kind, header, hash FROM event ORDER BY stream, seq").fetchall()
    if not len(acks) <= len(events) <= len(acks) + unheard:
        return f"{len(acks)} answers heard, {len(events)} events kept"
    return _chain_problem(connection, events) or _visits_problem(connection, events, acks)


def _chain_problem(connection: sqlite3.Connection, events: list[tuple[bytes, int, str, bytes, bytes]]) -> str | None:
    heads = {stream: (0, GENESIS) for (stream,) in connection.execute("SELECT stream FROM stream")}
    for stream, seq, _kind, raw, kept_hash in events:
        header = _HEADERS.decode(raw)
        before, previous = heads.get(stream, (-1, b""))
        if (seq, header.seq, header.prev_hash) != (before + 1, before + 1, previous):
            return f"event {seq} does not follow event {before}"
        if header_hash(header) != kept_hash:
            return f"event {seq} has another hash"
        heads[stream] = (seq, kept_hash)
    for stream, seq, head in connection.execute("SELECT stream, head_seq, head_hash FROM stream"):
        if heads[stream] != (seq, head):
            return f"the head says {seq}, the last event is {heads[stream][0]}"
    return None


def _visits_problem(
    connection: sqlite3.Connection, events: list[tuple[bytes, int, str, bytes, bytes]], acks: Sequence[Ack]
) -> str | None:
    rows = connection.execute("SELECT uid, ifnull(registration_no, ''), queue_number FROM registration").fetchall()
    kept = {uid: (registration_no, queue_number) for uid, registration_no, queue_number in rows}
    for ack in acks:
        if kept.get(uid_bytes(ack)) != (ack.registration_no, ack.queue_number):
            return f"heard {ack}, kept {kept.get(uid_bytes(ack))}"
    if len(rows) != sum(kind == "registered" for _stream, _seq, kind, _header, _hash in events):
        return f"{len(rows)} visits do not go with the events"
    numbers = sorted(registration_no for registration_no, _queue in kept.values() if registration_no)
    queue = sorted(queue_number for _registration_no, queue_number in kept.values())
    if len(set(numbers)) != len(numbers) or len(set(queue)) != len(queue):
        return "a number was given twice"
    used = dict(connection.execute("SELECT series, sum(used) FROM number GROUP BY series").fetchall())
    if (used.get("R", 0), used.get("A", 0)) != (len(numbers), len(queue)):
        return f"numbers used {used}, on visits {len(numbers)} and {len(queue)}"
    return None


def store_problem(home: Path, acks: Sequence[Ack], *, look_into: int = 3) -> str | None:
    """What is wrong with a profile as the program itself sees it, or ``None``; the last few visits are unsealed."""
    try:
        return _store_problem(home, acks[-look_into:])
    except Trouble as trouble:
        return trouble.code


def _store_problem(home: Path, acks: Sequence[Ack]) -> str | None:
    with opened(home) as desk:
        complaint = desk.store.integrity_problem() or desk.store.run(chain_problem)
        if complaint is not None:
            return complaint
        shelf = desk.shelf()
        for ack in acks:
            kept = desk.store.run(partial(shelf.by_uid, uuid.UUID(ack.uid)))
            if kept is None or kept.registration_no != ack.registration_no:
                return f"heard {ack}, unsealed {kept}"
    return None
