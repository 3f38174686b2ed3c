"""Find a village by what an officer types, those near the person or the post first.

Once the search is prepared it touches no database and may be asked from any thread, also the window's.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.desk.context import Desk


@dataclass(frozen=True, slots=True)
class VillagePlace:
    """A kelurahan or desa with the names above it; ``code`` is ``PP.KK.CC.NNNN``."""

    code: str
    village: str
    district: str
    regency: str
    province: str


def prepare_places(desk: Desk) -> None:
    """Make the search ready, so that the first key typed into a village box is answered like all others.

    Raises: Trouble if the bundled lists are missing or damaged.
    """
    desk.regions.prepare_search()


def find_villages(desk: Desk, text: str, near: str = "") -> tuple[VillagePlace, ...]:
    """The villages that ``text`` may mean, at most twelve, the likeliest first.

    Args:
        text: beginnings of words of village, district or regency; or a code, with or without dots.
        near: code of a district, regency or province, or a number that begins with one, such as a NIK; behind what
            lies around it come the villages of the post's province.

    Raises: Trouble if the bundled lists are missing or damaged.
    """
    found = desk.regions.find_villages(text, (near, desk.store.profile.post.province))
    return tuple(VillagePlace(one.code, one.name, one.district, one.regency, one.province) for one in found)
