"""Other desks' chains: who writes a stream, how far it is known here without a hole, what its author signed."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace

from app.models.profile import own_certificate
from app.models.sealing import Sealer
from app.models.statements import run
from app.models.tables import AuthorRow, EventRow, StreamRow
from core.errors import Trouble
from core.signing import Purpose, is_signed
from core.wire.chain import Link, chained
from core.wire.codec import Malformed, decode, encode
from core.wire.envelope import Author, Certificate, Change
from core.wire.events import GENESIS, device_of, head_message
from core.wire.sets import is_certified

LOG = logging.getLogger(__name__)

_TABLE = "author"
_HEAD = "SELECT head_seq, head_hash, sealed_salt_key, certificate FROM author WHERE stream = ?"
_NEWS_HASH = "SELECT hash FROM news WHERE stream = ? AND seq = ?"
_MOVE = "UPDATE author SET head_seq = ?, head_hash = ? WHERE stream = ?"


@dataclass(frozen=True, slots=True)
class KnownAuthor:
    """A stream of another desk (or of an earlier life of this one) and its last event that is known here in order."""

    stream: bytes
    salt_key: bytes
    certificate: Certificate
    head_seq: int
    head_hash: bytes


class AuthorBook:
    """The authors of one step of news; call in the database worker's thread, inside one transaction."""

    def __init__(self, sealer: Sealer) -> None:
        self._sealer = sealer
        self._known: dict[bytes, KnownAuthor | None] = {}
        self.parted: set[bytes] = set()
        """Streams whose end was replaced by another one."""

    def author(self, stream: bytes) -> KnownAuthor | None:
        """Who writes a stream; ``None`` = the server has not said yet."""
        if stream not in self._known:
            self._known[stream] = known_author(stream, self._sealer) or follow_own_stream(stream, self._sealer)
        return self._known[stream]

    def placed(self, change: Change) -> Link | None:
        """The event as the next of its chain; ``None`` if it is not the next one, or its author is not known."""
        author = self.author(change.stream)
        if author is None or change.seq != author.head_seq + 1:
            return None
        return self._link(author, change, author.head_hash)

    def again(self, change: Change) -> Link | None:
        """An event whose place is known already, as its chain has it now; ``None`` = nobody can tell."""
        author = self.author(change.stream)
        before = hash_before(change.stream, change.seq)
        return None if author is None or before is None else self._link(author, change, before)

    def _link(self, author: KnownAuthor, change: Change, before: bytes) -> Link | None:
        record = change.event.record
        if not isinstance(record, bytes):
            return None
        post = author.certificate.post
        return chained(change.stream, post, change.seq, change.event, record, author.salt_key, before)

    def signature(self, change: Change, link: Link) -> bytes | None:
        """The author's signature over its chain up to here, if one came along and holds."""
        author, signature = self.author(change.stream), change.head_signature
        if author is None or signature is None:
            return None
        message = head_message(change.stream, change.seq, link.hash)
        if is_signed(author.certificate.public_key, Purpose.HEAD, message, signature):
            return signature
        LOG.warning("event %d of stream %s is not signed by its author", change.seq, change.stream.hex())
        return None

    def part(self, stream: bytes, seq: int, header_hash: bytes) -> None:
        """The chain of this stream is known no further than here: another end will follow."""
        self.parted.add(stream)
        self.advance(stream, seq, header_hash)

    def advance(self, stream: bytes, seq: int, header_hash: bytes) -> None:
        """The chain of this stream is known up to here from now on."""
        author = self._known[stream]
        if author is not None:
            self._known[stream] = replace(author, head_seq=seq, head_hash=header_hash)
            run(_MOVE, seq, header_hash, stream)


def keep_author(author: Author, sealer: Sealer, server_key: bytes) -> None:
    """Remember who writes a stream, if the server we are enrolled with vouches for it; call inside a transaction."""
    certificate = author.certificate
    if device_of(author.stream).bytes != certificate.device or not is_certified(certificate, server_key):
        LOG.warning("the author of stream %s is not vouched for", author.stream.hex())
        return
    _keep(author, sealer)


def _keep(author: Author, sealer: Sealer) -> None:
    head_seq, head_hash = own_end(author.stream)
    row = AuthorRow.insert(
        stream=author.stream,
        sealed_salt_key=sealer.seal(_TABLE, author.stream, author.salt_key),
        certificate=encode(author.certificate),
        head_seq=head_seq,
        head_hash=head_hash,
    )
    row.on_conflict_ignore().execute()


def known_author(stream: bytes, sealer: Sealer) -> KnownAuthor | None:
    """Who writes a stream, as far as is known here."""
    row = run(_HEAD, stream).fetchone()
    if row is None:
        return None
    head_seq, head_hash, sealed, certificate = row
    try:
        return KnownAuthor(
            stream, sealer.open(_TABLE, stream, sealed), decode(certificate, Certificate), head_seq, head_hash
        )
    except (Trouble, Malformed):
        LOG.warning("the author of stream %s does not open", stream.hex())
        return None


def follow_own_stream(stream: bytes, sealer: Sealer) -> KnownAuthor | None:
    """An earlier life of this device went on elsewhere: what it wrote there comes as news behind our own part."""
    row, certificate = StreamRow.get_or_none(StreamRow.stream == stream), own_certificate()
    if row is None or certificate is None:
        return None
    salt_key = sealer.open("stream", stream, bytes(row.sealed_salt_key))
    _keep(Author(stream, salt_key, certificate), sealer)
    return known_author(stream, sealer)


def hash_before(stream: bytes, seq: int) -> bytes | None:
    """The header hash of the event before this place, wherever it stands; ``None`` = it is not here."""
    if seq == 1:
        return GENESIS
    own = EventRow.select(EventRow.hash).where((EventRow.stream == stream) & (EventRow.seq == seq - 1)).scalar()
    row = run(_NEWS_HASH, stream, seq - 1).fetchone()
    found = own or (row[0] if row else None)
    return bytes(found) if found else None


def own_end(stream: bytes) -> tuple[int, bytes]:
    """How far this desk wrote a stream itself; nothing of another desk's."""
    row = StreamRow.get_or_none(StreamRow.stream == stream)
    return (row.head_seq, bytes(row.head_hash)) if row else (0, GENESIS)
