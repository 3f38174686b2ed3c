"""``mail.db``: the mailboxes as Postfix and Dovecot read them where the server runs on SQLite; a copy of some views.

It is never the server's own file. One change is one transaction with a rollback journal: programs of other users, which
may read this file and write nothing, see the state before or after it. A journal that a killed server leaves behind
keeps them waiting until the server is back.
"""

from __future__ import annotations

import enum
import os
import sqlite3
import uuid
from collections.abc import Mapping, Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import Any, Self

from core.errors import Trouble, unusable
from server.store import statements
from server.store.files import SIDES, sync_folder
from server.store.mail_views import VIEWS, MailRows
from server.store.run_lock import RunLock
from server.store.sqlite import as_trouble

APPLICATION_ID = int.from_bytes(b"PSKM", "big")
SCHEMA = 1
BUSY_TIMEOUT_S = 10
MODE = 0o640
"""The folder's group reads it: a folder with the set-group bit hands its own group on."""

_TABLES = (
    "CREATE TABLE mail_account (address TEXT PRIMARY KEY, password TEXT, quota_bytes INTEGER, is_active INTEGER)",
    "CREATE TABLE mail_name (name TEXT PRIMARY KEY, address TEXT NOT NULL)",
    "CREATE INDEX mail_name_address ON mail_name (address)",
    "CREATE TABLE mail_forward (address TEXT NOT NULL, forward_to TEXT NOT NULL, PRIMARY KEY (address, forward_to))",
    "CREATE TABLE mail_closed (name TEXT PRIMARY KEY, address TEXT NOT NULL, is_waiting INTEGER)",
    "CREATE INDEX mail_closed_address ON mail_closed (address)",
)
# ruff: noqa: S608 - every name in these texts is of our own tables
_ALL = {view: f"SELECT {statements.quoted(columns)} FROM {view}" for view, columns in VIEWS.items()}
_OF_ONE = {view: f"{text} WHERE address = ?" for view, text in _ALL.items()}
_ADD = {
    view: f"INSERT INTO {view} ({statements.quoted(columns)}) VALUES ({', '.join('?' * len(columns))})"
    for view, columns in VIEWS.items()
}
_REMOVE = {
    view: f"DELETE FROM {view} WHERE {' AND '.join(f'{name} = ?' for name in columns)}"
    for view, columns in VIEWS.items()
}

_Rows = Mapping[str, frozenset[tuple[Any, ...]]]


class AccountsCode(enum.StrEnum):
    """What may be wrong with the place of the copy."""

    FOLDER = "MAIL_DB_FOLDER"
    OTHER = "MAIL_DB_OTHER"


class AccountsFile:
    """The copy, open for the one process that writes it."""

    def __init__(self, path: Path, db: sqlite3.Connection, lock: RunLock) -> None:
        self._path = path
        self._db = db
        self._lock = lock

    @classmethod
    def open(cls, path: Path) -> Self:
        """The file at ``path``, made if it is not there yet.

        Raises: Trouble of :class:`AccountsCode` or :class:`StoreCode`.
        """
        if not path.parent.is_dir():
            raise unusable(AccountsCode.FOLDER, folder=str(path.parent))
        lock = RunLock.take(path)
        try:
            with as_trouble(path):
                if not path.exists():
                    _create(path)
                return cls(path, _opened(path), lock)
        except BaseException:
            lock.release()
            raise

    def close(self) -> None:
        """Close it and let another process write."""
        with suppress(sqlite3.Error):
            self._db.close()
        self._lock.release()

    def replace(self, pages: Sequence[MailRows]) -> None:
        """Have it say this and nothing else; what it says already is left alone. Raises: Trouble.

        Args:
            pages: in their order; of a mailbox that was changed between two of them the later one counts.
        """
        wanted: dict[str, set[tuple[Any, ...]]] = {view: set() for view in VIEWS}
        said: set[str] = set()
        for page in reversed(pages):
            for view, rows in page.rows.items():
                at = VIEWS[view].index("address")
                wanted[view] |= {row for row in rows if row[at] not in said}
            said.update(page.addresses)
        with as_trouble(self._path):
            present = {view: frozenset(self._db.execute(text)) for view, text in _ALL.items()}
            self._settle(present, {view: frozenset(rows) for view, rows in wanted.items()})

    def take(self, changed: MailRows) -> None:
        """Have it say this of these mailboxes. Raises: Trouble."""
        with as_trouble(self._path):
            present = {
                view: frozenset(row for address in changed.addresses for row in self._db.execute(text, (address,)))
                for view, text in _OF_ONE.items()
            }
            self._settle(present, changed.rows)

    def _settle(self, present: _Rows, wanted: _Rows) -> None:
        """Write the difference, in one transaction and as late as can be: who reads never waits for the looking."""
        if present == wanted:
            return
        self._db.execute("BEGIN IMMEDIATE")
        try:
            for view in VIEWS:
                self._db.executemany(_REMOVE[view], present[view] - wanted[view])
            for view in VIEWS:
                self._db.executemany(_ADD[view], wanted[view] - present[view])
            self._db.execute("COMMIT")
        except BaseException:
            with suppress(sqlite3.Error):
                self._db.execute("ROLLBACK")
            raise


def _opened(path: Path) -> sqlite3.Connection:
    """Raises: Trouble OTHER for a file of somebody else's or a damaged one, which is left as it is."""
    try:
        db = _connection(path)
        try:
            is_ours = _pragma(db, "application_id") == APPLICATION_ID and _pragma(db, "user_version") == SCHEMA
            is_whole = is_ours and _pragma(db, "quick_check(1)") == "ok"
        except BaseException:
            db.close()
            raise
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorcode & 0xFF not in (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT):
            raise
        raise Trouble(AccountsCode.OTHER, file=str(path)) from error
    if not is_whole:
        db.close()
        raise Trouble(AccountsCode.OTHER, file=str(path))
    _make_durable(db)
    path.chmod(MODE)
    return db


def _create(path: Path) -> None:
    """Make it whole under a name of its own, then give it its place: no program ever sees a half one."""
    draft = path.with_name(f".{path.name}.{uuid.uuid4().hex}")
    try:
        os.close(os.open(draft, os.O_RDWR | os.O_CREAT | os.O_EXCL, MODE))
        with closing(_connection(draft)) as db:
            _make_durable(db)
            db.execute(f"PRAGMA application_id={APPLICATION_ID}")
            for statement in _TABLES:
                db.execute(statement)
            db.execute(f"PRAGMA user_version={SCHEMA}")
        draft.rename(path)
        sync_folder(path.parent)
    except OSError as error:
        raise Trouble(AccountsCode.FOLDER, folder=str(path.parent)) from error
    finally:
        for side in ("", *SIDES):
            with suppress(OSError):
                draft.with_name(draft.name + side).unlink()


def _connection(path: Path) -> sqlite3.Connection:
    # never made by SQLite itself: what is missing stays missing
    address = f"{path.absolute().as_uri()}?mode=rw"
    return sqlite3.connect(address, uri=True, timeout=BUSY_TIMEOUT_S, isolation_level=None, check_same_thread=False)


def _make_durable(db: sqlite3.Connection) -> None:
    db.execute("PRAGMA journal_mode=DELETE")
    db.execute("PRAGMA synchronous=FULL")
    db.execute("PRAGMA secure_delete=ON")
    db.execute("PRAGMA cache_spill=OFF")  # nobody is shut out before the last moment of a transaction


def _pragma(db: sqlite3.Connection, name: str) -> str | int:
    (value,) = db.execute(f"PRAGMA {name}").fetchone()
    return value if isinstance(value, int) else str(value)
