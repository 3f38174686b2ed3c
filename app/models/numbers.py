"""Numbers out of this device's own block: serials of registrations and queue numbers, unique without a network."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.models.tables import NumberRow
from core.errors import Trouble
from core.ids import BLOCK_SIZE, NUMBERS_A_BLOCK, block_number

REGISTRATION_SERIES = "R"
"""The series of registration serials; queue series are named by their service letter."""


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
    row = NumberRow.get_or_none(
        (NumberRow.series == series)
        & (NumberRow.business_on == business_on.isoformat())
        & (NumberRow.block == numbers.block)
    )
    used = max(row.used if row else 0, numbers.floor(business_on))
    if used >= NUMBERS_A_BLOCK:
        raise Trouble("NUMBERS_USED_UP", count=NUMBERS_A_BLOCK)
    _store(series, business_on.isoformat(), numbers.block, used + 1)
    return block_number(numbers.block, used + 1)


def burn_begun_chunks(block: int) -> None:
    """After a restore: the rest of every begun chunk is never used."""
    for row in list(NumberRow.select().where(NumberRow.block == block)):
        _store(row.series, row.business_on, block, -(-row.used // BLOCK_SIZE) * BLOCK_SIZE)


def _store(series: str, business_on: str, block: int, used: int) -> None:
    (
        NumberRow.insert(series=series, business_on=business_on, block=block, used=used)
        .on_conflict(
            conflict_target=[NumberRow.series, NumberRow.business_on, NumberRow.block], update={NumberRow.used: used}
        )
        .execute()
    )
