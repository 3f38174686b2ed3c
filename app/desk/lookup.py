"""Find registrations by NIK, name, registration number or queue number."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from app.desk.context import Desk
from app.desk.people_index import PeopleIndex, read_all
from core.errors import unusable
from core.ids import parse_registration_no
from core.registered import KeptRegistration
from core.registration import Status
from core.typed_text import tidy


def find(desk: Desk, text: str) -> Sequence[KeptRegistration]:
    """All registrations that ``text`` may mean, the latest first; empty if there is none."""
    wanted = tidy(text).upper()
    return desk.store.run(lambda: _find(desk, wanted)) if wanted else ()


def find_everything(desk: Desk) -> Sequence[KeptRegistration]:
    """Every visit this desk holds, the latest first."""
    return desk.store.run(lambda: desk.shelf().everything())


def find_one(desk: Desk, ref: str, programme: str = "") -> KeptRegistration:
    """The one registration that a reference names: its uid, registration number, queue number, NIK or name.

    A queue number comes again every day: today's counts, another day's only if no other day has it. Of a person's
    visits the latest counts, and what was withdrawn only if nothing else is meant.

    Args:
        programme: code; only registrations for it. Several may share one visit and its queue number.

    Raises: Trouble REGISTRATION_UNKNOWN or REGISTRATION_AMBIGUOUS (usage).
    """
    named = _by_uid(desk, ref) or find(desk, ref)
    found = [one for one in named if programme in ("", one.body.programme)]
    if not found:
        raise unusable("REGISTRATION_UNKNOWN")
    today = desk.today().isoformat()
    latest = [one for one in found if one.body.business_on == found[0].body.business_on]
    if found[0].queue_number == tidy(ref).upper():
        latest = [one for one in found if one.body.business_on == today] or found
    if len(latest) > 1:
        latest = [one for one in latest if one.status != Status.WITHDRAWN] or latest
    if len(latest) > 1:
        raise unusable("REGISTRATION_AMBIGUOUS", count=len(latest))
    return latest[0]


def _by_uid(desk: Desk, ref: str) -> Sequence[KeptRegistration]:
    try:
        uid = uuid.UUID(ref.strip())
    except ValueError:
        return ()
    kept = desk.store.run(lambda: desk.shelf().by_uid(uid))
    return (kept,) if kept else ()


def _find(desk: Desk, wanted: str) -> Sequence[KeptRegistration]:
    """By the keyed hash or a clear column where the text is one whole number, else as the window's list finds it."""
    shelf = desk.shelf()
    digits = "".join(char for char in wanted if char not in ".- ")
    if len(digits) == 16 and digits.isdigit():
        return shelf.by_nik(digits)
    if parse_registration_no(wanted) is not None:
        return shelf.by_registration_no(wanted)
    return shelf.by_queue_number(wanted) or _search(desk, wanted)


def _search(desk: Desk, wanted: str) -> Sequence[KeptRegistration]:
    index = PeopleIndex()
    index.add(tuple(read_all(desk)))
    kept = (desk.shelf().by_uid(visit.uid) for visit in index.search(wanted).visits)
    return tuple(one for one in kept if one)
