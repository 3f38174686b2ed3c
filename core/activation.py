"""Activation codes of regional mailboxes: made, read as typed, and what may be kept of one.

A code stands on paper only. Twelve signs out of thirty-one are 59 bits, and its hash is slow: far beyond trying out.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable

SIGNS = "23456789ABCDEFGHJKLMNPQRSTUVWXY"
"""Without 0 and O, 1 and I, and Z, which look like others on a thermal slip."""

LENGTH = 12
GROUP = 4

_SALT = b"posko/activation/1"
"""The same for all, so that the code alone tells which mailbox is meant: one thing less to type on a telephone."""


def new_code(randbelow: Callable[[int], int]) -> str:
    """A code as it is printed: ``K7QM-2XRT-9DHE``.

    Args:
        randbelow: a whole number below this one, by the operating system's randomness: ``secrets.randbelow``.
    """
    return shown("".join(SIGNS[randbelow(len(SIGNS))] for _ in range(LENGTH)))


def shown(code: str) -> str:
    """A code in groups of four."""
    return "-".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))


def read_code(text: str) -> str | None:
    """A code as somebody typed it, in one piece; ``None`` = that cannot be one."""
    code = "".join(char for char in text.upper() if char not in " -.\t")
    return code if len(code) == LENGTH and set(code) <= set(SIGNS) else None


def code_hash(code: str) -> bytes:
    """What is kept and sent of a code, 32 bytes; the mailbox is found by it. Takes some 50 ms: off the window's thread.

    Slow on purpose: whoever steals a list of hashes should not find the one code that is among a billion tried.

    Args:
        code: as :func:`new_code` or :func:`read_code` gives it.
    """
    bare = code.replace("-", "").encode()
    return hashlib.scrypt(bare, salt=_SALT, n=2**14, r=8, p=1, dklen=32)
