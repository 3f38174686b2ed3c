"""Why something is not done with a help with e-mail, and what may be done with its proof and its mailbox."""

from __future__ import annotations

import enum
import re

from core.accounts import Reason, Result
from core.proofs import MailboxState, Proof, ProofState
from core.typed_text import is_digits, tidy

FIRST_CODE = 1
"""Turn of the activation code with which a mailbox is reserved; each later code has one more."""


class AccountCode(enum.StrEnum):
    """What stands against an act of the account desk."""

    ENDED = "ACCOUNT_ENDED"
    STILL_OPEN = "ACCOUNT_STILL_OPEN"
    NO_ADDRESS = "ACCOUNT_NO_ADDRESS"
    BAD_ADDRESS = "ACCOUNT_BAD_ADDRESS"
    NO_REASON = "ACCOUNT_NO_REASON"
    NO_SPACE = "ACCOUNT_NO_SPACE"
    BAD_STEM = "ACCOUNT_BAD_STEM"
    NAME_TAKEN = "ACCOUNT_NAME_TAKEN"
    HAS_MAILBOX = "ACCOUNT_HAS_MAILBOX"
    PERSON_HAS_MAILBOX = "ACCOUNT_PERSON_HAS_MAILBOX"
    NO_MAILBOX = "ACCOUNT_NO_MAILBOX"
    MAILBOX_IN_USE = "ACCOUNT_MAILBOX_IN_USE"
    MAILBOX_CLOSED = "ACCOUNT_MAILBOX_CLOSED"
    NOT_ACTIVE = "ACCOUNT_NOT_ACTIVE"
    NEEDS_COORDINATOR = "ACCOUNT_NEEDS_COORDINATOR"
    NO_ID_PAPER = "ACCOUNT_NO_ID_PAPER"
    PAPER_NUMBER = "ACCOUNT_PAPER_NUMBER"
    PROVEN = "ACCOUNT_PROVEN"
    PROOF_WAITS = "ACCOUNT_PROOF_WAITS"
    PROOF_LIMIT = "ACCOUNT_PROOF_LIMIT"
    PROOF_NOT_ASKED = "ACCOUNT_PROOF_NOT_ASKED"
    PROOF_OVER = "ACCOUNT_PROOF_OVER"
    PROOF_DIGITS = "ACCOUNT_PROOF_DIGITS"


STANDING = frozenset({MailboxState.RESERVED, MailboxState.READY, MailboxState.ACTIVE, MailboxState.DISABLED})
"""A person who has one of these gets no second mailbox."""

RENEWABLE = frozenset({MailboxState.RESERVED, MailboxState.READY, MailboxState.EXPIRED})
"""Nobody has activated these: a new code gives them a new term."""

_READABLE = frozenset({ProofState.WAITING, ProofState.SENT, ProofState.READ, ProofState.WRONG})
"""The mail may be read before this desk has heard that it was sent."""


_PAPER_NUMBER = re.compile(r"[0-9]{8}|[0-9](?:[ .-]?[0-9]){12}")
"""Eight digits in a row, or thirteen in groups: a day with its hour has fewer."""


def has_paper_number(text: str) -> bool:
    """Whether the number of a card or a letter seems to stand in a text."""
    return _PAPER_NUMBER.search(tidy(text)) is not None


def ending_refusal(result: Result, reason: str, address: str, *, is_about_mail: bool) -> AccountCode | None:
    """Why a help cannot end like this; ``None`` = it can."""
    if result in {Result.LATER, Result.FAILED}:
        return None if reason in set(Reason) else AccountCode.NO_REASON
    return AccountCode.NO_ADDRESS if is_about_mail and not address else None


def asking_refusal(proof: Proof, mailbox: MailboxState | None, now_ms: int) -> AccountCode | None:
    """Why no code is asked for now; ``None`` = it may be.

    Args:
        mailbox: how far the regional mailbox with this address is; ``None`` = the address is somebody else's.
    """
    if not proof.address:
        return AccountCode.NO_ADDRESS
    if proof.is_proven:
        return AccountCode.PROVEN
    if mailbox is not None and mailbox is not MailboxState.ACTIVE:
        return AccountCode.NOT_ACTIVE
    if proof.state in {ProofState.WAITING, ProofState.READ}:
        return AccountCode.PROOF_WAITS
    return AccountCode.PROOF_LIMIT if proof.state is ProofState.LIMITED and now_ms < again_ms(proof) else None


def again_ms(proof: Proof) -> int:
    """From when on the next code may be asked for, by the server's clock; 0 = it did not say."""
    text = proof.facts.get("again_ms", "")
    return int(text) if is_digits(text) else 0


def reading_refusal(proof: Proof) -> AccountCode | None:
    """Why no code is read back now; ``None`` = it may be."""
    if proof.is_proven:
        return AccountCode.PROVEN
    if proof.asked is None:
        return AccountCode.PROOF_NOT_ASKED
    return None if proof.state in _READABLE else AccountCode.PROOF_OVER
