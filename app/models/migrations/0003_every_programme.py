"""Every programme: stages, keyed hashes for likely the same person, several programmes a visit, rules from the server.

Steps that an older program kept as news unread are noted as such. Hashes of the people who stand here already are
filled in after unlocking: before that nobody can read them.
"""

from __future__ import annotations

from typing import Any

STAGES = (
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

LIKELY_SAME = (
    """
    ALTER TABLE "person" ADD COLUMN "birth_mark" BLOB
    """,
    """
    ALTER TABLE "person" ADD COLUMN "name_mark" BLOB
    """,
    """
    CREATE INDEX "person_birth_mark" ON "person" ("birth_mark")
    """,
    """
    CREATE INDEX "person_name_mark" ON "person" ("name_mark")
    """,
    """
    DROP INDEX "registration_business_on_queue_number_stream"
    """,
    """
    CREATE UNIQUE INDEX "registration_business_on_queue_number_stream_programme"
    ON "registration" ("business_on", "queue_number", "stream", "programme")
    """,
)

PROGRAMMES = """
    CREATE TABLE "programme" (
        "code" TEXT NOT NULL PRIMARY KEY,
        "version" TEXT NOT NULL,
        "text" BLOB NOT NULL,
        "taken_at_ms" INTEGER NOT NULL
    )
"""


def up(migrator: Any, db: Any) -> None:  # noqa: ANN401 - the runner is untyped
    """Add tables, columns and indexes; turn 0 marks the steps that still have to be read in the news."""
    del migrator
    for statement in (*STAGES, *LIKELY_SAME, PROGRAMMES):
        db.execute_sql(statement)
