"""What was heard of other desks, walked from its beginning: what is whole is chained again, what is broken goes.

Only needed where the comparison of sets finds a difference that no event of either side explains: a row of this store
is gone, or is not what it was. Whatever is missing then is asked for anew.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.models.authors import KnownAuthor, known_author, own_end
from app.models.event_doors import DOORS
from app.models.heard import NEWS_TABLE, news_place
from app.models.sealing import Sealer
from app.models.statements import run
from core.errors import Trouble
from core.wire.chain import chained
from core.wire.codec import Malformed, decode
from core.wire.envelope import EventUp

STEP = 50
"""Events that are opened in one turn of the database's worker."""

_ROWS = "SELECT seq, sealed, hash FROM news WHERE stream = ? AND seq > ? ORDER BY seq LIMIT ?"
_CHAIN = "UPDATE news SET hash = ? WHERE stream = ? AND seq = ?"
_UNCHAIN = "UPDATE news SET hash = NULL, head_signature = NULL WHERE stream = ? AND seq > ?"
_END = "UPDATE author SET head_seq = ?, head_hash = ? WHERE stream = ?"
_DROP = "DELETE FROM news WHERE stream = ? AND seq = ?"
_DROP_STEP = "DELETE FROM stage WHERE stream = ? AND seq = ?"


@dataclass(frozen=True, slots=True)
class Walk:
    """How far a stream was walked; ``is_over``: there is no further event, or the chain breaks here."""

    stream: bytes
    seq: int
    hash: bytes
    is_over: bool = False


def streams_heard() -> tuple[bytes, ...]:
    """Every stream whose author is known."""
    return tuple(bytes(stream) for (stream,) in run("SELECT stream FROM author").fetchall())


def first_step(stream: bytes) -> Walk:
    """Where the part of a stream begins that came as news."""
    return Walk(stream, *own_end(stream))


def walked(walk: Walk, sealer: Sealer) -> Walk:
    """Walk a few events further; call inside a transaction. What lies behind a break is to be chained anew."""
    author = known_author(walk.stream, sealer)
    if author is None:
        return Walk(walk.stream, walk.seq, walk.hash, is_over=True)
    for seq, sealed, kept_hash in run(_ROWS, walk.stream, walk.seq, STEP).fetchall():
        header_hash = _hash(author, walk, seq, sealed, sealer)
        if header_hash is None:
            break
        if header_hash != kept_hash:
            run(_CHAIN, header_hash, walk.stream, seq)
        walk = Walk(walk.stream, seq, header_hash)
    else:
        if run(_ROWS, walk.stream, walk.seq, 1).fetchone():
            return walk
    run(_UNCHAIN, walk.stream, walk.seq)
    run(_END, walk.seq, walk.hash, walk.stream)
    return Walk(walk.stream, walk.seq, walk.hash, is_over=True)


def _hash(author: KnownAuthor, walk: Walk, seq: int, sealed: bytes, sealer: Sealer) -> bytes | None:
    """The header's hash of the next event; ``None`` = there is a hole, or it does not open and is dropped."""
    if seq != walk.seq + 1:
        return None
    try:
        event = decode(sealer.open(NEWS_TABLE, news_place(walk.stream, seq), sealed), EventUp)
    except (Trouble, Malformed):
        run(_DROP, walk.stream, seq)
        run(_DROP_STEP, walk.stream, seq)
        for door in DOORS:
            door.let_go(walk.stream, seq, seq)
        return None
    if not isinstance(event.record, bytes):
        return None
    link = chained(walk.stream, author.certificate.post, seq, event, event.record, author.salt_key, walk.hash)
    return link.hash
