"""Queries about helps with e-mail: the events that tell of them, and what the server has told about these."""

from __future__ import annotations

from core.proofs import MailNotice
from core.wire.events import Kind
from server.store import statements
from server.store.database import Work
from server.store.records import StoredEvent
from server.store.streams import PAGE
from server.store.tables import EventRow, NoticeRow

_KINDS = (
    Kind.ACCOUNT_OPENED.value,
    Kind.ACCOUNT_MOVED.value,
    Kind.PROOF_ASKED.value,
    Kind.PROOF_READ.value,
)
_TOLD = statements.select(NoticeRow, ["stream", "seq"], 'WHERE "code" = ?')
_TAKEN = """
    SELECT DISTINCT "notice"."record" FROM "notice"
    JOIN "event" ON "event"."stream" = "notice"."stream" AND "event"."seq" = "notice"."seq"
    WHERE "notice"."code" = ? AND "event"."kind" = ?
    AND NOT EXISTS (SELECT 1 FROM "mailbox" WHERE "mailbox"."account" = "notice"."record")"""


def page_of_account_events(work: Work, after: tuple[str, int]) -> tuple[StoredEvent, ...]:
    """The next events of helps, and of the proofs of their addresses, after this post and feed number."""
    post, number = after
    later = (EventRow.post > post) | ((EventRow.post == post) & (EventRow.feed_no > number))
    wanted = later & EventRow.kind.in_(_KINDS)
    page = EventRow.select().where(wanted).order_by(EventRow.post, EventRow.feed_no).limit(PAGE)
    return tuple(StoredEvent(**row) for row in page.dicts().execute(work.db))


def good_readings(work: Work) -> frozenset[tuple[bytes, int]]:
    """Where the events stand (stream and place) with which somebody has read a mailed code rightly."""
    rows = statements.rows(work, _TOLD, MailNotice.PROOF_GOOD.value)
    return frozenset((bytes(stream), seq) for stream, seq in rows)


def helps_in_vain(work: Work) -> frozenset[bytes]:
    """Helps that were promised a mailbox and have none: the address was somebody else's already."""
    rows = statements.rows(work, _TAKEN, MailNotice.MAILBOX_TAKEN.value, Kind.MAILBOX_RESERVED.value)
    return frozenset(bytes(record) for (record,) in rows)
