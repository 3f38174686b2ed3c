"""What a person does next whose visit stayed incomplete: only what is really open, in words that are never wrong."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from core.eligibility import EligibilityCode
from core.registration import RegistrationCode

_ON_THE_PHONE = frozenset({"mobile", "email", "contact_person"})
_TALKED_ABOUT = frozenset({"consent", "answers"})


def steps_of_incomplete(open_fields: Collection[str], codes: Collection[str]) -> Iterator[str]:
    """Codes of the sentences, the most urgent first.

    Args:
        open_fields: fields that kept the visit open, as findings name them.
        codes: of all findings of the visit.
    """
    names = {field.partition(".")[0] for field in open_fields}
    is_consent_open = "consent" in names or RegistrationCode.CONSENT_MISSING in codes
    is_answer_open = "answers" in names or EligibilityCode.ANSWER_MISSING in codes
    if names - _ON_THE_PHONE - _TALKED_ABOUT:
        yield "NEXT_STEP_INCOMPLETE"
    else:
        yield "NEXT_STEP_COME_AGAIN"
    if names & _ON_THE_PHONE:
        yield "NEXT_STEP_BRING_PHONE"
    if is_consent_open and is_answer_open:
        yield "NEXT_STEP_ANSWER_AND_CONSENT"
    elif is_answer_open:
        yield "NEXT_STEP_ANSWER"
    elif is_consent_open:
        yield "NEXT_STEP_CONSENT"
    if EligibilityCode.PAPER_MISSING in codes:
        yield "NEXT_STEP_BRING_PAPERS"
