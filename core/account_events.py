"""Events of helps with e-mail as records: what their bodies say, in their place of the log."""

from __future__ import annotations

from collections.abc import Mapping

from core.accounts import MovedAccount, OpenedAccount
from core.queue_events import Spot, day_of, uid_of
from core.wire.codec import decode
from core.wire.events import Kind
from core.wire.records import (
    AccountMovedBody,
    AccountOpenedBody,
    MailboxCodeSetBody,
    MailboxReservedBody,
    ProofAskedBody,
    ProofReadBody,
)

MailBody = ProofAskedBody | ProofReadBody | MailboxReservedBody | MailboxCodeSetBody
AccountBody = AccountOpenedBody | AccountMovedBody | MailBody

MAIL_KINDS: Mapping[str, type[MailBody]] = {
    Kind.PROOF_ASKED: ProofAskedBody,
    Kind.PROOF_READ: ProofReadBody,
    Kind.MAILBOX_RESERVED: MailboxReservedBody,
    Kind.MAILBOX_CODE_SET: MailboxCodeSetBody,
}
"""Kinds of events that the server answers with notices, and their bodies."""

ACCOUNT_KINDS: Mapping[str, type[AccountBody]] = {
    Kind.ACCOUNT_OPENED: AccountOpenedBody,
    Kind.ACCOUNT_MOVED: AccountMovedBody,
    **MAIL_KINDS,
}
"""Kinds of events whose record is a help, and their bodies."""


def read_account_body(kind: str, body: bytes) -> AccountBody:
    """What an event of a help says. Raises: Malformed; KeyError for another kind."""
    return decode(body, ACCOUNT_KINDS[kind])


def opened_account(body: AccountOpenedBody, spot: Spot) -> OpenedAccount:
    """The help that began. Raises: Malformed if its day or a uid is none."""
    return OpenedAccount(
        uid=spot.record,
        on=day_of(body.business_on),
        need=body.need,
        name_on_id=body.name_on_id,
        officer_name=body.officer_name,
        at_ms=spot.at_ms,
        stream=spot.stream,
        registration=uid_of(body.registration),
        ticket=uid_of(body.ticket),
    )


_SAID = (
    "move", "turn", "officer_name", "road", "provider", "step", "address", "result", "reason", "phone_owner", "reach",
    "contact_person",
)  # fmt: skip


def moved_account(body: AccountMovedBody, spot: Spot) -> MovedAccount:
    """The move that was made."""
    said = {name: getattr(body, name) for name in _SAID}
    return MovedAccount(at_ms=spot.at_ms, stream=spot.stream, seq=spot.seq, feed_no=spot.feed_no, **said)
