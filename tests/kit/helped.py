"""People who are helped with e-mail at a desk, and what the server would tell of it."""

from __future__ import annotations

import itertools
import uuid

from app.desk.account.acts import AccountKept
from app.desk.account.open import open_account
from app.desk.account.reserve import Reserved, reserve_mailbox
from app.desk.context import Desk
from app.desk.refusal import Refused
from app.models.mail_notices import keep_mail_notice
from app.models.mail_space import keep_mail_space
from core.account_rules import AccountCode
from core.accounts import Account, Need
from core.mail_space import MailSpace
from core.proofs import MailNotice
from core.wire.envelope import Notice
from core.wire.events import Kind
from tests.kit.desk import DAY, sql

SPACE = MailSpace("warga.contoh.id", "12")

_FEED_NO = itertools.count(1_000)


def helped(desk: Desk, name: str = "SITI AMINAH", *, need: Need = Need.NONE, nik: str = "") -> uuid.UUID:
    """Somebody sits down at the account desk; the help's uid."""
    return open_account(desk, DAY, need, name_on_id=name, nik=nik).account.uid


def kept(told: AccountKept | Refused) -> Account:
    """The help as it stands after a verb that did what was asked."""
    assert isinstance(told, AccountKept), told
    return told.account


def refusal(told: AccountKept | Reserved | Refused) -> AccountCode:
    """Why a verb did nothing."""
    assert isinstance(told, Refused), told
    assert isinstance(told.code, AccountCode)
    return told.code


def with_space(desk: Desk, space: MailSpace = SPACE) -> None:
    """The server has granted this desk names, as :mod:`app.sync.mail_words` keeps it."""
    desk.store.write(lambda: keep_mail_space(desk.store.profile.stream, space))


def reserved(desk: Desk, uid: uuid.UUID, stem: str = "siti.aminah") -> Reserved:
    """A mailbox that was promised."""
    told = reserve_mailbox(desk, uid, stem)
    assert isinstance(told, Reserved), told
    return told


def server_tells(desk: Desk, uid: uuid.UUID, kind: Kind, code: MailNotice, **facts: str) -> None:
    """A word of the server about the last event of this kind of a help comes in."""
    [(stream, seq)] = sql(
        desk.store,
        "SELECT stream, seq FROM event WHERE record = ? AND kind = ? ORDER BY rowid DESC LIMIT 1",
        uid.bytes,
        kind.value,
    )
    notice = Notice(next(_FEED_NO), stream, seq, code.value, {"account": str(uid), **facts})
    assert desk.store.write(lambda: keep_mail_notice(notice)) == uid
