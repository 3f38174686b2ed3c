"""Likely the same person: birth dates and names are found by keyed hashes; one visit may ask for several programmes.

Hashes of the people who stand here already are filled in after unlocking: before that nobody can read them.
"""

from __future__ import annotations

from typing import Any

STATEMENTS = (
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


def up(migrator: Any, db: Any) -> None:  # noqa: ANN401 - the runner is untyped
    """Add the columns and their indexes; a queue number stands once for each programme of its visit."""
    del migrator
    for statement in STATEMENTS:
        db.execute_sql(statement)
