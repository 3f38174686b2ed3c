"""Lets go what was noted about mailed codes once nobody needs it; that an address is proven stands in the events."""

from __future__ import annotations

from contextlib import AbstractContextManager
from functools import partial

from core.clock import Clock, to_ms
from server.office.hourly import done_hourly
from server.store import proofs
from server.store.database import Store

DAY_MS = 86_400_000


def purge_proofs(store: Store, clock: Clock, kept_days: int) -> int:
    """Forget every code that was asked for longer ago; how many. Raises: Trouble of the store: the rest waits."""
    until_ms = to_ms(clock.now()) - kept_days * DAY_MS
    count = 0
    while True:
        # some in each transaction: no desk waits long
        done = store.write(lambda work: proofs.purge(work, until_ms), rings=False)
        count += done
        if not done:
            return count


def proofs_purged(store: Store, clock: Clock, kept_days: int) -> AbstractContextManager[None]:
    """While the block runs a thread looks at once, and then every hour."""
    return done_hourly("proofs purged", partial(purge_proofs, store, clock, kept_days))
