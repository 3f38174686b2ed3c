"""Begin to help somebody with an e-mail address or a telephone."""

from __future__ import annotations

import uuid
from datetime import date

from app.desk.account.acts import AccountKept, account_now, keep_account_act
from app.desk.context import Desk
from app.desk.queue.acts import day_with
from app.desk.refusal import kept_registration
from app.models.accounts import note_account_person
from core.accounts import Need
from core.passwords import tells_password
from core.typed_text import tidy
from core.wire.events import Kind
from core.wire.records import AccountOpenedBody

MOST_NAME = 200


def open_account(
    desk: Desk,
    on: date,
    need: Need,
    *,
    name_on_id: str = "",
    nik: str = "",
    registration: uuid.UUID | None = None,
    ticket: uuid.UUID | None = None,
) -> AccountKept:
    """Begin a help on a business date.

    Args:
        name_on_id: as far as it is known; of a registration its own name counts. One that tells a password stays out.
        nik: sixteen digits, where the form has them: kept at this desk alone, as a keyed hash, so that nobody gets two
            mailboxes.
        registration: one that stands already; a form that becomes one names the help when it is registered.
        ticket: the number by which the person was called; it stays where it is in the queue.

    Raises: Trouble REGISTRATION_UNKNOWN, TICKET_UNKNOWN (usage).
    """
    name = "" if tells_password(name_on_id) else tidy(name_on_id)[:MOST_NAME]

    def verb() -> AccountKept:
        known = kept_registration(desk, registration).body.person if registration is not None else None
        if ticket is not None:
            day_with(ticket)
        body = AccountOpenedBody(
            business_on=on.isoformat(),
            need=need.value,
            name_on_id=known.name_on_id if known else name,
            officer_name=desk.keys.officer.name,
            registration=str(registration or ""),
            ticket=str(ticket or ""),
        )
        uid = keep_account_act(desk, Kind.ACCOUNT_OPENED, body)
        note_account_person(uid, desk.keys.sealer.mark("nik", known.nik if known else nik))
        return AccountKept(account_now(desk, uid))

    return desk.store.write(verb)
