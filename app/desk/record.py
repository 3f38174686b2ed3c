"""One registration with everything a page about it shows: the person, the papers, what is open, its history."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date

from app.desk.context import Desk
from app.desk.history import Happening, history
from app.desk.refusal import kept_registration
from core.errors import Trouble
from core.programme import Programme, RequiredPaper
from core.registered import KeptRegistration
from core.registration import Status
from core.wire.records import NotedFinding


@dataclass(frozen=True, slots=True)
class Record:
    """A registration as its page shows it.

    Args:
        programme: ``None`` if only a newer program knows it.
        village, current_village: names instead of the codes, with district and regency.
        happenings: oldest first.
    """

    kept: KeptRegistration
    programme: Programme | None
    village: str
    current_village: str
    happenings: tuple[Happening, ...]

    @property
    def is_withdrawn(self) -> bool:
        """Whether nothing can be changed any more."""
        return self.kept.status == Status.WITHDRAWN

    @property
    def has_stages(self) -> bool:
        """Whether the programme knows anything after the desk."""
        return self.programme is not None and bool(self.programme.stages)

    @property
    def papers(self) -> tuple[RequiredPaper, ...]:
        """What the programme asked for on the day of the visit."""
        on = date.fromisoformat(self.kept.body.business_on)
        return tuple(paper for paper in self.programme.papers if paper.is_valid(on)) if self.programme else ()

    @property
    def missing_papers(self) -> tuple[RequiredPaper, ...]:
        """What has not been seen yet."""
        body = self.kept.body
        return tuple(paper for paper in self.papers if not paper.is_seen(body.documents, body.answers))

    @property
    def open_findings(self) -> tuple[NotedFinding, ...]:
        """What stands between this visit and a full registration, papers apart: they are listed by name."""
        return tuple(
            one
            for one in self.kept.body.findings
            if not one.is_confirmed and one.weight != "ok" and one.field != "documents"
        )


def read_record(desk: Desk, uid: uuid.UUID) -> Record:
    """Read everything about a registration. Raises: Trouble REGISTRATION_UNKNOWN (usage)."""
    return desk.store.run(lambda: _read(desk, uid))


def _read(desk: Desk, uid: uuid.UUID) -> Record:
    kept = kept_registration(desk, uid)
    person = kept.body.person
    return Record(
        kept=kept,
        programme=_programme(desk, kept.body.programme),
        village=_village(desk, person.village_code),
        current_village=_village(desk, person.current_village_code),
        happenings=history(desk, uid),
    )


def _programme(desk: Desk, code: str) -> Programme | None:
    try:
        return desk.programme_of(code)
    except Trouble:
        return None


def _village(desk: Desk, code: str) -> str:
    village = desk.regions.village(code) if code else None
    return f"{village.name}, {village.district}, {village.regency}" if village else code
