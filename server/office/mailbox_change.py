"""One change of a mailbox: judged, kept, written down and told to its post in one transaction."""

from __future__ import annotations

import enum
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from core.clock import Clock, to_ms
from core.proofs import MailNotice
from server.store import mailboxes, streams
from server.store.database import Store, Work
from server.store.mail_notices import MailWord, tell_mail
from server.store.mail_records import Mailbox


class Act(enum.StrEnum):
    """What is done with a mailbox, in its log; one word for ever."""

    ACTIVATED = "activated"
    RECOVERED = "recovered"
    PASSWORD_CHANGED = "password_changed"  # noqa: S105 - a word of the log
    FORWARD_SET = "forward_set"
    FORWARD_CLEARED = "forward_cleared"
    CODE_SET = "code_set"
    DISABLED = "disabled"
    ENABLED = "enabled"
    QUOTA_SET = "quota_set"
    ALIAS_ADDED = "alias_added"
    ALIAS_REMOVED = "alias_removed"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Changed:
    """A mailbox as it is now, and what was done; ``notice``: what its post is told; ``also``: what came with it."""

    mailbox: Mailbox
    act: Act
    notice: MailNotice | None = None
    officer_name: str = ""
    reason: str = ""
    also: Act | None = None


def address_of(typed: str) -> str:
    """An address as somebody typed it, as mailboxes are kept; empty = that can be none."""
    address = typed.strip().lower()
    return address if address.isascii() and address.isprintable() else ""


Answer = TypeVar("Answer")
Judge = Callable[[Mailbox], "Changed | Answer"]


def change(store: Store, clock: Clock, address: str, judge: Judge[Answer]) -> Changed | Answer | None:
    """What became of a mailbox; ``None`` = there is none of this address.

    Args:
        judge: says what it becomes, or why nothing is changed; perhaps asked again with what it has become meanwhile.

    Raises: Trouble of the store: nothing is changed.
    """
    with store.reading() as work:
        known = mailboxes.mailbox(work, address)
    if known is None:
        return None
    return store.write(lambda work: _changed(work, known, judge, to_ms(clock.now())))


def keep(work: Work, changed: Changed, now_ms: int) -> None:
    """Keep a change of a mailbox that this transaction holds, and its post before it."""
    box = changed.mailbox
    mailboxes.save_mailbox(work, box)
    for act in (changed.act, *([changed.also] if changed.also else [])):
        mailboxes.note_act(work, box.address, now_ms, act, officer_name=changed.officer_name, reason=changed.reason)
    if changed.notice is not None:
        tell_mail(work, box.post, [MailWord(changed.notice, box.stream, box.seq, box.account)], now_ms)


def _changed(work: Work, known: Mailbox, judge: Judge[Answer], now_ms: int) -> Changed | Answer | None:
    streams.lock_post(work, known.post)
    present = mailboxes.mailbox(work, known.address)
    if present is None:
        return None
    judged = judge(present)
    if isinstance(judged, Changed):
        keep(work, judged, now_ms)
    return judged
