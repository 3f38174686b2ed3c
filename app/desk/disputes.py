"""Settle a dispute: a coordinator says which of the texts that two desks gave one field is right, and why."""

from __future__ import annotations

import dataclasses
import uuid
from collections.abc import Callable
from dataclasses import dataclass

from app.changes import Changes
from app.desk.batches import join_today
from app.desk.context import Desk
from app.desk.judgement import facts_of_first
from app.desk.refusal import RefusalCode, Refused, kept_registration, password_told, reason_text
from app.desk.revision import judgement_body, keep_move, revised
from core.disputes import NUMBER, Claim, Dispute
from core.findings import Weight
from core.kept_entry import Revision
from core.moves import moved
from core.people import masked_apart
from core.registered import KeptRegistration
from core.registration import Assessment, Status
from core.wire.events import Kind
from core.wire.records import Answer, JudgementBody, SettledBody

MASKED = frozenset(("nik", "family_card_no"))
"""Fields whose texts are shown masked, but for the digits in which they differ."""

MOST_NAMED = 64
"""Events that a settlement names; what it had seen besides is settled all the same."""


@dataclass(frozen=True, slots=True)
class DisputeSettled:
    """What the registration has come to. ``has_new_number``: it got its number by this, so a receipt is due."""

    kept: KeptRegistration
    has_new_number: bool
    changes: Changes


def settle_dispute(desk: Desk, uid: uuid.UUID, field: str, chosen: bytes, reason: str) -> DisputeSettled | Refused:
    """Choose between the texts of one field.

    Args:
        chosen: uid of an event that says the right one.

    Raises: Trouble REGISTRATION_UNKNOWN (usage), or of the store; then nothing is changed.
    """
    return _settled(desk, uid, field, reason, lambda claim: claim.uid == chosen)


def settle_dispute_by_text(desk: Desk, uid: uuid.UUID, field: str, text: str, reason: str) -> DisputeSettled | Refused:
    """As :func:`settle_dispute`, where the right text is known and not who said it."""
    return _settled(desk, uid, field, reason, lambda claim: written(claim.text) == text)


def written(text: Answer) -> str:
    """A claim's text as one writes it down."""
    if isinstance(text, bool):
        return "ya" if text else "tidak"
    return "-" if text is None or text == "" else str(text)


def shown_texts(dispute: Dispute) -> tuple[tuple[Claim, Answer], ...]:
    """The texts to choose between, as others may see them; what the registration shows comes last."""
    choices = dispute.choices
    if dispute.field not in MASKED:
        return tuple((claim, claim.text) for claim in choices)
    masked = masked_apart([str(claim.text) for claim in choices])
    return tuple(zip(choices, masked, strict=True))


def _settled(
    desk: Desk, uid: uuid.UUID, field: str, reason: str, is_meant: Callable[[Claim], bool]
) -> DisputeSettled | Refused:
    said = reason_text(reason)

    def settle() -> DisputeSettled | Refused:
        kept = kept_registration(desk, uid)
        chosen = _chosen(desk, kept, field, is_meant)
        if isinstance(chosen, Refused):
            return chosen
        return _kept(desk, kept, *chosen, said) if said else Refused(RefusalCode.NO_REASON)

    return password_told(reason) or desk.store.write(settle)


def _chosen(
    desk: Desk, kept: KeptRegistration, field: str, is_meant: Callable[[Claim], bool]
) -> tuple[Dispute, Claim] | Refused:
    dispute = next((one for one in kept.disputes if one.field == field), None)
    if kept.status == Status.WITHDRAWN:
        return Refused(RefusalCode.WITHDRAWN)
    if dispute is None:
        return Refused(RefusalCode.NOT_DISPUTED)
    if not desk.keys.officer.is_coordinator:
        return Refused(RefusalCode.NEEDS_COORDINATOR)
    claim = next((one for one in reversed(dispute.claims) if is_meant(one)), None)
    if claim is None:
        return Refused(RefusalCode.NOT_SAID, {"texts": tuple(written(text) for _claim, text in shown_texts(dispute))})
    if field == NUMBER and claim.value != kept.registration_no:
        return Refused(RefusalCode.NUMBER_STANDS, {"registration_no": kept.registration_no})
    return (dispute, claim)


def _kept(desk: Desk, kept: KeptRegistration, dispute: Dispute, claim: Claim, reason: str) -> DisputeSettled | Refused:
    """Judge the registration with what was chosen, and keep that."""
    over = tuple(one.uid for one in dispute.claims)[-MOST_NAMED:]

    def said(judgement: JudgementBody) -> SettledBody:
        name = desk.keys.officer.name
        return SettledBody(dispute.field, claim.value, claim.typed, over, judgement, reason, name)

    body = kept.body
    settled = said(JudgementBody(body.outcome, kept.status, kept.registration_no, body.findings, body.rules_version))
    if dispute.field != NUMBER:
        assessment = _judged(desk, dataclasses.replace(kept, body=moved(body, settled)), dispute.field)
        if isinstance(assessment, Refused):
            return assessment
        settled = said(judgement_body(desk, kept, assessment))
    changed, changes = keep_move(desk, kept, Kind.DISPUTE_SETTLED, settled)
    join_today(desk, kept, changed)
    return DisputeSettled(changed, changed.registration_no != kept.registration_no, changes)


def _judged(desk: Desk, kept: KeptRegistration, field: str) -> Assessment | Refused:
    """What the chosen text comes to; whoever chose it has thereby answered what the rules only ask about it."""
    if field == "nik":
        first = desk.shelf().first_of(kept.body.person.nik, kept.body.programme, kept.body.period)
        if first is not None and first.uid != kept.uid:
            facts = facts_of_first(first, desk.programme_of(kept.body.programme))
            return Refused(RefusalCode.NIK_TAKEN, facts, first)
    anew = revised(desk, kept, Revision())
    if isinstance(anew, Refused):
        return anew
    asked = frozenset(
        (one.finding.field, one.finding.code)
        for one in anew.assessment.findings
        if one.finding.field == field and one.finding.weight is Weight.WARN
    )
    anew = revised(desk, kept, Revision(confirm_at=asked)) if asked else anew
    return anew if isinstance(anew, Refused) else anew.assessment
