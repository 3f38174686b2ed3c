"""What this desk has written for the server: the last events with how far each is, what waits, what needs a look."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from app.models.events import stream_states
from app.models.statements import run
from core.wire.codec import decode
from core.wire.events import Header

_COLUMNS = """
    event.rowid, event.kind, event.header, event.seq > stream.receipt_seq,
    registration.uid, (SELECT account.uid FROM account WHERE account.uid = event.record LIMIT 1),
    COALESCE(registration.queue_number, (SELECT number FROM ticket WHERE ticket.uid = event.record LIMIT 1)),
    registration.registration_no, attention.code, attention.facts,
    attention.at_ms, CASE WHEN attention.code IS NULL THEN NULL ELSE (
        SELECT later.header FROM event later
        WHERE later.record = event.record
        AND later.kind IN (
            'corrected', 'withdrawn', 'mailbox_reserved',
            CASE attention.code WHEN 'MAILBOX_CODE_REFUSED' THEN 'mailbox_code_set' ELSE 'proof_asked' END
        )
        ORDER BY later.rowid DESC LIMIT 1
    ) END"""

_PAGE = f"""
    SELECT {_COLUMNS} FROM event
    CROSS JOIN stream ON stream.stream = event.stream
    LEFT JOIN registration ON registration.uid = event.record
    LEFT JOIN attention ON attention.stream = event.stream AND attention.seq = event.seq
    WHERE event.rowid < ? ORDER BY event.rowid DESC LIMIT ?"""  # noqa: S608 - columns of our own
"""CROSS keeps the order of the tables: the newest events are read from their end, however many there are."""

_TO_LOOK_AT = f"""
    SELECT {_COLUMNS} FROM attention
    CROSS JOIN event ON event.stream = attention.stream AND event.seq = attention.seq
    CROSS JOIN stream ON stream.stream = event.stream
    LEFT JOIN registration ON registration.uid = event.record
    ORDER BY event.rowid DESC"""  # noqa: S608 - columns of our own

_BY_KIND = "SELECT kind, COUNT(*) FROM event WHERE stream = ? AND seq > ? GROUP BY kind"
_OLDEST = "SELECT header FROM event WHERE stream = ? AND seq > ? ORDER BY seq LIMIT 1"

NEWEST = 1 << 62
"""A place behind every event."""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One event of this desk on its way.

    Args:
        place: where it stands among all events; the next page begins below the last one's.
        about: the registration it is about, if it is about one; the numbers are that one's.
        account: the help with e-mail that it is about, if it is about one.
        code, facts: what the server wants a person to look at, until somebody has put it right.
    """

    place: int
    kind: str
    at_ms: int
    is_waiting: bool
    about: uuid.UUID | None
    account: uuid.UUID | None
    queue_number: str
    registration_no: str
    code: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Waiting:
    """What is not under a receipt yet: how many of each kind, and since when the eldest waits."""

    by_kind: Mapping[str, int]
    oldest_at_ms: int | None
    sent: int

    @property
    def total(self) -> int:
        """All of it."""
        return sum(self.by_kind.values())


def outgoing(before: int, limit: int) -> tuple[Outgoing, ...]:
    """Up to ``limit`` events below this place, the newest first."""
    return tuple(_outgoing(row) for row in run(_PAGE, before, limit).fetchall())


def outgoing_to_look_at() -> tuple[Outgoing, ...]:
    """The events that the server wants a person to look at and that nobody has put right since, the newest first."""
    found = (_outgoing(row) for row in run(_TO_LOOK_AT).fetchall())
    return tuple(act for act in found if act.code)


def waiting() -> Waiting:
    """How much is not under a receipt."""
    by_kind: dict[str, int] = {}
    oldest: list[int] = []
    states = stream_states()
    for state in states:
        for kind, many in run(_BY_KIND, state.stream, state.receipt_seq).fetchall():
            by_kind[kind] = by_kind.get(kind, 0) + many
        row = run(_OLDEST, state.stream, state.receipt_seq).fetchone()
        if row is not None:
            oldest.append(decode(row[0], Header).at_ms)
    return Waiting(by_kind, min(oldest, default=None), sum(state.receipt_seq for state in states))


def _outgoing(row: tuple[Any, ...]) -> Outgoing:
    place, kind, header, is_waiting, about, account, *numbers, code, facts, told_at_ms, righted = row
    queue_number, registration_no = numbers
    if righted is not None and decode(righted, Header).at_ms > told_at_ms:
        code = facts = None
    return Outgoing(
        place=place,
        kind=kind,
        at_ms=decode(header, Header).at_ms,
        is_waiting=bool(is_waiting),
        about=uuid.UUID(bytes=about) if about else None,
        account=uuid.UUID(bytes=account) if account else None,
        queue_number=queue_number or "",
        registration_no=registration_no or "",
        code=code or "",
        facts=json.loads(facts) if facts else {},
    )
