"""A target per RW: who counts, which RW has reached it, and who lives elsewhere."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from core.programme_parts import Target, TargetArea
from core.targets import Counted, RwCount, count_target, lies_in, names_village, percent

TARGET = Target(
    name="1 RW 3",
    question="takes_part",
    per_rw=3,
    areas=(
        TargetArea(district="31.75.01", label="Matraman", rw_count=2),
        TargetArea(district="31.75.03", label="Jatinegara", rw_count=4),
    ),
    source="[S1]",
)


def people(village: str, rt_rw: str, many: int, *, answer: object = True) -> Iterator[Counted]:
    yield from (Counted(village, rt_rw, {"takes_part": answer}) for _ in range(many))  # type: ignore[dict-item]  # any


def test_an_rw_counts_over_all_its_rt() -> None:
    found = count_target(TARGET, [*people("31.75.01.1001", "001/007", 2), *people("31.75.01.1001", "002/007", 1)])
    assert found.rws == (RwCount("31.75.01.1001", "007", 3),)
    assert [(one.people, one.reached, one.begun) for one in found.areas] == [(3, 1, 1), (0, 0, 0)]
    assert [found.wanted(one.area) for one in found.areas] == [6, 12]


def test_the_same_number_in_another_village_is_another_rw() -> None:
    found = count_target(TARGET, [*people("31.75.01.1001", "001/007", 2), *people("31.75.01.1002", "001/007", 1)])
    assert (found.areas[0].people, found.areas[0].begun, found.areas[0].reached) == (3, 2, 0)


@pytest.mark.parametrize("answer", [False, None, "ya"])
def test_who_does_not_take_part_does_not_count(answer: object) -> None:
    assert count_target(TARGET, people("31.75.01.1001", "001/007", 2, answer=answer)).rws == ()


def test_who_gave_no_rw_counts_as_a_person_of_the_district_only() -> None:
    found = count_target(TARGET, people("31.75.01.1001", "", 5))
    assert found.rws == (RwCount("31.75.01.1001", "", 5),)
    assert (found.areas[0].people, found.areas[0].reached, found.areas[0].begun) == (5, 0, 0)


def test_who_lives_elsewhere_is_told_apart() -> None:
    found = count_target(TARGET, [*people("31.75.011.001", "001/001", 1), *people("", "", 1)])
    assert (found.outside, [one.people for one in found.areas]) == (2, [0, 0])


def test_all_rw_together_are_told_wherever_they_lie() -> None:
    found = count_target(
        TARGET, [*people("31.75.01.1001", "001/007", 3), *people("35.78.08.1002", "001/001", 1), *people("", "", 2)]
    )
    assert (found.people, found.begun, found.reached) == (6, 2, 1)
    assert (found.people_inside, found.wanted_in_all) == (3, 18)


def test_a_village_belongs_to_the_target_by_its_district() -> None:
    villages = ("31.75.01.1001", "31.75.011.001", "31.75.02.1001", "")
    assert [names_village(TARGET, village) for village in villages] == [True, False, False, False]


@pytest.mark.parametrize(("province", "is_named"), [("31", True), ("35", False), ("3", False)])
def test_a_target_is_of_the_province_of_its_districts(province: str, *, is_named: bool) -> None:
    assert lies_in(TARGET, province) is is_named


@pytest.mark.parametrize(
    ("part", "whole", "text"),
    [(0, 3, "0,0%"), (1, 3, "33,3%"), (2999, 3000, "99,9%"), (3, 3, "100,0%"), (4, 3, "133,3%")],
)
def test_a_share_is_never_rounded_up_to_all(part: int, whole: int, text: str) -> None:
    assert percent(part, whole) == text
