"""What this desk already knows about the person whose NIK was just typed, so that it can be said before saving."""

from __future__ import annotations

from datetime import date

from app.desk.context import Desk
from app.models.applicants import is_email_of_another
from core.known import FirstRegistration, KnownPerson
from core.programme import Programme
from core.registered import KeptRegistration


def known_person(desk: Desk, nik: str, programme: Programme, email: str = "") -> KnownPerson | None:
    """The earlier registration of this NIK and whose the address is; ``None`` if the store has nothing to say.

    Args:
        nik: sixteen digits as the rules read them; empty = not known yet.
        email: as the rules read it; empty = not known yet.
    """
    return desk.store.run(lambda: _known(desk, nik, programme, email))


def _known(desk: Desk, nik: str, programme: Programme, email: str) -> KnownPerson | None:
    kept = desk.shelf().first_of(nik, programme.code, programme.period)
    is_shared = is_email_of_another(desk.keys.sealer, email, nik)
    if kept is None and not is_shared:
        return None
    return KnownPerson(nik, email, _first(kept, programme) if kept else None, is_shared)


def _first(kept: KeptRegistration, programme: Programme) -> FirstRegistration:
    return FirstRegistration(
        uid=kept.uid,
        registration_no=kept.registration_no,
        on=date.fromisoformat(kept.body.business_on),
        programme=programme.name,
        name_on_id=kept.body.person.name_on_id,
    )
