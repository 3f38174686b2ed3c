"""The write-ahead log is trusted only where its fault is mended."""

from __future__ import annotations

import pytest

from core.sqlite_safety import has_wal_fix, safe_journal_mode


@pytest.mark.parametrize(
    ("version", "is_fixed"),
    [
        ((3, 40, 1), False),
        ((3, 44, 5), False),
        ((3, 44, 6), True),
        ((3, 45, 0), False),
        ((3, 50, 6), False),
        ((3, 50, 7), True),
        ((3, 51, 0), False),
        ((3, 51, 2), False),
        ((3, 51, 3), True),
        ((3, 60, 0), True),
    ],
)
def test_wal_is_used_only_where_its_fault_is_mended(version: tuple[int, int, int], *, is_fixed: bool) -> None:
    assert has_wal_fix(version) is is_fixed
    assert safe_journal_mode(version) == ("wal" if is_fixed else "truncate")
