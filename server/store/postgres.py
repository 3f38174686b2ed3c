"""PostgreSQL: a few connections per process, durability read back on each, troubles with a code.

Only what PostgreSQL, CockroachDB, YugabyteDB and Citus share is asked of it: ON CONFLICT, FOR UPDATE [SKIP LOCKED],
RETURNING; no advisory locks, no LISTEN, no serial as a cursor [ARCHITECTURE 5].
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any, Self

import peewee
import psycopg
from peewee import PostgresqlDatabase
from playhouse.pool import MaxConnectionsExceeded, PooledPostgresqlDatabase

from core.errors import Trouble, unusable
from server.store.address import PostgresUrl
from server.store.codes import StoreCode
from server.store.migrating import bring_schema_up_to_date, is_founded
from server.store.tables import TABLES
from server.store.work import Conflict, Work, through

CONNECTIONS = 8
"""Of one process: more transactions at once would only wait for each other's rows and disk."""

WAIT_S = 10
"""How long a transaction may wait for a connection, and for another one's row."""

CONNECT_WITHIN_S = 10
STATEMENT_WITHIN_S = 60
SILENT_WITHIN_S = 60
"""A process that died in the middle of a transaction keeps its post's counter for so long at most."""

_SESSION = (
    "SELECT set_config('synchronous_commit', CASE current_setting('synchronous_commit')"
    " WHEN 'remote_apply' THEN 'remote_apply' ELSE 'on' END, false),"
    f" set_config('lock_timeout', '{WAIT_S}s', false),"
    f" set_config('statement_timeout', '{STATEMENT_WITHIN_S}s', false),"
    f" set_config('idle_in_transaction_session_timeout', '{SILENT_WITHIN_S}s', false)"
)
_WRITTEN_THROUGH = {"synchronous_commit": {"on", "remote_apply"}, "server_encoding": {"UTF8"}}
_OF_THE_MACHINE = {"fsync": {"on"}, "full_page_writes": {"on"}}

_CONFLICTS = frozenset({"40001", "40P01", "42P07"})
"""Serialization failure, deadlock, a table that another process has just made."""

_TROUBLES = {
    "08": StoreCode.UNREACHABLE,
    "25006": StoreCode.READ_ONLY,
    "42501": StoreCode.REFUSED,
    "53100": StoreCode.DISK_FULL,
    "53": StoreCode.BUSY,
    "55P03": StoreCode.BUSY,
    "57014": StoreCode.BUSY,
    "57P": StoreCode.UNREACHABLE,
    "25P03": StoreCode.UNREACHABLE,
    "58": StoreCode.DISK_FAILED,
    "XX001": StoreCode.DAMAGED,
    "XX002": StoreCode.DAMAGED,
}
"""By SQLSTATE or how it begins, the longer first."""


class _Durable(PostgresqlDatabase):
    """Connections that wait for the disk before they say that something is done."""

    def __init__(self, url: PostgresUrl, **settings: Any) -> None:  # noqa: ANN401 - peewee's own
        self._url = url
        super().__init__(url.connection, **settings)

    def _connect(self) -> psycopg.Connection[Any]:
        connection: psycopg.Connection[Any] = super()._connect()  # type: ignore[misc]  # not in peewee's types
        try:
            connection.execute(_SESSION)
            _read_back(connection, self._url)
        except BaseException:
            connection.close()
            raise
        return connection


class _Connections(PooledPostgresqlDatabase, _Durable):  # type: ignore[misc]  # playhouse ships without types
    """A few of them, handed from thread to thread."""


class PostgresEngine:
    """A database of PostgreSQL; every process and every thread of it may work at the same time."""

    has_rivals = True

    def __init__(self, url: PostgresUrl, db: PostgresqlDatabase) -> None:
        self.address = url
        self._db = db

    @classmethod
    def open(cls, url: PostgresUrl, *, may_create: bool) -> Self:
        """The database at ``url``, with the tables of this program. Raises: Trouble of :class:`StoreCode`."""
        engine = cls(url, _connections(url))
        try:
            through(partial(engine._prepare, may_create=may_create), has_rivals=True)
        except BaseException:
            engine.close()
            raise
        return engine

    def _prepare(self, *, may_create: bool) -> None:
        with _as_trouble(self.address), self._db.connection_context():
            if not is_founded(self._db, str(self.address)) and not may_create:
                raise unusable(StoreCode.MISSING, database=str(self.address))
            bring_schema_up_to_date(self._db)

    def close(self) -> None:
        """Close every connection."""
        self._db.close_all()  # type: ignore[attr-defined]  # of the pool

    def check(self) -> None:
        """See that every table can be read; PostgreSQL's own checksums look after its pages."""
        with self.reading() as work:
            for table in TABLES:
                work.db.execute_sql(f'SELECT 1 FROM "{table._meta.table_name}" LIMIT 1').fetchone()  # noqa: S608 - names of ours only

    @contextmanager
    def writing(self) -> Iterator[Work]:
        """One transaction that may write; on disk when the block ends, undone if it raises.

        It sees what others have committed by now, statement by statement; what it judges by it has to lock.
        """
        with self._transaction("READ COMMITTED"):
            yield Work(self._db, has_rivals=True)

    @contextmanager
    def reading(self) -> Iterator[Work]:
        """One short transaction that sees one state of the database."""
        with self._transaction("REPEATABLE READ READ ONLY"):
            yield Work(self._db, has_rivals=True, may_write=False)

    @contextmanager
    def _transaction(self, isolation: str) -> Iterator[None]:
        with _as_trouble(self.address), self._db.connection_context(), self._db.atomic(isolation):
            yield


def _connections(url: PostgresUrl) -> PostgresqlDatabase:
    return _Connections(
        url,
        max_connections=CONNECTIONS,
        timeout=WAIT_S,
        prefer_psycopg3=True,
        encoding="UTF8",
        connect_timeout=CONNECT_WITHIN_S,
        application_name="posko-server",
        keepalives_idle=30,
        tcp_user_timeout=1000 * SILENT_WITHIN_S,
    )


def _read_back(connection: psycopg.Connection[Any], url: PostgresUrl) -> None:
    """Refuse a server that would say "done" before it is [ARCHITECTURE 4]."""
    wanted = _WRITTEN_THROUGH if url.may_be_unsafe else {**_WRITTEN_THROUGH, **_OF_THE_MACHINE}
    for name, good in wanted.items():
        row = connection.execute("SELECT current_setting(%s, true)", (name,)).fetchone()
        if row is not None and row[0] is not None and row[0] not in good:  # relatives of PostgreSQL lack some of them
            raise Trouble(StoreCode.UNSAFE, database=str(url), setting=f"{name} = {row[0]}")


@contextmanager
def _as_trouble(url: PostgresUrl) -> Iterator[None]:
    """What the network, the disk or another transaction does to us becomes a trouble; anything else stays a bug."""
    try:
        yield
    except MaxConnectionsExceeded as error:
        raise Trouble(StoreCode.BUSY, database=str(url)) from error
    except (peewee.PeeweeException, psycopg.Error) as error:
        state, is_lost = _state_of(error)
        if state in _CONFLICTS:
            raise Conflict(str(url)) from error
        code = StoreCode.UNREACHABLE if is_lost else _code_of(state)
        if code is None:
            raise
        raise Trouble(code, database=str(url)) from error


def _state_of(error: BaseException) -> tuple[str, bool]:
    """The SQLSTATE, and whether the server could not be asked at all (a wrong password is told no other way).

    peewee carries the driver's exception with its own.
    """
    for candidate in (error, error.__cause__, error.__context__, *error.args):
        if isinstance(candidate, psycopg.Error):
            is_lost = candidate.sqlstate is None and isinstance(candidate, psycopg.OperationalError)
            return candidate.sqlstate or "", is_lost
    return "", False


def _code_of(state: str) -> StoreCode | None:
    return next((_TROUBLES[state[:length]] for length in (5, 3, 2) if state[:length] in _TROUBLES), None)
