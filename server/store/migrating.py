"""Brings the tables up to this program's version; refuses a database of a newer program.

An SQLite file is copied first, and no server may run on it meanwhile. On PostgreSQL the processes of the older program
go on working: a migration only adds what they need not know (docs/how-to/add-a-migration.md).
"""

from __future__ import annotations

import itertools
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from peewee import Database, SqliteDatabase
from playhouse.migrations import Runner

from core.errors import Trouble
from server.store.codes import StoreCode
from server.store.files import make_private, sync_file, sync_folder
from server.store.run_lock import RunLock

MIGRATIONS = Path(__file__).with_name("migrations")

HISTORY_TABLE = "schema_migration"

MARK_TABLE = "posko_server"
"""On PostgreSQL: says whose tables these are, and its one row is what rare acts of the whole server lock."""

MARK = "posko-server"
_COPY = ".before-"


def bring_file_up_to_date(
    db: SqliteDatabase, path: Path, *, is_alone: bool, migrations: Path = MIGRATIONS
) -> tuple[str, ...]:
    """Run the migrations that are still missing, all in one transaction; their names.

    Args:
        is_alone: whether the caller holds the run lock, so that no server works with the old tables meanwhile.

    Raises: Trouble TOO_NEW for a database of a newer program, IN_USE if a server runs on tables to be changed.
    """
    runner = Runner(db, str(migrations), table_name=HISTORY_TABLE)
    missing, applied = _missing(runner)
    if not missing:
        return ()
    if not applied:
        return _up(db, runner)
    if is_alone:
        return _upgrade(db, runner, path, missing[0])
    with RunLock.take(path):
        return _upgrade(db, runner, path, missing[0])


def is_founded(db: Database, database: str) -> bool:
    """Whether this PostgreSQL database is a Posko server's; ``False`` if it is empty.

    Raises: Trouble FOREIGN if it holds somebody else's tables.
    """
    tables = db.get_tables()
    if MARK_TABLE not in tables and tables:
        raise Trouble(StoreCode.FOREIGN, database=database)
    return MARK_TABLE in tables


def bring_schema_up_to_date(db: Database, *, migrations: Path = MIGRATIONS) -> tuple[str, ...]:
    """Found the server's tables in PostgreSQL, or run the migrations that are missing; their names.

    All of it is one transaction. Of processes that start at the same instant the first does it while the others wait
    for the mark's row (or stumble over the table that it has just made, and come again).

    Raises: Trouble TOO_NEW.
    """
    runner = Runner(db, str(migrations), table_name=HISTORY_TABLE)
    if not _missing(runner)[0]:
        return ()
    with db.atomic("READ COMMITTED"):
        db.execute_sql(f'CREATE TABLE IF NOT EXISTS "{MARK_TABLE}" ("mark" TEXT NOT NULL PRIMARY KEY)')
        db.execute_sql(f'INSERT INTO "{MARK_TABLE}" ("mark") VALUES (%s) ON CONFLICT DO NOTHING', (MARK,))  # noqa: S608 - a constant
        lock_mark(db)
        _missing(runner)  # another process may have brought more than we know
        return tuple(runner.up())


def lock_mark(db: Database) -> None:
    """Wait until no other transaction holds the mark, and hold it; PostgreSQL only."""
    db.execute_sql(f'SELECT "mark" FROM "{MARK_TABLE}" FOR UPDATE').fetchall()  # noqa: S608 - a constant


def _missing(runner: Runner) -> tuple[list[str], list[str]]:
    status = runner.status()
    unknown = [migration.name for migration in status if migration.path is None]
    if unknown:
        raise Trouble(StoreCode.TOO_NEW, version=unknown[-1])
    missing = [migration.name for migration in status if not migration.applied]
    return missing, [migration.name for migration in status if migration.applied]


def _up(db: SqliteDatabase, runner: Runner) -> tuple[str, ...]:
    with db.atomic("IMMEDIATE"):
        return tuple(runner.up())


def _upgrade(db: SqliteDatabase, runner: Runner, path: Path, first_missing: str) -> tuple[str, ...]:
    try:
        _copy(db, path, first_missing)
    except OSError as error:
        raise Trouble(StoreCode.FOLDER, folder=str(path.parent)) from error
    return _up(db, runner)


def is_copy_of(database: Path, file: Path) -> bool:
    """Whether this is the name of a copy made before an upgrade."""
    return file.name.startswith(database.name + _COPY)


def _copy(db: SqliteDatabase, path: Path, first_missing: str) -> None:
    """Lay the tables as they are beside the database, safely on disk and under a name that nothing had before."""
    copy = _new_file(path.with_name(f"{path.name}{_COPY}{first_missing}"))
    try:
        with closing(sqlite3.connect(copy)) as target:
            db.connection().backup(target)
        sync_file(copy)
    except BaseException:
        copy.unlink(missing_ok=True)
        raise
    sync_folder(copy.parent)


def _new_file(wanted: Path) -> Path:
    for number in itertools.count(1):
        file = wanted if number == 1 else wanted.with_name(f"{wanted.name}.{number}")
        with suppress(FileExistsError):
            make_private(file)
            return file
    raise AssertionError("numbers do not end")
