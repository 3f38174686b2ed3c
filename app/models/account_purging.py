"""Helps past their time: who it was and with what address goes; what was done, when, and with what result still counts.

The names of regional mailboxes stay as keyed hashes: none is ever given to somebody else.
"""

from __future__ import annotations

from app.models.statements import run

# by every way that a help and a registration name each other
_ITS = """(registration.account_uid = account.uid OR registration.uid = account.registration_uid
    OR registration.uid IN (SELECT registration_uid FROM account_bound WHERE account_uid = account.uid))"""
_SAYS_SOMETHING = """(account.sealed != x'' OR EXISTS (
    SELECT 1 FROM account_move WHERE account_move.account_uid = account.uid AND account_move.sealed != x''))"""
_OF_WIPED = f"""
    SELECT DISTINCT account.uid FROM account WHERE {_SAYS_SOMETHING}
    AND EXISTS (SELECT 1 FROM registration WHERE {_ITS})
    AND NOT EXISTS (SELECT 1 FROM registration WHERE {_ITS} AND person_uid != ?)"""  # noqa: S608 - words of our own
_UNBOUND = f"""
    SELECT DISTINCT account.uid FROM account WHERE {_SAYS_SOMETHING} AND account.at_ms < ?1
    AND account.registration_uid IS NULL AND NOT EXISTS (SELECT 1 FROM account_bound WHERE account_uid = account.uid)
    AND NOT EXISTS (SELECT 1 FROM registration WHERE {_ITS})
    AND NOT EXISTS (
        SELECT 1 FROM account_move WHERE account_move.account_uid = account.uid AND account_move.at_ms >= ?1)"""  # noqa: S608 - as above
_WIPES = (
    "UPDATE account SET sealed = x'', address_mark = NULL WHERE uid = ?",
    "UPDATE account_move SET sealed = x'', address_mark = NULL WHERE account_uid = ?",
    "UPDATE mail_act SET sealed = x'' WHERE account_uid = ?",
    "UPDATE mail_act SET address_mark = NULL WHERE account_uid = ? AND kind = 'proof_asked'",
    "DELETE FROM account_person WHERE account_uid = ?",
)


def wipe_accounts_of(nobody: bytes) -> None:
    """Wipe helps of whose registrations no copy is left; inside a transaction.

    Args:
        nobody: uid of the person who stands for those whose copies are gone.
    """
    _wipe(run(_OF_WIPED, nobody).fetchall())


def wipe_unbound_accounts(before_ms: int) -> int:
    """Wipe helps that never became a registration's and that nobody has touched since; how many that were."""
    rows = run(_UNBOUND, before_ms).fetchall()
    _wipe(rows)
    return len(rows)


def are_unbound_accounts(before_ms: int) -> bool:
    """Whether there is one to wipe."""
    return run(_UNBOUND, before_ms).fetchone() is not None


def _wipe(rows: list[tuple[bytes]]) -> None:
    for (uid,) in rows:
        for text in _WIPES:
            run(text, uid)
