"""News of the post's other desks: kept whole; registrations are shelved and later acts applied where understood."""

from __future__ import annotations

import logging

import peewee

from app.models.authors import AuthorBook
from app.models.event_doors import DOORS
from app.models.heard import NEWS_TABLE, news_place
from app.models.registrations import Place, Shelf
from app.models.retelling import check_days, retell
from app.models.rows import WORKER_DATABASE
from app.models.stages import keep_news_step
from app.models.statements import run
from app.models.tables import NewsRow, RegistrationRow
from core.moves import MOVES
from core.stages import STEPS
from core.wire.codec import Malformed, decode, encode
from core.wire.envelope import Change
from core.wire.events import Kind
from core.wire.records import RegisteredBody

LOG = logging.getLogger(__name__)

_IS_OWN = "SELECT 1 FROM event WHERE stream = ? AND seq = ?"
_IS_HERE = "SELECT hash FROM news WHERE stream = ? AND seq = ?"
_ASIDE = """
    INSERT OR IGNORE INTO branch (stream, seq, hash, kept)
    SELECT stream, seq, hash, sealed FROM news WHERE stream = ? AND seq >= ? AND hash IS NOT NULL"""
_CHAIN = "UPDATE news SET hash = ?, head_signature = ? WHERE stream = ? AND seq = ?"
_DROP = "DELETE FROM news WHERE stream = ? AND seq >= ?"
_DROP_STEPS = "DELETE FROM stage WHERE stream = ? AND seq >= ?"
_ACTS_BEHIND = """
    SELECT DISTINCT record FROM news WHERE stream = ? AND seq >= ? AND record IS NOT NULL AND kind != 'registered'"""
_RENUMBER = "UPDATE news SET feed_no = ? WHERE stream = ? AND seq = ? AND feed_no != ?"
_IS_DISPUTED = "SELECT 1 FROM registration WHERE uid = ? AND sealed_disputes IS NOT NULL"
_HAS_MORE = "SELECT 1 FROM news WHERE record = ? AND kind != 'registered' LIMIT 1"


def keep_news(shelf: Shelf, change: Change, book: AuthorBook | None = None) -> bool:
    """Keep one event of another desk; call inside a transaction. Returns whether it was new here.

    What does not continue its author's chain is kept as well, but without a hash: the comparison of sets, which ends
    every exchange, does not count it, and has it sent again from where the chain ends here.
    """
    authors = book or AuthorBook(shelf.sealer)
    if run(_IS_OWN, change.stream, change.seq).fetchone():
        return False
    here = run(_IS_HERE, change.stream, change.seq).fetchone()
    if here is not None and _is_known(shelf, change, here[0], authors):
        _renumber(shelf, change)
        return False
    link = authors.placed(change)
    if not run(_IS_HERE, change.stream, change.seq).fetchone():
        _keep(shelf, change)
    if link is not None:
        run(_CHAIN, link.hash, authors.signature(change, link), change.stream, change.seq)
        authors.advance(change.stream, change.seq, link.hash)
    return here is None


def _keep(shelf: Shelf, change: Change) -> None:
    event = change.event
    record = event.record if isinstance(event.record, bytes) else None
    NewsRow.insert(
        stream=change.stream,
        seq=change.seq,
        feed_no=change.feed_no,
        kind=event.kind,
        sealed=shelf.sealer.seal(NEWS_TABLE, news_place(change.stream, change.seq), encode(event)),
        record=record,
    ).execute()
    if record is not None:
        _understand(shelf, change, record)


def _is_known(shelf: Shelf, change: Change, header_hash: bytes | None, book: AuthorBook) -> bool:
    """Whether the event of this place is the one that stands here.

    A server that lost the end of a stream may hold another end of it now, written by a copy of its device. That one
    counts from then on: what stood here was handed on to another stream by whoever wrote it, and is kept aside.
    """
    if header_hash is None:
        return False
    link = book.again(change)
    if link is None or link.hash == header_hash:
        return True
    dropped = run(_ACTS_BEHIND, change.stream, change.seq).fetchall()
    run(_ASIDE, change.stream, change.seq)
    run(_DROP, change.stream, change.seq)
    run(_DROP_STEPS, change.stream, change.seq)
    for door in DOORS:
        door.let_go(change.stream, change.seq)
    book.part(change.stream, change.seq - 1, link.header.prev_hash)
    for (record,) in dropped:
        retell(shelf, record)
    return False


def _understand(shelf: Shelf, change: Change, record: bytes) -> None:
    """Let the registrations follow, as far as this program knows the kind of the event."""
    event = change.event
    if event.kind == Kind.REGISTERED:
        _shelve(shelf, change)
    elif event.kind in MOVES or run(_IS_DISPUTED, record).fetchone():
        retell(shelf, record)
    if event.kind in STEPS:
        keep_news_step(shelf.sealer, record, change.stream, change.seq, event)
    for door in DOORS:
        door.keep_news(shelf.sealer, record, change.stream, change.seq, event)


def _renumber(shelf: Shelf, change: Change) -> None:
    """A server that lost something numbers its feed anew: what was disputed goes by the new order."""
    moved_to = run(_RENUMBER, change.feed_no, change.stream, change.seq, change.feed_no)
    record = change.event.record
    if not moved_to.rowcount or not isinstance(record, bytes):
        return
    if change.event.kind in MOVES:
        retell(shelf, record)
    for door in DOORS:
        door.retell(change.event.kind, record)


def _shelve(shelf: Shelf, change: Change) -> None:
    event = change.event
    if not isinstance(event.record, bytes):
        return
    if RegistrationRow.select().where(RegistrationRow.uid == event.record).exists():
        return
    try:
        body = decode(event.body, RegisteredBody)
        check_days(body)
    except (Malformed, ValueError):
        return  # a later program's body, or a broken one: kept above, and the news behind it are heard
    try:
        with WORKER_DATABASE.atomic():
            shelf.insert(Place(change.stream, change.seq, event.record, event.at_ms, event.officer), body)
    except peewee.IntegrityError:
        LOG.warning("event %d of stream %s does not fit beside what stands here", change.seq, change.stream.hex())
        return
    if run(_HAS_MORE, event.record).fetchone():
        retell(shelf, event.record)
