"""What goes to the server: what waits and since when, what the server asks about, and the last acts one by one."""

from __future__ import annotations

import enum
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from app.desk.context import Desk
from app.models.outgoing import NEWEST, Outgoing, Waiting, count_to_look_at, outgoing, outgoing_to_look_at, waiting

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


def _outbox(desk: Desk) -> Outbox:
    asked = outgoing_to_look_at(MOST_TO_LOOK_AT)
    page = _page(desk, NEWEST, PAGE)
    profile = desk.store.profile
    return Outbox(
        waiting=waiting(),
        attention=count_to_look_at(),
        to_look_at=_rows(desk, asked),
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
