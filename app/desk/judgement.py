"""What the verbs that judge a visit share: the assessment at this desk, its findings to keep, the number it gets."""

from __future__ import annotations

from datetime import date

from app.desk.context import Desk
from app.models.applicants import is_email_of_another
from app.models.numbers import REGISTRATION_SERIES, take_number
from core.entry import Entry
from core.findings import Weight, block
from core.ids import RegistrationNo
from core.people import masked_name
from core.programme import Programme
from core.registered import KeptRegistration
from core.registration import Assessment, NotedFinding, RegistrationCode, Rulebook, assess
from core.sentences import fact_text
from core.wire import records as wire


def judged(desk: Desk, entry: Entry, rulebook: Rulebook, besides: bytes | None = None) -> Assessment:
    """Judge an entry by the rules and by what this desk knows of its people; inside a job.

    Args:
        besides: uid of the person whose registration is judged anew; its address is not another one's.
    """
    assessment = assess(entry, rulebook)
    applicant = assessment.applicant
    if applicant.email and is_email_of_another(desk.keys.sealer, applicant.email, applicant.nik, besides):
        return assess(entry, rulebook, is_email_shared=True)
    return assessment


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


def new_registration_no(desk: Desk, on: date) -> str:
    """The next registration number of this day; inside the transaction that gives it."""
    post = desk.store.profile.post
    serial = take_number(REGISTRATION_SERIES, on, desk.store.profile.numbers)
    return str(RegistrationNo(post.province, post.code, on, serial))
