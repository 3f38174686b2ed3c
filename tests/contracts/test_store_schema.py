"""The local store's schema stands in three places, for the machine, for queries and for people: all say the same."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import peewee

from app.models import database as db
from app.models.places import DATABASE_NAME
from app.models.rows import Row
from app.models.tables import TABLES
from tests.kit.desk import new_profile

REFERENCE = Path(db.__file__).with_name("schema.sql")


def schema_of(path: Path) -> set[str]:
    """Every table and index of a database but the migrations' own, in one spelling."""
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
    spelt = {re.sub(r" (?=[,)])|(?<=\() ", "", re.sub(r"\s+", " ", sql).strip()) for (sql,) in rows}
    return {sql for sql in spelt if "schema_migration" not in sql}


def migrated(folder: Path) -> set[str]:
    """What all migrations make."""
    new_profile(folder)
    return schema_of(folder / DATABASE_NAME)


def test_migrations_make_the_reference_schema(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "reference.db")) as connection:
        connection.executescript(REFERENCE.read_text("utf-8"))
    assert migrated(tmp_path / "profile") == schema_of(tmp_path / "reference.db")


def test_tables_make_the_same_schema(tmp_path: Path) -> None:
    database = peewee.SqliteDatabase(str(tmp_path / "tables.db"))
    with database.bind_ctx(TABLES):
        database.create_tables(TABLES)
    database.close()
    assert schema_of(tmp_path / "tables.db") == migrated(tmp_path / "profile")


def test_every_table_class_is_listed() -> None:
    assert set(TABLES) == set(Row.__subclasses__())


def test_the_reference_is_not_empty(tmp_path: Path) -> None:
    assert len([sql for sql in migrated(tmp_path / "profile") if sql.startswith("CREATE TABLE")]) == len(TABLES)
