"""What the server's store tells of regional mailboxes and of proofs by mail: frozen records."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field


class BoxState(enum.StrEnum):
    """How far a regional mailbox is at the server."""

    RESERVED = "reserved"
    """Promised on paper; waits for its owner to activate it."""
    ACTIVE = "active"
    EXPIRED = "expired"
    """Nobody activated it in time; its name is given to nobody else."""


@dataclass(frozen=True, slots=True)
class Mailbox:
    """A regional mailbox.

    Args:
        account: the help that it came out of, a uid.
        stream: with ``seq`` the event that reserved it: where notices about it stand.
        code_hash: of the activation code that is good now; ``None`` = none is.
        code_turn: of the code: an older one never takes its place.
        password_hash: as Dovecot reads it; ``None`` = its owner has not chosen a password.
        forward_to: where mail is passed on; empty = it is not. ``keeps_copy``: whether it is kept here as well then.
        version: grows with every change, over all mailboxes.
    """

    address: str = field(repr=False)
    account: bytes
    post: str
    stream: bytes
    seq: int
    state: str
    code_hash: bytes | None = field(repr=False)
    code_turn: int
    reserved_at_ms: int
    expires_at_ms: int
    activated_at_ms: int | None
    password_hash: str | None = field(repr=False)
    quota_mb: int
    forward_to: str = field(repr=False)
    keeps_copy: bool
    is_disabled: bool
    version: int = 0


@dataclass(frozen=True, slots=True)
class MailboxAct:
    """What somebody did with a mailbox; ``act_no`` counts the acts on this one from 1."""

    address: str = field(repr=False)
    act_no: int
    at_ms: int
    act: str
    officer_name: str
    reason: str


@dataclass(frozen=True, slots=True)
class MailSpace:
    """Names that one stream alone gives out: those with this tag, under this domain."""

    tag: int
    domain: str
    stream: bytes
    device: bytes
    post: str
    granted_at_ms: int


class MailState(enum.StrEnum):
    """How far the mail with a code is."""

    WAITING = "waiting"
    SENT = "sent"
    GOOD = "good"
    EXPIRED = "expired"
    """Too late, or read wrongly too often."""
    REFUSED = "refused"
    BOUNCED = "bounced"
    """A mail host took it, and said later that it cannot be delivered."""
    REPLACED = "replaced"
    """The same help asked again for the same address before the mail had left."""


@dataclass(frozen=True, slots=True)
class StoredProof:
    """A code that a desk asked for at this place of its stream.

    Args:
        uid: of the event that asked.
        code_hash: with ``code_salt`` and ``expires_at_ms``: of the code that may be read now; ``None`` = none may.
        tries: wrong readings of it.
        failures: how often the mail could not be handed over.
        lease_until_ms: so long the process that sends it has it to itself.
    """

    stream: bytes
    seq: int
    uid: bytes
    post: str
    device: bytes
    account: bytes
    address: str = field(repr=False)
    state: str
    asked_at_ms: int
    code_hash: bytes | None = field(default=None, repr=False)
    code_salt: bytes | None = field(default=None, repr=False)
    tries: int = 0
    sent_at_ms: int | None = None
    expires_at_ms: int | None = None
    next_try_at_ms: int = 0
    failures: int = 0
    lease_until_ms: int = 0
