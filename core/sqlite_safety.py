"""Which SQLite may be trusted with its write-ahead log: one rule for the desk and for the server."""

from __future__ import annotations


def has_wal_fix(version: tuple[int, ...]) -> bool:
    """Whether this SQLite has the fix of the WAL-reset fault (3.51.3, back-ported to 3.50.7 and 3.44.6).

    Source: TRUST 1.2.
    """
    return version >= (3, 51, 3) or (3, 50, 7) <= version < (3, 51) or (3, 44, 6) <= version < (3, 45)


def safe_journal_mode(version: tuple[int, ...]) -> str:
    """``wal`` only where the linked SQLite is safe with it, else ``truncate``; both need synchronous=FULL."""
    return "wal" if has_wal_fix(version) else "truncate"
