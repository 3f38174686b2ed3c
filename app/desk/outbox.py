"""What goes to the server: what waits and since when, what the server asks about, and the last acts one by one."""

from __future__ import annotations

import enum
import logging
import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from app.changes import Changes
from app.desk.context import Desk
from app.desk.scan import ScanCode
from app.models.accounts import helped_names
from app.models.attention import Matter, drop_attention, note_attention
from app.models.disputed import DisputeCode
from app.models.outgoing import NEWEST, Outgoing, Waiting, outgoing, outgoing_to_look_at, waiting
from app.models.slip_cases import slip_cases
from core.slip_cases import CaseState
from core.wire.events import Kind

LOG = logging.getLogger(__name__)

PAGE = 100
"""Rows read at once: some 10 ms with their names unsealed."""

MOST_TO_LOOK_AT = 200

CASES_FROM = -1_000_000
"""Places of slips without a registration, which are no event's, lie below this one."""


class Way(enum.Enum):
    """How far an act is on its way to the server."""

    WAITING = "waiting"
    SENT = "sent"
    ATTENTION = "attention"


@dataclass(frozen=True, slots=True)
class OutboxRow:
    """One act of this desk and how far it is.

    Args:
        about: the registration it is about, with its numbers and name; all empty for acts about the desk itself. Of an
            act about a help with e-mail only the name is there.
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

    @property
    def can_be_let_go(self) -> bool:
        """Whether it is off the list once somebody says so; disputes and slips' cases are settled where they stand."""
        return self.way is Way.ATTENTION and self.code != DisputeCode.OPEN and not self.is_slip_case

    @property
    def is_slip_case(self) -> bool:
        """Whether it is a slip without a registration."""
        return self.code == ScanCode.CASE_OPEN


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
    differing = (*_differing(desk), *_slips_alone(desk))
    page = _page(desk, NEWEST, PAGE)
    profile = desk.store.profile
    return Outbox(
        waiting=waiting(),
        attention=len(asked) + len(differing),
        to_look_at=(*differing, *_rows(desk, asked))[:MOST_TO_LOOK_AT],
        rows=page.rows,
        next_before=page.next_before,
        has_server=profile.server is not None,
        last_contact_ms=profile.last_contact_ms,
        drift_ms=profile.drift_ms,
    )


def _differing(desk: Desk) -> Iterator[OutboxRow]:
    """Registrations about which two desks differ; their places are no event's."""
    for place, kept in enumerate(desk.shelf().disputed(), 1):
        at_ms = max(claim.at_ms for dispute in kept.disputes for claim in dispute.claims)
        numbers = kept.queue_number, kept.registration_no
        name = kept.body.person.name_on_id
        yield OutboxRow(-place, Way.ATTENTION, Kind.CORRECTED, at_ms, kept.uid, *numbers, name, DisputeCode.OPEN, {})


def _slips_alone(desk: Desk) -> Iterator[OutboxRow]:
    """Slips without a registration that nobody has seen to, whichever desk of the post wrote them down."""
    for place, case in enumerate(slip_cases(desk.keys.sealer), 1):
        if case.state is CaseState.OPEN:
            kind, code, number = Kind.SLIP_CASE_OPENED, ScanCode.CASE_OPEN, case.registration_no
            facts = {"number": number}
            yield OutboxRow(
                CASES_FROM - place, Way.ATTENTION, kind, case.at_ms, None, case.queue_number, number, "", code, facts
            )


def _page(desk: Desk, before: int, size: int) -> OutboxPage:
    found = outgoing(before, size)
    rows = _rows(desk, (act for act in found if not act.code))
    return OutboxPage(rows, found[-1].place if len(found) == size else None)


def _rows(desk: Desk, found: Iterable[Outgoing]) -> tuple[OutboxRow, ...]:
    acts = tuple(found)
    names = {
        **_names(desk, {act.about for act in acts if act.about}),
        **helped_names(desk.keys.sealer, {act.account for act in acts if act.account}),
    }
    return tuple(
        OutboxRow(
            act.place,
            _way(act),
            act.kind,
            act.at_ms,
            act.about,
            act.queue_number,
            act.registration_no,
            _name(names, act),
            act.code,
            act.facts,
        )
        for act in acts
    )


def _name(names: Mapping[uuid.UUID, str], act: Outgoing) -> str:
    person = act.about or act.account
    return names.get(person, "") if person else ""


def _way(act: Outgoing) -> Way:
    if act.code:
        return Way.ATTENTION
    return Way.WAITING if act.is_waiting else Way.SENT


def _names(desk: Desk, uids: Iterable[uuid.UUID]) -> Mapping[uuid.UUID, str]:
    return {uuid.UUID(bytes=visit.key): visit.name for visit in desk.shelf().listed(uids)}
