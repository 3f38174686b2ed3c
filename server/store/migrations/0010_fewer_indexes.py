"""Two indexes less to keep for each registration: nothing asks by device, and steps are found among the later acts.

An old process that still runs finds the same rows, by another index. On PostgreSQL a table is locked while it loses
one: they go in the order in which every round comes to the tables, or a round and this would wait for each other.
"""

from __future__ import annotations

import peewee


def up(migrator: object, db: peewee.Database) -> None:
    """Drop them."""
    del migrator
    for name in ("eventrow_step", "registrationrow_device"):
        db.execute_sql(f'DROP INDEX IF EXISTS "{name}"')
