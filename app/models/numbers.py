"""Numbers out of this device's own block: serials of registrations and queue numbers, unique without a network."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from app.models.statements import run
from app.models.tables import NumberRow
from core.errors import Trouble
from core.ids import BLOCK_SIZE, NUMBERS_A_BLOCK, block_number

REGISTRATION_SERIES = "R"
"""The series of registration serials; queue series are named by their service letter."""

_USED = "SELECT used FROM number WHERE series = ? AND business_on = ? AND block = ?"
_USE = """
    INSERT INTO number (series, business_on, block, used) VALUES (?, ?, ?, ?)
    ON CONFLICT (series, business_on, block) DO UPDATE SET used = excluded.used"""


@dataclass(frozen=True, slots=True)
class NumberBlock:
    """The block of this device.

    After a restore or copy a number that this file does not know may already stand on paper: on every business
    date up to ``burnt_until`` the first ``burnt_chunks`` chunks of the block are never used again.
    """

    block: int
    burnt_until: date | None = None
    burnt_chunks: int = 0

    def floor(self, on: date) -> int:
        """How many numbers of this day are taken as used whatever the table says."""
        is_burnt = self.burnt_until is not None and on <= self.burnt_until
        return self.burnt_chunks * BLOCK_SIZE if is_burnt else 0


def take_number(series: str, business_on: date, numbers: NumberBlock) -> int:
    """The next number of a series on this day; call inside the transaction that uses it.

    Raises: Trouble NUMBERS_USED_UP after 1,000 numbers of one series, day and block.
    """
    row = run(_USED, series, business_on.isoformat(), numbers.block).fetchone()
    used = max(row[0] if row else 0, numbers.floor(business_on))
    if used >= NUMBERS_A_BLOCK:
        raise Trouble("NUMBERS_USED_UP", count=NUMBERS_A_BLOCK)
    _store(series, business_on.isoformat(), numbers.block, used + 1)
    return block_number(numbers.block, used + 1)


def adopt_numbers(file: Path, device: bytes) -> bool:
    """Count as used what another store of this device has used; ``False`` if that file cannot be read."""
    uri = file.resolve().as_uri()
    # a journal that a power cut left keeps the first way shut; the second reads the file as it is
    rows = _used_in(f"{uri}?mode=ro", device)
    if rows is None:
        rows = _used_in(f"{uri}?mode=ro&immutable=1", device)
    for series, business_on, block, used in rows or ():
        known = run(_USED, series, business_on, block).fetchone()
        _store(series, business_on, block, max(used, known[0] if known else 0))
    return rows is not None


def _used_in(uri: str, device: bytes) -> list[tuple[str, str, int, int]] | None:
    query = """
        SELECT CAST(series AS TEXT), CAST(business_on AS TEXT), CAST(block AS INTEGER), CAST(used AS INTEGER)
        FROM number WHERE (SELECT device_uid FROM profile) = ?"""
    try:
        with closing(sqlite3.connect(uri, uri=True)) as other:
            return other.execute(query, (device,)).fetchall()
    except sqlite3.Error:
        return None


def burn_begun_chunks(block: int) -> None:
    """After a restore: the chunk that each series would take its next number from is never used."""
    for row in list(NumberRow.select().where(NumberRow.block == block)):
        _store(row.series, row.business_on, block, (row.used // BLOCK_SIZE + 1) * BLOCK_SIZE)


def _store(series: str, business_on: str, block: int, used: int) -> None:
    run(_USE, series, business_on, block, used)
