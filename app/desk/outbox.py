"""What goes to the server: what waits and since when, what the server asks about, and the last acts one by one."""

from __future__ import annotations

import enum
import logging
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from app.changes import Changes
from app.desk.context import Desk
from app.models.attention import Matter, drop_attention, note_attention
from app.models.outgoing import NEWEST, Outgoing, Waiting, outgoing, outgoing_to_look_at, waiting

LOG = logging.getLogger(__name__)

PAGE = 100
"""Rows read at once: some 10 ms with their names unsealed."""

MOST_TO_LOOK_AT = 200


class Way(enum.Enum):
    """How far an act is on its way to the server."""

    WAITING = "waiting"
    SENT = "sent"
    ATTENTION = "attention"


@dataclass(frozen=True, slots=True)
class OutboxRow:
    """One act of this desk and how far it is.

    Args:
        about: the registration it is about, with its numbers and name; all empty for acts about the desk itself.
        code, facts: what the server wants a person to look at.
    """

    place: int
    way: Way
    kind: str
    at_ms: int
    about: uuid.UUID | None
    queue_number: str
    registration_no: str
    name: str
    code: str
    facts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Outbox:
    """The whole picture, with the first page of acts.

    Args:
        to_look_at: the newest of what needs a look; ``attention`` counts all of it.
        next_before: where the next page begins; ``None`` = there is none.
        last_contact_ms, drift_ms: as the profile holds them.
    """

    waiting: Waiting
    attention: int
    to_look_at: tuple[OutboxRow, ...]
    rows: tuple[OutboxRow, ...]
    next_before: int | None
    has_server: bool
    last_contact_ms: int | None
    drift_ms: int | None


@dataclass(frozen=True, slots=True)
class OutboxPage:
    """More acts, the newest first."""

    rows: tuple[OutboxRow, ...]
    next_before: int | None


def outbox(desk: Desk) -> Outbox:
    """Read the picture in one job."""
    return desk.store.run(lambda: _outbox(desk))


def outbox_page(desk: Desk, before: int, size: int = PAGE) -> OutboxPage:
    """Acts below a place, those that need a look apart."""
    return desk.store.run(lambda: _page(desk, before, size))


@dataclass(frozen=True, slots=True)
class Settled:
    """What was let go; ``None`` = there was nothing."""

    matter: Matter | None
    changes: Changes


def settle(desk: Desk, place: int) -> Settled:
    """Somebody has seen to what the server told about the act at this place: it is no longer on top.

    A correction or withdrawal of the registration settles it by itself.
    """
    matter = desk.store.write(lambda: drop_attention(place))
    if matter is not None:
        LOG.info("matter %s of event %d seen to by officer %s", matter.code, matter.seq, desk.keys.officer.uid)
    return Settled(matter, Changes(has_outbox=True))


def unsettle(desk: Desk, settled: Settled) -> Settled:
    """It was let go too early."""
    matter = settled.matter
    if matter is not None:
        _put_back(desk, matter)
    return Settled(None, Changes(has_outbox=True))


def _put_back(desk: Desk, matter: Matter) -> None:
    desk.store.write(lambda: note_attention(matter.stream, matter.seq, matter.code, matter.facts, matter.at_ms))


def _outbox(desk: Desk) -> Outbox:
    asked = outgoing_to_look_at()
    page = _page(desk, NEWEST, PAGE)
    profile = desk.store.profile
    return Outbox(
        waiting=waiting(),
        attention=len(asked),
        to_look_at=_rows(desk, asked[:MOST_TO_LOOK_AT]),
        rows=page.rows,
        next_before=page.next_before,
        has_server=profile.server is not None,
        last_contact_ms=profile.last_contact_ms,
        drift_ms=profile.drift_ms,
    )


def _page(desk: Desk, before: int, size: int) -> OutboxPage:
    found = outgoing(before, size)
    rows = _rows(desk, (act for act in found if not act.code))
    return OutboxPage(rows, found[-1].place if len(found) == size else None)


def _rows(desk: Desk, found: Iterable[Outgoing]) -> tuple[OutboxRow, ...]:
    acts = tuple(found)
    names = _names(desk, {act.about for act in acts if act.about})
    return tuple(
        OutboxRow(
            act.place,
            _way(act),
            act.kind,
            act.at_ms,
            act.about,
            act.queue_number,
            act.registration_no,
            names.get(act.about, "") if act.about else "",
            act.code,
            act.facts,
        )
        for act in acts
    )


def _way(act: Outgoing) -> Way:
    if act.code:
        return Way.ATTENTION
    return Way.WAITING if act.is_waiting else Way.SENT


def _names(desk: Desk, uids: Iterable[uuid.UUID]) -> Mapping[uuid.UUID, str]:
    return {uuid.UUID(bytes=visit.key): visit.name for visit in desk.shelf().listed(uids)}
