"""Later acts: news is found by record, who withdrew may register again, notes and receipts are counted apart."""

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
    """
    CREATE TABLE "slip_of_kind" (
        "registration_uid" BLOB NOT NULL,
        "kind" TEXT NOT NULL,
        "copy_no" INTEGER NOT NULL,
        "paper" TEXT NOT NULL,
        "at_ms" INTEGER NOT NULL,
        "officer_uid" BLOB NOT NULL,
        PRIMARY KEY ("registration_uid", "kind", "copy_no"),
        FOREIGN KEY ("registration_uid") REFERENCES "registration" ("uid") ON DELETE RESTRICT
    )
    """,
    """
    INSERT INTO "slip_of_kind"
    SELECT "registration_uid", CASE WHEN "registration_no" IS NULL THEN 'note' ELSE 'receipt' END,
        "copy_no", "paper", "slip"."at_ms", "slip"."officer_uid"
    FROM "slip" JOIN "registration" ON "uid" = "registration_uid"
    """,
    """
    DROP TABLE "slip"
    """,
    """
    ALTER TABLE "slip_of_kind" RENAME TO "slip"
    """,
    """
    CREATE INDEX "slip_registration_uid" ON "slip" ("registration_uid")
    """,
)


def up(migrator: Any, db: Any) -> None:  # noqa: ANN401 - the runner is untyped
    """Add the column and its index, make the other index anew, give slips their kind."""
    del migrator
    for statement in STATEMENTS:
        db.execute_sql(statement)
