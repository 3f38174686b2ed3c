"""Comparison of sets, disputes between desks, and since when the server vouches for what.

Chains of other desks' streams, places in the feed, branches, what the line carried last; what two desks said of one
registration, sealed with it; the days from which a copy's time counts.

News that an older program kept have no hashes: the cursor goes back to the beginning, so that they come once more.
"""

from __future__ import annotations

from typing import Any

STATEMENTS = (
    'ALTER TABLE "profile" ADD COLUMN "certificate" BLOB',
    'ALTER TABLE "profile" ADD COLUMN "line_bytes_s" INTEGER',
    'ALTER TABLE "event" ADD COLUMN "feed_no" INTEGER',
    'ALTER TABLE "news" ADD COLUMN "hash" BLOB',
    'ALTER TABLE "news" ADD COLUMN "head_signature" BLOB',
    """
    CREATE TABLE "author" (
        "stream" BLOB NOT NULL PRIMARY KEY,
        "sealed_salt_key" BLOB NOT NULL,
        "certificate" BLOB NOT NULL,
        "head_seq" INTEGER NOT NULL,
        "head_hash" BLOB NOT NULL
    )
    """,
    """
    CREATE TABLE "branch" (
        "stream" BLOB NOT NULL,
        "seq" INTEGER NOT NULL,
        "hash" BLOB NOT NULL,
        "kept" BLOB NOT NULL,
        PRIMARY KEY ("stream", "seq", "hash")
    )
    """,
    'ALTER TABLE "registration" ADD COLUMN "sealed_disputes" BLOB',
    'CREATE INDEX "registration_disputed" ON "registration" ("uid") WHERE ("sealed_disputes" IS NOT NULL)',
    """
    CREATE TABLE "receipt_day" (
        "stream" BLOB NOT NULL,
        "at_ms" INTEGER NOT NULL,
        "seq" INTEGER NOT NULL,
        PRIMARY KEY ("stream", "at_ms")
    )
    """,
    'UPDATE "profile" SET "cursor" = 0 WHERE EXISTS (SELECT 1 FROM "news")',
)


def up(migrator: Any, db: Any) -> None:  # noqa: ANN401 - the runner is untyped
    """Add columns and tables."""
    del migrator
    for statement in STATEMENTS:
        db.execute_sql(statement)
