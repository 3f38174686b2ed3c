"""Helps with e-mail: helps and their moves, proofs and mailboxes, what the server told of them, its name spaces.

What an older program kept of it as news, without understanding it, is let go: it comes once more.
"""

from __future__ import annotations

from typing import Any

KINDS = "('account_opened', 'account_moved', 'proof_asked', 'proof_read', 'mailbox_reserved', 'mailbox_code_set')"

HELPS = (
    """
    CREATE TABLE "account" (
        "stream" BLOB NOT NULL,
        "seq" INTEGER NOT NULL,
        "uid" BLOB NOT NULL,
        "business_on" TEXT NOT NULL,
        "need" TEXT NOT NULL,
        "registration_uid" BLOB,
        "ticket_uid" BLOB,
        "at_ms" INTEGER NOT NULL,
        "state" TEXT NOT NULL,
        "road" TEXT NOT NULL,
        "provider" TEXT NOT NULL,
        "step" INTEGER NOT NULL,
        "result" TEXT NOT NULL,
        "reason" TEXT NOT NULL,
        "address_mark" BLOB,
        "worked_s" INTEGER NOT NULL,
        "ended_at_ms" INTEGER,
        "sealed" BLOB NOT NULL,
        PRIMARY KEY ("stream", "seq")
    )
    """,
    """
    CREATE INDEX "account_uid" ON "account" ("uid")
    """,
    """
    CREATE INDEX "account_business_on" ON "account" ("business_on")
    """,
    """
    CREATE INDEX "account_registration_uid" ON "account" ("registration_uid")
    """,
    """
    CREATE INDEX "account_state" ON "account" ("state")
    """,
    """
    CREATE TABLE "account_move" (
        "stream" BLOB NOT NULL,
        "seq" INTEGER NOT NULL,
        "account_uid" BLOB NOT NULL,
        "move" TEXT NOT NULL,
        "turn" INTEGER NOT NULL,
        "at_ms" INTEGER NOT NULL,
        "road" TEXT NOT NULL,
        "provider" TEXT NOT NULL,
        "step" INTEGER NOT NULL,
        "result" TEXT NOT NULL,
        "reason" TEXT NOT NULL,
        "address_mark" BLOB,
        "sealed" BLOB NOT NULL,
        PRIMARY KEY ("stream", "seq")
    )
    """,
    """
    CREATE INDEX "account_move_account_uid" ON "account_move" ("account_uid")
    """,
    """
    CREATE INDEX "account_move_address_mark" ON "account_move" ("address_mark")
    """,
    'ALTER TABLE "registration" ADD COLUMN "account_uid" BLOB',
    """
    CREATE INDEX "registration_account_uid" ON "registration" ("account_uid")
    """,
)

MAIL = (
    """
    CREATE TABLE "mail_act" (
        "stream" BLOB NOT NULL,
        "seq" INTEGER NOT NULL,
        "account_uid" BLOB NOT NULL,
        "kind" TEXT NOT NULL,
        "at_ms" INTEGER NOT NULL,
        "turn" INTEGER NOT NULL,
        "asked" BLOB,
        "address_mark" BLOB,
        "sealed" BLOB NOT NULL,
        PRIMARY KEY ("stream", "seq")
    )
    """,
    """
    CREATE INDEX "mail_act_account_uid" ON "mail_act" ("account_uid")
    """,
    """
    CREATE INDEX "mail_act_address_mark" ON "mail_act" ("address_mark")
    """,
    """
    CREATE TABLE "mail_notice" (
        "stream" BLOB NOT NULL,
        "seq" INTEGER NOT NULL,
        "code" TEXT NOT NULL,
        "feed_no" INTEGER NOT NULL,
        "account_uid" BLOB NOT NULL,
        "facts" TEXT NOT NULL,
        PRIMARY KEY ("stream", "seq", "code")
    )
    """,
    """
    CREATE INDEX "mail_notice_account_uid" ON "mail_notice" ("account_uid")
    """,
    """
    CREATE TABLE "mail_space" (
        "stream" BLOB NOT NULL PRIMARY KEY,
        "domain" TEXT NOT NULL,
        "tag" TEXT NOT NULL
    )
    """,
    """
    CREATE TABLE "account_person" (
        "account_uid" BLOB NOT NULL PRIMARY KEY,
        "nik_mark" BLOB NOT NULL
    )
    """,
    """
    CREATE INDEX "account_person_nik_mark" ON "account_person" ("nik_mark")
    """,
    f'UPDATE "profile" SET "cursor" = 0 WHERE EXISTS (SELECT 1 FROM "news" WHERE "kind" IN {KINDS})',  # noqa: S608 - own words
    f'DELETE FROM "news" WHERE "kind" IN {KINDS}',  # noqa: S608 - as above
)


def up(migrator: Any, db: Any) -> None:  # noqa: ANN401 - the runner is untyped
    """Add tables and a column."""
    del migrator
    for statement in (*HELPS, *MAIL):
        db.execute_sql(statement)
