"""What was heard of the post's other desks, as it is kept: read by whoever tells a registration or its history."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TypeVar

import msgspec

from app.models.sealing import Sealer
from app.models.tables import NewsRow
from core.errors import Trouble
from core.wire.codec import Malformed, decode
from core.wire.envelope import EventUp
from core.wire.events import Kind, event_uid

LOG = logging.getLogger(__name__)

NEWS_TABLE = "news"

NOT_NUMBERED = 1 << 62
"""Behind every number of the feed: what the server has not told the place of yet."""

B = TypeVar("B", bound=msgspec.Struct)


@dataclass(frozen=True, slots=True)
class News:
    """One event of another desk in its place; ``feed_no``: in the server's order of the whole post."""

    stream: bytes
    seq: int
    feed_no: int
    event: EventUp

    @property
    def uid(self) -> bytes:
        """The event's uid."""
        return event_uid(self.stream, self.seq, self.event.at_ms).bytes


def news_of(sealer: Sealer, record: bytes) -> tuple[News, ...]:
    """What other desks did with a record, in the order in which the server heard of it."""
    # rows that an older program kept name no record; of registrations they always do
    is_its_own = (NewsRow.record == record) | (NewsRow.record.is_null() & (NewsRow.kind != Kind.REGISTERED.value))
    rows = list(NewsRow.select().where(is_its_own).order_by(NewsRow.feed_no))
    found = (_opened(sealer, row) for row in rows)
    return tuple(one for one in found if one is not None and one.event.record == record)


def _opened(sealer: Sealer, row: NewsRow) -> News | None:
    stream = bytes(row.stream)
    event = opened_at(sealer, NEWS_TABLE, (stream, row.seq), bytes(row.sealed), EventUp)
    return News(stream, row.seq, row.feed_no, event) if event else None


def opened_at(sealer: Sealer, table: str, place: tuple[bytes, int], sealed: bytes, kind: type[B]) -> B | None:
    """What was sealed at a place of a log (stream, number); ``None`` = it does not open, which is noted."""
    stream, seq = place
    try:
        return decode(sealer.open(table, news_place(stream, seq), sealed), kind)
    except (Trouble, Malformed):
        LOG.warning("%s %d of stream %s does not open", table, seq, stream.hex())
        return None


def news_place(stream: bytes, seq: int) -> bytes:
    """What the seal of a piece of news is bound to."""
    return stream + seq.to_bytes(8, "big")
