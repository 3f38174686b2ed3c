"""Later acts: the news of a record can be found, and a withdrawn registration lets its person register again."""

from __future__ import annotations

from typing import Any

STATEMENTS = (
    """
    ALTER TABLE "news" ADD COLUMN "record" BLOB
    """,
    """
    CREATE INDEX "news_record" ON "news" ("record")
    """,
    """
    UPDATE "news" SET "record" = (
        SELECT "uid" FROM "registration"
        WHERE "registration"."stream" = "news"."stream" AND "registration"."seq" = "news"."seq"
    )
    """,
    """
    DROP INDEX "registration_one_a_person"
    """,
    """
    CREATE UNIQUE INDEX "registration_one_a_person"
    ON "registration" ("programme", "period", "nik_mark", "stream")
    WHERE (("registration_no" IS NOT NULL) AND ("status" != 'DITARIK'))
    """,
)


def up(migrator: Any, db: Any) -> None:  # noqa: ANN401 - the runner is untyped
    """Add the column and its index, and make the other index anew."""
    del migrator
    for statement in STATEMENTS:
        db.execute_sql(statement)
