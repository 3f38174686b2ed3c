"""Find a village by what an officer types, those near the person or near this post's people first.

Once the search is prepared it touches no store and may be asked from any thread, also the window's.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from app.models.regions import FoundVillage
from app.models.usual_districts import usual_districts
from app.models.village_index import plain_words

if TYPE_CHECKING:  # a desk knows its neighbourhood, so this module is loaded before it
    from app.desk.context import Desk

MOST_USUAL = 8
"""A post serves a town: more districts than these would not be near any more."""

_LEVEL = re.compile(r"^(kabupaten|kota)( administrasi)? ")


@dataclass(frozen=True, slots=True)
class VillagePlace:
    """A kelurahan or desa with the names above it.

    Args:
        code: ``PP.KK.CC.NNNN``.
        postal_code: empty = not known.
        name_before: the former name that was typed, of the village or of its district; empty if today's names fit.
        code_before: the dead code that was typed; empty if none was.
        is_dead: no village of today has taken its place. ``valid_until``: its last day, if that is known.
    """

    code: str
    village: str
    district: str
    regency: str
    province: str
    postal_code: str = ""
    name_before: str = ""
    code_before: str = ""
    is_dead: bool = False
    valid_until: date | None = None


@dataclass(slots=True)
class Neighbourhood:
    """Codes of districts and regencies around the post, learnt when the search is prepared."""

    codes: tuple[str, ...] = ()


def prepare_places(desk: Desk) -> None:
    """Make the search ready, so that the first key typed into a village box is answered like all others.

    A job for the database worker of some 50 ms the first time and of a few later; asked again now and then it learns
    where the latest people live.

    Raises: Trouble if the bundled lists are missing or damaged.
    """
    desk.regions.prepare_search()
    usual = desk.store.run(lambda: usual_districts(MOST_USUAL))
    desk.neighbourhood.codes = (*usual, *_own_regencies(desk))


def _own_regencies(desk: Desk) -> Sequence[str]:
    """The regencies that the post's own letterhead names; only those named in full if there are some: Kota Malang."""
    head = desk.words.letterhead
    told = f" {plain_words(f'{head.agency} {head.post_name} {head.address}')} ".replace(" kab ", " kabupaten ")
    regencies = [(code, plain_words(name)) for code, name in desk.regions.regencies(desk.store.profile.post.province)]
    in_full = [code for code, name in regencies if f" {name} " in told]
    return in_full or [code for code, name in regencies if f" {_LEVEL.sub('', name)} " in told]


def find_villages(desk: Desk, text: str, near: str = "") -> tuple[VillagePlace, ...]:
    """The villages that ``text`` may mean, at most twelve, the likeliest first.

    Args:
        text: beginnings of words of village, district and regency, as they are called today or were before; or a
            postal code, or a region's code of today or before, with or without dots, whole or not.
        near: code of a district, regency or province, or a number that begins with one, such as a NIK. Villages in its
            district come first, then those of the post's usual districts; the same with regencies and provinces.

    Raises: Trouble if the bundled lists are missing or damaged.
    """
    around = (near, *desk.neighbourhood.codes, desk.store.profile.post.province)
    return tuple(map(_place, desk.regions.find_villages(text, around)))


def _place(found: FoundVillage) -> VillagePlace:
    one = found.village
    return VillagePlace(
        one.code,
        one.name,
        one.district,
        one.regency,
        one.province,
        found.postal_code,
        found.name_before,
        found.code_before,
        is_dead=not one.is_current,
        valid_until=date.fromisoformat(found.valid_until) if found.valid_until else None,
    )
