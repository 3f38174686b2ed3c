"""Public keys of every device of the server, so that slips of all posts are verified here; slips without a record.

The latter are events like any other: what is new is how they are found again.
"""

from __future__ import annotations

from typing import Any

STATEMENTS = (
    'ALTER TABLE "profile" ADD COLUMN "keys_seen" INTEGER',
    """
    CREATE TABLE "device_key" (
        "device" BLOB NOT NULL PRIMARY KEY,
        "certificate" BLOB NOT NULL,
        "revoked_at_ms" INTEGER NOT NULL
    )
    """,
    """
    CREATE INDEX "event_slip_case" ON "event" ("kind")
    WHERE ("kind" IN ('slip_case_opened', 'slip_case_settled'))
    """,
    """
    CREATE INDEX "news_slip_case" ON "news" ("kind")
    WHERE ("kind" IN ('slip_case_opened', 'slip_case_settled'))
    """,
)


def up(migrator: Any, db: Any) -> None:  # noqa: ANN401 - the runner is untyped
    """Add a column, a table and indexes."""
    del migrator
    for statement in STATEMENTS:
        db.execute_sql(statement)
