"""What to do with a scanned slip: is it genuine, whose registration does it name, what does the officer do next."""

from __future__ import annotations

import enum
import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from app.desk.context import Desk
from app.desk.verify import SlipCheck, SlipVerdict, verify
from app.models.device_keys import known_devices
from app.models.slip_cases import NumberedRecord, records_with, slip_cases
from core.findings import Fact
from core.slip_cases import CaseState, SlipCase
from core.slip_token import TokenReason


class ScanCode(enum.StrEnum):
    """What there is to say about a slip that is no forgery, besides :class:`TokenReason`."""

    RECORD_MISSING = "SLIP_RECORD_MISSING"
    OTHER_POST = "SLIP_OTHER_POST"
    COPY_PURGED = "SLIP_COPY_PURGED"
    NUMBER_UNKNOWN = "SLIP_NUMBER_UNKNOWN"
    CASE_OPEN = "SLIP_CASE_OPEN"


@dataclass(frozen=True, slots=True)
class Judged:
    """What can be told of a slip without any secret.

    Args:
        record: the registration that it names, if it stands here.
    """

    check: SlipCheck
    code: TokenReason | ScanCode
    record: NumberedRecord | None = None


@dataclass(frozen=True, slots=True)
class Scanned:
    """A scanned slip.

    Args:
        code, facts: what the officer is told.
        uid: the registration, if it stands here.
        text: what was scanned, without which no case can be written down.
        case: the open case of this slip.
    """

    check: SlipCheck
    code: TokenReason | ScanCode
    facts: Mapping[str, Fact]
    text: str
    uid: uuid.UUID | None = None
    case: SlipCase | None = None

    @property
    def is_proven(self) -> bool:
        """Whether nothing stands between the slip and its registration."""
        return self.uid is not None and self.code is TokenReason.VALID

    @property
    def can_be_noted(self) -> bool:
        """Whether it can be written down as a slip without a registration."""
        return self.code is ScanCode.RECORD_MISSING


def scan(desk: Desk, text: str) -> Scanned:
    """Judge a scanned text, or a number typed off a slip; without a line, in a few milliseconds."""
    return desk.store.run(lambda: scanned(desk, text))


def scanned(desk: Desk, text: str) -> Scanned:
    """The same inside a job."""
    judged = judged_here(text, desk.store.profile.post.code)
    check, code, record = judged.check, judged.code, judged.record
    case = _open_case(desk, str(check.number)) if code is ScanCode.RECORD_MISSING else None
    uid = record.uid if record is not None and record.has_copy else None
    return Scanned(check, ScanCode.CASE_OPEN if case else code, facts_of(check), text, uid, case)


def judged_here(text: str, post_code: str) -> Judged:
    """Judge a text by the devices and registrations that stand here; inside a job.

    Args:
        post_code: of this post, whose registrations come here from all its desks.
    """
    check = verify(text, known_devices())
    record = _record_of(check)
    return Judged(check, _code_of(check, record, post_code), record)


def judged_alone(text: str) -> Judged:
    """Judge a text where no device and no registration is known."""
    check = verify(text, {})
    return Judged(check, check.reason)


def _code_of(check: SlipCheck, record: NumberedRecord | None, post_code: str) -> TokenReason | ScanCode:
    if record is not None:
        return check.reason if record.has_copy else ScanCode.COPY_PURGED
    if check.reason is TokenReason.NUMBER_ALONE:
        return ScanCode.NUMBER_UNKNOWN
    if check.verdict is SlipVerdict.VALID and check.number is not None:
        return ScanCode.RECORD_MISSING if check.number.post_code == post_code else ScanCode.OTHER_POST
    return check.reason


def _record_of(check: SlipCheck) -> NumberedRecord | None:
    """The registration that a slip names, if it stands here and the slip is no forgery.

    Of two with one number (a copied device) the one counts that the slip's device wrote.
    """
    if check.verdict is SlipVerdict.INVALID or check.number is None:
        return None
    found = records_with(str(check.number))
    device = check.device.uid if check.device else b""
    return next((one for one in found if one.device == device), found[0] if found else None)


def facts_of(check: SlipCheck) -> Mapping[str, Fact]:
    """What the sentences about a slip may name."""
    facts: dict[str, Fact] = {}
    if check.number is not None:
        facts = {"number": str(check.number), "post": check.number.post_code, "on": check.number.business_on}
    if check.token is not None:
        facts["queue"] = check.token.queue_number
    if check.revoked_on is not None:
        facts["revoked_on"] = check.revoked_on
    return facts


def _open_case(desk: Desk, registration_no: str) -> SlipCase | None:
    cases = slip_cases(desk.keys.sealer)
    return next((one for one in cases if one.registration_no == registration_no and one.state is CaseState.OPEN), None)
