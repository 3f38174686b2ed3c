"""The day that visits count for: today, or another one, which is a coordinator's act and kept with its reason."""

from __future__ import annotations

from datetime import date

from app.desk.context import Desk
from app.models.events import append
from core.errors import Kind as TroubleKind
from core.errors import Trouble, unusable
from core.passwords import refuse_password
from core.slip_token import FIRST_DAY, LAST_DAY
from core.wire.events import Kind
from core.wire.records import OtherDayBody

MOST_REASON = 200


def business_day(desk: Desk) -> date:
    """Today. Raises: Trouble DAY_OUT_OF_RANGE if the laptop's clock is so wrong that no slip could name the day."""
    today = desk.today()
    _refuse_out_of_range(today, TroubleKind.WORLD)
    return today


def open_other_day(desk: Desk, on: date, reason: str) -> date:
    """The day ``on`` to register for; free in training, else for a coordinator with a reason, which is kept.

    Raises: Trouble DAY_OUT_OF_RANGE, ON_NEEDS_COORDINATOR, TEXT_HAS_PASSWORD (usage).
    """
    _refuse_out_of_range(on, TroubleKind.USAGE)
    if on != desk.today() and not desk.store.profile.post.is_training:
        if not desk.keys.officer.is_coordinator or not reason.strip():
            raise unusable("ON_NEEDS_COORDINATOR")
        note_other_day(desk, on, reason)
    return on


def note_other_day(desk: Desk, on: date, reason: str) -> None:
    """Log who opened another business date, and why. Raises: Trouble TEXT_HAS_PASSWORD (usage)."""
    refuse_password(reason)
    body = OtherDayBody(on.isoformat(), " ".join(reason.split())[:MOST_REASON], desk.keys.officer.name)
    desk.store.write(lambda: append(desk.writer(), Kind.OTHER_DAY, body, at_ms=desk.now_ms()))


def _refuse_out_of_range(on: date, kind: TroubleKind) -> None:
    if not FIRST_DAY <= on <= LAST_DAY:
        raise Trouble("DAY_OUT_OF_RANGE", kind=kind, on=on, first=FIRST_DAY, last=LAST_DAY)
