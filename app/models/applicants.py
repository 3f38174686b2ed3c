"""People in the store: one sealed row a person, found again by the keyed hash of the NIK."""

from __future__ import annotations

import logging
import secrets
import uuid
from collections.abc import Iterator
from dataclasses import dataclass

from app.models.sealing import Sealer
from app.models.statements import Value, insert, run
from app.models.tables import PersonRow
from core.errors import Trouble
from core.like_names import name_key
from core.likeness import day_of, near_dates
from core.wire.codec import Malformed, decode, encode
from core.wire.records import PersonBody

LOG = logging.getLogger(__name__)

MOST_COMPARED = 300
"""So many people are opened for one question, the likeliest first, in some 30 ms: more are not worth the wait."""

NOBODY = bytes(16)
"""Uid of the row that stands in for a person whose copy was purged: their registrations keep numbers, no name."""

_TABLE = "person"

_STANDING = """
    registration.programme = ? AND registration.period = ?
    AND registration.registration_no IS NOT NULL AND registration.status != 'DITARIK'"""

MOST_DATES = 48
"""Places in the statement; a date has fewer near ones, and the rest is filled with the first."""

# what agrees besides: name, then what is strong, then the day, then the village; known from marks, nothing is opened
_NEARNESS = """
    4 * coalesce(name_mark = ?1, 0) + 2 * coalesce(birth_mark = ?2, 0) + (village_code = ?3)
    + 3 * (coalesce(family_card_mark = ?4, 0) OR coalesce(mobile_mark = ?5, 0) OR coalesce(email_mark = ?6, 0))"""

_BORN_NEARLY = f"""
    SELECT uid, sealed FROM person
    WHERE (sex = ?7 OR sex = '' OR ?7 = '') AND birth_mark IN ({", ".join("?" * MOST_DATES)})
    ORDER BY {_NEARNESS} DESC, rowid LIMIT ?"""  # noqa: S608 - no text of others
_NAMED = f"""
    SELECT uid, sealed FROM person WHERE name_mark = ?1 AND birth_year = ?7 AND birth_mark IS NOT ?2
    ORDER BY {_NEARNESS} DESC, rowid LIMIT ?8"""  # noqa: S608 - as above

_STANDING_OF = f"SELECT uid FROM registration INDEXED BY registration_person_uid WHERE person_uid = ? AND {_STANDING}"  # noqa: S608 - a part of our own

# the few people first, then their registrations: without statistics the planner walks through the whole programme
_IN_FAMILY = f"""
    SELECT person.uid, person.nik_mark
    FROM person CROSS JOIN registration INDEXED BY registration_person_uid ON registration.person_uid = person.uid
    WHERE person.family_card_mark = ? AND {_STANDING} GROUP BY person.uid"""  # noqa: S608 - a part of our own

_UNMARKED = """
    SELECT rowid, uid, sealed FROM person
    WHERE rowid > ? AND birth_mark IS NULL AND birth_year IS NOT NULL AND EXISTS (
        SELECT 1 FROM registration WHERE person_uid = person.uid
        AND registration_no IS NOT NULL AND outcome IN ('registered', 'waiting_list'))
    ORDER BY rowid LIMIT ?"""
_SET_MARKS = "UPDATE person SET birth_mark = ?, name_mark = ? WHERE rowid = ?"

_OF_NIK = "SELECT uid FROM person WHERE nik_mark = ?"
_OF_EMAIL = "SELECT uid, nik_mark FROM person WHERE email_mark = ?"


def keep_person(sealer: Sealer, person: PersonBody, *, is_settled: bool) -> uuid.UUID:
    """Keep the person of a visit and return its uid.

    Args:
        is_settled: whether the fields are confirmed. Only then is a person known by this NIK brought up to date;
            an unsettled visit keeps a row of its own, for its NIK may be somebody else's.
    """
    mark = sealer.mark("nik", person.nik) if is_settled else None
    known = run(_OF_NIK, mark).fetchone() if mark else None
    uid = uuid.UUID(bytes=known[0]) if known else uuid.UUID(bytes=secrets.token_bytes(16), version=4)
    mobile_mark, email_mark = _contact_marks(sealer, person) if is_settled else (None, None)
    values: dict[str, Value] = {
        "sealed": sealer.seal(_TABLE, uid.bytes, encode(person)),
        "nik_mark": mark,
        "family_card_mark": sealer.mark("kk", person.family_card_no) if is_settled else None,
        "mobile_mark": mobile_mark,
        "email_mark": email_mark,
        "village_code": person.village_code,
        "sex": person.sex,
        "birth_year": int(person.birth_date[:4]) if person.birth_date else None,
        "birth_mark": _birth_mark(sealer, person) if is_settled else None,
        "name_mark": _name_mark(sealer, person) if is_settled else None,
    }
    if known:
        PersonRow.update(values).where(PersonRow.uid == uid.bytes).execute()
    else:
        insert(PersonRow, {"uid": uid.bytes, **values})
    return uid


def forget_person(uid: bytes) -> None:
    """Remove a person whom no registration names any more."""
    PersonRow.delete().where(PersonRow.uid == uid).execute()


def is_email_of_another(sealer: Sealer, email: str, nik: str, besides: bytes | None = None) -> bool:
    """Whether this address stands on a person with another NIK.

    Args:
        besides: a person who is the same whatever the NIK: the one whose NIK is being corrected.
    """
    mark, nik_mark = sealer.mark("email", email), sealer.mark("nik", nik)
    if mark is None:
        return False
    others = (found for uid, found in run(_OF_EMAIL, mark).fetchall() if uid != besides)
    return any(found is None or found != nik_mark for found in others)


@dataclass(frozen=True, slots=True)
class Asking:
    """For what a person asks: only registrations of the same programme and period stand in the way.

    Args:
        besides: uid of the person whose registration is judged anew.
    """

    programme: str
    period: str
    besides: bytes | None = None


def nearly_of_age(sealer: Sealer, person: PersonBody) -> Iterator[tuple[bytes, PersonBody]]:
    """People whose birth date is nearly this one, or who have its year and this name, by uid.

    Call inside a job. Only settled people are found; one whose seal is broken is left out.
    """
    born, name_mark = day_of(person.birth_date), _name_mark(sealer, person)
    if born is None or name_mark is None:
        return
    days = [sealer.mark("birth", day.isoformat()) for day in near_dates(born)]
    strong = (sealer.mark("kk", person.family_card_no), *_contact_marks(sealer, person))
    agreeing = name_mark, days[0], person.village_code, *strong
    days += days[:1] * (MOST_DATES - len(days))
    near = run(_BORN_NEARLY, *agreeing, person.sex, *days, MOST_COMPARED).fetchall()
    named = run(_NAMED, *agreeing, born.year, MOST_COMPARED).fetchall()
    for uid, sealed in dict((*near, *named)).items():
        yield from ((uid, found) for found in _opened(sealer, uid, sealed))


def standing_of(person: bytes, asking: Asking) -> Iterator[uuid.UUID]:
    """The registrations of a person that stand in the way: with a number, not withdrawn, for what is asked."""
    if person != asking.besides:
        rows = run(_STANDING_OF, person, asking.programme, asking.period).fetchall()
        yield from (uuid.UUID(bytes=uid) for (uid,) in rows)


def _opened(sealer: Sealer, uid: bytes, sealed: bytes) -> Iterator[PersonBody]:
    try:
        yield decode(sealer.open(_TABLE, uid, sealed), PersonBody)
    except (Trouble, Malformed):
        LOG.warning("seal of person %s is broken", uuid.UUID(bytes=uid))


def family_card_recipients(sealer: Sealer, family_card_no: str, nik: str, asking: Asking) -> int:
    """How many other people with this family card have a number here in the same programme and period."""
    mark, nik_mark = sealer.mark("kk", family_card_no), sealer.mark("nik", nik)
    if mark is None:
        return 0
    rows = run(_IN_FAMILY, mark, asking.programme, asking.period).fetchall()
    return sum(uid != asking.besides and (found is None or found != nik_mark) for uid, found in rows)


def fill_marks(sealer: Sealer, after: int, most: int) -> int:
    """Give people whom an older program kept the marks that they lack; call inside a transaction.

    Args:
        after: where the step before ended; 0 = begin.

    Returns where the next step begins; 0 = nobody is left.
    """
    rows = run(_UNMARKED, after, most).fetchall()
    for rowid, uid, sealed in rows:
        for person in _opened(sealer, uid, sealed):
            run(_SET_MARKS, _birth_mark(sealer, person), _name_mark(sealer, person), rowid)
    return rows[-1][0] if len(rows) == most else 0


def _contact_marks(sealer: Sealer, person: PersonBody) -> tuple[bytes | None, bytes | None]:
    return sealer.mark("mobile", person.mobile), sealer.mark("email", person.email)


def _birth_mark(sealer: Sealer, person: PersonBody) -> bytes | None:
    return sealer.mark("birth", person.birth_date)


def _name_mark(sealer: Sealer, person: PersonBody) -> bytes | None:
    return sealer.mark("name", name_key(person.name_on_id))
