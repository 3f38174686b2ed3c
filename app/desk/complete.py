"""The missing paper was brought: it is added, and the registration moves up without losing its place."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from app.changes import Changes
from app.desk.batches import join_today
from app.desk.context import Desk
from app.desk.refusal import RefusalCode, Refused, kept_registration
from app.desk.revision import judgement_body, keep_move, revised
from core.kept_entry import Revision
from core.registered import KeptRegistration
from core.registration import NotedFinding, Outcome, Status
from core.wire.events import Kind
from core.wire.records import PapersAddedBody


@dataclass(frozen=True, slots=True)
class PapersAdded:
    """What the registration has come to. ``has_new_number``: it got its number by this, so a receipt is due."""

    kept: KeptRegistration
    outcome: Outcome
    findings: tuple[NotedFinding, ...]
    has_new_number: bool
    changes: Changes


def add_papers(desk: Desk, uid: uuid.UUID, documents: tuple[str, ...]) -> PapersAdded | Refused:
    """Add papers that were seen later; judged by the rules of the day of the visit.

    Who is complete by them goes into the batch of today, and keeps the place of the first visit.

    Raises: Trouble REGISTRATION_UNKNOWN (usage), or of the store; then nothing is changed.
    """
    return desk.store.write(lambda: _add(desk, uid, documents))


def _add(desk: Desk, uid: uuid.UUID, documents: tuple[str, ...]) -> PapersAdded | Refused:
    kept = kept_registration(desk, uid)
    if kept.status == Status.WITHDRAWN:
        return Refused(RefusalCode.WITHDRAWN)
    anew = revised(desk, kept, Revision(documents=documents))
    if isinstance(anew, Refused):
        return anew
    if not anew.documents:
        return Refused(RefusalCode.NO_NEW_PAPER)
    judgement = judgement_body(desk, kept, anew.assessment)
    body = PapersAddedBody(anew.documents, judgement, desk.keys.officer.name)
    changed, changes = keep_move(desk, kept, Kind.PAPERS_ADDED, body)
    join_today(desk, kept, changed)
    has_new_number = changed.registration_no != kept.registration_no
    return PapersAdded(changed, anew.assessment.outcome, anew.assessment.findings, has_new_number, changes)
