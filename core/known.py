"""What a desk's own store already knows about the person in front of it: an earlier registration, a shared address."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from core.findings import Fact
from core.people import masked_name
from core.registration import Assessment


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
class KnownPerson:
    """The store's answer about one NIK and one address; both are kept so that a late answer is not taken for another's.

    Args:
        first: the earlier registration of this NIK, if any.
        is_email_of_another: whether the address stands on a person with another NIK.
    """

    nik: str = field(repr=False)
    email: str = field(repr=False)
    first: FirstRegistration | None = None
    is_email_of_another: bool = False


def is_nik_of_another(assessment: Assessment, name_on_id: str) -> bool:
    """Whether the NIK is so much in doubt that it is more likely mistyped than that of the one registered before.

    The number itself does not fit the card's birth date or sex, and the name is another one: whoever stands at the
    desk must not be told to be registered already.

    Args:
        name_on_id: of the earlier registration.
    """
    is_in_doubt = any(noted.is_open and noted.finding.field == "nik" for noted in assessment.findings)
    return is_in_doubt and assessment.applicant.name_on_id != name_on_id
