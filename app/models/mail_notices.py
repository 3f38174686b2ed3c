"""What the server told about proofs and mailboxes, in the store: the last of each word about each event."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from app.models.statements import run
from core.proofs import MailNotice
from core.wire.envelope import Notice

_KEEP = """
    INSERT INTO mail_notice (stream, seq, code, feed_no, account_uid, facts) VALUES (?, ?, ?, ?, ?, ?)
    ON CONFLICT (stream, seq, code) DO UPDATE SET feed_no = excluded.feed_no, facts = excluded.facts
    WHERE excluded.feed_no > mail_notice.feed_no"""
_OF_ACCOUNT = "SELECT stream, seq, code, feed_no, facts FROM mail_notice WHERE account_uid = ?"
_FORGET = "DELETE FROM mail_notice WHERE code != ?"


@dataclass(frozen=True, slots=True)
class KeptNotice:
    """One word of the server about the event at this place of a log."""

    stream: bytes
    seq: int
    code: str
    feed_no: int
    facts: Mapping[str, str]


def keep_mail_notice(notice: Notice) -> uuid.UUID | None:
    """Keep a word of the server about a help; inside a transaction.

    Returns the help; ``None`` = it was known already, or names none.
    """
    try:
        account = uuid.UUID(notice.facts.get("account", ""))
    except ValueError:
        return None
    facts = json.dumps(dict(notice.facts), sort_keys=True)
    kept = run(_KEEP, notice.stream, notice.seq, notice.code, notice.feed_no, account.bytes, facts)
    return account if kept.rowcount else None


def notices_of(account: uuid.UUID) -> tuple[KeptNotice, ...]:
    """Everything that the server told about a help's acts on mail."""
    rows = run(_OF_ACCOUNT, account.bytes).fetchall()
    return tuple(
        KeptNotice(stream, seq, code, feed_no, json.loads(facts)) for stream, seq, code, feed_no, facts in rows
    )


def forget_mail_notices() -> None:
    """The server begins its feed anew and tells them again; what it once has proven stays proven."""
    run(_FORGET, MailNotice.PROOF_GOOD.value)
