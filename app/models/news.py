"""News of the post's other desks: kept whole, and shelved as registrations where this program understands them."""

from __future__ import annotations

import logging
from datetime import date

import peewee

from app.models.registrations import Place, Shelf
from app.models.tables import WORKER_DATABASE, NewsRow, RegistrationRow
from core.wire.codec import Malformed, decode, encode
from core.wire.envelope import Change
from core.wire.events import Kind
from core.wire.records import RegisteredBody

LOG = logging.getLogger(__name__)


def keep_news(shelf: Shelf, change: Change) -> bool:
    """Keep one event of another desk; call inside a transaction. Returns whether it was new here."""
    if NewsRow.select().where((NewsRow.stream == change.stream) & (NewsRow.seq == change.seq)).exists():
        return False
    sealed = shelf.sealer.seal("news", change.stream + change.seq.to_bytes(8, "big"), encode(change.event))
    NewsRow.insert(
        stream=change.stream, seq=change.seq, feed_no=change.feed_no, kind=change.event.kind, sealed=sealed
    ).execute()
    _shelve(shelf, change)
    return True


def _shelve(shelf: Shelf, change: Change) -> None:
    event = change.event
    if event.kind != Kind.REGISTERED or not isinstance(event.record, bytes):
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


def _check_days(body: RegisteredBody) -> None:
    """Raises: ValueError if a day in it is none."""
    date.fromisoformat(body.business_on)
    if body.person.birth_date:
        date.fromisoformat(body.person.birth_date)
