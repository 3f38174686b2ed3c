"""Which visits go into an export, read in small steps, and the event that says that they left the sealed store."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from app.desk.context import Desk
from app.desk.people_index import read_all
from app.models.events import append
from core.registered import KeptRegistration, ListedVisit
from core.registration import Status
from core.wire.events import Kind
from core.wire.records import RemarkBody

_STEP = 100


UNIT_QUESTIONS = ("employer", "work_unit")
"""Questions by which programmes ask for a company or a unit [FACTBOOK 7.1]."""


@dataclass(frozen=True, slots=True)
class Selection:
    """Numbered visits of some programmes between two business dates, both included; ``None`` = without end.

    Args:
        uid: only this one.
        village_code: only who lives in this kelurahan by the card; empty = all.
        unit: only people of the company or unit that is called so; empty = all.
    """

    programmes: frozenset[str]
    first_on: date | None = None
    last_on: date | None = None
    uid: uuid.UUID | None = None
    village_code: str = ""
    unit: str = ""

    def takes(self, visit: ListedVisit) -> bool:
        """Whether a visit may belong into it: it has its number and was not withdrawn."""
        return (
            visit.programme in self.programmes
            and bool(visit.registration_no)
            and visit.status != Status.WITHDRAWN
            and (self.first_on is None or visit.business_on >= self.first_on.isoformat())
            and (self.last_on is None or visit.business_on <= self.last_on.isoformat())
            and self.uid in (None, visit.uid)
        )

    def takes_kept(self, kept: KeptRegistration) -> bool:
        """Whether one that may belong into it does, by what lists do not hold."""
        wanted = _same(self.unit)
        units = {_same(str(kept.body.answers.get(question) or "")) for question in UNIT_QUESTIONS}
        return (not wanted or wanted in units) and self.village_code in ("", kept.body.person.village_code)


def gathered(desk: Desk, selection: Selection) -> tuple[KeptRegistration, ...]:
    """The visits, the first first; read in steps between which the desk goes on with its work."""
    wanted = sorted((visit for visit in read_all(desk) if selection.takes(visit)), key=_order)
    return tuple(kept for kept in kept_ones(desk, [visit.uid for visit in wanted]) if selection.takes_kept(kept))


def kept_ones(desk: Desk, uids: Sequence[uuid.UUID]) -> Iterator[KeptRegistration]:
    """Visits by their uids, in that order, read in steps; those that were purged are left out."""
    for at in range(0, len(uids), _STEP):
        yield from _kept(desk, uids[at : at + _STEP])


def _same(name: str) -> str:
    """A company's name so that case and spaces do not make two of one."""
    return " ".join(name.split()).casefold()


def _order(visit: ListedVisit) -> tuple[str, int, int]:
    return visit.business_on, visit.at_ms, visit.seq


def _kept(desk: Desk, uids: Sequence[uuid.UUID]) -> Iterable[KeptRegistration]:
    found = {one.uid: one for one in desk.submit(lambda: desk.shelf().by_uids(uids), is_report=True).result()}
    return [found[uid] for uid in uids if uid in found]


def note_export(desk: Desk, about: str, count: int) -> None:
    """Keep that so many people's data leave the sealed store; before they do."""
    body = RemarkBody(about, count, desk.keys.officer.name)
    desk.store.write(lambda: append(desk.writer(), Kind.EXPORTED, body, at_ms=desk.now_ms()))
