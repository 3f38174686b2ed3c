"""Queries about the codes that desks have asked for by mail."""

from __future__ import annotations

import hmac
from dataclasses import astuple

from server.store import statements
from server.store.database import Work
from server.store.mail_records import MailState, StoredProof
from server.store.mail_tables import ProofRow

PAGE = 500

_COLUMNS = StoredProof.__slots__
_MOVABLE = _COLUMNS[_COLUMNS.index("state") :]
_ADD = statements.insert(ProofRow, _COLUMNS)
_SAVE = f'UPDATE "proof" SET {statements.assigned(_MOVABLE)} WHERE "stream" = ? AND "seq" = ?'  # noqa: S608 - names of our own columns
_WITH_UID = statements.select(ProofRow, _COLUMNS, 'WHERE "uid" = ?')
_OF_HELP = statements.select(ProofRow, ["uid"], 'WHERE "account" = ? AND "address" = ? AND "state" = ?')
_COUNTING = 'AND "asked_at_ms" > ? AND "state" != ? ORDER BY "asked_at_ms" DESC LIMIT ?'
_TO_ADDRESS = statements.select(ProofRow, ["asked_at_ms"], f'WHERE "address" = ? {_COUNTING}')
_FROM_DEVICE = statements.select(ProofRow, ["asked_at_ms"], f'WHERE "device" = ? {_COUNTING}')
_IS_DUE = 'WHERE "state" = ? AND "next_try_at_ms" <= ? AND "lease_until_ms" <= ?'
_ANY_DUE = statements.select(ProofRow, ["uid"], f"{_IS_DUE} LIMIT 1")
_DUE = statements.select(ProofRow, _COLUMNS, f'{_IS_DUE} ORDER BY "next_try_at_ms" LIMIT ?')
_END_LEASES = 'UPDATE "proof" SET "lease_until_ms" = 0 WHERE "state" = ? AND "lease_until_ms" > 0'
_PAST = 'SELECT "uid" FROM "proof" WHERE "asked_at_ms" <= ? LIMIT ?'
_FORGET = 'DELETE FROM "proof" WHERE "uid" {among}'
_COUNT = 'SELECT COUNT(*) FROM "proof" WHERE "state" = ?'


def proof_code_hash(code_salt: bytes, code: str) -> bytes:
    """What is kept of a mailed code; six digits are soon tried out, but not before they are of no use any more."""
    return hmac.digest(code_salt, b"posko/proof/1\0" + code.encode(), "sha256")


def add_proof(work: Work, new: StoredProof) -> None:
    """Keep that a code was asked for."""
    statements.run(work, _ADD, *astuple(new))


def save_proof(work: Work, changed: StoredProof) -> None:
    """Keep what has changed of it: all from its state on."""
    values = astuple(changed)
    statements.run(work, _SAVE, *values[_COLUMNS.index("state") :], changed.stream, changed.seq)


def proof_asked_by(work: Work, uid: bytes) -> StoredProof | None:
    """The code that this event asked for; where anything may be written nobody else changes it meanwhile."""
    row = statements.held_first(work, _WITH_UID, uid)
    return StoredProof(*row) if row else None


def waiting_for(work: Work, account: bytes, address: str) -> tuple[StoredProof, ...]:
    """Codes of a help for this address that have not gone out, held like the above."""
    uids = [uid for (uid,) in statements.rows(work, _OF_HELP, account, address, MailState.WAITING.value)]
    return tuple(proof for uid in uids if (proof := proof_asked_by(work, uid)) is not None)


def is_proven(work: Work, account: bytes, address: str) -> bool:
    """Whether a help's address is a proven one, by any of its codes."""
    return statements.first(work, _OF_HELP, account, address, MailState.GOOD.value) is not None


def asked_for_address(work: Work, address: str, since_ms: int, limit: int) -> list[int]:
    """When codes were last asked for to this address, the newest first."""
    found = statements.rows(work, _TO_ADDRESS, address, since_ms, MailState.REPLACED.value, limit)
    return [asked_at_ms for (asked_at_ms,) in found]


def asked_by_device(work: Work, device: bytes, since_ms: int, limit: int) -> list[int]:
    """When this device last asked for codes, the newest first."""
    found = statements.rows(work, _FROM_DEVICE, device, since_ms, MailState.REPLACED.value, limit)
    return [asked_at_ms for (asked_at_ms,) in found]


def is_mail_due(work: Work, now_ms: int) -> bool:
    """Whether a mail should go out now."""
    return statements.first(work, _ANY_DUE, MailState.WAITING.value, now_ms, now_ms) is not None


def take_due(work: Work, now_ms: int, limit: int) -> tuple[StoredProof, ...]:
    """Some whose mail should go out now, nobody else's until the transaction ends."""
    text = f"{_DUE} FOR UPDATE SKIP LOCKED" if work.has_rivals else _DUE
    return tuple(
        StoredProof(*row) for row in statements.rows(work, text, MailState.WAITING.value, now_ms, now_ms, limit)
    )


def end_leases(work: Work) -> None:
    """Whoever had mails to send has gone; where others may be at work nothing can be said of them."""
    if not work.has_rivals:
        statements.run(work, _END_LEASES, MailState.WAITING.value)


def purge(work: Work, until_ms: int, limit: int = PAGE) -> int:
    """Forget some of the codes that were asked for up to then; how many. What somebody is just busy with waits."""
    text = f"{_PAST} FOR UPDATE SKIP LOCKED" if work.has_rivals else _PAST
    uids = [uid for (uid,) in statements.rows(work, text, until_ms, limit)]
    statements.run_among(work, _FORGET, uids)
    return len(uids)


def count_waiting(work: Work) -> int:
    """How many mails have not gone out."""
    row = statements.first(work, _COUNT, MailState.WAITING.value)
    return row[0] if row else 0
