"""Register a person: judge, number, keep, log, in one transaction. The answer is a value; what is said is on disk."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from app.changes import Changes
from app.desk.account.acts import Said, account_now, write_move
from app.desk.context import Desk
from app.desk.judgement import (
    facts_of_first,
    judged,
    kept_findings,
    new_registration_no,
    nik_of_another,
)
from app.desk.queue.bind import end_with_visit, ticket_to_bind
from app.desk.refusal import kept_registration
from app.models import drafts
from app.models.accounts import registrations_of
from app.models.events import append
from app.models.numbers import take_number
from app.models.registrations import Place, programmes_of_visit
from app.models.tickets import is_number_used
from core.accounts import AccountMove
from core.entry import Entry
from core.findings import Finding, Scope, Weight
from core.ids import queue_number
from core.kept_entry import person_body
from core.known import is_nik_of_another
from core.programme import Programme
from core.registered import KeptRegistration
from core.registration import STATUS_OF, Assessment, NotedFinding, Outcome, RegistrationCode
from core.tickets import Ticket
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
    ticket: uuid.UUID | None = None,
    account: uuid.UUID | None = None,
) -> Registered:
    """Register one visit on a business date.

    Args:
        draft: the half-filled form that this visit has come of; it goes in the same transaction, so that no kill can
            leave both and nobody makes a second visit of it.
        same_visit: a registration for another programme in the same visit: it keeps the queue number, and the number
            of the registration is its own. On another day, or for a programme asked for already, it is a new visit.
        ticket: the number of the queue by which the person was called: the visit has it, and so no new one. It is done
            by that, unless the person turns out to have a registration already. With ``same_visit`` it says nothing.
        account: the help with e-mail that the person got meanwhile; it goes on beside the registration, of a person
            who has one already beside that.

    Raises: Trouble if the store cannot keep it; then nothing of it is kept and no number is used. REGISTRATION_UNKNOWN,
        TICKET_UNKNOWN, ACCOUNT_UNKNOWN (usage) if there is no such thing; TICKET_BOUND, TICKET_OTHER_DAY (usage).
    """
    asked = _Asked(entry, programme, on, same_visit, ticket, account)
    return desk.store.write(lambda: _register_instead_of(draft, lambda: _register(desk, asked)))


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is asked for."""

    entry: Entry
    programme: Programme
    on: date
    same_visit: uuid.UUID | None
    ticket: uuid.UUID | None
    account: uuid.UUID | None


def _register_instead_of(draft: uuid.UUID | None, visit: Callable[[], Registered]) -> Registered:
    registered = visit()
    if draft is None:
        return registered
    drafts.remove(draft)
    return replace(registered, changes=replace(registered.changes, has_drafts=True))


def _register(desk: Desk, asked: _Asked) -> Registered:
    entry, programme, on = asked.entry, asked.programme, asked.on
    visit = _visit(desk, asked.same_visit, programme, on) if asked.same_visit is not None else None
    ticket = ticket_to_bind(asked.ticket, on) if asked.ticket is not None and visit is None else None
    if asked.account is not None:
        account_now(desk, asked.account)
    assessment, first = judged(desk, entry, desk.rulebook(programme, on))
    if first is not None and is_nik_of_another(assessment, first.body.person.name_on_id):
        assessment = replace(assessment, findings=(nik_of_another(first, programme), *assessment.findings))
    elif first is not None:
        return _repeated(desk, first, assessment, asked)
    body = _body(desk, assessment, asked, visit, ticket)
    link = append(desk.writer(), Kind.REGISTERED, body, at_ms=desk.now_ms())
    header = link.header
    uid = desk.shelf().insert(Place(header.stream, header.seq, header.record, header.at_ms, header.officer), body)
    if ticket is not None:
        end_with_visit(desk, ticket)
    kept = KeptRegistration(uid, body.status, header.at_ms, 0, body)
    is_helped = asked.account is not None
    changes = Changes(frozenset({uid}), has_queue=True, has_outbox=True, has_accounts=is_helped)
    return Registered(assessment.outcome, assessment.findings, kept, changes)


def _repeated(desk: Desk, first: KeptRegistration, assessment: Assessment, asked: _Asked) -> Registered:
    officer, programme, on = desk.keys.officer, asked.programme, asked.on
    body = RepeatedBody(programme.code, programme.period_on(on), on.isoformat(), officer.name)
    append(desk.writer(), Kind.REPEATED, body, at_ms=desk.now_ms(), record=first.uid)
    if asked.account is not None:
        _bind(desk, asked.account, first)
    facts = facts_of_first(first, programme)
    finding = Finding("nik", Weight.BLOCK, RegistrationCode.DUPLICATE, facts, Scope.ELIGIBILITY)
    findings = (NotedFinding(finding), *assessment.findings)
    changes = Changes(frozenset({first.uid}), has_outbox=True, has_accounts=asked.account is not None)
    return Registered(Outcome.DUPLICATE, findings, first, changes)


def _bind(desk: Desk, account: uuid.UUID, kept: KeptRegistration) -> None:
    """The help belongs to the registration that stands, unless it does so already."""
    if kept.uid not in registrations_of(account):
        said = Said(registration=str(kept.uid))
        write_move(desk, account_now(desk, account), AccountMove.BOUND, said)


def _visit(desk: Desk, uid: uuid.UUID, programme: Programme, on: date) -> KeptRegistration | None:
    """The registration whose visit goes on with this programme; ``None`` if it is a new visit after all."""
    kept = kept_registration(desk, uid)
    asked_for = programmes_of_visit(uid, desk.store.profile.stream, on.isoformat())
    return kept if asked_for and programme.code not in asked_for else None


def _body(
    desk: Desk, assessment: Assessment, asked: _Asked, visit: KeptRegistration | None, ticket: Ticket | None
) -> RegisteredBody:
    entry, programme, on, outcome = asked.entry, asked.programme, asked.on, assessment.outcome
    uid = ticket.uid if ticket else None
    bound = visit.body.ticket if visit else str(uid or "")
    return RegisteredBody(
        outcome=outcome.value,
        status=STATUS_OF[outcome].value,
        programme=programme.code,
        period=programme.period_on(on),
        business_on=on.isoformat(),
        registration_no=new_registration_no(desk, on, uid) if outcome.has_number else "",
        queue_number=_queue_number(desk, on, visit, ticket),
        person=person_body(assessment.applicant),
        answers=dict(assessment.answers),
        documents=entry.documents,
        findings=kept_findings(assessment.findings),
        typed=dict(assessment.typed),
        consent_version=programme.consent_version if entry.has_consent else "",
        officer_name=desk.keys.officer.name,
        rules_version=programme.version,
        visit=(visit.body.visit or str(visit.uid)) if visit else "",
        ticket=bound,
        account=str(asked.account or ""),
    )


def _queue_number(desk: Desk, on: date, visit: KeptRegistration | None, ticket: Ticket | None) -> str:
    """One number from door to card: that of the visit which goes on, else of the ticket, else a new one.

    So who comes second with a number that a copied profile gave twice gets a new one.
    """
    if visit is not None:
        return visit.queue_number
    profile = desk.store.profile
    if ticket is not None and not is_number_used(ticket.number, on, profile.stream):
        return ticket.number
    return queue_number(SERVICE, take_number(SERVICE, on, profile.numbers))
