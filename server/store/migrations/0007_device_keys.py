"""The order in which devices are told to all desks, and what was told of each: slips can be verified everywhere.

An old process that still runs enrols or revokes devices without giving them a place: the next one that numbers does.
"""

from __future__ import annotations

import peewee


def up(migrator: object, db: peewee.Database) -> None:
    """Add the columns and the index."""
    del migrator
    long = "BIGINT" if isinstance(db, peewee.PostgresqlDatabase) else "INTEGER"
    for column in ("key_no", "told_revoked_at_ms"):
        db.execute_sql(f'ALTER TABLE "device" ADD COLUMN "{column}" {long}')
    db.execute_sql('CREATE UNIQUE INDEX "devicerow_key_no" ON "device" ("key_no")')
