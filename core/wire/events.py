"""Events: the header that the hash chain covers, and how both ends derive what need not travel.

A stream is one incarnation of one device. Its events are numbered 1, 2, 3 ... without gaps; each header holds the
hash of the one before, and the salted digest of its body, so a body can be erased while the chain still verifies.
"""

from __future__ import annotations

import enum
import hashlib
import hmac
import uuid

import msgspec

from core.ids import derived_uid

GENESIS = bytes(32)
"""The hash before a stream's first event."""

SALT_BYTES = 16
SALT_KEY_BYTES = 32
STREAM_BYTES = 20


class Kind(enum.StrEnum):
    """What happened; one word for ever (a reader that does not know a word keeps the event as it is)."""

    REGISTERED = "registered"
    REPEATED = "repeated"
    SLIP_REPRINTED = "slip_reprinted"
    EXPORTED = "exported"
    RESTORED = "restored"
    OFFICER_ADDED = "officer_added"
    OFFICER_SECRET_SET = "officer_secret_set"  # noqa: S105 - what happened, no secret
    OFFICER_REMOVED = "officer_removed"
    DRAFTS_PURGED = "drafts_purged"
    COPIES_PURGED = "copies_purged"
    OTHER_DAY = "other_day"
    CORRECTED = "corrected"
    PAPERS_ADDED = "papers_added"
    WITHDRAWN = "withdrawn"
    NIK_SHOWN = "nik_shown"
    STAGE_REACHED = "stage_reached"
    BATCH_JOINED = "batch_joined"
    PORTAL_TYPED = "portal_typed"
    DISPUTE_SETTLED = "dispute_settled"
    TICKET_TAKEN = "ticket_taken"
    TICKET_MOVED = "ticket_moved"
    DAY_CLOSED = "day_closed"
    DAY_REOPENED = "day_reopened"
    VISIT_NOTED = "visit_noted"
    SURVEY_ANSWERED = "survey_answered"
    SLIP_CASE_OPENED = "slip_case_opened"
    SLIP_CASE_SETTLED = "slip_case_settled"
    INCIDENT_NOTED = "incident_noted"
    TICKET_REPRINTED = "ticket_reprinted"
    ACCOUNT_OPENED = "account_opened"
    ACCOUNT_MOVED = "account_moved"
    PROOF_ASKED = "proof_asked"
    PROOF_READ = "proof_read"
    MAILBOX_RESERVED = "mailbox_reserved"
    MAILBOX_CODE_SET = "mailbox_code_set"


class Header(msgspec.Struct, frozen=True, array_like=True):
    """What the chain covers. Positions are frozen: new members go to the end, none is ever re-used.

    ``base`` names the events of this record that the writer had seen; ``at_ms`` is the desk's clock, a remark only.
    """

    stream: bytes
    seq: int
    uid: bytes
    kind: str
    record: bytes
    base: tuple[bytes, ...]
    schema: int
    post: str
    officer: bytes
    at_ms: int
    body_digest: bytes
    prev_hash: bytes


_HEADER_ENCODER = msgspec.msgpack.Encoder()


def header_bytes(header: Header) -> bytes:
    """The header's one byte form."""
    return _HEADER_ENCODER.encode(header)


def packed_hash(packed: bytes) -> bytes:
    """SHA-256 over a header's one byte form."""
    return hashlib.sha256(b"posko/header/1\0" + packed).digest()


def header_hash(header: Header) -> bytes:
    """The same for a header."""
    return packed_hash(header_bytes(header))


def stream_name(device: uuid.UUID, incarnation: int) -> bytes:
    """20 bytes: the device's uid and its incarnation (1 at set-up, one more after each restore or copy)."""
    return device.bytes + incarnation.to_bytes(4, "big")


def device_of(stream: bytes) -> uuid.UUID:
    """The device that a stream belongs to."""
    return uuid.UUID(bytes=stream[:16])


def event_uid(stream: bytes, seq: int, at_ms: int) -> uuid.UUID:
    """The uid of the event at this place."""
    return derived_uid("event", stream, seq, at_ms)


def record_uid(stream: bytes, seq: int, at_ms: int) -> uuid.UUID:
    """The uid of the record that the event at this place creates."""
    return derived_uid("record", stream, seq, at_ms)


def salt(salt_key: bytes, seq: int) -> bytes:
    """The salt of one body. The key goes to the server once a stream and never to a third party."""
    return hmac.digest(salt_key, b"posko/salt/1\0%d" % seq, "sha256")[:SALT_BYTES]


def body_digest(body_salt: bytes, body: bytes) -> bytes:
    """The digest of a body that stands in its header."""
    return hashlib.sha256(b"posko/body/1\0" + body_salt + body).digest()


def head_message(stream: bytes, seq: int, head: bytes) -> bytes:
    """What a device signs to vouch for its stream up to ``seq``."""
    return stream + seq.to_bytes(8, "big") + head
