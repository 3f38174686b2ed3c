"""The sum over the events of each stream, and the number block of each life of a device.

Columns that may be empty: an old process that still runs writes its rows without them, and a sum that covers less than
its stream is completed by whoever reads it.
"""

from __future__ import annotations

import peewee


def up(migrator: object, db: peewee.Database) -> None:
    """Add the columns."""
    del migrator
    blob, long = ("BYTEA", "BIGINT") if isinstance(db, peewee.PostgresqlDatabase) else ("BLOB", "INTEGER")
    for column in (f'"set_sum" {blob}', f'"sum_seq" {long}', '"block" INTEGER'):
        db.execute_sql(f'ALTER TABLE "stream" ADD COLUMN {column}')
