"""The queue: times of lines that a ticket has left, and another number for one of two people who hold the same.

An older program kept moves to another number without the number, and those of who sat at a counter when a neighbour
closed as moves that move nothing: both are let go, and come once more.
"""

from __future__ import annotations

from typing import Any

STATEMENTS = (
    'ALTER TABLE "ticket" ADD COLUMN "taken_number" TEXT',
    'ALTER TABLE "ticket_move" ADD COLUMN "number" TEXT',
    """
    CREATE TABLE "ticket_spell" (
        "ticket_uid" BLOB NOT NULL,
        "place" INTEGER NOT NULL,
        "business_on" TEXT NOT NULL,
        "service" TEXT NOT NULL,
        "called_tick" INTEGER NOT NULL,
        "wait_s" INTEGER,
        "service_s" INTEGER,
        PRIMARY KEY ("ticket_uid", "place")
    )
    """,
    """
    CREATE INDEX "ticket_spell_business_on_service" ON "ticket_spell" ("business_on", "service")
    """,
    """
    UPDATE "profile" SET "cursor" = 0
    WHERE EXISTS (SELECT 1 FROM "ticket_move" WHERE "move" IN ('renumbered', 'settled'))
    """,
    """
    DELETE FROM "news" WHERE EXISTS (
        SELECT 1 FROM "ticket_move" WHERE "move" IN ('renumbered', 'settled')
        AND "ticket_move"."stream" = "news"."stream" AND "ticket_move"."seq" = "news"."seq")
    """,
    """
    DELETE FROM "ticket_move" WHERE "move" IN ('renumbered', 'settled')
    """,
)


def up(migrator: Any, db: Any) -> None:  # noqa: ANN401 - the runner is untyped
    """Add two columns and a table."""
    del migrator
    for statement in STATEMENTS:
        db.execute_sql(statement)
