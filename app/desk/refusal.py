"""Why a later act on a registration is refused: a value, because the officer can do something about it."""

from __future__ import annotations

import dataclasses
import enum
import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from app.desk.context import Desk
from core.account_rules import AccountCode
from core.errors import unusable
from core.findings import Fact
from core.passwords import PasswordCode, tells_password
from core.queue_line import QueueCode
from core.registered import KeptRegistration
from core.stages import StageCode

MOST_REASON = 200


class RefusalCode(enum.StrEnum):
    """What stands against a later act."""

    WITHDRAWN = "CHANGE_OF_WITHDRAWN"
    NO_REASON = "CHANGE_WITHOUT_REASON"
    NOTHING = "CHANGE_OF_NOTHING"
    NO_NEW_PAPER = "CHANGE_WITHOUT_PAPER"
    NIK_TAKEN = "CHANGE_NIK_TAKEN"
    NOT_DISPUTED = "DISPUTE_NONE"
    NEEDS_COORDINATOR = "DISPUTE_NEEDS_COORDINATOR"
    NOT_SAID = "DISPUTE_NOT_SAID"
    NUMBER_STANDS = "DISPUTE_NUMBER_STANDS"
    NO_CASE = "SLIP_CASE_NONE"


@dataclass(frozen=True, slots=True)
class Refused:
    """Nothing was changed. ``first`` is the registration in the way, if it is one."""

    code: RefusalCode | StageCode | QueueCode | AccountCode | PasswordCode
    facts: Mapping[str, Fact] = dataclasses.field(default_factory=dict)
    first: KeptRegistration | None = None


def reason_text(reason: str) -> str:
    """A reason as it is kept: one line, bounded, fit for every store and line; empty if none was given."""
    return " ".join(reason.split())[:MOST_REASON].encode("utf-8", "replace").decode()


def password_told(*texts: str) -> Refused | None:
    """The refusal of a free text that tells a password, for every verb to give before it keeps one."""
    return Refused(PasswordCode.TOLD) if any(tells_password(text) for text in texts) else None


def kept_registration(desk: Desk, uid: uuid.UUID) -> KeptRegistration:
    """The registration that an act is about; inside a job. Raises: Trouble REGISTRATION_UNKNOWN (usage)."""
    kept = desk.shelf().by_uid(uid)
    if kept is None:
        raise unusable("REGISTRATION_UNKNOWN")
    return kept
