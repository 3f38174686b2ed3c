"""How a help with e-mail goes on: its road, its steps, the address, whose telephone, pauses, the end."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Collection

from app.desk.account.acts import NOTHING, AccountKept, Said, account_now, refused, write_move
from app.desk.context import Desk
from app.desk.refusal import Refused, password_told
from app.models.mailboxes import mailbox_of
from core.account_rules import AccountCode, ending_refusal
from core.accounts import NEED_MOVES, Account, AccountMove, AccountState, Need, PhoneOwner, Reach, Result, Road
from core.email import check_email
from core.proofs import MailboxState
from core.typed_text import tidy

MOST_STEP = 99
MOST_TEXT = 200

_Act = Callable[[Account], AccountKept | Refused]


def choose_road(desk: Desk, uid: uuid.UUID, road: Road, provider: str = "") -> AccountKept | Refused:
    """Take a road, from its first step on; one that was gone before counts no more. Goes on where it was paused.

    Args:
        provider: a word of the public provider.

    Raises: Trouble ACCOUNT_UNKNOWN (usage), as every verb here.
    """

    def act(one: Account) -> AccountKept:
        box = mailbox_of(desk.keys.sealer, uid) if road is Road.REGIONAL else None
        # a mailbox that is promised has its address again, whatever was meant on the road between
        address = box.address if box is not None and box.state is not MailboxState.TAKEN else ""
        said = Said(road=road.value, provider=provider[:MOST_TEXT], address=address)
        return write_move(desk, _without_other_address(desk, one, road), AccountMove.ROAD, said)

    return _going(desk, uid, act)


def change_need(desk: Desk, uid: uuid.UUID, need: Need) -> AccountKept | Refused:
    """The person needs something else than was said first; the road begins anew, and goes on where it was paused.

    Whoever has an address, or had one, is on the way to it by that.
    """
    road = Road.OWN if need in (Need.HAS, Need.FORGOTTEN) else None

    def act(one: Account) -> AccountKept:
        said = Said(road=road.value if road else "")
        return write_move(desk, _without_other_address(desk, one, road), NEED_MOVES[need], said)

    return _going(desk, uid, act)


def _without_other_address(desk: Desk, one: Account, road: Road | None) -> Account:
    """An address that was there is none that is made, and a name that was only meant is none that is there."""
    is_another = (one.road == Road.OWN) is not (road is Road.OWN)
    if not one.road or not one.address or not is_another or road is Road.REGIONAL:
        return one
    return write_move(desk, one, AccountMove.ADDRESS).account


def reach_step(desk: Desk, uid: uuid.UUID, step: int) -> AccountKept | Refused:
    """So many steps of the road are done."""
    if not 0 <= step <= MOST_STEP:
        raise ValueError(step)
    return _going(desk, uid, lambda one: write_move(desk, one, AccountMove.STEP, Said(step=step)))


def note_address(desk: Desk, uid: uuid.UUID, address: str) -> AccountKept | Refused:
    """Note what address the person has or gets; an empty one takes it back. Nothing is proven by that."""
    good = check_email(address, rules=desk.identity).value if address.strip() else ""
    if good is None:
        return refused(AccountCode.BAD_ADDRESS)

    def act(one: Account) -> AccountKept:
        return (
            AccountKept(one) if one.address == good else write_move(desk, one, AccountMove.ADDRESS, Said(address=good))
        )

    return _with(desk, uid, act)


def note_phone(
    desk: Desk, uid: uuid.UUID, owner: PhoneOwner, reach: Collection[Reach], contact_person: str = ""
) -> AccountKept | Refused:
    """Note whose telephone it is, how somebody is reached, and through whom if there is none."""
    contact = tidy(contact_person)[:MOST_TEXT]
    refusal = password_told(contact)
    if refusal is not None:
        return refusal
    ways = tuple(one.value for one in Reach if one in reach)
    said = Said(phone_owner=owner.value, reach=ways, contact_person=contact)
    return _with(desk, uid, lambda one: write_move(desk, one, AccountMove.PHONE, said))


def pause(desk: Desk, uid: uuid.UUID) -> AccountKept | Refused:
    """The applicant does something that takes long, or waits: the clock stands still."""
    return _into(desk, uid, AccountMove.PAUSED, AccountState.PAUSED)


def resume(desk: Desk, uid: uuid.UUID) -> AccountKept | Refused:
    """Somebody is at it again, perhaps at another desk."""
    return _into(desk, uid, AccountMove.RESUMED, AccountState.OPEN)


def end(desk: Desk, uid: uuid.UUID, result: Result, reason: str = "") -> AccountKept | Refused:
    """The help is over, for now at least.

    Args:
        reason: a word of :class:`core.accounts.Reason`: why there is no address (yet).
    """

    def act(one: Account) -> AccountKept | Refused:
        is_about_mail = one.need != Need.PHONE
        refusal = ending_refusal(result, reason, one.address, is_about_mail=is_about_mail)
        if refusal is not None:
            return refused(refusal)
        why = reason if result in {Result.LATER, Result.FAILED} else ""
        return write_move(desk, one, AccountMove.ENDED, Said(result=result.value, reason=why))

    return _going(desk, uid, act)


def reopen(desk: Desk, uid: uuid.UUID) -> AccountKept | Refused:
    """The person came back, or it had ended by mistake."""

    def act(one: Account) -> AccountKept | Refused:
        return refused(AccountCode.STILL_OPEN) if one.is_open else write_move(desk, one, AccountMove.REOPENED)

    return _with(desk, uid, act)


def _into(desk: Desk, uid: uuid.UUID, move: AccountMove, state: AccountState) -> AccountKept | Refused:
    return _going(
        desk, uid, lambda one: AccountKept(one) if one.state is state else write_move(desk, one, move, NOTHING)
    )


def _going(desk: Desk, uid: uuid.UUID, act: _Act) -> AccountKept | Refused:
    """An act on a help that has not ended."""
    return _with(desk, uid, lambda one: act(one) if one.is_open else refused(AccountCode.ENDED))


def _with(desk: Desk, uid: uuid.UUID, act: _Act) -> AccountKept | Refused:
    return desk.store.write(lambda: act(account_now(desk, uid)))
