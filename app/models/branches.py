"""A copy of this device went on writing its stream: what we wrote behind the fork is written anew in a life of our own.

Nothing is lost by it: bodies, times, officers and records stay as they are, only their places change. The old places
are kept aside as evidence.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import date

from app.models.attention import note_attention
from app.models.event_doors import DOORS
from app.models.events import Writer, append, append_event, event_header, hash_at
from app.models.numbers import burn_after_restore, last_promised
from app.models.profile import read_profile, start_incarnation
from app.models.sealing import Sealer
from app.models.stages import keep_news_step
from app.models.statements import run
from app.models.tables import EventRow, OfficerRow, StreamRow
from core.stages import STEPS
from core.wire.envelope import EventUp
from core.wire.events import Header, Kind
from core.wire.records import RemarkBody

_ASIDE = """
    INSERT OR IGNORE INTO branch (stream, seq, hash, kept) SELECT stream, seq, hash, header FROM event
    WHERE stream = ? AND seq > ?"""
_DROP = "DELETE FROM event WHERE stream = ? AND seq > ?"
_MOVE_REGISTRATION = "UPDATE registration SET stream = ?, seq = ? WHERE stream = ? AND seq = ?"
_DROP_STEP = "DELETE FROM stage WHERE stream = ? AND seq = ?"
_DROP_ATTENTION = "DELETE FROM attention WHERE stream = ? AND seq > ?"


def branch_off(stream: bytes, common_seq: int, sealer: Sealer, on: date, at_ms: int) -> int:
    """Part from a stream that has gone two ways; call inside a transaction. Returns how many events were written anew.

    From the stream that this device writes now it begins a new life; what stands in an earlier one goes into this one.

    Args:
        common_seq: the last place that both ways share.
        on: the business date; numbers begun until then may stand on the other copy's paper.
    """
    before = read_profile()
    if stream == before.stream:
        start_incarnation(last_promised(on), burn_after_restore(before.numbers, (), on))
    behind = (EventRow.stream == stream) & (EventRow.seq > common_seq)
    rows = list(EventRow.select().where(behind).order_by(EventRow.seq))
    officer = uuid.UUID(bytes=bytes(OfficerRow.select().order_by(OfficerRow.created_at_ms).get().uid))
    writer = Writer(read_profile().stream, before.post.code, officer, sealer)
    renamed: dict[bytes, bytes] = {}
    for row in rows:
        header = event_header(row)
        body = sealer.open("event", header.uid, bytes(row.sealed))
        renamed[header.uid] = _written_anew(writer, header, body, renamed)
    _leave(stream, common_seq)
    link = append(writer, Kind.RESTORED, RemarkBody("branched", len(rows), ""), at_ms=at_ms)
    note_attention(writer.stream, link.header.seq, "DEVICE_COPIED", {"count": str(len(rows))}, at_ms)
    return len(rows)


def _written_anew(writer: Writer, header: Header, body: bytes, renamed: Mapping[bytes, bytes]) -> bytes:
    """Append the same act in the new stream; the uid of its new event."""
    base = tuple(renamed.get(uid, uid) for uid in header.base)
    event = EventUp(header.kind, header.at_ms, header.officer, body, header.record, base, header.schema)
    link = append_event(writer, event)
    run(_MOVE_REGISTRATION, writer.stream, link.header.seq, header.stream, header.seq)
    if header.kind in STEPS:
        run(_DROP_STEP, header.stream, header.seq)
        keep_news_step(writer.sealer, header.record, writer.stream, link.header.seq, event)
    for door in DOORS:
        if header.kind in door.kinds:
            door.let_go(header.stream, header.seq, header.seq)
            door.keep_news(writer.sealer, header.record, writer.stream, link.header.seq, event)
    return link.header.uid


def _leave(stream: bytes, common_seq: int) -> None:
    """The old stream ends for us where the two ways part."""
    run(_ASIDE, stream, common_seq)
    run(_DROP, stream, common_seq)
    run(_DROP_ATTENTION, stream, common_seq)
    if common_seq == 0:  # the other copy drew a key of its own: of what comes as news, nothing is ours
        StreamRow.delete().where(StreamRow.stream == stream).execute()
        return
    ends = {"head_seq": common_seq, "head_hash": hash_at(stream, common_seq), "receipt_seq": common_seq}
    StreamRow.update(**ends).where(StreamRow.stream == stream).execute()
