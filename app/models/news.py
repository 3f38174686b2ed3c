"""News of the post's other desks: kept whole; registrations are shelved and later acts applied where understood."""

from __future__ import annotations

import logging
import uuid
from dataclasses import dataclass
from datetime import date

import peewee

from app.models.registrations import Place, Shelf
from app.models.sealing import Sealer
from app.models.stages import keep_news_step
from app.models.statements import run
from app.models.tables import WORKER_DATABASE, NewsRow, RegistrationRow
from core.errors import Trouble
from core.moves import MOVES, moved
from core.stages import STEPS
from core.wire.codec import Malformed, decode, encode
from core.wire.envelope import Change, EventUp
from core.wire.events import Kind
from core.wire.records import RegisteredBody

LOG = logging.getLogger(__name__)

_TABLE = "news"
_HAS_MORE = "SELECT 1 FROM news WHERE record = ? AND kind != 'registered' LIMIT 1"


def keep_news(shelf: Shelf, change: Change) -> bool:
    """Keep one event of another desk; call inside a transaction. Returns whether it was new here."""
    if NewsRow.select().where((NewsRow.stream == change.stream) & (NewsRow.seq == change.seq)).exists():
        return False
    event = change.event
    record = event.record if isinstance(event.record, bytes) else None
    NewsRow.insert(
        stream=change.stream,
        seq=change.seq,
        feed_no=change.feed_no,
        kind=event.kind,
        sealed=shelf.sealer.seal(_TABLE, _place(change.stream, change.seq), encode(event)),
        record=record,
    ).execute()
    if record is not None and event.kind == Kind.REGISTERED:
        _shelve(shelf, change)
    elif record is not None:
        _apply(shelf, record, event)
    if record is not None and event.kind in STEPS:
        keep_news_step(shelf.sealer, record, change.stream, change.seq, event)
    return True


@dataclass(frozen=True, slots=True)
class News:
    """One event of another desk in its place."""

    stream: bytes
    seq: int
    event: EventUp


def news_of(sealer: Sealer, record: bytes) -> tuple[News, ...]:
    """What other desks did with a record, in the order in which the server heard of it."""
    # rows that an older program kept name no record; of registrations they always do
    is_its_own = (NewsRow.record == record) | (NewsRow.record.is_null() & (NewsRow.kind != Kind.REGISTERED.value))
    rows = list(NewsRow.select().where(is_its_own).order_by(NewsRow.feed_no))
    found = (_opened(sealer, row) for row in rows)
    return tuple(one for one in found if one is not None and one.event.record == record)


def _opened(sealer: Sealer, row: NewsRow) -> News | None:
    stream = bytes(row.stream)
    try:
        event = decode(sealer.open(_TABLE, _place(stream, row.seq), bytes(row.sealed)), EventUp)
    except (Trouble, Malformed):
        LOG.warning("news %d of stream %s does not open", row.seq, stream.hex())
        return None
    return News(stream, row.seq, event)


def _place(stream: bytes, seq: int) -> bytes:
    return stream + seq.to_bytes(8, "big")


def _apply(shelf: Shelf, record: bytes, event: EventUp) -> None:
    """Move the registration that this later act is about; one that has not come yet is moved when it comes."""
    kind, uid = MOVES.get(event.kind), uuid.UUID(bytes=record)
    if kind is None:
        return
    try:
        kept = shelf.by_uid(uid)
        if kept is None:
            return
        body = moved(kept.body, decode(event.body, kind))
        _check_days(body)
    except (Trouble, Malformed, ValueError):
        return  # a broken seal, a later program's body, or a broken one: kept, and the news behind it are heard
    try:
        with WORKER_DATABASE.atomic():
            shelf.move(uid, body)
    except peewee.IntegrityError:
        LOG.warning("what became of registration %s does not fit beside what stands here", uid)


def _shelve(shelf: Shelf, change: Change) -> None:
    event = change.event
    if not isinstance(event.record, bytes):
        return
    if RegistrationRow.select().where(RegistrationRow.uid == event.record).exists():
        return
    try:
        body = decode(event.body, RegisteredBody)
        _check_days(body)
    except (Malformed, ValueError):
        return  # a later program's body, or a broken one: kept above, and the news behind it are heard
    try:
        with WORKER_DATABASE.atomic():
            shelf.insert(Place(change.stream, change.seq, event.record, event.at_ms, event.officer), body)
    except peewee.IntegrityError:
        LOG.warning("event %d of stream %s does not fit beside what stands here", change.seq, change.stream.hex())
        return
    later = news_of(shelf.sealer, event.record) if run(_HAS_MORE, event.record).fetchone() else ()
    for news in later:
        _apply(shelf, event.record, news.event)


def _check_days(body: RegisteredBody) -> None:
    """Raises: ValueError if a day in it is none."""
    date.fromisoformat(body.business_on)
    if body.person.birth_date:
        date.fromisoformat(body.person.birth_date)
