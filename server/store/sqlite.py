"""The server's SQLite file: identity, durability set and read back, migrations, troubles with a code.

One connection that writes and one that reads, each with a lock of its own: who only looks does not wait for who writes,
but for his commit. A transaction is on disk before its caller goes on.
"""

from __future__ import annotations

import os
import sqlite3
import threading
import uuid
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Self

import peewee
from peewee import SqliteDatabase

from core.errors import Trouble, unusable
from core.sqlite_safety import safe_journal_mode
from server.store.codes import StoreCode
from server.store.files import SIDES, make_private, sync_folder
from server.store.migrating import HISTORY_TABLE, bring_file_up_to_date
from server.store.work import Work

APPLICATION_ID = int.from_bytes(b"PSKS", "big")
"""Stands in the file's header: this is a Posko server's database and nothing else's."""

BUSY_TIMEOUT_S = 10
"""How long a short command may wait for the running server's transaction, and the other way round."""

CACHE_KIB = 16 * 1024
"""So much of the file is kept in memory: one large batch overflows SQLite's own 2 MB and is then written twice."""

FULL = 2
"""Of ``synchronous``: every commit is on disk."""

MEMORY = 2
"""Of ``temp_store``: no half-sorted row reaches the disk."""

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


def journal_mode() -> str:
    """The journal mode that is safe with the linked SQLite."""
    return safe_journal_mode(sqlite3.sqlite_version_info)


class SqliteEngine:
    """An SQLite file, open; one transaction writes at a time, and one reads beside it."""

    has_rivals = False

    def __init__(self, path: Path, db: SqliteDatabase, reader: SqliteDatabase) -> None:
        self.address = path
        self._db = db
        self._reader = reader
        self._writing = threading.Lock()
        self._reading = threading.Lock()

    @classmethod
    def open(cls, path: Path, *, may_create: bool, is_alone: bool) -> Self:
        """The file at ``path``, with the tables of this program. Raises: Trouble of :class:`StoreCode`."""
        if not _is_there(path):
            if not may_create:
                raise unusable(StoreCode.MISSING, database=str(path))
            _create(path)
        db = _connection(path)
        try:
            with as_trouble(path):
                _connect(db, path)
                _recognise(db, path)
                _make_durable(db, path)
                bring_file_up_to_date(db, path, is_alone=is_alone)
            reader = _reader(path)
        except BaseException:
            db.close()
            raise
        return cls(path, db, reader)

    def close(self) -> None:
        """Close the connections."""
        with self._writing, self._reading:
            self._reader.close()
            self._db.close()

    def check(self) -> None:
        """Look through the whole file; nobody writes meanwhile. Raises: Trouble DAMAGED."""
        with self.writing() as work:
            answer = work.db.execute_sql("PRAGMA quick_check(1)").fetchone()
        if answer != ("ok",):
            raise Trouble(StoreCode.DAMAGED, database=str(self.address))

    @contextmanager
    def writing(self) -> Iterator[Work]:
        """One transaction that may write; on disk when the block ends, undone if it raises."""
        with self._writing, as_trouble(self.address), ExitStack() as end, self._db.atomic("IMMEDIATE"):
            yield Work(self._db)
            end.enter_context(self._reading)  # a commit and a reader would each make the other one wait by the clock

    @contextmanager
    def reading(self) -> Iterator[Work]:
        """One short transaction that sees one state of the database."""
        with self._reading, as_trouble(self.address), self._reader.atomic("DEFERRED"):
            yield Work(self._reader, may_write=False)


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
        with as_trouble(path):
            db.connect()
            db.execute_sql(f"PRAGMA application_id={APPLICATION_ID}")
            _make_durable(db, path)
            bring_file_up_to_date(db, draft, is_alone=True)
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
    db.execute_sql(f"PRAGMA cache_size=-{CACHE_KIB}")


def _reader(path: Path) -> SqliteDatabase:
    """A connection that only looks."""
    reader = _connection(path)
    try:
        with as_trouble(path):
            _connect(reader, path)
            _settle(reader, path, {"query_only": 1, "temp_store": MEMORY})
    except BaseException:
        reader.close()
        raise
    return reader


def _recognise(db: SqliteDatabase, path: Path) -> None:
    """Refuse what is not a whole database of this server before anything in it is touched."""
    if _pragma(db, "application_id") != APPLICATION_ID:
        raise Trouble(StoreCode.FOREIGN, database=str(path))
    if not db.table_exists(HISTORY_TABLE) or not db.execute_sql(f"SELECT 1 FROM {HISTORY_TABLE}").fetchone():  # noqa: S608 - a constant
        raise Trouble(StoreCode.DAMAGED, database=str(path))


def _make_durable(db: SqliteDatabase, path: Path) -> None:
    """Set what keeps an acknowledged commit through a power cut [ARCHITECTURE 4].

    Nor is anything written before a commit: it would lock readers out, who would keep the commit waiting then.
    """
    wanted: dict[str, str | int] = {
        "journal_mode": journal_mode(),
        "synchronous": FULL,
        "foreign_keys": 1,
        "secure_delete": 1,
        "temp_store": MEMORY,
        "cache_spill": 0,
    }
    _settle(db, path, wanted)


def _settle(db: SqliteDatabase, path: Path, wanted: Mapping[str, str | int]) -> None:
    """Set what is wanted of a connection, and read it back. Raises: Trouble UNSAFE."""
    for name, value in wanted.items():
        db.execute_sql(f"PRAGMA {name}={value}")
    for name, value in wanted.items():
        if _pragma(db, name) != value:
            raise Trouble(StoreCode.UNSAFE, database=str(path), setting=name)


def _pragma(db: SqliteDatabase, name: str) -> str | int:
    (value,) = db.execute_sql(f"PRAGMA {name}").fetchone()
    return value if isinstance(value, int) else str(value)


@contextmanager
def as_trouble(path: Path) -> Iterator[None]:
    """What the disk or another process does to us becomes a trouble; anything else stays a bug."""
    try:
        yield
    except (peewee.DatabaseError, sqlite3.DatabaseError) as error:
        code = next((_TROUBLES[number] for number in _error_codes(error) if number in _TROUBLES), None)
        if code is None:
            raise
        raise Trouble(code, database=str(path), folder=str(path.parent)) from error


def _error_codes(error: BaseException | None) -> Iterator[int]:
    """SQLite's own numbers, the last error's first.

    Peewee carries the driver's exception as its first argument or context. On a full disk SQLite may have undone the
    transaction by itself: undoing it once more is an error, behind which the first one stands.
    """
    while error is not None:
        for candidate in (error, *error.args):
            number = getattr(candidate, "sqlite_errorcode", None)
            if isinstance(number, int):
                yield number & 0xFF
        error = error.__context__
