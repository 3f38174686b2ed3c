"""The target per RW at a desk: who counts until which day, which RW come next, and whom it concerns at all."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from app.desk.context import Desk
from app.desk.purging import purge_copies
from app.desk.target_progress import NextRw, target_progress
from app.desk.withdraw import withdraw
from app.models.profile import Post
from tests.app.desk.test_purging import hear_the_server, pass_days
from tests.kit.desk import DAY, new_profile, opened, register_one
from tests.kit.manual_clock import ManualClock
from tests.kit.vulnerable import vulnerable

KEPT_DAYS = 90
"""What the programme's file says."""

YESTERDAY, LAST_YEAR = date(2020, 4, 12), date(2019, 12, 30)


def test_where_nobody_takes_part_no_target_of_another_province_is_told(desk: Desk) -> None:
    register_one(desk, 0)
    vulnerable(desk, 1, "001/007", takes_part=False)
    assert target_progress(desk, DAY) == ()


def test_in_another_province_the_rw_are_told(desk: Desk) -> None:
    for number in range(3):
        vulnerable(desk, number, "001/007")
    vulnerable(desk, 3, "001/008")
    (found,) = target_progress(desk, DAY)
    assert (found.count.people, found.count.begun, found.count.reached, found.has_districts) == (4, 2, 0, False)
    assert found.next_rws == (NextRw("007", "Pisangan Baru", 3), NextRw("008", "Pisangan Baru", 1))


def test_who_has_gone_back_or_comes_later_does_not_count(desk: Desk) -> None:
    vulnerable(desk, 1, "001/007", on=LAST_YEAR)
    vulnerable(desk, 2, "001/007", on=YESTERDAY)
    vulnerable(desk, 3, "001/007")
    withdraw(desk, vulnerable(desk, 4, "001/007").uid, "salah orang")
    assert [one.count.people for one in target_progress(desk, DAY)] == [2]
    assert [one.count.people for one in target_progress(desk, YESTERDAY)] == [1]


def test_whose_copies_are_gone_is_said_in_a_figure_of_its_own(desk: Desk, clock: ManualClock) -> None:
    for number in range(4):
        vulnerable(desk, number, "001/007")
    withdraw(desk, vulnerable(desk, 4, "001/007").uid, "salah orang")
    hear_the_server(desk)
    assert purge_copies(desk) == 0
    pass_days(clock, KEPT_DAYS)
    vulnerable(desk, 5, "001/007")
    hear_the_server(desk)
    assert [(one.count.people, one.wiped) for one in target_progress(desk, desk.today())] == [(5, 0)]
    assert purge_copies(desk) == 5
    assert [(one.count.people, one.wiped) for one in target_progress(desk, desk.today())] == [(1, 4)]


def test_in_the_targets_province_its_districts_are_told_from_the_first_day(tmp_path: Path, clock: ManualClock) -> None:
    new_profile(tmp_path / "jakarta", clock=clock, post=Post("JKT01", "Posko Contoh", "31", is_training=True))
    with opened(tmp_path / "jakarta", clock=clock) as desk:
        (found,) = target_progress(desk, DAY)
    assert found.has_districts
    assert [one.area.label for one in found.count.areas] == ["Matraman", "Jatinegara", "Pulogadung"]
    assert found.next_rws == ()


def test_in_the_targets_province_only_its_own_rw_come_next(tmp_path: Path, clock: ManualClock) -> None:
    new_profile(tmp_path / "jakarta", clock=clock, post=Post("JKT01", "Posko Contoh", "31", is_training=True))
    with opened(tmp_path / "jakarta", clock=clock) as desk:
        vulnerable(desk, 1, "001/007")
        vulnerable(desk, 2, "001/002", village="35.78.08.1002")
        (found,) = target_progress(desk, DAY)
    assert [one.village for one in found.next_rws] == ["Pisangan Baru"]
    assert (found.count.people_inside, found.count.outside) == (1, 1)
