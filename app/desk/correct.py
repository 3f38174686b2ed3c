"""Correct fields or answers of a kept registration: with a reason, judged anew, nothing of the past overwritten."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from app.changes import Changes
from app.desk.batches import join_today
from app.desk.context import Desk
from app.desk.refusal import RefusalCode, Refused, kept_registration, password_told, reason_text
from app.desk.revision import Revised, judgement_body, keep_move, revised
from core.kept_entry import Revision
from core.registered import KeptRegistration
from core.registration import Assessment, NotedFinding, Outcome, Status
from core.wire.events import Kind
from core.wire.records import Answer, CorrectedBody


@dataclass(frozen=True, slots=True)
class Corrected:
    """What the registration has come to. ``has_new_number``: it got its number by this, so a receipt is due."""

    kept: KeptRegistration
    outcome: Outcome
    findings: tuple[NotedFinding, ...]
    has_new_number: bool
    changes: Changes


def correct(
    desk: Desk,
    uid: uuid.UUID,
    corrections: Mapping[str, str],
    reason: str,
    *,
    confirm: frozenset[str] = frozenset(),
    accept: frozenset[str] = frozenset(),
    confirm_at: frozenset[tuple[str, str]] = frozenset(),
    answers: Mapping[str, Answer] | None = None,
) -> Corrected | Refused:
    """Correct a registration.

    Args:
        corrections: identity fields as typed; only these are looked at anew, what was confirmed elsewhere stays so.
        confirm, accept: codes of warnings and proposals, as at the first visit; with no correction at all they settle
            a doubt that was left open then.
        confirm_at: field and code of warnings that were confirmed where they stand, and nowhere else.

    Raises: Trouble REGISTRATION_UNKNOWN (usage), or of the store; then nothing is changed.
    """
    revision = Revision(dict(corrections), dict(answers or {}), (), confirm, accept, confirm_at)
    said = reason_text(reason)
    return password_told(reason) or desk.store.write(lambda: _correct(desk, uid, revision, said))


def preview_correction(
    desk: Desk,
    uid: uuid.UUID,
    corrections: Mapping[str, str],
    *,
    confirm_at: frozenset[tuple[str, str]] = frozenset(),
    answers: Mapping[str, Answer] | None = None,
) -> Assessment | Refused:
    """What a correction would come to, while it is being typed; changes nothing. Raises: as :func:`correct`."""
    revision = Revision(dict(corrections), dict(answers or {}), confirm_at=confirm_at)

    def look() -> Assessment | Refused:
        anew = _revised(desk, kept_registration(desk, uid), revision)
        return anew if isinstance(anew, Refused) else anew.assessment

    return desk.store.run(look)


def _correct(desk: Desk, uid: uuid.UUID, revision: Revision, reason: str) -> Corrected | Refused:
    kept = kept_registration(desk, uid)
    anew = _revised(desk, kept, revision)
    if isinstance(anew, Refused):
        return anew
    if not reason:
        return Refused(RefusalCode.NO_REASON)
    body = CorrectedBody(
        fields=dict(anew.fields),
        answers=dict(anew.answers),
        typed=dict(anew.typed),
        judgement=judgement_body(desk, kept, anew.assessment),
        reason=reason,
        officer_name=desk.keys.officer.name,
    )
    changed, changes = keep_move(desk, kept, Kind.CORRECTED, body)
    join_today(desk, kept, changed)
    has_new_number = changed.registration_no != kept.registration_no
    return Corrected(changed, anew.assessment.outcome, anew.assessment.findings, has_new_number, changes)


def _revised(desk: Desk, kept: KeptRegistration, revision: Revision) -> Revised | Refused:
    if kept.status == Status.WITHDRAWN:
        return Refused(RefusalCode.WITHDRAWN)
    anew = revised(desk, kept, revision)
    if isinstance(anew, Refused) or _says_something(anew, kept, revision):
        return anew
    return Refused(RefusalCode.NOTHING)


def _says_something(anew: Revised, kept: KeptRegistration, revision: Revision) -> bool:
    if revision == Revision():
        return False
    # another text beside a value that stays is no correction, unless it settles or raises a doubt
    unreadable = any(not getattr(kept.body.person, name) for name in anew.typed)
    return bool(anew.fields or anew.answers) or unreadable or anew.is_judged_otherwise(kept.body)
