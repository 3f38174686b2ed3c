"""The day page's figures: every visit counts once, in the hour in which the person came, and what is open is named."""

from __future__ import annotations

from datetime import timedelta

from app.desk.context import Desk
from app.desk.day import MOST_NAMED, day_of
from app.desk.drafts import save_draft
from app.desk.register import register
from app.desk.withdraw import withdraw
from core.registration import Status
from tests.kit.desk import DAY, entry_of, person_values, prakerja, register_one
from tests.kit.manual_clock import ManualClock

NEXT_DAY = DAY + timedelta(days=1)


def test_an_empty_day_has_nothing(desk: Desk) -> None:
    day = day_of(desk, DAY)
    assert (day.visits, day.open_visits, day.named, day.drafts, day.repeated, day.before, day.after) == (
        0, 0, (), (), 0, None, None,
    )  # fmt: skip
    assert day.arrivals == (0,) * 24


def test_every_visit_counts_under_its_status(desk: Desk) -> None:
    register_one(desk, 0)
    register_one(desk, 1)
    register_one(desk, 2, documents=["ktp"])
    register_one(desk, 3, nik="35780")
    day = day_of(desk, DAY)
    assert day.by_status == {Status.REGISTERED: 2, Status.WAITING_LIST: 1, Status.INCOMPLETE: 1}
    assert day.visits == 4


def test_a_withdrawn_registration_is_counted_as_that_and_is_not_open(desk: Desk) -> None:
    kept = register_one(desk, 2, documents=["ktp"]).kept
    withdraw(desk, kept.uid, "pemohon pindah kota")
    day = day_of(desk, DAY)
    assert day.by_status == {Status.WITHDRAWN: 1}
    assert day.open_visits == 0


def test_who_came_again_takes_no_visit_but_is_counted(desk: Desk) -> None:
    register_one(desk, 0)
    register_one(desk, 0)
    day = day_of(desk, DAY)
    assert (day.visits, day.repeated) == (1, 1)


def test_who_came_again_is_counted_on_that_day_only(desk: Desk) -> None:
    register_one(desk, 0)
    register_one(desk, 1, on=NEXT_DAY)
    register(desk, entry_of(person_values(0)), prakerja(), NEXT_DAY)
    assert [day_of(desk, on).repeated for on in (DAY, NEXT_DAY)] == [0, 1]


def test_arrivals_stand_in_the_hour_of_the_wall_clock(desk: Desk, clock: ManualClock) -> None:
    register_one(desk, 0)  # 01.00 UTC is 08.00 WIB
    clock.pass_s(3600)
    register_one(desk, 1)
    register_one(desk, 2)
    arrivals = day_of(desk, DAY).arrivals
    assert (arrivals[8], arrivals[9], sum(arrivals)) == (1, 2, 3)


def test_open_visits_are_named_in_the_order_in_which_people_came(desk: Desk, clock: ManualClock) -> None:
    register_one(desk, 0)
    for number, changes in ((1, {"documents": ["ktp"]}), (2, {"nik": "35780"})):
        clock.pass_s(60)
        register_one(desk, number, **changes)
    day = day_of(desk, DAY)
    assert [(visit.queue_number, visit.status) for visit in day.named] == [
        ("A002", Status.WAITING_LIST),
        ("A003", Status.INCOMPLETE),
    ]
    assert day.open_visits == 2


def test_of_very_many_open_visits_the_rest_is_only_counted(desk: Desk) -> None:
    for number in range(MOST_NAMED + 2):
        register_one(desk, number, documents=["ktp"])
    day = day_of(desk, DAY)
    assert (day.open_visits, len(day.named)) == (MOST_NAMED + 2, MOST_NAMED)


def test_drafts_and_unsent_acts_of_any_day_are_open(desk: Desk) -> None:
    register_one(desk, 0)
    save_draft(desk, {"name_on_id": "SLAMET"})
    day = day_of(desk, NEXT_DAY)
    assert [draft.title for draft in day.drafts] == ["SLAMET"]
    assert day.unsent == 1


def test_the_days_beside_are_those_on_which_somebody_came(desk: Desk) -> None:
    far = DAY + timedelta(days=9)
    for number, on in enumerate((DAY, NEXT_DAY, far)):
        register_one(desk, number, on=on)
    day = day_of(desk, NEXT_DAY)
    assert (day.before, day.after) == (DAY, far)
