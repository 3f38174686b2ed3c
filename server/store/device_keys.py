"""Devices in the order in which desks of all posts hear of them.

A place is given in a transaction of its own, one at a time in the whole server, after what it tells is on disk: whoever
reads up to a place has seen all before it. A device that was revoked since moves to the end. Places go with the clock,
so that a database that was restored gives none again that desks have seen in the span it lost.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from core.clock import Clock, to_ms
from server.store import statements
from server.store.database import Store, Work
from server.store.enrolment import lock_server
from server.store.records import Device, Post

_UNTOLD = """
    SELECT "uid", "revoked_at_ms" FROM "device"
    WHERE "key_no" IS NULL OR coalesce("revoked_at_ms", 0) <> coalesce("told_revoked_at_ms", 0)
    ORDER BY "enrolled_at_ms", "uid" """
_LAST = 'SELECT coalesce(max("key_no"), 0) FROM "device"'
_NUMBER = 'UPDATE "device" SET "key_no" = ?, "told_revoked_at_ms" = ? WHERE "uid" = ?'
_DEVICES = """
    SELECT coalesce("device"."key_no", 0), "device"."revoked_at_ms", "device"."uid", "device"."public_key",
    "device"."block", "post"."code", "post"."name", "post"."province"
    FROM "device" JOIN "post" ON "post"."code" = "device"."post" """
_FROM = f'{_DEVICES} WHERE "device"."key_no" >= ? ORDER BY "device"."key_no" LIMIT ?'
_SIGNERS = f'{_DEVICES} WHERE "device"."key_id" = ?'


@dataclass(frozen=True, slots=True)
class NumberedDevice:
    """A device with its place (0: it has none yet); ``revoked_at_ms`` 0 = it is trusted."""

    no: int
    revoked_at_ms: int
    device: Device
    post: Post


def number_devices(store: Store, clock: Clock) -> int:
    """Give a place to every device that is new or was revoked since it had one; how many.

    Raises: Trouble of the store: they get it the next time.
    """
    return store.write(lambda work: _number(work, clock), rings=False)


def _number(work: Work, clock: Clock) -> int:
    lock_server(work)
    untold = statements.rows(work, _UNTOLD)
    last = statements.rows(work, _LAST)[0][0]
    first = max(last + 1, to_ms(clock.now()))
    for no, (uid, revoked_at_ms) in enumerate(untold, first):
        statements.run(work, _NUMBER, no, revoked_at_ms, uid)
    return len(untold)


def devices_from(work: Work, no: int, limit: int) -> tuple[NumberedDevice, ...]:
    """The first devices from this place on. No post's counter is held, whatever else the transaction does."""
    return _numbered(statements.rows(work, _FROM, no, limit))


def signers(work: Work, key_id: bytes) -> tuple[NumberedDevice, ...]:
    """The devices whose key has this eight-byte name; more than one only by chance."""
    return _numbered(statements.rows(work, _SIGNERS, key_id))


def _numbered(rows: Iterable[tuple[Any, ...]]) -> tuple[NumberedDevice, ...]:
    return tuple(
        NumberedDevice(
            found,
            revoked_at_ms or 0,
            Device(uuid.UUID(bytes=uid), code, public_key, block, is_revoked=revoked_at_ms is not None),
            Post(code, name, province, feed_no=0, last_block=0),
        )
        for found, revoked_at_ms, uid, public_key, block, code, name, province in rows
    )
