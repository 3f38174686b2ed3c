"""Judging a kept registration anew with something laid over it: by its own programme, on its own business date."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from app.changes import Changes
from app.desk.business_day import business_day
from app.desk.context import Desk
from app.desk.judgement import (
    facts_of_first,
    judged_anew,
    kept_findings,
    new_registration_no,
    nik_of_another,
)
from app.desk.refusal import RefusalCode, Refused
from app.models.events import append
from app.models.retelling import after_own_act
from app.models.stages import trail
from core.batches import with_open_batch
from core.entry import IDENTITY_FIELDS, Entry
from core.kept_entry import Revision, kept_texts, person_body, revised_entry
from core.known import is_nik_of_another
from core.moves import Move
from core.programme import Programme
from core.queue_events import uid_of
from core.registered import KeptRegistration
from core.registration import STATUS_OF, Assessment, Rulebook
from core.wire.events import Kind
from core.wire.records import Answer, JudgementBody, RegisteredBody


@dataclass(frozen=True, slots=True)
class Revised:
    """A registration judged anew, and what changed: identity fields, answers, texts beside fields, papers."""

    assessment: Assessment
    fields: Mapping[str, str]
    answers: Mapping[str, Answer]
    typed: Mapping[str, str]
    documents: tuple[str, ...]

    def is_judged_otherwise(self, body: RegisteredBody) -> bool:
        """Whether outcome or findings are others than before."""
        return (self.assessment.outcome, kept_findings(self.assessment.findings)) != (body.outcome, body.findings)


def revised(
    desk: Desk, kept: KeptRegistration, revision: Revision, *, batch_on: date | None = None
) -> Revised | Refused:
    """Judge a registration anew; inside a job. Refused if somebody else's registration already bears the NIK.

    Args:
        batch_on: the day whose batch takes it, if none did on the day of the visit; ``None`` = today.
    """
    body = kept.body
    programme = desk.programme_of(body.programme)
    rulebook = desk.rulebook(programme, date.fromisoformat(body.business_on))
    entry = revised_entry(body, revision, rulebook)
    assessment = judged_anew(desk, entry, rulebook, kept)
    if _is_taken(desk, kept, programme, batch_on or desk.today()):
        assessment = with_open_batch(programme, assessment)
    is_claiming = assessment.applicant.nik != body.person.nik or not body.registration_no
    first = desk.shelf().first_of(assessment.applicant.nik, body.programme, body.period) if is_claiming else None
    if first is not None and first.uid != kept.uid:
        is_claimed_anew = assessment.applicant.nik != body.person.nik
        if is_claimed_anew or not is_nik_of_another(assessment, first.body.person.name_on_id):
            return Refused(RefusalCode.NIK_TAKEN, facts_of_first(first, programme), first)
        findings = (nik_of_another(first, programme), *assessment.findings)
        assessment = dataclasses.replace(assessment, findings=findings)
    return _compared(body, revision, rulebook, entry, assessment)


def _is_taken(desk: Desk, kept: KeptRegistration, programme: Programme, on: date) -> bool:
    """Whether a batch is open for it, or it has joined one already and keeps its place there."""
    if programme.open_batch(desk.store.profile.post.province, on) is not None:
        return True
    joined = trail(desk.keys.sealer, kept.uid.bytes).batch
    return joined is not None and joined.batch > 0


def _compared(
    body: RegisteredBody, revision: Revision, rulebook: Rulebook, entry: Entry, assessment: Assessment
) -> Revised:
    kept = kept_texts(body, rulebook)
    person = person_body(assessment.applicant)
    fields, typed = {}, {}
    for name in IDENTITY_FIELDS:
        value = getattr(person, name)
        is_anew = value != getattr(body.person, name) or revision.fields.get(name, kept[name]) != kept[name]
        if value != getattr(body.person, name):
            fields[name] = value
        if is_anew and assessment.typed.get(name, "") != body.typed.get(name, ""):
            typed[name] = assessment.typed.get(name, "")
    answers = {
        name: answer
        for name, answer in entry.answers.items()
        if name not in body.answers or repr(answer) != repr(body.answers[name])  # 1 and True are not the same answer
    }
    documents = tuple(code for code in entry.documents if code not in body.documents)
    return Revised(assessment, fields, answers, typed, documents)


def judgement_body(desk: Desk, kept: KeptRegistration, assessment: Assessment) -> JudgementBody:
    """The new judgement as it is kept; gives a number where one is due; inside the transaction.

    The number bears the day on which it is given. Raises: Trouble DAY_OUT_OF_RANGE, NUMBERS_USED_UP.
    """
    outcome = assessment.outcome
    registration_no = kept.registration_no
    if not registration_no and outcome.has_number:
        registration_no = new_registration_no(desk, business_day(desk), uid_of(kept.body.ticket))
    return JudgementBody(
        outcome=outcome.value,
        status=STATUS_OF[outcome].value,
        registration_no=registration_no,
        findings=kept_findings(assessment.findings),
        rules_version=desk.programme_of(kept.body.programme).version,
    )


def keep_move(desk: Desk, kept: KeptRegistration, kind: Kind, move: Move) -> tuple[KeptRegistration, Changes]:
    """Log a later act and move the registration; inside the transaction."""
    append(desk.writer(), kind, move, at_ms=desk.now_ms(), record=kept.uid)
    anew = after_own_act(desk.shelf(), kept, move)
    desk.shelf().move(kept.uid, anew.body, anew.disputes)
    changed = dataclasses.replace(kept, status=anew.body.status, body=anew.body, disputes=anew.disputes)
    return changed, Changes(frozenset({kept.uid}), has_outbox=True)
