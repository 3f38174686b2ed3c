"""Opens the server's SQLite file: identity, durability set and read back, migrations, troubles with a code.

One connection and one lock per process; a transaction is on disk before its caller goes on.
"""

from __future__ import annotations

import os
import sqlite3
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import peewee
from peewee import SqliteDatabase

from core.errors import Trouble, unusable
from core.sqlite_safety import safe_journal_mode
from server.store.codes import StoreCode
from server.store.files import SIDES, make_private, sync_folder
from server.store.migrating import HISTORY_TABLE, bring_up_to_date

APPLICATION_ID = int.from_bytes(b"PSKS", "big")
"""Stands in the file's header: this is a Posko server's database and nothing else's."""

BUSY_TIMEOUT_S = 10
"""How long a short command may wait for the running server's transaction, and the other way round."""

FULL = 2

_TROUBLES = {
    sqlite3.SQLITE_BUSY: StoreCode.BUSY,
    sqlite3.SQLITE_LOCKED: StoreCode.BUSY,
    sqlite3.SQLITE_READONLY: StoreCode.READ_ONLY,
    sqlite3.SQLITE_IOERR: StoreCode.DISK_FAILED,
    sqlite3.SQLITE_CORRUPT: StoreCode.DAMAGED,
    sqlite3.SQLITE_NOTADB: StoreCode.DAMAGED,
    sqlite3.SQLITE_FULL: StoreCode.DISK_FULL,
    sqlite3.SQLITE_CANTOPEN: StoreCode.FOLDER,
}


@dataclass(frozen=True, slots=True)
class Work:
    """One open transaction; only the query functions of this package look inside."""

    db: SqliteDatabase


def journal_mode() -> str:
    """The journal mode that is safe with the linked SQLite."""
    return safe_journal_mode(sqlite3.sqlite_version_info)


class Store:
    """The server's database, open. Share one between threads; it lets one transaction in at a time."""

    def __init__(self, path: Path, db: SqliteDatabase) -> None:
        self.path = path
        self._db = db
        self._lock = threading.Lock()

    @classmethod
    def open(cls, path: Path, *, may_create: bool = True, is_alone: bool = False) -> Self:
        """The database at ``path``, with the tables of this program.

        Args:
            may_create: whether a missing file is made (never one that exists and will not open).
            is_alone: whether the caller holds the run lock.

        Raises: Trouble of :class:`StoreCode`.
        """
        if not _is_there(path):
            if not may_create:
                raise unusable(StoreCode.MISSING, database=str(path))
            _create(path)
        db = _connection(path)
        try:
            with _as_trouble(path):
                _connect(db, path)
                _recognise(db, path)
                _make_durable(db, path)
                bring_up_to_date(db, path, is_alone=is_alone)
        except BaseException:
            db.close()
            raise
        return cls(path, db)

    def close(self) -> None:
        """Close the connection."""
        with self._lock:
            self._db.close()

    def check(self) -> None:
        """Look through the whole file. Raises: Trouble DAMAGED."""
        with self.reading() as work:
            answer = work.db.execute_sql("PRAGMA quick_check(1)").fetchone()
        if answer != ("ok",):
            raise Trouble(StoreCode.DAMAGED, database=str(self.path))

    @contextmanager
    def writing(self) -> Iterator[Work]:
        """One transaction that may write; on disk when the block ends, undone if it raises."""
        with self._lock, _as_trouble(self.path), self._db.atomic("IMMEDIATE"):
            yield Work(self._db)

    @contextmanager
    def reading(self) -> Iterator[Work]:
        """One short transaction that sees one state of the database."""
        with self._lock, _as_trouble(self.path), self._db.atomic("DEFERRED"):
            yield Work(self._db)


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except OSError as error:  # a folder that may not be looked into
        raise Trouble(StoreCode.FOLDER, folder=str(path.parent)) from error


def _create(path: Path) -> None:
    """Make a whole database under a name of its own, then give it its place: nobody ever sees a half one.

    Of commands that start at the same instant the first gives its database the place; the others find that one.
    """
    draft = path.with_name(f".{path.name}.{uuid.uuid4().hex}")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        make_private(draft)
        _fill(draft, path)
        with suppress(FileExistsError):
            _place(draft, path)
        sync_folder(path.parent)
    except OSError as error:
        raise Trouble(StoreCode.FOLDER, folder=str(path.parent)) from error
    finally:
        for side in ("", *SIDES):
            with suppress(OSError):
                draft.with_name(draft.name + side).unlink()


def _fill(draft: Path, path: Path) -> None:
    db = _connection(draft)
    try:
        with _as_trouble(path):
            db.connect()
            db.execute_sql(f"PRAGMA application_id={APPLICATION_ID}")
            _make_durable(db, path)
            bring_up_to_date(db, draft, is_alone=True)
    finally:
        db.close()  # and with it the last page leaves SQLite's log for the file


def _place(draft: Path, path: Path) -> None:
    """Name the draft ``path``. Raises: FileExistsError if that name is taken by now."""
    if os.name == "posix":
        os.link(draft, path)  # unlike a renaming it replaces nothing
    else:
        draft.rename(path)


def _connection(path: Path) -> SqliteDatabase:
    # never made by SQLite itself: what is missing stays missing
    address = f"{path.absolute().as_uri()}?mode=rw"
    return SqliteDatabase(address, uri=True, timeout=BUSY_TIMEOUT_S, check_same_thread=False, thread_safe=False)


def _connect(db: SqliteDatabase, path: Path) -> None:
    if path.is_file() and path.stat().st_size == 0:
        raise Trouble(StoreCode.DAMAGED, database=str(path))
    db.connect()


def _recognise(db: SqliteDatabase, path: Path) -> None:
    """Refuse what is not a whole database of this server before anything in it is touched."""
    if _pragma(db, "application_id") != APPLICATION_ID:
        raise Trouble(StoreCode.FOREIGN, database=str(path))
    if not db.table_exists(HISTORY_TABLE) or not db.execute_sql(f"SELECT 1 FROM {HISTORY_TABLE}").fetchone():  # noqa: S608 - a constant
        raise Trouble(StoreCode.DAMAGED, database=str(path))


def _make_durable(db: SqliteDatabase, path: Path) -> None:
    """Set what keeps an acknowledged commit through a power cut, and read it back [ARCHITECTURE 4]."""
    wanted: dict[str, str | int] = {
        "journal_mode": journal_mode(),
        "synchronous": FULL,
        "foreign_keys": 1,
        "secure_delete": 1,
        "temp_store": 2,
    }
    for name, value in wanted.items():
        db.execute_sql(f"PRAGMA {name}={value}")
    for name, value in wanted.items():
        if _pragma(db, name) != value:
            raise Trouble(StoreCode.UNSAFE, database=str(path), setting=name)


def _pragma(db: SqliteDatabase, name: str) -> str | int:
    (value,) = db.execute_sql(f"PRAGMA {name}").fetchone()
    return value if isinstance(value, int) else str(value)


@contextmanager
def _as_trouble(path: Path) -> Iterator[None]:
    """What the disk or another process does to us becomes a trouble; anything else stays a bug."""
    try:
        yield
    except (peewee.DatabaseError, sqlite3.DatabaseError) as error:
        code = _TROUBLES.get(_error_code(error) & 0xFF)
        if code is None:
            raise
        raise Trouble(code, database=str(path), folder=str(path.parent)) from error


def _error_code(error: BaseException) -> int:
    """SQLite's own number; peewee carries the driver's exception as its first argument or context."""
    for candidate in (error, error.__context__, *error.args):
        number = getattr(candidate, "sqlite_errorcode", None)
        if isinstance(number, int):
            return number
    return 0
