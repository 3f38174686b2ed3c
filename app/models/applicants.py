"""People in the store: one sealed row a person, found again by the keyed hash of the NIK."""

from __future__ import annotations

import secrets
import uuid

from app.models.sealing import Sealer
from app.models.tables import PersonRow
from core.wire.codec import encode
from core.wire.records import PersonBody

_TABLE = "person"


def keep_person(sealer: Sealer, person: PersonBody, *, is_settled: bool) -> uuid.UUID:
    """Keep the person of a visit and return its uid.

    Args:
        is_settled: whether the fields are confirmed. Only then is a person known by this NIK brought up to date;
            an unsettled visit keeps a row of its own, for its NIK may be somebody else's.
    """
    mark = sealer.mark("nik", person.nik) if is_settled else None
    known = PersonRow.get_or_none(PersonRow.nik_mark == mark) if mark else None
    uid = uuid.UUID(bytes=bytes(known.uid)) if known else uuid.UUID(bytes=secrets.token_bytes(16), version=4)
    values = {
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
        PersonRow.insert(uid=uid.bytes, **values).execute()
    return uid


def is_email_of_another(sealer: Sealer, email: str, nik: str) -> bool:
    """Whether this address stands on a person with another NIK."""
    mark, nik_mark = sealer.mark("email", email), sealer.mark("nik", nik)
    if mark is None:
        return False
    query = PersonRow.select(PersonRow.nik_mark).where(PersonRow.email_mark == mark)
    return any(row.nik_mark is None or bytes(row.nik_mark) != nik_mark for row in query)
