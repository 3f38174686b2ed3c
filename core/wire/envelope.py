"""Envelopes: one exchange there and back, enrolment, the receipt. ``docs/wire.md`` explains them."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from core.wire.events import GENESIS, SALT_KEY_BYTES, STREAM_BYTES

PROTOCOL = 1

MAX_EVENTS = 500
MAX_BODY_BYTES = 64 * 1024
MAX_MESSAGE_BYTES = 4 * 1024 * 1024
MAX_PACKED_BYTES = 1024 * 1024
MAX_PROGRAMMES = 40
MAX_PROGRAMME_BYTES = 64 * 1024
MAX_STREAMS = 2_000
"""Streams of one post that are compared at once: two thousand lives of its devices."""
MAX_SUPPLIES = 8
SET_DIGEST_BYTES = 16
MAX_DEVICE_KEYS = 64
MAX_DOMAIN = 120
"""Longest domain of regional mailboxes: names before it and the paper's width need room, too."""

Hash = Annotated[bytes, Meta(min_length=len(GENESIS), max_length=len(GENESIS))]
Stream = Annotated[bytes, Meta(min_length=STREAM_BYTES, max_length=STREAM_BYTES)]
Uid = Annotated[bytes, Meta(min_length=16, max_length=16)]
Signature = Annotated[bytes, Meta(min_length=64, max_length=64)]
SaltKey = Annotated[bytes, Meta(min_length=SALT_KEY_BYTES, max_length=SALT_KEY_BYTES)]
Seq = Annotated[int, Meta(ge=0, lt=2**53)]
AtMs = Annotated[int, Meta(ge=0, lt=2**47)]
Word = Annotated[str, Meta(min_length=1, max_length=40)]
Body = Annotated[bytes, Meta(max_length=MAX_BODY_BYTES)]
SetDigest = Annotated[bytes, Meta(min_length=SET_DIGEST_BYTES, max_length=SET_DIGEST_BYTES)]
PublicKey = Annotated[bytes, Meta(min_length=32, max_length=32)]


class EventUp(msgspec.Struct, frozen=True, array_like=True):
    """One event on its way up: what the server cannot derive.

    ``record``: ``None`` = the record that this event creates; a number = the record created by that event of the
    same stream; 16 bytes = any other record.
    """

    kind: Word
    at_ms: AtMs
    officer: Uid
    body: Body
    record: Uid | Seq | None = None
    base: Annotated[tuple[Uid, ...], Meta(max_length=64)] = ()
    schema: Annotated[int, Meta(ge=1, le=10_000)] = 1


class Batch(msgspec.Struct, frozen=True, array_like=True):
    """Consecutive events of one stream, signed by its device over the hash of the last one.

    ``salt_key`` travels with the stream's first event only.
    """

    stream: Stream
    post: Word
    first_seq: Annotated[int, Meta(ge=1, lt=2**53)]
    prev_hash: Hash
    events: Annotated[tuple[EventUp, ...], Meta(min_length=1, max_length=MAX_EVENTS)]
    head_signature: Signature
    salt_key: SaltKey | None = None


class ProgrammeDocument(msgspec.Struct, frozen=True, array_like=True):
    """A programme's file as the server wants it from now on; signed by the server over code, version and text."""

    code: Word
    version: Word
    text: Annotated[bytes, Meta(max_length=MAX_PROGRAMME_BYTES)]
    signature: Signature


class Certificate(msgspec.Struct, frozen=True, array_like=True):
    """The server's word for a device: whose key it is, which post it belongs to, which numbers it may print.

    It lets any desk check a neighbour's events, and lets a server that was rebuilt from nothing know its devices again.
    ``sealing_key``: the server's own, for files that are carried to it (``core/agreement.py``).
    """

    device: Uid
    public_key: PublicKey
    post: Word
    post_name: Annotated[str, Meta(max_length=200)]
    province: Annotated[str, Meta(min_length=2, max_length=2)]
    block: Annotated[int, Meta(ge=1, lt=2**31)]
    is_training: bool
    sealing_key: PublicKey
    signature: Signature


class DeviceKey(msgspec.Struct, frozen=True, array_like=True):
    """The server's word for a device of any post, so that slips of all posts can be verified without a line.

    ``no``: its place among such words; a later word for the same device has a higher one. ``revoked_at_ms``: since
    when the device is not trusted any more, signed by the server; 0 = it is trusted.
    """

    no: Annotated[int, Meta(ge=1, lt=2**53)]
    certificate: Certificate
    revoked_at_ms: AtMs = 0
    revocation_signature: Signature | None = None


class Author(msgspec.Struct, frozen=True, array_like=True):
    """Who writes a stream, and the key of its salts: with it every header of the stream can be derived again."""

    stream: Stream
    salt_key: SaltKey
    certificate: Certificate


class Supply(msgspec.Struct, frozen=True, array_like=True):
    """Events of another device, handed on by one that holds them; they count by their author's signature."""

    author: Author
    batch: Batch


class StreamSet(msgspec.Struct, frozen=True, array_like=True):
    """What one side holds of a stream: how many events from the first on, and the sum over them."""

    stream: Stream
    count: Seq
    sum: SetDigest


class ExchangeRequest(msgspec.Struct, frozen=True, array_like=True):
    """One round up. Without a batch it asks for news, and how far the server holds ``stream`` (``None``: its newest).

    ``digest`` is not used. ``programmes``: the version of each programme's rules that the desk works by, by code;
    ``None`` = it takes none from a server. ``sets``: all that the desk holds of its post, asked for after the digests
    of both sides differed. ``supplies``: what the server lacks of other devices. ``is_following``: the batch before
    this one is still under way, so a gap is worth a short wait. ``has_certificate``: whether the desk has its own.
    ``wants_news``: not while more batches follow at once, so that no news travels twice. ``keys_seen``: up to which
    word for other devices the desk knows them; ``None`` = it wants none now. ``mail_domain``: of the name space that
    this stream has for regional mailboxes, empty = it has none; ``None`` = it gives out no mailboxes.
    """

    protocol: int
    is_training: bool
    cursor: Seq
    batch: Batch | None = None
    digest: Hash | None = None
    stream: Stream | None = None
    programmes: Annotated[dict[Word, Word], Meta(max_length=MAX_PROGRAMMES)] | None = None
    sets: Annotated[tuple[StreamSet, ...], Meta(max_length=MAX_STREAMS)] | None = None
    supplies: Annotated[tuple[Supply, ...], Meta(max_length=MAX_SUPPLIES)] = ()
    is_following: bool = False
    has_certificate: bool = True
    wants_news: bool = True
    keys_seen: Seq | None = None
    mail_domain: Annotated[str, Meta(max_length=MAX_DOMAIN)] | None = None


class Receipt(msgspec.Struct, frozen=True, array_like=True):
    """What the server holds, safely on disk. Only a signed receipt that equals the desk's own chain means *sent*.

    ``lineage`` names this server's life: a server rebuilt from nothing has another one.
    """

    lineage: Uid
    stream: Stream
    have_seq: Seq
    have_hash: Hash
    cursor: Seq


class EventOutcome(msgspec.Struct, frozen=True, array_like=True):
    """An event that was not simply accepted: ``duplicate`` or ``needs_attention`` with code and facts."""

    seq: Seq
    outcome: Word
    code: str = ""
    facts: dict[str, str] = {}


class Change(msgspec.Struct, frozen=True, array_like=True):
    """News from another device of the same post: its event with the header's own members, body as it was sent.

    ``head_signature``: the author's, on the last event of each batch as it came to the server.
    """

    feed_no: Seq
    stream: Stream
    seq: Seq
    event: EventUp
    head_signature: Signature | None = None


class Placed(msgspec.Struct, frozen=True, array_like=True):
    """Where consecutive events of the batch stand in the post's feed: the first one's place and feed number."""

    seq: Seq
    feed_no: Seq
    count: Annotated[int, Meta(ge=1, le=MAX_EVENTS)]


class Notice(msgspec.Struct, frozen=True, array_like=True):
    """What the server found out later about an event of this post; has a number of the feed like an event."""

    feed_no: Seq
    stream: Stream
    seq: Seq
    code: Word
    facts: dict[str, str] = {}


class Wanted(msgspec.Struct, frozen=True, array_like=True):
    """A stream of which the desk holds more than the server, and how far the server holds it."""

    stream: Stream
    have_seq: Seq
    have_hash: Hash


class MailSpace(msgspec.Struct, frozen=True, array_like=True):
    """Names of regional mailboxes that one stream alone may give out: those that end with ``.tag`` before the ``@``.

    Signed by the server. Without a ``domain`` there are no regional mailboxes (any more).
    """

    stream: Stream
    domain: Annotated[str, Meta(max_length=MAX_DOMAIN)]
    tag: Annotated[str, Meta(max_length=12, pattern="^[0-9]*$")]
    signature: Signature


class ExchangeReply(msgspec.Struct, frozen=True, array_like=True):
    """One round down. Events of the batch that ``outcomes`` does not name were accepted.

    ``programmes``: files that are newer than what the desk said it has. ``authors``: of streams that begin among the
    changes. ``set_digest``: over all events of the post up to the receipt's cursor, when nothing more waits.
    ``wanted``: answers ``sets``. ``block``: the number block of the stream from now on; 0 = as before.
    ``certificate``: the desk's own, if it has none. ``device_keys``: the next words for other devices, of all posts,
    when no news waits; where more follow ``has_more`` is set. ``mail_space``: where it is another one than the desk
    said.
    """

    receipt: Receipt
    receipt_signature: Signature
    server_at_ms: AtMs
    outcomes: Annotated[tuple[EventOutcome, ...], Meta(max_length=MAX_EVENTS)] = ()
    changes: Annotated[tuple[Change, ...], Meta(max_length=MAX_EVENTS)] = ()
    has_more: bool = False
    programmes: Annotated[tuple[ProgrammeDocument, ...], Meta(max_length=MAX_PROGRAMMES)] = ()
    set_digest: SetDigest | None = None
    places: Annotated[tuple[Placed, ...], Meta(max_length=MAX_EVENTS)] = ()
    authors: Annotated[tuple[Author, ...], Meta(max_length=MAX_EVENTS)] = ()
    notices: Annotated[tuple[Notice, ...], Meta(max_length=MAX_EVENTS)] = ()
    wanted: Annotated[tuple[Wanted, ...], Meta(max_length=MAX_STREAMS)] = ()
    block: Annotated[int, Meta(ge=0, lt=2**31)] = 0
    certificate: Certificate | None = None
    device_keys: Annotated[tuple[DeviceKey, ...], Meta(max_length=MAX_DEVICE_KEYS)] = ()
    mail_space: MailSpace | None = None


class EnrolRequest(msgspec.Struct, frozen=True, omit_defaults=True):
    """A new device asks to be known (JSON): the one-time code, its uid and public key, and a proof of the key.

    With ``post_code`` and ``province`` the code of another post is refused before it is used. A device that was known
    shows its ``certificate`` (hex of its MessagePack form) in place of a code, at a server that has lost everything.
    """

    code: Annotated[str, Meta(max_length=64)]
    device: Annotated[str, Meta(min_length=36, max_length=36)]
    public_key: Annotated[str, Meta(min_length=64, max_length=64)]
    signature: Annotated[str, Meta(min_length=128, max_length=128)]
    is_training: bool
    post_code: Annotated[str, Meta(max_length=10)] = ""
    province: Annotated[str, Meta(max_length=2)] = ""
    certificate: Annotated[str, Meta(max_length=2_048)] = ""


class EnrolReply(msgspec.Struct, frozen=True):
    """The server's welcome (JSON): post, number block, its own public key (hex) and life, the device's certificate."""

    post_code: str
    post_name: str
    province: str
    block: int
    server_key: str
    lineage: str
    is_training: bool
    certificate: str = ""


class Problem(msgspec.Struct, frozen=True, omit_defaults=True):
    """A problem document [RFC 9457]; ``code`` and ``facts`` are ours and hold no personal data."""

    type: str
    title: str
    status: int
    code: str
    detail: str = ""
    facts: dict[str, str | int] = {}


def receipt_message(receipt: Receipt) -> bytes:
    """The bytes of a receipt that the server signs."""
    return msgspec.msgpack.encode(receipt)


def certificate_message(certificate: Certificate) -> bytes:
    """The bytes of a certificate that the server signs: all but the signature."""
    return msgspec.msgpack.encode(msgspec.structs.astuple(certificate)[:-1])


def revocation_message(device: bytes, revoked_at_ms: int) -> bytes:
    """The bytes that the server signs when it says that a device is not trusted any more."""
    return msgspec.msgpack.encode((device, revoked_at_ms))


def mail_space_message(stream: bytes, domain: str, tag: str) -> bytes:
    """The bytes of a name space that the server signs."""
    return msgspec.msgpack.encode((stream, domain, tag))


def programme_message(code: str, version: str, text: bytes) -> bytes:
    """The bytes of a programme's file that the server signs."""
    return msgspec.msgpack.encode((code, version, text))


def enrolment_message(code: str, device: str, public_key: str, post_code: str = "", province: str = "") -> bytes:
    """The bytes that a new device signs to prove that it holds the key, and for which post it asks if it says so."""
    asked_for = (post_code, province) if post_code or province else ()
    return "|".join((code, device, public_key, *asked_for)).encode()
