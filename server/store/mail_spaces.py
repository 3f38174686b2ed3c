"""Queries about name spaces of regional mailboxes: which stream gives out names with which tag."""

from __future__ import annotations

from core.mail_space import FIRST_TAG, tag_after, tag_at, tag_no
from server.store import statements
from server.store.database import Work
from server.store.mail_records import MailSpace
from server.store.mail_tables import MailSpaceRow

LOST_TAGS = 1_000
"""A server whose database was lost or put back has forgotten at most so many tags: the next ones stay free for them."""

_COLUMNS = MailSpace.__slots__
_OF_STREAM = statements.select(MailSpaceRow, _COLUMNS, 'WHERE "stream" = ? ORDER BY "tag"')
_WITH_TAG = statements.select(MailSpaceRow, _COLUMNS, 'WHERE "tag" = ?')
_HIGHEST = statements.select(MailSpaceRow, ["tag"], 'ORDER BY "tag" DESC LIMIT 1')
_ADD = statements.insert(MailSpaceRow, _COLUMNS)


def spaces_of(work: Work, stream: bytes) -> tuple[MailSpace, ...]:
    """The name spaces of a stream, under each domain that the operator has had."""
    return tuple(MailSpace(*row) for row in statements.rows(work, _OF_STREAM, stream))


def spaces_with(work: Work, tag: int) -> tuple[MailSpace, ...]:
    """Where this tag is given out: by one stream, under each domain."""
    return tuple(MailSpace(*row) for row in statements.rows(work, _WITH_TAG, tag))


def highest_tag(work: Work) -> int:
    """The highest tag that was ever granted."""
    row = statements.first(work, _HIGHEST)
    return row[0] if row else FIRST_TAG - 1


def next_tag(work: Work, *, leaves_out: int = 0) -> int:
    """A tag that was not granted yet, with so many left out before it."""
    highest = highest_tag(work)
    return tag_at(tag_no(highest) + leaves_out + 1) if leaves_out else tag_after(highest)


def begin_behind_lost_tags(work: Work, lineage: bytes, at_ms: int) -> None:
    """In a life that follows a lost one: the last tag that may be out is kept by the server's life, under no domain."""
    last = next_tag(work, leaves_out=LOST_TAGS - 1)
    add_space(work, MailSpace(last, "", lineage, lineage, "", at_ms))


def add_space(work: Work, new: MailSpace) -> None:
    """Grant a name space. Whoever grants several at once holds the server's one row."""
    statements.run(work, _ADD, new.tag, new.domain, new.stream, new.device, new.post, new.granted_at_ms)
