"""Queries about regional mailboxes, their aliases and the log of what was done with them.

Whoever writes about a mailbox and tells its post locks the post first, then the mailbox: so do the desks' rounds.
"""

from __future__ import annotations

from dataclasses import astuple
from typing import Any

from server.store import statements
from server.store.database import Work
from server.store.mail_records import Mailbox, MailboxAct
from server.store.mail_tables import MailAliasRow, MailboxActRow, MailboxRow

PAGE = 500

_COLUMNS = Mailbox.__slots__
_NEXT_VERSION = '(SELECT COALESCE(MAX("version"), 0) + 1 FROM "mailbox")'
"""On SQLite, where a copy for mail programs is kept by it, one transaction writes at a time: no number comes late."""

_KEPT = _COLUMNS[:-1]
_MOVABLE = _KEPT[_KEPT.index("state") :]
_ADD = (
    f'INSERT INTO "mailbox" ({statements.quoted(_COLUMNS)})'  # noqa: S608 - names of our own columns
    f" VALUES ({', '.join('?' * len(_KEPT))}, {_NEXT_VERSION}) ON CONFLICT DO NOTHING"
)
_SAVE = f'UPDATE "mailbox" SET {statements.assigned(_MOVABLE)}, "version" = {_NEXT_VERSION} WHERE "address" = ?'  # noqa: S608 - the same
_TOUCH = f'UPDATE "mailbox" SET "version" = {_NEXT_VERSION} WHERE "address" = ?'  # noqa: S608 - a constant

_WITH_ADDRESS = statements.select(MailboxRow, _COLUMNS, 'WHERE "address" = ?')
_OF_ACCOUNT = statements.select(MailboxRow, _COLUMNS, 'WHERE "account" = ?')
_WITH_CODE = statements.select(MailboxRow, _COLUMNS, 'WHERE "code_hash" = ?')
_PAGE = statements.select(MailboxRow, _COLUMNS, 'WHERE "address" > ? ORDER BY "address" LIMIT ?')
_PAST = statements.select(
    MailboxRow, _COLUMNS, 'WHERE "state" = ? AND "expires_at_ms" <= ? ORDER BY "expires_at_ms" LIMIT ?'
)

_ALIASES = statements.select(MailAliasRow, ["alias"], 'WHERE "address" = ? ORDER BY "alias"')
_ALIAS = statements.select(MailAliasRow, ["address"], 'WHERE "alias" = ?')
_ADD_ALIAS = 'INSERT INTO "mail_alias" ("alias", "address") VALUES (?, ?) ON CONFLICT DO NOTHING'
_REMOVE_ALIAS = 'DELETE FROM "mail_alias" WHERE "alias" = ?'

_ACT = MailboxAct.__slots__
_ACTS = statements.select(MailboxActRow, _ACT, 'WHERE "address" = ? ORDER BY "act_no"')
_NOTE_ACT = (
    f'INSERT INTO "mailbox_act" ({statements.quoted(_ACT)})'  # noqa: S608 - names of our own columns
    ' SELECT ?, COALESCE(MAX("act_no"), 0) + 1, ?, ?, ?, ? FROM "mailbox_act" WHERE "address" = ?'
)


def mailbox(work: Work, address: str) -> Mailbox | None:
    """The mailbox of this address; where anything may be written nobody else changes it meanwhile."""
    return _first(work, _WITH_ADDRESS, address)


def mailbox_of(work: Work, account: bytes) -> Mailbox | None:
    """The mailbox that a help came to; held like the above."""
    return _first(work, _OF_ACCOUNT, account)


def mailbox_with(work: Work, code_hash: bytes) -> Mailbox | None:
    """The mailbox whose activation code has this hash; held like the above."""
    return _first(work, _WITH_CODE, code_hash)


def add_mailbox(work: Work, new: Mailbox) -> bool:
    """Keep a new mailbox; whether it stands now: no other has its address, its help or its code.

    Waits for whoever is just adding one like it.
    """
    statements.run(work, _ADD, *astuple(new)[:-1])
    standing = mailbox(work, new.address)
    return standing is not None and standing.account == new.account


def save_mailbox(work: Work, changed: Mailbox) -> None:
    """Keep what has changed of a mailbox: all from its state on; ``version`` is counted here."""
    values = astuple(changed)
    statements.run(work, _SAVE, *values[_KEPT.index("state") : -1], changed.address)


def mailboxes(work: Work, after: str = "", limit: int = PAGE) -> tuple[Mailbox, ...]:
    """The next mailboxes behind this address, by address."""
    return tuple(_mailbox(row) for row in statements.rows(work, _PAGE, after, limit))


def past_mailboxes(work: Work, state: str, now_ms: int, limit: int = PAGE) -> tuple[Mailbox, ...]:
    """Mailboxes in this state whose time is over."""
    return tuple(_mailbox(row) for row in statements.rows(work, _PAST, state, now_ms, limit))


def aliases_of(work: Work, address: str) -> tuple[str, ...]:
    """The further names of a mailbox."""
    return tuple(alias for (alias,) in statements.rows(work, _ALIASES, address))


def owner_of_alias(work: Work, alias: str) -> str | None:
    """The address that a further name leads to."""
    row = statements.first(work, _ALIAS, alias)
    return row[0] if row else None


def add_alias(work: Work, alias: str, address: str) -> bool:
    """Give a mailbox a further name; whether it has it now: it is neither a mailbox nor another one's further name."""
    if mailbox(work, alias) is not None:
        return False
    statements.run(work, _ADD_ALIAS, alias, address)
    statements.run(work, _TOUCH, address)
    return owner_of_alias(work, alias) == address


def remove_alias(work: Work, alias: str) -> None:
    """Take a further name away."""
    address = owner_of_alias(work, alias)
    if address is not None:
        statements.run(work, _REMOVE_ALIAS, alias)
        statements.run(work, _TOUCH, address)


def note_act(work: Work, address: str, at_ms: int, act: str, *, officer_name: str = "", reason: str = "") -> None:
    """Write down what was done with a mailbox; the caller holds it."""
    statements.run(work, _NOTE_ACT, address, at_ms, act, officer_name, reason, address)


def acts_of(work: Work, address: str) -> tuple[MailboxAct, ...]:
    """What was done with a mailbox, in order."""
    return tuple(MailboxAct(*row) for row in statements.rows(work, _ACTS, address))


def _first(work: Work, text: str, value: str | bytes) -> Mailbox | None:
    row = statements.held_first(work, text, value)
    return _mailbox(row) if row else None


def _mailbox(row: tuple[Any, ...]) -> Mailbox:
    """A row as a record; SQLite tells truth as numbers."""
    values = (*row[:-3], bool(row[-3]), bool(row[-2]), row[-1])
    return Mailbox(*values)
