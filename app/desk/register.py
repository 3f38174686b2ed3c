"""Register a person: judge, number, keep, log, in one transaction. The answer is a value; what is said is on disk."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from app.changes import Changes
from app.desk.context import Desk
from app.models.applicants import is_email_of_another
from app.models.events import append
from app.models.numbers import REGISTRATION_SERIES, take_number
from app.models.registrations import Place
from core.entry import Entry
from core.findings import Finding, Scope, Weight, block
from core.ids import RegistrationNo, queue_number
from core.people import masked_name
from core.programme import Programme
from core.registered import KeptRegistration
from core.registration import STATUS_OF, Assessment, NotedFinding, Outcome, RegistrationCode, assess
from core.sentences import fact_text
from core.wire import records as wire
from core.wire.events import Kind
from core.wire.records import PersonBody, RegisteredBody, RepeatedBody

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


def register(desk: Desk, entry: Entry, programme: Programme, on: date) -> Registered:
    """Register one visit on a business date.

    Raises: Trouble if the store cannot keep it; then nothing of it is kept and no number is used.
    """
    return desk.store.write(lambda: _register(desk, entry, programme, on))


def _register(desk: Desk, entry: Entry, programme: Programme, on: date) -> Registered:
    assessment = _assess(desk, entry, programme, on)
    first = desk.shelf().first_of(assessment.applicant.nik, programme.code, programme.period)
    if first is not None and _is_nik_of_another(assessment, first):
        assessment = replace(assessment, findings=(_taken(first, programme), *assessment.findings))
    elif first is not None:
        return _repeated(desk, first, assessment, programme, on)
    body = _body(desk, assessment, entry, programme, on)
    link = append(desk.writer(), Kind.REGISTERED, body, at_ms=desk.now_ms())
    header = link.header
    uid = desk.shelf().insert(Place(header.stream, header.seq, header.record, header.at_ms, header.officer), body)
    kept = KeptRegistration(uid, body.status, header.at_ms, 0, body)
    changes = Changes(frozenset({uid}), has_queue=True, has_outbox=True)
    return Registered(assessment.outcome, assessment.findings, kept, changes)


def _assess(desk: Desk, entry: Entry, programme: Programme, on: date) -> Assessment:
    rulebook = desk.rulebook(programme, on)
    assessment = assess(entry, rulebook)
    applicant = assessment.applicant
    if applicant.email and is_email_of_another(desk.keys.sealer, applicant.email, applicant.nik):
        return assess(entry, rulebook, is_email_shared=True)
    return assessment


def _is_nik_of_another(assessment: Assessment, first: KeptRegistration) -> bool:
    """Whether the NIK is so much in doubt that it is more likely mistyped than the same person's.

    The number itself does not fit the card's birth date or sex, and the name is another one: whoever stands at the
    desk must not be told to be registered already.
    """
    is_in_doubt = any(noted.is_open and noted.finding.field == "nik" for noted in assessment.findings)
    return is_in_doubt and assessment.applicant.name_on_id != first.body.person.name_on_id


def _taken(first: KeptRegistration, programme: Programme) -> NotedFinding:
    return NotedFinding(block("nik", RegistrationCode.NIK_OF_ANOTHER, **_facts_of(first, programme)))


def _facts_of(first: KeptRegistration, programme: Programme) -> dict[str, str]:
    return {
        "registration_no": first.registration_no,
        "on": fact_text(date.fromisoformat(first.body.business_on)),
        "programme": programme.name,
        "name": masked_name(first.body.person.name_on_id),
    }


def _repeated(
    desk: Desk, first: KeptRegistration, assessment: Assessment, programme: Programme, on: date
) -> Registered:
    officer = desk.keys.officer
    body = RepeatedBody(programme.code, programme.period, on.isoformat(), officer.name)
    append(desk.writer(), Kind.REPEATED, body, at_ms=desk.now_ms(), record=first.uid)
    facts = _facts_of(first, programme)
    finding = Finding("nik", Weight.BLOCK, RegistrationCode.DUPLICATE, facts, Scope.ELIGIBILITY)
    findings = (NotedFinding(finding), *assessment.findings)
    return Registered(Outcome.DUPLICATE, findings, first, Changes(frozenset({first.uid}), has_outbox=True))


def _body(desk: Desk, assessment: Assessment, entry: Entry, programme: Programme, on: date) -> RegisteredBody:
    profile = desk.store.profile
    outcome = assessment.outcome
    registration_no = ""
    if outcome.has_number:
        serial = take_number(REGISTRATION_SERIES, on, profile.numbers)
        registration_no = str(RegistrationNo(profile.post.province, profile.post.code, on, serial))
    return RegisteredBody(
        outcome=outcome.value,
        status=STATUS_OF[outcome].value,
        programme=programme.code,
        period=programme.period,
        business_on=on.isoformat(),
        registration_no=registration_no,
        queue_number=queue_number(SERVICE, take_number(SERVICE, on, profile.numbers)),
        person=_person(assessment),
        answers=dict(assessment.answers),
        documents=entry.documents,
        findings=tuple(_noted(one) for one in assessment.findings if one.finding.weight is not Weight.OK),
        typed=dict(assessment.typed),
        consent_version=programme.consent_version if entry.has_consent else "",
        officer_name=desk.keys.officer.name,
        rules_version=programme.version,
    )


def _noted(noted: NotedFinding) -> wire.NotedFinding:
    finding = noted.finding
    facts = {name: fact_text(fact) for name, fact in finding.facts.items()}
    return wire.NotedFinding(
        finding.field, finding.code, finding.weight.value, noted.is_confirmed, facts, noted.is_open
    )


def _person(assessment: Assessment) -> PersonBody:
    applicant = assessment.applicant
    values = {name: getattr(applicant, name) for name in PersonBody.__struct_fields__}
    values["birth_date"] = applicant.birth_date.isoformat() if applicant.birth_date else ""
    values["sex"] = applicant.sex.value if applicant.sex else ""
    return PersonBody(**values)
