"""What a person does next: only what is really open, in words that are never wrong."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from core.accounts import Result
from core.eligibility import EligibilityCode, waiting_codes
from core.nik import NikCode
from core.programme import Programme
from core.programme_parts import NO_BATCH
from core.registration import RegistrationCode

_ON_THE_PHONE = frozenset({"mobile", "email", "contact_person"})
_TALKED_ABOUT = frozenset({"consent", "answers"})

_MENDED_AT_DUKCAPIL = frozenset(
    {
        NikCode.EMPTY, NikCode.PLACEHOLDER, NikCode.OLD_LOCAL, NikCode.PROVINCE, NikCode.REGION_ZERO, NikCode.DAY,
        NikCode.MONTH, NikCode.CALENDAR, NikCode.FUTURE, NikCode.SERIAL, RegistrationCode.NIK_OF_ANOTHER,
    }
)  # fmt: skip
"""There is no NIK, or none that could be one: no card that is brought again helps. A misread one is not among them."""


def is_for_dukcapil(code: str) -> bool:
    """Whether this finding about a NIK is one that Dukcapil alone can mend."""
    return code in _MENDED_AT_DUKCAPIL


def step_of_waiting(programme: Programme, codes: Collection[str]) -> str:
    """Code of the sentence for somebody on the waiting list.

    Args:
        codes: of all findings of the visit; if neither paper nor datum nor answer is missing, they wait for a batch.
    """
    if EligibilityCode.PAPER_MISSING in codes:
        return "NEXT_STEP_WAITING_LIST"
    lacking = waiting_codes(programme) - NO_BATCH
    return "NEXT_STEP_WAITING_DATA" if lacking & set(codes) else "NEXT_STEP_WAITING_BATCH"


def steps_of_incomplete(open_fields: Collection[str], codes: Collection[str]) -> Iterator[str]:
    """Codes of the sentences for a visit that stayed incomplete, the most urgent first.

    Args:
        open_fields: fields that kept the visit open, as findings name them.
        codes: of all findings of the visit.
    """
    names = {field.partition(".")[0] for field in open_fields}
    is_consent_open = "consent" in names or RegistrationCode.CONSENT_MISSING in codes
    is_answer_open = "answers" in names or EligibilityCode.ANSWER_MISSING in codes
    has_no_nik = "nik" in names and any(is_for_dukcapil(code) for code in codes)
    cards = names - _ON_THE_PHONE - _TALKED_ABOUT - ({"nik"} if has_no_nik else set())
    if has_no_nik:
        yield "NEXT_STEP_TO_DUKCAPIL"
    if cards:
        yield "NEXT_STEP_INCOMPLETE"
    elif not has_no_nik:
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


def is_address_put_off(result: str, email: str) -> bool:
    """Whether somebody comes again for an e-mail address.

    Args:
        result: of the help that the person got: a word of :class:`core.accounts.Result`, or of a newer program.
        email: the address that the registration has.
    """
    return result == Result.LATER and not email
