"""SQL texts written once: peewee takes ten times longer to write a statement than SQLite takes to run it.

What runs once a registration stands here or is run from here as text; everything else is a peewee query.
"""

from __future__ import annotations

import functools
import sqlite3
from collections.abc import Mapping

from app.models.rows import WORKER_DATABASE, Row

Value = bytes | str | int | None


def run(text: str, *values: Value) -> sqlite3.Cursor:
    """Run one statement in this thread's database; its places are question marks."""
    cursor: sqlite3.Cursor = WORKER_DATABASE.execute_sql(text, values)
    return cursor


def insert(table: type[Row], values: Mapping[str, Value]) -> None:
    """Insert one row; the keys are columns."""
    run(_insert_text(table, tuple(values)), *values.values())


@functools.cache
def _insert_text(table: type[Row], columns: tuple[str, ...]) -> str:
    known = {field.column_name for field in table._meta.sorted_fields}
    if not known.issuperset(columns):
        raise ValueError(f"{table.__name__} has no column {set(columns) - known}")
    names = ", ".join(f'"{column}"' for column in columns)
    places = ", ".join("?" for _ in columns)
    return f'INSERT INTO "{table._meta.table_name}" ({names}) VALUES ({places})'  # noqa: S608 - names of our own tables
