"""What a desk's own store already knows about the person in front of it: an earlier registration, a shared address."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

import msgspec

from core.findings import Fact, Finding, Scope, Weight, warn
from core.people import masked_name
from core.programme import EligibilityCode, Programme
from core.registration import Assessment, RegistrationCode
from core.wire.records import PersonBody


@dataclass(frozen=True, slots=True)
class FirstRegistration:
    """The registration that already has a number for this NIK in this programme."""

    uid: uuid.UUID
    registration_no: str
    on: date
    programme: str
    name_on_id: str = field(repr=False)

    @property
    def masked_name(self) -> str:
        """Enough to recognise a person whom one knows."""
        return masked_name(self.name_on_id)

    @property
    def facts(self) -> Mapping[str, Fact]:
        """For the sentences DUPLICATE and NIK_OF_ANOTHER."""
        return {
            "registration_no": self.registration_no,
            "on": self.on,
            "programme": self.programme,
            "name": self.masked_name,
        }


@dataclass(frozen=True, slots=True)
class LikelyPerson:
    """Somebody who has a number in this programme and is likely the person at the desk; shown side by side with them.

    Args:
        birth_date: ISO text.
        village: name of kelurahan or desa; empty if not known.
        agreeing: identity fields that are equal or nearly so, in the order of the KTP.
    """

    uid: uuid.UUID
    registration_no: str
    queue_number: str
    on: date
    programme: str
    name_on_id: str = field(repr=False)
    birth_date: str = field(repr=False)
    sex: str
    village: str
    masked_nik: str
    agreeing: tuple[str, ...]

    @property
    def finding(self) -> Finding:
        """The question that an officer answers with one key ("somebody else") or by opening that registration."""
        return warn(
            "name_on_id",
            RegistrationCode.LIKELY_SAME_PERSON,
            registration_no=self.registration_no,
            on=self.on,
            programme=self.programme,
            name=masked_name(self.name_on_id),
            village=self.village,
        )


Asked = tuple[str, ...]
"""What the store was asked about, see :func:`asked_about`."""

_ASKED = ("nik", "name_on_id", "birth_date", "sex", "village_code", "family_card_no", "mobile", "email")


def asked_about(person: PersonBody) -> Asked:
    """Everything that the store's answer about a person depends on."""
    return tuple(str(getattr(person, name)) for name in _ASKED)


def as_before(person: PersonBody, before: PersonBody, field_name: str) -> PersonBody:
    """The person without what is being typed: that field as it was when the store was asked last."""
    if field_name not in PersonBody.__struct_fields__:
        return person
    return msgspec.structs.replace(person, **{field_name: getattr(before, field_name)})


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """The store's answer about one person; what was asked is kept so that a late answer is not taken for another's.

    Args:
        first: the earlier registration of this NIK, if any.
        is_email_of_another: whether the address stands on a person with another NIK.
        about: what the rest is about; empty = it was not asked.
        likely: who is likely the same person under another NIK, or none.
        family_card_recipients: how many others of this family card have a number here.
    """

    nik: str = field(repr=False)
    email: str = field(repr=False)
    first: FirstRegistration | None = None
    is_email_of_another: bool = False
    about: Asked = field(default=(), repr=False)
    likely: LikelyPerson | None = None
    family_card_recipients: int = 0

    def findings(self, person: PersonBody, programme: Programme, on: date) -> Iterator[Finding]:
        """What follows for this person's visit; nothing if the answer is about somebody else.

        An earlier registration of the same NIK ends the visit: then nothing else is asked.
        """
        if self.about != asked_about(person) or self.first is not None:
            return
        if self.likely is not None:
            yield self.likely.finding
        yield from family_card_findings(programme, on, self.family_card_recipients)


def family_card_findings(programme: Programme, on: date, recipients: int) -> Iterator[Finding]:
    """A warning if this desk has given numbers to as many of one family card as the programme takes.

    Others may stand at other posts, and some of these may be refused: the office decides.
    """
    limit = programme.family_card_limit(on)
    if limit is None or recipients < limit.amount:
        return
    facts: Mapping[str, Fact] = {"count": recipients, "figure": limit.amount, "asks": "dinas"}
    code = EligibilityCode.FAMILY_CARD_FULL_HERE
    yield Finding("family_card_no", Weight.WARN, code, facts, Scope.ELIGIBILITY)


def is_nik_of_another(assessment: Assessment, name_on_id: str) -> bool:
    """Whether the NIK is so much in doubt that it is more likely mistyped than that of the one registered before.

    The number itself does not fit the card's birth date or sex, and the name is another one: whoever stands at the
    desk must not be told to be registered already.

    Args:
        name_on_id: of the earlier registration.
    """
    is_in_doubt = any(noted.is_open and noted.finding.field == "nik" for noted in assessment.findings)
    return is_in_doubt and assessment.applicant.name_on_id != name_on_id
