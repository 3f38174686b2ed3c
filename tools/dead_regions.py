"""Which codes of the old list have died, and which code of today replaced each: by equal names, never by a guess.

Districts: 588 codes of the old list are in no list of today, all in Papua (456 of 91, 132 of 92). There 26 kabupaten
and kota moved as a whole to a new province and kept their names; within each, 583 districts are found again by their
name (letters and digits compared) and five by ``RESPELLED``: 588 of 588.

Villages: 6,028 codes, 5,535 of those dead districts and 493 of districts that live on. Where districts moved, the
villages were numbered anew, so the last four digits say nothing. 5,317 villages are found again by their name within
their district or its successor (5,295 and 22). The others were respelled, moved to another district or given up.

A name that fits none or several leaves the successor empty.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

REPLACED_ON = {"93": "2022-11-09", "94": "2022-11-09", "95": "2022-11-09", "96": "2025-04-25"}
"""Province of the successor -> day of the decree that first listed it: the dead code was valid until then.

Source: Kepmendagri 100.1.1-6117 of 9-11-2022 and 300.2.2-2138 of 25-4-2025, days as cahyadsn/wilayah tells them.
"""

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
    """A village whose code has died; ``successor`` is empty where not known."""

    code: str
    name: str
    successor: str


@dataclass(frozen=True, slots=True)
class Dead:
    """The codes that have died, each list in order."""

    districts: Sequence[OldDistrict]
    villages: Sequence[OldVillage]


def dead_codes(old: Names, lists: Lists) -> Dead:
    """The districts and villages of the old list whose codes are in no list of today, with their successors."""
    districts = _dead_districts(old, lists)
    return Dead(districts, _dead_villages(old, lists, districts))


def _dead_districts(old: Names, lists: Lists) -> list[OldDistrict]:
    dead = {code: old[code] for code in sorted(old) if code.count(".") == 2 and code not in lists.districts}
    moved = _moved_regencies({code[:5] for code in dead}, old, lists)
    successors = _successors(dead, moved, lists)
    return [
        OldDistrict(
            code,
            name,
            lists.regencies[moved[code[:5]]] if code[:5] in moved else old[code[:5]],
            successors.get(code, ""),
            REPLACED_ON.get(successors.get(code, "")[:2], ""),
        )
        for code, name in dead.items()
    ]


def _dead_villages(old: Names, lists: Lists, districts: Iterable[OldDistrict]) -> list[OldVillage]:
    """A successor alone bears the name today in that district (or in its successor), as the dead village did then.

    Of two namesakes nobody knows which one it is.
    """
    moved = {district.code: district.successor for district in districts}
    villages = {code: name for code, name in sorted(old.items()) if code.count(".") == 3}
    claims = Counter(_village_key(code[:8], name) for code, name in villages.items())
    today: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for code, name in lists.villages.items():
        today[_village_key(code[:8], name)].append(code)
    dead = []
    for code, name in villages.items():
        if code not in lists.villages:
            found = today.get(_village_key(moved.get(code[:8], code[:8]), name), [])
            is_alone = len(found) == claims[_village_key(code[:8], name)] == 1
            dead.append(OldVillage(code, name, found[0] if is_alone else ""))
    return dead


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


def _village_key(district: str, name: str) -> tuple[str, str]:
    return district, place_key(name)
