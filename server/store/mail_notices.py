"""Tells a post what became of its proofs and mailboxes: notices in its feed [core.proofs]."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from core.proofs import MailNotice
from server.store import streams
from server.store.cross import add_notices
from server.store.database import Work
from server.store.records import Notice


@dataclass(frozen=True, slots=True)
class MailWord:
    """What is to be told about a help.

    Args:
        stream: with ``seq`` the event at which it stands.
        account: the help.
        facts: no address and no name; the help itself is added.
    """

    code: MailNotice
    stream: bytes
    seq: int
    account: bytes
    facts: Mapping[str, str] = field(default_factory=dict)


def tell_mail(work: Work, post: str, words: Sequence[MailWord], now_ms: int) -> None:
    """Tell a post; the caller has locked it (``streams.lock_post``) before anything else that is its."""
    if not words:
        return
    first_feed_no = streams.take_feed_numbers(work, post, len(words))
    add_notices(
        work,
        (
            Notice(
                post=post,
                feed_no=first_feed_no + place,
                stream=word.stream,
                seq=word.seq,
                record=word.account,
                code=word.code.value,
                facts={"account": str(uuid.UUID(bytes=word.account)), **word.facts},
                told_at_ms=now_ms,
            )
            for place, word in enumerate(words)
        ),
    )
