"""Proofs and regional mailboxes in the store: what was asked, read, reserved, and what the server told about it."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TypeVar

import msgspec

from app.models.account_tables import MailActRow
from app.models.accounts import FEED_NO
from app.models.heard import news_place, opened_at
from app.models.mail_notices import notices_of
from app.models.sealing import Sealer
from app.models.statements import insert, run
from core.account_events import MailBody
from core.account_rules import FIRST_CODE
from core.proofs import AskedProof, MailboxState, MailNotice, Proof, ReadProof, ToldNotice, mailbox_state, proof_of
from core.queue_events import Spot
from core.wire.codec import encode
from core.wire.events import Kind, event_uid
from core.wire.records import MailboxCodeSetBody, MailboxReservedBody, ProofReadBody

B = TypeVar("B", bound=msgspec.Struct)

_TABLE = "mail_act"
_OF_ACCOUNT = f"""
    SELECT stream, seq, kind, at_ms, turn, asked, address_mark, sealed, {FEED_NO.format(table="mail_act")}
    FROM mail_act WHERE account_uid = ?"""  # noqa: S608 - words of our own
_IS_KNOWN = """
    SELECT 1 FROM mail_act WHERE address_mark = ?1
    UNION ALL SELECT 1 FROM account_move WHERE address_mark = ?1
    UNION ALL SELECT 1 FROM person WHERE email_mark = ?1 LIMIT 1"""
_WITH_MAILBOX = "SELECT DISTINCT account_uid FROM mail_act WHERE address_mark = ? AND kind = 'mailbox_reserved'"
_PROVEN_BETWEEN = """
    SELECT DISTINCT account.uid FROM account
    JOIN mail_act AS asked ON asked.account_uid = account.uid AND asked.address_mark IS account.address_mark
        AND asked.kind = 'proof_asked'
    JOIN mail_act AS reading ON reading.account_uid = account.uid AND reading.kind = 'proof_read'
    JOIN mail_notice ON mail_notice.stream = reading.stream AND mail_notice.seq = reading.seq
    WHERE mail_notice.code = ? AND account.business_on BETWEEN ? AND ?"""
_TAKEN_BETWEEN = """
    SELECT account.uid FROM account
    JOIN mail_act AS box ON box.account_uid = account.uid AND box.kind = 'mailbox_reserved'
    LEFT JOIN mail_notice ON mail_notice.stream = box.stream AND mail_notice.seq = box.seq AND mail_notice.code = ?
    WHERE account.business_on BETWEEN ? AND ?
    GROUP BY account.uid HAVING COUNT(*) = COUNT(mail_notice.code)"""


@dataclass(frozen=True, slots=True)
class _Act:
    """One act on mail in its place."""

    stream: bytes
    seq: int
    kind: str
    at_ms: int
    turn: int
    asked: bytes | None
    address_mark: bytes | None
    sealed: bytes
    feed_no: int

    @property
    def uid(self) -> uuid.UUID:
        """Of its event."""
        return event_uid(self.stream, self.seq, self.at_ms)

    @property
    def order(self) -> tuple[int, bytes, int]:
        """The server's."""
        return self.feed_no, self.stream, self.seq


@dataclass(frozen=True, slots=True)
class KeptMailbox:
    """A regional mailbox of a help; ``code_turn``: which of its activation codes counts.

    An address that is past its time here is empty.
    """

    account: uuid.UUID
    address: str = field(repr=False)
    state: MailboxState
    code_turn: int
    reserved_at_ms: int


def keep_mail_act(sealer: Sealer, kind: str, spot: Spot, body: MailBody) -> None:
    """Keep an act on mail, whether its help stands here yet or not; inside a transaction."""
    is_reading = isinstance(body, ProofReadBody)
    address = "" if isinstance(body, ProofReadBody) else body.address
    insert(
        MailActRow,
        {
            "stream": spot.stream,
            "seq": spot.seq,
            "account_uid": spot.record.bytes,
            "kind": kind,
            "at_ms": spot.at_ms,
            "turn": body.turn if isinstance(body, MailboxCodeSetBody) else FIRST_CODE,
            "asked": body.asked if isinstance(body, ProofReadBody) else None,
            "address_mark": sealer.mark("email", address),
            # the code of a reading stands in the log alone
            "sealed": b"" if is_reading else sealer.seal(_TABLE, news_place(spot.stream, spot.seq), encode(body)),
        },
    )


def proof_of_address(sealer: Sealer, account: uuid.UUID, address: str) -> Proof:
    """How far the proof of a help's address is."""
    acts = _acts(account)
    mark = sealer.mark("email", address)
    asked = (
        AskedProof(one.uid, account, address, one.at_ms)
        for one in acts
        if one.kind == Kind.PROOF_ASKED and one.address_mark == mark
    )
    read = tuple(ReadProof(one.uid, uuid.UUID(bytes=one.asked), one.at_ms) for one in acts if one.asked)
    return proof_of(address, asked if mark else (), read, _told(account, acts))


def mailbox_of(sealer: Sealer, account: uuid.UUID) -> KeptMailbox | None:
    """The regional mailbox of a help, if one was reserved: of several the one that the server keeps."""
    acts = _acts(account)
    told = _told(account, acts)
    boxes = [
        _mailbox(sealer, account, one, acts, told) for one in sorted(acts, key=lambda one: one.order) if _is_box(one)
    ]
    standing = (box for box in boxes if box.state is not MailboxState.TAKEN)
    return next(standing, boxes[-1] if boxes else None)


def is_address_known(sealer: Sealer, address: str) -> bool:
    """Whether anybody at this post has or had this address, as far as this desk knows."""
    return run(_IS_KNOWN, sealer.mark("email", address)).fetchone() is not None


def accounts_with_mailbox(mark: bytes) -> tuple[uuid.UUID, ...]:
    """Helps in which the mailbox of this address was promised: more than one only where a copy of a desk did so."""
    return tuple(uuid.UUID(bytes=uid) for (uid,) in run(_WITH_MAILBOX, mark).fetchall())


def proven_between(since: str, until: str) -> frozenset[uuid.UUID]:
    """Helps that began on these business dates (ISO) and whose address is a proven one; needs no seal."""
    rows = run(_PROVEN_BETWEEN, MailNotice.PROOF_GOOD.value, since, until).fetchall()
    return frozenset(uuid.UUID(bytes=uid) for (uid,) in rows)


def taken_between(since: str, until: str) -> frozenset[uuid.UUID]:
    """Helps of these business dates (ISO) whose promised mailboxes are all somebody else's; needs no seal."""
    rows = run(_TAKEN_BETWEEN, MailNotice.MAILBOX_TAKEN.value, since, until).fetchall()
    return frozenset(uuid.UUID(bytes=uid) for (uid,) in rows)


def _acts(account: uuid.UUID) -> tuple[_Act, ...]:
    return tuple(_Act(*row) for row in run(_OF_ACCOUNT, account.bytes).fetchall())


def _told(account: uuid.UUID, acts: Iterable[_Act]) -> tuple[ToldNotice, ...]:
    uids = {(one.stream, one.seq): one.uid for one in acts}
    return tuple(
        ToldNotice(one.feed_no, one.code, uids[one.stream, one.seq], one.facts)
        for one in notices_of(account)
        if (one.stream, one.seq) in uids
    )


def _is_box(act: _Act) -> bool:
    return act.kind == Kind.MAILBOX_RESERVED


def _mailbox(
    sealer: Sealer, account: uuid.UUID, box: _Act, acts: Iterable[_Act], told: Iterable[ToldNotice]
) -> KeptMailbox:
    codes = [one for one in acts if one.kind == Kind.MAILBOX_CODE_SET and one.address_mark == box.address_mark]
    places = {box.uid, *(one.uid for one in codes)}
    body = _opened(sealer, box, MailboxReservedBody)
    return KeptMailbox(
        account=account,
        address=body.address if body else "",
        state=mailbox_state(one for one in told if one.about in places),
        code_turn=max((box.turn, *(one.turn for one in codes))),
        reserved_at_ms=box.at_ms,
    )


def _opened(sealer: Sealer, act: _Act, kind: type[B]) -> B | None:
    return opened_at(sealer, _TABLE, (act.stream, act.seq), act.sealed, kind) if act.sealed else None
