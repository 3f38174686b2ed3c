"""The door of one family of events, our own and those of other desks: what they say is kept, or let go again."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable, Container
from dataclasses import dataclass

from app.models.sealing import Sealer
from core.queue_events import Spot
from core.wire.chain import Link
from core.wire.codec import Malformed
from core.wire.envelope import EventUp

LOG = logging.getLogger(__name__)

LAST_SEQ = 1 << 62


@dataclass(frozen=True, slots=True)
class EventDoor:
    """How events of some kinds come into tables of their own; everything here happens inside a transaction.

    Args:
        kinds: of the family's events.
        keep: keeps what a body of one of them says in its place of the log. Raises: Malformed.
        drop: lets go what stands at the places from a first to a last one of a stream.
        moved: the kind whose events go by the server's order.
        tell: brings a record to what its moves make of it, in their present order.
    """

    kinds: Container[str]
    keep: Callable[[Sealer, str, bytes, Spot], None]
    drop: Callable[[bytes, int, int], None]
    moved: str
    tell: Callable[[uuid.UUID], None]

    def keep_own(self, sealer: Sealer, link: Link) -> uuid.UUID:
        """Keep what this desk has just written. Returns the record that the event is about.

        Raises: Malformed if it cannot be meant, which is a bug of ours.
        """
        header = link.header
        spot = Spot(header.stream, header.seq, uuid.UUID(bytes=header.record), header.at_ms)
        self.keep(sealer, header.kind, link.body, spot)
        return spot.record

    def keep_news(self, sealer: Sealer, record: bytes, stream: bytes, seq: int, event: EventUp) -> None:
        """Keep what another desk did, if it is of the family; what cannot be read is left out."""
        if event.kind not in self.kinds:
            return
        try:
            self.keep(sealer, event.kind, event.body, Spot(stream, seq, uuid.UUID(bytes=record), event.at_ms))
        except Malformed:
            LOG.warning("event %d of stream %s says nothing that can be meant", seq, stream.hex())

    def let_go(self, stream: bytes, first_seq: int, last_seq: int = LAST_SEQ) -> None:
        """Let go what these places of a log said: they belong to other events, or to none."""
        self.drop(stream, first_seq, last_seq)

    def retell(self, kind: str, record: bytes) -> None:
        """The server has told another place for an event: what was done at once goes by the new order."""
        if kind == self.moved:
            self.tell(uuid.UUID(bytes=record))
