"""Numbers out of this device's own block: serials of registrations and queue numbers, unique without a network."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from app.models.statements import run
from app.models.tables import NumberRow
from core.errors import Trouble
from core.ids import BLOCK_SIZE, NUMBERS_A_BLOCK, block_number
from core.queue_line import MOST_DAYS_AHEAD

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


@dataclass(frozen=True, slots=True)
class UsedElsewhere:
    """What another store of this device has used: by series, business date and block."""

    numbers: NumberBlock
    used: Mapping[tuple[str, str, int], int]


def used_elsewhere(file: Path, device: bytes) -> UsedElsewhere | None:
    """What the store in this file has used, nothing if it is another device's; ``None`` if it cannot be read."""
    uri = f"{file.resolve().as_uri()}?mode=ro"
    # a journal that a power cut left keeps the first way shut; the second reads the file as it is
    return _used_in(uri, device) or _used_in(f"{uri}&immutable=1", device)


def is_anothers_work(file: Path, device: bytes) -> bool:
    """Whether a readable store in this file belongs to another device and has been worked with."""
    try:
        with closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro&immutable=1", uri=True)) as other:
            row = other.execute("SELECT device_uid, (SELECT COUNT(*) FROM event) FROM profile").fetchone()
    except sqlite3.Error:
        return False
    return row is not None and row[0] != device and row[1] > 0


def _used_in(uri: str, device: bytes) -> UsedElsewhere | None:
    try:
        with closing(sqlite3.connect(uri, uri=True)) as other:
            name, block, until, chunks = other.execute(
                "SELECT device_uid, block, burnt_until, burnt_chunks FROM profile"
            ).fetchone()
            rows = other.execute("SELECT series, business_on, block, used FROM number").fetchall()
        if name != device:
            return UsedElsewhere(NumberBlock(block), {})
        used = {(str(series), str(on), int(of_block)): int(count) for series, on, of_block, count in rows}
        return UsedElsewhere(NumberBlock(int(block), date.fromisoformat(until) if until else None, int(chunks)), used)
    except (sqlite3.Error, TypeError, ValueError):  # no such file, no such table, no such row, no such value
        return None


def last_promised(on: date) -> date:
    """The last day of which numbers may stand on paper already: blank forms are printed ahead."""
    return on + timedelta(days=MOST_DAYS_AHEAD)


def burn_after_restore(own: NumberBlock, replaced: Iterable[UsedElsewhere | None], on: date) -> int:
    """Never use again what may stand on paper already; call in the restored store's transaction.

    Of each series goes the chunk that its next number would come from, what the replaced stores have begun, and a
    chunk more for each of them that nobody can read.

    Args:
        replaced: the eldest first; a readable one already knows what those before it were worth.

    Returns how many chunks to burn of a series that has no row.
    """
    rows = list(NumberRow.select().where(NumberRow.block == own.block))
    burnt = {(row.series, row.business_on, row.block): row.used // BLOCK_SIZE + 1 for row in rows}
    chunks = own.floor(on) // BLOCK_SIZE + 1
    unreadable = 0
    for other in replaced:
        unreadable = unreadable + 1 if other is None else 0
        if other is not None:
            chunks = max(chunks, other.numbers.floor(on) // BLOCK_SIZE)
            for place, used in other.used.items():
                burnt[place] = max(burnt.get(place, 0), -(-used // BLOCK_SIZE))
    for (series, business_on, block), begun in burnt.items():
        _store(series, business_on, block, (begun + unreadable) * BLOCK_SIZE)
    return chunks + unreadable


def _store(series: str, business_on: str, block: int, used: int) -> None:
    run(_USE, series, business_on, block, used)
