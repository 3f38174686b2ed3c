"""What the verbs of the account desk share: a help as it stands, an act written down, refusals."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from app.changes import Changes
from app.desk.context import Desk
from app.desk.refusal import Refused
from app.models.account_events import ACCOUNT_DOOR
from app.models.accounts import account_by_uid
from app.models.events import append
from core.account_events import AccountBody
from core.account_rules import AccountCode
from core.accounts import Account, AccountMove
from core.errors import unusable
from core.findings import Fact
from core.wire.events import Kind
from core.wire.records import AccountMovedBody

TOUCHED = Changes(has_accounts=True, has_outbox=True)


@dataclass(frozen=True, slots=True)
class AccountKept:
    """Where a help with e-mail stands from now on."""

    account: Account
    changes: Changes = TOUCHED


def keep_account_act(desk: Desk, kind: Kind, body: AccountBody, record: uuid.UUID | None = None) -> uuid.UUID:
    """Log an act of the account desk and keep what it says; inside the transaction. Returns the help."""
    link = append(desk.writer(), kind, body, at_ms=desk.now_ms(), record=record)
    return ACCOUNT_DOOR.keep_own(desk.keys.sealer, link)


def account_now(desk: Desk, uid: uuid.UUID) -> Account:
    """A help as it stands; inside a job. Raises: Trouble ACCOUNT_UNKNOWN (usage)."""
    found = account_by_uid(desk.keys.sealer, uid)
    if found is None:
        raise unusable("ACCOUNT_UNKNOWN")
    return found


@dataclass(frozen=True, slots=True)
class Said:
    """What a move says besides its word; what it does not speak of is empty."""

    road: str = ""
    provider: str = ""
    step: int = 0
    address: str = ""
    result: str = ""
    reason: str = ""
    phone_owner: str = ""
    reach: tuple[str, ...] = ()
    contact_person: str = ""
    registration: str = ""


NOTHING = Said()


def write_move(desk: Desk, account: Account, move: AccountMove, said: Said = NOTHING) -> AccountKept:
    """Log one move of a help and keep it; inside the transaction."""
    body = AccountMovedBody(
        move=move.value,
        turn=account.next_turn,
        officer_name=desk.keys.officer.name,
        road=said.road,
        provider=said.provider,
        step=said.step,
        address=said.address,
        result=said.result,
        reason=said.reason,
        phone_owner=said.phone_owner,
        reach=said.reach,
        contact_person=said.contact_person,
        registration=said.registration,
    )
    keep_account_act(desk, Kind.ACCOUNT_MOVED, body, account.uid)
    return AccountKept(account_now(desk, account.uid))


def refused(code: AccountCode, **facts: Fact) -> Refused:
    """Why something is not done with a help."""
    return Refused(code, facts)
