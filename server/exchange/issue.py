"""Makes one-time enrolment codes; each carries the number block of the device that will use it."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import datetime, timedelta

from core.address import PROVINCES
from core.clock import to_ms
from core.errors import unusable
from core.ids import MAX_BLOCK, POST_CODE
from server.exchange.enrol import code_from, code_hash
from server.store import enrolment
from server.store.database import Store, Work
from server.store.records import EnrolCode

DEFAULT_PROVINCE = "35"
MAX_NAME = 120


class IssueCode(enum.StrEnum):
    """What may be wrong with the order for a code."""

    POST_CODE = "SERVER_POST_CODE"
    POST_NAME = "SERVER_POST_NAME"
    PROVINCE = "SERVER_PROVINCE"
    PROVINCE_FIXED = "SERVER_PROVINCE_FIXED"
    BLOCK = "SERVER_BLOCK"
    BLOCK_TAKEN = "SERVER_BLOCK_TAKEN"


@dataclass(frozen=True, slots=True)
class Order:
    """What a code is wanted for; without province or block the post's own and the next free one."""

    post: str
    name: str
    province: str | None
    block: int | None
    valid: timedelta


@dataclass(frozen=True, slots=True)
class Issued:
    """A new code, to be handed over once."""

    code: str
    post: str
    province: str
    block: int
    expires_at: datetime


def issue(store: Store, order: Order, entropy: bytes, now: datetime) -> Issued:
    """A new one-time code for a device of this post; the post is made where it is new.

    Args:
        entropy: 10 random bytes.

    Raises: Trouble of :class:`IssueCode` or of the store.
    """
    _check(order)
    expires_at = now + order.valid
    code = code_from(entropy)
    with store.writing() as work:
        enrolment.lock_server(work)
        province, block = _prepare_post(work, order)
        new = EnrolCode(code_hash(code), order.post, block, to_ms(expires_at), device=None)
        enrolment.add_code(work, new, to_ms(now))
    return Issued(code, order.post, province, block, expires_at)


def _check(order: Order) -> None:
    if not POST_CODE.fullmatch(order.post):
        raise unusable(IssueCode.POST_CODE, post=order.post)
    if not order.name.strip() or len(order.name) > MAX_NAME or not order.name.isprintable():
        raise unusable(IssueCode.POST_NAME, limit=MAX_NAME)
    if order.province is not None and order.province not in PROVINCES:
        raise unusable(IssueCode.PROVINCE, province=order.province)
    if order.block is not None and not 1 <= order.block <= MAX_BLOCK:
        raise unusable(IssueCode.BLOCK, limit=MAX_BLOCK)


def _prepare_post(work: Work, order: Order) -> tuple[str, int]:
    """Make or rename the post; its province and the block of the new code."""
    known = enrolment.post(work, order.post)
    if known and order.province not in (None, known.province):
        # numbers already printed carry the post's province
        raise unusable(IssueCode.PROVINCE_FIXED, post=order.post, province=known.province)
    province = known.province if known else order.province or DEFAULT_PROVINCE
    enrolment.save_post(work, order.post, order.name.strip(), province)
    block = order.block or (known.last_block if known else 0) + 1
    if block > MAX_BLOCK:  # the last one was given: a free one below it must be named
        raise unusable(IssueCode.BLOCK, limit=MAX_BLOCK)
    if enrolment.is_block_taken(work, order.post, block):
        raise unusable(IssueCode.BLOCK_TAKEN, post=order.post, block=block)
    enrolment.raise_block(work, order.post, block)
    return province, block
