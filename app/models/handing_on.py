"""What a desk hands on of another's stream to a server that lacks it: whole batches under the author's signatures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from app.models.authors import KnownAuthor, hash_before, known_author
from app.models.heard import NEWS_TABLE, news_place
from app.models.sealing import Sealer
from app.models.statements import run
from core.errors import Trouble
from core.wire.codec import Malformed, decode
from core.wire.envelope import MAX_EVENTS, MAX_SUPPLIES, Author, Batch, EventUp, Supply, Wanted

MOST_BYTES = 256 * 1024
"""Bodies handed on in one request."""

_HEADS = """
    SELECT seq, head_signature FROM news
    WHERE stream = ? AND seq > ? AND head_signature IS NOT NULL ORDER BY seq LIMIT ?"""
_EVENTS = "SELECT seq, sealed FROM news WHERE stream = ? AND seq > ? AND seq <= ? ORDER BY seq"


def supplies_of(wanted: Wanted, sealer: Sealer) -> tuple[Supply, ...]:
    """The next signed batches of a stream behind what the server has of it; none if this desk cannot prove them."""
    author = known_author(wanted.stream, sealer)
    if author is None or hash_before(wanted.stream, wanted.have_seq + 1) != wanted.have_hash:
        return ()
    found: list[Supply] = []
    after, size = wanted.have_seq, 0
    for seq, signature in run(_HEADS, wanted.stream, after, MAX_SUPPLIES).fetchall():
        batch = _batch(author, after, seq, signature, sealer)
        size += sum(len(event.body) for event in batch.events) if batch else 0
        if batch is None or (found and size > MOST_BYTES):
            break
        found.append(Supply(Author(author.stream, author.salt_key, author.certificate), batch))
        after = seq
    return tuple(found)


def _batch(author: KnownAuthor, after: int, last_seq: int, signature: bytes, sealer: Sealer) -> Batch | None:
    before = hash_before(author.stream, after + 1)
    events = tuple(_opened(author.stream, run(_EVENTS, author.stream, after, last_seq).fetchall(), sealer))
    if before is None or len(events) != last_seq - after or len(events) > MAX_EVENTS:
        return None
    return Batch(
        stream=author.stream,
        post=author.certificate.post,
        first_seq=after + 1,
        prev_hash=before,
        events=events,
        head_signature=signature,
    )


def _opened(stream: bytes, rows: Iterable[tuple[int, bytes]], sealer: Sealer) -> Iterator[EventUp]:
    """The events; one whose seal is broken is left out, and the batch with it."""
    for seq, sealed in rows:
        try:
            yield decode(sealer.open(NEWS_TABLE, news_place(stream, seq), sealed), EventUp)
        except (Trouble, Malformed):
            return
