"""Brings the tables up to this program's version, with a copy first; refuses a database of a newer program."""

from __future__ import annotations

import itertools
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from peewee import SqliteDatabase
from playhouse.migrations import Runner

from core.errors import Trouble
from server.store.codes import StoreCode
from server.store.files import make_private, sync_file, sync_folder
from server.store.run_lock import RunLock

MIGRATIONS = Path(__file__).with_name("migrations")

HISTORY_TABLE = "schema_migration"
_COPY = ".before-"


def bring_up_to_date(
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
