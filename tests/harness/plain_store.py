"""A bare SQLite file written under any settings, asked whether it holds what was said: the test of the test."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

ROWS_A_COMMIT = 4


def new_plain_store(file: Path) -> None:
    """A file with one empty table and an index."""
    with closing(sqlite3.connect(file)) as connection:
        connection.executescript("CREATE TABLE person (number, part, sealed); CREATE INDEX place ON person (sealed)")


def plain_rows(file: Path, journal_mode: str, synchronous: str, many: int) -> Iterator[int]:
    """Commit person after person; each number comes after its commit."""
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute(f"PRAGMA journal_mode={journal_mode}")
        connection.execute(f"PRAGMA synchronous={synchronous}")
        for number in range(1, many + 1):
            connection.execute("BEGIN IMMEDIATE")
            for part in range(ROWS_A_COMMIT):
                sealed = f"{number * 7919 % 1000:04d}{part}" * 150
                connection.execute("INSERT INTO person VALUES (?, ?, ?)", (number, part, sealed))
            connection.execute("COMMIT")
            yield number


def plain_problem(file: Path, said: int) -> str | None:
    """What is wrong with the file after ``said`` acknowledged commits, or ``None``."""
    with closing(sqlite3.connect(file)) as connection:
        try:
            integrity = connection.execute("PRAGMA integrity_check").fetchone()[0]
            if integrity != "ok":
                return str(integrity)
            kept = dict(connection.execute("SELECT number, count(*) FROM person GROUP BY number").fetchall())
        except sqlite3.Error as error:
            return str(error)
    if sorted(kept) != list(range(1, len(kept) + 1)) or set(kept.values()) - {ROWS_A_COMMIT}:
        return "something is half there"
    return None if said <= len(kept) <= said + 1 else f"{said} said, {len(kept)} kept"
