"""What can become of a device's round or enrolment: values, matched exhaustively by ``server.http``."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field

from core.wire.envelope import EnrolReply


class EventCode(enum.StrEnum):
    """Why one event needs a person's attention; it is kept all the same."""

    BODY_UNREADABLE = "BODY_UNREADABLE"
    NIK_ELSEWHERE = "NIK_ELSEWHERE"
    NUMBER_TWICE = "NUMBER_TWICE"
    RECORD_ELSEWHERE = "RECORD_ELSEWHERE"
    TRAINING_NIK = "TRAINING_NIK"


class ExchangeCode(enum.StrEnum):
    """Why a whole round was refused."""

    PROTOCOL = "PROTOCOL_VERSION"
    TRAINING_MISMATCH = "TRAINING_MISMATCH"
    STREAM = "STREAM_OF_ANOTHER_DEVICE"
    POST = "POST_OF_ANOTHER_DEVICE"
    GAP = "STREAM_GAP"
    FORK = "STREAM_FORK"
    SALT_KEY = "SALT_KEY_MISSING"
    HEAD = "HEAD_SIGNATURE"
    SUPPLY = "SUPPLY_UNPROVEN"


class EnrolCode(enum.StrEnum):
    """Why a device was not enrolled."""

    CODE_WRONG = "ENROL_CODE_WRONG"
    CODE_USED = "ENROL_CODE_USED"
    CODE_EXPIRED = "ENROL_CODE_EXPIRED"
    PROOF = "ENROL_PROOF"
    KEY_TAKEN = "ENROL_KEY_TAKEN"
    DEVICE_KNOWN = "ENROL_DEVICE_KNOWN"
    OTHER_POST = "ENROL_OTHER_POST"
    REVOKED = "DEVICE_REVOKED"
    CERTIFICATE = "ENROL_CERTIFICATE"


@dataclass(frozen=True, slots=True)
class Accepted:
    """Everything stands on disk; ``reply`` is the packed answer.

    Args:
        taken: how many events are new here.
        told: how many events came to what (``accepted``, ``duplicate``, a code), for the operator's counters.
        words: how often the post was told what about proofs and mailboxes; for the same.
    """

    reply: bytes
    taken: int = 0
    told: Mapping[str, int] = field(default_factory=dict)
    words: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Gap:
    """Events before this batch are missing here."""

    have_seq: int
    have_hash: bytes


@dataclass(frozen=True, slots=True)
class Fork:
    """At ``seq`` the server holds another event of the same stream; nothing was stored."""

    seq: int
    have_seq: int
    have_hash: bytes


@dataclass(frozen=True, slots=True)
class TrainingMismatch:
    """A training desk at a real server, or the other way round."""

    is_server_training: bool


@dataclass(frozen=True, slots=True)
class Refused:
    """The request cannot be right, whatever the server holds; ``code`` of ExchangeCode or of the wire's Malformed."""

    code: str


ExchangeOutcome = Accepted | Gap | Fork | TrainingMismatch | Refused


@dataclass(frozen=True, slots=True)
class Enrolled:
    """The device is known from now on."""

    reply: EnrolReply


@dataclass(frozen=True, slots=True)
class NotEnrolled:
    """The device stays unknown."""

    code: EnrolCode


@dataclass(frozen=True, slots=True)
class OtherPost:
    """The code is for this other post; it stays good there."""

    post: str
    province: str


EnrolOutcome = Enrolled | NotEnrolled | OtherPost | TrainingMismatch
