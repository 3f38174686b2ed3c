"""A durable registration against one plain peewee insert and commit, both with FULL and the same journal mode."""

from __future__ import annotations

import statistics
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import peewee

from app.models.database import journal_mode
from benchmarks import stage
from benchmarks.measuring import Figure, seconds

ROUNDS = 5


class PlainRow(peewee.Model):
    """The table of the floor: text key, three more indexes, and the whole visit as one text."""

    uid = peewee.TextField(primary_key=True)
    nik = peewee.TextField(index=True)
    queue_number = peewee.TextField(index=True)
    registered_at = peewee.TextField(index=True)
    visit = peewee.TextField()

    class Meta:
        """Name of the table."""

        table_name = "plain"


@contextmanager
def plain_store(file: Path) -> Iterator[peewee.SqliteDatabase]:
    """The floor's database."""
    database = peewee.SqliteDatabase(str(file), pragmas={"journal_mode": journal_mode(), "synchronous": "full"})
    with database.bind_ctx([PlainRow]):
        database.connect()
        database.create_tables([PlainRow])
        yield database
        database.close()


def insert(database: peewee.SqliteDatabase, place: int) -> None:
    """One visit as a row of its own, committed."""
    with database.atomic():
        PlainRow.create(
            uid=f"{place * 7919 % 10007:032d}",
            nik=f"{place * 6311 % 10007:016d}",
            queue_number=f"A{place:03d}",
            registered_at=f"2020-04-13T08:{place:05d}",
            visit=stage.day_lines()[place].decode(),
        )


def one_day(place: Path) -> tuple[list[float], list[float]]:
    """Seconds of each visit at the desk, and of each insert, person by person in turn."""
    ours: list[float] = []
    floor: list[float] = []
    stage.bear(place / "profile")
    with stage.opened(place / "profile") as desk, plain_store(place / "plain.db") as database:
        for number, entry in enumerate(stage.day()):
            ours.append(seconds(partial(stage.visit, desk, entry)))
            floor.append(seconds(partial(insert, database, number)))
    return ours, floor


def measure() -> list[Figure]:
    """Median and slowest percent of a registration."""
    days = []
    for _ in range(ROUNDS):
        with stage.folder() as place:
            days.append(one_day(place))
    ours, floor = (sorted(1000 * taken for one in days for taken in one[which]) for which in (0, 1))
    last = len(ours) * 99 // 100
    middle = Figure("durable registration, median", "ms", statistics.median(ours), statistics.median(floor), aim=3)
    return [middle, Figure("durable registration, 99 of 100 below", "ms", ours[last], floor[last])]
