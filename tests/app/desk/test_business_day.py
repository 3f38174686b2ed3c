"""The day that visits count for: today for everybody, another one for a coordinator who says why."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from app.desk.business_day import business_day, open_other_day
from app.desk.context import Desk
from app.models.events import events_after
from app.models.officers import Role
from core.errors import Kind as TroubleKind
from core.errors import Trouble
from core.wire.codec import decode
from core.wire.events import Kind
from core.wire.records import OtherDayBody
from tests.kit.desk import DAY, OFFICER, new_profile, opened, sql
from tests.kit.manual_clock import ManualClock

SATURDAY = date(2020, 4, 11)


@pytest.fixture
def real_desk(home: Path, clock: ManualClock) -> Iterator[Desk]:
    """A coordinator's desk for real people."""
    new_profile(home, is_training=False)
    with opened(home, clock=clock) as desk:
        yield desk


def test_it_is_today(desk: Desk) -> None:
    assert business_day(desk) == DAY


@pytest.mark.parametrize("year", [1999, 2200])
def test_a_clock_that_no_slip_could_name_is_the_worlds_trouble(desk: Desk, clock: ManualClock, year: int) -> None:
    clock.pass_s((datetime(year, 1, 1, tzinfo=UTC) - clock.now()).total_seconds())
    with pytest.raises(Trouble) as caught:
        business_day(desk)
    assert (caught.value.code, caught.value.kind) == ("DAY_OUT_OF_RANGE", TroubleKind.WORLD)


def test_training_may_stand_on_any_day_and_leaves_no_trace(desk: Desk) -> None:
    assert open_other_day(desk, SATURDAY, "") == SATURDAY
    assert sql(desk.store, "SELECT count(*) FROM event") == [(0,)]


def test_a_coordinators_reason_is_kept(real_desk: Desk) -> None:
    assert open_other_day(real_desk, SATURDAY, " listrik  padam ") == SATURDAY
    stream = real_desk.store.profile.stream
    ((header, body),) = real_desk.store.run(lambda: events_after(stream, 0, 9, real_desk.keys.sealer))
    assert header.kind == Kind.OTHER_DAY
    assert decode(body, OtherDayBody) == OtherDayBody("2020-04-11", "listrik padam", OFFICER)


def test_today_needs_no_reason(real_desk: Desk) -> None:
    assert open_other_day(real_desk, DAY, "") == DAY
    assert sql(real_desk.store, "SELECT count(*) FROM event") == [(0,)]


def test_without_a_reason_there_is_no_other_day(real_desk: Desk) -> None:
    with pytest.raises(Trouble) as caught:
        open_other_day(real_desk, SATURDAY, " ")
    assert caught.value.code == "ON_NEEDS_COORDINATOR"


def test_an_officer_opens_no_other_day_whatever_the_reason(home: Path, clock: ManualClock) -> None:
    new_profile(home, is_training=False, role=Role.OFFICER)
    with opened(home, clock=clock) as desk, pytest.raises(Trouble) as caught:
        open_other_day(desk, SATURDAY, "listrik padam")
    assert caught.value.code == "ON_NEEDS_COORDINATOR"


def test_a_day_that_no_slip_could_name_is_a_wrong_question(desk: Desk) -> None:
    with pytest.raises(Trouble) as caught:
        open_other_day(desk, date(1999, 1, 1), "")
    assert (caught.value.code, caught.value.kind) == ("DAY_OUT_OF_RANGE", TroubleKind.USAGE)
