"""What the verbs that judge a visit share: the assessment at this desk, its findings to keep, the number it gets."""

from __future__ import annotations

import uuid
from datetime import date

from app.desk.context import Desk
from app.desk.known import first_registration, look_up
from app.models.numbers import REGISTRATION_SERIES, take_number
from app.models.tickets import reserved_registration_no
from core.entry import Entry
from core.findings import Finding, Weight, block
from core.ids import RegistrationNo
from core.kept_entry import person_body
from core.known import KnownPerson
from core.people import masked_name
from core.programme import EligibilityCode, Programme
from core.registered import KeptRegistration
from core.registration import Assessment, NotedFinding, RegistrationCode, Rulebook, assess
from core.sentences import fact_text
from core.wire import records as wire


def judged(desk: Desk, entry: Entry, rulebook: Rulebook) -> tuple[Assessment, KeptRegistration | None]:
    """Judge an entry by the rules and by what this desk knows of its people; inside a job.

    Returns the earlier registration of its NIK, too, if there is one: then nobody else is looked for.
    """
    assessment = assess(entry, rulebook)
    person, programme = person_body(assessment.applicant), rulebook.programme
    period = programme.period_on(rulebook.on)
    first = desk.shelf().first_of(person.nik, programme.code, period)
    known = look_up(desk, person, programme, period, first=first_registration(first, programme) if first else None)
    findings = tuple(known.findings(person, programme, rulebook.on))
    return _with_known(entry, rulebook, assessment, known, findings), first


def judged_anew(desk: Desk, entry: Entry, rulebook: Rulebook, kept: KeptRegistration) -> Assessment:
    """Judge a kept registration with something laid over it; inside a job.

    Who came after it is not held against it: what is known of others is looked at again only where it was said before
    or where what it rests on has changed.
    """
    assessment = assess(entry, rulebook)
    person, programme = person_body(assessment.applicant), rulebook.programme
    said = {one.code for one in kept.body.findings}
    is_another = any(getattr(person, name) != getattr(kept.body.person, name) for name in _TELLS_WHO)
    is_other_card = person.family_card_no != kept.body.person.family_card_no
    anew = said | ({RegistrationCode.LIKELY_SAME_PERSON.value} if is_another else set())
    anew |= {EligibilityCode.FAMILY_CARD_FULL_HERE.value} if is_other_card else set()
    besides, has_likely = desk.shelf().person_of(kept.uid), RegistrationCode.LIKELY_SAME_PERSON.value in anew
    known = look_up(desk, person, programme, kept.body.period, besides=besides, has_likely=has_likely)
    looked_at = tuple(one for one in known.findings(person, programme, rulebook.on) if one.code in anew)
    return _with_known(entry, rulebook, assessment, known, looked_at)


_TELLS_WHO = ("nik", "name_on_id", "birth_date")


def _with_known(
    entry: Entry, rulebook: Rulebook, assessment: Assessment, known: KnownPerson, findings: tuple[Finding, ...]
) -> Assessment:
    if not known.is_email_of_another and not findings:
        return assessment
    return assess(entry, rulebook, is_email_shared=known.is_email_of_another, known=findings)


def nik_of_another(first: KeptRegistration, programme: Programme) -> NotedFinding:
    """The finding that this NIK already stands on somebody else's registration."""
    return NotedFinding(block("nik", RegistrationCode.NIK_OF_ANOTHER, **facts_of_first(first, programme)))


def facts_of_first(first: KeptRegistration, programme: Programme) -> dict[str, str]:
    """What may be said of the registration that stands already."""
    return {
        "registration_no": first.registration_no,
        "on": fact_text(date.fromisoformat(first.body.business_on)),
        "programme": programme.name,
        "name": masked_name(first.body.person.name_on_id),
    }


def kept_findings(findings: tuple[NotedFinding, ...]) -> tuple[wire.NotedFinding, ...]:
    """The findings that are kept with a registration: all that somebody may have to answer for."""
    return tuple(_kept(one) for one in findings if one.finding.weight is not Weight.OK)


def _kept(noted: NotedFinding) -> wire.NotedFinding:
    finding = noted.finding
    facts = {name: fact_text(fact) for name, fact in finding.facts.items()}
    return wire.NotedFinding(
        finding.field, finding.code, finding.weight.value, noted.is_confirmed, facts, noted.is_open
    )


def new_registration_no(desk: Desk, on: date, ticket: uuid.UUID | None = None) -> str:
    """The next registration number of this day; inside the transaction that gives it.

    Args:
        ticket: by which the visit was called; the number that stands on a blank form goes to who filled it in.
    """
    reserved = reserved_registration_no(ticket) if ticket else ""
    if reserved:
        return reserved
    post = desk.store.profile.post
    serial = take_number(REGISTRATION_SERIES, on, desk.store.profile.numbers)
    return str(RegistrationNo(post.province, post.code, on, serial))
