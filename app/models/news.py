"""News of the post's other desks: kept whole, and shelved as registrations where this program understands them."""

from __future__ import annotations

from app.models.registrations import Place, Shelf
from app.models.tables import NewsRow, RegistrationRow
from core.wire.codec import Malformed, decode, encode
from core.wire.envelope import Change
from core.wire.events import Kind
from core.wire.records import RegisteredBody


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
    except Malformed:
        return  # a later program's body: kept above, understood after an update
    shelf.insert(Place(change.stream, change.seq, event.record, event.at_ms, event.officer), body)
