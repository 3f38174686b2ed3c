"""How helps with e-mail stand: one, all that are open, the one of a registration."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field

from app.desk.account.acts import account_now
from app.desk.context import Desk
from app.models.accounts import accounts_of_registration, accounts_with_address, accounts_with_nik, open_account_uids
from app.models.mail_space import mail_space_of
from app.models.mailboxes import accounts_with_mailbox, mailbox_of, proof_of_address
from core.accounts import Account
from core.email import check_email
from core.mail_space import MailSpace
from core.proofs import MailboxState, Proof


@dataclass(frozen=True, slots=True)
class MailboxView:
    """A regional mailbox as this desk knows it."""

    address: str = field(repr=False)
    state: MailboxState
    code_turn: int
    reserved_at_ms: int


@dataclass(frozen=True, slots=True)
class AccountView:
    """A help with everything that a screen shows of it.

    Args:
        proof: of the address that the help has now.
        space: what this desk may give out; ``None`` = no regional mailbox now.
    """

    account: Account
    proof: Proof
    mailbox: MailboxView | None
    space: MailSpace | None


def account_view(desk: Desk, uid: uuid.UUID) -> AccountView:
    """One help. Raises: Trouble ACCOUNT_UNKNOWN (usage)."""
    return desk.store.run(lambda: _view(desk, uid))


def open_accounts(desk: Desk) -> tuple[AccountView, ...]:
    """All helps that somebody is at or comes back to, the eldest first."""
    return desk.store.run(lambda: tuple(_view(desk, uid) for uid in open_account_uids()))


def account_of(desk: Desk, registration: uuid.UUID) -> AccountView | None:
    """The latest help of a registration; ``None`` = it got none."""
    return desk.store.run(lambda: _latest(desk, accounts_of_registration(registration)))


def account_with_nik(desk: Desk, nik: str) -> AccountView | None:
    """The latest help of the person with this NIK: what a form goes on with after its window was killed."""
    mark = desk.keys.sealer.mark("nik", nik)
    return desk.store.run(lambda: _latest(desk, accounts_with_nik(mark))) if mark else None


def account_with_address(desk: Desk, address: str) -> AccountView | None:
    """The latest help of whoever has this address; ``None`` = nobody has it, as far as this desk knows.

    The help in which a regional mailbox was promised comes before all others that name its address.
    """
    mark = desk.keys.sealer.mark("email", check_email(address, rules=desk.identity).value or "")

    def job() -> AccountView | None:
        promised = [_view(desk, uid) for uid in accounts_with_mailbox(mark)] if mark else []
        standing = [one for one in promised if one.mailbox and one.mailbox.state is not MailboxState.TAKEN]
        if standing or promised or not mark:
            return _last(one for one in standing if one.mailbox and one.mailbox.address)
        return _latest(desk, accounts_with_address(mark))

    return desk.store.run(job)


def mail_space(desk: Desk) -> MailSpace | None:
    """The names of regional mailboxes that this desk may give out; ``None`` = the server has granted none (yet)."""
    return desk.store.run(lambda: mail_space_of(desk.store.profile.stream))


def _latest(desk: Desk, uids: Iterable[uuid.UUID]) -> AccountView | None:
    return _last(_view(desk, uid) for uid in uids)


def _last(views: Iterable[AccountView]) -> AccountView | None:
    return max(views, key=lambda one: (one.account.opened.at_ms, one.account.uid), default=None)


def _view(desk: Desk, uid: uuid.UUID) -> AccountView:
    sealer = desk.keys.sealer
    account, box = account_now(desk, uid), mailbox_of(sealer, uid)
    mailbox = MailboxView(box.address, box.state, box.code_turn, box.reserved_at_ms) if box else None
    proof = proof_of_address(sealer, uid, account.address)
    return AccountView(account, proof, mailbox, mail_space_of(desk.store.profile.stream))
