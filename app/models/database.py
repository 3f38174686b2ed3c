"""Opening the local database: journal mode by the safety rule, settings read back, errors sorted into troubles."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import peewee

from app.models.rows import WORKER_DATABASE
from app.models.tables import TABLES
from core.errors import Trouble
from core.sqlite_safety import safe_journal_mode

if TYPE_CHECKING:  # a store that stands as this program left it needs no library that changes tables
    from playhouse.migrations import Migration, Runner

BUSY_TIMEOUT_MS = 5000
MIGRATIONS = Path(__file__).with_name("migrations")

FULL = 2
"""``PRAGMA synchronous`` as a number."""


def journal_mode(version: tuple[int, ...] = sqlite3.sqlite_version_info) -> str:
    """The journal mode that is safe with the linked SQLite."""
    return safe_journal_mode(version)


@contextmanager
def translated_errors(path: Path, database: peewee.SqliteDatabase | None = None) -> Iterator[None]:
    """Turn what SQLite says about the world into a trouble; what it says about our code stays a bug.

    Args:
        database: asked whether it is damaged where a row makes no sense to us.
    """
    try:
        yield
    except (sqlite3.Error, peewee.PeeweeException, UnicodeDecodeError) as error:
        trouble = _trouble(error, path)
        if trouble is None:
            raise
        raise trouble from error
    except (TypeError, ValueError, peewee.DoesNotExist) as error:
        if database is None or not _is_damaged(database):
            raise
        raise Trouble("STORE_DAMAGED", file=path.name) from error


def _is_damaged(database: peewee.SqliteDatabase) -> bool:
    try:
        return integrity_problem(database) is not None
    except peewee.PeeweeException:
        return True


def _trouble(error: BaseException, path: Path) -> Trouble | None:
    inner = getattr(error, "orig", error)  # peewee keeps SQLite's own exception there
    name = str(getattr(inner, "sqlite_errorname", None) or "")
    for word, code in _SQLITE_TROUBLES.items():
        if name.startswith(word):
            return Trouble(code, file=path.name)
    if isinstance(error, UnicodeDecodeError) or "decode to UTF-8" in str(error):
        return Trouble("STORE_DAMAGED", file=path.name)  # nobody wrote such text; SQLite has no name for it
    # after a full disk SQLite has rolled back by itself, so that peewee's own ROLLBACK fails on top of it
    return _trouble(error.__context__, path) if error.__context__ is not None else None


_SQLITE_TROUBLES = {
    "SQLITE_FULL": "DISK_FULL",
    "SQLITE_READONLY": "STORE_READ_ONLY",
    "SQLITE_BUSY": "STORE_BUSY",
    "SQLITE_LOCKED": "STORE_BUSY",
    "SQLITE_IOERR": "DISK_ERROR",
    "SQLITE_CANTOPEN": "STORE_CANNOT_OPEN",
    "SQLITE_CORRUPT": "STORE_DAMAGED",
    "SQLITE_NOTADB": "STORE_DAMAGED",
    "SQLITE_PERM": "STORE_READ_ONLY",
}


def connect(path: Path, *, is_read_only: bool = False) -> peewee.SqliteDatabase:
    """Open the database file in this thread and make it this thread's own.

    Raises: Trouble if the file cannot be opened, is damaged, or refuses the settings that durability needs.
    """
    uri = f"{path.resolve().as_uri()}?mode={'ro' if is_read_only else 'rwc'}"
    database = peewee.SqliteDatabase(uri, uri=True, timeout=BUSY_TIMEOUT_MS / 1000)
    try:
        with translated_errors(path):
            database.connect()
            _set_and_read_back(database, path, is_read_only=is_read_only)
    except BaseException:
        database.close()
        raise
    WORKER_DATABASE.initialize(database)
    return database


def _set_and_read_back(database: peewee.SqliteDatabase, path: Path, *, is_read_only: bool) -> None:
    wanted = {"foreign_keys": 1, "temp_store": 2, "synchronous": FULL, "secure_delete": 1, "trusted_schema": 0}
    if is_read_only:
        wanted["query_only"] = 1
    else:
        database.execute_sql(f"PRAGMA journal_mode={journal_mode()}")
    for name, value in wanted.items():
        database.execute_sql(f"PRAGMA {name}={value}")
        if pragma(database, name) != value:
            raise Trouble("STORE_UNSAFE", file=path.name, setting=name)
    if not is_read_only and pragma(database, "journal_mode") != journal_mode():
        raise Trouble("STORE_UNSAFE", file=path.name, setting="journal_mode")
    database.execute_sql("PRAGMA fullfsync=1")
    database.execute_sql("PRAGMA checkpoint_fullfsync=1")


def pragma(database: peewee.SqliteDatabase, name: str) -> object:
    """What the database itself says about one of its settings."""
    row = database.execute_sql(f"PRAGMA {name}").fetchone()
    return row[0] if row else None


def migrate(database: peewee.SqliteDatabase, path: Path, *, is_new: bool = False) -> None:
    """Bring the schema up to this program; the file is copied first if it holds anything.

    Args:
        is_new: whether the file may still be empty; an empty file in place of a store is damage, never a fresh start.

    Raises: Trouble STORE_TOO_NEW if a newer program has written it; STORE_DAMAGED.
    """
    if _is_current(database):
        return
    runner = _runner(database)
    status = _status(runner, path)
    if any(migration.path is None for migration in status):
        raise Trouble("STORE_TOO_NEW", file=path.name)
    pending = [migration for migration in status if migration.applied is None]
    if not pending:
        return
    if len(pending) == len(status) and not is_new:
        raise Trouble("STORE_DAMAGED", file=path.name)
    if not is_new:
        _copy_before_upgrade(database, path, pending[0].name)
    runner.up()


def check_schema(database: peewee.SqliteDatabase, path: Path) -> None:
    """For read-only use: refuse a file that needs another program's schema."""
    if _is_current(database):
        return
    status = _status(_runner(database), path)
    if any(migration.path is None for migration in status):
        raise Trouble("STORE_TOO_NEW", file=path.name)
    pending = [migration for migration in status if migration.applied is None]
    if pending:
        raise Trouble("STORE_DAMAGED" if len(pending) == len(status) else "STORE_TOO_OLD", file=path.name)


def _is_current(database: peewee.SqliteDatabase) -> bool:
    """Whether exactly the migrations of this program were applied, which is so at every opening but very few."""
    ours = {file.stem for file in MIGRATIONS.glob("[0-9]*.py")}
    try:
        applied = {name for (name,) in database.execute_sql('SELECT "name" FROM "schema_migration"')}
    except (sqlite3.Error, peewee.PeeweeException):
        return False  # the long way says what is wrong
    return bool(ours) and applied == ours


def _runner(database: peewee.SqliteDatabase) -> Runner:
    from playhouse.migrations import Runner

    return Runner(database, str(MIGRATIONS))


def _status(runner: Runner, path: Path) -> list[Migration]:
    try:
        return list(runner.status())
    except peewee.OperationalError as error:  # the text of the list itself is damaged
        raise _trouble(error, path) or Trouble("STORE_DAMAGED", file=path.name) from error


def check_tables(database: peewee.SqliteDatabase, path: Path) -> None:
    """Refuse a file whose tables are not this program's although its migrations say so: their own text is damaged."""
    for table in TABLES:
        columns = ", ".join(f'mine."{field.column_name}"' for field in table._meta.sorted_fields)
        try:
            database.execute_sql(f'SELECT {columns} FROM "{table._meta.table_name}" AS mine LIMIT 0')  # noqa: S608 - own names
        except peewee.OperationalError as error:
            raise _trouble(error, path) or Trouble("STORE_DAMAGED", file=path.name) from error


def _copy_before_upgrade(database: peewee.SqliteDatabase, path: Path, step: str) -> None:
    target = path.with_name(f"{path.stem}.sebelum-{step}{path.suffix}")
    if not target.exists():
        part = target.with_suffix(".part")
        with closing(sqlite3.connect(part)) as copy:
            database.connection().backup(copy)  # page by page: the file alone may lack what stands in the WAL
        part.replace(target)


def integrity_problem(database: peewee.SqliteDatabase) -> str | None:
    """SQLite's own complaint about the file, or ``None`` if all is well (foreign keys included)."""
    answer = str(database.execute_sql("PRAGMA integrity_check(1)").fetchone()[0])
    if answer != "ok":
        return answer
    try:
        orphan = database.execute_sql("PRAGMA foreign_key_check").fetchone()
    except peewee.OperationalError as error:
        return str(error)  # the text of a table is damaged
    return None if orphan is None else f"foreign key: {orphan[0]}"
