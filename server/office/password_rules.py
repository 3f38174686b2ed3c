"""What a password of a mailbox may not be: too short, its address, a number, one that everybody tries."""

from __future__ import annotations

import enum
import functools
import re

import resources

LEAST = 8
MOST = 128
"""Longer than anybody types on a telephone; a bound on what is hashed."""

_FEW_SIGNS = 2
_ROWS = ("abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "asdfghjkl", "zxcvbnm", "01234567890123456789")


class PasswordFault(enum.StrEnum):
    """Why a password is not taken."""

    DIFFERS = "PAGE_PASSWORD_DIFFERS"
    SHORT = "PAGE_PASSWORD_SHORT"
    LONG = "PAGE_PASSWORD_LONG"
    EDGES = "PAGE_PASSWORD_EDGES"
    """A space before or behind it, as telephones add one: nobody would see it when signing in."""
    SIGNS = "PAGE_PASSWORD_SIGNS"
    """Signs that mail programs send in different ways."""
    ADDRESS = "PAGE_PASSWORD_ADDRESS"
    COMMON = "PAGE_PASSWORD_COMMON"


def password_fault(password: str, again: str, address: str) -> PasswordFault | None:
    """What is wrong with a password for the mailbox ``address``, typed twice."""
    faults = (
        (PasswordFault.DIFFERS, password != again),
        (PasswordFault.SHORT, len(password) < LEAST),
        (PasswordFault.LONG, len(password) > MOST),
        (PasswordFault.EDGES, password != password.strip()),
        (PasswordFault.SIGNS, not (password.isascii() and password.isprintable())),
        (PasswordFault.ADDRESS, _tells_address(password, address)),
        (PasswordFault.COMMON, _is_common(password)),
    )
    return next((fault for fault, is_so in faults if is_so), None)


def _tells_address(password: str, address: str) -> bool:
    """Whether it is the address or the name in it, perhaps with a few digits: the card shows both to everybody."""
    bare = _letters(password)
    local, _, domain = address.partition("@")
    words = {local, domain, address, *local.split(".")}
    named = {*(_letters(word) for word in words), _letters("".join(local.split(".")[:-1]))} - {""}
    return _bare(password) in {_bare(word) for word in words} or bare in {word for word in named if len(word) > 2}


def _is_common(password: str) -> bool:
    bare = password.lower()
    is_row = any(bare in row or bare in row[::-1] for row in _ROWS)
    return is_row or _is_number(bare) or len(set(bare)) <= _FEW_SIGNS or bare in _common()


def _is_number(text: str) -> bool:
    """Whether it is a telephone number, a date of birth, a NIK: the post knows these, and the family does."""
    return re.sub(r"[ ./+-]", "", text).isdigit()


def _bare(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", text.lower())


def _letters(text: str) -> str:
    return re.sub(r"[^a-z]", "", text.lower())


@functools.cache
def _common() -> frozenset[str]:
    """Passwords that are tried first, in lower case. Raises: Trouble RESOURCE_MISSING."""
    return frozenset(resources.read("mail", "weak_passwords.txt").decode("ascii").split())
