"""What two desks said differently about a registration, and an index that finds everybody's later acts on it.

An old process that still runs writes its rows without the column: nothing is disputed in them until they are told anew.
"""

from __future__ import annotations

import peewee


def up(migrator: object, db: peewee.Database) -> None:
    """Add the column, make the index."""
    del migrator
    db.execute_sql("""ALTER TABLE "registration" ADD COLUMN "disputes" TEXT NOT NULL DEFAULT '[]'""")
    db.execute_sql("""CREATE INDEX "eventrow_later" ON "event" ("post", "record") WHERE ("kind" != 'registered')""")
