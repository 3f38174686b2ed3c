"""What the server wants a person to look at: kept by event, told by registration."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from app.models.statements import run
from app.models.tables import AttentionRow, EventRow, RegistrationRow
from core.proofs import MailNotice
from core.wire.codec import decode
from core.wire.events import Header, Kind

_OF_EVENT = """
    SELECT attention.stream, attention.seq, attention.code, attention.facts, attention.at_ms FROM attention
    JOIN event ON event.stream = attention.stream AND event.seq = attention.seq WHERE event.rowid = ?"""

_RIGHTED = """
    SELECT header FROM event WHERE record = ? AND kind IN ('corrected', 'withdrawn', 'mailbox_reserved', ?)
    ORDER BY rowid DESC LIMIT 1"""


@dataclass(frozen=True, slots=True)
class Attention:
    """One matter to look at; the numbers are empty if it is about no registration of this desk."""

    code: str
    facts: Mapping[str, str]
    registration_no: str
    queue_number: str


def note_attention(stream: bytes, seq: int, code: str, facts: Mapping[str, str], at_ms: int) -> None:
    """Remember what the server wants a person to look at."""
    text = json.dumps(dict(facts), sort_keys=True)
    row = AttentionRow.insert(stream=stream, seq=seq, code=code, facts=text, at_ms=at_ms)
    row.on_conflict_replace().execute()


@dataclass(frozen=True, slots=True)
class Matter:
    """One matter as the server told it, to be put back if somebody let it go too early."""

    stream: bytes
    seq: int
    code: str
    facts: Mapping[str, str]
    at_ms: int


def drop_attention(place: int) -> Matter | None:
    """Let go what the server told about the event at this place; ``None`` = it told nothing."""
    row = run(_OF_EVENT, place).fetchone()
    if row is None:
        return None
    stream, seq, code, facts, at_ms = row
    run("DELETE FROM attention WHERE stream = ? AND seq = ?", stream, seq)
    return Matter(stream, seq, code, json.loads(facts), at_ms)


def attention() -> tuple[Attention, ...]:
    """What nobody has put right yet, in the order of its events."""
    rows = AttentionRow.select().order_by(AttentionRow.stream, AttentionRow.seq)
    return tuple(matter for matter in map(_attention, rows) if matter is not None)


def _attention(row: AttentionRow) -> Attention | None:
    event = EventRow.get_or_none((EventRow.stream == row.stream) & (EventRow.seq == row.seq))
    if event is not None and _is_righted(bytes(event.record), row.code, row.at_ms):
        return None
    about = RegistrationRow.get_or_none(RegistrationRow.uid == event.record) if event else None
    return Attention(
        row.code,
        json.loads(row.facts),
        (about.registration_no or "") if about else "",
        about.queue_number if about else "",
    )


def _is_righted(record: bytes, code: str, told_at_ms: int) -> bool:
    """Whether somebody has put it right since: corrected, withdrew, gave another mailbox or card, asked anew."""
    anew = Kind.MAILBOX_CODE_SET if code == MailNotice.MAILBOX_CODE_REFUSED else Kind.PROOF_ASKED
    row = run(_RIGHTED, record, anew.value).fetchone()
    return row is not None and decode(row[0], Header).at_ms > told_at_ms
