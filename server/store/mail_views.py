"""Queries of what mail programs may know of mailboxes: the rows of the views, for the copy that SQLite servers keep."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from server.store import statements
from server.store.database import Work

VIEWS: Mapping[str, tuple[str, ...]] = {
    "mail_account": ("address", "password", "quota_bytes", "is_active"),
    "mail_name": ("name", "address"),
    "mail_forward": ("address", "forward_to"),
    "mail_closed": ("name", "address", "is_waiting"),
}
"""View -> its columns; each row says by ``address`` which mailbox it belongs to."""

PAGE = 500

_CHANGED = 'SELECT "address", "version" FROM "mailbox" WHERE "version" > ? ORDER BY "version" LIMIT ?'
_OF_SOME = {
    view: f'SELECT {statements.quoted(columns)} FROM "{view}" WHERE "address" {{among}}'  # noqa: S608 - names of our own views
    for view, columns in VIEWS.items()
}


@dataclass(frozen=True, slots=True)
class MailRows:
    """What the views say of some mailboxes.

    Args:
        addresses: of these mailboxes; one of them that is in no view is not known to mail programs.
        rows: view -> rows.
        version: everything that was changed up to it is in here, or was before.
    """

    addresses: tuple[str, ...]
    rows: Mapping[str, frozenset[tuple[Any, ...]]]
    version: int


def mail_rows(work: Work, after: int, limit: int = PAGE) -> MailRows:
    """What is to be known of the mailboxes that were changed next after this version."""
    changed = statements.rows(work, _CHANGED, after, limit)
    addresses = tuple(address for address, _ in changed)
    rows = {view: frozenset(statements.rows_among(work, text, addresses)) for view, text in _OF_SOME.items()}
    return MailRows(addresses, rows, changed[-1][1] if changed else after)
