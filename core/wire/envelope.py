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

Hash = Annotated[bytes, Meta(min_length=len(GENESIS), max_length=len(GENESIS))]
Stream = Annotated[bytes, Meta(min_length=STREAM_BYTES, max_length=STREAM_BYTES)]
Uid = Annotated[bytes, Meta(min_length=16, max_length=16)]
Signature = Annotated[bytes, Meta(min_length=64, max_length=64)]
SaltKey = Annotated[bytes, Meta(min_length=SALT_KEY_BYTES, max_length=SALT_KEY_BYTES)]
Seq = Annotated[int, Meta(ge=0, lt=2**53)]
AtMs = Annotated[int, Meta(ge=0, lt=2**47)]
Word = Annotated[str, Meta(min_length=1, max_length=40)]
Body = Annotated[bytes, Meta(max_length=MAX_BODY_BYTES)]


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


class ExchangeRequest(msgspec.Struct, frozen=True, array_like=True):
    """One round up. Without a batch it asks for news, and how far the server holds ``stream`` (``None``: its newest).

    ``digest`` is reserved for the comparison of sets. ``programmes``: the version of each programme's rules that the
    desk works by, by code; ``None`` = it takes none from a server.
    """

    protocol: int
    is_training: bool
    cursor: Seq
    batch: Batch | None = None
    digest: Hash | None = None
    stream: Stream | None = None
    programmes: Annotated[dict[Word, Word], Meta(max_length=MAX_PROGRAMMES)] | None = None


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
    """News from another device of the same post: its event with the header's own members, body as it was sent."""

    feed_no: Seq
    stream: Stream
    seq: Seq
    event: EventUp


class ExchangeReply(msgspec.Struct, frozen=True, array_like=True):
    """One round down. Events of the batch that ``outcomes`` does not name were accepted.

    ``programmes``: files that are newer than what the desk said it has.
    """

    receipt: Receipt
    receipt_signature: Signature
    server_at_ms: AtMs
    outcomes: Annotated[tuple[EventOutcome, ...], Meta(max_length=MAX_EVENTS)] = ()
    changes: Annotated[tuple[Change, ...], Meta(max_length=MAX_EVENTS)] = ()
    has_more: bool = False
    programmes: Annotated[tuple[ProgrammeDocument, ...], Meta(max_length=MAX_PROGRAMMES)] = ()


class EnrolRequest(msgspec.Struct, frozen=True, omit_defaults=True):
    """A new device asks to be known (JSON): the one-time code, its uid and public key, and a proof of the key.

    With ``post_code`` and ``province`` the code of another post is refused before it is used.
    """

    code: Annotated[str, Meta(min_length=1, max_length=64)]
    device: Annotated[str, Meta(min_length=36, max_length=36)]
    public_key: Annotated[str, Meta(min_length=64, max_length=64)]
    signature: Annotated[str, Meta(min_length=128, max_length=128)]
    is_training: bool
    post_code: Annotated[str, Meta(max_length=10)] = ""
    province: Annotated[str, Meta(max_length=2)] = ""


class EnrolReply(msgspec.Struct, frozen=True):
    """The server's welcome (JSON): post, number block, its own public key (hex) and life."""

    post_code: str
    post_name: str
    province: str
    block: int
    server_key: str
    lineage: str
    is_training: bool


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


def programme_message(code: str, version: str, text: bytes) -> bytes:
    """The bytes of a programme's file that the server signs."""
    return msgspec.msgpack.encode((code, version, text))


def enrolment_message(code: str, device: str, public_key: str, post_code: str = "", province: str = "") -> bytes:
    """The bytes that a new device signs to prove that it holds the key, and for which post it asks if it says so."""
    asked_for = (post_code, province) if post_code or province else ()
    return "|".join((code, device, public_key, *asked_for)).encode()
