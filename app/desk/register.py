"""Register a person: judge, number, keep, log, in one transaction. The answer is a value; what is said is on disk."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from app.changes import Changes
from app.desk.context import Desk
from app.desk.judgement import (
    facts_of_first,
    judged,
    kept_findings,
    new_registration_no,
    nik_of_another,
)
from app.desk.refusal import kept_registration
from app.models import drafts
from app.models.events import append
from app.models.numbers import take_number
from app.models.registrations import Place, programmes_of_visit
from core.entry import Entry
from core.findings import Finding, Scope, Weight
from core.ids import queue_number
from core.kept_entry import person_body
from core.known import is_nik_of_another
from core.programme import Programme
from core.registered import KeptRegistration
from core.registration import STATUS_OF, Assessment, NotedFinding, Outcome, RegistrationCode
from core.wire.events import Kind
from core.wire.records import RegisteredBody, RepeatedBody

SERVICE = "A"
"""The queue service of registrations [INTERFACES, Numbers and QR]."""


@dataclass(frozen=True, slots=True)
class Registered:
    """The answer to one visit. For a duplicate, ``kept`` is the first registration."""

    outcome: Outcome
    findings: tuple[NotedFinding, ...]
    kept: KeptRegistration
    changes: Changes

    @property
    def verdict(self) -> Weight:
        """The heaviest finding."""
        return max((noted.finding.weight for noted in self.findings), key=lambda one: one.rank, default=Weight.OK)


def register(
    desk: Desk,
    entry: Entry,
    programme: Programme,
    on: date,
    *,
    draft: uuid.UUID | None = None,
    same_visit: uuid.UUID | None = None,
) -> Registered:
    """Register one visit on a business date.

    Args:
        draft: the half-filled form that this visit has come of; it goes in the same transaction, so that no kill can
            leave both and nobody makes a second visit of it.
        same_visit: a registration for another programme in the same visit: it keeps the queue number, and the number
            of the registration is its own. On another day, or for a programme asked for already, it is a new visit.

    Raises: Trouble if the store cannot keep it; then nothing of it is kept and no number is used. REGISTRATION_UNKNOWN
        (usage) if there is no such registration.
    """
    return desk.store.write(
        lambda: _register_instead_of(draft, lambda: _register(desk, entry, programme, on, same_visit))
    )


def _register_instead_of(draft: uuid.UUID | None, visit: Callable[[], Registered]) -> Registered:
    registered = visit()
    if draft is None:
        return registered
    drafts.remove(draft)
    return replace(registered, changes=replace(registered.changes, has_drafts=True))


def _register(
    desk: Desk, entry: Entry, programme: Programme, on: date, same_visit: uuid.UUID | None = None
) -> Registered:
    assessment, first = judged(desk, entry, desk.rulebook(programme, on))
    if first is not None and is_nik_of_another(assessment, first.body.person.name_on_id):
        assessment = replace(assessment, findings=(nik_of_another(first, programme), *assessment.findings))
    elif first is not None:
        return _repeated(desk, first, assessment, programme, on)
    visit = _visit(desk, same_visit, programme, on) if same_visit is not None else None
    body = _body(desk, assessment, entry, programme, on, visit)
    link = append(desk.writer(), Kind.REGISTERED, body, at_ms=desk.now_ms())
    header = link.header
    uid = desk.shelf().insert(Place(header.stream, header.seq, header.record, header.at_ms, header.officer), body)
    kept = KeptRegistration(uid, body.status, header.at_ms, 0, body)
    changes = Changes(frozenset({uid}), has_queue=True, has_outbox=True)
    return Registered(assessment.outcome, assessment.findings, kept, changes)


def _repeated(
    desk: Desk, first: KeptRegistration, assessment: Assessment, programme: Programme, on: date
) -> Registered:
    officer = desk.keys.officer
    body = RepeatedBody(programme.code, programme.period_on(on), on.isoformat(), officer.name)
    append(desk.writer(), Kind.REPEATED, body, at_ms=desk.now_ms(), record=first.uid)
    facts = facts_of_first(first, programme)
    finding = Finding("nik", Weight.BLOCK, RegistrationCode.DUPLICATE, facts, Scope.ELIGIBILITY)
    findings = (NotedFinding(finding), *assessment.findings)
    return Registered(Outcome.DUPLICATE, findings, first, Changes(frozenset({first.uid}), has_outbox=True))


def _visit(desk: Desk, uid: uuid.UUID, programme: Programme, on: date) -> KeptRegistration | None:
    """The registration whose visit goes on with this programme; ``None`` if it is a new visit after all."""
    kept = kept_registration(desk, uid)
    asked_for = programmes_of_visit(uid, desk.store.profile.stream, on.isoformat())
    return kept if asked_for and programme.code not in asked_for else None


def _body(
    desk: Desk,
    assessment: Assessment,
    entry: Entry,
    programme: Programme,
    on: date,
    visit: KeptRegistration | None,
) -> RegisteredBody:
    profile = desk.store.profile
    outcome = assessment.outcome
    return RegisteredBody(
        outcome=outcome.value,
        status=STATUS_OF[outcome].value,
        programme=programme.code,
        period=programme.period_on(on),
        business_on=on.isoformat(),
        registration_no=new_registration_no(desk, on) if outcome.has_number else "",
        queue_number=visit.queue_number if visit else queue_number(SERVICE, take_number(SERVICE, on, profile.numbers)),
        person=person_body(assessment.applicant),
        answers=dict(assessment.answers),
        documents=entry.documents,
        findings=kept_findings(assessment.findings),
        typed=dict(assessment.typed),
        consent_version=programme.consent_version if entry.has_consent else "",
        officer_name=desk.keys.officer.name,
        rules_version=programme.version,
        visit=(visit.body.visit or str(visit.uid)) if visit else "",
    )
