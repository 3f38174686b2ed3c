"""Which helps with e-mail belong to a registration that stood already, as was found out when the form was saved.

What an older program kept of it as news, without understanding it, is let go: it comes once more.
"""

from __future__ import annotations

from typing import Any

UNDERSTOOD = """
    SELECT 1 FROM "account_move" WHERE "account_move"."stream" = "news"."stream" AND "account_move"."seq" = "news"."seq"
    AND "account_move"."move" = 'bound'"""

BOUND = (
    """
    CREATE TABLE "account_bound" (
        "stream" BLOB NOT NULL,
        "seq" INTEGER NOT NULL,
        "account_uid" BLOB NOT NULL,
        "registration_uid" BLOB NOT NULL,
        PRIMARY KEY ("stream", "seq")
    )
    """,
    """
    CREATE INDEX "account_bound_account_uid" ON "account_bound" ("account_uid")
    """,
    """
    CREATE INDEX "account_bound_registration_uid" ON "account_bound" ("registration_uid")
    """,
    f'UPDATE "profile" SET "cursor" = 0 WHERE EXISTS (SELECT 1 FROM "news" WHERE EXISTS ({UNDERSTOOD}))',  # noqa: S608 - own words
    f'DELETE FROM "news" WHERE EXISTS ({UNDERSTOOD})',  # noqa: S608 - as above
    """
    DELETE FROM "account_move" WHERE "move" = 'bound'
    """,
)


def up(migrator: Any, db: Any) -> None:  # noqa: ANN401 - the runner is untyped
    """Add the table."""
    del migrator
    for statement in BOUND:
        db.execute_sql(statement)
