"""Help with e-mail at all posts in figures, as the office counts it: out of the events, by the desks' own rule."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby

from core.account_events import moved_account, opened_account, read_account_body
from core.account_figures import HelpRow
from core.accounts import Account, MovedAccount, OpenedAccount, folded
from core.queue_events import Spot
from core.typed import msgpack_as
from core.wire.codec import Malformed
from core.wire.events import Header
from core.wire.records import AccountMovedBody, AccountOpenedBody, ProofAskedBody, ProofReadBody
from server.store.account_events import good_readings, helps_in_vain, page_of_account_events
from server.store.database import Store
from server.store.records import StoredEvent

_FIRST = ("", 0)


@dataclass(slots=True)
class _Help:
    """What is known of one help; ``read``: stream and place of a reading -> the uid of what asked for its code."""

    opened: OpenedAccount | None = None
    moves: list[MovedAccount] = field(default_factory=list)
    asked: dict[bytes, str] = field(default_factory=dict)
    read: dict[tuple[bytes, int], bytes] = field(default_factory=dict)

    def proven(self, good: Collection[tuple[bytes, int]]) -> frozenset[str]:
        """The addresses at which a code was read rightly."""
        return frozenset(self.asked.get(asked, "") for place, asked in self.read.items() if place in good)


@dataclass(frozen=True, slots=True)
class _Told:
    """What the server has told of helps: readings that were right, and whose mailbox is somebody else's."""

    good: frozenset[tuple[bytes, int]]
    in_vain: frozenset[bytes]


def help_rows(store: Store, first_on: date, last_on: date, post: str = "") -> Mapping[str, tuple[HelpRow, ...]]:
    """Post -> its helps that began on these business dates; posts without any are left out.

    Args:
        post: of this one alone.
    """
    with store.reading() as work:
        told = _Told(good_readings(work), helps_in_vain(work))
    found: dict[str, tuple[HelpRow, ...]] = {}
    for code, rows in _rows(store, post, told):
        of_days = tuple(row for row in rows if first_on <= row.on <= last_on)
        if of_days:
            found[code] = of_days
    return found


def _row(account: Account, known: _Help, told: _Told) -> HelpRow:
    return HelpRow(
        on=account.opened.on,
        need=account.need,
        is_open=account.is_open,
        road=account.road,
        result=account.result,
        reason=account.reason,
        worked_s=account.worked_s,
        is_proven=bool(account.address) and account.address.lower() in known.proven(told.good),
        is_taken=account.uid.bytes in told.in_vain,
    )


def _rows(store: Store, post: str, told: _Told) -> Iterator[tuple[str, Iterator[HelpRow]]]:
    """Each post with its helps; one post at a time is held in memory."""
    for code, events in groupby(_events(store), key=lambda event: event.post):
        if post in ("", code):
            helps: dict[bytes, _Help] = {}
            for event in events:
                _note(helps.setdefault(event.record, _Help()), event)
            yield code, (_row(folded(one.opened, one.moves), one, told) for one in helps.values() if one.opened)


def _events(store: Store) -> Iterator[StoredEvent]:
    after = _FIRST
    while True:
        with store.reading() as work:
            page = page_of_account_events(work, after)
        if not page:
            return
        yield from page
        after = (page[-1].post, page[-1].feed_no)


def _note(known: _Help, event: StoredEvent) -> None:
    """Take in what an event says; one that cannot be read, or is erased, says nothing."""
    header = msgpack_as(event.header, Header)
    spot = Spot(event.stream, event.seq, uuid.UUID(bytes=event.record), header.at_ms, event.feed_no)
    try:
        body = read_account_body(event.kind, event.body)
        if isinstance(body, AccountMovedBody):
            known.moves.append(moved_account(body, spot))
        elif isinstance(body, AccountOpenedBody):
            known.opened = known.opened or opened_account(body, spot)
        elif isinstance(body, ProofAskedBody):
            known.asked[event.uid] = body.address.lower()
        elif isinstance(body, ProofReadBody):
            known.read[event.stream, event.seq] = body.asked
    except Malformed:
        return
