"""Proof of access: the server mails a code, the applicant reads it back; and what the server tells of mailboxes.

Only ``PROOF_GOOD``, told by the server, makes an address a proven one.
"""

from __future__ import annotations

import enum
import uuid
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

CODE_DIGITS = 6


class MailNotice(enum.StrEnum):
    """What the server tells about a proof or a mailbox; the facts name the help (``account``: its uid as text).

    Notices of a proof stand at the event that asked for it, those of a mailbox at the one that reserved it or set its
    code. No fact holds an address or a name.
    """

    PROOF_SENT = "PROOF_SENT"
    """The mail is on its way; ``until_ms``: how long its code is good."""
    PROOF_DELAYED = "PROOF_DELAYED"
    """The mail server does not take it now; the server goes on trying."""
    PROOF_REFUSED = "PROOF_REFUSED"
    """The mail cannot be delivered, or it came back later; ``why``: no_mailbox, no_domain, refused."""
    PROOF_LIMIT = "PROOF_LIMIT"
    """Too many mails to this address or from this desk; ``again_ms``: when the next one may be asked for."""
    PROOF_GOOD = "PROOF_GOOD"
    PROOF_WRONG = "PROOF_WRONG"
    """Another code was mailed; ``left``: tries that are left."""
    PROOF_EXPIRED = "PROOF_EXPIRED"
    """The code came too late, or after too many wrong ones: a new one has to be asked for."""
    MAIL_OFF = "MAIL_OFF"
    """This server sends no mail, or has no domain for mailboxes."""
    MAILBOX_READY = "MAILBOX_READY"
    """The mailbox stands and waits for its activation."""
    MAILBOX_TAKEN = "MAILBOX_TAKEN"
    """Somebody else has this address: a copy of the desk gave it out first. A new name has to be given."""
    MAILBOX_ACTIVE = "MAILBOX_ACTIVE"
    """Its owner has chosen a password and can use it."""
    MAILBOX_EXPIRED = "MAILBOX_EXPIRED"
    """Nobody activated it in time."""
    MAILBOX_DISABLED = "MAILBOX_DISABLED"
    MAILBOX_ENABLED = "MAILBOX_ENABLED"
    MAILBOX_CODE_REFUSED = "MAILBOX_CODE_REFUSED"
    """A new activation code counts for nothing; ``why``: active (its owner has chosen a password), older, other."""


MAIL_NOTICES = frozenset(MailNotice)
PROOF_NOTICES = frozenset(one for one in MailNotice if one.startswith("PROOF_")) | {MailNotice.MAIL_OFF}


class ProofState(enum.StrEnum):
    """How far the proof of an address is."""

    NONE = "none"
    """Nobody asked for a code."""
    WAITING = "waiting"
    """It waits here for the line, or at the server for the mail."""
    SENT = "sent"
    READ = "read"
    """The code was read back and is on its way to the server."""
    GOOD = "good"
    WRONG = "wrong"
    EXPIRED = "expired"
    REFUSED = "refused"
    LIMITED = "limited"
    OFF = "off"


_STATES: Mapping[str, ProofState] = {
    MailNotice.PROOF_SENT: ProofState.SENT,
    MailNotice.PROOF_DELAYED: ProofState.WAITING,
    MailNotice.PROOF_REFUSED: ProofState.REFUSED,
    MailNotice.PROOF_LIMIT: ProofState.LIMITED,
    MailNotice.PROOF_GOOD: ProofState.GOOD,
    MailNotice.PROOF_WRONG: ProofState.WRONG,
    MailNotice.PROOF_EXPIRED: ProofState.EXPIRED,
    MailNotice.MAIL_OFF: ProofState.OFF,
}


@dataclass(frozen=True, slots=True)
class AskedProof:
    """That a code was asked for; ``uid``: of the event. ``at_ms``: by the clock of whoever asked."""

    uid: uuid.UUID
    account: uuid.UUID
    address: str = field(repr=False)
    at_ms: int


@dataclass(frozen=True, slots=True)
class ReadProof:
    """That a code was read back; ``uid``: of the event, ``asked``: of the one that asked for the code."""

    uid: uuid.UUID
    asked: uuid.UUID
    at_ms: int


@dataclass(frozen=True, slots=True)
class ToldNotice:
    """What the server told, in the order of its feed; ``about``: the uid of the event it stands at."""

    feed_no: int
    code: str
    about: uuid.UUID
    facts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Proof:
    """How far the proof of one address is; ``asked``: the event whose code counts now, ``facts``: of the last word."""

    address: str = field(repr=False)
    state: ProofState = ProofState.NONE
    asked: uuid.UUID | None = None
    asked_at_ms: int = 0
    facts: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_proven(self) -> bool:
        """Whether the server has seen the applicant read a mail at this address."""
        return self.state is ProofState.GOOD


def proof_of(
    address: str, asked: Iterable[AskedProof], read: Iterable[ReadProof], told: Collection[ToldNotice]
) -> Proof:
    """How far the proof of an address is, whatever order its events come in.

    Once good it stays good; otherwise the last code that was asked for counts.
    """
    ours = sorted((one for one in asked if one.address == address), key=lambda one: (one.at_ms, one.uid))
    if not ours:
        return Proof(address)
    proofs = [_of_one(one, read, told) for one in ours]
    return next((one for one in proofs if one.is_proven), proofs[-1])


def _of_one(asked: AskedProof, read: Iterable[ReadProof], told: Collection[ToldNotice]) -> Proof:
    readings = [one for one in read if one.asked == asked.uid]
    places = {asked.uid, *(one.uid for one in readings)}
    words = sorted((one for one in told if one.about in places and one.code in _STATES), key=lambda one: one.feed_no)
    good = [one for one in words if one.code == MailNotice.PROOF_GOOD]
    last = (good or words)[-1] if words else None
    state = _STATES[last.code] if last else ProofState.WAITING
    answered = {one.about for one in words}
    if not good and any(one.uid not in answered for one in readings):
        state = ProofState.READ
    return Proof(asked.address, state, asked.uid, asked.at_ms, last.facts if last else {})


class MailboxState(enum.StrEnum):
    """How far a regional mailbox is."""

    RESERVED = "reserved"
    """Promised on paper; the server has not confirmed it."""
    READY = "ready"
    ACTIVE = "active"
    TAKEN = "taken"
    EXPIRED = "expired"
    DISABLED = "disabled"


_MAILBOX_STATES: Mapping[str, MailboxState] = {
    MailNotice.MAILBOX_READY: MailboxState.READY,
    MailNotice.MAILBOX_TAKEN: MailboxState.TAKEN,
    MailNotice.MAILBOX_ACTIVE: MailboxState.ACTIVE,
    MailNotice.MAILBOX_EXPIRED: MailboxState.EXPIRED,
    MailNotice.MAILBOX_DISABLED: MailboxState.DISABLED,
    MailNotice.MAILBOX_ENABLED: MailboxState.ACTIVE,
}


def mailbox_state(told: Iterable[ToldNotice]) -> MailboxState:
    """How far a mailbox is, from what the server told at the events about it."""
    words = sorted((one for one in told if one.code in _MAILBOX_STATES), key=lambda one: one.feed_no)
    return _MAILBOX_STATES[words[-1].code] if words else MailboxState.RESERVED
