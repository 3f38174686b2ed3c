"""How far a programme's target per RW is reached: "has this RW reached 100 yet?" [S1]."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from core.programme_parts import Target, TargetArea
from core.wire.records import Answer


@dataclass(frozen=True, slots=True)
class Counted:
    """A person as far as a target goes; village and RW are those of the identity card."""

    village_code: str
    rt_rw: str
    answers: Mapping[str, Answer]

    @property
    def rw(self) -> str:
        """The RW: ``007`` of ``003/007``; empty if it is not known."""
        return self.rt_rw.partition("/")[2]


@dataclass(frozen=True, slots=True)
class RwCount:
    """The people of one RW; an empty ``rw`` is whoever gave none."""

    village_code: str
    rw: str
    people: int


@dataclass(frozen=True, slots=True)
class AreaCount:
    """A district of the target.

    Args:
        reached: RW that have as many people as each should have.
        begun: RW that have at least one.
    """

    area: TargetArea
    people: int
    reached: int
    begun: int


@dataclass(frozen=True, slots=True)
class TargetCount:
    """A target in figures, from the data that were counted and no others.

    Args:
        outside: people of districts that the target does not name.
    """

    target: Target
    rws: tuple[RwCount, ...]
    areas: tuple[AreaCount, ...]
    outside: int

    @property
    def people(self) -> int:
        """All who take part, wherever they live."""
        return sum(one.people for one in self.rws)

    @property
    def begun(self) -> int:
        """RW anywhere that have somebody."""
        return sum(bool(one.rw) for one in self.rws)

    @property
    def reached(self) -> int:
        """RW anywhere that have as many as each should have."""
        return sum(bool(one.rw) and one.people >= self.target.per_rw for one in self.rws)

    @property
    def people_inside(self) -> int:
        """All who take part in districts that the target names."""
        return self.people - self.outside

    @property
    def wanted_in_all(self) -> int:
        """How many people all its districts together should have."""
        return sum(self.wanted(one.area) for one in self.areas)

    def wanted(self, area: TargetArea) -> int:
        """How many people the district should have."""
        return area.rw_count * self.target.per_rw


def count_target(target: Target, people: Iterable[Counted]) -> TargetCount:
    """Count those who take part."""
    found = Counter((one.village_code, one.rw) for one in people if one.answers.get(target.question) is True)
    rws = tuple(RwCount(village, rw, many) for (village, rw), many in sorted(found.items()))
    areas = tuple(_area(target, area, rws) for area in target.areas)
    inside = sum(one.people for one in areas)
    return TargetCount(target, rws, areas, sum(found.values()) - inside)


def _area(target: Target, area: TargetArea, rws: tuple[RwCount, ...]) -> AreaCount:
    own = [one for one in rws if _is_in(area, one.village_code)]
    known = [one for one in own if one.rw]
    reached = sum(one.people >= target.per_rw for one in known)
    return AreaCount(area, sum(one.people for one in own), reached, len(known))


def _is_in(area: TargetArea, village_code: str) -> bool:
    return village_code.startswith(f"{area.district}.")


def names_village(target: Target, village_code: str) -> bool:
    """Whether this village lies in a district that the target names."""
    return any(_is_in(area, village_code) for area in target.areas)


def lies_in(target: Target, province: str) -> bool:
    """Whether districts of this province (its two digits) are named by the target."""
    return any(area.district.startswith(f"{province}.") for area in target.areas)


def percent(part: int, whole: int) -> str:
    """``12,5%``: one place, as people write it; never 100 before all of it is there."""
    tenths = part * 1000 // whole
    return f"{tenths // 10},{tenths % 10}%"
