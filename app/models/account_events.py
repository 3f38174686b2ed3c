"""The door of events of helps with e-mail."""

from __future__ import annotations

from typing import assert_never

from app.models.accounts import drop_accounts, keep_account, keep_account_move, tell_account
from app.models.event_door import EventDoor
from app.models.mailboxes import keep_mail_act
from app.models.sealing import Sealer
from core.account_events import ACCOUNT_KINDS, read_account_body
from core.queue_events import Spot
from core.wire.events import Kind
from core.wire.records import (
    AccountMovedBody,
    AccountOpenedBody,
    MailboxCodeSetBody,
    MailboxReservedBody,
    ProofAskedBody,
    ProofReadBody,
)


def _keep(sealer: Sealer, kind: str, packed: bytes, spot: Spot) -> None:
    body = read_account_body(kind, packed)
    match body:
        case AccountOpenedBody():
            keep_account(sealer, spot, body)
        case AccountMovedBody():
            keep_account_move(sealer, spot, body)
        case ProofAskedBody() | ProofReadBody() | MailboxReservedBody() | MailboxCodeSetBody():
            keep_mail_act(sealer, kind, spot, body)
        case _:
            assert_never(body)


ACCOUNT_DOOR = EventDoor(ACCOUNT_KINDS, _keep, drop_accounts, Kind.ACCOUNT_MOVED, tell_account)
