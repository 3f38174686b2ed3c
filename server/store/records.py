"""What leaves the server's store: frozen records.

Those that come by the hundred in a round are msgspec's: it makes them ten times faster than dataclasses are made.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass

import msgspec

from core.wire.sets import EMPTY_SUM


@dataclass(frozen=True, slots=True)
class Server:
    """This server's life and public key; ``is_training`` is fixed by the first run."""

    lineage: bytes
    public_key: bytes
    is_training: bool | None


@dataclass(frozen=True, slots=True)
class Post:
    """A posko."""

    code: str
    name: str
    province: str
    feed_no: int
    last_block: int


@dataclass(frozen=True, slots=True)
class EnrolCode:
    """A one-time code (its hash) and what became of it."""

    code_hash: bytes
    post: str
    block: int
    expires_at_ms: int
    device: uuid.UUID | None


@dataclass(frozen=True, slots=True)
class Device:
    """An enrolled device."""

    uid: uuid.UUID
    post: str
    public_key: bytes
    block: int
    is_revoked: bool


@dataclass(frozen=True, slots=True)
class ListedDevice:
    """A device as the list of devices has it."""

    device: Device
    enrolled_at_ms: int


@dataclass(frozen=True, slots=True)
class StreamHead:
    """How far a stream reaches here, the sum over its events, and the block given to this life (0: the device's)."""

    name: bytes
    post: str
    salt_key: bytes
    last_seq: int
    last_hash: bytes
    set_sum: bytes = EMPTY_SUM
    block: int = 0

    @property
    def device(self) -> uuid.UUID:
        """The device that writes this stream."""
        return uuid.UUID(bytes=self.name[:16])

    @property
    def incarnation(self) -> int:
        """Which life of its device it is."""
        return int.from_bytes(self.name[16:], "big")


class StoredEvent(msgspec.Struct, frozen=True):
    """An event as it stands in the store."""

    stream: bytes
    seq: int
    uid: bytes
    kind: str
    record: bytes
    header: bytes
    header_hash: bytes
    body: bytes
    post: str
    feed_no: int
    received_at_ms: int
    head_signature: bytes | None
    attention: str
    attention_facts: str


@dataclass(frozen=True, slots=True)
class HeldEvent:
    """What is compared and told when an event comes again."""

    header_hash: bytes
    attention: str
    attention_facts: str
    feed_no: int


class Standing(msgspec.Struct, frozen=True):
    """What a new registration is compared with: another one of the same record, person or number."""

    post: str
    uid: bytes
    device: uuid.UUID
    nik: str
    programme: str
    period: str
    outcome: str
    status: str
    registration_no: str
    duplicate_group: bytes | None
    repeats: int
    copies: int


class StoredRegistration(msgspec.Struct, frozen=True):
    """One visit as the server holds it; lists and objects as JSON text. The order is the export's."""

    uid: bytes
    registration_no: str
    nik: str
    post: str
    device: uuid.UUID
    incarnation: int
    seq: int
    status: str
    outcome: str
    queue_number: str
    programme: str
    period: str
    business_on: str
    registered_at_ms: int
    received_at_ms: int
    feed_no: int
    event_uid: bytes
    name_on_id: str
    birth_place: str
    birth_date: str
    sex: str
    id_address: str
    rt_rw: str
    village_code: str
    religion: str
    marital_status: str
    occupation: str
    citizenship: str
    family_card_no: str
    mobile: str
    email: str
    contact_person: str
    current_address: str
    current_village_code: str
    represented_by: str
    disability: str
    bank_account: str
    answers: str
    documents: str
    findings: str
    typed: str
    consent_version: str
    officer_name: str
    rules_version: str
    duplicate_group: bytes | None
    repeats: int
    copies: int
    disputes: str = "[]"


@dataclass(frozen=True, slots=True)
class StoredProgramme:
    """A programme's file that desks are to work by."""

    code: str
    version: str
    text: bytes
    added_at_ms: int


@dataclass(frozen=True, slots=True)
class CrossWork:
    """A registration in the queue of work over several posts."""

    uid: bytes
    post: str
    record: bytes


@dataclass(frozen=True, slots=True)
class Notice:
    """What the server itself tells a post about the registration that began with this event of a stream."""

    post: str
    feed_no: int
    stream: bytes
    seq: int
    record: bytes
    code: str
    facts: Mapping[str, str]
    told_at_ms: int
