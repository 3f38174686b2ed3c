"""Stages: where registrations stand after the desk. What an older program kept as news unread is noted as such."""

from __future__ import annotations

from typing import Any

STATEMENTS = (
    """
    CREATE TABLE "stage" (
        "stream" BLOB NOT NULL,
        "seq" INTEGER NOT NULL,
        "record" BLOB NOT NULL,
        "kind" TEXT NOT NULL,
        "code" TEXT NOT NULL,
        "reached_on" TEXT NOT NULL,
        "batch" INTEGER NOT NULL,
        "turn" INTEGER NOT NULL,
        "at_ms" INTEGER NOT NULL,
        "sealed" BLOB NOT NULL,
        PRIMARY KEY ("stream", "seq")
    )
    """,
    """
    CREATE INDEX "stage_record" ON "stage" ("record")
    """,
    """
    INSERT INTO "stage"
    SELECT "stream", "seq", "record", "kind", '', '', 0, 0, 0, x''
    FROM "news" WHERE "record" IS NOT NULL AND "kind" IN ('stage_reached', 'batch_joined', 'portal_typed')
    """,
)


def up(migrator: Any, db: Any) -> None:  # noqa: ANN401 - the runner is untyped
    """Add the table; turn 0 marks what still has to be read in the news."""
    del migrator
    for statement in STATEMENTS:
        db.execute_sql(statement)
