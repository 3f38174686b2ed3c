"""Which codes of earlier lists have died, and which code of today replaced each: by equal names, never by a guess.

Three lists are compared: the *old* one (before the Papua provinces), the *earlier* one (of the decree of 2022) and that
of today. Districts: 588 codes have died, all in Papua (456 of 91, 132 of 92). There 26 kabupaten and kota moved as a
whole to a new province and kept their names; within each, 583 districts are found again by their name (letters and
digits compared) and five by ``RESPELLED``: 588 of 588.

Villages: where districts moved, the villages were numbered anew, so the last four digits say nothing. A village is
found again by its name within its district or the district's successor; else within its kabupaten or kota, if the name
stands there once among the codes that vanished between two lists and once among those that came.

A name that fits none or several leaves the successor empty.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

EARLIER_ON, TODAY_ON = "2022-11-09", "2025-04-25"
"""Days of the decrees that the earlier list and the list of today follow.

Source: Kepmendagri 100.1.1-6117 of 9-11-2022 and 300.2.2-2138 of 25-4-2025, days as cahyadsn/wilayah tells them.
"""

NEW_IN_EARLIER = ("93", "94", "95")
"""Provinces that the decree of 2022 was the first to list; its other new codes may stem from one decree before."""

RESPELLED = {
    "91.13.36": "95.03.34",  # Holuon -> Holuwon
    "91.13.44": "95.03.42",  # Seredela -> Seradala
    "91.13.47": "95.03.45",  # Kwelemdua -> Kwelamdua
    "91.18.18": "93.04.18",  # Ayip -> Ayib
    "91.21.01": "95.05.01",  # Kobagma -> Kobakma
}
"""Dead district -> successor where the spelling changed, checked by hand.

Each is the only old name of its kabupaten that is not found, and differs by one or two letters from a new name that no
other old district claims: in Yahukimo (91.13) just three are left on either side, in Mamberamo Tengah (91.21) just one,
with the same last digits; in Asmat (91.18) Ayib keeps the last digits, the six other new names are nothing alike.
"""

Names = Mapping[str, str]
"""Dotted code -> name."""


@dataclass(frozen=True, slots=True)
class Lists:
    """The lists of today, each from dotted code to name."""

    provinces: Names
    regencies: Names
    districts: Names
    villages: Names


@dataclass(frozen=True, slots=True)
class OldDistrict:
    """A district whose code has died; ``successor`` and ``valid_until`` are empty where not known."""

    code: str
    name: str
    regency: str
    successor: str
    valid_until: str


@dataclass(frozen=True, slots=True)
class OldVillage:
    """A village whose code has died; ``successor`` and ``valid_until`` are empty where not known."""

    code: str
    name: str
    successor: str
    valid_until: str


@dataclass(frozen=True, slots=True)
class FormerName:
    """What a district or village of today was called in an earlier list, under the same code."""

    code: str
    name: str
    valid_until: str


@dataclass(frozen=True, slots=True)
class Dead:
    """The codes and names that have died, each list in order."""

    districts: Sequence[OldDistrict]
    villages: Sequence[OldVillage]
    names: Sequence[FormerName]


def dead_codes(old: Names, earlier: Names, lists: Lists) -> Dead:
    """What is in the old or the earlier list and not in that of today, with its successors.

    Args:
        old, earlier: all codes of the list, of every level.
    """
    districts = _dead_districts(old, earlier, lists)
    moved = {
        **{one.code: one.successor for one in districts if one.successor},
        **_moved_regencies({one.code[:5] for one in districts}, old, lists),
    }
    return Dead(districts, _dead_villages(old, earlier, lists, moved), _former_names(old, earlier, lists))


def valid_from(code: str, old: Names, earlier: Names) -> str:
    """The day of the decree that first listed this code of today; empty where no list tells it."""
    if code not in earlier:
        return TODAY_ON
    return EARLIER_ON if code not in old and code.startswith(NEW_IN_EARLIER) else ""


def _valid_until(code: str, earlier: Names, successor: str) -> str:
    if code in earlier:
        return TODAY_ON
    return EARLIER_ON if successor.startswith(NEW_IN_EARLIER) else ""


def _dead_districts(old: Names, earlier: Names, lists: Lists) -> list[OldDistrict]:
    dead = {code: old[code] for code in sorted(old) if code.count(".") == 2 and code not in lists.districts}
    moved = _moved_regencies({code[:5] for code in dead}, old, lists)
    successors = _successors(dead, moved, lists)
    return [
        OldDistrict(
            code,
            name,
            lists.regencies[moved[code[:5]]] if code[:5] in moved else old[code[:5]],
            successors.get(code, ""),
            _valid_until(code, earlier, successors.get(code, "")),
        )
        for code, name in dead.items()
    ]


def _dead_villages(old: Names, earlier: Names, lists: Lists, moved: Mapping[str, str]) -> list[OldVillage]:
    """The dead villages of both lists with the name that each bore last.

    Args:
        moved: dead district or regency -> the one of today.
    """
    names = {code: name for code, name in {**old, **earlier}.items() if _is_village(code)}
    dead = {code: names[code] for code in sorted(names) if code not in lists.villages}
    found: dict[str, str] = {}
    for then, gone, came in (
        (earlier, dead.keys() & earlier.keys(), lists.villages.keys() - earlier.keys()),
        (old, dead.keys() - earlier.keys(), lists.villages.keys() & earlier.keys() - old.keys()),
    ):
        near = {code: one for code, one in _in_same_district(then, lists, moved).items() if code in gone}
        others = _Change(gone - near.keys(), came - set(near.values()))
        found |= {**near, **_in_same_regency(dead, others, lists, moved)}
    return [
        OldVillage(code, name, found.get(code, ""), _valid_until(code, earlier, moved.get(code[:8], "")))
        for code, name in dead.items()
    ]


def _in_same_district(then: Names, lists: Lists, moved: Mapping[str, str]) -> dict[str, str]:
    """Dead village -> who alone bears its name today in that district (or its successor), as it alone did then.

    Of two namesakes nobody knows which one it is.
    """
    claims = Counter(_key(code[:8], name) for code, name in then.items() if _is_village(code))
    today: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for code, name in lists.villages.items():
        today[_key(code[:8], name)].append(code)
    successors = {}
    for code, name in then.items():
        if _is_village(code) and code not in lists.villages:
            found = today.get(_key(moved.get(code[:8], code[:8]), name), [])
            if len(found) == claims[_key(code[:8], name)] == 1:
                successors[code] = found[0]
    return successors


@dataclass(frozen=True, slots=True)
class _Change:
    """Codes that went, and those that came, between two lists."""

    gone: AbstractSet[str]
    came: AbstractSet[str]


def _in_same_regency(dead: Names, change: _Change, lists: Lists, moved: Mapping[str, str]) -> dict[str, str]:
    """Dead village -> its successor in another district of its regency.

    The name stands once among the codes that have gone from the regency and once among those that came: a district
    was divided, or a village given to its neighbour.
    """
    goers: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    comers: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for code in sorted(change.gone):
        goers[_key(moved.get(code[:5], code[:5]), dead[code])].append(code)
    for code in sorted(change.came):
        comers[_key(code[:5], lists.villages[code])].append(code)
    return {
        codes[0]: comers[key][0] for key, codes in goers.items() if len(codes) == 1 and len(comers.get(key, ())) == 1
    }


def _former_names(old: Names, earlier: Names, lists: Lists) -> list[FormerName]:
    """Other names of living districts and villages: respelled, or named anew; a name of both lists comes once."""
    names = []
    for code, name in sorted({**lists.districts, **lists.villages}.items()):
        known = {place_key(name)}
        for then, valid_until in ((earlier, TODAY_ON), (old, "")):
            former = then.get(code, name)
            if place_key(former) not in known:
                known.add(place_key(former))
                names.append(FormerName(code, former, valid_until))
    return names


def _is_village(code: str) -> bool:
    return code.count(".") == 3


def place_key(name: str) -> str:
    """A name as far as it tells places apart: lower case, letters and digits only."""
    return re.sub(r"[^a-z0-9]", "", name.lower())


def _moved_regencies(codes: Iterable[str], old: Names, lists: Lists) -> dict[str, str]:
    """Old regency -> the regency of today, for those that alone bear their name."""
    by_name: defaultdict[str, list[str]] = defaultdict(list)
    for code, name in lists.regencies.items():
        by_name[_regency_key(name)].append(code)
    candidates = {code: by_name[_regency_key(old[code])] for code in codes}
    return {code: found[0] for code, found in candidates.items() if len(found) == 1}


def _successors(dead: Names, moved: Mapping[str, str], lists: Lists) -> dict[str, str]:
    """Dead district -> the district of today that alone bears its name in the same regency, or is its respelling."""
    by_name: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for code, name in lists.districts.items():
        by_name[code[:5], place_key(name)].append(code)
    claims = Counter((code[:5], place_key(name)) for code, name in dead.items())
    successors = {code: RESPELLED[code] for code in dead if RESPELLED.get(code) in lists.districts}
    for code, name in dead.items():
        found = by_name[moved.get(code[:5], ""), place_key(name)]
        if len(found) == 1 and claims[code[:5], place_key(name)] == 1:
            successors[code] = found[0]
    return successors


def _regency_key(name: str) -> str:
    """``KAB. SORONG`` and ``Kabupaten Sorong`` are one; ``KOTA SORONG`` is another."""
    return place_key(re.sub(r"^(kabupaten|kab\.?)\s+", "", name.lower()))


def _key(area: str, name: str) -> tuple[str, str]:
    return area, place_key(name)
