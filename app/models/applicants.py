"""People in the store: one sealed row a person, found again by the keyed hash of the NIK."""

from __future__ import annotations

import secrets
import uuid

from app.models.sealing import Sealer
from app.models.statements import Value, insert, run
from app.models.tables import PersonRow
from core.wire.codec import encode
from core.wire.records import PersonBody

_TABLE = "person"

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
    values: dict[str, Value] = {
        "sealed": sealer.seal(_TABLE, uid.bytes, encode(person)),
        "nik_mark": mark,
        "family_card_mark": sealer.mark("kk", person.family_card_no) if is_settled else None,
        "mobile_mark": sealer.mark("mobile", person.mobile) if is_settled else None,
        "email_mark": sealer.mark("email", person.email) if is_settled else None,
        "village_code": person.village_code,
        "sex": person.sex,
        "birth_year": int(person.birth_date[:4]) if person.birth_date else None,
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
