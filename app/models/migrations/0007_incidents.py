"""Incidents of a day: power, internet, server, printer, as officers wrote them down for the report.

What an older program kept of it as news, without understanding it, is let go: it comes once more.
"""

from __future__ import annotations

from typing import Any

INCIDENTS = (
    """
    CREATE TABLE "incident" (
        "stream" BLOB NOT NULL,
        "seq" INTEGER NOT NULL,
        "business_on" TEXT NOT NULL,
        "at_ms" INTEGER NOT NULL,
        "sealed" BLOB NOT NULL,
        PRIMARY KEY ("stream", "seq")
    )
    """,
    """
    CREATE INDEX "incident_business_on" ON "incident" ("business_on")
    """,
    """
    UPDATE "profile" SET "cursor" = 0 WHERE EXISTS (SELECT 1 FROM "news" WHERE "kind" = 'incident_noted')
    """,
    """
    DELETE FROM "news" WHERE "kind" = 'incident_noted'
    """,
)


def up(migrator: Any, db: Any) -> None:  # noqa: ANN401 - the runner is untyped
    """Add the table."""
    del migrator
    for statement in INCIDENTS:
        db.execute_sql(statement)
