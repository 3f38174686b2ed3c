"""The base of all tables, and the database of the present thread: only the database worker has one."""

from __future__ import annotations

import threading

import peewee

_OWN = threading.local()


class _WorkerDatabase(peewee.DatabaseProxy):
    """The database of the present thread. Two desks in one process never meet; a foreign thread finds nothing."""

    @property
    def obj(self) -> peewee.SqliteDatabase | None:
        return getattr(_OWN, "database", None)

    @obj.setter
    def obj(self, database: peewee.SqliteDatabase | None) -> None:
        _OWN.database = database


WORKER_DATABASE = _WorkerDatabase()


class Row(peewee.Model):
    """Base of all tables."""

    class Meta:
        """peewee's settings."""

        database = WORKER_DATABASE
        legacy_table_names = False
