"""Regional mailboxes: promise a name that nobody else can have, and give it an activation code, on paper alone."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field

from app.changes import Changes
from app.desk.account.acts import (
    TOUCHED,
    Said,
    account_now,
    keep_account_act,
    refused,
    write_move,
)
from app.desk.context import Desk
from app.desk.refusal import Refused, password_told, reason_text
from app.models.accounts import accounts_of_person, note_account_person
from app.models.mail_space import mail_space_of
from app.models.mailboxes import KeptMailbox, is_address_known, mailbox_of
from core import activation
from core.account_rules import FIRST_CODE, RENEWABLE, STANDING, AccountCode, has_paper_number
from core.accounts import Account, AccountMove, CodeWhy, Road
from core.mail_names import check_stem
from core.mail_space import MailSpace
from core.proofs import MailboxState
from core.tickets import LAST_TICK
from core.wire.events import Kind
from core.wire.records import MailboxCodeSetBody, MailboxReservedBody


@dataclass(frozen=True, slots=True)
class Reserved:
    """A mailbox that is promised, and the code that activates it: nothing else in the world knows it."""

    account: Account
    address: str = field(repr=False)
    code: str = field(repr=False)
    code_turn: int
    changes: Changes = TOUCHED


def reserve_mailbox(desk: Desk, uid: uuid.UUID, stem: str, *, nik: str = "") -> Reserved | Refused:
    """Promise the name ``stem`` with this desk's tag; the help goes the regional road from then on.

    Args:
        stem: what stands before the tag, as typed.
        nik: sixteen digits, where the form has them: who has a mailbox already gets no second one.

    Raises: Trouble ACCOUNT_UNKNOWN (usage).
    """
    name = check_stem(stem, desk.mail_rules(), desk.identity).value
    if name is None:
        return refused(AccountCode.BAD_STEM)
    code, mark = activation.new_code(secrets.randbelow), desk.keys.sealer.mark("nik", nik)
    code_hash = activation.code_hash(code)
    return desk.store.write(lambda: _reserve(desk, uid, name, mark, code, code_hash))


def new_code(desk: Desk, uid: uuid.UUID, why: CodeWhy, *, reason: str = "", id_paper: str = "") -> Reserved | Refused:
    """Give a mailbox another activation code; every earlier one is void once the server has heard of it.

    Args:
        why: a failed print, as long as nobody has activated it; else a recovery, which only a coordinator may do.
        reason, id_paper: of a recovery: what happened, and which paper the person showed.

    Raises: Trouble ACCOUNT_UNKNOWN (usage).
    """
    words = reason_text(reason), reason_text(id_paper)
    refusal = password_told(*words) or _recovery_refusal(desk, why, *words)
    if refusal is not None:
        return refusal
    code = activation.new_code(secrets.randbelow)
    asked = _NewCode(code, activation.code_hash(code), why, *words)
    return desk.store.write(lambda: _set_code(desk, uid, asked))


@dataclass(frozen=True, slots=True)
class _NewCode:
    """A code that was just made, and why."""

    code: str = field(repr=False)
    hash: bytes
    why: CodeWhy
    reason: str
    id_paper: str


def _reserve(
    desk: Desk, uid: uuid.UUID, name: str, mark: bytes | None, code: str, code_hash: bytes
) -> Reserved | Refused:
    account = account_now(desk, uid)
    space = mail_space_of(desk.store.profile.stream)
    refusal = _refusal(desk, account, space, mark)
    if refusal is not None or space is None:
        return refusal or refused(AccountCode.NO_SPACE)
    address = space.address(name)
    if is_address_known(desk.keys.sealer, address):
        return refused(AccountCode.NAME_TAKEN, address=address)
    note_account_person(uid, mark)
    officer = desk.keys.officer.name
    body = MailboxReservedBody(address, code_hash, account.opened.name_on_id, officer)
    keep_account_act(desk, Kind.MAILBOX_RESERVED, body, uid)
    is_on_road = account.road == Road.REGIONAL
    said = Said(address=address) if is_on_road else Said(road=Road.REGIONAL.value, address=address)
    kept = write_move(desk, account, AccountMove.ADDRESS if is_on_road else AccountMove.ROAD, said)
    return Reserved(kept.account, address, code, FIRST_CODE)


def _refusal(desk: Desk, account: Account, space: MailSpace | None, mark: bytes | None) -> Refused | None:
    if not account.is_open:
        return refused(AccountCode.ENDED)
    own = mailbox_of(desk.keys.sealer, account.uid)
    if own is not None and own.state is not MailboxState.TAKEN:
        return refused(AccountCode.HAS_MAILBOX, address=own.address)
    other = _standing(desk, accounts_of_person(account.uid, mark))
    if other is not None:
        return refused(AccountCode.PERSON_HAS_MAILBOX, address=other.address)
    return refused(AccountCode.NO_SPACE) if space is None else None


def _standing(desk: Desk, uids: Iterable[uuid.UUID]) -> KeptMailbox | None:
    """The first of these helps' mailboxes that is not void."""
    boxes = (mailbox_of(desk.keys.sealer, uid) for uid in uids)
    return next((box for box in boxes if box is not None and box.state in STANDING), None)


def _recovery_refusal(desk: Desk, why: CodeWhy, reason: str, id_paper: str) -> Refused | None:
    if why is not CodeWhy.RECOVERY:
        return None
    if not desk.keys.is_coordinator:
        return refused(AccountCode.NEEDS_COORDINATOR)
    if has_paper_number(reason) or has_paper_number(id_paper):
        return refused(AccountCode.PAPER_NUMBER)
    return None if reason and id_paper else refused(AccountCode.NO_ID_PAPER)


def _set_code(desk: Desk, uid: uuid.UUID, asked: _NewCode) -> Reserved | Refused:
    account, box = account_now(desk, uid), mailbox_of(desk.keys.sealer, uid)
    if box is None or not box.address:
        return refused(AccountCode.NO_MAILBOX)
    if box.state is MailboxState.ACTIVE and asked.why is not CodeWhy.RECOVERY:
        return refused(AccountCode.MAILBOX_IN_USE, address=box.address)
    if box.state not in RENEWABLE | {MailboxState.ACTIVE}:
        return refused(AccountCode.MAILBOX_CLOSED, address=box.address)
    turn = min(box.code_turn + 1, LAST_TICK)
    officer = desk.keys.officer.name
    why = asked.why.value
    body = MailboxCodeSetBody(box.address, asked.hash, turn, why, officer, asked.reason, asked.id_paper)
    keep_account_act(desk, Kind.MAILBOX_CODE_SET, body, uid)
    return Reserved(account, box.address, asked.code, turn)
