"""What anybody with a slip may know of it: genuine or not, where its registration stands; nothing about a person."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import date, timedelta, timezone

from core.clock import from_ms
from core.registration import Status
from core.slip_token import SlipToken, TokenReason, is_token_signed, read_token
from core.stages import stage_of
from server.office.home_batch import HomeBatches
from server.office.trails import trails_of
from server.store import registrations
from server.store.database import Store
from server.store.device_keys import NumberedDevice, signers
from server.store.records import Standing
from server.store.work import Work

_HINDMOST_ZONE = timezone(timedelta(hours=7))
"""WIB, the zone of Indonesia that is furthest behind: no desk has an earlier day [Keppres 41/1987]."""


class PageCode(enum.StrEnum):
    """What the page says of a slip."""

    GOOD = "PAGE_SLIP_GOOD"
    NOT_HERE = "PAGE_SLIP_NOT_HERE"
    UNKNOWN_DEVICE = "PAGE_SLIP_UNKNOWN_DEVICE"
    ALTERED = "PAGE_SLIP_ALTERED"
    REVOKED = "PAGE_SLIP_REVOKED"
    VERSION = "PAGE_SLIP_VERSION"
    NO_SLIP = "PAGE_SLIP_NONE"


class StandingWord(enum.StrEnum):
    """Where a registration stands, as its owner reads it."""

    REGISTERED = "PAGE_STATUS_REGISTERED"
    WAITING_LIST = "PAGE_STATUS_WAITING_LIST"
    INCOMPLETE = "PAGE_STATUS_INCOMPLETE"
    REFUSED = "PAGE_STATUS_REFUSED"
    WITHDRAWN = "PAGE_STATUS_WITHDRAWN"
    OTHER = "PAGE_STATUS_OTHER"


@dataclass(frozen=True, slots=True)
class SlipStatus:
    """What the page shows.

    Args:
        number, queue_number, post, on: as the slip says, if it is genuine.
        standing: where the registration stands; ``None`` = it has not come to this server.
        stage: the last stage after the desk, in the programme's words; ``stage_on`` its day.
    """

    code: PageCode
    number: str = ""
    queue_number: str = ""
    post: str = ""
    on: date | None = None
    standing: StandingWord | None = None
    stage: str = ""
    stage_on: date | None = None


def slip_status(store: Store, text: str) -> SlipStatus:
    """Judge the text of a slip's QR. Raises: Trouble of the store."""
    read = read_token(text)
    if isinstance(read, TokenReason):
        return SlipStatus(PageCode.VERSION if read is TokenReason.VERSION else PageCode.NO_SLIP)
    token, signed = read
    with store.reading() as work:
        known = signers(work, token.key_id)
        signer = next((one for one in known if is_token_signed(signed, one.device.public_key)), None)
        if not known:
            return SlipStatus(PageCode.UNKNOWN_DEVICE)
        if signer is None or signer.device.post != token.registration.post_code:
            return SlipStatus(PageCode.ALTERED)
        if _is_revoked(signer, token.registration.business_on):
            return SlipStatus(PageCode.REVOKED)
        return _genuine(work, token, signer)


def _is_revoked(signer: NumberedDevice, on: date) -> bool:
    """Whether a slip of that day was made when its device was not trusted any more."""
    if not signer.revoked_at_ms:
        return False
    return on >= from_ms(signer.revoked_at_ms).astimezone(_HINDMOST_ZONE).date()


def _genuine(work: Work, token: SlipToken, signer: NumberedDevice) -> SlipStatus:
    number, on = token.registration, token.registration.business_on
    found = [one for one in registrations.of_numbers(work, [str(number)]) if one.post == number.post_code]
    own = next((one for one in found if one.device == signer.device.uid), found[0] if found else None)
    said = SlipStatus(PageCode.NOT_HERE, str(number), token.queue_number, signer.post.name, on)
    return _standing(work, said, own) if own is not None else said


def _standing(work: Work, said: SlipStatus, own: Standing) -> SlipStatus:
    step = trails_of(work, [(own.post, own.uid)]).get((own.post, own.uid))
    reached = step.stage if step is not None and own.status != Status.WITHDRAWN else None
    stage = ""
    if reached is not None and reached.code:
        programme = HomeBatches(work).programme(own.programme)
        known = stage_of(programme, reached.code) if programme is not None else None
        stage = known.label if known is not None else reached.code
    return SlipStatus(
        code=PageCode.GOOD,
        number=said.number,
        queue_number=said.queue_number,
        post=said.post,
        on=said.on,
        standing=_word(own.status),
        stage=stage,
        stage_on=reached.on if reached is not None and stage else None,
    )


def _word(status: str) -> StandingWord:
    """What a status is called; one of a newer program gets a general word."""
    return {
        Status.REGISTERED.value: StandingWord.REGISTERED,
        Status.WAITING_LIST.value: StandingWord.WAITING_LIST,
        Status.INCOMPLETE.value: StandingWord.INCOMPLETE,
        Status.REFUSED.value: StandingWord.REFUSED,
        Status.WITHDRAWN.value: StandingWord.WITHDRAWN,
    }.get(status, StandingWord.OTHER)
