"""Passwords of mailboxes as Dovecot reads them: Argon2id hashes, of which only a few are worked on at once.

A password is never kept, never logged and never part of an answer; what is kept is its hash with a salt of its own.
"""

from __future__ import annotations

import enum
import functools
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from cryptography.exceptions import InvalidKey
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from core.errors import Trouble

SCHEME = "{ARGON2ID}"
"""How Dovecot is told which hash it is."""

_MEMORY_KIB = 19 * 1024
_PASSES = 2
_SALT_BYTES = 16
_HASH_BYTES = 32

AT_ONCE = 2
"""Hashes worked on at the same time by one process: 38 MiB, and a small machine's cores are left to the desks."""

IN_LINE = 6
"""So many requests wait for their turn; more are asked to come again, or they would hold every thread."""

WAIT_S = 10.0


class HashCode(enum.StrEnum):
    """Trouble with too many at once."""

    CROWDED = "PAGE_MAILBOX_CROWDED"


class HashSlots:
    """Lets a few hash at a time. One for each process."""

    def __init__(self, at_once: int = AT_ONCE, in_line: int = IN_LINE) -> None:
        self._free = threading.Semaphore(at_once)
        self._places = threading.Semaphore(at_once + in_line)

    @contextmanager
    def taken(self) -> Iterator[None]:
        """Wait for a turn and have it while the block runs. Raises: Trouble CROWDED if the line is too long."""
        if not self._places.acquire(blocking=False):
            raise Trouble(HashCode.CROWDED)
        try:
            if not self._free.acquire(timeout=WAIT_S):
                raise Trouble(HashCode.CROWDED)
            try:
                yield
            finally:
                self._free.release()
        finally:
            self._places.release()


def password_hash(password: str) -> str:
    """What is kept of a password."""
    kdf = Argon2id(
        salt=os.urandom(_SALT_BYTES), length=_HASH_BYTES, iterations=_PASSES, lanes=1, memory_cost=_MEMORY_KIB
    )
    return SCHEME + kdf.derive_phc_encoded(password.encode())


def is_password(password: str, kept: str | None) -> bool:
    """Whether this is the password of which ``kept`` is the hash; takes the same time where there is none."""
    try:
        Argon2id.verify_phc_encoded(password.encode(), (kept or _nobodys()).removeprefix(SCHEME))
    except InvalidKey:
        return False
    return kept is not None


@functools.cache
def _nobodys() -> str:
    """Held against what is typed for a mailbox that does not exist, so that its absence cannot be measured."""
    return password_hash(os.urandom(_SALT_BYTES).hex())
