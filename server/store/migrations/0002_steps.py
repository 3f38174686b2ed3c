"""Steps of registrations are found among the events: an index over those kinds alone."""

from __future__ import annotations

import peewee


def up(migrator: object, db: peewee.Database) -> None:
    """Make the index."""
    del migrator
    db.execute_sql(
        """CREATE INDEX "eventrow_step" ON "event" ("post", "record") """
        """WHERE ("kind" IN ('stage_reached', 'batch_joined', 'portal_typed'))"""
    )
