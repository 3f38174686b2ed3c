"""What this desk holds of its post, stream by stream: counts and sums that a server's can be compared with."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial

from app.models.statements import run
from core.wire.envelope import StreamSet
from core.wire.events import packed_hash
from core.wire.sets import EMPTY_SUM, added

STEP = 2_000
"""Events looked at in one turn of the database's worker."""

_ENDS = """
    SELECT stream.stream, stream.receipt_seq, stream.head_seq, author.head_seq FROM stream
    LEFT JOIN author ON author.stream = stream.stream
    UNION ALL
    SELECT stream, 0, 0, head_seq FROM author WHERE stream NOT IN (SELECT stream FROM stream)"""
_OWN = "SELECT header FROM event WHERE stream = ? AND seq > ? AND seq <= ? ORDER BY seq LIMIT ?"
_HEARD = "SELECT hash FROM news WHERE stream = ? AND seq > ? AND seq <= ? ORDER BY seq LIMIT ?"

Reader = Callable[[Callable[[], tuple[bytes, ...]]], tuple[bytes, ...]]
"""Runs a reading job on the database's worker."""


@dataclass(frozen=True, slots=True)
class End:
    """How far a stream is held that the server should hold as well.

    Args:
        own_seq: the last of our own events that is under a receipt; 0 for another desk's stream.
        seq: the last event of all.
    """

    stream: bytes
    own_seq: int
    seq: int


def ends() -> tuple[End, ...]:
    """The end of every stream of the post."""
    return tuple(_end(*row) for row in run(_ENDS).fetchall())


def _end(stream: bytes, receipt_seq: int, head_seq: int, heard_seq: int | None) -> End:
    goes_on = heard_seq is not None and heard_seq > head_seq and receipt_seq == head_seq
    return End(bytes(stream), receipt_seq, heard_seq if goes_on and heard_seq else receipt_seq)


def hashes(end: End, behind: int) -> tuple[bytes, ...]:
    """Header hashes of the next events behind a place, at most :data:`STEP`; our own are taken from the headers."""
    if behind < end.own_seq:
        rows = run(_OWN, end.stream, behind, end.own_seq, STEP).fetchall()
        return tuple(packed_hash(header) for (header,) in rows)
    return tuple(row[0] or b"" for row in run(_HEARD, end.stream, behind, end.seq, STEP).fetchall())


class Holdings:
    """The sums of all streams, remembered while the program runs: only what is new is looked at again."""

    def __init__(self) -> None:
        self._known: dict[bytes, StreamSet] = {}

    def sets(self, read: Reader, all_ends: Iterable[End]) -> tuple[StreamSet, ...]:
        """Every stream that is not empty."""
        return tuple(one for one in (self._sum(end, read) for end in all_ends) if one.count)

    def _sum(self, end: End, read: Reader) -> StreamSet:
        known = self._known.get(end.stream)
        if known is None or known.count > end.seq:
            known = StreamSet(end.stream, 0, EMPTY_SUM)
        while known.count < end.seq:
            behind = known.count
            more = read(partial(hashes, end, behind))
            if not more:
                break  # a hole: the sum says how far the stream is whole
            known = StreamSet(end.stream, behind + len(more), added(known.sum, more))
        self._known[end.stream] = known
        return known

    def forget(self, stream: bytes) -> None:
        """Look at this stream anew: a place in it was taken by another event."""
        self._known.pop(stream, None)
