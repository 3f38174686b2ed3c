"""Lets mailboxes expire that nobody has activated in time; their names are never given to anybody else."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import replace
from functools import partial

from core.clock import Clock, to_ms
from core.proofs import MailNotice
from server.office.hourly import done_hourly
from server.office.mailbox_change import Act, Changed, change
from server.store import mailboxes
from server.store.database import Store
from server.store.mail_records import BoxState, Mailbox


def expire(store: Store, clock: Clock) -> int:
    """Let everything expire whose time is over; how many did. Raises: Trouble of the store: the rest waits."""
    count = 0
    while True:
        with store.reading() as work:
            past = mailboxes.past_mailboxes(work, BoxState.RESERVED, to_ms(clock.now()))
        # each in a transaction of its own: no desk waits long for its post
        done = sum(isinstance(change(store, clock, one.address, _Expiring(clock)), Changed) for one in past)
        count += done
        if not done:
            return count


class _Expiring:
    """Judges a mailbox at this moment: it may have been activated meanwhile."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def __call__(self, box: Mailbox) -> Changed | None:
        if box.state != BoxState.RESERVED or to_ms(self._clock.now()) < box.expires_at_ms:
            return None
        return Changed(replace(box, state=BoxState.EXPIRED), Act.EXPIRED, MailNotice.MAILBOX_EXPIRED)


def mailboxes_expire(store: Store, clock: Clock) -> AbstractContextManager[None]:
    """While the block runs a thread looks at once, and then every hour.

    A code is refused from its last moment on, whether this has run or not.
    """
    return done_hourly("mailboxes expired", partial(expire, store, clock))
